"""The model library: which GGUF files lie on this computer, what they are, what they need, and whether they work.

Other programs' folders are read and never changed. Nothing here loads a model into this process: `trial` does that in a
host of its own.
"""
