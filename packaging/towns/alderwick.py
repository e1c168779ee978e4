"""Alderwick: a small town on both banks of the Alder, for twenty-five people."""

import math
from collections.abc import Sequence
from itertools import pairwise

from towns import alderwick_homes as homes
from towns import alderwick_public as public
from towns import nature
from towns.canvas import Canvas, Point, smooth
from towns.plans import Stamped, stamp

WIDTH, HEIGHT = 134, 92
Line = tuple[Sequence[Point], float]
RIVER: Sequence[Point] = ((99, -3), (97, 10), (100.5, 24), (96.5, 38), (99, 50), (94, 62), (84, 71), (79.5, 82), (81, 95))
STREETS: dict[str, Line] = {
    "River Walk": (((-2, 90.5), (54, 90.5), (68, 90.5), (76, 87), (90, 87), (97, 85.5), (106, 87), (116, 86.5)), 2.0),
    "Garden Lane": (((-2, 72), (12, 72), (22, 71), (32, 71), (42, 72), (54, 72)), 2.6),
    "Orchard Lane": (((104.5, -2), (104, 12), (104.5, 48), (103, 57), (104, 63), (109, 67), (120, 67), (136, 67)), 2.6),
    "Chapel Lane": (((-2, 23), (12, 22.5), (50, 22.5), (62, 24), (76, 24), (86, 22)), 2.6),
    "High Street": (((47, -3), (49.5, 5), (51, 13), (50, 22), (50, 46), (52, 54), (55, 62), (55, 76), (57, 84), (56, 95)), 3.0),
    "Bridge Street": (((-2, 49.5), (40, 49.5), (52, 49), (62, 47.5), (98, 47.5), (108, 46.5), (136, 46.5)), 3.6),
}
PAVED = ("High Street", "Bridge Street")
PATHS: Sequence[Line] = (
    (((3, 38.6), (14, 38), (24, 36.8), (38, 36.2), (50.5, 36.8)), 1.8),
    (((55, 64.5), (62, 63), (70, 64.5), (76, 68), (77.4, 75), (73, 82), (65, 84), (58.4, 81), (57.4, 74), (60, 68.5), (62, 63)), 1.7),
    (((70, 64.5), (73, 59), (76, 55)), 1.7),
    (((65, 84), (68, 90.5)), 1.7),
    (((76, 68), (82, 63.5), (89, 61.6)), 1.7),
    (((104.3, 34.6), (114, 35), (125, 33), (125.4, 24), (124, 19.5)), 1.6),
)
FRONTS: dict[str, Sequence[Point]] = {
    "Alderwick School": ((26, 22.5),), "The Parsonage": ((39.4, 23),), "Alder Chapel": ((59.4, 22.8),), "Roth House": ((86, 22),),
    "Alder Library": ((9.4, 38.2),), "Alder Clinic": ((38.8, 36.2),), "Town Hall": ((65, 48),), "Castellan Bakery": ((90, 47.5),),
    "Alderwick Gazette": ((5.4, 49.5),), "Keane Grocery": ((20.2, 49.4),), "Clover Café": ((42.6, 49.6),),
    "The Grey Heron": ((42, 67.5), (47, 68.6), (53.6, 67)), "The Larches": ((9, 72.3),), "Finch House": ((8.8, 90.5),),
    "Mill House": ((26.8, 90.5),), "Sorrel Cottage": ((46, 90.4),), "Boathouse Studio": ((87, 59.5), (80, 60), (74.5, 58)),
    "Malin Farm": ((111.4, 19.6), (104.3, 20.4)), "Malin Nursery": ((113.6, 35.6), (104.6, 35.8)), "The Forge": ((111, 46.6),),
    "Brandt Workshop": ((124.6, 46.8),), "Rope House": ((117.4, 67),), "Green Shutters": ((107, 86),),
    "Quince Cottage": ((121.4, 86.5), (116, 86.4)),
}  # fmt: skip


