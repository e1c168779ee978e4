"""Talks of more than two: joining, whose turn it is, leaving while others go on, and what each has heard of it."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import JoinTalk, Speak, StartTalk, Talk, Wake
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.state import WorldState

ADA, BEN, CAT, DAN, EVE = range(1, 6)


@dataclasses.dataclass
class Group:
    """Two of the five in the tea room talk."""

    here: Here
    number: int

    @property
    def talk(self) -> Talk:
        return self.here.state.talks[self.number]

    def join(self, agent: int) -> list[int]:
        return take_effect(self.here, agent, JoinTalk(self.number, "hear more"))

    def say(self, agent: int, text: str = "It rains.", *, end: bool = False) -> list[int]:
        return take_effect(self.here, agent, Speak(self.number, text, 1, end))

    def texts(self, kind: str) -> list[str]:
        return [event.text for event in self.here.batch.events if event.kind == kind]

    @property
    def next(self) -> int:
        return self.talk.members[self.talk.turn]


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False, talk_most=4))
    session = Session(path, ScriptedEngine(), HashedWords())
    here = session.simulation.here
    tiles = here._tiles(next(place for place in here.town.places if place.name == "tea room"))
    here.state.advance(100)
    for agent in here.agents():
        take_effect(here, agent, Wake())
        here.state.settle(agent, *tiles[agent])
    take_effect(here, ADA, StartTalk(BEN, "say hello"))
    here.batch.events.clear()
    yield Group(here, next(iter(here.state.talks)))
    session.close()


def test_who_joins_is_seen_by_all_and_gets_a_turn(group: Group) -> None:
    group.say(ADA)
    assert group.join(CAT) == [ADA, BEN, CAT]
    name = group.here.short_name
    assert group.texts("talk_start") == [f"{name(CAT)} joins the talk of {name(ADA)} and {name(BEN)}"]
    assert group.here.activity(ADA) == f"talking with {name(BEN)} and {name(CAT)}"
    spoke = []
    for _ in range(6):
        spoke.append(group.next)
        group.say(group.next)
    assert spoke == [BEN, CAT, ADA, BEN, CAT, ADA]


def test_no_more_join_than_can_talk_together_nor_when_leave_is_being_taken(group: Group) -> None:
    group.join(CAT)
    group.join(DAN)
    assert group.join(EVE) == []
    assert group.talk.present == [ADA, BEN, CAT, DAN]
    for agent in (CAT, DAN):
        group.say(agent, "Goodbye.", end=True)
    group.say(ADA, "Goodbye.", end=True)
    assert group.join(EVE) == []


def test_who_is_spoken_to_by_name_answers_next(group: Group) -> None:
    group.join(CAT)
    group.say(ADA, f"What do you think, {group.here.short_name(CAT)}?")
    assert group.next == CAT
    both = f"{group.here.short_name(ADA)} and {group.here.short_name(BEN)}"
    group.say(CAT, f"I would ask {both}.")
    assert group.next == ADA  # several names address nobody, so the round goes on


def test_one_leaves_and_the_others_go_on(group: Group) -> None:
    here = group.here
    group.join(CAT)
    group.say(ADA, "I must go.", end=True)
    assert group.texts("talk_end") == [f"{here.short_name(ADA)} leaves the talk"]
    assert group.talk.present == [BEN, CAT]
    assert group.talk.over_for(ADA)
    assert not group.talk.over_for(BEN)
    assert group.next in (BEN, CAT)
    here.remember(ADA, "talk", "We spoke of rain", talk=group.number)
    assert here.talk_of(ADA) is None
    assert here.talk_of(BEN) is group.talk
    group.say(BEN, "Goodbye.", end=True)
    assert not group.talk.over
    group.say(CAT, "Goodbye.", end=True)
    assert group.talk.over


def test_each_has_heard_what_was_said_while_it_was_there(group: Group) -> None:
    group.say(ADA, "One.")
    group.say(BEN, "Two.")
    group.join(CAT)
    group.say(ADA, "Three.")
    group.say(BEN, "Four, goodbye.", end=True)
    group.join(DAN)
    group.say(CAT, "Five.")
    talk = group.talk

    def heard(agent: int) -> list[str]:
        return [line.text for line in talk.heard_by(agent)]

    assert heard(ADA) == ["One.", "Two.", "Three.", "Four, goodbye.", "Five."]
    assert heard(BEN) == ["One.", "Two.", "Three.", "Four, goodbye."]
    assert heard(CAT) == ["Three.", "Four, goodbye.", "Five."]
    assert heard(DAN) == ["Five."]
    assert talk.company_of(ADA) == [BEN, CAT, DAN]
    assert talk.company_of(BEN) == [ADA, CAT]
    assert talk.company_of(DAN) == [ADA, CAT]


def test_a_group_in_mid_talk_survives_a_snapshot(group: Group) -> None:
    group.join(CAT)
    group.say(ADA, "I must go.", end=True)
    state = group.here.state
    again = WorldState.unpack(group.here.town, state.pack())
    assert again.digest() == state.digest()
    talk = again.talk_of(ADA)
    assert talk is not None
    assert (talk.present, talk.left, talk.first_heard) == ([BEN, CAT], {ADA: 1}, {CAT: 0})
