"""Free actions: fifty things that people may take into their heads, told apart by the scripted judge, with typed effects."""

from collections.abc import Coroutine
from typing import Any

import msgspec
import pytest

from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Completion, Done, Request
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.llm.scripted.answer import answer
from sandbox_app.llm.scripted.judging import judge
from sandbox_app.mind.attempting import attempt
from sandbox_app.mind.surroundings import Deed
from sandbox_app.mind.waiting import Result, Thought, Wish
from sandbox_app.simulation.gamemaster import can_judge
from sandbox_app.simulation.interventions import SetThing, Whisper
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.llm.every_facts import every_facts
from tests.simulation.conftest import Open

NELL, PIET = 2, 3
KITCHEN, TEA_ROOM, GARDEN, PARLOUR, GREEN, YARD = 59, 17, 66, 39, 71, 30
"""Things that stand in the rooms in which the actions are tried."""

TRIED: list[tuple[int, str, bool, str]] = [
    # possible: where (beside this thing), what, True, the effect
    (KITCHEN, "light the stove", True, "state on"),
    (KITCHEN, "I want to heat the stove", True, "state on"),
    (KITCHEN, "boil water", True, "state on"),
    (KITCHEN, "take something to eat from the fridge", True, "take something to eat"),
    (KITCHEN, "smash the table", True, "state broken"),
    (KITCHEN, "wash the dishes", True, ""),
    (KITCHEN, "sing a song", True, ""),
    (KITCHEN, "jump up and down", True, ""),
    (TEA_ROOM, "take a book from the bookshelf", True, "take a book"),
    (TEA_ROOM, "browse the books", True, ""),
    (TEA_ROOM, "switch on the kettle", True, "state on"),
    (TEA_ROOM, "walk to the counter", True, "move"),
    (TEA_ROOM, "insult Piet", True, "hurt"),
    (TEA_ROOM, "hug Piet", True, "please"),
    (TEA_ROOM, "praise Piet for the new shelf", True, "please"),
    (TEA_ROOM, "give the lantern to Piet", True, "give lantern"),
    (GARDEN, "pick apples", True, "take apples"),
    (GARDEN, "rest in the shade of the old apple tree", True, ""),
    (GARDEN, "pick some flowers from the flower bed", True, "take flowers"),
    (GARDEN, "You must water the flowers", True, ""),
    (PARLOUR, "light the fireplace", True, "state lit"),
    (PARLOUR, "dance", True, ""),
    (GREEN, "feed the ducks", True, ""),
    (GREEN, "shout at Piet", True, "hurt"),
    (YARD, "fetch firewood", True, "take firewood"),
    # impossible
    (KITCHEN, "fly over the roofs", False, ""),
    (KITCHEN, "walk through the wall", False, ""),
    (KITCHEN, "turn into a swan", False, ""),
    (KITCHEN, "lift the stove", False, ""),
    (KITCHEN, "switch off the stove", False, ""),
    (KITCHEN, "play the piano", False, ""),
    (KITCHEN, "light the fireplace", False, ""),
    (KITCHEN, "hug Piet", False, ""),
    (KITCHEN, "give the lantern to Piet", False, ""),
    (KITCHEN, "ring the church bell", False, ""),
    (KITCHEN, "pick apples from the apple tree", False, ""),
    (TEA_ROOM, "give a diamond to Piet", False, ""),
    (TEA_ROOM, "make it rain", False, ""),
    (TEA_ROOM, "read the mind of Piet", False, ""),
    (TEA_ROOM, "repair the counter", False, ""),
    (TEA_ROOM, "kiss Wanda", False, ""),
    (TEA_ROOM, "ride the horse", False, ""),
    (GARDEN, "swallow the old apple tree", False, ""),
    (GARDEN, "light the bench", False, ""),
    (GARDEN, "dig a tunnel to the moon", False, ""),
    (PARLOUR, "put out the fireplace", False, ""),
    (PARLOUR, "carry the sofa", False, ""),
    (PARLOUR, "become invisible", False, ""),
    (GREEN, "talk to the dead", False, ""),
    (GREEN, "shoot the cannon", False, ""),
]


def tried(session: Session, beside: int, wish: str) -> Deed:
    """Let Nell try something where a thing stands; with Piet in the tea room and on the green, carrying a lantern."""
    here = session.simulation.here
    here.intents = []
    here.state.settle(NELL, *here.town.thing(beside).stands[0])
    here.state.carried[NELL] = ("a lantern",)
    with_piet = beside in (TEA_ROOM, GREEN)
    here.state.settle(PIET, *here.town.thing(beside if with_piet else 5).stands[-1])
    drive(attempt(session.simulation.minds[NELL], wish, 0))
    (deed,) = [intent for agent, intent in here.intents if agent == NELL and isinstance(intent, Deed)]
    return deed


def drive(work: Coroutine[Wish, Any, Any]) -> None:
    """Let a mind's course run, answering its thoughts as the scripted engine does."""
    told: object = None
    while True:
        try:
            wish = work.send(told)
        except StopIteration:
            return
        told = Result(answer(wish.facts, 1), 0) if isinstance(wish, Thought) else False


def test_fifty_free_actions_are_told_apart_and_their_effects_are_typed(opened: Open) -> None:
    session = opened()
    while session.step < 720:
        session.live()
    for agent in (1, 4, 5):  # out of the way
        session.simulation.here.state.settle(agent, *session.world.town.thing(4).stands[0])
    session.simulation.here.state.things.clear()  # as if nobody had turned on anything yet
    assert len(TRIED) == 50
    assert sum(possible for _, _, possible, _ in TRIED) == 25
    wrong = []
    for beside, wish, possible, effect in TRIED:
        deed = tried(session, beside, wish)
        effects = [f"{one.kind} {one.value}".replace("a lantern", "lantern").strip() for one in deed.effects]
        if (deed.possible, effects) != (possible, [effect] if effect else []):
            wrong.append((wish, deed.possible, deed.verdict, effects))
        assert deed.verdict.endswith((".", "!"))
    session.simulation.close()
    assert not wrong, f"{50 - len(wrong)} of 50 right: {wrong}"


