"""One box that finds everything: people, places, things, commands, memories and events.

`finding` says what there is to be found, without widgets; `palette` is the box. It reads the scene and the world file, and chooses
through the window's own actions.
"""
