"""Asking again: a thought on record, put to the model once more with a part of what it was told left out or put otherwise.

Nothing in the world changes by it. `parts.py` says what a thought was told and alters it, `asking.py` asks, and `edits.py` makes of
the same changes an edit with which a fork can go on from the moment before the thought.
"""
