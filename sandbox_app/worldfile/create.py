"""A new world file: written beside its place under another name and moved there when it is whole."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import insert, schema, valid
from sandbox_app.worldfile.connection import explained
from sandbox_app.worldfile.rows import AgentRow, BeliefRow, MemoryRow, PersonaRow, StepBatch


def create_world(
    path: Path,
    meta: Mapping[str, str],
    agents: Sequence[AgentRow],
    personas: Sequence[PersonaRow] = (),
    memories: Sequence[MemoryRow] = (),
    beliefs: Sequence[BeliefRow] = (),
) -> None:
    """Make a world as it is at step 0, before anything is lived; all rows are created in step 0.

    Raises:
        WorldProblem: something is there already, or the folder is missing, full or read-only. Nothing is left behind.
        ValueError: a row is not what it must be (a bug).
    """
    if path.exists() or path.is_symlink():
        raise WorldProblem(f"{path.name} exists already; choose another name, or remove it first.")
    if not path.parent.is_dir():
        raise WorldProblem(f"There is no folder {path.parent} to put {path.name} into.")
    start = StepBatch(step=0, personas=list(personas), memories=list(memories), beliefs=list(beliefs))
    valid.newcomers(agents, frozenset())
    valid.batch_ids(start, valid.LastIds())
    valid.batch(start, 0, frozenset(agent.id for agent in agents))
    for value in meta.values():
        valid.bounded(value, valid.MAX_META, "a value of meta")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with explained(path):
            _fill(_connect(unfinished, path), meta, agents, start)
        put_in_place(unfinished, path)
    finally:
        for left in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def _connect(unfinished: Path, path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(unfinished, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise WorldProblem(f"{path.name} cannot be made in {path.parent}: you may not write there.", str(error)) from error


def _fill(connection: sqlite3.Connection, meta: Mapping[str, str], agents: Sequence[AgentRow], start: StepBatch) -> None:
    try:
        connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        schema.migrate(connection)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", [*meta.items(), ("last_step", "0")])
        insert.agents(connection, agents)
        insert.personas(connection, start.personas)
        insert.memories(connection, start.memories)
        insert.beliefs(connection, start.beliefs)
        connection.execute("COMMIT")
    finally:
        connection.close()


def put_in_place(unfinished: Path, path: Path) -> None:
    """Move without ever replacing what somebody put there meanwhile.

    A log that lies there from a world of this name, whose file was removed, would be taken for the new world's own and spoil it.
    """
    left = [name for end in ("-wal", "-journal") if os.path.lexists(name := path.with_name(path.name + end))]
    if left:
        raise WorldProblem(f"{left[0].name} is left of another world called {path.name}; move it away first, or choose another name.")
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise WorldProblem(f"{path.name} exists already; choose another name, or remove it first.") from error
    except OSError:  # a file system without links
        try:
            os.rename(unfinished, path)
        except OSError as error:
            raise WorldProblem(f"{path.name} cannot be put into {path.parent}; choose another folder.", str(error)) from error