def test_who_foresees_that_it_would_end_badly_lets_it_be(opened: Open) -> None:
    session = opened()
    while session.step < 720:
        session.live()
    for agent in (1, 4, 5):  # out of the way
        session.simulation.here.state.settle(agent, *session.world.town.thing(4).stands[0])
    here, nell = session.simulation.here, session.simulation.minds[NELL]
    here.settings = msgspec.structs.replace(here.settings, foresight=True)
    assert [effect.kind for effect in tried(session, TEA_ROOM, "give the lantern to Piet").effects] == ["give"]
    here.intents = []
    drive(attempt(nell, "insult Piet", 0))
    assert not [intent for _, intent in here.intents if isinstance(intent, Deed)]
    assert nell.stream.latest(1)[0].text.startswith("I did not insult Piet: ")
    session.simulation.close()


def test_what_is_whispered_is_tried_judged_and_happens_and_the_record_says_why(opened: Open) -> None:
    session = opened()
    while session.step < 720:
        session.live()
    said = session.intervene(Whisper(NELL, "You want to dance"), "me").events[0]
    batches = [session.live() for _ in range(12)]
    events = [event for batch in batches for event in batch.events if event.agent_id == NELL]
    tried_it = next(event for event in events if event.kind == "attempt")
    verdict = next(event for event in events if event.kind == "judge")
    done = next(event for event in events if event.kind == "act" and event.cause == verdict.id)
    assert (tried_it.cause, verdict.cause, done.data["activity"]) == (said.id, tried_it.id, "dancing")
    assert verdict.data == {"possible": True, "by": "model", "effects": []}
    assert tried_it.call_id
    assert verdict.call_id
    session.close()


def test_a_fire_is_put_out_by_who_sees_it(opened: Open) -> None:
    session = opened()
    while session.step < 720:
        session.live()
    room = session.simulation.here.place_of(NELL)
    thing = next(thing for thing in session.world.town.things if thing.place == room)
    session.intervene(SetThing(thing.id, "burning"), "me")
    events = [event for _ in range(40) for event in session.live().events]
    verdict = next(event for event in events if event.kind == "judge")
    assert verdict.data["effects"][0][0] == "state"
    assert session.simulation.here.state.things.get(thing.id) is None
    path = session.path
    session.close()
    assert check(path) == []
    with WorldReader(path) as reader:
        assert [event.kind for event in reader.events(kinds=["thing"])][-1] == "thing"


def test_what_is_carried_changes_hands_and_is_felt(opened: Open) -> None:
    session = opened()
    while session.step < 720:
        session.live()
    here = session.simulation.here
    for agent, at in ((NELL, 0), (PIET, -1)):
        here.state.settle(agent, *here.town.thing(GREEN).stands[at])
    drive(attempt(session.simulation.minds[NELL], "give the lantern to Piet", 0))
    (_, without) = here.intents[-1]
    assert isinstance(without, Deed)
    assert not without.possible  # she has none
    here.happen("carry", NELL, "Nell finds a lantern", {"item": "a lantern", "to": NELL})
    deed = tried(session, GREEN, "give the lantern to Piet")
    here.intents = [(NELL, deed)]
    session.simulation.close()
    assert [(one.kind, one.other) for one in deed.effects] == [("give", PIET)]


def test_house_rules_bind_the_judge() -> None:
    facts = next(facts for facts in every_facts() if isinstance(facts, f.Judge))
    assert judge(facts).possible
    verdict = judge(msgspec.structs.replace(facts, rules=("Nobody may light the oven.",)))
    assert (verdict.possible, verdict.effects) == (False, (1,))
    assert "Nobody may light the oven." in verdict.text


class Yes(ScriptedEngine):
    """A model that is too small to judge: it finds everything possible."""

    name = "yes"

    def submit(self, request: Request, done: Done, token: Any = None) -> Any:
        if request.purpose != "judge":
            return super().submit(request, done, token)
        text = "yes | It happens. | 1"
        done(Completion(text=text, submitted=1, computed=1, generated=1, seconds=0.0, model=self.name))
        return super().submit(request, lambda outcome: None)


def test_a_model_too_small_to_judge_is_told_apart_and_rules_judge_in_its_place(opened: Open) -> None:
    facts = next(facts for facts in every_facts() if isinstance(facts, f.Judge))
    assert can_judge(ScriptedEngine(), facts)
    assert not can_judge(Yes(), facts)
    session = opened(engine=Yes())
    while session.step < 720:
        session.live()
    session.intervene(Whisper(NELL, "You want to climb to the moon"), "me")
    events = [event for _ in range(12) for event in session.live().events]
    verdict = next(event for event in events if event.kind == "judge")
    assert (verdict.data["possible"], verdict.data["by"]) == (False, "rules")
    session.close()


@pytest.mark.parametrize("thing", ["", "oven"])
def test_the_judge_answers_only_with_effects_that_are_offered(thing: str) -> None:
    facts = next(facts for facts in every_facts() if isinstance(facts, f.Judge))
    changed = msgspec.structs.replace(facts, thing=f.ThingOption(thing, "", ""))
    assert set(judge(changed).effects) <= {1, 2}
