"""What happens when intents meet: one stand for two, talks that need two, ears in range, things that go on and off."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Act, Go, Sleep, Speak, StartTalk, Wake
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.effects import EARSHOT, take_effect
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.session import Session
from sandbox_app.town.model import Thing
from sandbox_app.worldfile.rows import Event


@dataclasses.dataclass
class Stage:
    """Five awake people in the tea room; events that happen there."""

    here: Here
    room: int
    tiles: list[tuple[int, int]]

    def put(self, agent: int, tile: tuple[int, int]) -> None:
        self.here.state.settle(agent, *tile)

    def happened(self, kind: str) -> list[Event]:
        return [event for event in self.here.batch.events if event.kind == kind]

    def talk(self, *, why: str = "say hello") -> int:
        assert take_effect(self.here, 1, StartTalk(2, why)) == [2]
        return int(self.happened("talk_start")[-1].data["talk"])


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    session = Session(path, ScriptedEngine(), HashedWords())
    yield session
    session.close()


@pytest.fixture
def stage(session: Session) -> Stage:
    here = session.simulation.here
    room = next(place for place in here.town.places if place.name == "tea room")
    tiles = here._tiles(room)
    here.state.advance(100)
    for agent in here.agents():
        take_effect(here, agent, Wake())
        here.state.settle(agent, *tiles[agent])
    here.batch.events.clear()
    return Stage(here, room.id, tiles)


def thing_with_one_stand(here: Here) -> Thing:
    return next(thing for thing in here.town.things if len(thing.stands) == 1 and here.paths.reaches(here.position(1), thing.stands[0]))


def go_to(thing: Thing) -> Go:
    x, y = thing.stands[0]
    return Go(x=x, y=y, place_id=thing.place, thing_id=thing.id, activity="")


def test_of_two_who_want_the_same_stand_in_one_step_the_first_gets_it(stage: Stage) -> None:
    here, thing = stage.here, thing_with_one_stand(stage.here)
    assert take_effect(here, 1, go_to(thing)) == []
    assert take_effect(here, 2, go_to(thing)) == [2]
    assert [event.agent_id for event in stage.happened("move")] == [1]
    assert here.state.taken(thing.stands[0]) == 1
    assert here.free_stand(thing, 2) is None
    assert here.free_stand(thing, 1) == thing.stands[0]


def test_a_stand_is_free_again_when_its_user_leaves(stage: Stage) -> None:
    here, thing = stage.here, thing_with_one_stand(stage.here)
    take_effect(here, 1, go_to(thing))
    here.state.advance(here.step + here.walk_steps(1, *here.state.destination(1)))
    take_effect(here, 1, Act(thing_id=thing.id, activity="looking at it", hue="other"))
    assert here.state.taken(thing.stands[0]) == 1
    take_effect(here, 1, Go(x=stage.tiles[0][0], y=stage.tiles[0][1], place_id=stage.room, thing_id=0, activity=""))
    assert here.state.taken(thing.stands[0]) == 0
    assert take_effect(here, 2, go_to(thing)) == []
    assert here.state.taken(thing.stands[0]) == 2


def test_without_room_at_a_thing_the_act_happens_beside_it(stage: Stage) -> None:
    here, thing = stage.here, thing_with_one_stand(stage.here)
    take_effect(here, 1, Act(thing_id=thing.id, activity="reading", hue="leisure"))
    assert here.doing(1)[1] == 0
    assert here.activity(1) == "reading"
    assert stage.happened("thing") == []


def switched(here: Here, stands: int) -> Thing:
    return next(thing for thing in here.town.things if len(thing.states) > 1 and len(thing.stands) >= stands)


def test_a_thing_is_on_while_somebody_uses_it(stage: Stage) -> None:
    here = stage.here
    thing = switched(here, 2)
    for agent, stand in zip((1, 2), thing.stands, strict=False):
        stage.put(agent, stand)
        take_effect(here, agent, Act(thing_id=thing.id, activity="using it", hue="other"))
    assert here.state.things == {thing.id: thing.states[1]}
    act, on = here.batch.events[0], here.batch.events[1]
    assert (on.kind, on.text, on.cause) == ("thing", f"The {thing.name} is {thing.states[1]}", act.id)
    take_effect(here, 1, Act(thing_id=0, activity="resting", hue="other"))
    assert here.state.things == {thing.id: thing.states[1]}
    take_effect(here, 2, Go(x=stage.tiles[0][0], y=stage.tiles[0][1], place_id=stage.room, thing_id=0, activity=""))
    assert here.state.things == {}
    assert [event.data["state"] for event in stage.happened("thing")] == [thing.states[1], thing.states[0]]


def test_a_talk_begins_with_somebody_awake_free_and_in_the_same_room(stage: Stage) -> None:
    here = stage.here
    take_effect(here, 3, Sleep(0, 900))
    assert take_effect(here, 1, StartTalk(3, "wake them")) == []
    outside = next(place for place in here.town.places if place.name == "Duck Green")
    stage.put(4, here._tiles(outside)[0])
    assert take_effect(here, 1, StartTalk(4, "shout")) == []
    assert stage.happened("talk_start") == []
    stage.talk()
    assert take_effect(here, 2, StartTalk(1, "say hello, too")) == []
    assert take_effect(here, 5, StartTalk(2, "interrupt")) == []
    start = stage.happened("talk_start")
    assert [(event.agent_id, event.data["members"]) for event in start] == [(1, [1, 2])]
    assert here.activity(1) == f"talking with {here.short_name(2)}"
    assert here.activity(2) == f"talking with {here.short_name(1)}"


def test_who_was_drawn_into_a_talk_does_not_walk_out_of_it_in_the_same_step(stage: Stage) -> None:
    here = stage.here
    stage.talk()
    before = here.position(2)
    thing = thing_with_one_stand(here)
    for intent in (go_to(thing), Act(thing_id=0, activity="reading", hue="leisure"), Sleep(0, 900)):
        take_effect(here, 2, intent)
    here.state.advance(here.step + 3)
    assert here.position(2) == before
    assert not here.asleep(2)
    assert here.activity(2) == f"talking with {here.short_name(1)}"
    assert here.state.taken(thing.stands[0]) == 0


def test_a_walker_who_is_spoken_to_stops(stage: Stage) -> None:
    here = stage.here
    take_effect(here, 2, go_to(thing_with_one_stand(here)))
    stage.talk()
    here.state.advance(here.step + 3)
    assert here.state.journeys == {}
    assert here.position(2) == stage.tiles[2]


def test_a_line_is_heard_in_the_talk_and_overheard_within_earshot_by_those_awake(stage: Stage) -> None:
    here = stage.here
    x, y = here.position(1)
    by_distance = sorted(stage.tiles, key=lambda tile: max(abs(tile[0] - x), abs(tile[1] - y)))
    near = [tile for tile in by_distance if max(abs(tile[0] - x), abs(tile[1] - y)) <= EARSHOT]
    far = by_distance[-1]
    assert max(abs(far[0] - x), abs(far[1] - y)) > EARSHOT
    stage.put(2, far)
    stage.put(3, near[-1])
    stage.put(4, far)
    stage.put(5, near[1])
    take_effect(here, 5, Sleep(0, 900))
    talk = stage.talk()
    assert take_effect(here, 1, Speak(talk, "The soup is ready.", 1, False)) == [2]
    spoken = stage.happened("speak")[0]
    assert [(event.agent_id, event.data["member"], event.cause) for event in stage.happened("hear")] == [
        (2, True, spoken.id),
        (3, False, spoken.id),
    ]


def test_nobody_hears_through_a_wall(stage: Stage) -> None:
    here = stage.here
    kitchen = next(place for place in here.town.places if place.name == "kitchen" and here.town.site_of(place.id).name == "Blue Kettle")
    stage.put(3, here._tiles(kitchen)[0])
    for agent in (4, 5):
        stage.put(agent, here._tiles(kitchen)[0])
    talk = stage.talk()
    take_effect(here, 1, Speak(talk, "A secret.", 1, False))
    assert [event.agent_id for event in stage.happened("hear")] == [2]


def test_a_talk_is_over_when_all_have_said_their_last_line(stage: Stage) -> None:
    here = stage.here
    talk = stage.talk()
    take_effect(here, 1, Speak(talk, "Goodbye.", 1, True))
    assert stage.happened("talk_end") == []
    take_effect(here, 2, Speak(talk, "Goodbye, then.", 3, True))
    end = stage.happened("talk_end")[0]
    assert end.cause == stage.happened("speak")[-1].id
    assert stage.happened("feel")[-1].text == f"{here.short_name(2)} feels curious"
    assert take_effect(here, 1, Speak(talk, "One more thing.", 1, False)) == []
    for agent in (1, 2):
        here.remember(agent, "talk", "We said goodbye", talk=talk)
    assert here.talk_of(1) is here.talk_of(2) is None
    assert here.state.talks == {}
