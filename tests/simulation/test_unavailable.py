"""An engine that can answer nobody for a while: nothing is lost, nothing fails, and the run goes on when it is back."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.request import Done, Request, Token, Unavailable
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.run import run_until
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOURS = 360


class Away(ScriptedEngine):
    """An engine whose server is gone until `back`."""

    def __init__(self) -> None:
        self.back = False
        self.asked = 0

    def submit(self, request: Request, done: Done, token: Token | None = None) -> object:
        if self.back:
            return super().submit(request, done, token)
        self.asked += 1
        done(Unavailable("the server is gone; start it again"))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""


def test_thoughts_are_kept_and_asked_again(world: Path, opened: Open, tmp_path: Path) -> None:
    engine = Away()
    session = opened(engine=engine)
    thoughts = session.simulation.thoughts

    def meanwhile() -> None:
        if thoughts.unavailable:
            assert thoughts.unavailable == "the server is gone; start it again"
            engine.back = True
            thoughts.ask_again()

    while session.step < 6 * HOURS:
        session.live(meanwhile)
    session.close()
    assert engine.asked
    assert check(world) == []
    calls, failed = _calls(world)
    assert calls > 5
    assert failed == 0


def test_another_engine_takes_over_what_was_kept(world: Path, opened: Open) -> None:
    session = opened(engine=Away())
    thoughts = session.simulation.thoughts

    def meanwhile() -> None:
        if thoughts.unavailable:
            thoughts.exchange(ScriptedEngine())

    while session.step < 6 * HOURS:
        session.live(meanwhile)
    session.close()
    calls, failed = _calls(world)
    assert calls > 5
    assert failed == 0


def test_the_same_as_if_it_had_never_been_away(world: Path, opened: Open, tmp_path: Path) -> None:
    other = tmp_path / "other.world"
    other.write_bytes(world.read_bytes())
    engine = Away()
    session = opened(engine=engine)

    def meanwhile() -> None:
        engine.back = True
        session.simulation.thoughts.ask_again()

    while session.step < 6 * HOURS:
        session.live(meanwhile)
    session.close()
    straight = opened(other)
    run_until(straight, 6 * HOURS, "scripted")
    straight.close()
    with WorldReader(world) as one, WorldReader(other) as two:
        assert list(one.events()) == list(two.events())


def test_a_run_that_nobody_watches_ends_with_a_sentence_and_a_whole_world(world: Path, opened: Open) -> None:
    session = opened(engine=Away())
    with pytest.raises(Problem, match="the server is gone; start it again"):
        run_until(session, 6 * HOURS, "away")
    session.close()
    assert check(world) == []
    assert _calls(world) == (0, 0)


def _calls(world: Path) -> tuple[int, int]:
    with WorldReader(world) as reader:
        calls = [call for event in reader.events() if event.call_id and (call := reader.call(event.call_id)) is not None]
    return len(calls), sum(bool(call.error) for call in calls)
