"""How commands are called: wrong usage, faults, help, and what README.md says of them."""

import os
import re
import shlex
from pathlib import Path

import pytest

from sandbox_app.cli import parser
from sandbox_app.cli.commands import every_command
from tests.cli.conftest import Ask


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "a.world"),
        ("run", "a.world", "--for", "1h", "--until", "day 2"),
        ("run", "a.world", "--for", "1h", "--engine", "magic"),
        ("new",),
        ("new", "a.world"),
        ("new", "a.world", "--town", "lane", "--agents", "many"),
        ("screenshot", "a.world"),
        ("bench",),
        ("bench", "luck"),
        ("state",),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_told_with_status_2(ask: Ask, arguments: tuple[str, ...]) -> None:
    said = ask(*arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("usage: sandbox-app")


def test_a_fault_of_the_program_is_told_with_where_its_log_is(ask: Ask, lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox_app.simulation.questions.state_at", None)
    said = ask("state", lived)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    log = re.search(r"fault in the program \(TypeError\); (\S+) has the details", said.err)
    assert log is not None
    assert "Traceback" in Path(log[1]).read_text()


@pytest.mark.parametrize("name", sorted(every_command(parser())))
def test_the_readme_tells_of_every_command_and_option(name: str) -> None:
    told = (Path(__file__).parents[2] / "README.md").read_text().replace("[open]", "open")
    lines = [line for line in told.splitlines() if f"{name} " in line]
    assert lines, f"README.md does not tell of {name}"
    for action in every_command(parser())[name]._actions:
        shared = {"--help", "--json"} & set(action.option_strings)
        assert shared or not action.option_strings or any(option in line for line in lines for option in action.option_strings), (
            f"README.md does not tell of {name} {action.option_strings}"
        )
    assert "--json" in told


def queries_of_the_readme() -> list[str]:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## Query a world") : text.index("## A file to trust")]
    return [line.removeprefix("sqlite-utils ") for line in section.splitlines() if line.startswith("sqlite-utils ")]


def test_every_query_of_the_readme_finds_something_and_leaves_no_trace(lived: Path) -> None:
    from click.testing import CliRunner
    from sqlite_utils.cli import cli

    queries = queries_of_the_readme()
    assert len(queries) >= 9
    before = lived.read_bytes()
    for query in queries:
        asked = [str(lived) if part == "my.world" else part for part in shlex.split(query)]
        done = CliRunner().invoke(cli, asked)
        assert done.exit_code == 0, (query, done.output)
        assert len(done.output.strip()) > 2, query
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


def test_every_command_answers_a_call_for_help(ask: Ask) -> None:
    for name in every_command(parser()):
        said = ask(*name.split()[1:], "--help")
        assert (said.status, said.err) == (0, "")
        assert f"usage: {name}" in said.out
    assert re.fullmatch(r"Town Sandbox \d+\.\d+.*\n", ask("--version").out)
