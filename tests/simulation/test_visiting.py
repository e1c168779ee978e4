"""A person visits the town: walks, talks, is answered and remembered, leaves, comes again; all of it on the record."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Announce, Enter, Leave, Say, Tell, Walk
from sandbox_app.simulation.messages import Frame, Intervene, Play, Ready, Trouble
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.tape import rerun
from sandbox_app.simulation.view import frame_at
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event
from tests.simulation.conftest import Open
from tests.simulation.test_runner import Opens, folder, opens

__all__ = ["folder", "opens"]

MORNING = 3 * 360
NELL, PIET, MARA = 2, 3, 6
BELL = "The old bell will ring at noon today."


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def visited(session: Session) -> None:
    """Let a visitor enter and walk up to Nell."""
    session.intervene(Enter("Mara Quill", about="A traveller from the coast."), "the tester")
    while (here := session.simulation.here).place_of(MARA) != here.place_of(NELL) or here.talk_of(NELL) is not None:
        if not here.arrives_in(MARA):
            session.intervene(Walk(MARA, *here.position(NELL)), "the tester")
        session.live()


def talked(session: Session) -> None:
    """Say something to Nell, let her answer, and take leave."""
    session.intervene(Say(MARA, f"Good morning! {BELL}", NELL), "the tester")
    while not session.visitors_turn:
        session.live()
    session.intervene(Say(MARA, "I must go on. Goodbye!", end=True), "the tester")
    while session.simulation.here.talk_of(NELL) is not None:
        session.live()


@pytest.fixture
def town(opened: Open) -> Session:
    session = opened()
    live(session, MORNING)
    return session


def test_somebody_comes_is_talked_with_and_remembered(town: Session, world: Path, opened: Open) -> None:
    visited(town)
    talked(town)
    town.close()
    assert check(world) == []
    with WorldReader(world) as reader:
        came = reader.events(kinds=["enter"])[0]
        assert (came.agent_id, came.data["author"], came.text) == (MARA, "the tester", "Mara comes to Lark Lane as a visitor")
        assert came.place_id
        led = {event.id: event for event in reader.events(kinds=["lead"])}
        assert {event.data["author"] for event in led.values()} == {"the tester"}
        said = [event for event in reader.events(kinds=["speak"]) if event.agent_id == MARA]
        assert [event.data["said"] for event in said] == [f"Good morning! {BELL}", "I must go on. Goodbye!"]
        assert all(event.cause in led for event in said)
        assert any(row.text == f"Mara told me: {BELL}" for row in reader.memories(NELL))
        assert any(row.kind == "relation" and row.about_id == MARA for row in reader.beliefs(NELL))
        assert [row.kind for row in reader.memories(MARA) if row.kind == "thought"] == []  # nobody thinks for a visitor
        assert reader.calls(agent=MARA) == []
    session = opened()
    assert session.visitor == MARA  # who stays is still there when the world is opened again
    session.intervene(Leave(MARA), "the tester")
    live(session, session.step + 30)
    assert session.visitor == 0
    session.intervene(Enter("mara"), "the tester")
    assert (session.visitor, len(session.world.cast)) == (MARA, MARA)  # the same one, whom Nell knows
    session.close()


def test_the_record_holds_the_visit_and_leads_to_the_same_again(town: Session, world: Path, tmp_path: Path) -> None:
    before = town.step
    visited(town)
    talked(town)
    town.intervene(Leave(MARA), "the tester")
    live(town, town.step + 20)
    town.close()
    found = replay(world, verify=True)
    assert (found.mismatches, found.snapshots > 0) == (0, True)
    assert rerun(world).parting is None
    with WorldReader(world) as reader:
        now = describe(reader)
        state = state_at(reader, now, before - 1)
        assert (state.count, len(describe(reader, before - 1).cast)) == (5, 5)
        there = frame_at(reader, now, before)
        assert len(there.x) == 2 * MARA
        assert state_at(reader, now, reader.last_step()).away(MARA)
    fork_world(world, tmp_path / "earlier.world", str(before - 1))
    assert check(tmp_path / "earlier.world") == []
    with WorldReader(tmp_path / "earlier.world") as reader:
        assert [agent.id for agent in reader.agents()] == [1, 2, 3, 4, 5]


def test_who_is_not_answered_goes_on(town: Session) -> None:
    visited(town)
    town.intervene(Say(MARA, "Have you seen the geese?", NELL), "the tester")
    start = town.step
    while town.simulation.here.talk_of(NELL) is not None:
        town.live()
        assert town.step < start + 60
    lines = [event.text for event in _events(town, "speak") if event.agent_id == MARA]
    assert lines == ["Mara: Have you seen the geese?", "Mara says nothing", "Mara says nothing more"]
    town.close()


def test_saying_nothing_passes_the_turn_and_walking_off_ends_the_talk(town: Session) -> None:
    visited(town)
    town.intervene(Say(MARA, "Have you seen the geese?", NELL), "the tester")
    with pytest.raises(Problem, match="turn of Nell"):
        town.intervene(Say(MARA, "Have you?"), "the tester")
    while not town.visitors_turn:
        town.live()
    town.intervene(Say(MARA, ""), "the tester")
    assert not town.visitors_turn
    x, y = town.world.town.places[1].door
    town.intervene(Walk(MARA, x, y), "the tester")
    assert _events(town, "talk_end")[-1].text == "Mara leaves the talk"
    live(town, town.step + 8)
    assert town.simulation.here.talk_of(MARA) is None
    assert town.simulation.here.arrives_in(MARA) >= 0
    town.close()


def test_what_cannot_be_is_said_and_changes_nothing(town: Session) -> None:
    with pytest.raises(Problem, match="name of somebody"):
        town.intervene(Enter("Nell"), "the tester")
    with pytest.raises(Problem, match="names nobody"):
        town.intervene(Enter(" ! "), "the tester")
    assert len(town.world.cast) == MARA - 1
    town.intervene(Enter("Mara"), "the tester")
    before = town.simulation.here.state.digest()
    for what, why in (
        (Enter("Otto"), "visiting already"),
        (Say(MARA, ""), "silent about"),
        (Say(MARA, "Hello!", 0), "to whom"),
        (Say(MARA, "Hello!", NELL), "not near"),
        (Walk(NELL, 3, 3), "Only visitors"),
        (Walk(MARA, -50, 3), "no way"),
    ):
        with pytest.raises(Problem, match=why):
            town.intervene(what, "the tester")
    assert town.simulation.here.state.digest() == before
    town.intervene(Leave(MARA), "the tester")
    with pytest.raises(Problem, match="enter first"):
        town.intervene(Walk(MARA, 3, 3), "the tester")
    with pytest.raises(Problem, match="not in town"):
        town.intervene(Tell(MARA, "Hello?"), "the tester")
    heard = town.intervene(Announce("The fair opens."), "the tester")
    assert MARA not in {event.agent_id for event in heard.events}
    town.close()


def test_the_clock_waits_for_a_visitors_words(town: Session, world: Path, opens: Opens) -> None:
    visited(town)
    town.close()
    window = opens(world)
    assert window.hear(Ready).agents[-1][1] == "Mara Quill"
    assert window.hear(Frame).visitor == MARA
    window.say(Intervene(Say(MARA, f"Good morning! {BELL}", NELL), "me"))
    window.say(Play(pace=0, until=MORNING * 3))
    waits = window.hear(Frame, lambda frame: frame.your_turn)
    window.say(Intervene(Say(MARA, "Goodbye!", end=True), "me"))
    answered = window.hear(Frame, lambda frame: not frame.your_turn and frame.step > waits.step)
    assert waits.running
    assert answered.running
    window.say(Intervene(Leave(MARA), "me"))
    window.hear(Frame, lambda frame: not frame.visitor)
    window.say(Intervene(Enter("Otto"), "me"))
    assert len(window.hear(Frame, lambda frame: frame.visitor == MARA + 1).look) == MARA + 1
    window.say(Intervene(Enter("Ada"), "me"))
    assert "visiting already" in window.hear(Trouble).sentence


def _events(session: Session, kind: str) -> list[Event]:
    with WorldReader(session.path) as reader:
        return reader.events(kinds=[kind])
