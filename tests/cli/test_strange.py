"""The command line given what no command line should be given: each is answered in a sentence, or does what can be done."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app import log
from sandbox_app.worldfile.reader import WorldReader
from tests.cli.conftest import Ask

HUGE = "99999999999999999999"


@pytest.fixture
def world(ask: Ask, tmp_path: Path) -> Path:
    """A world at its beginning."""
    path = tmp_path / "strange.world"
    assert ask("new", path, "--town", "lane").status == 0
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("why", HUGE),
        ("again", HUGE),
        ("memory", "show", HUGE),
        ("memory", "edit", HUGE, "--text", "x"),
        ("memory", "retire", HUGE),
        ("memory", "restore", HUGE),
        ("belief", "retire", HUGE),
        ("plan", "set", "--line", HUGE, "--activity", "x"),
        ("annotate", "--at", "06:00", "--event", HUGE, "x"),
        ("search", "party", "--most", HUGE),
    ],
)
def test_a_number_that_no_file_can_hold_is_wrong_usage(ask: Ask, world: Path, command: tuple[str, ...]) -> None:
    words = 2 if command[0] in ("memory", "belief", "plan") else 1
    said = ask(*command[:words], world, *command[words:])
    assert said.status == 2
    assert "larger than any number in a world" in said.err


def test_a_number_that_is_none_is_wrong_usage(ask: Ask, world: Path) -> None:
    said = ask("why", world, "three")
    assert said.status == 2
    assert "'three' is not a whole number" in said.err


@pytest.mark.parametrize("word", ["mesure", "experiment"])
def test_a_misspelt_command_opens_no_window(ask: Ask, word: str) -> None:
    said = ask(word, "list")
    assert said.status == 2
    assert f"there is no command '{word}', and no world of that name" in said.err
    assert ("did you mean measure" in said.err) == (word == "mesure")


@pytest.mark.parametrize("nowhere", ["", "/"])
def test_a_name_that_is_a_folder_is_no_world_and_no_file(ask: Ask, world: Path, nowhere: str) -> None:
    assert "is a folder, not a world" in ask("check", nowhere).problem
    for command in (["export", "events", world], ["export", "network", world], ["manual"], ["licences"]):
        assert "is a folder; choose a name for the file in it" in ask(*command, "-o", nowhere).problem


def test_a_world_is_not_written_over_by_a_page(ask: Ask, world: Path) -> None:
    for command in ("manual", "licences"):
        assert "would be lost" in ask(command, "-o", world).problem
    with WorldReader(world) as reader:
        assert reader.agents()


@pytest.mark.parametrize("command", ["manual", "licences"])
def test_a_page_goes_into_a_folder_that_is_there(ask: Ask, tmp_path: Path, command: str) -> None:
    assert "cannot be written (No such file or directory)" in ask(command, "-o", tmp_path / "none" / "page.html").problem


def test_a_device_and_a_pipe_are_no_models(ask: Ask, world: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    for path in ("/dev/zero", pipe):
        for command in (["run", world, "--for", "1m", "--model", path], ["models", "check", path]):
            assert ask(*command).problem == f"{path} is no file; choose a model file (*.gguf)."


def test_memories_are_not_written_as_what_they_are_not(ask: Ask, world: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "memories.xlsx"
    assert "choose a name that ends in .csv, .json or .jsonl" in ask("export", "memories", world, "-o", sheet).problem
    assert not sheet.exists()


def test_a_questionnaire_without_questions_is_told(ask: Ask, world: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    assert f"{empty} has no questions" in ask("survey", world, empty).problem


def test_a_visitor_needs_a_name(ask: Ask, world: Path) -> None:
    assert ask("visit", "enter", world, "😀").problem == "'😀' names nobody: a name needs at least one letter."


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ('never at "Clover Cafe"', "No place here is called 'clover cafe'"),
        ('never at "Blue Ketle" later than 21:00', "did you mean Blue Kettle?"),
        ('never talks with "Piet Harrow"', "did you mean Piet?"),
        ("after uses flux, never sleeps", "Nothing here is called 'flux'"),
        ("if Nobody sleeps then never Piet sleeps", "Nobody here is called 'nobody'"),
    ],
)
def test_a_rule_about_what_is_not_there_is_not_taken(ask: Ask, world: Path, rule: str, told: str) -> None:
    assert told in ask("rule", "set", world, "strange", rule).problem
    assert ask("rule", "list", world).out == "There are no rules.\n"


def test_a_terminal_without_signs_for_a_word_gets_the_others(ask: Ask, world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True))
    from sandbox_app.cli import main

    assert main(["state", str(world)]) == 0
    printed = sys.stdout.buffer.getvalue()  # type: ignore[attr-defined]
    assert b"Day 1 ? Fri 13 Feb ? 06:00" in printed


def test_output_that_nobody_wants_is_not_missed(world: Path) -> None:
    closed = f'exec "$0" -m sandbox_app state "{world}" >&-'
    assert subprocess.run(["bash", "-c", closed, sys.executable], capture_output=True, timeout=60, check=False).returncode == 0


def test_faults_are_written_down_where_the_own_folder_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(in_the_way))
    path = log.log_bug(ValueError("lost"))
    assert "lost" in path.read_text()
    assert log.log_folder() == path.parent


@pytest.mark.parametrize("command", [("memory", "list"), ("memory", "search"), ("belief", "list")])
def test_a_kind_that_there_is_none_of_is_told(ask: Ask, world: Path, command: tuple[str, str]) -> None:
    words = ("boat",) if command[1] == "search" else ()
    assert "There is no kind 'nonsense' of " in ask(*command, world, *words, "--kind", "nonsense,is").problem
