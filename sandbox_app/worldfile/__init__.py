"""The world file: one SQLite file per world, written by one connection, readable as of any step.

Knows nothing of towns, minds or models: it keeps rows. SQL is written only here.
"""
