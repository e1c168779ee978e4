"""Temporal rows against a plain model: whatever is added, rated and retired, every step can be seen as it was."""

import tempfile
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow, PersonaRow, PlanRow, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world

# Per step: how far the clock goes on, how many rows are added, and which of those that hold are rated and retired (as shares).
STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.lists(st.floats(0, 0.99), max_size=2), st.lists(st.floats(0, 0.99), max_size=2)),
    min_size=1,
    max_size=8,
)


class Town:
    """The model: what held after every step, kept whole."""

    def __init__(self) -> None:
        self.memories = {row.id: row for row in small_world.KNOWN}
        self.plans: dict[int, PlanRow] = {}
        self.beliefs = {row.id: row for row in small_world.BELIEFS}
        self.personas = {row.id: row for row in small_world.PERSONAS}
        self.history: dict[int, tuple[dict[int, MemoryRow], dict[int, PlanRow], dict[int, BeliefRow], dict[int, PersonaRow]]] = {}
        self.next = 10

    def live(self, step: int, new: int, rated: list[float], retired: list[float]) -> StepBatch:
        batch = StepBatch(step=step)
        unrated = [row.id for row in self.memories.values() if row.importance == 0]
        batch.rated = [(number, 1 + number % 10) for number in _picked(unrated, rated)]
        batch.retired_memories = _picked(list(self.memories), retired)
        batch.retired_plans = _picked(list(self.plans), retired)
        batch.retired_beliefs = _picked(list(self.beliefs), retired)
        batch.retired_personas = _picked(list(self.personas), retired)
        for number in range(self.next, self.next + new):
            agent = 1 + number % 2
            kind = ("seen", "talk")[number % 3 == 0]
            batch.memories.append(MemoryRow(id=number, agent_id=agent, kind=kind, text=f"m{number}", importance=0, created_step=step))
            batch.plans.append(
                PlanRow(
                    id=number, agent_id=agent, level="day", start_step=number * 7 % 40, end_step=50, place_id=1, thing_id=0,
                    activity=f"p{number}", created_step=step,
                )
            )  # fmt: skip
            batch.beliefs.append(
                BeliefRow(id=number, agent_id=agent, about_id=3 - agent, kind="relation", text=f"b{number}", value=0.5, created_step=step)
            )
            batch.personas.append(PersonaRow(id=number, agent_id=agent, data=f'{{"n": {number}}}', created_step=step))
        self.next += new
        self._apply(batch)
        self.history[step] = (dict(self.memories), dict(self.plans), dict(self.beliefs), dict(self.personas))
        return batch

    def _apply(self, batch: StepBatch) -> None:
        for number, importance in batch.rated:
            self.memories[number] = msgspec.structs.replace(self.memories[number], importance=importance, rated_step=batch.step)
        for number in batch.retired_memories:
            del self.memories[number]
        for number in batch.retired_plans:
            del self.plans[number]
        for number in batch.retired_beliefs:
            del self.beliefs[number]
        for number in batch.retired_personas:
            del self.personas[number]
        self.memories.update((row.id, row) for row in batch.memories)
        self.plans.update((row.id, row) for row in batch.plans)
        self.beliefs.update((row.id, row) for row in batch.beliefs)
        self.personas.update((row.id, row) for row in batch.personas)


def _picked(rows: list[int], shares: list[float]) -> list[int]:
    return sorted({rows[int(share * len(rows))] for share in shares if rows})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_step_is_seen_as_it_was(steps: list[tuple[int, int, list[float], list[float]]]) -> None:
    town = Town()
    with tempfile.TemporaryDirectory() as folder:
        path = small_world.make(Path(folder) / "a.world")
        step = 0
        with WorldWriter(path) as writer:
            for onward, new, rated, retired in steps:
                step += onward
                writer.write(town.live(step, new, rated, retired))
        with WorldReader(path) as reader:
            for at in range(max(town.history) + 1):
                lived = [done for done in town.history if done <= at]
                if lived:
                    _same(reader, at, *town.history[max(lived)])
            _same(reader, None, *town.history[max(town.history)])


def _same(
    reader: WorldReader,
    at: int | None,
    memories: dict[int, MemoryRow],
    plans: dict[int, PlanRow],
    beliefs: dict[int, BeliefRow],
    personas: dict[int, PersonaRow],
) -> None:
    assert {row.id: row for row in reader.personas(at)} == personas
    for agent in (1, 2):
        held = [row for row in memories.values() if row.agent_id == agent]
        assert reader.memories(agent, at) == sorted(held, key=lambda row: row.id)
        assert reader.memories(agent, at, kinds=["talk"]) == [row for row in held if row.kind == "talk"]
        assert {row.id: row for row in reader.plans(agent, at)} == {n: row for n, row in plans.items() if row.agent_id == agent}
        assert {row.id: row for row in reader.beliefs(agent, at)} == {n: row for n, row in beliefs.items() if row.agent_id == agent}
