"""What is read of the file to say why something happened; no widgets. Asked behind the window's back."""

from dataclasses import dataclass

from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow, Event, MemoryRow, PlanRow, Retrieved
from sandbox_app.worldfile.texts import TextForgotten

NEAR = 4
"""So near in the chain of causes a thought is the thought behind an event."""
MOST_SAID = 6
PLANS = ("plan", "replan")


@dataclass(frozen=True)
class Remembered:
    """A memory as it was retrieved for a thought, with the parts of its score."""

    memory: MemoryRow
    scores: Retrieved


@dataclass(frozen=True)
class Why:
    """Why something happened.

    Attributes:
        event: what is asked about. line: the line of the plan that it follows.
        call: the thought behind it, with `told`, the memories retrieved for it, best first, or for the one before (`told_for`).
        chain: what caused it, nearest first. prompts_gone: the world was told to forget its prompts.
    """

    event: Event
    line: PlanRow | None
    call: CallRow | None
    told: tuple[Remembered, ...]
    told_for: str
    chain: tuple[Event, ...]
    prompts_gone: bool = False


def read(reader: WorldReader, number: int) -> Why | None:
    """Read why an event happened, but for what was said long before; None where there is no such event."""
    from sandbox_app.simulation.why import behind  # late: it brings along what the first picture can do without

    event = reader.event(number)
    if event is None:
        return None
    chain = behind(reader, event)
    calls: list[CallRow] = []
    gone = False
    for link in chain[:NEAR]:
        try:
            call = reader.call(link.call_id) if link.call_id else None
        except TextForgotten:
            gone = True
            continue
        if call is not None:
            calls.append(call)
        if call is not None and call.retrieved:
            break
    source = next((call for call in calls if call.retrieved), None)
    told = [
        Remembered(memory, scores)
        for scores in (source.retrieved if source else ())
        if source is not None and (memory := reader.memory(scores.memory_id, source.asked_step)) is not None
    ]
    line = reader.row(PlanRow, int(event.data["plan"])) if event.data.get("plan") else None
    return Why(event, line, calls[0] if calls else None, tuple(told), source.purpose if source else "", tuple(chain[1:]), gone)


def said_before(reader: WorldReader, number: int) -> list[Event]:
    """Read the lines that somebody said, from which what was known led to an event, nearest first."""
    from sandbox_app.simulation.why import why

    try:
        found = why(reader.path, number)["utterances"]
    except TextForgotten:
        return []
    events = [reader.event(int(one["id"])) for one in found[:MOST_SAID]]
    return [event for event in events if event is not None]


def because(why: Why, name: str, time: str) -> str:
    """The reason in a sentence, to be read after what happened.

    Args:
        name: who did it. time: when the line of the plan begins.
    """
    own = why.call is not None and why.call.id == why.event.call_id
    if own and why.told and why.told_for == (why.call.purpose if why.call else ""):
        return tr("because {name} remembered: “{memory}”", name=name, memory=why.told[0].memory.text)
    if why.line is not None:
        return tr("because it stood in {name}'s plan for {time}: “{activity}”", name=name, time=time, activity=why.line.activity)
    if why.chain:
        return tr("because of what came before: “{text}”", text=why.chain[0].text)
    if own:
        return tr("because that is what {name} thought of, with nothing in particular remembered", name=name)
    return tr("and nothing on the record came before it")
