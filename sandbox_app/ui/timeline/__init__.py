"""The timeline below the map: the whole life of a world, scrubbed, played back, marked, forked and compared."""
