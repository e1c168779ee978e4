"""A run that ends by itself at what the person waits for."""

from pathlib import Path

import pytest

from sandbox_app.simulation.halting import met
from sandbox_app.simulation.messages import Frame, Halt, Halted, Play
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event
from tests.simulation.test_runner import PATIENCE, Opens, folder, opens, world

__all__ = ["folder", "opens", "world"]

EVENTS = [
    Event(id=1, step=5, kind="act", agent_id=1, text="Iris kneads the dough"),
    Event(id=2, step=5, kind="rule", agent_id=2, text="The rule 'quiet' holds", data={"op": "set"}),
    Event(id=3, step=5, kind="talk_start", agent_id=2, text="Nell and Piet begin to talk"),
    Event(id=4, step=5, kind="rule", agent_id=2, text="Nell broke the rule", data={"op": "broken"}),
]


@pytest.mark.parametrize(
    ("halt", "found"),
    [
        (Halt(kinds=("talk_start",)), 3),
        (Halt(agent=1, text="DOUGH"), 1),
        (Halt(agent=2, text="dough"), None),
        (Halt(kinds=("rule",), op="broken"), 4),
        (Halt(kinds=("thought_failed",)), None),
    ],
)
def test_the_first_event_that_is_such(halt: Halt, found: int | None) -> None:
    event = met([halt], EVENTS)
    assert (event.id if event else None) == found


def test_nothing_asked_for_is_never_met() -> None:
    assert met([], EVENTS) is None


def test_a_runner_stops_at_the_first_talk_and_says_so(world: Path, opens: Opens) -> None:
    window = opens(world)
    window.say(Play(pace=0, halts=(Halt(kinds=("talk_start",)),)))
    halted = window.hear(Halted)
    assert halted.event.kind == "talk_start"
    stopped = window.hear(Frame, lambda frame: not frame.running and frame.step > 0)
    assert stopped.step == halted.event.step
    window.client.close(timeout=PATIENCE)
    with WorldReader(world) as reader:
        assert [event.id for event in reader.events(kinds=["talk_start"])] == [halted.event.id]
