"""The measurement of long worlds, and the long worlds made for it."""

from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.repeated import at_rest, repeat_last_day
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

DAY = 8640


@pytest.fixture
def a_day(world: Path) -> Path:
    """A world lived for a day and on until nobody talks or walks."""
    with closing(Session(world, ScriptedEngine(), HashedWords())) as session:
        while session.step < DAY or not at_rest(session.simulation.here.state):
            session.live()
    return world


def said(events: list[Event]) -> list[tuple[str, int, str]]:
    return [(event.kind, event.agent_id, event.text) for event in events if event.kind == "speak"]


def test_a_repeated_day_is_a_world_like_any_other(a_day: Path) -> None:
    with WorldReader(a_day) as reader:
        end = reader.last_step()
        if not at_rest(state_at(reader, describe(reader), end - DAY)):
            pytest.fail("the world of this test begins with everybody in bed")
    assert repeat_last_day(a_day, 2) > 100
    assert check(a_day) == []
    assert replay(a_day, verify=True).mismatches == 0
    with WorldReader(a_day) as reader:
        assert reader.last_step() == end + 2 * DAY
        days = [reader.events(end - DAY + 1 + n * DAY, end + n * DAY) for n in range(3)]
        assert said(days[0]) == said(days[1]) == said(days[2]) != []
        assert all(call.due_step == reader.calls(limit=1, after_id=call.id - 1)[0].due_step for call in reader.calls(latest=True, limit=9))


def test_a_world_that_has_not_lived_a_day_cannot_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "new.world"
    create_world_file(path, "lane")
    with pytest.raises(Problem, match="nobody talks or walks"):
        repeat_last_day(path, 1)


def test_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "replay", "--town", "lane", "--agents", "5", "--days", "2", "--live", "1", "--for", "10m", "--json"]) == 0
    figures = msgspec.json.decode(capsys.readouterr().out)
    assert (figures["days"], figures["lived_days"], figures["agents"], figures["mismatches"]) == (2, 1, 5, 0)
    assert 0 < figures["seek_p50_ms"] <= figures["seek_p99_ms"]
    assert figures["mb_per_day"] > figures["mb_per_day_without_prompts"] > 0
    assert set(figures["limits"]) <= set(figures)
    assert figures["model_calls"] > 0
    assert 0 < figures["write_percent"] < 100
    assert 0 < figures["write_percent_scripted"] < 100
    assert figures["model_mb_per_day"] >= figures["model_mb_per_day_without_prompts"] > 0
    assert main(["bench", "replay", "--days", "2", "--live", "3"]) == 3
    assert "at most all 2, not 3" in capsys.readouterr().err
