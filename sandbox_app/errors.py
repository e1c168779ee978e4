"""Errors a person can act on. Everything else that is raised is a bug.

Every room of the program may import this module; it imports nothing of the program.
"""


class Problem(Exception):
    """Something a person can act on: one sentence that says what happened, to what, and what to do next.

    The command line prints it as one line and exits with 3; the window shows it as a card.

    Attributes:
        sentence: what is shown.
        details: more for those who want it (a cause, a path, a traceback of a library), or "".
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


class WorldProblem(Problem):
    """A world file is missing, damaged, too new, open elsewhere, or cannot be written."""


class ModelProblem(Problem):
    """A model file is missing, no GGUF, too large for this computer, or failed while loading."""


class TownProblem(Problem):
    """A town or cast folder is missing something or contradicts itself."""
