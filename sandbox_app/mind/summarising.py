"""Summaries of what is over: a day in the night after it, a week of its days, a life of its weeks.

They are reflections on what was lived, with evidence, and are remembered beside it; nothing is forgotten for them. A memory
of years ago is then found through the line that sums it up, and a prompt that has room for eight memories can hold a month.
The recursive abstraction is that of reflection in "Generative Agents" (Park et al., 2023, section 4.2).
"""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.words import bounded
from sandbox_app.worldfile.rows import MemoryRow

DAY, WEEK, LIFE = "day", "week", "life"
"""Kinds of memories that sum up a day, a week, a life."""
LEAST = 4
"""So many memories are worth a summary; fewer are remembered as they are."""
WEEK_DAYS = 7
LIFE_WEEKS = 4
"""So many weeks of summaries are summed up as a life."""
_NOT_LIVED = frozenset({"plan", "self", "known", DAY, WEEK, LIFE})


async def summarise(mind: Mind) -> None:
    """Sum up the day that is over, and with its last day the week and the month of weeks; once each, in the night."""
    world = mind.world
    day = mind.life_day()
    if mind.summarised >= day or not world.knows("summarise_period"):
        return
    lived = [row for row in _since(mind, mind.dawn(day)) if row.kind not in _NOT_LIVED]
    if sum(row.kind != "thought" for row in lived) < LEAST:
        return  # the small hours before anything was lived
    mind.summarised = day
    await _sum_up(mind, DAY, f"day {day}", lived, "")
    if day % WEEK_DAYS == 0:
        days = [row for row in _since(mind, mind.dawn(day - WEEK_DAYS + 1)) if row.kind == DAY]
        span = f"days {day - WEEK_DAYS + 1} to {day}"
        await _sum_up(mind, WEEK, span, days, f"On {span}: ")
    if day % (WEEK_DAYS * LIFE_WEEKS) == 0:
        weeks = [row for row in mind.stream.rows.values() if row.kind in (WEEK, LIFE)]
        await _sum_up(mind, LIFE, "your life until now", weeks, f"Until day {day}: ")


def _since(mind: Mind, step: int) -> list[MemoryRow]:
    """Return the memories made from a step on, oldest first."""
    found: list[MemoryRow] = []
    for row in reversed(mind.stream.rows.values()):
        if row.created_step < step:
            break
        found.append(row)
    return found[::-1]


async def _sum_up(mind: Mind, kind: str, period: str, rows: list[MemoryRow], before: str) -> None:
    """Ask what of these memories is worth keeping, and remember the answer, each line with its evidence."""
    world = mind.world
    if len(rows) < LEAST:
        return
    once = list({row.text: row for row in rows}.values())
    weighty = sorted(once, key=lambda row: (-row.importance, -row.id))[: world.budget.reflection]
    weighty = sorted(weighty, key=lambda row: row.id)[-world.budget.listed :]
    facts = f.SummarisePeriod(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        period=period,
        memories=tuple(f.Memory(bounded(row.text, 200), mind.when(row.created_step), row.kind) for row in weighty),
    )
    answer, call = await mind.think(facts, a.Summary, due=world.step + 3600 // world.settings.step_seconds)
    if answer is None:
        return
    event = world.reflected(mind.id, "; ".join(line.text for line in answer.lines), call, data={"period": period})
    for text, evidence in dict(((bounded(before + line.text, 200)), line.evidence) for line in answer.lines).items():
        mind.remember(kind, text, cause=event, call_id=call, evidence=tuple(weighty[number - 1].id for number in evidence))
