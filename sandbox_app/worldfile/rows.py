"""The rows of a world file. Steps count from 0; ids count from 1; 0 means none.

`memory`, `plan`, `belief` and `persona` are temporal: a row holds from `created_step` until `retired_step` (None: still).
"""

from typing import Any

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened. `text` is a sentence for people; `data` is what `WorldState.apply` needs; `cause` an event's id."""

    id: int
    step: int
    kind: str
    agent_id: int = 0
    place_id: int = 0
    text: str = ""
    data: dict[str, Any] = {}
    cause: int = 0
    call_id: int = 0


class AgentRow(Struct, frozen=True):
    """An agent. What may change about it is in its persona rows."""

    id: int
    name: str
    short: str


class PersonaRow(Struct, frozen=True, kw_only=True):
    """Who an agent is: `data` is the JSON of a cast member."""

    id: int
    agent_id: int
    data: str
    created_step: int
    retired_step: int | None = None


class MemoryRow(Struct, frozen=True, kw_only=True):
    """A memory. Kinds: seen, said, heard, talk, plan, thought (a reflection), known (from the start), self, and what sums up a day,
    week or life.

    Attributes:
        importance: 1..10; 0 until it has been rated.
        rated_step: when it was rated.
        cause: the event it came from. evidence: memories it rests on.
    """

    id: int
    agent_id: int
    kind: str
    text: str
    importance: int
    created_step: int
    retired_step: int | None = None
    rated_step: int | None = None
    cause: int = 0
    evidence: tuple[int, ...] = ()


class PlanRow(Struct, frozen=True, kw_only=True):
    """A line of a plan: `level` "day" (a part of the day) or "step" (minutes with a thing) of the part `parent`.

    `appointment` is the event that made the promise, for lines that keep one.
    """

    id: int
    agent_id: int
    level: str
    start_step: int
    end_step: int
    place_id: int
    thing_id: int
    activity: str
    created_step: int
    retired_step: int | None = None
    parent: int = 0
    cause: int = 0


class BeliefRow(Struct, frozen=True, kw_only=True):
    """What an agent holds true about another. The kinds:

    - "relation": text = what they are to the agent, value = closeness -10..10;
    - "appointment": text = what was promised, data = step, place;
    - "is", "wants", "knows": text = how they are, what they want, what they know (or take for true), value = confidence 0..1,
      data = evidence (memory ids), teller (the agent who said so, 0 when it was seen), matter (newer ones on it replace it).
    """

    id: int
    agent_id: int
    about_id: int
    kind: str
    text: str
    value: float
    created_step: int
    retired_step: int | None = None
    data: dict[str, Any] = {}
    cause: int = 0


class Retrieved(Struct, frozen=True, array_like=True):
    """A memory that was retrieved for a call: the three parts scaled to 0..1, and their weighted sum."""

    memory_id: int
    recency: float
    importance: float
    relevance: float
    score: float


class CallRow(Struct, frozen=True, kw_only=True):
    """A call to a model. `facts` and `answer` are JSON; `error` is "" when it worked; `retrieved` is best first."""

    id: int
    agent_id: int
    purpose: str
    asked_step: int
    due_step: int
    shared: str
    own: str
    now: str
    facts: str
    output: str
    answer: str
    error: str
    model: str
    seed: int
    seconds: float
    submitted: int
    computed: int
    generated: int
    retrieved: tuple[Retrieved, ...] = ()


class Snapshot(Struct, frozen=True):
    """The whole state at the end of a step, packed, with its digest."""

    step: int
    state: bytes
    digest: str


class StepBatch(Struct, kw_only=True):
    """All that one step adds; written in one transaction. Lists are in order."""

    step: int
    events: list[Event] = []
    calls: list[CallRow] = []
    memories: list[MemoryRow] = []
    rated: list[tuple[int, int]] = []
    """(memory id, importance) of memories rated in this step."""
    retired_memories: list[int] = []
    plans: list[PlanRow] = []
    retired_plans: list[int] = []
    beliefs: list[BeliefRow] = []
    retired_beliefs: list[int] = []
    personas: list[PersonaRow] = []
    retired_personas: list[int] = []
    embeddings: list[tuple[str, str, bytes]] = []
    """(text, model, float16 vector) of texts embedded for the first time."""
    snapshot: Snapshot | None = None
