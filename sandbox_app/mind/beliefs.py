"""Beliefs about others, and theory of mind: how they are, what they want, what they know or take for true.

A belief has a confidence and the memories it rests on, and keeps who told it. It changes by what is seen together with
others: who was there when something happened knows of it, and who was not goes on believing what they believed, which is
what a false belief is (Wimmer & Perner, 1983). It changes by what is heard in talks: who told something or was told it
knows of it, and what people let be known of themselves or of each other is thought about (`belief_update`).
"""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.words import bounded
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow

SURE, UNSURE = 0.9, 0.5
"""Confidence, 0 to 1, of what was heard from the person or seen, and of hearsay and guesses."""
MOST_BELIEFS = 12
"""About one person; the oldest unsure one goes first."""
_OFFERED = 6
_TAKEN_INTO_ACCOUNT = 4
"""Beliefs about all of those who are there together."""
_SEEN = 6
_MINUTES = 10
_MOST_EVIDENCE = 12
_TOLD = re.compile(r"^(.{1,40}?) told (.{1,60}?)(?: that)?: (.+)$")
_OF_ONESELF = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur|[Yy]ou|[Yy]our)\b")


def believed(mind: Mind, other: int, most: int = _OFFERED) -> list[BeliefRow]:
    """Return what a mind believes of somebody, the surest and latest last."""
    rows = sorted(mind.views.get(other, {}).values(), key=lambda row: (row.value, row.created_step, row.id))
    return sorted(rows[-most:], key=lambda row: row.id)


def shown_beliefs(rows: Iterable[BeliefRow]) -> tuple[f.Belief, ...]:
    """Return beliefs as prompts have them."""
    return tuple(f.Belief(row.kind, bounded(row.text, 100), row.value >= SURE) for row in rows)


