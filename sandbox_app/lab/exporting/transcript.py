"""What was said in a world, as Markdown: by day, by place, talk by talk."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox_app.lab.exporting.writing import write_lines
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.questions import agent_named, place_words
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def plain(text: str) -> str:
    """Return words in one line so that no sign among them means anything to Markdown or HTML."""
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")


def export_transcript(
    path: Path, out: Path, *, start: str | None = None, end: str | None = None, agent: str | None = None
) -> dict[str, Any]:
    """Write what was said to `out`; return what was written, as `export transcript --json` prints it.

    Args:
        start, end: only what was said between these times, both included.
        agent: only talks in which this one took part, and words to this one.

    Raises:
        Problem: the world, a time or the agent is not right, or the file cannot be written.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        last = reader.last_step()
        steps = [None if time is None else world.clock.meant(time, last) for time in (start, end)]
        events = reader.events(*steps, kinds=["talk_start", "speak", "intervene"])
        names = {row.id: row.name for row in reader.agents()}
        chosen = None if agent is None else agent_named(reader, agent)
        talks = list(_talks(events, chosen))
        lines = list(_markdown(world, names, talks))
    write_lines(out, (line.encode() + b"\n" for line in lines))
    said = sum(event.kind != "talk_start" for talk in talks for event in talk)
    return {"file": str(out), "talks": sum(talk[0].kind != "intervene" for talk in talks), "lines": said}


def _talks(events: list[Event], chosen: int | None) -> Iterator[list[Event]]:
    """Yield what belongs together, in order of its beginning: a talk, or something that a person put into the world."""
    talks: dict[int, list[Event]] = {}
    for event in events:
        number = -event.id if event.kind == "intervene" else int(event.data.get("talk", 0))
        talks.setdefault(number, []).append(event)
    for talk in talks.values():
        members = {event.agent_id for event in talk} | {int(one) for event in talk for one in event.data.get("members", ())}
        if (chosen is None or chosen in members) and any(event.kind != "talk_start" for event in talk):
            yield talk


def _markdown(world: Description, names: dict[int, str], talks: list[list[Event]]) -> Iterator[str]:
    yield f"# {plain(world.title)}"
    days: dict[int, dict[str, list[list[Event]]]] = defaultdict(lambda: defaultdict(list))
    for talk in talks:
        site = world.town.site_of(talk[0].place_id).name if talk[0].place_id else "Everywhere"
        days[world.clock.day(talk[0].step)][site].append(talk)
    for day, places in days.items():
        yield f"\n## Day {day} · {world.clock.time(world.clock.day_time(day, '23:59')):%Y-%m-%d}"
        for site, here in places.items():
            yield f"\n### {plain(site)}"
            for talk in here:
                yield from _talk(world, names, talk)


def _talk(world: Description, names: dict[int, str], talk: list[Event]) -> Iterator[str]:
    first = talk[0]
    hhmm = world.clock.hhmm(first.step)
    if first.kind == "intervene":
        yield f"\n*{hhmm} {plain(first.text)}*"
        return
    members = dict.fromkeys(one for event in talk for one in (*event.data.get("members", ()), event.agent_id) if one)
    place = place_words(world, first.place_id)
    yield f"\n**{hhmm}**, {plain(place)}: {', '.join(plain(names.get(int(one), '')) for one in members)}\n"
    for event in talk:
        said = str(event.data.get("said", ""))
        if event.kind == "speak" and said:
            yield f"- {plain(names.get(event.agent_id, ''))}: {plain(said)}"