GROVES: Sequence[tuple[float, float, float, int, Sequence[str]]] = (
    (47, 10, 2.5, 5, ("tree_birch", "tree_cherry")),
    (33, 2, 3.5, 6, ("tree_oak", "tree_birch")),
    (72, 3, 4, 8, ("tree_oak", "tree_linden")),
    (127, 4, 4, 9, ("tree_pine", "tree_oak")),
    (88, 31, 5, 14, ("tree_oak", "tree_birch", "tree_pine")),
    (68, 29, 4.5, 9, ("tree_birch", "tree_oak")),
    (22, 31, 2.5, 4, ("tree_cherry", "tree_birch")),
    (46, 29, 2.5, 4, ("tree_oak",)),
    (48, 58, 2, 3, ("tree_linden",)),
    (127, 56, 4, 9, ("tree_oak", "tree_birch")),
    (128, 62, 3, 5, ("tree_pine", "tree_oak")),
    (33, 68.5, 4, 6, ("tree_birch", "tree_cherry")),
    (20, 82, 2, 3, ("tree_birch",)),
    (113, 78, 2, 4, ("tree_cherry", "tree_apple")),
    (76, 31, 3, 5, ("tree_pine", "tree_birch")),
    (62, 69, 2.5, 3, ("tree_linden", "tree_birch")),
    (76, 82, 3.5, 6, ("tree_oak", "tree_cherry")),
    (57, 86, 2.5, 4, ("tree_oak",)),
    (80, 66, 3, 5, ("tree_oak", "tree_birch")),
    (103, 64, 2, 3, ("tree_birch",)),
    (94, 70, 3, 4, ("tree_oak", "tree_birch")),
    (130, 32, 2, 3, ("tree_pine",)),
    (1, 1, 2, 4, ("tree_pine",)),
    (31, 12, 2, 4, ("tree_pine", "tree_birch")),
    (22, 27, 2, 3, ("tree_birch",)),
    (100, 90, 4, 6, ("tree_oak", "tree_pine")),
    (92, 5, 2, 3, ("tree_birch",)),
    (102, 14, 2, 2, ("tree_birch",)),
)
"""x, y, radius, number of trees, their kinds."""


def draw() -> Canvas:
    """Lay out the town."""
    canvas = Canvas(WIDTH, HEIGHT, seed=11)
    canvas.stroke("water", RIVER, 6.6)
    canvas.blob("water", 67.5, 74, 6.2, 4.4)
    canvas.stroke("sand", ((88, 66), (90, 63), (94, 58), (96, 53)), 4.0)
    canvas.terrain["sand"] &= ~canvas.terrain["water"]
    built = _build(canvas)
    _streets(canvas, built)
    _square(canvas)
    _park(canvas)
    _waterside(canvas)
    _farmland(canvas)
    _lights_and_signs(canvas)
    _greenery(canvas)
    _marks(canvas)
    return canvas


def _build(canvas: Canvas) -> dict[str, Stamped]:
    spots = (
        (public.SCHOOL, 4, 3), (homes.PARSONAGE, 35, 5), (public.CHAPEL, 54, 5), (homes.ROTH, 79, 5), (public.LIBRARY, 3, 27),
        (public.CLINIC, 27, 26), (public.TOWN_HALL, 55, 35), (public.BAKERY, 78, 39), (public.GAZETTE, 1, 42), (public.GROCERY, 14, 40),
        (public.CAFE, 30, 38), (public.TAVERN, 30, 54), (homes.LARCHES, 2, 53), (homes.FINCH, 3, 74), (homes.MILL, 21, 74),
        (homes.SORREL, 40, 75), (public.STUDIO, 81, 52), (homes.FARMHOUSE, 106, 3), (public.NURSERY, 107, 24), (public.FORGE, 106, 37),
        (public.WORKSHOP, 121, 36), (homes.ROPE, 109, 50), (homes.SHUTTERS, 99, 70), (homes.QUINCE, 116, 70),
    )  # fmt: skip
    built = {building.site: stamp(canvas, building, x, y) for building, x, y in spots}
    stamp(canvas, public.CHURCHYARD, 65, 11)
    stamp(canvas, homes.BARN, 122, 9)
    return built


def _streets(canvas: Canvas, built: dict[str, Stamped]) -> None:
    for name, (points, width) in STREETS.items():
        canvas.stroke("cobble" if name in PAVED else "path", points, width)
    for points, width in PATHS:
        canvas.stroke("path", points, width)
    for site, way in FRONTS.items():
        x, y = built[site].gates[0] if built[site].gates else built[site].doors[0]
        wide = 2.2 if len(built[site].gates) > 1 or not built[site].gates else 1.6
        paved = not built[site].gates and _on_cobble(canvas, way[-1])
        canvas.stroke("cobble" if paved else "path", ((x + wide / 2 - 0.3, y + 1), *way), wide)
    canvas.blob("cobble", 66, 53, 13.4, 6.6, 0.05)
    canvas.patch("cobble", 51, 50, 6, 6)
    canvas.patch("cobble", 30, 44, 8, 4)


