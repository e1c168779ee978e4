"""Reading towns: those that ship, and folders that are wrong in ways a person can mend."""

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sandbox_app.errors import TownProblem
from sandbox_app.resources import worlds
from sandbox_app.town.load import load_town, towns


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(worlds("lane"), tmp_path / "mine"))


def change_map(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "town.tmj"
    town_map = json.loads(path.read_text("utf-8"))
    change(town_map)
    path.write_text(json.dumps(town_map), "utf-8")


def layer(town_map: dict[str, Any], name: str) -> dict[str, Any]:
    return next(found for found in town_map["layers"] if found["name"] == name)


def test_a_town_is_found_by_name_by_folder_and_by_map() -> None:
    assert "lane" in towns()
    by_name, by_folder, by_map = load_town("lane"), load_town(worlds("lane")), load_town(worlds("lane", "town.tmj"))
    assert by_name.places == by_folder.places == by_map.places
    assert by_name.start == "2026-02-13T06:00"
    assert (by_name.place_at > 0).all()


def test_a_copied_town_finds_the_tileset_of_the_program(folder: Path) -> None:
    town = load_town(folder)
    assert town.name == "mine"
    assert town.tileset.is_file()
    assert town.things == load_town("lane").things


def test_base64_layers_read_the_same(folder: Path) -> None:
    def pack(town_map: dict[str, Any]) -> None:
        for found in town_map["layers"]:
            if found["type"] == "tilelayer":
                found["data"] = base64.b64encode(np.array(found["data"], "<u4").tobytes()).decode()
                found["encoding"] = "base64"

    change_map(folder, pack)
    town, shipped = load_town(folder), load_town("lane")
    assert all(np.array_equal(town.layers[name], shipped.layers[name]) for name in shipped.layers)


def test_flipped_tiles_are_the_tiles_they_are(folder: Path) -> None:
    def flip(town_map: dict[str, Any]) -> None:
        data = layer(town_map, "ground")["data"]
        data[0] |= 0x80000000

    change_map(folder, flip)
    assert load_town(folder).layers["ground"][0, 0] == load_town("lane").layers["ground"][0, 0]


def test_walls_belong_to_the_rooms_beside_them_and_things_to_their_rooms() -> None:
    town = load_town("lane")
    stove = next(thing for thing in town.things if thing.kind == "stove")
    assert town.place(stove.place).kind in ("kitchen", "living room")
    assert town.site_of(stove.place).level == "site"
    assert not town.walkable[stove.y, stove.x]
    bed = next(thing for thing in town.things if thing.kind == "double_bed")
    assert (len(bed.stands), bed.pose) == (2, "lie")
    assert all(town.walkable[y, x] for x, y in bed.stands)
    for place in town.places:
        assert town.walkable[place.door[1], place.door[0]]
        if place.level == "room":
            assert town.place_at[place.door[1], place.door[0]] == place.id


def test_the_shared_things_can_be_changed_by_a_town(folder: Path) -> None:
    with (folder / "town.toml").open("a", encoding="utf-8") as file:
        file.write('\n[things.stove]\nuses = ["admire"]\nname = "old stove"\n')
    stove = next(thing for thing in load_town(folder).things if thing.kind == "stove")
    assert (stove.name, stove.uses) == ("old stove", ("admire",))


BROKEN_MAPS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "infinite": (lambda m: m.update(infinite=True), "infinite"),
    "isometric": (lambda m: m.update(orientation="isometric"), "orthogonal"),
    "small tiles": (lambda m: m.update(tilewidth=16), "32 by 32"),
    "vast": (lambda m: m.update(width=10**9), "width"),
    "width of text": (lambda m: m.update(width="wide"), "width"),
    "two tilesets": (lambda m: m["tilesets"].append(m["tilesets"][0]), "tileset"),
    "embedded tileset": (lambda m: m["tilesets"][0].pop("source"), "tileset"),
    "lost tileset": (lambda m: m["tilesets"][0].update(source="nowhere.tsj"), "nowhere.tsj"),
    "short layer": (lambda m: layer(m, "ground")["data"].pop(), "ground"),
    "negative tile": (lambda m: layer(m, "ground")["data"].__setitem__(0, -3), "ground"),
    "unknown tile": (lambda m: layer(m, "wall")["data"].__setitem__(0, 60000), "60000"),
    "compressed": (lambda m: layer(m, "wall").update(data="eJwDAAAAAAE=", encoding="base64", compression="zlib"), "compressed"),
    "no base64": (lambda m: layer(m, "wall").update(data="§", encoding="base64"), "base64"),
    "no ground": (lambda m: layer(m, "ground").update(name="soil"), "ground"),
    "two layers of a name": (lambda m: layer(m, "wall").update(name="ground"), "ground"),
    "unknown place": (lambda m: layer(m, "places")["objects"][0].update(name="Atlantis"), "Atlantis"),
    "place nowhere": (lambda m: layer(m, "places")["objects"][0].update(x=1e300), "nowhere"),
    "place without end": (lambda m: layer(m, "places")["objects"][0].update(width=10**5), "not lie on the map"),
    "unknown thing": (lambda m: layer(m, "things")["objects"][0].update(type="rocket"), "rocket"),
    "thing off the map": (lambda m: layer(m, "things")["objects"][0].update(x=-64), "not lie on the map"),
    "unmarked place": (lambda m: layer(m, "places").update(objects=layer(m, "places")["objects"][1:]), "marks"),
}


