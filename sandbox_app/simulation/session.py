"""A world that is open for living: read from its file, stepped, written, closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.request import Embedder, Engine
from sandbox_app.mind.budget import budget
from sandbox_app.simulation.description import Description, describe, state_at
from sandbox_app.simulation.editing.applying import concerned
from sandbox_app.simulation.editing.changes import Decided, Ground
from sandbox_app.simulation.editing.deciding import decide
from sandbox_app.simulation.editing.history import history, opposite
from sandbox_app.simulation.editing.operations import Operation
from sandbox_app.simulation.editing.surroundings import settings_with
from sandbox_app.simulation.here import Here, Ids
from sandbox_app.simulation.interventions import Edit, Enter, Intervention, Redo, Undo
from sandbox_app.simulation.loop import Simulation
from sandbox_app.simulation.openings import OPENED, RESTED, add_opening, opening_of
from sandbox_app.simulation.recollecting import minds_of
from sandbox_app.simulation.ruling import rules_on_record
from sandbox_app.simulation.thinkers import KEY, USED, Noted, add_used, with_embedding
from sandbox_app.simulation.thinking import Thoughts
from sandbox_app.simulation.visiting import known_visitor, present, turn_of
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import AgentRow, StepBatch
from sandbox_app.worldfile.writer import WorldWriter

_READ_AT_ONCE = 64
"""Texts that get their vectors between two looks at what a person wants."""
_FEW_UNREAD = 500
"""So few texts without a vector are left to whoever retrieves them: a new world, whose people know little, begins at once."""


Minds = Literal["anew", "as parent", "as before"]
"""Where minds stand in a world that is opened: as follows from the record, where they think anew of what they had not finished; in a
fork that has not lived yet as in its parent at that moment; or as before, also where the world was closed since."""


class Session:
    """A world open for living. One thread owns it.

    Attributes:
        path: the world's file. world: what it is. simulation: what lives.
        unsaved: the last step's changes, while they could not be written.
        unread: texts that are remembered and have no vector of this embedding model yet. The next step makes them first, so
            that vectors of two models are never compared; few are left to whoever retrieves them.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        embedder: Embedder,
        seed: int | None = None,
        parameters: int = 0,
        *,
        minds: Minds = "as parent",
        progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        """Open a world for living; it goes on where it was.

        Args:
            seed: of this run's calls, by default the world's own.
            parameters: of the smallest model that thinks, 0 where nobody knows; prompts suit it.
            minds: where they stand; see `Minds`. progress: of finding that out, and how it is broken off; see `relived`.

        Raises:
            WorldProblem: it cannot be read, or another program has it open.
        """
        self.path = path
        self.unsaved: StepBatch | None = None
        self._in_flight = self._opened = False
        self._parameters = parameters
        self._stale: set[int] = set()
        self._embedder, self._seed = embedder, seed
        self._newcomers: tuple[AgentRow, ...] = ()
        self._writer = WorldWriter(path)
        try:
            with WorldReader(path) as reader:
                self.world = describe(reader)
                meta = reader.meta()
                self._used, self._openings = meta.get(USED, "[]"), meta.get(OPENED, "[]")
                self._noted = meta.get(KEY, "{}")
                self.simulation, unread = _revive(reader, self.world, engine, embedder, self._writer, seed, parameters)
                self.unread = unread if len(unread) > _FEW_UNREAD else []
            if minds != "anew" and not self.unread:
                self._go_on(engine, embedder, progress, closed=minds == "as before")
        except BaseException:
            self._writer.close()
            raise

    def _go_on(self, engine: Engine, embedder: Embedder, progress: Callable[[float], None], *, closed: bool) -> None:
        """Let minds stand where they stood at this step, in a fork those of its parent, if that can be found out; see `relived`."""
        from sandbox_app.simulation.reliving import relived  # which opens a session itself

        now = opening_of(self.step, self.simulation.thoughts.seed, engine, self._parameters)
        found = relived(self.path, now, embedder, closed=closed, progress=progress)
        if found is not None:
            self.simulation.close()
            found.thoughts.exchange(engine)
            self.simulation, self._opened = found, True

    def hand_over(self) -> Simulation:
        """Close the file and return what lives, for another session to go on with."""
        self._writer.close()
        return self.simulation

    @property
    def step(self) -> int:
        """The last step lived."""
        return self.simulation.here.step

    @property
    def visitor(self) -> int:
        """The visitor who is in town, 0 for nobody."""
        return next(iter(present(self.simulation.here)), 0)

    @property
    def visitors_turn(self) -> bool:
        """Whether somebody waits for what the visitor says."""
        return turn_of(self.simulation.here) != 0

    @property
    def writing_seconds(self) -> float:
        """Seconds spent so far in writing steps."""
        return self._writer.seconds

    @property
    def reading(self) -> str:
        """What is done about `unread`, as part of a sentence."""
        name = self.simulation.here.embedder.name
        by = "by shared words" if name == HashedWords.name else f"with {name}"
        return f"{len(self.unread):,} memories are read anew, to be found {by}"

    def live(self, meanwhile: Callable[[], None] = lambda: None) -> StepBatch:
        """Live one step and write it. When `meanwhile` raises, the step is broken off and only `close` may follow.

        Raises:
            WorldProblem: it could not be written; nothing is lost: the next call writes it first.
        """
        self.save()
        self.read_anew(meanwhile)
        if not self._opened:
            self._note_opening()
        self._in_flight = True
        batch = self.simulation.live_step(meanwhile)
        self._in_flight = False
        if self.simulation.anything_new():
            self.unsaved = batch
            self.save()
        return batch

    def break_off(self) -> None:
        """Give up the step in flight, which `meanwhile` has ended: the world is as after the last step, as if it were opened anew.

        Raises:
            WorldProblem: the file cannot be read, or not be written.
        """
        self._revive()

    def _revive(self) -> None:
        """Let all go on from what is on record, as if the world had been closed and opened again."""
        before = self.simulation
        before.close()
        engine, overhears = before.thoughts.engine, before.thoughts.overhears
        with WorldReader(self.path) as reader:
            self.world = describe(reader)
            self.simulation, _ = _revive(reader, self.world, engine, self._embedder, self._writer, self._seed, self._parameters)
        self.simulation.judges = before.judges
        self.simulation.thoughts.overhears = overhears
        self._writer.set_meta(RESTED, str(self.step))
        self._in_flight = self._opened = False

    def read_anew(self, meanwhile: Callable[[], None]) -> None:
        """Make the vectors that a new embedding model lacks, and write them piece by piece: what is done stays done.

        Raises:
            Problem: as `live`; and what `meanwhile` raises, which is called after each piece.
        """
        here = self.simulation.here
        while self.unread:
            texts = self.unread[:_READ_AT_ONCE]
            here.batch = StepBatch(step=here.step)
            here.embed_memories(texts)
            self.unsaved = here.batch
            self.save()
            del self.unread[: len(texts)]
            meanwhile()

    def intervene(self, what: Intervention, author: str) -> StepBatch:
        """Let an intervention or an edit happen now, at the end of the last step lived, and write it.

        Raises:
            Problem: it cannot be, and nothing has changed; or, as `live`, it could not be written yet.
        """
        self.save()
        match what:
            case Edit():
                with self._ground() as ground:
                    return self._edit(decide(ground, what.what), author, what.what)
            case Undo() | Redo():
                with self._ground() as ground:
                    return self._edit(_turned(ground, redo=isinstance(what, Redo)), author)
            case Enter() if not known_visitor(self.world.cast, what.name):
                self.unsaved, row = self.simulation.enter_first_time(what, author)
                self._newcomers = (row,)
            case _:
                self.unsaved = self.simulation.intervene(what, author)
        batch = self.unsaved
        self.save()
        return batch

    @contextmanager
    def _ground(self) -> Iterator[Ground]:
        """Give what edits are decided on: the record, and the state as it is now."""
        here = self.simulation.here
        with WorldReader(self.path) as reader:
            yield Ground(reader, here.town, here.clock, here.settings, here.cast, here.state)

    def _edit(self, decided: Decided, author: str, what: Operation | None = None) -> StepBatch:
        batch = self.simulation.edit(decided, author, what)
        settings = settings_with(self.world.settings, decided.changes)
        everybody = decided.jump or settings != self.world.settings
        self._stale = set(self.simulation.here.agents()) if everybody else {*self._stale, *concerned(decided)}
        self.world = msgspec.structs.replace(self.world, settings=settings)
        self.unsaved = batch
        self.save()
        return batch

    def _renew(self) -> None:
        """Give those whom edits concern the minds that follow from the record now."""
        here = self.simulation.here
        with WorldReader(self.path) as reader:
            self.world = msgspec.structs.replace(self.world, cast=describe(reader).cast)
            room = budget(self.world.settings, self.simulation.thoughts.engine.context, self._parameters)
            here.settle(self.world.cast, self.world.settings, room)
            self.simulation.thoughts.wordings = self.world.settings.wordings
            self.simulation.renew(minds_of(sorted(self._stale), reader, here, self._embedder.dimensions))
        self._stale.clear()

    def _note_opening(self) -> None:
        """Note, once, that this world goes on to live from here."""
        thoughts = self.simulation.thoughts
        opening = opening_of(self.step, thoughts.seed, thoughts.engine, self._parameters)
        self._openings = add_opening(self._openings, opening)
        self._writer.set_meta(OPENED, self._openings)
        self._opened = True

    def note_models(self, noted: dict[str, Noted], *, keep: bool) -> None:
        """Note what the world thinks with; `keep` it also as what it is to think with when nobody says otherwise.

        Raises:
            WorldProblem: it could not be written.
        """
        used = add_used(self._used, noted)
        if used != self._used:
            self._writer.set_meta(USED, used)
            self._used = used
        kept = msgspec.json.encode(noted).decode() if keep else with_embedding(self._noted, noted)
        if kept != self._noted:
            self._writer.set_meta(KEY, kept)
            self._noted = kept

    def exchange(self, engine: Engine, noted: dict[str, Noted], parameters: int = 0) -> Engine:
        """Let another engine think from now on, also what is being thought; return the one until now, for the caller to close.

        May be called while the clock waits for a thought, from `meanwhile`. It is on the record and noted as the world's choice.

        Raises:
            WorldProblem: it could not be written; the old engine stays.
        """
        self.save()
        self.note_models(noted, keep=True)
        here, thoughts = self.simulation.here, self.simulation.thoughts
        if not self._in_flight:
            here.batch = StepBatch(step=here.step)
        models = msgspec.to_builtins(noted)
        here.happen("system", 0, f"From now on {engine.name} thinks, no longer {thoughts.engine.name}.", {"models": models})
        if not self._in_flight:
            self.unsaved = here.batch
            self.save()
        self._parameters = parameters
        here.budget = budget(here.settings, engine.context, parameters)
        return thoughts.exchange(engine)

    def save(self) -> None:
        """Write what is not written yet; raises as `live`."""
        if self.unsaved is not None:
            self._writer.write(self.unsaved, self._newcomers)
            self.unsaved = None
            if self._newcomers:
                self._newcomers = ()
                self._revive()
            if self._stale:
                self._renew()

    def quiet_until(self) -> int:
        """Return the step before which nobody is awake; the present one when somebody is."""
        state = self.simulation.here.state
        return int(state.wake.min()) if bool(state.asleep.all()) else self.step

    def close(self) -> None:
        """Close the world; the clock is written too. A step that was broken off in flight is given up and forgotten. May be called twice.

        Raises:
            WorldProblem: the last step could not be written.
        """
        self.simulation.close()
        try:
            self.save()
            if self.step > self._writer.last_step() and not self._in_flight:
                self._writer.write(StepBatch(step=self.step))
            if self._opened:
                self._writer.set_meta(RESTED, str(self._writer.last_step()))
                self._opened = False
        finally:
            self._writer.close()


