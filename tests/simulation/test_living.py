"""The town lives: repeatably, across a close, and as its record says."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.request import Completion, Done, EngineError, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.state import WorldState
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOURS = 360
"""Steps of an hour."""


def log_of(path: Path) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT id, step, kind, agent_id, place_id, text, data, cause FROM event ORDER BY id").fetchall()


def test_a_day_has_all_that_a_day_has(world: Path, opened: Open) -> None:
    session = opened()
    report = run_until(session, 24 * HOURS, "scripted")
    session.close()
    for kind in ("wake", "plan", "move", "act", "perceive", "remember", "talk_start", "speak", "hear", "talk_end", "reflect", "sleep"):
        assert report.events.get(kind), kind
    assert report.calls["failed"] == 0
    with WorldReader(world) as reader:
        about = describe(reader)
        state = state_at(reader, about, 22 * HOURS)
        assert state.asleep.all()
        heard = [event for event in reader.events(kinds=["hear"])]
        assert all(reader.event(event.cause).kind == "speak" for event in heard)  # type: ignore[union-attr]
        thought = [row for agent in reader.agents() for row in reader.memories(agent.id, kinds=["thought"])]
        assert thought
        assert all(row.evidence and max(row.evidence) < row.id for row in thought)


def test_same_seed_same_log(tmp_path: Path) -> None:
    logs = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.world"
        create_world_file(path, "lane", seed=3)
        session = Session(path, ScriptedEngine(), HashedWords())
        run_until(session, 5 * HOURS, "scripted")
        session.close()
        logs.append(log_of(path))
    assert len(logs[0]) > 100
    assert logs[0] == logs[1]


def test_another_seed_is_another_life(tmp_path: Path) -> None:
    logs = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.world"
        create_world_file(path, "lane", seed=seed)
        session = Session(path, ScriptedEngine(), HashedWords())
        run_until(session, 2 * HOURS, "scripted")
        session.close()
        logs.append(log_of(path))
    assert logs[0] != logs[1]


def test_the_second_day_remembers_the_first(world: Path, opened: Open) -> None:
    for _ in range(2):
        session = opened()
        run_until(session, session.step + 24 * HOURS, "scripted")
        session.close()
    day_two = 24 * HOURS
    with WorldReader(world) as reader:
        first = {row.id for agent in reader.agents() for row in reader.memories(agent.id, day_two - 1)}
        used = {
            scores.memory_id
            for head in reader.calls()
            if head.asked_step > day_two
            for scores in reader.call(head.id).retrieved  # type: ignore[union-attr]
        }
    assert used & first


def test_the_record_gives_the_state_back(world: Path, opened: Open) -> None:
    session = opened()
    seen = {}
    while session.step < 4 * HOURS:
        session.live()
        if session.step % 97 == 0:
            seen[session.step] = session.simulation.here.state.digest()
    session.close()
    with WorldReader(world) as reader:
        about = describe(reader)
        for step, digest in seen.items():
            assert state_at(reader, about, step).digest() == digest, step


def test_a_state_is_packed_and_unpacked_whole(opened: Open) -> None:
    session = opened()
    run_until(session, 3 * HOURS, "scripted")
    state = session.simulation.here.state
    again = WorldState.unpack(session.world.town, state.pack())
    assert again.digest() == state.digest()
    assert (again.place == state.place).all()
    session.close()


def test_a_promise_is_kept(world: Path, opened: Open) -> None:
    session = opened()
    run_until(session, 50 * HOURS, "scripted")
    for mind in session.simulation.minds.values():
        assert all(mind.life_day_of(row.data["step"]) >= mind.plan.day for row in mind.promises.values()), "what is past is let go"
    session.close()
    with contextlib.closing(sqlite3.connect(world)) as connection:
        rows = connection.execute("SELECT agent_id, data FROM belief WHERE kind = 'appointment'").fetchall()
    promises = [(agent, json.loads(data)) for agent, data in rows]
    with WorldReader(world) as reader:
        about = describe(reader)
        past = [(agent, data) for agent, data in promises if data["step"] < 47 * HOURS]
        kept = 0
        for agent, data in past:
            state = state_at(reader, about, int(data["step"]) + 20 * 6)
            kept += about.town.site_of(int(state.place[agent - 1])).id == int(data["place"])
        assert kept >= len(past) * 0.6


class Sulking:
    """An engine that fails at everything, as a broken server would."""

    name = "sulking"
    context = 2048

    def __init__(self) -> None:
        self._scripted = ScriptedEngine()

    def submit(self, request: Request, done: Done, token: Token | None = None) -> "Sulking":
        done(EngineError("the model sulks"))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""

    def knows(self, purpose: str) -> bool:
        return True

    def status(self) -> object:
        return self._scripted.status()

    def close(self) -> None:
        """Nothing is open."""


def test_failed_thoughts_are_seen_and_life_goes_on(world: Path, opened: Open) -> None:
    session = opened(engine=Sulking())
    report = run_until(session, 6 * HOURS, "sulking")
    session.close()
    assert report.events["thought_failed"] == report.calls["failed"] == report.calls["total"]
    assert report.events["move"]
    assert report.events["act"]
    with WorldReader(world) as reader:
        failed = reader.events(kinds=["thought_failed"], limit=1)[0]
        assert "the model sulks" in failed.text
        assert reader.call(failed.call_id).error == "the model sulks"  # type: ignore[union-attr]


class Garbling(ScriptedEngine):
    """A scripted engine whose first answer to each thought cannot be read."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[str] = set()

    def submit(self, request: Request, done: Done, token: Token | None = None) -> object:
        if request.now in self._seen:
            return super().submit(request, done, token)
        self._seen.add(request.now)
        done(Completion(text="hm", submitted=1, computed=1, generated=1, seconds=0.0, model="garbling"))
        return super()


def test_an_unreadable_answer_is_asked_again(world: Path, opened: Open) -> None:
    session = opened(engine=Garbling())
    report = run_until(session, 1 * HOURS, "garbling")
    session.close()
    assert report.events.get("thought_failed", 0) == 0
    assert report.calls["failed"]
    with WorldReader(world) as reader:
        heads = reader.calls()
        assert len({head.id for head in heads}) == report.calls["total"]


def test_a_second_program_cannot_live_the_same_world(opened: Open) -> None:
    session = opened()
    with pytest.raises(WorldProblem, match="open"):
        opened()
    session.close()
