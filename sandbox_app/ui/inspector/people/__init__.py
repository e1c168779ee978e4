"""Whom an agent knows: what they are to it, what it believes about them and who said so, and their talks."""
