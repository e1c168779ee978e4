"""Thoughts are asked as early as their inputs are settled, and take effect when they are due, whenever that is in wall-clock time."""

from collections.abc import Callable
from pathlib import Path

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.request import Done, EngineStatus, Handle, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

HOUR = 360


class Lazy:
    """Answers as the scripted engine does, but only when the clock waits, and the latest asked first."""

    name = "scripted"
    context = 2048

    def __init__(self) -> None:
        self._engine = ScriptedEngine()
        self.kept: list[tuple[Request, Done]] = []
        self.most = 0

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Handle:
        self.kept.append((request, done))
        self.most = max(self.most, len(self.kept))
        return self

    def cancel(self) -> None:
        self.kept.clear()

    def answer_one(self) -> None:
        if self.kept:
            request, done = self.kept.pop()
            self._engine.submit(request, done)

    def knows(self, purpose: str) -> bool:
        return self._engine.knows(purpose)

    def status(self) -> EngineStatus:
        return self._engine.status()

    def close(self) -> None:
        self.kept.clear()


def _lived(path: Path, engine: ScriptedEngine | Lazy, steps: int, meanwhile: Callable[[], None] = lambda: None) -> list[object]:
    session = Session(path, engine, HashedWords())
    for _ in range(steps):
        session.live(meanwhile)
    session.close()
    with WorldReader(path) as reader:
        return [(event.step, event.kind, event.agent_id, event.text, event.call_id) for event in reader.events()]


def _world(folder: Path, name: str, **settings: bool) -> Path:
    path = folder / name
    create_world_file(path, "lane", seed=7, settings=Settings(**settings))
    return path


def test_a_slow_engine_that_answers_in_any_order_lives_the_same_life(tmp_path: Path) -> None:
    lazy = Lazy()
    at_once = _lived(_world(tmp_path, "one.world"), ScriptedEngine(), 3 * HOUR)
    late = _lived(_world(tmp_path, "other.world"), lazy, 3 * HOUR, lazy.answer_one)
    assert late == at_once
    assert lazy.most > 4


def test_thoughts_are_asked_before_they_are_due(tmp_path: Path) -> None:
    path = _world(tmp_path, "ahead.world")
    _lived(path, ScriptedEngine(), 16 * HOUR)
    with WorldReader(path) as reader:
        calls = reader.calls()
        ahead = {call.purpose: max(one.due_step - one.asked_step for one in calls if one.purpose == call.purpose) for call in calls}
    assert ahead["decompose"] > HOUR // 4
    assert ahead["importance"] > 6
    assert min(ahead[purpose] for purpose in ("react", "say", "after_talk")) > 0


def test_the_first_plan_is_thought_of_before_its_owner_wakes_and_holds_from_then_on(tmp_path: Path) -> None:
    path = _world(tmp_path, "morning.world")
    _lived(path, ScriptedEngine(), HOUR)
    with WorldReader(path) as reader:
        woken = {event.agent_id: event.step for event in reader.events(kinds=["wake"])}
        plans = [call for call in reader.calls() if call.purpose == "day_plan"]
        adopted = {event.agent_id: event.step for event in reversed(reader.events(kinds=["plan"]))}
    assert max(woken.values()) > 60
    for call in plans:
        assert call.asked_step == 2
        assert call.due_step == woken[call.agent_id]
        assert adopted[call.agent_id] == woken[call.agent_id] + 1


def test_step_by_step_every_thought_is_due_when_it_is_asked(tmp_path: Path) -> None:
    path = _world(tmp_path, "steps.world", ahead=False)
    _lived(path, ScriptedEngine(), 6 * HOUR)
    with WorldReader(path) as reader:
        calls = reader.calls()
    assert {call.purpose for call in calls} >= {"day_plan", "decompose", "react", "say"}
    assert all(call.due_step == call.asked_step for call in calls)
