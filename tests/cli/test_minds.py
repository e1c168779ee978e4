"""`sandbox-app why`, `memory` and `retrieve` as a person or a script meets them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.simulation.why import why
from sandbox_app.worldfile.reader import WorldReader

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in this process; gives its status and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return (status, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "small.world"
    assert main(["new", str(path), "--town", "lane", "--seed", "7"]) == 0
    assert main(["run", str(path), "--for", "6h", "--engine", "scripted"]) == 0
    return path


def test_why_a_line_was_said(ask: Ask, lived: Path) -> None:
    with WorldReader(lived) as reader:
        line = reader.events(kinds=["speak"])[0]
    status, out, err = ask("why", lived, line.id, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["event"]["id"] == line.id
    said = ask("why", lived, line.id)[1]
    assert line.text in said
    assert re.search(r"thought [0-9]+ \(say, scripted\)", said)
    assert "because of" in said
    status, out, err = ask("why", lived, 10**8)
    assert (status, out) == (3, "")
    assert "There is no event 100000000" in err


def test_what_was_said_before_is_told_oldest_first(ask: Ask, lived: Path) -> None:
    with WorldReader(lived) as reader:
        rows = [why(lived, event.id)["utterances"][:5] for event in reader.events(kinds=["speak"])[-30:]]
        longest = max(rows, key=len)
        number = longest[0]["way"][0]["event"]
    assert len(longest) > 2
    told = [line for line in ask("why", lived, number)[1].splitlines() if line.startswith("said before, ")]
    assert told == [f"said before, {row['time']}: {row['text']}" for row in sorted(longest, key=lambda row: row["id"])]


def test_memories_and_retrieval(ask: Ask, lived: Path) -> None:
    rows = json.loads(ask("memory", "list", lived, "--agent", "Nell", "--json")[1])
    assert rows
    assert ask("memory", "list", lived, "--agent", "Nell")[1].count("\n") == len(rows)
    weights = [
        re.search(rf"{row['kind']} +(10|[1-9]|unrated)  ", line)
        for row, line in zip(rows, ask("memory", "list", lived, "--agent", "Nell")[1].splitlines(), strict=True)
    ]
    assert [weight and weight[1] for weight in weights] == [str(row["importance"] or "unrated") for row in rows]
    assert {row["importance"] > 0 for row in rows} == {True, False}, "some are weighed and the latest wait for it"
    found = json.loads(ask("memory", "search", lived, "post", "--json")[1])
    assert all("post" in row["text"].lower() for row in found)
    shown = ask("memory", "show", lived, rows[-1]["id"])[1]
    assert rows[-1]["text"] in shown
    scored = json.loads(ask("retrieve", lived, "--agent", "Nell", "the post", "--k", "3", "--json")[1])
    keys = ["id", "text", "kind", "recency", "importance", "relevance", "score", "raw_recency", "raw_importance", "raw_relevance"]
    assert [list(row) for row in scored] == [keys] * 3
    assert scored[0]["text"] in ask("retrieve", lived, "--agent", "Nell", "the post", "--k", "3")[1]
    assert "Nobody called 'Zed'" in ask("retrieve", lived, "--agent", "Zed", "the post")[2]


def test_interviews(ask: Ask, lived: Path) -> None:
    before = lived.read_bytes()
    status, out, err = ask("interview", lived, "--agent", "Nell", "Who are you?", "--engine", "scripted", "--json")
    assert (status, err) == (0, "")
    report = json.loads(out)
    assert (report["model"], report["answers"][0]["agent"]) == ("scripted", "Nell Harrow")
    assert {"agent", "kind", "question", "answer", "error", "evidence", "call"} == set(report["answers"][0])
    said = ask("interview", lived, "--kinds", "--agent", "Nell", "--engine", "scripted")[1]
    assert said.count("[plans]") == 5
    assert lived.read_bytes() == before
    status, out, err = ask("interview", lived, "--agent", "Nell", "Who are you?", "--json")
    assert (status, err) == (0, "")
    (answer,) = json.loads(out)["answers"]
    assert (json.loads(out)["model"], answer["error"]) == ("town-demo", "")
    assert len(answer["answer"]) > 3


@pytest.mark.parametrize("wrong", [(), ("Who are you?",), ("Who are you?", "--kinds"), ("--agent", "Nell")])
def test_interviews_that_ask_nothing(ask: Ask, lived: Path, wrong: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["interview", str(lived), *wrong, "--engine", "scripted"])
    assert end.value.code == 2


def test_a_thought_is_asked_again_with_something_left_out(ask: Ask, lived: Path, tmp_path: Path) -> None:
    with WorldReader(lived) as reader:
        calls = [head for head in reader.calls() if head.purpose in ("say", "react", "after_talk") and head.asked_step > 60]
    shown = ((call, part) for call in calls for part in json.loads(ask("again", lived, call.id, "--parts", "--json")[1]))
    call, memory = next((call, part) for call, part in shown if part["where"].startswith("memories."))
    assert memory["text"] in ask("again", lived, call.id, "--parts")[1]
    new = tmp_path / "other.world"
    options = ("--leave-out", memory["where"], "--alter", "me.aim=to be alone", "--engine", "scripted")
    told = json.loads(ask("again", lived, call.id, *options, "--fork", new, "--json")[1])
    assert (told["call"], told["was"], told["left"]) == (call.id, call.output, [])
    assert f"{memory['note']}: {memory['text']}" not in told["prompt"]
    assert "to be alone" in told["own"]
    with WorldReader(new) as reader:
        assert reader.last_step() == call.asked_step - 1
    said = ask("again", lived, call.id, *options)[1]
    assert f"On record: {call.output}" in said
    assert "by scripted" in said
    status, out, err = ask("again", lived, call.id, "--alter", "me.aim")
    assert (status, out) == (3, "")
    assert "PART=TEXT" in err
