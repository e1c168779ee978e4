"""How a person comes to a world: the welcome page, a new world, the samples that ship, a file; and the guided tour of the window.

`desk` does it for the window; the pages here only ask for it.
"""
