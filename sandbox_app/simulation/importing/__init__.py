"""People from other programs' files move into a world that has not begun: character cards, and agent folders of the Stanford town.

Everything in such a file is a stranger's: it is read within bounds, is words and numbers and nothing else, and what a file says
to a model ("system prompt", "post history instructions") is left out.
"""
