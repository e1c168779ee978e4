"""Changing a world that nobody lets live at the moment: it is opened, changed between two steps, and closed again."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.session import Session


@contextmanager
def at_rest(path: Path) -> Iterator[Session]:
    """Open a world in order to change it, not to let it live: nobody thinks meanwhile, so no model is loaded.

    Raises:
        WorldProblem: it cannot be read, or another program has it open.
    """
    with closing(Session(path, ScriptedEngine(), HashedWords(), minds="anew")) as session:
        yield session
