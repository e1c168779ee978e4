"""What ends a run by itself: the first event that is such as the person asked for."""

from collections.abc import Iterable

from sandbox_app.simulation.messages import Halt
from sandbox_app.worldfile.rows import Event


def met(halts: Iterable[Halt], events: Iterable[Event]) -> Event | None:
    """Return the first event that one of the halts is about, None when there is none."""
    halts = tuple(halts)
    return next((event for event in events if any(_is_such(halt, event) for halt in halts)), None) if halts else None


def _is_such(halt: Halt, event: Event) -> bool:
    if halt.kinds and event.kind not in halt.kinds:
        return False
    if halt.agent and event.agent_id != halt.agent:
        return False
    if halt.op and event.data.get("op") != halt.op:
        return False
    return halt.text.casefold() in event.text.casefold()