def _on_cobble(canvas: Canvas, point: Point) -> bool:
    x, y = round(point[0]), round(point[1])
    return bool(canvas.terrain["cobble"][y - 1 : y + 2, x - 1 : x + 2].any())


def _square(canvas: Canvas) -> None:
    canvas.thing("fountain", 64, 52, 3, 3)
    for x, y, kind in ((56, 51, "market_stall"), (57, 55, "market_stall"), (71, 55, "market_stall"), (72, 51, "flower_stall")):
        canvas.thing(kind, x, y, 3, 1)
    for x, y in ((62, 57), (67, 57)):
        canvas.thing("park_bench", x, y, 2, 1)
    canvas.thing("statue", 69, 50)
    canvas.thing("bulletin_pillar", 61, 50)
    canvas.thing("notice_board", 69, 46, 2, 1)
    canvas.thing("postbox", 77, 53)
    canvas.thing("bicycle_rack", 75, 46, 2, 1)
    for x, y in ((55, 53), (76, 50), (60, 58), (71, 58)):
        nature.tree(canvas, x, y, "lamp_post")
        canvas.put("scenery", x, y, "lamp_post")
    for x, y in ((63, 51), (67, 51), (63, 55), (67, 55)):
        canvas.put("decor", x, y, "flowerpot_big")
    canvas.put("scenery", 62, 46, "flag_pole")
    canvas.put("scenery", 67, 46, "flag_pole")


def _park(canvas: Canvas) -> None:
    canvas.thing("bandstand", 63, 65, 4, 3)
    for x, y in ((58, 62), (70, 62), (74, 70), (72, 77), (61, 82), (69, 82)):
        canvas.thing("park_bench", x, y, 2, 1)
    for x, y in ((61, 71), (73, 75), (64, 78)):
        canvas.thing("duck_spot", x, y)
    for x, y in ((70, 86), (62, 87)):
        canvas.thing("picnic_table", x, y, 2, 1)
        canvas.put("decor", x - 1, y, "chair_e")
        canvas.put("decor", x + 2, y, "chair_w")
        canvas.put("decor", x, y + 1, "chair_n")
    for x, y in ((69, 67), (73, 65)):
        canvas.thing("chess_table", x, y)
        canvas.put("decor", x - 1, y, "chair_e")
        canvas.put("decor", x + 1, y, "chair_w")
    canvas.thing("hammock", 78, 71, 2, 1)
    for x, y, width, height in ((58, 66, 1, 2), (70, 79, 2, 1), (61, 78, 1, 1), (63, 60, 5, 1), (72, 68, 2, 1), (65, 70, 2, 0)):
        canvas.patch("bed", x, y, width, height)


def _waterside(canvas: Canvas) -> None:
    canvas.bridge(94, 45, 10, 5, "planks_v")
    canvas.bridge(75, 86, 10, 2, "planks_v")
    for x in range(88, 95):
        for y in (61, 62):
            canvas.put("floor", x, y, "planks_v")
    for y in (59, 60, 63, 64):
        canvas.put("floor", 93, y, "planks_h")
        canvas.put("floor", 94, y, "planks_h")
    canvas.thing("fishing_spot", 94, 59)
    canvas.thing("fishing_spot", 94, 64)
    canvas.thing("fishing_spot", 92, 61)
    canvas.thing("rowing_boat", 95, 61, 1, 2)
    canvas.thing("rowing_boat", 92, 63, 1, 2)
    canvas.thing("park_bench", 86, 59, 2, 1)
    canvas.thing("duck_spot", 86, 63)
    canvas.keep_free(86, 58, 10, 8)


