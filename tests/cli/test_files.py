"""Worlds that are none, are damaged, or cannot be written, and what is left of them."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Ask


@pytest.mark.parametrize(
    "command", [("run", "--for", "1h", "--engine", "scripted"), ("state",), ("events",), ("check",), ("screenshot", "-o", "x.png")]
)
def test_a_world_that_is_not_there(ask: Ask, tmp_path: Path, command: tuple[str, ...]) -> None:
    none = tmp_path / "none.world"
    assert ask(command[0], none, *command[1:]).problem == f"There is no world at {none}."
    assert ask(command[0], tmp_path, *command[1:]).problem.startswith(f"{tmp_path} is a folder, not a world; ")
    assert not Path("x.png").exists()


def test_what_is_no_world_is_called_what_it_is(ask: Ask, tmp_path: Path) -> None:
    empty = tmp_path / "x.world"
    empty.touch()
    assert "x.world is an empty file" in ask("state", empty).problem
    assert "x.world is an empty file" in ask("run", empty, "--for", "1h", "--engine", "scripted").problem
    assert "is a folder, not a world" in ask("state", tmp_path).problem
    assert "is a folder, not a world" in ask("check", tmp_path).problem
    checked = ask("check", empty)
    assert (checked.status, checked.out) == (3, "the file: it is empty\n")


@pytest.mark.parametrize("command", [("run", "--for", "1h", "--engine", "scripted"), ("state",), ("events",)])
@pytest.mark.parametrize("content", [b"no world", b""])
def test_a_file_that_is_no_world(ask: Ask, tmp_path: Path, command: tuple[str, ...], content: bytes) -> None:
    path = tmp_path / "strange.world"
    path.write_bytes(content)
    assert "strange.world" in ask(command[0], path, *command[1:]).problem
    assert path.read_bytes() == content
    said = ask("check", path, "--json")
    assert (said.status, json.loads(said.out)["ok"]) == (3, False)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE meta SET value = 'nonsense' WHERE key = 'settings'",
        "UPDATE meta SET value = 'nonsense' WHERE key = 'start'",
        "UPDATE meta SET value = 'nonsense' WHERE key = 'seed'",
        "DELETE FROM meta WHERE key = 'town'",
        "UPDATE persona SET data = '{}' WHERE id = 1",
        "UPDATE snapshot SET state = zeroblob(40)",
        "UPDATE event SET data = '{}' WHERE kind IN ('act', 'move')",
    ],
)
def test_a_world_whose_content_is_damaged_is_named_so(ask: Ask, lived: Path, damage: str) -> None:
    with closing(sqlite3.connect(lived)) as connection:
        connection.execute(damage)
        connection.commit()
    for command in (("state", lived, "--at", "700"), ("run", lived, "--for", "1h", "--engine", "scripted")):
        if "event" in damage and command[0] == "run":
            continue  # it begins at the last snapshot, which is whole
        assert "small.world is damaged" in ask(*command).problem
    assert os.listdir(lived.parent) == ["small.world"]


def test_check_names_what_is_damaged(ask: Ask, lived: Path) -> None:
    assert ask("check", lived, "--json").json == {"ok": True, "problems": []}
    assert ask("check", lived).out == f"{lived} is whole.\n"
    with closing(sqlite3.connect(lived)) as connection:
        connection.execute("UPDATE event SET agent_id = 99 WHERE id = 3")
        connection.commit()
    before = lived.read_bytes()
    said = ask("check", lived, "--json")
    found = json.loads(said.out)
    assert (said.status, said.err, found["ok"]) == (3, "", False)
    assert {"what", "where", "fixable"} == set(found["problems"][0])
    assert found["problems"][0]["where"] == "event 3"
    said = ask("check", lived)
    assert said.status == 3
    assert said.out.startswith("event 3: ")
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


def test_a_damaged_world_is_repaired_into_a_new_one(ask: Ask, lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as database:
        database.execute("UPDATE event SET cause = id - 1 WHERE id = 3")
        database.execute("DELETE FROM event WHERE id = 2")
        database.execute("DELETE FROM persona WHERE agent_id = 2")
        database.commit()
    before = lived.read_bytes()
    new = lived.with_name("new.world")
    told = ask("check", lived, "--repair", new, "--json").json
    assert (told["ok"], told["repaired"]) == (False, str(new))
    assert {"event 3", "agent 2"} <= {loss["where"] for loss in told["lost"]}
    assert lived.read_bytes() == before
    assert ask("check", new, "--json").json == {"ok": True, "problems": []}
    assert ask("run", new, "--for", "10m", "--engine", "scripted", "--json").json["steps"] == 60
    assert "new.world exists already" in ask("check", lived, "--repair", new).problem
    new.unlink()
    assert f"{new} is whole. What is above was lost" in ask("check", lived, "--repair", new).out


def test_backups_are_listed_and_restored(ask: Ask, lived: Path) -> None:
    assert ask("backups", lived, "--json").json == []
    assert "no backups of small.world yet" in ask("backups", lived).out
    assert ask("run", lived, "--for", "10m", "--engine", "scripted", "--json").json["steps"] == 60
    (row,) = ask("backups", lived, "--json").json
    assert (row["number"], row["why"]) == (1, "hour")
    lived.unlink()
    assert "as every hour" in ask("backups", lived).out
    assert "There is no backup 2 of small.world; there are 1 to 1." in ask("backups", lived, "--restore", "2", lived).problem
    assert ask("backups", lived, "--restore", "1", lived, "--json").json["restored"] == str(lived)
    assert ask("state", lived, "--json").json["step"] == 720
    assert "small.world exists already" in ask("backups", lived, "--restore", "1", lived).problem


def mounted(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let the test mount: {done.stderr.strip()}")


@pytest.fixture
def read_only(lived: Path) -> Iterator[Path]:
    """The lived world in a folder that cannot be written."""
    mounted("--bind", lived.parent, lived.parent)
    mounted("-o", "remount,bind,ro", lived.parent)
    yield lived
    subprocess.run(["umount", "-l", lived.parent], check=True)


def test_a_folder_that_is_read_only(ask: Ask, read_only: Path) -> None:
    assert "small.world cannot be written" in ask("run", read_only, "--for", "1h", "--engine", "scripted").problem
    assert "you may not write there" in ask("new", read_only.parent / "b.world", "--town", "lane").problem
    assert ask("state", read_only, "--json").json["step"] == 720
    assert ask("check", read_only, "--json").json["ok"]
    for command in (("screenshot", read_only, "--size", "400x300"), ("export", "events", read_only)):
        assert "x.png cannot be written (Read-only file system)" in ask(*command, "-o", read_only.parent / "x.png").problem


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of eight megabytes: a log of some steps and the file it goes into find room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted("-t", "tmpfs", "-o", "size=8m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_full(ask: Ask, small_disk: Path) -> None:
    world = small_disk / "a.world"
    assert ask("new", world, "--town", "lane").status == 0
    assert ask("run", world, "--for", "10m", "--engine", "scripted").status == 0
    room = os.statvfs(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize - 80_000))
    assert "a.world" in ask("run", world, "--for", "2d", "--engine", "scripted").problem
    ballast.unlink()
    room = os.statvfs(small_disk)  # the world has grown meanwhile
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize))
    assert "There is no room left on the disk for b.world" in ask("new", small_disk / "b.world", "--town", "lane").problem
    ballast.unlink()
    assert ask("check", world, "--json").json["ok"]
    said = ask("run", world, "--for", "10m", "--engine", "scripted")
    assert (said.status, said.err) == (0, "")
    assert os.listdir(small_disk) == ["a.world"]
