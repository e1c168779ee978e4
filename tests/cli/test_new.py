"""New worlds: of a town that ships, with people of one's own description, or lived in already."""

import shutil
from pathlib import Path

from sandbox_app.resources import worlds
from sandbox_app.simulation.sample import LIVED
from sandbox_app.worldfile.check import check
from tests.cli.conftest import CAST, Ask


def test_towns_are_listed(ask: Ask) -> None:
    rows = {row["name"]: row for row in ask("new", "--list", "--json").json}
    assert set(rows) >= {"alderwick", "lane"}
    assert rows["lane"]["title"] == "Little Lark"
    assert rows["lane"]["agents"] == 5
    assert rows["alderwick"]["agents"] == 25
    assert all(row["places"] > 10 and row["things"] > 10 for row in rows.values())
    assert "Little Lark: 5 agents" in ask("new", "--list").out


def test_a_new_world_is_whole_and_at_its_start(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    made = ask("new", path, "--town", "lane", "--agents", "3", "--seed", "9", "--start", "2027-05-01 05:30", "--json").json
    assert made == {"world": str(path), "town": "lane", "title": "Little Lark", "agents": 3, "beds": 7, "seed": 9}
    assert check(path) == []
    state = ask("state", path, "--json").json
    assert (state["time"], state["step"]) == ("Day 1 · Sat 1 May · 05:30", 0)
    assert [agent["name"] for agent in state["agents"]] == CAST[:3]
    said = ask("new", tmp_path / "b.world", "--town", "lane")
    assert (said.status, said.err) == (0, "")
    assert f"sandbox-app run {tmp_path / 'b.world'} --for 6h" in said.out


def test_a_crowd_is_told_how_many_beds_there_are(ask: Ask, tmp_path: Path) -> None:
    said = ask("new", tmp_path / "a.world", "--town", "lane", "--agents", "60")
    assert said.status == 0
    assert "There are beds for 7 in Little Lark, and 60 people live there now" in said.err


def test_a_description_of_the_people_says_what_was_not_understood(ask: Ask, tmp_path: Path) -> None:
    said = ask("new", tmp_path / "a.world", "--town", "alderwick", "--people", "sixteen people, two of them wizards")
    assert "Understood of the people: 16 people.\nNot understood, and passed over: wizards.\n" in said.out
    assert "with 16 agents" in said.out
    nothing = ask("new", tmp_path / "b.world", "--town", "lane", "--people", "")
    assert "Nothing in this description of the people was understood" in nothing.problem
    assert not (tmp_path / "b.world").exists()


def test_a_world_is_never_written_over(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    path.write_text("mine")
    assert "a.world exists already" in ask("new", path, "--town", "lane").problem
    assert path.read_text() == "mine"


def test_what_cannot_become_a_world(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    assert "There is no town 'nowhere'; towns that ship: " in ask("new", path, "--town", "nowhere").problem
    assert "'soon' is not a time to begin at" in ask("new", path, "--town", "lane", "--start", "soon").problem
    assert "1 to 2000 agents" in ask("new", path, "--town", "lane", "--agents", "0").problem
    assert "There is no folder" in ask("new", tmp_path / "none" / "a.world", "--town", "lane").problem
    assert "File name too long" in ask("new", tmp_path / ("a" * 300), "--town", "lane").problem
    assert not path.exists()


def test_a_packed_world_says_how_it_is_opened(ask: Ask, tmp_path: Path) -> None:
    packed = Path(shutil.copy(worlds(LIVED), tmp_path / "two.world.xz"))
    for command in ("state", "check"):
        assert "two.world.xz is packed; unpack it first (unxz --keep two.world.xz)" in ask(command, packed).problem
    made = tmp_path / "two.world"
    assert "two days have been lived" in ask("new", made, "--lived").out
    assert ask("state", made, "--json").json["time"].startswith("Day 3")
    assert "two.world exists already" in ask("new", made, "--lived").problem
    assert ask("new", tmp_path / "b.world", "--lived", "--town", "lane").status == 2
