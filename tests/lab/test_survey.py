"""`survey`: a questionnaire to agents, and its table."""

import csv
import json
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.simulation.create import create_world_file

QUESTIONS = '[work]\nquestions = ["What is your job?", "Who is {friend}?"]\n[town]\nquestions = ["What is new, in your view?"]\n'


@pytest.fixture
def world(tmp_path: Path) -> Path:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", seed=7)
    (tmp_path / "asked.toml").write_text(QUESTIONS, encoding="utf-8")
    return path


def test_everybody_is_asked_everything_and_nothing_changes(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = world.read_bytes()
    out = tmp_path / "table.csv"
    assert main(["survey", str(world), str(tmp_path / "asked.toml"), "--engine", "scripted", "-o", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["model"], report["answered"], len(report["rows"])) == ("scripted", 15, 15)
    assert {row["kind"] for row in report["rows"]} == {"work", "town"}
    with out.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["answer"] for row in table] == [row["answer"] for row in report["rows"]]
    assert [row["evidence"].split() for row in table] == [[str(one) for one in row["evidence"]] for row in report["rows"]]
    assert all(row["evidence"] for row in table)
    assert world.read_bytes() == before


def test_some_are_asked(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [str(world), str(tmp_path / "asked.toml"), "--engine", "scripted"]
    assert main(["survey", *asked, "--agent", "Sol", "--agent", "Nell", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["agent"] for row in rows] == ["Sol Okoro"] * 3 + ["Nell Harrow"] * 3
    assert main(["survey", *asked, "--agent", "Sol"]) == 0
    assert "3 of 3 questions answered by scripted" in capsys.readouterr().out
    assert main(["survey", *asked, "--agent", "Zed"]) == 3
    assert main(["survey", str(world), str(tmp_path / "none.toml"), "--engine", "scripted"]) == 3