def _turned(ground: Ground, *, redo: bool) -> Decided:
    """Decide on the next undo or redo.

    Raises:
        Problem: there is nothing to undo or redo.
    """
    past = history(ground.reader)
    entries = past.redo if redo else past.undo
    if not entries:
        raise Problem(f"There is nothing to {'redo' if redo else 'undo'} in this world.")
    return opposite(ground, entries[-1], redo)


def _revive(
    reader: WorldReader,
    world: Description,
    engine: Engine,
    embedder: Embedder,
    writer: WorldWriter,
    seed: int | None,
    parameters: int,
) -> tuple[Simulation, list[str]]:
    """Return the living world, and the texts in its memories that have no vector of the embedder."""
    state = state_at(reader, world, writer.last_step())
    last = writer.last_ids()
    ids = Ids(last.event, last.memory, last.plan, last.belief, last.call, last.persona)
    room = budget(world.settings, engine.context, parameters)
    vectors = reader.all_embeddings(embedder.name)
    here = Here(world.town, world.clock, world.settings, room, state, world.cast, embedder, ids, vectors, seed=world.seed)
    minds = minds_of(here.agents(), reader, here, embedder.dimensions)
    unread = dict.fromkeys(row.text for mind in minds.values() for row in mind.stream.rows.values() if here.vector_of(row.text) is None)
    thoughts = Thoughts(engine, here.names, world.seed if seed is None else seed)
    thoughts.wordings = world.settings.wordings
    simulation = Simulation(here, minds, thoughts, rules_on_record(world, reader))
    if any(now not in world.town.thing(thing).states for thing, now in state.things.items()):
        for event in reader.events(kinds=["perceive"]):
            if "thing" in event.data:
                simulation.things_seen.saw(event.agent_id, int(event.data["thing"]), str(event.data["state"]))
    return simulation, list(unread)
