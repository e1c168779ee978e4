"""The measurement of a day with thoughts asked ahead; and that no measurement leaves open what it opened, whatever happens.

Each opens an embedding model in a process of its own: what is left of one fails a test by itself (`nothing_left_behind`).
"""

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.bench_day import bench_day
from sandbox_app.simulation.bench_replay import bench_replay


class Closed(ScriptedEngine):
    """A scripted engine that says when it is closed."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self.told = told

    def close(self) -> None:
        self.told.append("closed")
        super().close()


def test_both_ways_live_the_same_hours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "day", "--town", "lane", "--agents", "3", "--for", "30m", "--json"]) == 0
    figures = msgspec.json.decode(capsys.readouterr().out)
    assert (figures["agents"], figures["sim_seconds"]) == (3, 1800)
    for side in (figures["ahead"], figures["step_by_step"]):
        assert side["calls"]["total"] > 0
        assert side["wall_seconds"] > 0
    assert figures["faster"] == pytest.approx(figures["step_by_step"]["wall_seconds"] / figures["ahead"]["wall_seconds"])


def test_a_day_that_cannot_be_lived_leaves_no_model_open() -> None:
    told: list[str] = []
    with pytest.raises(Problem, match="length of time"):
        bench_day("lane", lambda: Closed(told), agents=3, duration="ten sheep")
    assert told == ["closed"]


def test_a_replay_that_cannot_be_measured_leaves_no_model_open() -> None:
    told: list[str] = []
    with pytest.raises(Problem, match="length of time"):
        bench_replay("lane", lambda: Closed(told), agents=5, days=1, live=1, duration="ten sheep")
    assert told == ["closed"]
