"""Buildings from floor plans that one can read.

A plan is text, one character a tile:

    #  wall            =  outer door        +  inner door        (space)  not of the site
    .  floor           ,  garden ground     ;  garden path       ~  rug
    %  fence           &  hedge             o  gate
    < > ^ !            a chair whose sitter looks west, east, north, south        *  stool  _  school seat
    1-9 and Greek      floor or garden that says which room this is (the rooms are numbered in the order of `rooms`)
    letters            a thing or plant (LEGEND and the building's own legend); a larger thing repeats its letter over its tiles
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from towns.canvas import Canvas, edge_codes

ROOM_MARKS = "123456789αβγδεζηθ"
CHAIRS = {"<": "chair_w", ">": "chair_e", "^": "chair_n", "!": "chair_s", "*": "stool", "_": "deskseat_n"}
LEGEND = {
    "B": "bed", "D": "double_bed", "U": "bunk_bed", "w": "wardrobe", "d": "desk", "h": "bookshelf", "a": "armchair", "f": "sofa",
    "F": "fireplace", "t": "dining_table", "T": "big_table", "s": "small_table", "S": "stove", "k": "sink", "r": "fridge",
    "K": "kitchen_counter", "p": "pantry", "L": "bath", "l": "washbasin", "O": "toilet", "H": "shower", "R": "radio", "y": "toy_chest",
    "e": "easel", "m": "mirror", "P": "piano", "V": "vegetable_patch", "Q": "flower_patch", "z": "clothes_line", "J": "park_bench",
    "W": "woodpile", "Y": "apple_basket_tree", "g": "dresser", "G": "rocking_chair", "N": "bench", "b": "barbecue",
}  # fmt: skip
SIZES = {
    "bed": (1, 2), "double_bed": (2, 2), "bunk_bed": (1, 2), "cot": (1, 2), "examination_table": (1, 2), "big_table": (3, 2),
    "billiard_table": (3, 2), "stage": (4, 2), "counter": (3, 1), "bar_counter": (3, 1), "pew": (3, 1), "market_stall": (3, 1),
    "flower_stall": (3, 1), "clothes_line": (3, 1), "fountain": (3, 3), "vegetable_patch": (2, 2), "sandpit": (2, 2), "slide": (1, 2),
    "rowing_boat": (1, 2), "bandstand": (4, 3),
    **dict.fromkeys(
        (
            "desk", "bookshelf", "sofa", "fireplace", "dining_table", "kitchen_counter", "bath", "short_counter", "bread_oven",
            "kneading_table", "bread_shelf", "shop_shelf", "vegetable_stand", "piano", "forge", "workbench", "lathe", "loom",
            "printing_press", "bench", "altar", "organ", "teacher_desk", "blackboard", "notice_board", "reading_desk", "map_table",
            "park_bench", "picnic_table", "flower_patch", "chicken_coop", "greenhouse_table", "swing", "woodpile", "cart", "hammock",
            "football_goal", "bicycle_rack",
        ),
        (2, 1),
    ),
}  # fmt: skip
DECOR = {"i": "plant_indoor", "c": "crate", "v": "barrel", "x": "sacks", "u": "flowerpot", "j": "boxes"}
SCENERY = {"A": "tree_apple", "q": "bush_round", "X": "bush_berry", "C": "tree_cherry", "E": "tree_birch", "I": "cypress"}
FLOWERS = ("flowers_red", "flowers_yellow", "flowers_blue", "flowers_white", "tulips")
FLOORS = {
    "kitchen": "floor_tile_white", "bakery": "floor_tile_white", "bathroom": "floor_tile_blue", "bedroom": "floor_wood_light",
    "living room": "floor_wood_dark", "hall": "floor_wood_light", "workshop": "floor_stone", "store": "floor_stone",
    "classroom": "floor_wood_light", "study": "floor_carpet_green", "office": "floor_carpet_green", "ward": "floor_tile_blue",
    "chapel": "floor_stone", "barn": "floor_straw", "greenhouse": "floor_brick", "taproom": "floor_wood_dark",
    "dining room": "floor_wood_dark", "reading room": "floor_carpet_red",
}  # fmt: skip
PAPERS = {
    "kitchen": "tiles", "bakery": "tiles", "bathroom": "tiles", "bedroom": "rose", "living room": "sage", "hall": "plaster",
    "workshop": "rough", "store": "rough", "classroom": "sky", "study": "panel", "office": "panel", "ward": "sky", "chapel": "rough",
    "barn": "rough", "greenhouse": "sky", "taproom": "panel", "dining room": "ochre", "reading room": "panel",
}  # fmt: skip
PICTURES = {
    "kitchen": ("shelf_wall", "plates_wall", "window_in"), "bakery": ("shelf_wall", "window_in"),
    "bathroom": ("mirror_wall", "window_in"), "bedroom": ("curtain_wall", "painting_1", "window_in", "painting_3"),
    "living room": ("painting_1", "painting_2", "clock_wall", "window_in"), "classroom": ("window_in", "map_wall"),
    "workshop": ("tools_wall", "tools_wall", "window_in"), "study": ("painting_2", "map_wall", "window_in"),
    "office": ("notice_wall", "clock_wall", "window_in", "map_wall"), "taproom": ("painting_3", "shelf_wall", "window_in"),
    "chapel": ("window_arch",), "barn": ("tools_wall",), "store": ("shelf_wall",),
}  # fmt: skip


@dataclass(frozen=True)
class Building:
    """A site with its plan.

    Attributes:
        rooms: name -> kind, numbered as they are marked in the plan; the kinds choose floors and papers.
        wall: colour of the facade. roof: colour of the roof. door: its tile.
        window: the facade's windows. legend: letters of this plan alone -> kind of thing.
        names: thing kind -> name, for things that are called otherwise here.
        floors: room name -> floor tile where the kind's own will not do.
        rug: colour of rugs. chimney: whether it has one.
    """

    site: str
    plan: str
    rooms: dict[str, str]
    wall: str = "cream"
    roof: str = "red"
    door: str = "door_wood"
    window: str = "window"
    legend: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    floors: dict[str, str] = field(default_factory=dict)
    rug: str = "red"
    chimney: bool = True


@dataclass(frozen=True)
class Stamped:
    """Where a building came to stand: its outer doors and the gates of its fences (tiles)."""

    doors: tuple[tuple[int, int], ...]
    gates: tuple[tuple[int, int], ...]


def mirrored(plan: str) -> str:
    """Return a plan with left and right changed."""
    turn = str.maketrans("<>", "><")
    lines = plan.strip("\n").split("\n")
    width = max(len(line) for line in lines)
    return "\n".join(line.ljust(width)[::-1].translate(turn) for line in lines)


def stamp(canvas: Canvas, building: Building, left: int, top: int) -> Stamped:
    """Set a building down with the upper left corner of its plan at a tile."""
    lines = building.plan.strip("\n").split("\n")
    width = max(len(line) for line in lines)
    cells = np.array([list(line.ljust(width)) for line in lines])
    if left < 0 or top < 0 or left + width > canvas.width or top + len(lines) > canvas.height:
        raise ValueError(f"{building.site} does not fit on the map")
    if (canvas.built[top : top + len(lines), left : left + width] & (cells != " ")).any():
        raise ValueError(f"{building.site} at {left},{top} lies over another building")
    canvas.built[top : top + len(lines), left : left + width] |= cells != " "
    rooms = _rooms(building, cells)
    garden = np.isin(cells, list(",;%&o"))
    for mask in rooms.values():
        if (np.isin(cells, [",", ";"]) & mask).any():
            garden |= mask
    inside = (cells != " ") & ~garden
    _ground(canvas, building, cells, rooms, inside, left, top)
    _walls(canvas, building, cells, rooms, inside, left, top)
    _furnish(canvas, building, cells, garden, left, top)
    _roof(canvas, building, inside, cells, left, top)
    _mark(canvas, building, cells, rooms, inside, garden, left, top)
    canvas.kept_free[top : top + len(lines), left : left + width] |= cells != " "
    doors = tuple((left + int(x), top + int(y)) for y, x in np.argwhere(cells == "="))
    for x, y in doors:
        canvas.keep_free(x - 1, y + 1, 3, 2)
    for column in np.flatnonzero(inside.any(axis=0)):  # nothing tall may hide a facade
        canvas.keep_free(left + int(column), top + int(np.flatnonzero(inside[:, column])[-1]) + 1, 1, 2)
    gates = tuple((left + int(x), top + int(y)) for y, x in np.argwhere(cells == "o"))
    for x, y in gates:
        canvas.keep_free(x - 1, y - 1, 3, 3)
    return Stamped(doors, gates)


def _rooms(building: Building, cells: NDArray[np.str_]) -> dict[str, NDArray[np.bool_]]:
    """Return the tiles of each room by name: what is joined with its mark and not cut off by walls, doors or fences."""
    border = np.isin(cells, list("#=+%&o "))
    found: dict[str, NDArray[np.bool_]] = {}
    for mark, name in zip(ROOM_MARKS, building.rooms, strict=False):
        starts = np.argwhere(cells == mark)
        if len(starts) == 0:
            raise ValueError(f"{building.site}: the plan does not mark {mark} ({name})")
        mask = np.zeros(cells.shape, np.bool_)
        todo = [tuple(start) for start in starts]
        while todo:
            y, x = todo.pop()
            if 0 <= y < cells.shape[0] and 0 <= x < cells.shape[1] and not border[y, x] and not mask[y, x]:
                mask[y, x] = True
                todo += [(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)]
        found[name] = mask
    return found


def _shift(canvas: Canvas, mask: NDArray[np.bool_], left: int, top: int) -> NDArray[np.bool_]:
    whole = np.zeros((canvas.height, canvas.width), np.bool_)
    whole[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    return whole


def _ground(
    canvas: Canvas,
    building: Building,
    cells: NDArray[np.str_],
    rooms: dict[str, NDArray[np.bool_]],
    inside: NDArray[np.bool_],
    left: int,
    top: int,
) -> None:
    for name, mask in rooms.items():
        floor = building.floors.get(name) or FLOORS.get(building.rooms[name], "floor_wood_light")
        for y, x in np.argwhere(mask & inside):
            canvas.put("floor", left + x, top + y, floor)
    for y, x in np.argwhere(np.isin(cells, ["=", "+"])):
        near = [canvas.tiles["floor"][top + y + dy, left + x + dx] for dy, dx in ((-1, 0), (0, -1), (0, 1), (1, 0))]
        canvas.put("floor", left + x, top + y, next((floor for floor in near if floor), "floor_wood_light"))
    for y, x in np.argwhere(cells == ";"):
        canvas.terrain["path"][top + y : top + y + 2, left + x : left + x + 2] = True


def _walls(
    canvas: Canvas,
    building: Building,
    cells: NDArray[np.str_],
    rooms: dict[str, NDArray[np.bool_]],
    inside: NDArray[np.bool_],
    left: int,
    top: int,
) -> None:
    rows = cells.shape[0]
    solid, door = cells == "#", np.isin(cells, ["=", "+"])
    blocked = np.pad(solid | door, 1)
    sideways = door & blocked[:-2, 1:-1] & blocked[2:, 1:-1]
    wall = solid | (door & ~sideways)
    codes = edge_codes(wall)
    doubled = 0
    for y, x in np.argwhere(wall | sideways):
        mark, tile_x, tile_y, code = cells[y, x], left + int(x), top + int(y), int(codes[y, x])
        if wall[y, x]:
            room = next((name for name, mask in rooms.items() if mask[y + 1, x]), "") if y + 1 < rows and inside[y + 1, x] else ""
            outdoors = y + 1 >= rows or not inside[y + 1, x]
            paper = building.wall if outdoors else PAPERS.get(building.rooms.get(room, ""), "plaster")
            canvas.put("wall", tile_x, tile_y, f"walltop_{code:02d}" if code & 4 else f"face_{paper}_{code:02d}")
        if mark == "+":
            canvas.put("decor", tile_x, tile_y, "doorway_v" if sideways[y, x] else "doorway_h")
        elif mark == "=" and sideways[y, x]:
            canvas.put("decor", tile_x, tile_y, "door_side")
        elif mark == "=" and "=" in cells[y, max(0, x - 1) : x + 2 : 2]:
            canvas.put("decor", tile_x, tile_y, ("door_double_l", "door_double_r")[doubled % 2])
            doubled += 1
        elif mark == "=":
            canvas.put("decor", tile_x, tile_y, building.door)
    _wall_decor(canvas, building, cells, rooms, left, top)


def _wall_decor(
    canvas: Canvas, building: Building, cells: NDArray[np.str_], rooms: dict[str, NDArray[np.bool_]], left: int, top: int
) -> None:
    """Windows on facades, pictures on the walls of rooms where nothing tall stands before them."""
    rows, columns = cells.shape
    for y, x in np.argwhere(cells == "#"):
        name = str(canvas.tiles["wall"][top + y, left + x])
        if not name.startswith("face_"):
            continue
        neighbours = [cells[y, c] for c in (x - 1, x + 1) if 0 <= c < columns]
        if name.startswith(f"face_{building.wall}_"):
            ends = len(neighbours) < 2 or " " in neighbours or not set(neighbours) <= {"#", "="}
            if not ends and "=" not in neighbours and x % 2 == 1:
                canvas.put("decor", left + x, top + y, building.window)
        elif y + 1 < rows:
            room = next((kind for room, kind in building.rooms.items() if rooms[room][y + 1, x]), "")
            free = cells[y + 1, x] in ".~123456789αβγδεζηθ"
            outer = y == 0 or cells[y - 1, x] == " "
            choices = [choice for choice in PICTURES.get(room, ("painting_2", "window_in")) if outer or choice != "window_in"]
            if choices and free and "+" not in neighbours and canvas.random.random() < 0.55:
                canvas.put("decor", left + x, top + y, canvas.random.choice(choices))


def _furnish(canvas: Canvas, building: Building, cells: NDArray[np.str_], garden: NDArray[np.bool_], left: int, top: int) -> None:
    taken = np.zeros(cells.shape, np.bool_)
    legend = {**LEGEND, **building.legend}
    for y, x in np.argwhere(cells != " "):
        mark = str(cells[y, x])
        if taken[y, x] or mark in "#=+.;" or mark in ROOM_MARKS:
            continue
        tile_x, tile_y = left + int(x), top + int(y)
        if mark in legend:
            kind = legend[mark]
            width, height = SIZES.get(kind, (1, 1))
            box = cells[y : y + height, x : x + width]
            if box.shape != (height, width) or not (box == mark).all() or taken[y : y + height, x : x + width].any():
                raise ValueError(f"{building.site}: the {kind} at {x},{y} of the plan needs {width} by {height} tiles of {mark}")
            taken[y : y + height, x : x + width] = True
            canvas.thing(kind, tile_x, tile_y, width, height, building.names.get(kind, ""))
        elif mark in SCENERY and garden[y, x]:
            canvas.put("scenery", tile_x, tile_y, SCENERY[mark])
        else:
            canvas.put("decor", tile_x, tile_y, _decor(canvas, building, cells, int(x), int(y)))


def _decor(canvas: Canvas, building: Building, cells: NDArray[np.str_], x: int, y: int) -> str:
    """Return the flat tile that a mark of the plan stands for."""
    mark = str(cells[y, x])
    if mark == "o":
        beside = {str(cells[y, column]) for column in (x - 1, x + 1) if 0 <= column < cells.shape[1]}
        return "gate_h" if beside & set("%&#") else "gate_v"
    if mark == ",":
        return canvas.random.choice(FLOWERS) if canvas.random.random() < 0.06 else ""
    if mark == "'":
        return canvas.random.choice(FLOWERS)
    known = {**CHAIRS, **DECOR, "%": "fence", "&": "hedge", "~": f"rug_{building.rug}"}
    if mark not in known:
        raise ValueError(f"{building.site}: nothing is known of {mark!r} at {x},{y} of the plan")
    return known[mark]


def _roof(canvas: Canvas, building: Building, inside: NDArray[np.bool_], cells: NDArray[np.str_], left: int, top: int) -> None:
    """Cover a building: wings of equal extent get a ridge each; the row above the southern wall is the upper facade."""
    kinds = np.full(inside.shape, "", dtype=object)
    wings: list[tuple[int, int, int, int]] = []
    for x in range(inside.shape[1]):
        rows = np.flatnonzero(inside[:, x])
        if len(rows) == 0:
            continue
        first, last = int(rows[0]), int(rows[-1])
        ridge = first + max(1, round((last - first - 1) * 0.36))
        for y in range(first, last - 1):
            kinds[y, x] = "back" if y < ridge else "ridge" if y == ridge else "front"
        kinds[last - 1, x] = "upper"
        if wings and wings[-1][1] == x - 1 and wings[-1][2:] == (first, last):
            wings[-1] = (wings[-1][0], x, first, last)
        else:
            wings.append((x, x, first, last))
    sloped = np.isin(kinds, ("back", "ridge", "front"))
    codes, upper_codes = edge_codes(sloped), edge_codes(inside)
    for y, x in np.argwhere(kinds != ""):
        kind, code = kinds[y, x], int(codes[y, x])
        if kind == "upper":
            windowed = x % 2 == 1 and int(upper_codes[y, x]) & 10 == 10
            name = f"upper_{building.wall}_window" if windowed else f"upper_{building.wall}_{int(upper_codes[y, x]) & 10:02d}"
        elif kind == "ridge":
            name = f"roof_{building.roof}_ridge_{code & 10:02d}"
        else:
            name = f"roof_{building.roof}_back_{code:02d}" if kind == "back" else f"roof_{building.roof}_{code:02d}"
        canvas.put("roof", left + int(x), top + int(y), name)
    for first_x, last_x, first, last in wings:
        ridge = first + max(1, round((last - first - 1) * 0.36))
        if building.chimney and last_x - first_x >= 5 and first_x == wings[0][0]:
            canvas.put("roof_decor", left + last_x - 2, top + ridge, "chimney")
        if last_x - first_x >= 7 and last - ridge >= 5:
            for x in range(first_x + 3, last_x - 2, 5):
                canvas.put("roof_decor", left + x, top + ridge + 2, "dormer")


def _mark(
    canvas: Canvas,
    building: Building,
    cells: NDArray[np.str_],
    rooms: dict[str, NDArray[np.bool_]],
    inside: NDArray[np.bool_],
    garden: NDArray[np.bool_],
    left: int,
    top: int,
) -> None:
    canvas.place(building.site, mask=_shift(canvas, inside, left, top))
    for number, (name, mask) in enumerate(rooms.items()):
        marked = mask.copy()
        if (garden & mask).any() and number == max(n for n, m in enumerate(rooms.values()) if (garden & m).any()):
            marked |= np.isin(cells, list("%&o"))
        canvas.place(building.site, name, mask=_shift(canvas, marked, left, top))
