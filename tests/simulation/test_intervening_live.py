"""Interventions in a world that a real runner lets live."""

from pathlib import Path

import pytest

from sandbox_app.simulation.interventions import Tell, Whisper
from sandbox_app.simulation.messages import Frame, Intervene, Play, Ready, Trouble
from tests.simulation.test_runner import PATIENCE, Opens, folder, opens, whole_at, world

__all__ = ["folder", "opens", "world"]


@pytest.mark.usefixtures("folder")
def test_a_whisper_to_a_living_world_is_shown_at_once_and_what_cannot_be_is_told(world: Path, opens: Opens) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Intervene(Whisper(1, "Twelve geese sleep in the tower."), "me"))
    frame = window.hear(Frame, lambda frame: bool(frame.events))
    assert [event.kind for event in frame.events] == ["intervene", "remember"]
    window.say(Intervene(Tell(1, "Wake up!")))
    assert "asleep" in window.hear(Trouble).sentence
    window.say(Play(pace=0, until=400))
    window.say(Intervene(Whisper(2, "The bridge has moved."), "me"))
    window.hear(Frame, lambda frame: any(event.kind == "intervene" and event.agent_id == 2 for event in frame.events))
    window.still(400)
    window.client.close(timeout=PATIENCE)
    assert whole_at(world) == 400
