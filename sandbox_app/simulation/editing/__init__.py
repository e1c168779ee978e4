"""Editing: whatever a person changes in a world goes through here, is on the record, and can be undone.

`operations.py` says what can be changed, as plain data that can be sent. `decide` turns an operation into `Change`s and says in a
sentence why it cannot be; it changes nothing, so it is the preview, too. `Session.edit` lets it happen between two steps: one
event of kind `edit` with its author and each change before and after, rows retired and added, never one overwritten. Undo and
redo (`history.py`) are further events, found in the record alone, so they outlive the program. Whoever it concerns gets its
mind anew from the record: it goes on as if the world had been closed and opened again.
"""