def _farmland(canvas: Canvas) -> None:
    for left, top, width, height, crop in ((126, 20, 7, 8, "crop_wheat"), (108, 88, 9, 3, "crop_pumpkin"), (122, 88, 9, 3, "crop_cabbage")):
        canvas.patch("field", left, top, width, height)
        for y in range(top, top + height):
            for x in range(left, left + width):
                canvas.put("decor", x, y, crop)
    canvas.put("decor", 129, 24, "")
    canvas.put("scenery", 129, 24, "scarecrow")
    for number, (x, y) in enumerate((x, y) for y in (75, 78, 81, 84) for x in (86, 89, 92, 95)):
        if canvas.free()[y, x]:
            if number % 4 == 1:
                canvas.thing("apple_basket_tree", x, y)
            else:
                nature.tree(canvas, x, y, "tree_apple")
    canvas.thing("beehive", 87, 80)
    canvas.thing("beehive", 90, 80)
    canvas.thing("picnic_table", 92, 82, 2, 1)
    canvas.put("decor", 91, 82, "chair_e")
    canvas.put("decor", 94, 82, "chair_w")


def _lights_and_signs(canvas: Canvas) -> None:
    for name in ("High Street", "Bridge Street", "Chapel Lane", "Garden Lane", "Orchard Lane"):
        points, width = STREETS[name]
        _along(canvas, points, width / 2 + 1.5, 8 if name in PAVED else 12, "lamp_post")
    signs = (("sign_cafe", 40, 47), ("sign_tavern", 39, 63), ("sign_bakery", 87, 46), ("sign_shop", 17, 47), ("sign_clinic", 36, 35),
             ("sign_smith", 109, 45), ("sign_shop", 111, 35), ("signpost", 54, 46), ("signpost", 105, 44),
             ("sign_inn", 12, 71))  # fmt: skip
    for kind, x, y in signs:
        canvas.put("scenery", x, y, kind)
        canvas.keep_free(x, y)


def _along(canvas: Canvas, points: Sequence[Point], aside: float, every: float, kind: str) -> None:
    """Set things up along a curve, on its two sides in turn."""
    gone, side = 0.0, 1
    curve = smooth(points)
    for (ax, ay), (bx, by) in pairwise(curve):
        length = math.dist((ax, ay), (bx, by))
        gone += length
        if gone >= every and length > 0:
            gone = 0.0
            spot = (round(bx - (by - ay) / length * aside * side - 0.5), round(by + (bx - ax) / length * aside * side - 0.5))
            if nature.tree(canvas, *spot, kind):
                side = -side


def _greenery(canvas: Canvas) -> None:
    for x, y, radius, trees, kinds in GROVES:
        nature.grove(canvas, x, y, radius, trees, kinds)
    for number, (bend_x, bend_y) in enumerate(RIVER[1:-1]):
        for aside in (-5, 5):
            if number != 3:
                nature.tree(canvas, round(bend_x + aside), round(bend_y + number % 3), "tree_willow")
    for spot in ((60, 73), (75, 73), (66, 80)):
        nature.tree(canvas, *spot, "tree_willow")
    for name, every, kind in (("High Street", 5, "tree_linden"), ("Bridge Street", 6, "tree_linden"), ("Chapel Lane", 7, "tree_birch")):
        points, width = STREETS[name]
        _along(canvas, points, width / 2 + 2.6, every, kind)
    nature.sprinkle(canvas, nature.roomy(canvas), 0.02, ("tree_oak", "tree_birch", "tree_cherry", "sapling"), "scenery")
    nature.sprinkle(canvas, canvas.free(), 0.03, nature.BUSHES, "scenery")
    nature.sprinkle(canvas, canvas.free(), 0.004, ("rock", "stump"), "scenery")
    nature.sprinkle(canvas, canvas.free(), 0.03, nature.FLOWERS)
    nature.banks(canvas)


def _marks(canvas: Canvas) -> None:
    buildings, canvas.marks = canvas.marks, []
    canvas.place("Alder Meadows", boxes=[(0, 0, WIDTH, HEIGHT)])
    for name, (points, width) in STREETS.items():
        canvas.place(name, mask=canvas.covers(canvas.stroke("path", points, width + 1.6, draw=False)))
    canvas.place("Malin Orchard", boxes=[(85, 73, 13, 13)])
    canvas.place("Linden Park", boxes=[(56, 61, 23, 25), (59, 59, 16, 2), (59, 86, 15, 4)])
    canvas.place("Ferry Pier", boxes=[(85, 58, 11, 8)])
    canvas.place("Market Square", boxes=[(53, 50, 26, 9), (55, 46, 22, 4)])
    canvas.marks += buildings
