"""Where two states of a world are not the same, in words: which part, of whom, what here and what there."""

from collections.abc import Iterator
from typing import Any

import msgspec

from sandbox_app.simulation.packed import PackedOutdoors

_PER_AGENT = frozenset({"x", "y", "facing", "pose", "asleep", "thing", "plan", "wake", "hue", "mood", "activity"})
_OF_THINGS = frozenset({"things", "lines"})
_LONGEST = 120
_NOTHING = "nothing"


def differences(kept: bytes, replayed: bytes) -> Iterator[str]:
    """Yield what differs between two packed states: the one on file and the one replayed.

    Raises:
        msgspec.DecodeError: one of them is no state.
    """
    decoder = msgspec.msgpack.Decoder(PackedOutdoors)
    ours, theirs = decoder.decode(kept), decoder.decode(replayed)
    for name in PackedOutdoors.__struct_fields__:
        for what, left, right in _parts(name, getattr(ours, name), getattr(theirs, name)):
            yield f"{what}: {_short(left)} on file, {_short(right)} replayed"


def _parts(name: str, ours: Any, theirs: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of one field that differ, each with what it is called."""
    if ours == theirs:
        return
    if name == "spots":
        ours, theirs = ({agent: (x, y) for agent, x, y in spots} for spots in (ours, theirs))
    if isinstance(ours, dict):
        whose = "thing" if name in _OF_THINGS else "talk" if name == "talks" else "agent"
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) != theirs.get(key):
                yield f"{name} of {whose} {key}", ours.get(key, _NOTHING), theirs.get(key, _NOTHING)
    elif name in _PER_AGENT and len(ours) == len(theirs):
        for agent, (left, right) in enumerate(zip(ours, theirs, strict=True), 1):
            if left != right:
                yield f"{name} of agent {agent}", left, right
    else:
        yield name, ours, theirs


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
