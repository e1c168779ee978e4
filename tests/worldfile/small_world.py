"""A world of two people, for the tests of this room: how it is made, and a step in which everything happens."""

from pathlib import Path

from sandbox_app.worldfile.create import create_world
from sandbox_app.worldfile.rows import (
    AgentRow,
    BeliefRow,
    CallRow,
    Event,
    MemoryRow,
    PersonaRow,
    PlanRow,
    Retrieved,
    Snapshot,
    StepBatch,
)

AGENTS = [AgentRow(1, "Ada Byrne", "Ada"), AgentRow(2, "Bo Quist", "Bo")]
PERSONAS = [PersonaRow(id=n, agent_id=n, data=f'{{"age": {30 + n}}}', created_step=0) for n in (1, 2)]
KNOWN = [
    MemoryRow(id=1, agent_id=1, kind="known", text="I keep the café by the harbour.", importance=5, created_step=0),
    MemoryRow(id=2, agent_id=2, kind="known", text="I want to be mayor.", importance=8, created_step=0),
]
BELIEFS = [BeliefRow(id=1, agent_id=1, about_id=2, kind="relation", text="a customer", value=2.0, created_step=0)]


def make(path: Path) -> Path:
    """Make the world and return where it is."""
    create_world(path, {"town": "tiny", "seed": "7"}, AGENTS, PERSONAS, KNOWN, BELIEFS)
    return path


def call(number: int, step: int, *, agent: int = 1, now: str = "It is nine.\n", error: str = "") -> CallRow:
    """A call of one agent that was asked and due in a step."""
    return CallRow(
        id=number, agent_id=agent, purpose="react", asked_step=step, due_step=step, shared="You live in a town.\n",
        own=f"You are number {agent}.\n", now=now, facts=f'{{"now": {step}}}', output="1\nbusy", answer='{"option": 1}', error=error,
        model="scripted", seed=number * 17, seconds=0.25, submitted=100, computed=20, generated=5,
        retrieved=(Retrieved(agent, 1.0, 0.5, 0.25, 1.75),),
    )  # fmt: skip


def full_step(step: int = 3) -> StepBatch:
    """A first step of a world just made in which each kind of row is written."""
    return StepBatch(
        step=step,
        events=[
            Event(id=1, step=step, kind="speak", agent_id=2, place_id=4, text="Bo: “A coffee, please.”", data={"to": [1]}),
            Event(id=2, step=step, kind="hear", agent_id=1, place_id=4, text="Ada hears Bo.", cause=1, call_id=1),
        ],
        calls=[call(1, step)],
        memories=[
            MemoryRow(
                id=3, agent_id=1, kind="heard", text="Bo asked for a coffee.", importance=0, created_step=step, cause=1, evidence=(1,)
            )
        ],
        rated=[],
        retired_memories=[1],
        plans=[
            PlanRow(
                id=1, agent_id=1, level="step", start_step=step, end_step=step + 30, place_id=4, thing_id=9, activity="make coffee",
                created_step=step, cause=2,
            )
        ],
        beliefs=[
            BeliefRow(id=2, agent_id=1, about_id=2, kind="relation", text="a regular", value=3.5, created_step=step, data={"since": step})
        ],
        retired_beliefs=[1],
        personas=[PersonaRow(id=3, agent_id=2, data='{"age": 33}', created_step=step)],
        retired_personas=[2],
        embeddings=[("Bo asked for a coffee.", "minilm", b"\x00\x3c\x00\x00")],
        snapshot=Snapshot(step, b"state of the town" * 20, "d1"),
    )  # fmt: skip
