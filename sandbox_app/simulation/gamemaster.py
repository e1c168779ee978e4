"""The game master: what an attempt may change (a closed, numbered list of typed effects), and how the change happens.

What is possible is judged by a thought (form `judge`) or by rules (`llm/scripted/judging.py`); here it is laid down which
effects there are at all, from what is really there, and that they come about on the record: an `attempt` event, a `judge`
event with the verdict and its reason, and one event for each effect, each the cause of the next.
"""

import queue

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.answers import AnswerError, parse
from sandbox_app.llm.forms import render
from sandbox_app.llm.gerund import gerund
from sandbox_app.llm.request import Completion, Engine, EngineError
from sandbox_app.llm.scripted.judging import item_of
from sandbox_app.mind.feelings.occ import Appraisal
from sandbox_app.mind.surroundings import Deed, Effect
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.state import IN_ORDER
from sandbox_app.town.paths import encode
from sandbox_app.worldfile.rows import Event

MOST_CARRIED = 5
BROKEN = "broken"
NOTHING = Effect("none", "nothing else changes")
CHECKED = (
    ("fly over the roofs", "", (), "", False),
    ("walk through the wall", "", (), "", False),
    ("sing a song", "", (), "", True),
    ("light the stove", "stove", ("cook",), "off", True),
    ("light the stove", "", (), "", False),
    ("read a book", "bookshelf", ("browse books", "read"), "", True),
    ("turn into a bird", "", (), "", False),
    ("clap", "", (), "", True),
)
"""Attempts by which a model is checked before it may judge: what, the thing, its uses and state, and whether it is possible."""
LEAST_RIGHT = 7


def possible_effects(here: Here, agent: int, thing_id: int, other: int) -> list[Effect]:
    """Return the typed effects that an attempt with a thing (0: none) and to somebody (0: nobody) may have, nothing first."""
    name = here.short_name(agent)
    found = [NOTHING]
    if thing_id:
        thing = here.town.thing(thing_id)
        now = here.state.things.get(thing_id, thing.states[0] if thing.states else "")
        first = thing.states[0] if thing.states else IN_ORDER
        wanted = [first, *thing.states[1:], BROKEN]
        found += [Effect("state", f"the {thing.name} becomes {state}", thing_id, 0, state) for state in wanted if state != (now or first)]
        found.append(Effect("move", f"{name} steps up to the {thing.name}", thing_id))
        if (item := item_of(thing.name)) and len(here.state.carried.get(agent, ())) < MOST_CARRIED:
            found.append(Effect("take", f"{name} takes {item}", thing_id, 0, item))
    if other:
        found.append(Effect("please", f"{here.short_name(other)} is pleased", 0, other))
        found.append(Effect("hurt", f"{here.short_name(other)} is hurt", 0, other))
    for item in here.state.carried.get(agent, ()):
        if other:
            found.append(Effect("give", f"{name} gives {item} to {here.short_name(other)}", 0, other, item))
        found.append(Effect("leave", f"{name} puts down {item}", 0, 0, item))
    return found


FELT = {
    "please": Appraisal(desirability=3.0, praiseworthiness=4.0),
    "hurt": Appraisal(desirability=-5.0, praiseworthiness=-6.0),
    "give": Appraisal(desirability=3.0, praiseworthiness=3.0),
}
"""What an effect on somebody means to them."""


def let_happen(here: Here, agent: int, deed: Deed) -> tuple[list[int], list[tuple[int, Appraisal, Event]]]:
    """Put an attempt and its verdict on the record and let its effects come about, as far as they still can.

    Returns:
        Whose attention it calls, and what those whom it concerns feel: (agent, appraisal, event).
    """
    name = here.short_name(agent)
    tried = here.happen(
        "attempt",
        agent,
        f"{name} tries: {deed.text}",
        {"thing": deed.thing_id, "other": deed.other, "wish": deed.wish},
        cause=deed.cause,
        call_id=deed.attempt_call,
    )
    data = {"possible": deed.possible, "by": deed.judge, "effects": [[one.kind, one.words] for one in deed.effects]}
    verdict = here.happen("judge", agent, deed.verdict, data, cause=tried.id, call_id=deed.judge_call)
    called: list[int] = []
    felt: list[tuple[int, Appraisal, Event]] = []
    if deed.possible:
        activity = gerund(bounded(deed.text, 60))
        done = {"thing": 0, "activity": activity, "hue": "other", "plan": 0}
        here.happen("act", agent, f"{name} is {activity}", done, cause=verdict.id)
    for effect in deed.effects if deed.possible else ():
        event = _happen(here, agent, effect, verdict)
        if event is not None and effect.other:
            called.append(effect.other)
            felt.append((effect.other, FELT[effect.kind], event))
    return called, felt


def _happen(here: Here, agent: int, effect: Effect, verdict: Event) -> Event | None:
    cause = verdict.id
    match effect.kind:
        case "state":
            text = f"The {here.town.thing(effect.thing).name} is {effect.value}"
            return here.happen("thing", agent, text, {"thing": effect.thing, "state": effect.value}, cause=cause)
        case "take":
            return here.happen("carry", agent, effect.words, {"item": effect.value, "to": agent}, cause=cause)
        case "leave" | "give":
            if effect.value not in here.state.carried.get(agent, ()):
                return None
            data = {"item": effect.value, "from": agent, **({"to": effect.other} if effect.other else {})}
            return here.happen("carry", agent, effect.words, data, cause=cause)
        case "please" | "hurt":
            return verdict  # what follows is felt, by the other
        case "move":
            return _step_up(here, agent, effect, cause)
    return None


def _step_up(here: Here, agent: int, effect: Effect, cause: int) -> Event | None:
    thing = here.town.thing(effect.thing)
    tile = here.free_stand(thing, agent)
    if tile is None or not here.walk_steps(agent, *tile):
        return None
    path = here.as_far(agent, here.paths.path(here.position(agent), tile))
    if len(path) < 2:
        return None
    data = {"path": encode(path), "thing": 0, "activity": f"going to the {thing.name}", "to": thing.place, "plan": 0}
    return here.happen("move", agent, effect.words, data, cause=cause)


def can_judge(engine: Engine, facts: f.Judge) -> bool:
    """Say whether a model tells possible from impossible: at least 7 of the 8 attempts of `CHECKED`, asked in the world's words.

    Args:
        engine: what is to judge.
        facts: of an attempt in this world, whose town and persona the questions take over.
    """
    answers: queue.SimpleQueue[tuple[int, Completion | EngineError]] = queue.SimpleQueue()
    asked = []
    for number, (words, thing, uses, state, _) in enumerate(CHECKED):
        effects = (NOTHING.words, f"the {thing} becomes lit") if state else (NOTHING.words,)
        asked.append(
            f.Judge(
                town=facts.town,
                me=facts.me,
                now=facts.now,
                attempt=words,
                thing=f.ThingOption(thing, "", ""),
                uses=uses,
                state=state,
                person="",
                carried=(),
                rules=(),
                effects=effects,
            )
        )
        engine.submit(render(asked[-1], seed=number), lambda outcome, number=number: answers.put((number, outcome)))  # type: ignore[misc]
    right = 0
    for _ in CHECKED:
        number, outcome = answers.get()
        if isinstance(outcome, EngineError):
            continue
        try:
            answer = parse(asked[number], outcome.text)
        except AnswerError:
            continue
        right += isinstance(answer, a.Judge) and answer.possible == CHECKED[number][4]
    return right >= LEAST_RIGHT
