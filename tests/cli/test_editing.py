"""The commands that change what a world holds, and those that show it."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.session import Session
from sandbox_app.town.paths import decode
from sandbox_app.worldfile.check import check
from tests.cli.conftest import Ask


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("edited") / "small.world"
    assert main(["new", str(path), "--town", "lane", "--seed", "7"]) == 0
    assert main(["run", str(path), "--for", "3h", "--engine", "scripted"]) == 0
    return path


@pytest.fixture
def lived(lived_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(lived_once, tmp_path / "small.world"))


def texts(ask: Ask, world: Path, agent: str = "Iris") -> list[str]:
    return [row["text"] for row in ask("memory", "list", world, "--agent", agent, "--json").json]


def test_memories_are_changed_and_every_change_is_undone(ask: Ask, lived: Path) -> None:
    before = texts(ask, lived)
    added = ask("memory", "add", lived, "--agent", "Iris", "The regatta is on Sunday.", "--importance", "8", "--json").json
    assert (added["name"], added["undo"], added["redo"]) == ("add a memory to Iris", "add a memory to Iris", "")
    number = added["changes"][0]["added"]
    said = ask("memory", "edit", lived, number, "--text", "The regatta is on Monday.", "--importance", "3").out
    assert "Reword a memory of Iris: “The regatta is on Sunday.” is now “The regatta is on Monday.”" in said
    shown = ask("memory", "retire", lived, "--matching", "regatta", "--preview", "--json").json
    assert (shown["event"], shown["name"]) == (0, "retire a memory about “regatta”")
    assert "The regatta is on Monday." in texts(ask, lived), "a preview changes nothing"
    ask("memory", "retire", lived, "--matching", "regatta", "--agent", "Iris")
    assert texts(ask, lived) == before
    retired = ask("undo", lived, "--list", "--json").json["undo"]
    assert [row["name"].split()[0] for row in retired] == ["retire", "reword", "add"]
    for _ in range(3):
        assert "Undone: " in ask("undo", lived).out
    assert texts(ask, lived) == before
    assert ask("undo", lived).problem == "There is nothing to undo in this world."
    assert "Done again: add a memory to Iris" in ask("redo", lived).out
    assert "The regatta is on Sunday." in texts(ask, lived)
    assert "nothing" not in ask("redo", lived, "--list").out
    assert check(lived) == []
    events = ask("events", lived, "--kind", "edit", "--json").json
    assert len(events) == 7
    assert all(event["data"]["author"] for event in events)


def test_a_retired_memory_is_restored_by_its_number(ask: Ask, lived: Path) -> None:
    row = ask("memory", "list", lived, "--agent", "Iris", "--json").json[0]
    ask("memory", "retire", lived, row["id"])
    assert row["text"] not in texts(ask, lived)
    assert "was retired" in ask("memory", "edit", lived, row["id"], "--text", "Else.").problem
    ask("memory", "restore", lived, row["id"])
    assert row["text"] in texts(ask, lived)


def test_an_edit_that_is_undone_puts_the_very_memory_back(ask: Ask, lived: Path) -> None:
    rows = ask("memory", "list", lived, "--json").json
    evidence = {number for row in rows for number in row["evidence"]}
    row = next(row for row in rows if row["agent"].startswith("Iris") and row["step"] > 0)
    number = row["id"]
    told = ask("memory", "show", lived, number).out
    edited = ask("memory", "edit", lived, number, "--text", "The ducks are gone.", "--json").json
    (made,) = edited["memories"]
    assert made == edited["changes"][0]["added"] != number
    reworded = next(one for one in ask("memory", "list", lived, "--json").json if one["id"] == made)
    assert (reworded["step"], reworded["time"]) == (row["step"], row["time"]), "a memory in other words is as old as it was"
    assert f"and memory {made} took its place" in ask("memory", "show", lived, number).out
    assert f"memory {made} took its place" in ask("memory", "edit", lived, number, "--text", "Else.").problem

    assert f"  memory {number}\n" in ask("undo", lived).out
    assert ask("memory", "list", lived, "--json").json == rows
    assert evidence == {one for row in ask("memory", "list", lived, "--json").json for one in row["evidence"]}
    assert ask("memory", "show", lived, number).out == told
    assert f"and memory {number} took its place" in ask("memory", "show", lived, made).out

    assert f"  memory {made}\n" in ask("redo", lived).out
    assert f"  memory {number}\n" in ask("undo", lived).out
    assert ask("memory", "list", lived, "--json").json == rows
    assert ask("memory", "edit", lived, number, "--text", "The ducks are back.", "--json").json["changes"][0]["before"] == row["text"]
    assert "The ducks are back." in texts(ask, lived)
    ask("undo", lived)
    assert ask("memory", "list", lived, "--json").json == rows
    assert check(lived) == []


def test_personas_plans_beliefs_and_settings_are_shown_and_changed(ask: Ask, lived: Path) -> None:
    ask("persona", "set", lived, "--agent", "Iris", "aim", "I want to win the regatta.")
    assert ask("persona", "show", lived, "--agent", "Iris", "--json").json["aim"] == "I want to win the regatta."
    assert ask("persona", "show", lived, "--agent", "Iris", "--at", "day 1 07:00", "--json").json["aim"] != "I want to win the regatta."
    assert "I want to win the regatta." in ask("persona", "list", lived).out
    ask("plan", "set", lived, "--agent", "Iris", "15:00 Duck Green: count the ducks")
    lines = ask("plan", "list", lived, "--agent", "Iris", "--json").json
    assert [(row["start"], row["place"], row["activity"]) for row in lines][-1] == ("15:00", "Duck Green", "count the ducks")
    ask("plan", "set", lived, "--line", lines[-1]["id"], "--activity", "feed the ducks", "--place", "Blue Kettle")
    assert "Blue Kettle: feed the ducks" in ask("plan", "show", lived, "--agent", "Iris").out
    ask("belief", "set", lived, "--agent", "Iris", "--about", "Nell", "afraid of geese")
    ask("belief", "set", lived, "--agent", "Iris", "--about", "Nell", "--kind", "relation", "--closeness", "-4", "rival")
    rows = ask("belief", "show", lived, "--agent", "Iris", "--about", "Nell", "--kind", "is,relation", "--json").json
    assert sorted((row["kind"], row["text"], row["value"]) for row in rows) == [("is", "afraid of geese", 0.9), ("relation", "rival", -4)]
    ask("belief", "retire", lived, next(row["id"] for row in rows if row["kind"] == "is"))
    assert "geese" not in ask("belief", "list", lived, "--agent", "Iris").out
    ask("settings", "set", lived, "vision", "4")
    assert ask("settings", "show", lived, "vision", "--json").json == {
        "name": "vision", "value": 4, "default": 8, "kind": "whole number", "least": 0, "most": 200, "editable": True,
        "about": "How many tiles away people in the same room are seen.",
    }  # fmt: skip
    assert "by default 8" in ask("settings", "list", lived).out
    assert ask("settings", "list", lived, "--at", "day 1 07:00", "--json").json != ask("settings", "list", lived, "--json").json


def test_what_cannot_be_is_said_in_a_sentence(ask: Ask, lived: Path) -> None:
    assert "There is no memory 999999" in ask("memory", "edit", lived, 999999, "--text", "x").problem
    assert "No memory has the words 'zeppelin'" in ask("memory", "retire", lived, "--matching", "zeppelin").problem
    assert ask("memory", "retire", lived).status == 2
    assert ask("memory", "edit", lived, 1).status == 2
    assert "no setting 'visio'" in ask("settings", "show", lived, "visio").problem
    assert "A line of a plan is" in ask("plan", "set", lived, "--agent", "Iris", "swim").problem
    assert ask("belief", "set", lived, "--agent", "Iris", "--about", "Nell", "--kind", "relation", "rival").status == 2
    assert "has reached" in ask("annotate", lived, "--at", "day 9", "Here.").problem
    assert "Note about Day 1" in ask("annotate", lived, "--at", "day 1 07:00", "Here it began.").out


def test_how_much_prompts_hold_is_one_of_a_few_words(ask: Ask, lived: Path) -> None:
    ask("settings", "set", lived, "prompts", "Full")
    assert ask("settings", "show", lived, "prompts", "--json").json["value"] == "full"
    assert "prompts is one of auto, short, middle, full, not 'huge'." in ask("settings", "set", lived, "prompts", "huge").problem


def test_a_form_is_asked_in_other_words_and_in_the_shipped_ones_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world, file = tmp_path / "own.world", tmp_path / "say.txt"

    def told(*arguments: object) -> str:
        capsys.readouterr()
        assert main([str(one) for one in arguments]) == 0
        return capsys.readouterr().out

    told("new", world, "--town", "lane")
    assert "as shipped" in told("wording", "list", world)
    shipped = told("wording", "show", world, "say")
    file.write_text("{{ me.name }}, speak: ?", encoding="utf-8")
    assert "own" in told("wording", "set", world, "say", file)
    assert told("wording", "show", world, "say") == "{{ me.name }}, speak: ?\n"
    assert [row["form"] for row in json.loads(told("wording", "list", world, "--json")) if row["own"]] == ["say"]
    assert json.loads(told("wording", "reset", world, "say", "--json"))["own"] is False
    assert told("wording", "show", world, "say") == shipped
    file.write_text("{{ nobody }}", encoding="utf-8")
    assert main(["wording", "set", str(world), "say", str(file)]) == 3
    assert "no 'nobody'" in capsys.readouterr().err
    assert main(["wording", "show", str(world), "sing"]) == 3


def test_a_place_is_closed_seen_in_the_state_and_opened_again(ask: Ask, lived: Path) -> None:
    assert ask("close", lived, "--place", "Blue Kettle", "--why", "the roof leaks", "--preview", "--json").json["event"] == 0
    said = ask("close", lived, "--place", "Blue Kettle", "--why", "the roof leaks").out
    assert "Close Blue Kettle: the roof leaks" in said
    ask("close", lived, "--place", "Lark Lane", "--tile", "29, 15")
    closed = ask("state", lived, "--json").json["closed"]
    assert [(row["name"], row["x"], row["why"]) for row in closed] == [
        ("a stretch of Lark Lane", 29, ""),
        ("Blue Kettle", -1, "the roof leaks"),
    ]
    assert "Blue Kettle is closed: the roof leaks" in ask("state", lived).out
    assert ask("state", lived, "--at", "day 1 07:00", "--json").json["closed"] == []
    assert "two numbers" in ask("close", lived, "--place", "Lark Lane", "--tile", "north").problem
    assert "Open Blue Kettle again" in ask("reopen", lived, "--place", "Blue Kettle").out
    assert "Undone: open Blue Kettle again" in ask("undo", lived).out
    assert len(ask("state", lived, "--json").json["closed"]) == 2


def test_whose_walk_a_closing_cuts_short_is_said_before(ask: Ask, lived: Path) -> None:
    with closing(Session(lived, ScriptedEngine(), HashedWords())) as session:
        state = session.simulation.here.state
        while not any(len(decode(journey.path)) > 20 for journey in state.journeys.values()):
            session.live()
        agent = next(agent for agent, journey in state.journeys.items() if len(decode(journey.path)) > 20)
        x, y = state.destination(agent)
        place = state.town.site_of(int(state.town.place_at[y, x])).name
    said = ask("close", lived, "--place", place, "--preview").out
    assert f", as far as {x}, {y} -> " in said
    assert "{" not in said


def test_the_weather_is_told_and_changed(ask: Ask, lived: Path) -> None:
    assert ask("state", lived, "--json").json["weather"] == "clear"
    assert "Change the weather to snow" in ask("weather", lived, "snow").out
    assert ask("state", lived).out.partition("\n")[0].endswith("· snow")
    assert "clear, cloudy, rain, snow" in ask("weather", lived, "frogs").problem
