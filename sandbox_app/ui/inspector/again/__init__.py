"""Asking a thought again with something changed: its parts to change, both answers side by side, and the way into another world."""
