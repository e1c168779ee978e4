"""What leaves a world as files for other programs; each module makes one kind from the record and changes nothing."""
