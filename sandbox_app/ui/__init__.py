"""The window. The only room that imports Qt.

It draws the frames that the runner sends and reads history from the world file; it holds no simulation state and never
waits for either on the main thread. May use every room below it.
"""
