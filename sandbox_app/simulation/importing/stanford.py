"""Agents of the Stanford town (Park et al., 2023): `scratch.json`, `associative_memory/nodes.json`, `spatial_memory.json`.

A folder may be one agent's (with or without `bootstrap_memory` in it), or a whole simulation's with `personas`. Embeddings are not
taken over: they are made anew.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.simulation.importing import newcomer
from sandbox_app.simulation.importing.cards import bounded_bytes
from sandbox_app.simulation.importing.newcomer import Kept, Newcomer

MOST_BYTES = 64 << 20
MOST_AGENTS = 100
MOST_PLACES = 20

_KINDS = {"event": "seen", "thought": "thought", "chat": "talk"}
_CLOCK = r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?m"
_BED = re.compile(rf"(?:bed|sleep)\D{{0,20}}{_CLOCK}", re.IGNORECASE)
_WAKE = re.compile(rf"(?:wake|awake|up)\w*\D{{0,20}}{_CLOCK}", re.IGNORECASE)


class _Scratch(Struct):
    name: str
    first_name: str = ""
    age: int | None = None
    innate: str | None = ""
    learned: str | None = ""
    currently: str | None = ""
    lifestyle: str | None = ""
    living_area: str | None = ""
    daily_plan_req: str | None = ""


class _Node(Struct):
    description: str
    type: str = "event"
    node_count: int = 0
    poignancy: float = 0
    predicate: Any = ""
    object: Any = ""


def agent_folders(folder: Path) -> list[Path]:
    """Return the folders with a `scratch.json` that a folder stands for; none where it is no such folder."""
    for place in (folder, folder / "bootstrap_memory"):
        if (place / "scratch.json").is_file():
            return [place]
    people = folder / "personas" if (folder / "personas").is_dir() else folder
    found = sorted(path.parent for pattern in ("*/scratch.json", "*/bootstrap_memory/scratch.json") for path in people.glob(pattern))
    return found[:MOST_AGENTS]


def read_agent(folder: Path) -> Newcomer:
    """Read one agent's folder.

    Raises:
        Problem: a file is missing, damaged or too large.
    """
    scratch = _read(folder / "scratch.json", _Scratch)
    source = folder.parent.name if folder.name == "bootstrap_memory" else folder.name
    name, short = newcomer.names_of(scratch.name, source)
    learned, left = newcomer.identity_of(scratch.learned or "")
    everything = " ".join((scratch.learned or "", scratch.currently or "", scratch.lifestyle or ""))
    traits, pronouns = newcomer.traits_in(scratch.innate or ""), newcomer.pronouns_in(everything)
    age = scratch.age if scratch.age is not None and 1 <= scratch.age <= 120 else None
    area = (scratch.living_area or "").split(":")
    own = [
        *(Kept("known", line, 6) for line in left),
        *(Kept("known", line, 8) for line in newcomer.sentences(scratch.currently or "")),
        *(Kept("known", line, 5) for line in newcomer.sentences(scratch.daily_plan_req or "")),
        *(Kept("known", line, 3) for line in newcomer.sentences(scratch.lifestyle or "")),
        *_places(folder / "spatial_memory.json"),
    ]
    lived = _memories(folder / "associative_memory" / "nodes.json")
    return Newcomer(
        source=source,
        name=name,
        short=newcomer.names_of(scratch.first_name, source)[1] if any(map(str.isalpha, scratch.first_name[:1000])) else short,
        age=age or 30,
        pronouns=pronouns or "they",
        job=_job(scratch.learned or "", name) or "new in town",
        traits=traits or ("reserved", "observant"),
        identity=learned or f"{short} is new in town.",
        wake=_time(_WAKE, scratch.lifestyle or "", "07:00"),
        bed=_time(_BED, scratch.lifestyle or "", "22:30"),
        home=newcomer.plain_line(area[1], 80) if len(area) > 1 else "",
        memories=(*own, *lived[-(newcomer.MOST_MEMORIES - len(own)) :])[: newcomer.MOST_MEMORIES],
        assumed=tuple(
            what for what, is_known in (("age", age), ("pronouns", pronouns), ("traits", traits), ("identity", learned)) if not is_known
        ),
    )


def _read(path: Path, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(bounded_bytes(path, MOST_BYTES), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(f"{path.parent.name}/{path.name} is not what the Stanford town writes.", str(error)) from error


def _memories(path: Path) -> list[Kept]:
    """Return what an agent remembers, oldest first; that a thing is idle is no memory."""
    if not path.is_file():
        return []
    nodes = sorted(_read(path, dict[str, _Node]).values(), key=lambda node: node.node_count)
    kept = []
    for node in nodes:
        text = newcomer.plain_line(node.description, newcomer.LONGEST_MEMORY)
        if len(text) > 1 and "idle" not in (node.object, text.rsplit(" ", 1)[-1]) and node.type in _KINDS:
            kept.append(Kept(_KINDS[node.type], text, max(1, min(10, round(node.poignancy)))))
    return kept


def _places(path: Path) -> list[Kept]:
    """Return one memory of the places somebody knows where they come from."""
    if not path.is_file():
        return []
    worlds = _read(path, dict[str, dict[str, Any]])
    kept = []
    for world, sectors in list(worlds.items())[:3]:
        names = ", ".join(newcomer.plain_line(name, 40) for name in list(sectors)[:MOST_PLACES])
        if names:
            kept.append(Kept("known", newcomer.plain_line(f"Where I come from, {world}, I know {names}.", newcomer.LONGEST_MEMORY), 2))
    return kept


def _job(learned: str, name: str) -> str:
    """Return "cafe owner" of "Isabella Rodriguez is a cafe owner of …"."""
    found = re.search(rf"{re.escape(name)} is an? ([\w' -]{{3,60}}?)(?: (?:of|at|who|in|and|for|with)\b|[,.])", learned[:1000])
    return newcomer.line(found[1]) if found else ""


def _time(pattern: re.Pattern[str], text: str, otherwise: str) -> str:
    found = pattern.search(text[:2000])
    if not found:
        return otherwise
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return f"{hour:02d}:{int(found[2] or 0) % 60:02d}"
