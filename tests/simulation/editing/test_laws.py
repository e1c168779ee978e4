"""What holds whatever is edited, undone, done again, lived and forked, in any order (hypothesis)."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.editing.history import history
from sandbox_app.simulation.editing.lineage import as_remembered
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.messages import WEATHERS
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.town.paths import decode
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader

START = 900
AGENTS = st.integers(1, 5)
ROWS = st.integers(1, 90)
ITEMS = st.sampled_from(["12 coins", "a basket of apples"])
CLOSED = st.sampled_from([(2, -1, -1), (3, -1, -1), (4, -1, -1), (2, 29, 15)])
"""Places, and a stretch of the lane."""
WORDS = st.sampled_from(["I saw an otter.", "Nell hums at night.", "The bridge sways."])

EDITS = st.one_of(
    st.builds(o.AddMemory, AGENTS, WORDS, st.just("known"), st.integers(0, 10)),
    st.builds(o.RewordMemory, ROWS, WORDS),
    st.builds(o.SetImportance, ROWS, st.integers(1, 10)),
    st.builds(o.RetireMemory, ROWS),
    st.builds(o.RestoreMemory, ROWS),
    st.builds(o.SetPlanLine, ROWS, st.sampled_from(["swim", "sing"])),
    st.builds(
        o.SetPlan,
        AGENTS,
        st.sampled_from([(o.PlanLine("09:30", 3, "swim"),), (o.PlanLine("12:00", 4, "sing"), o.PlanLine("15:00", 3, "rest"))]),
    ),
    st.builds(o.SetBelief, AGENTS, AGENTS, WORDS),
    st.builds(o.RetireBelief, ROWS),
    st.builds(o.SetRelation, AGENTS, AGENTS, st.integers(-10, 10), st.just("friend")),
    st.builds(o.SetPersona, AGENTS, st.just("aim"), WORDS),
    st.builds(o.SetThingState, st.integers(1, 20), st.sampled_from(["burning", "wet", "off"])),
    st.builds(o.MoveAgent, AGENTS, st.integers(2, 9)),
    st.builds(o.Give, AGENTS, ITEMS),
    st.builds(o.TakeAway, AGENTS, ITEMS),
    st.builds(lambda where, why: o.Close(*where, why), CLOSED, st.sampled_from(["", "the roof leaks"])),
    st.builds(lambda where: o.Reopen(*where), CLOSED),
    st.builds(o.SetWeather, st.sampled_from(WEATHERS)),
    st.builds(o.SetSetting, st.just("vision"), st.integers(2, 12).map(str)),
    st.builds(o.Several, st.just("forget"), st.tuples(st.builds(o.RetireMemory, ROWS), st.builds(o.RetireMemory, ROWS))),
)


def held(path: Path) -> object:
    """Return all that people hold now, without the numbers of rows."""
    with WorldReader(path) as reader:
        world = describe(reader)
        people = []
        for agent in reader.agents():
            memories, _ = as_remembered(reader, reader.memories(agent.id))
            plans = [(row.level, row.start_step, row.end_step, row.place_id, row.thing_id, row.activity) for row in reader.plans(agent.id)]
            beliefs = [(row.kind, row.about_id, row.text, row.value, str(row.data)) for row in reader.beliefs(agent.id)]
            told = [(row.kind, row.text, row.importance, row.created_step, row.evidence) for row in memories]
            people.append((sorted(told), sorted(plans), sorted(beliefs)))
        return people, world.cast, world.settings


class Laws(RuleBasedStateMachine):
    """A world that is edited, undone and lived; `since` is what it was when nothing could be undone that was not lived past."""

    once: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "a.world"
        shutil.copy(self.once, self.path)
        self.session = Session(self.path, ScriptedEngine(), HashedWords())
        self.settled()

    def settled(self) -> None:
        """Take note of how the world is now: undoing what is edited from here on leads back to it."""
        self.digest, self.held = self.session.simulation.here.state.digest(), held(self.path)
        with WorldReader(self.path) as reader:
            self.depth = len(history(reader).undo)

    def undoable(self) -> int:
        with WorldReader(self.path) as reader:
            return len(history(reader).undo) - self.depth

    @precondition(lambda self: self.session.simulation.here.state.journeys)
    @rule(drawn=st.integers(0, 99), share=st.floats(0, 1))
    def close_a_way(self, drawn: int, share: float) -> None:
        """Close the stretch of road on which somebody walks, or what lies ahead of it."""
        state = self.session.simulation.here.state
        journeys = [state.journeys[agent] for agent in sorted(state.journeys)]
        path = decode(journeys[drawn % len(journeys)].path)
        x, y = (int(at) for at in path[round(share * (len(path) - 1))])
        self.edit(o.Close(state.town.site_of(int(state.town.place_at[y, x])).id, x, y))

    @rule(what=EDITS)
    def edit(self, what: o.Operation) -> None:
        before = self.session.simulation.here.state.digest(), held(self.path)
        try:
            self.session.intervene(Edit(what), "me")
        except Problem:
            assert (self.session.simulation.here.state.digest(), held(self.path)) == before, "what cannot be done changes nothing"

    @precondition(lambda self: self.undoable() > 0)
    @rule()
    def undo_and_redo(self) -> None:
        before = self.session.simulation.here.state.digest(), held(self.path)
        self.session.intervene(Undo(), "me")
        self.session.intervene(Redo(), "me")
        assert (self.session.simulation.here.state.digest(), held(self.path)) == before

    @precondition(lambda self: self.undoable() > 0)
    @rule()
    def undo(self) -> None:
        self.session.intervene(Undo(), "me")

    @rule()
    def undo_all(self) -> None:
        for _ in range(self.undoable()):
            self.session.intervene(Undo(), "me")
        assert self.session.simulation.here.state.digest() == self.digest
        assert held(self.path) == self.held

    @rule(steps=st.integers(1, 8))
    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.session.live()
        self.settled()

    @rule()
    def reopen(self) -> None:
        digest = self.session.simulation.here.state.digest()
        self.session.close()
        self.session = Session(self.path, ScriptedEngine(), HashedWords())
        assert self.session.simulation.here.state.digest() == digest

    @rule()
    def fork(self) -> None:
        before = held(self.path)
        new = self.folder / "b.world"
        fork_world(self.path, new)
        assert held(new) == before
        with closing(Session(new, ScriptedEngine(), HashedWords())) as other:
            other.intervene(Edit(o.AddMemory(1, "I am in another world.")), "me")
            other.live()
        assert check(new) == []
        assert held(self.path) == before, "a fork never changes its parent"
        new.unlink()

    @invariant()
    def read_is_live(self) -> None:
        if hasattr(self, "session"):
            with WorldReader(self.path) as reader:
                step = self.session.step
                assert state_at(reader, describe(reader), step).digest() == self.session.simulation.here.state.digest()

    def teardown(self) -> None:
        digest = self.session.simulation.here.state.digest()
        self.session.close()
        replayed = replay(self.path, verify=True)
        assert (replayed.mismatches, replayed.digest) == (0, digest)
        assert check(self.path) == []
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("laws") / "a.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < START:
        session.live()
    session.close()
    return path


def run(once: Path, examples: int, steps: int) -> None:
    made = type("Here", (Laws,), {"once": once})
    slow = [HealthCheck.too_slow]  # a fork takes long on a busy machine
    how = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(made, settings=how)


def test_edits_undone_lead_back_whatever_was_edited(once: Path) -> None:
    run(once, 4, 12)


@pytest.mark.soak
def test_edits_undone_lead_back_in_many_worlds(once: Path) -> None:
    run(once, 150, 40)
