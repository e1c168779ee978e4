"""Days and weeks are summed up with evidence, once each, and a long life is found through its summaries."""

from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

DAY = 8640


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week and a night of two people; the program is closed once in the middle of a night."""
    path = tmp_path_factory.mktemp("lived") / "lane.world"
    create_world_file(path, "lane", agents=2, seed=5, settings=Settings(reflection_threshold=60))
    for until in (2 * DAY + 8000, 7 * DAY + 300):
        session = Session(path, ScriptedEngine(), HashedWords())
        assert not run_until(session, until, "scripted").errors
        session.close()
    return path


def test_each_day_is_summed_up_once_with_what_it_rests_on(lived: Path) -> None:
    with WorldReader(lived) as reader:
        world_days = {event.data["period"] for event in reader.events(agent=1, kinds=["reflect"]) if "period" in event.data}
        periods = [event.data["period"] for event in reader.events(agent=1, kinds=["reflect"]) if "period" in event.data]
        memories = {row.id: row for row in reader.memories(1)}
    assert len(periods) == len(world_days)
    assert {f"day {day}" for day in range(2, 7)} <= world_days
    assert "days 1 to 7" in world_days
    for row in memories.values():
        if row.kind == "day":
            assert row.evidence
            assert all(memories[number].kind not in ("day", "week", "plan", "self") for number in row.evidence)
        if row.kind == "week":
            assert row.text.startswith("On days 1 to 7: ")
            assert {memories[number].kind for number in row.evidence} == {"day"}
    assert all(row.retired_step is None for row in memories.values())  # nothing is forgotten for it


def test_reflections_rest_on_reflections_and_their_questions_are_kept(lived: Path) -> None:
    with WorldReader(lived) as reader:
        rows = {row.id: row for agent in (1, 2) for row in reader.memories(agent)}
        raised = [event for event in reader.events(kinds=["reflect"]) if "questions" in event.data]
        answered = [event for event in reader.events(kinds=["reflect"]) if "question" in event.data]
    assert raised
    assert all(len(event.data["questions"]) == 3 for event in raised)
    by_id = {event.id: event for event in raised}
    assert answered
    assert all(event.data["question"] in by_id[event.cause].data["questions"] for event in answered)
    trees = [row for row in rows.values() if row.kind == "thought" and any(rows[one].kind in ("thought", "day") for one in row.evidence)]
    assert trees


def test_what_one_says_of_oneself_is_renewed_when_memory_has_moved_on(lived: Path) -> None:
    with WorldReader(lived) as reader:
        selves = [row.created_step for row in reader.memories(1, kinds=["self"])]
        raised = [event.step for event in reader.events(agent=1, kinds=["reflect"]) if "questions" in event.data]
    assert raised
    for step in raised:  # renewed then, or within the six hours before
        assert any(step - 6 * 360 <= renewed <= step + 360 for renewed in selves)
    assert {step // DAY for step in selves} >= set(range(1, 7))
