"""What a mind takes back from the record, when a world is opened and when a person edited what it holds."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from sandbox_app.llm.facts import Say
from sandbox_app.mind.knowing import KINDS
from sandbox_app.mind.memory import MemoryStream
from sandbox_app.mind.mind import InTalk, Mind
from sandbox_app.mind.repeating import conditions, hour_of
from sandbox_app.simulation.editing.lineage import accessed_since, as_remembered
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.intervening import suggestion
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import PlanRow
from sandbox_app.worldfile.texts import TextForgotten

ROUTINE_DAYS = 14
"""How far back hours are looked up for routines."""


def minds_of(agents: Iterable[int], reader: WorldReader, here: Here, dimensions: int) -> dict[int, Mind]:
    """Return the minds of some agents as they follow from the record until now.

    Args:
        dimensions: of the vectors that memories are found with.
    """
    minds = {}
    for agent in agents:
        stream = MemoryStream(here.embed_memories, dimensions, here.settings.step_seconds)
        mind = Mind(here, agent, here.cast[agent - 1], stream)
        rows, lines = as_remembered(reader, reader.memories(agent))
        accessed = reader.last_access(agent)
        for row in rows:
            stream.add(row, accessed_since(row, accessed, lines), here.vector_of(row.text))
        _recollect(mind, reader, here)
        minds[agent] = mind
    _recollect_talks(minds, reader, here)
    _recollect_suggestions(minds, reader, here)
    return minds


def _recollect_routines(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back the hours it has thought out of late, and what was repeated of them."""
    clock, since = here.clock, max(0, here.step - ROUTINE_DAYS * 24 * 3600 // here.settings.step_seconds)
    lines = {row.id: row for row in reader.plans(mind.id, from_step=since, lapsed=True)}
    for event in reader.events(since, agent=mind.id, kinds=["plan", "setback"]):
        if event.kind == "setback":
            mind.routines.fail(event.cause)
        elif "routine" in event.data:
            mind.routines.repeated(int(event.data["routine"]), event.id, int(event.data["start"]))
        elif "site" in event.data:
            rows = [lines[number] for number in event.data.get("plans", ()) if number in lines]
            part = lines.get(rows[0].parent) if rows else None
            if part is not None and rows[-1].end_step > (start := rows[0].start_step):
                at = conditions(int(event.data["site"]), clock.minute(start), clock.weekday(start))
                mind.routines.learn(at, hour_of(part, rows, 60 // here.settings.step_seconds, event.call_id, event.id))


def _recollect_talk(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back what it thinks of throughout the talk it takes part in: what its latest line was asked with."""
    talk = here.talk_of(mind.id)
    said = reader.calls(agent=mind.id, purpose="say", limit=1, latest=True) if talk is not None else []
    if talk is None or not said or said[0].asked_step < talk.started_step:
        return
    try:
        call = reader.call(said[0].id)
    except TextForgotten:
        return  # it is thought of anew
    if call is not None:
        facts = msgspec.json.decode(call.facts, type=Say)
        mind.in_talk = InTalk(talk.id, facts.goal, facts.now.doing, facts.beliefs, facts.memories)


def _recollect_attention(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back whom it saw today, and the words it kept of what it overheard."""
    for event in reader.events(mind.dawn(mind.life_day()), agent=mind.id, kinds=["perceive"]):
        if "of" in event.data:
            site = here.town.site_of(event.place_id)
            seen = event.text.partition(": ")[2].removesuffix(f" in {site.name}")
            activity = seen.removeprefix(f"{here.short_name(int(event.data['of']))} is ")
            mind.attention.saw(int(event.data["of"]), site.id, activity, event.step)
    for row in mind.stream.latest(100, kinds=("heard",)):
        mind.attention.heard(row.text.partition(": ")[2])


def _recollect(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back what follows from its record: plan, relations, promises, ratings, mood."""
    reflections = reader.calls(agent=mind.id, purpose="reflect_questions", limit=1, latest=True)
    since = reflections[0].asked_step if reflections else 0
    for row in mind.stream.rows.values():
        if row.importance:
            mind.ratings[row.text] = row.importance
            mind.weight += row.importance if (row.rated_step or 0) > since else 0
        if row.kind == "self":
            mind.summary = row.text
        elif row.kind == "day":
            mind.summarised = mind.life_day_of(row.created_step)
        elif row.kind == "seen":
            mind.lately.append(row.text)
        elif row.kind == "did":
            mind.done[row.text] = mind.life_day_of(row.created_step)
    for belief in reader.beliefs(mind.id):
        if belief.kind == "relation":
            mind.relations[belief.about_id] = belief
        elif belief.kind == "appointment":
            mind.promises[belief.id] = belief
        elif belief.kind in KINDS:
            mind.knowing.recollect(belief)
        else:
            mind.views.setdefault(belief.about_id, {})[belief.id] = belief
    _recollect_routines(mind, reader, here)
    _recollect_attention(mind, reader, here)
    _recollect_talk(mind, reader, here)
    mind.mood = int(here.state.mood[mind.id - 1])
    day = mind.life_day()
    dawn = mind.dawn(day)
    rows = [row for row in reader.plans(mind.id, from_step=dawn) if row.start_step >= dawn]
    parts = _cut([row for row in rows if row.level == "day"])
    if parts:
        mind.plan.set_parts(day, parts, 0)
        mind.plan.bed_step = parts[-1].end_step
        mind.plan.add_steps([row for row in rows if row.level == "step"], here.step)


def _cut(parts: list[PlanRow]) -> list[PlanRow]:
    """Return the parts of a day, in order of time, each cut where the next begins: what was under way when the day was planned anew."""
    ends = [min(row.end_step, following.start_step) for row, following in pairwise(parts)]
    return [msgspec.structs.replace(row, end_step=end) for row, end in zip(parts, ends, strict=False)] + parts[-1:]


def _recollect_talks(minds: dict[int, Mind], reader: WorldReader, here: Here) -> None:
    """Give the minds back with whom they have talked of late."""
    minute = 60 // here.settings.step_seconds
    for event in reader.events(max(0, here.step - here.settings.talk_pause_minutes * minute), kinds=["talk_start"]):
        members = [int(member) for member in event.data["members"]]
        for agent in minds.keys() & set(members):
            minds[agent].last_reaction = event.step
            minds[agent].last_talk.update({other: event.step for other in members if other != agent})


def _recollect_suggestions(minds: dict[int, Mind], reader: WorldReader, here: Here) -> None:
    """Give the minds back what a person suggested after the last step lived, to sleepers also what came earlier in their sleep."""
    night = 12 * 3600 // here.settings.step_seconds
    for event in reader.events(max(0, here.step - night), kinds=["intervene"]):
        agent = event.agent_id
        if agent in minds and (event.step == here.step or here.asleep(agent)):
            minds[agent].suggested.append(suggestion(event))
