"""What an agent does of its own accord, beside its plan: because a voice or a person suggested it, or because something is amiss."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.planning import revise
from sandbox_app.mind.suggestions import is_wish
from sandbox_app.mind.surroundings import Noticed
from sandbox_app.mind.waiting import REACTION_SECONDS
from sandbox_app.mind.words import bounded


async def take_up(mind: Mind, said: Noticed) -> None:
    """Act on what was suggested, if it is a wish; news are only remembered."""
    if is_wish(said.text):
        await revise(mind, bounded(said.text, 160), said.event)


async def see_to(mind: Mind, seen: Noticed) -> None:
    """Weigh whether something amiss, a thing that is not as it should be, calls for doing something."""
    world = mind.world
    options = (f.ReactOption("go_on", ""), f.ReactOption("other", ""))
    memories = mind.recall(seen.text, world.budget.thought)
    facts = f.React(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(doing=mind.coloured(world.activity(mind.id))),
        perceived=bounded(seen.text, 120),
        people=(),
        options=options,
        memories=mind.shown(memories),
    )
    answer, _ = await mind.think(facts, a.React, within=REACTION_SECONDS, retrieved=memories)
    if answer is not None and options[answer.option - 1].kind == "other":
        await revise(mind, answer.why, seen.event)