def about_those(mind: Mind, others: Sequence[int]) -> tuple[f.Belief, ...]:
    """Return what a mind takes into account of those who are there: a few beliefs about each, the surest, the latest of those."""
    each = max(1, _TAKEN_INTO_ACCOUNT // max(1, len(others)))
    found = []
    for other in others[:_TAKEN_INTO_ACCOUNT]:
        rows = believed(mind, other, each)
        found += [replace(belief, who=mind.world.short_name(other)) for belief in shown_beliefs(rows)]
    return tuple(found)


async def think_of(mind: Mind, other: int, seen: Sequence[MemoryRow], teller: int) -> None:
    """Renew what is believed of somebody after something was seen or heard of them.

    Args:
        seen: the memories that give cause to, oldest first. teller: who told of it, 0 when it was seen.
    """
    world = mind.world
    seen = _to_think_about(mind, other, seen)
    if not seen or not world.knows("belief_update"):
        return
    rows = believed(mind, other)
    person = mind.person(other)
    facts = f.BeliefUpdate(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        person=person,
        beliefs=(f.Belief("is", person.relation, True), *shown_beliefs(rows)),
        seen=tuple(bounded(row.text, 160) for row in seen[-_SEEN:]),
    )
    answer, call = await mind.think(facts, a.BeliefUpdate, due=world.step + _MINUTES * 60 // world.settings.step_seconds)
    if answer is None:
        return
    held = mind.views.get(other, {})
    for change in answer.changes:
        if change.belief > 1 and (row := rows[change.belief - 2]).id in held:
            _change(mind, row, change.verdict, seen, call)
    for new in answer.new:
        confidence = SURE if new.sure and teller in (0, other) else UNSURE
        believe(mind, other, new.kind, new.text, confidence, seen, teller=teller, call_id=call)


def _to_think_about(mind: Mind, other: int, seen: Sequence[MemoryRow]) -> list[MemoryRow]:
    """Take for known by somebody what they told or were told; return what is left: what is new of themselves, and no matter of course."""
    name = mind.world.short_name(other)
    left = []
    for row in seen:
        told = _TOLD.match(row.text)
        if told is None:
            left.append(row)
            continue
        teller, hearer, news = told.groups()
        there = teller == name or re.search(rf"\b{re.escape(name)}\b", hearer)
        if _OF_ONESELF.search(news) or (there and re.search(rf"\b{re.escape(name)}\b", news)):
            left.append(row)
        elif there:
            believe(mind, other, "knows", news.rstrip(".!? "), SURE, [row], teller=other if teller == name else 0)
        elif teller != "I" and name in news and not _heard_before(mind, row, news):
            left.append(row)
    return left


def _heard_before(mind: Mind, row: MemoryRow, news: str) -> bool:
    """Say whether the same words were remembered before."""
    core = news.rstrip(".!? ").casefold()
    return any(core in old.text.casefold() for old in mind.stream.rows.values() if old.id < row.id)


def believe(
    mind: Mind,
    other: int,
    kind: str,
    text: str,
    confidence: float,
    evidence: Sequence[MemoryRow],
    *,
    teller: int = 0,
    matter: str = "",
    call_id: int = 0,
) -> None:
    """Take something for true of somebody; what is believed already only becomes surer.

    Args:
        kind: one of BELIEF_KINDS. confidence: 0 to 1. evidence: the memories it rests on, oldest first.
        teller: who said so, 0 when it was seen. matter: of beliefs on the same matter the newest replaces the others.
    """
    held = mind.views.setdefault(other, {})
    text = bounded(text.strip(), 100)
    same = next((row for row in held.values() if row.kind == kind and row.text.casefold() == text.casefold()), None)
    if same is not None and same.value >= confidence:
        return
    superseded = [row for row in held.values() if matter and row.data.get("matter") == matter and row is not same]
    row = BeliefRow(
        id=0,
        agent_id=mind.id,
        about_id=other,
        kind=kind,
        text=text,
        value=confidence,
        created_step=mind.world.step,
        data={"evidence": [memory.id for memory in evidence], "teller": teller, "matter": matter},
        cause=evidence[-1].cause if evidence else 0,
    )
    _hold(mind, row, same, call_id)
    for old in superseded:
        del held[old.id]
    mind.world.lapse([old.id for old in superseded])


def _hold(mind: Mind, row: BeliefRow, instead: BeliefRow | None, call_id: int) -> None:
    """Record a belief, in place of another where there is one; of too many about one person the weakest goes."""
    held = mind.views.setdefault(row.about_id, {})
    kept = mind.world.believe(mind.id, row, instead.id if instead else 0, sentence(mind, row), call_id=call_id)
    if instead is not None:
        del held[instead.id]
    held[kept.id] = kept
    if len(held) > MOST_BELIEFS:
        weakest = min(held.values(), key=lambda row: (row.value, row.created_step, row.id))
        del held[weakest.id]
        mind.world.lapse([weakest.id])


def _change(mind: Mind, row: BeliefRow, verdict: str, seen: Sequence[MemoryRow], call: int) -> None:
    cause = seen[-1].cause if seen else 0
    if verdict == "drop":
        del mind.views[row.about_id][row.id]
        name = mind.world.short_name(mind.id)
        mind.world.doubt(mind.id, row, f"{name} no longer believes: {sentence(mind, row)}", cause=cause, call_id=call)
    elif verdict != "keep" and (verdict == "sure") != (row.value >= SURE):
        evidence = [*row.data["evidence"], *(memory.id for memory in seen)]
        changed = replace(
            row,
            id=0,
            value=SURE if verdict == "sure" else UNSURE,
            created_step=mind.world.step,
            data=row.data | {"evidence": evidence[-_MOST_EVIDENCE:]},
            cause=cause,
        )
        _hold(mind, changed, row, call)


def sentence(mind: Mind, row: BeliefRow) -> str:
    """Return a belief in words for people."""
    name = mind.world.short_name
    verb = "is" if row.kind == "is" else f"{row.kind}:"
    sure = "believes" if row.value >= SURE else "supposes"
    return f"{name(row.agent_id)} {sure} that {name(row.about_id)} {verb} {row.text}"


def witnessed(mind: Mind, memory: MemoryRow, present: Sequence[int], matter: str) -> None:
    """Take note that others saw what was seen: they know it now, and what they took for true of the same matter no longer.

    Args:
        memory: what was seen. present: who else was there, awake and near enough to see it.
        matter: what it is about, the same for all that replaces it ("thing 12").
    """
    for other in present:
        believe(mind, other, "knows", memory.text, SURE, [memory], matter=matter)
