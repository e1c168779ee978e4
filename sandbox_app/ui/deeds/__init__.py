"""What a person does to the town from the menu: a form for every deed, previewed in a sentence; a question to everybody.

The deeds become interventions (`simulation/interventions.py`) that the window sends to the runner; nothing here touches a world.
"""
