"""Foreseeing: before a social act one imagines what would come of it for the other, and may let it be (a setting of the world).

What the other is believed to know and want goes into it. Social acts are to speak to somebody, and to do to somebody what
cannot be undone: to give, to take, to hurt. What was let be is kept as a thought.
"""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.beliefs import believed, shown_beliefs
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.waiting import REACTION_SECONDS
from sandbox_app.mind.words import bounded


async def go_ahead(mind: Mind, other: int, act: str, instead: str, cause: int, call: int) -> tuple[bool, int]:
    """Imagine what would come of an act towards somebody; return whether to do it, and the call that decided.

    Args:
        act: "talk to Ben: …"; `instead` is the other option. call: what decided so far; it stands where nothing is foreseen.
    """
    world = mind.world
    if not world.settings.foresight or not world.knows("foresee"):
        return True, call
    memories = mind.recall(f"{world.short_name(other)}. {act}", world.budget.talk)
    facts = f.Foresee(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        person=mind.person(other),
        beliefs=shown_beliefs(believed(mind, other)),
        options=(act, instead),
        memories=mind.shown(memories),
    )
    answer, foreseen = await mind.think(facts, a.Foresee, within=REACTION_SECONDS, retrieved=memories)
    if answer is None:
        return True, call
    if answer.option != 1:
        what = act.partition(":")[0]
        mind.remember("thought", bounded(f"I did not {what}: {answer.outcomes[0]}", 200), cause=cause, call_id=foreseen)
        return False, foreseen
    return True, foreseen
