"""Language models: the `Engine` protocol and its implementations, and the forms of every kind of thought.

Knows nothing of towns, world files or minds. llama_cpp is imported only here, and used from one thread only.
"""
