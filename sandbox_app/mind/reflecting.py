"""What goes on beside an agent's day: rating memories, reflecting on them, and renewing what it says of itself.

Reflection follows "Generative Agents" (Park et al., 2023, section 4.2).
"""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import MOST_CHOICES
from sandbox_app.mind.memory import UNRATED
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.summarising import DAY, summarise
from sandbox_app.mind.waiting import BACKGROUND_SECONDS
from sandbox_app.mind.words import bounded
from sandbox_app.worldfile.rows import MemoryRow

RATING_MINUTES = 10
"""How often new memories are looked through for rating."""
LONGEST_UNRATED_MINUTES = 240
"""A memory waits at most so long for company before it is rated."""

RENEWAL_HOURS = 6
"""After a reflection one says anew who one is, unless that was done so shortly before."""
KNOWN_CONCLUSIONS = 60
"""What was concluded among so many latest conclusions is not concluded again."""


_REFLECTED_ON = ("seen", "heard", "talk", "promise", "thought", "known", "told", DAY)
"""Kinds of memories that raise questions; what one did and planned oneself stands in them."""


async def rate_memories(mind: Mind) -> None:
    """Rate new memories for ever, a batch at a time, and reflect when enough has mattered."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    await mind.pause(world.step + mind.id * 37 % (RATING_MINUTES * minute), open_to_calls=False)  # not all in the same step
    while True:
        await mind.pause(world.step + RATING_MINUTES * minute, open_to_calls=False)
        batch = max(1, min(world.settings.rating_batch, MOST_CHOICES))
        while unrated := mind.stream.unrated():
            old = world.step - unrated[0].created_step >= LONGEST_UNRATED_MINUTES * minute
            if len(unrated) < batch and not old and not world.asleep(mind.id):
                break
            await _rate(mind, unrated[:batch])
        if world.settings.reflection and mind.weight > world.settings.reflection_threshold:
            mind.weight = 0
            await reflect(mind)
            if world.step - _last_renewed(mind) >= RENEWAL_HOURS * 60 * minute:
                await renew_summary(mind)
        if world.asleep(mind.id):
            await summarise(mind)


async def _rate(mind: Mind, rows: list[MemoryRow]) -> None:
    world = mind.world
    texts = tuple(dict.fromkeys(row.text for row in rows))
    facts = f.Importance(town=world.town.title, me=mind.persona(), now=mind.now(), texts=tuple(bounded(text, 200) for text in texts))
    answer, _ = await mind.think(facts, a.Importance, within=BACKGROUND_SECONDS)
    scores = dict.fromkeys(texts, UNRATED) if answer is None else dict(zip(texts, answer.scores, strict=True))
    world.rate(mind.id, [(row.id, scores[row.text]) for row in rows])
    for row in rows:
        mind.rated(row.id, scores[row.text])


async def reflect(mind: Mind) -> None:
    """Ask oneself what the latest memories mean, and keep the conclusions with their evidence."""
    world = mind.world
    latest = mind.stream.latest(world.settings.reflection_memories, kinds=_REFLECTED_ON)
    if len(latest) < 3:
        return
    weighty = sorted(latest, key=lambda row: (-row.importance, -row.id))[: world.budget.reflection]
    weighty.sort(key=lambda row: row.id)
    facts = f.ReflectQuestions(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        memories=tuple(f.Memory(bounded(row.text, 200), mind.when(row.created_step), row.kind) for row in weighty),
    )
    answer, call = await mind.think(facts, a.Questions, within=BACKGROUND_SECONDS)
    if answer is None:
        return
    questions = answer.lines[: world.settings.reflection_questions]
    raised = world.reflected(mind.id, " ".join(questions), call, data={"questions": list(questions)})
    for question in questions:
        await _conclude(mind, bounded(question, 120), raised)


async def _conclude(mind: Mind, question: str, raised: int) -> None:
    """Answer a question that a reflection raised (the event of that) from memory."""
    world = mind.world
    memories = mind.recall(question, world.budget.thought, without=("did", "plan"))
    ordered = sorted((row for row, _ in memories), key=lambda row: (row.created_step, row.id))
    facts = f.ReflectInsights(town=world.town.title, me=mind.persona(), now=mind.now(), question=question, memories=mind.shown(memories))
    answer, call = await mind.think(facts, a.Insights, within=BACKGROUND_SECONDS, retrieved=memories)
    if answer is None:
        return
    known = {row.text for row in mind.stream.latest(KNOWN_CONCLUSIONS, kinds=("thought",))}
    new = {bounded(line.text, 200): line for line in answer.lines if bounded(line.text, 200) not in known}
    if not new:
        return
    event = world.reflected(mind.id, "; ".join(new), call, cause=raised, data={"question": question})
    for text, line in new.items():
        evidence = tuple(ordered[number - 1].id for number in line.evidence)
        mind.remember("thought", text, cause=event, call_id=call, evidence=evidence)


def _last_renewed(mind: Mind) -> int:
    last = mind.stream.latest(1, kinds=("self",))
    return last[0].created_step if last else -(10**9)


async def renew_summary(mind: Mind) -> None:
    """Say anew who one is, what occupies one and how one feels: each morning, and when a reflection shows that memory has moved on."""
    world = mind.world
    memories = mind.recall("who I am, what occupies me, how I feel", world.budget.thought, without=("did", "plan", "self"))
    if not memories:
        return
    facts = f.SelfSummary(town=world.town.title, me=mind.persona(), now=mind.now(), memories=mind.shown(memories))
    answer, call = await mind.think(facts, a.SelfSummary, within=BACKGROUND_SECONDS, retrieved=memories)
    if answer is None:
        return
    mind.summary = bounded(" ".join(answer.lines), 300)
    mind.remember("self", mind.summary, call_id=call)
