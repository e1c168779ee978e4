"""The physical world: map, places, things, clock, paths, and who lives there at the start.

Pure data and geometry. Knows nothing of minds, models or files other than the town's own folder.
"""
