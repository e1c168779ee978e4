"""Cognition: perceive, remember, retrieve, plan, act, react, talk, reflect.

A mind is straight-line `async` code that awaits two things, a thought and the passing of time (`waiting.py`), and says
what it wants to do in the world as intents (`surroundings.py`). It knows nothing of batching, files or windows.
"""
