"""Worlds that are whole files and well-formed rows, but say what cannot be: each command works or ends in one sentence."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.cli import main
from sandbox_app.simulation.examining import examine, to_blame

HUGE = 2**62


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of five people after two hours, with talks, walks, feelings and beliefs on record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        path = tmp_path_factory.mktemp("lived") / "lived.world"
        assert main(["new", str(path), "--town", "lane"]) == 0
        assert main(["run", str(path), "--for", "2h", "--engine", "scripted"]) == 0
    return path


@pytest.fixture
def world(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(lived, tmp_path / "theirs.world"))


def put(world: Path, *statements: str) -> None:
    with closing(sqlite3.connect(world)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            database.execute(statement)
        database.commit()


def last(kind: str) -> str:
    return f"(SELECT max(id) FROM event WHERE kind = '{kind}')"


def data(kind: str, path: str, value: Any) -> str:
    """What sets one part of the data of the last event of a kind."""
    return f"UPDATE event SET data = json_set(data, '{path}', json('{json.dumps(value)}')) WHERE id = {last(kind)}"


def setting(name: str, value: Any) -> str:
    return f"UPDATE meta SET value = json_set(value, '$.{name}', json('{json.dumps(value)}')) WHERE key = 'settings'"


def persona(part: str, value: Any) -> str:
    return f"UPDATE persona SET data = json_set(data, '$.{part}', json('{json.dumps(value)}')) WHERE id = 2"


HOSTILE = {
    "agent numbered far off": "UPDATE agent SET id = 9000000000 WHERE id = 3",
    "agent 0": "UPDATE agent SET id = 0 WHERE id = 3",
    "nobody lives there": "DELETE FROM agent",
    "somebody without a persona": "DELETE FROM persona WHERE agent_id = 2",
    "two personas at once": "INSERT INTO persona SELECT 99, agent_id, data, 5, NULL FROM persona WHERE agent_id = 2",
    "a home that is not in the town": persona("home", "The Moon"),
    "a time of day that is none": persona("wake", "25:99"),
    "traits without end": persona("traits", ["brave"] * 20_000),
    "a persona that is a number": "UPDATE persona SET data = '{\"name\": 5}' WHERE id = 2",
    "a beginning at the end of time": "UPDATE meta SET value = '9999-12-31T23:59' WHERE key = 'start'",
    "a beginning that is none": "UPDATE meta SET value = 'yesterday' WHERE key = 'start'",
    "a world that is a billion years old": "UPDATE meta SET value = '999999999999999' WHERE key = 'last_step'",
    "no town": "DELETE FROM meta WHERE key = 'town'",
    "steps of no length": setting("step_seconds", 0),
    "steps of a century": setting("step_seconds", 3_000_000_000),
    "a setting that is no number": setting("vision", "far"),
    "a view of everything": setting("vision", HUGE),
    "memories without end": setting("retrieve_thought", HUGE),
    "settings that are a list": "UPDATE meta SET value = '[]' WHERE key = 'settings'",
    "models that are none": 'UPDATE meta SET value = \'{"everything": {"kind": "shell"}}\' WHERE key = \'models\'',
    "models used that are none": "UPDATE meta SET value = '{}' WHERE key = 'models_used'",
    "openings that are none": "UPDATE meta SET value = '[1]' WHERE key = 'opened'",
    "an edit of nothing": "INSERT INTO event SELECT max(id) + 1, max(step), 'edit', 1, 0, 'x', '{\"changes\": [5]}', 0, 0 FROM event",
    "a walk without end": data("move", "$.path", [1, 1, 0, HUGE]),
    "a walk off the map": data("move", "$.path", [0, 0, 1, 500]),
    "a walk to nothing": data("move", "$.path", []),
    "a thing that is not there": data("act", "$.thing", HUGE),
    "an act without words": data("act", "$.activity", None),
    "a talk with oneself": data("talk_start", "$.members", [1]),
    "a talk with nobody known": data("talk_start", "$.members", [77, 78]),
    "a talk of words": data("talk_start", "$.members", "everybody"),
    "said in no talk": data("speak", "$.talk", 999_999),
    "a mood that is none": data("speak", "$.mood", 40),
    "a feeling that is none": data("feel", "$.intensity", "much"),
    "an event of somebody unknown": f"UPDATE event SET agent_id = {HUGE} WHERE id = {last('act')}",
    "an event at no place": f"UPDATE event SET place_id = {HUGE} WHERE id = {last('act')}",
    "events out of order": f"UPDATE event SET step = 1 WHERE id = {last('act')}",
    "a cause that is itself": f"UPDATE event SET cause = id WHERE id = {last('act')}",
    "a plan without end": f"UPDATE plan SET end_step = {HUGE}",
    "a plan at no place": "UPDATE plan SET place_id = -5, thing_id = 1000000",
    "a memory that rests on itself": "UPDATE memory SET evidence = '[' || id || ']'",
    "a memory that rests on words": "UPDATE memory SET evidence = '[\"x\"]'",
    "a memory of the future": f"UPDATE memory SET created_step = {HUGE} WHERE id = 5",
    "a belief about nobody": "UPDATE belief SET about_id = 4000000",
    "a belief beyond measure": "UPDATE belief SET value = 9e999",
    "a belief with other data": "UPDATE belief SET data = '{\"number\": {}}', kind = 'knows'",
    "an answer that is none": "UPDATE call SET output = '[[[' || char(0)",
    "a prompt of no text": "UPDATE call SET shared_id = 70000",
    "a snapshot of other people": "UPDATE snapshot SET state = (SELECT state FROM snapshot ORDER BY step LIMIT 1), step = step + 7",
    "a lineage of nonsense": "INSERT OR REPLACE INTO meta VALUES ('lineage', '[{\"id\": 5}]')",
}
LOOKS = (
    "state @ --at 700", "events @", "memory list @", "persona list @", "plan show @ --agent 1", "belief list @", "settings list @",
    "rule list @", "undo @ --list", "why @ 200", "replay @ --verify", "retrieve @ --agent 1 bread", "export network @ -o net.graphml",
    "export transcript @ -o said.md", "compare @ @", "fork @ fork.world --at 500", "interview @ --agent 1 Who? --engine scripted",
    "measure @ density centrality mood", "check @ --repair new.world", "backups @",
)  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    """Run a command; return its status and what it says on standard error, having seen that this is a sentence."""
    capsys.readouterr()
    status = main(list(command))
    error = capsys.readouterr().err
    assert status in (0, 3), (command, error)
    if error:
        assert error.count("\n") == 1
        assert error[:-1].isprintable()
        assert error.endswith(".\n")
        assert len(error) < 700
    return status, error


@pytest.mark.parametrize("what", HOSTILE)
def test_nonsense_is_shown_as_it_is_or_refused_in_a_sentence(
    world: Path, what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = list(HOSTILE).index(what)
    looked_at(world, HOSTILE[what], ("state @", *(LOOKS[(number + n) % len(LOOKS)] for n in range(3))), capsys, monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("what", HOSTILE)
def test_nonsense_is_looked_at_in_every_way(
    world: Path, what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(world, HOSTILE[what], LOOKS, capsys, monkeypatch)


def looked_at(world: Path, made: str, looks: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at a world that somebody made so, in these ways; see that it is not written to; then let it live on."""
    put(world, made)
    before = world.read_bytes()
    monkeypatch.chdir(world.parent)
    for look in looks:
        told(capsys, *look.replace("@", world.name).split())
    assert world.read_bytes() == before
    status, _ = told(capsys, "run", world.name, "--for", "10m", "--engine", "scripted")
    if status == 0:
        told(capsys, "check", world.name)
    if Path("new.world").exists():  # what was repaired can be lived on
        assert told(capsys, "state", "new.world", "--at", "500") == (0, "")
        assert told(capsys, "run", "new.world", "--for", "1m", "--engine", "scripted") == (0, "")
    assert [path.name for path in world.parent.iterdir() if path.name.startswith("theirs")] == ["theirs.world"]


def test_a_right_world_is_not_blamed_for_a_fault_of_the_program(world: Path) -> None:
    assert examine(world) == []
    assert to_blame(world) is None


def test_a_fault_over_a_wrong_world_is_told_as_what_is_wrong_with_it(
    world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("sandbox_app.simulation.questions.state_of", fails)
    assert main(["state", str(world)]) == 1
    assert "a fault in the program" in capsys.readouterr().err
    put(world, f"UPDATE event SET agent_id = 70 WHERE id = {last('act')}")
    status, said = told(capsys, "state", str(world))
    assert status == 3
    assert "theirs.world is damaged (event " in said


def test_words_steer_no_terminal(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(world, f"UPDATE event SET text = char(27) || '[2J' || char(10) || 'x' || char(8238) WHERE id = {last('act')}")
    for command in (["events", str(world)], ["state", str(world)], ["memory", "list", str(world)]):
        assert main(command) == 0
        assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())