@pytest.mark.parametrize("case", BROKEN_MAPS)
def test_a_wrong_map_is_refused_in_one_sentence(folder: Path, case: str) -> None:
    change, words = BROKEN_MAPS[case]
    change_map(folder, change)
    with pytest.raises(TownProblem, match=words) as problem:
        load_town(folder)
    assert "town.tmj" in problem.value.sentence or "town.toml" in problem.value.sentence
    assert "\n" not in problem.value.sentence.removesuffix(".")


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"width": 1e400}'])
def test_what_is_no_map_at_all_is_refused(folder: Path, raw: bytes) -> None:
    (folder / "town.tmj").write_bytes(raw)
    with pytest.raises(TownProblem, match=r"town\.tmj"):
        load_town(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2026-02-13T06:00:00", '"tomorrow"', "start"),
        ("2026-02-13T06:00:00", "2026-02-13", "start"),
        ('title = "Little Lark"', 'title = ""', "name"),
        ('title = "Little Lark"', 'title = "Duck Green"', "Duck Green"),
        ('name = "Duck Green"', 'name = "Lark Lane"', "Lark Lane"),
        ('kind = "park"', 'sort = "park"', "kind|sort"),
        ('kind = "park"', "kind = 5", "kind"),
        ('kind = "park"', 'kind = "park', "town.toml"),
    ],
)
def test_a_wrong_description_is_refused(folder: Path, old: str, new: str, words: str) -> None:
    path = folder / "town.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(TownProblem, match=words):
        load_town(folder)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("uses = 5", "uses"),
        ('uses = ["x"]\nstand = "upside down"', "stand"),
        ('uses = ["x"]\npose = "hover"', "pose"),
        ('uses = ["x"]\nsize = [900, 900]', "size"),
        ('uses = ["x"]\ncolour = "red"', "colour"),
    ],
)
def test_a_wrong_kind_of_thing_is_refused(folder: Path, table: str, words: str) -> None:
    with (folder / "town.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[things.stove]\n{table}\n")
    with pytest.raises(TownProblem, match=words):
        load_town(folder)


@pytest.mark.parametrize(
    ("text", "words"), [('name = "A"', "short"), ("nmae = 1", "nmae"), ("= 3", "cast"), ('name = "A"\nage = "old"', "wrong")]
)
def test_a_wrong_person_is_refused_by_file(folder: Path, text: str, words: str) -> None:
    (folder / "cast" / "zoe.toml").write_text(text, "utf-8")
    with pytest.raises(TownProblem, match=words) as problem:
        load_town(folder)
    assert "zoe.toml" in problem.value.sentence


def test_a_missing_town_names_those_that_ship(tmp_path: Path) -> None:
    with pytest.raises(TownProblem, match="lane"):
        load_town("atlantis")
    with pytest.raises(TownProblem, match="no town"):
        load_town(tmp_path)
