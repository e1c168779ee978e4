"""A world opened to live, with all that thinks in it; both are closed in the end."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from sandbox_app.llm.engines import fewest_parameters, open_embedder, open_thinkers
from sandbox_app.llm.request import Embedder, Engine
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import Chosen, Noted, note

T = TypeVar("T")


@contextmanager
def open_to_live(
    path: Path,
    chosen: Chosen,
    *,
    seed: int | None = None,
    keep: bool = False,
    meanwhile: Callable[[], None] | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[Session]:
    """Open what thinks and then the world, note the one in the other, and close both in the end.

    Args:
        path: the world. chosen: what thinks. seed: see `Session`.
        keep: the world is to think with this when nobody says otherwise.
        meanwhile: called again and again while models are loaded; the world is not open yet then, and can be changed by others.
        progress: of finding out where minds stood in the world's parent; see `Session`.

    Raises:
        Problem: a model, a server or the world cannot be used.
    """
    with ExitStack() as stack:
        engines: list[Engine] = []

        def load() -> tuple[dict[str, Noted], Embedder, Engine]:
            noted = note(chosen)
            embedder = open_embedder(chosen.embedding_file, chosen.thinkers.host)
            stack.callback(embedder.close)
            engines.append(open_thinkers(chosen.thinkers))
            stack.callback(lambda: engines[-1].close())
            return noted, embedder, engines[-1]

        noted, embedder, engine = load() if meanwhile is None else _beside(load, meanwhile)
        session = Session(path, engine, embedder, seed, fewest_parameters(chosen.thinkers), progress=progress)
        stack.callback(session.close)
        stack.callback(lambda: engines.append(session.simulation.thoughts.engine))  # it may have been exchanged
        session.note_models(noted, keep=keep)
        yield session


def _beside(work: Callable[[], T], meanwhile: Callable[[], None]) -> T:
    """Do something on another thread, and something else on this one until it is done."""
    with ThreadPoolExecutor(1, "loading") as worker:
        done = worker.submit(work)
        while not done.done():
            meanwhile()
        return done.result()
