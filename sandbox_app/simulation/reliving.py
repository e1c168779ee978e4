"""A fork goes on like its parent: what was being thought, and what everybody was about to do, is found by living it again.

A file holds what happened, not where each mind stands between two things that happen. A world that is opened anew thinks
anew of what it had not finished, so a fork would go other ways than its parent for no reason that a person gave. Hence the
time since the parent was last opened is lived again from its recorded answers, in a copy that is thrown away; the minds
that come of it stand where those of the parent stood.
"""

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.llm.request import Embedder
from sandbox_app.simulation.forking import fork_at
from sandbox_app.simulation.loop import Simulation
from sandbox_app.simulation.openings import OPENED, RESTED, Opening, read_openings
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.tape import Tape, lived_again
from sandbox_app.worldfile.fork import ancestors
from sandbox_app.worldfile.reader import WorldReader

_log = logging.getLogger(__name__)

LONGEST_DAYS = 2
"""So much is lived again at most, some seconds for each day; a parent that was open longer is gone on from as if it had been closed."""


class BrokenOff(Exception):
    """Nobody wants to wait for what is lived again; raised by whoever is told how far it has come."""


def relived(
    path: Path, now: Opening, embedder: Embedder, *, closed: bool = False, progress: Callable[[float], None] = lambda share: None
) -> Simulation | None:
    """Return what lives in a fork that has not lived yet, standing where its parent stood.

    Args:
        now: how the fork is opened.
        closed: also in a world that was only closed, standing where it stood then.
        progress: told again and again which share is done. When it raises `BrokenOff`, the rest is not found out.

    Returns:
        None where there is nothing to find out (it is no fork, or has lived since, or its parent was opened anew just there), and
        where it cannot be found out: another engine thinks, it was too long, nobody wanted to wait, or the program lives otherwise
        than it did then.

    Raises:
        Problem: the file cannot be read, or there is no room for a copy.
    """
    with WorldReader(path) as reader:
        opening = _last_opening(reader, closed=closed)
        if opening is None or opening.step == now.step or replace(opening, step=now.step) != now:
            return None
        tape = Tape(reader, exactly=True)
        if (now.step - opening.step) * tape.world.settings.step_seconds > LONGEST_DAYS * 86400:
            return None
        with tempfile.TemporaryDirectory(prefix="world-") as folder:
            copy = Path(folder, path.name)
            fork_at(reader, copy, opening.step)
            session = Session(copy, tape.engine(opening), embedder, opening.seed, opening.parameters, minds="anew")
            if tape.judges:
                session.simulation.judges[opening.name] = True
            try:
                found = lived_again(session, tape, reader, now.step, _as_share(progress, opening.step, now.step))
            except BrokenOff:
                session.close()
                return None
            except BaseException:
                with suppress(Problem):
                    session.close()
                raise
            simulation = session.hand_over()
    if found.parting is not None:
        _log.info("%s goes on as if it had been closed: %s", path.name, found.parting.sentence)
        simulation.close()
        return None
    simulation.thoughts.begin_anew()
    return simulation


def _as_share(progress: Callable[[float], None], first: int, last: int) -> Callable[[int], None]:
    return lambda step: progress((step - first) / (last - first))


def _last_opening(reader: WorldReader, *, closed: bool) -> Opening | None:
    """Return how the parent of a fork that has not lived yet was last opened; None where minds stand as in a world opened anew."""
    meta, last = reader.meta(), reader.last_step()
    found = next(reversed(read_openings(meta.get(OPENED, "[]"))), None)
    if closed:
        return found
    try:
        line = ancestors(meta)
    except msgspec.MsgspecError:
        return None
    if not line or line[-1].step != last or meta.get(RESTED) == str(last):
        return None
    return found
