"""Giving somebody an object or money: it is carried, remembered, shown, undone, and the same in replay."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.tape import rerun
from sandbox_app.simulation.view import frame_at
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

NELL, PIET = 2, 3
COINS = "12 coins"


def test_what_is_given_is_carried_and_remembered_and_can_be_undone(opened: Open, world: Path) -> None:
    session = opened()
    while session.step < 300:
        session.live()
    events = session.intervene(Edit(o.Give(NELL, COINS, "Aunt Rosa")), "me").events
    assert [(event.kind, event.text) for event in events] == [("edit", f"Give Nell {COINS}"), ("carry", f"Nell now carries {COINS}")]
    assert events[0].data["author"] == "me"
    state = session.simulation.here.state
    assert state.carried[NELL] == (COINS,)
    mind = session.simulation.minds[NELL]
    assert any(row.text == f"Aunt Rosa gave me {COINS}" for row in mind.stream.rows.values())
    session.live()
    session.intervene(Undo(), "me")
    assert NELL not in session.simulation.here.state.carried
    session.intervene(Redo(), "me")
    session.live()
    session.intervene(Edit(o.TakeAway(NELL, COINS)), "me")
    session.intervene(Undo(), "me")
    assert session.simulation.here.state.carried[NELL] == (COINS,)
    session.live()
    session.close()
    assert check(world) == []
    assert replay(world, verify=True).mismatches == 0
    assert rerun(world).parting is None
    with WorldReader(world) as reader:
        now = frame_at(reader, describe(reader), reader.last_step()).changed
        before = frame_at(reader, describe(reader), 299).changed
        assert [one.carried for one in now if one.agent == NELL] == [(COINS,)]
        assert [one.carried for one in before if one.agent == NELL] == [()]


def test_what_cannot_be_given_or_taken_is_said(opened: Open) -> None:
    session = opened()
    several = o.Several("a coin for each", (o.Give(NELL, "a coin"), o.Give(PIET, "a coin")))
    session.intervene(Edit(several), "me")
    for what, why in (
        (o.Give(NELL, "a coin"), "already"),
        (o.Give(NELL, "  "), "no words"),
        (o.Give(99, "a coin"), "Nobody"),
        (o.TakeAway(NELL, "a crown"), "does not carry a crown; what is carried is a coin"),
        (o.Several("twice", (o.Give(NELL, "a hat"), o.Give(NELL, "a hat"))), "twice"),
    ):
        with pytest.raises(Problem, match=why):
            session.intervene(Edit(what), "me")
    for number in range(4):
        session.intervene(Edit(o.Give(NELL, f"stone {number}")), "me")
    with pytest.raises(Problem, match="as many as anybody can"):
        session.intervene(Edit(o.Give(NELL, "one more")), "me")
    session.close()
