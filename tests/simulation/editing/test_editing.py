"""Edits of a world: what they change, what minds make of them, and what cannot be done."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.editing.history import history
from sandbox_app.simulation.editing.memories import matching, retire_all
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, MemoryRow
from tests.simulation.conftest import Open

HOUR = 360
START = 4 * HOUR
ME = "me"


def edit(session: Session, what: o.Operation) -> Event:
    """Let an edit happen; return its event."""
    return session.intervene(Edit(what), ME).events[0]


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def memories(path: Path, agent: int, at: int | None = None) -> list[MemoryRow]:
    with WorldReader(path) as reader:
        return reader.memories(agent, at)


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that has lived four hours."""
    path = tmp_path_factory.mktemp("once") / "small.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    live(session, START)
    session.close()
    return path


@pytest.fixture
def world(lived_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(lived_once, tmp_path / "small.world"))


@pytest.fixture(scope="module")
def once(lived_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """That world, open; nothing that is asked of it succeeds."""
    with closing(Session(Path(shutil.copy(lived_once, tmp_path_factory.mktemp("open"))), ScriptedEngine(), HashedWords())) as session:
        yield session


def test_a_reworded_memory_is_as_old_as_before_and_found_by_its_new_words(world: Path, opened: Open) -> None:
    session = opened()
    old = memories(world, 1)[0]
    event = edit(session, o.RewordMemory(old.id, "I keep seven otters in the bathtub."))
    assert (event.kind, event.agent_id, event.data["author"]) == ("edit", 1, ME)
    (change,) = event.data["changes"]
    assert (change["before"], change["after"]) == (old.text, "I keep seven otters in the bathtub.")
    (found,) = matching(WorldReader(world), "OTTERS bathtub")
    assert (found.kind, found.importance, found.cause) == (old.kind, old.importance, event.id)
    stream = session.simulation.minds[1].stream
    assert old.id not in stream.rows
    assert stream.rows[found.id].created_step == old.created_step
    best = session.simulation.minds[1].recall("otters in the bathtub", 1)[0][0]
    assert best.id == found.id
    assert [row.text for row in memories(world, 1, START - 1) if row.id == old.id] == [old.text], "the past is as it was"
    live(session, START + 30)
    session.close()
    again = opened()
    assert again.simulation.minds[1].stream.rows[found.id].created_step == old.created_step
    again.close()
    assert check(world) == []


def test_an_added_memory_is_remembered_at_once_and_weighed_unless_it_was_said(world: Path, opened: Open) -> None:
    session = opened()
    edit(session, o.AddMemory(2, "There is a treasure under the pond.", importance=9))
    edit(session, o.AddMemory(2, "The pond is deep."))
    added = {row.text: row for row in session.simulation.minds[2].stream.rows.values() if "pond" in row.text}
    assert added["There is a treasure under the pond."].importance == 9
    assert added["The pond is deep."].importance == 0
    live(session, START + 5 * HOUR)
    assert next(row for row in memories(world, 2) if row.text == "The pond is deep.").importance >= 1
    session.close()


def test_retired_memories_are_forgotten_and_can_be_restored_under_their_old_number(world: Path, opened: Open) -> None:
    session = opened()
    first = memories(world, 1)[0]
    edit(session, o.RetireMemory(first.id))
    assert first.text not in [row.text for row in session.simulation.minds[1].stream.rows.values()]
    with pytest.raises(Problem, match="was retired"):
        edit(session, o.RetireMemory(first.id))
    edit(session, o.RestoreMemory(first.id))
    assert [row.text for row in memories(world, 1)].count(first.text) == 1
    with pytest.raises(Problem, match="nothing to restore"):
        edit(session, o.RestoreMemory(first.id))
    session.close()


def test_many_memories_of_several_people_are_one_edit_and_one_undo(world: Path, opened: Open) -> None:
    session = opened()
    for agent in (1, 2, 3):
        edit(session, o.AddMemory(agent, f"The regatta begins at {agent} o'clock.", importance=5))
    with WorldReader(world) as reader:
        found = matching(reader, "regatta", [1, 3])
    assert [row.agent_id for row in found] == [1, 3]
    event = edit(session, retire_all(found, "regatta"))
    assert event.data["name"] == "retire 2 memories about “regatta”"
    with WorldReader(world) as reader:
        assert [row.agent_id for row in matching(reader, "regatta")] == [2]
        assert history(reader).undo[-1].of == event.id
    session.intervene(Undo(), ME)
    with WorldReader(world) as reader:
        assert sorted(row.agent_id for row in matching(reader, "regatta")) == [1, 2, 3]
    session.close()


def test_a_changed_plan_is_lived(world: Path, opened: Open) -> None:
    session = opened()
    town, clock = session.world.town, session.world.clock
    green = next(place for place in town.places if place.name == "Duck Green")
    edit(session, o.SetPlan(1, (o.PlanLine("10:30", green.id, "count the ducks"), o.PlanLine("13:00", green.id, "write the number down"))))
    with WorldReader(world) as reader:
        parts = [row for row in reader.plans(1, from_step=session.step) if row.level == "day" and row.end_step > session.step]
    assert all(one.end_step == other.start_step for one, other in pairwise(parts)), "without gaps"
    assert [clock.hhmm(row.start_step) for row in parts][-2:] == ["10:30", "13:00"]
    live(session, clock.day_time(1, "10:45"))
    assert town.site_of(session.simulation.here.place_of(1)).id == green.id
    session.close()
    assert check(world) == []


def test_one_line_of_a_plan_is_changed_and_its_minutes_are_thought_out_anew(world: Path, opened: Open) -> None:
    session = opened()
    with WorldReader(world) as reader:
        line = next(row for row in reader.plans(1, from_step=session.step) if row.level == "day" and row.end_step > session.step + HOUR)
    edit(session, o.SetPlanLine(line.id, "juggle with pears"))
    assert "juggle with pears" in [row.activity for row in session.simulation.minds[1].plan.parts]
    with WorldReader(world) as reader:
        rows = [row for row in reader.plans(1, from_step=session.step) if row.level == "step" and row.end_step > session.step]
    assert [row for row in rows if row.parent == line.id] == []
    live(session, max(line.start_step, session.step) + 30)
    session.close()


def test_beliefs_relations_and_personas_reach_the_mind_that_holds_them(world: Path, opened: Open) -> None:
    session = opened()
    edit(session, o.SetBelief(1, 3, "afraid of geese"))
    edit(session, o.SetRelation(1, 3, -7, "rival"))
    edit(session, o.SetPersona(1, "aim", "I want to win the regatta."))
    edit(session, o.SetPersona(1, "free_days", "sun, Saturday"))
    edit(session, o.SetPersona(1, "habits", "16:00 Duck Green: feed the geese; 18:30 Blue Kettle: drink tea"))
    mind = session.simulation.minds[1]
    (belief,) = (row for row in mind.views[3].values() if row.text == "afraid of geese")
    assert (mind.relations[3].text, mind.relations[3].value) == ("rival", -7)
    assert (mind.me.aim, [habit.time for habit in mind.me.habits]) == ("I want to win the regatta.", ["16:00", "18:30"])
    assert mind.me.free_days == ("Saturday", "Sunday")
    assert session.world.cast[0].aim == session.simulation.here.cast[0].aim == "I want to win the regatta."
    edit(session, o.RetireBelief(belief.id))
    assert belief.id not in session.simulation.minds[1].views.get(3, {})
    assert all(row.text != belief.text for row in session.simulation.minds[1].views.get(3, {}).values())
    with WorldReader(world) as reader:
        assert describe(reader, START - 1).cast[0].aim != describe(reader).cast[0].aim
    session.close()


def test_things_bodies_and_the_clock_change_as_the_record_says(world: Path, opened: Open) -> None:
    session = opened()
    town = session.world.town
    green = next(place for place in town.places if place.name == "Duck Green")
    edit(session, o.SetThingState(1, "painted blue"))
    edit(session, o.MoveAgent(2, green.id))
    here = session.simulation.here
    assert here.state.things[1] == "painted blue"
    assert town.site_of(here.place_of(2)).id == green.id
    live(session, session.step + 5)
    edit(session, o.SetTimeOfDay("18:30"))
    assert session.world.clock.hhmm(session.step) == "18:30"
    with WorldReader(world) as reader:
        assert "the time" not in [entry.name for entry in history(reader).undo]
        assert len(history(reader).undo) == 2, "time that has passed cannot be undone"
    live(session, session.step + 60)
    digest = here.state.digest()
    session.close()
    assert check(world) == []
    replayed = replay(world, verify=True)
    assert (replayed.mismatches, replayed.digest) == (0, digest)


def test_a_world_edited_before_its_first_step_begins_as_it_was_made(tmp_path: Path, opened: Open) -> None:
    world = tmp_path / "new.world"
    create_world_file(world, "lane", seed=7)
    session = opened(world)
    before = session.simulation.here.state.digest()
    edit(session, o.SetPersona(1, "home", "Thistle Cottage"))
    live(session, 200)
    session.close()
    with WorldReader(world) as reader:
        first = reader.first_personas()[0]
        assert "Thistle" not in first.data
        assert state_at(reader, describe(reader), 0).digest() == before
    assert replay(world, verify=True).mismatches == 0


def test_settings_hold_from_when_they_are_set(world: Path, opened: Open) -> None:
    session = opened()
    edit(session, o.SetSetting("talk", "no"))
    edit(session, o.SetSetting("vision", "3"))
    edit(session, o.SetSetting("house_rules", "Nobody may climb the statue.; Nothing burns."))
    now = session.simulation.here.settings
    assert (now.talk, now.vision, now.house_rules) == (False, 3, ("Nobody may climb the statue.", "Nothing burns."))
    assert session.world.settings == now
    live(session, START + HOUR)
    session.close()
    with WorldReader(world) as reader:
        assert describe(reader).settings == now
        assert describe(reader, START - 1).settings == Settings()
        assert reader.events(START + 1, kinds=["talk_start"]) == []


def test_undo_and_redo_go_on_after_the_world_was_closed(world: Path, opened: Open) -> None:
    session = opened()
    start = sorted(row.text for row in memories(world, 1))
    edit(session, o.AddMemory(1, "One."))
    edit(session, o.RewordMemory(max(row.id for row in memories(world, 1)), "Two."))
    session.close()
    session = opened()
    undone = session.intervene(Undo(), "somebody else").events[0]
    assert undone.text == "Undone: reword a memory of Iris: “Two.” is now “One.”"
    session.close()
    session = opened()
    session.intervene(Undo(), ME)
    assert sorted(row.text for row in memories(world, 1)) == start
    with pytest.raises(Problem, match="nothing to undo"):
        session.intervene(Undo(), ME)
    for _ in range(2):
        session.intervene(Redo(), ME)
    assert "Two." in [row.text for row in memories(world, 1)]
    session.intervene(Undo(), ME)
    edit(session, o.AddMemory(1, "Three."))
    with pytest.raises(Problem, match="nothing to redo"):
        session.intervene(Redo(), ME)
    session.close()
    with WorldReader(world) as reader:
        assert [entry.name for entry in history(reader).undo] == ["add a memory to Iris", "add a memory to Iris"]


def test_what_was_lived_since_stays_when_an_edit_is_undone(world: Path, opened: Open) -> None:
    session = opened()
    green = next(place for place in session.world.town.places if place.name == "Duck Green")
    edit(session, o.SetPlan(1, (o.PlanLine("10:05", green.id, "count the ducks"),)))
    live(session, 5 * HOUR)
    event = session.intervene(Undo(), ME).events[0]
    with WorldReader(world) as reader:
        ahead = [row for row in reader.plans(1, from_step=session.step) if row.level == "day" and row.end_step > session.step]
    assert all("count" not in row.activity for row in ahead)
    assert ahead, event.text
    live(session, 5 * HOUR + 60)
    session.close()
    assert check(world) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (o.AddMemory(99, "x"), "Nobody in this world has the number 99"),
        (o.AddMemory(1, "  \n "), "no words"),
        (o.AddMemory(1, "x" * 401), "too long"),
        (o.AddMemory(1, "Fine.", importance=11), "from 1 to 10"),
        (o.AddMemory(1, "Fine.", kind="dream"), "not 'dream'"),
        (o.RewordMemory(10**9, "Fine."), "There is no memory"),
        (o.SetPlan(1, (o.PlanLine("10:00", 1, "swim"),)), "There is no site"),
        (o.SetPlan(1, (o.PlanLine("25:00", 2, "swim"),)), "no time of day"),
        (o.SetPlan(1, (o.PlanLine("01:00", 2, "swim"),)), "outside what is left"),
        (o.SetPlanLine(10**9, "swim"), "No plan has a line"),
        (o.SetBelief(1, 1, "kind"), "two different ones"),
        (o.SetBelief(1, 2, "kind", "thinks"), "is, wants, knows"),
        (o.SetRelation(1, 2, 11), "from -10 to 10"),
        (o.SetPersona(1, "name", "Bob"), "cannot be changed"),
        (o.SetPersona(1, "colour", "red"), "has no 'colour'"),
        (o.SetPersona(1, "home", "Atlantis"), "no place called"),
        (o.SetPersona(1, "age", "old"), "from 1 to 120"),
        (o.SetPersona(1, "free_days", "Sunday, Someday"), "days of the week"),
        (o.SetPersona(1, "habits", "sometimes"), "A habit is a time"),
        (o.SetThingState(10**9, "lit"), "no thing"),
        (o.MoveAgent(1, x=-5, y=2), "Nobody can stand"),
        (o.SetTimeOfDay("noon"), "no time of day"),
        (o.SetSetting("step_seconds", "5"), "cannot be changed"),
        (o.SetSetting("vision", "-1"), "from 0 to 200"),
        (o.SetSetting("visions", "5"), "no setting"),
        (o.SetSetting("talk", "maybe"), "true or false"),
        (o.Annotate(10**9, "Look!"), "a moment that was lived"),
        (o.RateAnswer(10**9, 1.0), "no thought"),
        (o.Several("nothing", ()), "nothing to change"),
        (o.Several("twice", (o.RetireMemory(1), o.RetireMemory(1))), "changed twice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(once: Session, what: o.Operation, words: str) -> None:
    digest, last = once.simulation.here.state.digest(), once.simulation.here.ids.event
    with pytest.raises(Problem, match=words):
        edit(once, what)
    assert (once.simulation.here.state.digest(), once.simulation.here.ids.event) == (digest, last)


def test_answers_are_corrected_and_rated_on_the_record(world: Path, opened: Open) -> None:
    session = opened()
    with WorldReader(world) as reader:
        call = reader.calls(purpose="day_plan", limit=1)[0]
    event = edit(session, o.CorrectAnswer(call.id, "06:30 | 1 | sing"))
    assert (event.data["call"], event.data["answer"]) == (call.id, "06:30 | 1 | sing")
    assert edit(session, o.RateAnswer(call.id, -1)).data["rating"] == -1
    edit(session, o.Annotate(12, "Here it began."))
    session.close()
