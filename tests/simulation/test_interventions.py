"""What a person does to a world: it is on the record with its author, it lasts, and people act and speak on it."""

import re
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.interventions import Announce, Intervention, SetThing, Tell, Whisper
from sandbox_app.simulation.named import place_named, thing_named
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOUR = 360
MORNING = 2 * HOUR
NELL = 2


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def knowers(session: Session, words: str) -> set[int]:
    return {mind.id for mind in session.simulation.minds.values() if any(words in row.text for row in mind.stream.rows.values())}


def test_a_whisper_becomes_a_weighty_thought_and_changes_the_plan(opened: Open, world: Path) -> None:
    session = opened()
    live(session, MORNING)
    batch = session.intervene(Whisper(NELL, "You want to plant tulips at Duck Green at 15:00."), "the tester")
    said, kept = batch.events
    assert (said.kind, said.agent_id, said.data["author"], said.step) == ("intervene", NELL, "the tester", MORNING)
    assert (kept.kind, kept.text, kept.cause) == ("remember", "I want to plant tulips at Duck Green at 15:00.", said.id)
    session.close()
    assert check(world) == []
    with WorldReader(world) as reader:
        memory = reader.memories(NELL, kinds=["whisper"])[0]
        assert (memory.text, memory.importance) == ("I want to plant tulips at Duck Green at 15:00.", 9)
    session = opened()  # the next run goes on from it
    live(session, MORNING + 30)
    with WorldReader(world) as reader:
        change = reader.events(kinds=["replan"], agent=NELL)[-1]
        assert change.cause == said.id
        assert "15:00 Duck Green: plant tulips" in change.text
    session.close()


def test_words_are_heard_by_who_is_near_and_by_nobody_else(opened: Open) -> None:
    session = opened()
    live(session, MORNING)
    batch = session.intervene(Tell(NELL, "Xylograph 17 hums at dusk", "the postman"), "me")
    heard = {event.agent_id for event in batch.events if event.kind == "hear"}
    assert NELL in heard
    assert heard == knowers(session, "Xylograph")
    here = session.simulation.here
    assert {here.place_of(agent) for agent in heard} == {here.place_of(NELL)}
    session.close()


def test_nobody_hears_in_their_sleep(opened: Open) -> None:
    session = opened()
    with pytest.raises(Problem, match="Nell is asleep"):
        session.intervene(Tell(NELL, "Get up!"), "me")
    impossible = (Tell(99, "Hello"), Whisper(NELL, " "), Announce("News", 999), SetThing(999, "on"), SetThing(1, ""))
    for wrong in (*impossible, Whisper(NELL, "x" * 500)):
        with pytest.raises(Problem):
            session.intervene(wrong, "me")
    assert not session.simulation.anything_new()
    session.close()


FREE_TEXT = (
    "Twelve geese sleep in the church tower.",
    "The baker is selling sawdust.",
    "Our bridge has collapsed.",
    "Xylograph 17 hums at dusk.",
    "No bread tomorrow!",
)


@pytest.mark.parametrize("how", ["whisper", "tell", "announce"])
@pytest.mark.parametrize("fact", FREE_TEXT)
def test_what_a_person_typed_spreads_word_by_word_through_talk(tmp_path: Path, opened: Open, how: str, fact: str) -> None:
    path = tmp_path / "talkative.world"
    create_world_file(path, "lane", seed=8)  # whom Nell meets in one day of five people is a matter of chance: on this one, many
    session = opened(path)
    live(session, MORNING)
    here = session.simulation.here
    kinds: dict[str, Intervention] = {
        "whisper": Whisper(NELL, fact),
        "tell": Tell(NELL, fact),
        "announce": Announce(fact, here.town.site_of(here.place_of(NELL)).id),
    }
    session.intervene(kinds[how], "me")
    first = knowers(session, fact)
    live(session, 14 * HOUR)
    told = {
        mind.id
        for mind in session.simulation.minds.values()
        if any(re.match(rf"\w+ told me: {re.escape(fact)}", row.text) for row in mind.stream.rows.values())
    }
    assert len(first) < 3 <= len(first | told)
    session.close()


def test_it_stays_with_one_when_nobody_talks(world: Path, opened: Open) -> None:
    session = opened()
    live(session, MORNING)
    session.intervene(Whisper(NELL, FREE_TEXT[0]), "me")
    for mind in session.simulation.minds.values():
        mind.last_reaction = 10**9  # nobody turns to anybody
    live(session, 14 * HOUR)
    assert knowers(session, FREE_TEXT[0]) == {NELL}
    session.close()


def test_what_is_resolved_by_a_whisper_others_are_invited_to(opened: Open) -> None:
    session = opened()
    live(session, MORNING)
    session.intervene(Whisper(NELL, "You want to give a lantern dance at Duck Green on day 1 at 19:00"), "me")
    live(session, 12 * HOUR)
    assert len(knowers(session, "lantern dance")) >= 3
    session.close()


def test_a_thing_set_on_fire_is_seen_and_burns_until_somebody_puts_it_out(opened: Open, world: Path) -> None:
    session = opened()
    live(session, MORNING)
    room = session.simulation.here.place_of(NELL)
    stove = next(thing for thing in session.world.town.things if thing.place == room)
    batch = session.intervene(SetThing(stove.id, "burning"), "me")
    assert [event.kind for event in batch.events] == ["intervene", "thing"]
    session.close()
    with WorldReader(world) as reader:
        described = describe(reader)
        assert state_at(reader, described, MORNING).things[stove.id] == "burning"
    session = opened()
    live(session, MORNING + HOUR)
    session.close()
    with WorldReader(world) as reader:
        seen = [event for event in reader.events(kinds=["perceive"]) if event.data.get("thing") == stove.id]
        assert seen
        assert len({event.agent_id for event in seen}) == len(seen)  # once each
        out = next(event for event in reader.events(MORNING, kinds=["thing"]) if event.data["thing"] == stove.id and event.agent_id)
        assert reader.event(out.cause).kind == "judge"  # type: ignore[union-attr]
        described = describe(reader)
        assert state_at(reader, described, out.step - 1).things[stove.id] == "burning"
        assert stove.id not in state_at(reader, described, out.step).things
    assert check(world) == []


def test_names_that_are_unclear_are_told_with_the_choices(opened: Open) -> None:
    session = opened()
    town = session.world.town
    session.close()
    assert place_named(town, "blue kettle").name == "Blue Kettle"
    assert thing_named(town, "the stove in the Blue Kettle").kind == "stove"
    for wrong, told in (("stove", "several things"), ("rocket", "no thing"), ("rocket in Blue Kettle", "no rocket in Blue Kettle")):
        with pytest.raises(Problem, match=told):
            thing_named(town, wrong)
    with pytest.raises(Problem, match="no place called"):
        place_named(town, "Atlantis")
