"""`export traces`: what a tuning tool reads out of a world."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.traces import Wanted, export_traces
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow, Event, MemoryRow, StepBatch
from sandbox_app.worldfile.writer import WorldWriter


def call(number: int, agent: int, output: str, *, purpose: str = "after_talk", model: str = "small", error: str = "") -> CallRow:
    return CallRow(
        id=number, agent_id=agent, purpose=purpose, asked_step=number, due_step=number, shared="A town.\n", own=f"I am {agent}.\n",
        now=f"It is {number}.\n", facts="{}", output=output, answer="", error=error, model=model, seed=1, seconds=0.0, submitted=9,
        computed=9, generated=2,
    )  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Five calls: one failed, one corrected, one rated badly, and one of whose lines became a memory that was changed."""
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    writer = WorldWriter(path)
    first = writer.last_ids()
    event, memory = first.event + 1, first.memory + 1
    calls = [
        call(1, 2, "none\n0\nSol bakes bread.\n"),
        call(2, 1, "3\nHello, Süße!\n", purpose="say"),
        call(3, 1, "4\nGo away.\n", purpose="say", model="large"),
        call(4, 1, "", error="no answer"),
        call(5, 1, "2\nWhatever.\n", purpose="say"),
    ]
    made = Event(id=event, step=6, kind="remember", agent_id=2, call_id=1)
    old = MemoryRow(id=memory, agent_id=2, kind="talk", text="Sol bakes bread.", importance=3, created_step=6, cause=event)
    writer.write(StepBatch(step=6, calls=calls, events=[made], memories=[old]))
    edits = [
        Event(id=event + 1, step=7, kind="edit", data={"call": 2, "answer": "3\nGood morning!\n"}),
        Event(id=event + 2, step=7, kind="edit", data={"call": 3, "rating": -1}),
        Event(
            id=event + 3,
            step=7,
            kind="edit",
            agent_id=2,
            data={"changes": [{"table": "memory", "agent": 2, "retired": memory, "added": memory + 1}]},
        ),
        Event(id=event + 4, step=7, kind="edit", data={"call": 5, "rating": 1}),
    ]
    new = MemoryRow(
        id=memory + 1, agent_id=2, kind="talk", text="Sol gave me bread.", importance=3, created_step=7, rated_step=7, cause=event + 3
    )
    writer.write(StepBatch(step=7, events=edits, memories=[new], retired_memories=[memory]))
    writer.close()
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_thought_that_worked_is_a_conversation(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "town.jsonl"
    written = export_traces(world, out)
    assert written == {
        "file": str(out), "traces": 3, "pairs_file": str(tmp_path / "town.pairs.jsonl"), "pairs": 2, "left_out": 1,
    }  # fmt: skip
    first, corrected, changed = rows(out)
    assert first["messages"] == [
        {"role": "system", "content": "A town.\n"},
        {"role": "user", "content": "I am 1.\nIt is 2.\n"},
        {"role": "assistant", "content": "3\nGood morning!\n"},
    ]
    assert (first["purpose"], first["agent"], first["model"], first["call"], first["step"]) == ("say", "Iris Okoro", "small", 2, 2)
    assert corrected["messages"][2]["content"] == "2\nWhatever.\n"
    assert changed["messages"][2]["content"] == "none\n0\nSol gave me bread.\n"


def test_corrections_are_preferred_to_what_was_said(world: Path, tmp_path: Path) -> None:
    export_traces(world, tmp_path / "town.jsonl")
    said, remembered = rows(tmp_path / "town.pairs.jsonl")
    assert said["prompt"] == [{"role": "system", "content": "A town.\n"}, {"role": "user", "content": "I am 1.\nIt is 2.\n"}]
    assert said["chosen"] == [{"role": "assistant", "content": "3\nGood morning!\n"}]
    assert said["rejected"] == [{"role": "assistant", "content": "3\nHello, Süße!\n"}]
    assert remembered["rejected"] == [{"role": "assistant", "content": "none\n0\nSol bakes bread.\n"}]
    assert remembered["chosen"] == [{"role": "assistant", "content": "none\n0\nSol gave me bread.\n"}]


def test_what_is_wanted_can_be_named(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "town.jsonl"
    assert export_traces(world, out, Wanted(agent="Iris", purpose="say", model="small", start="3"))["traces"] == 1
    assert [row["call"] for row in rows(out)] == [5]
    assert not (tmp_path / "town.pairs.jsonl").exists()
    with pytest.raises(Problem, match="nothing to write"):
        export_traces(world, out, Wanted(purpose="reflect"))
    assert [row["call"] for row in rows(out)] == [5]


def test_a_file_that_cannot_be_written(world: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="choose another place"):
        export_traces(world, tmp_path / "none" / "town.jsonl")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem, match="choose a name for the file in it"):
        export_traces(world, tmp_path / "folder")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_the_command(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "town.jsonl"
    assert main(["export", "traces", str(world), "-o", str(out)]) == 0
    assert f"3 thoughts are in {out}." in capsys.readouterr().out
    assert main(["export", "traces", str(world), "-o", str(out), "--by", "large", "--json"]) == 3
    assert main(["export", "traces", str(world), "-o", str(out), "--agent", "Nell", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["traces"] == 1


def test_reworded_again_and_undone(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "town.jsonl"

    def chosen() -> str:
        export_traces(world, out)
        text: str = rows(tmp_path / "town.pairs.jsonl")[1]["chosen"][0]["content"]
        return text

    with WorldReader(world) as reader:
        number = next(row.id for row in reader.memories(2) if row.text == "Sol gave me bread.")
    assert main(["memory", "edit", str(world), str(number), "--text", "Sol sold me bread."]) == 0
    assert chosen() == "none\n0\nSol sold me bread.\n"
    assert main(["undo", str(world)]) == 0
    assert chosen() == "none\n0\nSol gave me bread.\n"
    capsys.readouterr()
