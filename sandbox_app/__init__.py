"""Town Sandbox: a small town of language-model agents, in one window and one file per world."""

__version__ = "0.1.0"
