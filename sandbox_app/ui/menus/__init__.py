"""The window's actions with their keys, the menus they are in, and the small box in which some of them ask for words.

What is chosen here is done by the rooms of the window (`ui/window/`); nothing here keeps anything.
"""
