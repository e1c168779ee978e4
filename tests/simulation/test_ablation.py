"""A world lives on with a faculty switched off, and that faculty leaves nothing on the record."""

from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

HOURS = 360
OBSERVED = {"seen", "heard", "talk", "promise", "did"}
REFLECTIONS = {"thought", "self"}
PLANNING = {"wake_hour", "day_plan", "decompose", "revise_plan"}


def lived(path: Path, settings: Settings) -> tuple[set[str], set[str], dict[str, int]]:
    """Live half a day; return the kinds of memories, the purposes of calls, and the events by kind."""
    create_world_file(path, "lane", seed=7, settings=settings)
    session = Session(path, ScriptedEngine(), HashedWords())
    report = run_until(session, 14 * HOURS, "scripted")
    session.close()
    assert not report.errors
    with WorldReader(path) as reader:
        kinds = {row.kind for agent in reader.agents() for row in reader.memories(agent.id)}
        return kinds, {row.purpose for row in reader.call_totals()}, reader.event_counts()


@pytest.mark.parametrize(
    ("faculty", "kinds", "purposes"),
    [
        ("observation", OBSERVED, {"after_talk"}),
        ("reflection", REFLECTIONS, {"reflect_questions", "reflect_insights"}),
        ("planning", {"plan"}, PLANNING),
    ],
)
def test_a_faculty_that_rests_leaves_nothing(tmp_path: Path, faculty: str, kinds: set[str], purposes: set[str]) -> None:
    settings = Settings(reflection_threshold=60)
    has_kinds, has_purposes, _ = lived(tmp_path / "whole.world", settings)
    assert has_kinds & kinds
    assert purposes & has_purposes
    without, asked, events = lived(tmp_path / "without.world", Settings(reflection_threshold=60, **{faculty: False}))
    assert not without & kinds
    assert not asked & purposes
    assert all(events[kind] for kind in ("wake", "move", "act", "perceive"))
