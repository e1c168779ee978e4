"""What a row must be before it is written. A row that is not is a bug of whoever made it: `ValueError`, never cut to size."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sandbox_app.worldfile.packing import MAX_STATE
from sandbox_app.worldfile.rows import AgentRow, BeliefRow, CallRow, Event, MemoryRow, PersonaRow, PlanRow, StepBatch

MAX_SENTENCE = 8_000
"""Characters of the text of an event, memory, plan or belief."""
MAX_DATA = 1 << 20
"""Characters of JSON in one row."""
MAX_OUTPUT = 64 << 10
"""Characters of a model's output or its parsed answer."""
MAX_NAME = 200
MAX_VECTOR = 32 << 10
"""Bytes of an embedding: 16,384 dimensions."""
MAX_META = 8 << 20


class LastIds(Struct, frozen=True, kw_only=True):
    """The last id given out in each table; 0 where there is no row yet. The next row gets one more."""

    event: int = 0
    memory: int = 0
    plan: int = 0
    belief: int = 0
    persona: int = 0
    call: int = 0


def bounded(text: str, limit: int, what: str) -> str:
    """Return the text, or raise `ValueError` when it is over its limit."""
    if len(text) > limit:
        raise ValueError(f"{what} of {len(text)} characters is over the limit of {limit}")
    return text


def growing(ids: Iterable[int], last: int, what: str) -> int:
    """Return the last id; raise `ValueError` unless each is greater than the one before it."""
    for number in ids:
        if number <= last:
            raise ValueError(f"{what} {number} comes after {what} {last}: ids must grow")
        last = number
    return last


def batch_ids(batch: StepBatch, last: LastIds) -> LastIds:
    """Return the last ids once a batch is written; raise `ValueError` unless they grow."""
    return LastIds(
        event=growing((row.id for row in batch.events), last.event, "event"),
        memory=growing((row.id for row in batch.memories), last.memory, "memory"),
        plan=growing((row.id for row in batch.plans), last.plan, "plan"),
        belief=growing((row.id for row in batch.beliefs), last.belief, "belief"),
        persona=growing((row.id for row in batch.personas), last.persona, "persona"),
        call=growing((row.id for row in batch.calls), last.call, "call"),
    )


def newcomers(agents: Sequence[AgentRow], known: frozenset[int]) -> None:
    """Check agents that are added to a world: they have the numbers that follow."""
    growing((agent.id for agent in agents), max(known, default=0), "agent")
    for agent in agents:
        bounded(agent.name + agent.short, MAX_NAME, "an agent's name")


def events(rows: Sequence[Event], first_step: int, last_step: int, agents: frozenset[int]) -> None:
    """Check the events of a batch: in order of steps, between the last step written and the batch's."""
    step = first_step
    for row in rows:
        if not step <= row.step <= last_step:
            raise ValueError(f"event {row.id} is of step {row.step}, outside {step}..{last_step}")
        step = row.step
        if row.agent_id and row.agent_id not in agents:
            raise ValueError(f"event {row.id} is of agent {row.agent_id}, who does not exist")
        if not 0 <= row.cause < row.id:
            raise ValueError(f"event {row.id} has cause {row.cause}, which is not before it")
        bounded(row.kind, MAX_NAME, "an event's kind")
        bounded(row.text, MAX_SENTENCE, "an event's text")


def memories(rows: Sequence[MemoryRow]) -> None:
    """Check what only memories have."""
    for row in rows:
        bounded(row.text, MAX_SENTENCE, "a memory")
        if not 0 <= row.importance <= 10:
            raise ValueError(f"memory {row.id} has importance {row.importance}, outside 0..10")


def calls(rows: Sequence[CallRow], agents: frozenset[int]) -> None:
    """Check the calls of a batch."""
    for row in rows:
        if row.agent_id and row.agent_id not in agents:
            raise ValueError(f"call {row.id} is of agent {row.agent_id}, who does not exist")
        if not 0 <= row.asked_step <= row.due_step:
            raise ValueError(f"call {row.id} was asked in step {row.asked_step} and due in {row.due_step}")
        bounded(row.output, MAX_OUTPUT, "a model's output")
        bounded(row.answer, MAX_OUTPUT, "an answer")


def _temporal(given: StepBatch) -> Iterator[MemoryRow | PlanRow | BeliefRow | PersonaRow]:
    yield from given.memories
    yield from given.plans
    yield from given.beliefs
    yield from given.personas


def _sizes(given: StepBatch) -> None:
    for plan in given.plans:
        bounded(plan.activity, MAX_SENTENCE, "an activity")
    for belief in given.beliefs:
        bounded(belief.text, MAX_SENTENCE, "a belief")
    for persona in given.personas:
        bounded(persona.data, MAX_DATA, "a persona")
    for text, _, vector in given.embeddings:
        bounded(text, MAX_SENTENCE, "an embedded text")
        if len(vector) > MAX_VECTOR or len(vector) % 2:
            raise ValueError(f"an embedding of {len(vector)} bytes is no float16 vector within {MAX_VECTOR} bytes")
    if given.snapshot is not None and (len(given.snapshot.state) > MAX_STATE or given.snapshot.step > given.step):
        raise ValueError(f"the snapshot of step {given.snapshot.step} does not fit into step {given.step}")


def batch(given: StepBatch, last_step: int, agents: frozenset[int]) -> None:
    """Check everything of a batch but its ids.

    Raises:
        ValueError: says what is wrong with which row.
    """
    if given.step < last_step:
        raise ValueError(f"step {given.step} comes after step {last_step}")
    events(given.events, last_step, given.step, agents)
    memories(given.memories)
    for memory, importance in given.rated:
        if not 1 <= importance <= 10:
            raise ValueError(f"memory {memory} is rated {importance}, outside 1..10")
    calls(given.calls, agents)
    for row in _temporal(given):
        if row.agent_id not in agents:
            raise ValueError(f"{type(row).__name__} {row.id} is of agent {row.agent_id}, who does not exist")
        if not 0 <= row.created_step <= given.step:
            raise ValueError(f"{type(row).__name__} {row.id} is created in step {row.created_step}, after the batch's {given.step}")
    _sizes(given)
