"""The thoughts of an agent: those on record, and those that are being written."""
