"""What is read of the file about whom an agent knows; no widgets. Asked behind the window's back."""

from collections import defaultdict
from dataclasses import dataclass

from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, Event, MemoryRow

MOST_TALKS = 12
MOST_EVIDENCE = 3
THINKS = ("is", "wants", "knows")


@dataclass(frozen=True)
class Held:
    """What is held true of somebody, with the memories it rests on; `by_hand`: a person wrote it."""

    belief: BeliefRow
    evidence: tuple[MemoryRow, ...]
    by_hand: bool = False


@dataclass(frozen=True)
class Known:
    """Somebody whom an agent knows or has a thought about.

    Attributes:
        relation: what they are to the agent; None for nobody in particular. held: what it believes about them, newest first.
        talks: the events that began their talks, newest first; `talked` is how many there were.
    """

    agent: int
    relation: BeliefRow | None
    held: tuple[Held, ...]
    talks: tuple[Event, ...]
    talked: int


def known(reader: WorldReader, agent: int, at: int) -> tuple[Known, ...]:
    """Read whom an agent knows as of a step: the closest first, then by how much it has to say about them."""
    relations: dict[int, BeliefRow] = {}
    held: dict[int, list[Held]] = defaultdict(list)
    for belief in reader.beliefs(agent, at):
        if belief.kind == "relation":
            relations[belief.about_id] = belief
        elif belief.kind in THINKS and belief.about_id:
            rests = [reader.memory(int(one), at) for one in belief.data.get("evidence", ())[:MOST_EVIDENCE]]
            cause = reader.event(belief.cause) if belief.cause else None
            by_hand = cause is not None and cause.kind == "edit"
            held[belief.about_id].append(Held(belief, tuple(row for row in rests if row is not None), by_hand))
    talks: dict[int, list[Event]] = defaultdict(list)
    for event in reader.events(None, at, kinds=["talk_start"]):
        members = event.data.get("members", ())
        if agent in members:
            for other in members:
                if other != agent:
                    talks[int(other)].append(event)
    found = [
        Known(other, relations.get(other), tuple(reversed(held[other])), tuple(reversed(talks[other][-MOST_TALKS:])), len(talks[other]))
        for other in {*relations, *held, *talks}
        if other and other != agent
    ]
    return tuple(sorted(found, key=lambda one: (-(one.relation.value if one.relation else -11), -len(one.held) - one.talked, one.agent)))
