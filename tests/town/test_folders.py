"""A world's town: one that ships, or one in a folder that the person has named; a stranger's file names no other."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.errors import TownProblem
from sandbox_app.resources import worlds
from sandbox_app.town.folders import choose_town, chosen_towns, town_of_world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(worlds("lane"), tmp_path / "mine"))


def test_a_world_of_a_folder_names_it_and_one_of_a_town_that_ships_its_name(folder: Path, tmp_path: Path) -> None:
    for source, name, noted in ((folder, "a", str(folder.resolve())), (worlds("lane"), "b", "lane"), ("lane", "c", "lane")):
        path = tmp_path / f"{name}.world"
        assert main(["new", str(path), "--town", str(source)]) == 0
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT value FROM meta WHERE key = 'town'").fetchall() == [(noted,)]
        assert main(["run", str(path), "--for", "1m", "--engine", "scripted"]) == 0
    assert chosen_towns() == [folder.resolve()]


def test_a_folder_that_nobody_here_has_named_is_not_looked_into(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "theirs.world"
    assert main(["new", str(path), "--town", str(folder)]) == 0
    assert main(["town", "folders", "--remove", str(folder)]) == 0
    (folder / "town.toml").unlink()  # that this is not noticed shows that nobody looked
    capsys.readouterr()
    assert main(["state", str(path)]) == 3
    said = capsys.readouterr().err
    assert f"sandbox-app town folders --add {folder}" in said
    shutil.copy(worlds("lane", "town.toml"), folder)
    assert main(["town", "folders", "--add", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [str(folder)]
    assert main(["state", str(path)]) == 0


@pytest.mark.parametrize(
    "source", ["", "../lane", "lane/../lane", "LANE", "/tmp/x\n/y", "/\u202ex", "/" + "x" * 5000, "\\\\host\\share", "~/town", "$(id)"]
)
def test_what_can_be_no_town_is_told_in_a_sentence(source: str) -> None:
    with pytest.raises(TownProblem, match="names a town that cannot be") as caught:
        town_of_world(source)
    assert caught.value.sentence.isprintable()


def test_a_command_that_is_proposed_is_quoted() -> None:
    with pytest.raises(TownProblem, match=r"--add '/x; rm -rf ~'`"):
        town_of_world("/x; rm -rf ~")


def test_only_a_town_can_be_named(tmp_path: Path) -> None:
    with pytest.raises(TownProblem, match="There is no town"):
        choose_town(tmp_path)
    assert chosen_towns() == []


def test_a_world_is_read_whatever_became_of_the_cast_files_of_its_town(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    assert main(["new", str(path), "--town", str(folder)]) == 0
    for person in (folder / "cast").glob("*.toml"):
        person.write_text("wings = 2\n")
    assert main(["state", str(path)]) == 0
    assert main(["run", str(path), "--for", "10m", "--engine", "scripted"]) == 0
    assert main(["check", str(path)]) == 0
    assert main(["new", str(tmp_path / "b.world"), "--town", str(folder)]) == 3
