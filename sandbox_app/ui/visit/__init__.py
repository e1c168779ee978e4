"""Being in the town as a person: the form to enter, the bar to talk, and the hand and the arrow keys that walk.

What is done here becomes interventions (`Enter`, `Walk`, `Say`, `Leave`) that the window sends to the runner; nothing here touches a world.
"""
