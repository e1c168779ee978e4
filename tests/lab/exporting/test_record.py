"""What was said, remembered and happened, and who knew whom, as files that other programs read."""

import csv
import json
from pathlib import Path

import networkx as nx
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.network import export_network
from sandbox_app.lab.exporting.record import export_events, export_memories
from sandbox_app.lab.exporting.transcript import export_transcript, plain
from sandbox_app.worldfile.reader import WorldReader
from tests.lab.conftest import NEWS, Told


@pytest.fixture
def world(told: Told) -> Path:
    told.tells(1, 2, NEWS, "Iris told me of a dance.")
    told.tells(2, 3, "<b>Dance</b> with me, *please*.", "Nell told me of a dance.")
    return told.close()


def test_transcript_has_what_was_said_by_day_and_place(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.md"
    assert export_transcript(world, out) == {"file": str(out), "talks": 2, "lines": 4}
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Little Lark\n\n## Day 1 · 20")
    assert f"- Iris Okoro: {NEWS}\n- Nell Harrow: I see.\n" in text
    assert "- Nell Harrow: &lt;b&gt;Dance&lt;/b&gt; with me, \\*please\\*.\n" in text
    assert export_transcript(world, out, agent="iris")["talks"] == 1
    assert export_transcript(world, out, end="0")["talks"] == 0


def test_words_of_a_stranger_are_no_markup() -> None:
    assert plain("# <img src=x onerror=1> [a](b)\n|`") == "\\# &lt;img src=x onerror=1&gt; \\[a\\](b) \\|\\`"


@pytest.mark.parametrize("kind", ["events", "transcript", "network", "memories"])
def test_a_world_is_never_written_over(world: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = world.read_bytes()
    link = tmp_path / "memories.csv"
    link.symlink_to(world)
    for out in (world, link):
        assert main(["export", kind, str(world), "-o", str(out)]) == 3
        assert "is a world, and would be lost" in capsys.readouterr().err
    assert world.read_bytes() == before


def test_a_spreadsheet_computes_nothing_of_what_somebody_said(told: Told, tmp_path: Path) -> None:
    told.tells(1, 2, NEWS, '=HYPERLINK("http://x","y")')
    export_memories(told.close(), tmp_path / "m.csv")
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file) if "HYPER" in row["text"]] == ['\'=HYPERLINK("http://x","y")']


def test_memories_as_csv_and_json(world: Path, tmp_path: Path) -> None:
    table, listed, lines = (tmp_path / f"m.{ending}" for ending in ("csv", "json", "jsonl"))
    told = [export_memories(world, out) for out in (table, listed, lines)]
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert json.loads(listed.read_text()) == [json.loads(line) for line in lines.read_text().splitlines()]
    assert {one["memories"] for one in told} == {len(rows)}
    with WorldReader(world) as reader:
        kept = [row for agent in reader.agents() for row in reader.memories(agent.id)]
    assert [(int(row["id"]), row["text"]) for row in rows] == [(row.id, row.text) for row in kept]
    assert export_memories(world, table, agent="Piet", at="0")["memories"] < export_memories(world, table, agent="Piet")["memories"]


def test_events_as_lines_of_json(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.jsonl"
    assert export_events(world, out, kind="speak") == {"file": str(out), "events": 4}
    assert [json.loads(line)["agent"] for line in out.read_text(encoding="utf-8").splitlines()][:2] == ["Iris Okoro", "Nell Harrow"]


def test_network_over_time_is_read_by_others(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.graphml"
    told = export_network(world, out)
    graph = nx.read_graphml(out, node_type=int)
    assert {data["name"] for _, data in graph.nodes(data=True)} >= {"Iris Okoro", "Nell Harrow"}
    edges = [data for *_, data in graph.edges(data=True)]
    assert sum(edge["kind"] == "relation" for edge in edges) == told["relations"] > 0
    assert [(edge["lines"], edge["start"] < edge["end"]) for edge in edges if edge["kind"] == "talk"] == [(2, True), (2, True)]
    assert graph.has_edge(1, 2)
    assert export_network(world, out, "0")["talks"] == 0


def test_what_is_wrong_is_said_and_leaves_no_file(world: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Nobody called 'Zoe'"):
        export_memories(world, tmp_path / "m.csv", agent="Zoe")
    with pytest.raises(Problem, match="cannot be written"):
        export_events(world, tmp_path / "no" / "e.jsonl")
    assert not list(tmp_path.glob("m.*"))


@pytest.mark.parametrize(
    ("what", "said"), [("transcript", "4 lines of 2 talks"), ("memories", "memories of 5 agents"), ("network", "2 talks")]
)
def test_commands(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, said: str) -> None:
    out = tmp_path / ("file.csv" if what == "memories" else "file.x")
    assert main(["export", what, str(world), "-o", str(out)]) == 0
    assert said in capsys.readouterr().out
    assert main(["export", what, str(world), "-o", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(out)
