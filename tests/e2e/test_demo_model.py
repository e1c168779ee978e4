"""The demo model that ships, in the real llama.cpp: the tiny town lives its first morning on it."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.llm.engines import default_model, open_embedder, open_engine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader

HOUR = 360
"""Steps of an hour."""


@pytest.mark.timeout(600)
def test_the_town_lives_a_morning_on_the_demo_model(tmp_path: Path) -> None:
    world = tmp_path / "small.world"
    create_world_file(world, "lane", seed=7)
    with closing(open_engine("llama", default_model())) as engine, closing(Session(world, engine, open_embedder())) as session:
        report = run_until(session, 3 * HOUR, "llama")
    assert report.steps == 3 * HOUR
    assert report.calls["total"] > 25, "five plans, their steps, what matters; how many talks there are is chance"
    assert report.calls["failed"] <= report.calls["total"] * 0.05, report.errors
    assert report.events["wake"] == 5
    for kind in ("move", "act", "plan", "remember"):
        assert report.events.get(kind), kind
    assert report.tokens["generated"] > 0
    assert check(world) == []
    with WorldReader(world) as reader:
        purposes = Counter(head.purpose for head in reader.calls())
        assert purposes == report.calls["by_purpose"]
        assert purposes["day_plan"] >= 5
        plans = [reader.call(head.id) for head in reader.calls(purpose="day_plan", failed=False)]
        assert all(call is not None and len(call.output.splitlines()) >= 3 and call.model == report.model for call in plans)
        assert len({call.output for call in plans if call is not None}) > 1
