"""A small world in which people talk of a party, made by hand: what each says and remembers is written into the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Speak, StartTalk, Wake
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.session import Session

NEWS = "The lighthouse gives a dance on Friday."


class Told:
    """A world in which words are put into mouths. `close` writes what was said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        create_world_file(path, "lane", settings=Settings(thinking=False))
        self.session = Session(path, ScriptedEngine(), HashedWords())
        self.session.live()
        for agent in self.here.agents():
            take_effect(self.here, agent, Wake())

    @property
    def here(self) -> Here:
        return self.session.simulation.here

    def meet(self, one: int, other: int) -> None:
        tiles = self.here._tiles(next(place for place in self.here.town.places if place.name == "tea room"))
        for agent in self.here.agents():
            self.here.state.settle(agent, *(tiles[agent % 2] if agent in (one, other) else self.here.town.places[0].door))

    def tells(self, one: int, other: int, text: str, note: str) -> None:
        """Let somebody say something to another, who keeps this note of it; the first keeps that they talked."""
        self.meet(one, other)
        take_effect(self.here, one, StartTalk(other, "tell"))
        talk = self.here.talk_of(one)
        assert talk is not None
        take_effect(self.here, one, Speak(talk.id, text, 0, True))
        take_effect(self.here, other, Speak(talk.id, "I see.", 0, True))
        self.here.remember(other, "talk", note, cause=talk.lines[-1].event, talk=talk.id)
        self.here.remember(one, "talk", "We talked.", cause=talk.lines[-1].event, talk=talk.id)

    def close(self) -> Path:
        self.session.unsaved = self.here.batch
        self.session.close()
        return self.path


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    told = Told(tmp_path / "told.world")
    yield told
    told.session.close()
