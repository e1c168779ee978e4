"""Draw everything and write the sheets the program reads: `python -m art.build` in `packaging/`, always the same bytes."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from art.canvas import Canvas, save
from art.ground import floors, grounds, terrains
from art.icons import app_icon, effects, glyphs
from art.indoors import clutter, on_walls, seats
from art.outdoors import borders, plants, street
from art.palette import CLOTHS, HAIRS, KEYS, RAMPS, SKINS, colour
from art.people import PARTS, POSES, sheet
from art.portraits import portrait_parts, portrait_sheet
from art.roofs import roof_decor, roofs
from art.scenery import small, tall
from art.things_home import home
from art.things_public import public
from art.things_work import work
from art.walls import doors, walls, windows

HERE = Path(__file__).resolve().parent
SPRITES = HERE.parents[1] / "assets" / "sprites"
ICONS = HERE.parents[1] / "assets" / "icons"
T = 32
COLUMNS = 32


def _tileset() -> None:
    """tiles.png and tiles.tsj, in the order of tile_names.txt (ids are lines of that file and never change)."""
    drawn = {**grounds(), **terrains(), **floors(), **walls(), **windows(), **doors(), **roofs(), **roof_decor()}
    drawn |= {**borders(), **plants(), **street(), **on_walls(), **seats(), **clutter()}
    drawn |= {name: small(sprite) for name, sprite in tall().items()}
    lines = [line.split("\t") for line in (HERE / "tile_names.txt").read_text().splitlines()]
    missing = [name for name, _ in lines if name not in drawn]
    unlisted = sorted(set(drawn) - {name for name, _ in lines})
    if missing or unlisted:
        raise SystemExit(f"not drawn: {missing}; not listed: {unlisted}")
    rows = -(-len(lines) // COLUMNS)
    picture = Canvas(COLUMNS * T, rows * T)
    tiles = []
    for number, (name, solid) in enumerate(lines):
        picture.paste(drawn[name], number % COLUMNS * T, number // COLUMNS * T)
        properties: list[dict[str, object]] = [{"name": "name", "type": "string", "value": name}]
        if solid == "solid":
            properties.append({"name": "solid", "type": "bool", "value": True})
        if solid == "walk":
            properties.append({"name": "walk", "type": "bool", "value": True})
        tiles.append({"id": number, "properties": properties})
    save(picture, SPRITES / "tiles.png")
    head = {
        "columns": COLUMNS,
        "image": "tiles.png",
        "imageheight": rows * T,
        "imagewidth": COLUMNS * T,
        "margin": 0,
        "name": "town",
        "spacing": 0,
        "tilecount": len(lines),
        "tileheight": T,
        "tilewidth": T,
        "type": "tileset",
        "version": "1.10",
        "tiledversion": "1.10.2",
    }
    body = ",\n".join(json.dumps(tile, separators=(",", ":")) for tile in tiles)
    text = json.dumps(head, indent=1)[:-2] + ',\n "tiles": [\n' + body + "\n]}\n"
    (SPRITES / "tiles.tsj").write_text(text)


def _atlas(pictures: dict[str, Canvas], name: str, width: int = 1024) -> None:
    """Pack pictures in shelves, the tallest first; the .json says where each lies."""
    order = sorted(pictures, key=lambda key: (-pictures[key].height, key))
    places: dict[str, list[int]] = {}
    x = y = shelf = 0
    for key in order:
        picture = pictures[key]
        if x + picture.width > width:
            x, y, shelf = 0, y + shelf, 0
        places[key] = [x, y, picture.width, picture.height]
        x, shelf = x + picture.width, max(shelf, picture.height)
    out = Canvas(width, y + shelf)
    for key, (left, top, w, h) in places.items():
        out.px[top : top + h, left : left + w] = pictures[key].px
    save(out, SPRITES / f"{name}.png")
    (SPRITES / f"{name}.json").write_text("{\n" + ",\n".join(f" {json.dumps(key)}: {places[key]}" for key in sorted(places)) + "\n}\n")


def _indexed(canvas: Canvas, name: str) -> list[tuple[int, int, int]]:
    """Write a picture of palette numbers, 0 for nothing; return the palette."""
    table = [(0, 0, 0), *sorted({shade for ramp in RAMPS.values() for shade in ramp})]
    number = {shade: index for index, shade in enumerate(table) if index}
    flat = canvas.px.reshape(-1, 4)
    shades, inverse = np.unique(flat, axis=0, return_inverse=True)
    numbers = np.array([number[int(shade[0]), int(shade[1]), int(shade[2])] if shade[3] else 0 for shade in shades], np.uint8)
    image = Image.fromarray(numbers[inverse].reshape(canvas.px.shape[:2]), "P")
    image.putpalette([value for shade in table for value in shade])
    image.save(SPRITES / f"{name}.png", optimize=True)
    return table


def _people() -> None:
    table = _indexed(sheet(), "people")
    _indexed(portrait_sheet(), "portraits")
    words = {
        "parts": list(PARTS),
        "poses": ["_".join(pose) for pose in POSES],
        "portrait_parts": portrait_parts(),
        "keys": {key: [table.index(colour(f"{key}{step}")) for step in range(3)] for key in KEYS},
        "skin": {name: [colour(step) for step in steps.split()] for name, steps in SKINS.items()},
        "hair": {name: [colour(step) for step in steps.split()] for name, steps in HAIRS.items()},
        "cloth": {name: [colour(step) for step in steps.split()] for name, steps in CLOTHS.items()},
        "palette": table,
    }
    (SPRITES / "people.json").write_text(
        "{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in words.items()) + "\n}\n"
    )


def _things() -> None:
    pictures: dict[str, Canvas] = {}
    for kind, states in {**home(), **work(), **public()}.items():
        for state, picture in states.items():
            if state in ("", "over") or picture is not states[""]:
                pictures[f"{kind}/{state}" if state else kind] = picture
    _atlas(pictures, "things")
    _atlas(tall(), "scenery", 512)
    _atlas({**glyphs(), **effects()}, "marks", 256)


def _icon() -> None:
    icon = app_icon().image()
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in (16, 32, 48, 64, 128, 256):
        how = Image.Resampling.NEAREST if size % 64 == 0 else Image.Resampling.LANCZOS
        icon.resize((size, size), how).save(ICONS / f"town-sandbox-{size}.png", optimize=True)


if __name__ == "__main__":
    _tileset()
    _things()
    _people()
    _icon()
