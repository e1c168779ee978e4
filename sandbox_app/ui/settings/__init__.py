"""The settings page: how the window looks, its keys, the settings of the open world, and what is said about privacy.

The window's own settings live in `Remembered`; those of a world are changed by an edit that can be undone.
"""
