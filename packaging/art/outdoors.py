"""Low things of gardens and streets: fences, hedges, low walls, flowers, crops, railings."""

import numpy as np

from art.canvas import Canvas, noise, smooth_noise
from art.walls import EAST, NORTH, SOUTH, WEST, S


def _fence(bits: int) -> Canvas:
    c = Canvas(S, S)
    if bits & NORTH:
        c.rect(14, 0, 4, 14, "wood1").rect(14, 0, 2, 14, "wood3")
    for x0, x1, there in ((0, 16, bits & WEST), (16, S, bits & EAST)):
        if there:
            for y in (12, 19):
                c.rect(x0, y, x1 - x0, 3, "wood4").rect(x0, y + 2, x1 - x0, 1, "wood1")
            for x in range(x0 + 3, x1, 8):
                c.rect(x, 8, 4, 18, "wood4").rect(x + 3, 8, 1, 18, "wood2").rect(x, 8, 1, 18, "wood5").dots(
                    [(x + 1, 7), (x + 2, 7)], "wood4"
                )
                c.rect(x, 25, 4, 1, "wood1")
    if bits & SOUTH:
        c.rect(14, 14, 4, 18, "wood1").rect(14, 14, 2, 18, "wood3")
    c.rect(13, 6, 6, 22, "wood1").rect(14, 6, 4, 21, "wood3").rect(14, 6, 2, 21, "wood4").rect(14, 5, 4, 1, "wood5")
    return c.foot(9, 24, 17, 6, 60)


def _leaves(c: Canvas, seed: int, dark: str, mid: str, light: str, bright: str) -> Canvas:
    """Break a flat green shape into clumps lit from the upper left."""
    solid = c.px[..., 3] == 255
    h, w = solid.shape
    field = smooth_noise(seed, max(h, w), max(h, w) // 5)[:h, :w]
    from_left = np.clip(
        (np.cumsum(solid, axis=1) + np.cumsum(solid, axis=0)) / (solid.sum(axis=1).max() + solid.sum(axis=0).max() + 1), 0, 1
    )
    tone = field * 0.75 + (1 - from_left) * 0.5
    c.mask(solid, mid).mask(solid & (tone < 0.5), dark).mask(solid & (tone > 0.76), light).mask(solid & (tone > 0.95), bright)
    return c.mask(solid & (noise(seed + 1, h, w) > 0.95) & (tone > 0.55), bright)


def _hedge(bits: int) -> Canvas:
    c = Canvas(S, S)
    left, right = (0 if bits & WEST else 5), (S if bits & EAST else 27)
    c.rect(left, 5, right - left, 22, "grass1")
    if bits & NORTH:
        c.rect(5, 0, 22, 8, "grass1")
    if bits & SOUTH:
        c.rect(5, 20, 22, 12, "grass1")
    for x, y, ok in (
        (left, 5, not bits & (WEST | NORTH)),
        (right - 1, 5, not bits & (EAST | NORTH)),
        (left, 26, not bits & (WEST | SOUTH)),
        (right - 1, 26, not bits & (EAST | SOUTH)),
    ):
        if ok:
            c.px[y, x] = 0
    field = smooth_noise(131, S, 6)
    solid = c.px[..., 3] == 255
    c.mask(solid, "grass2").mask(solid & (field > 0.6), "grass3").mask(solid & (field < 0.36), "grass1")
    c.mask(solid & (noise(132, S, S) > 0.93), "grass5")
    if not bits & SOUTH:
        front = solid & ~np.roll(solid, -7, axis=0)
        front[:18] = False
        c.mask(front, "grass1").mask(front & (field > 0.55), "grass2").mask(front & (field < 0.3), "grass0")
        low = front & ~np.roll(solid, -2, axis=0)
        c.mask(low, "grass0")
    if not bits & NORTH:
        lit = solid & ~np.roll(solid, 1, axis=0)
        lit[8:] = False
        c.mask(lit, "grass5")
    return c.foot(left - 1, 20, right - left + 4, 11, 70)


def _stonewall(bits: int) -> Canvas:
    c = Canvas(S, S)
    left, right = (0 if bits & WEST else 8), (S if bits & EAST else 24)
    if bits & NORTH:
        c.rect(8, 0, 16, 14, "stone2").rect(9, 0, 13, 14, "stone4").rect(8, 6, 16, 1, "stone2")
    c.rect(left, 8, right - left, 8, "stone4").rect(left, 16, right - left, 11, "stone2").rect(left, 8, right - left, 1, "stone5").rect(
        left, 27, right - left, 1, "ink1"
    )
    for row, cuts in enumerate(((2, 12, 21), (7, 16, 27))):
        for x in cuts:
            if left <= x < right - 1:
                c.rect(x, 17 + row * 5, 1, 4, "stone0")
        c.rect(left, 21 + row * 5, right - left, 1, "stone0").rect(left, 16 + row * 5, right - left, 1, "stone3")
    for x in (10, 22):
        if left <= x < right:
            c.rect(x, 9, 1, 7, "stone3")
    if bits & SOUTH:
        c.rect(8, 12, 16, 20, "stone2").rect(9, 9, 13, 23, "stone4").rect(8, 20, 16, 1, "stone2")
    return c.foot(left - 1, 22, right - left + 3, 9, 70)


def borders() -> dict[str, Canvas]:
    """Fences, hedges and low walls by edge masks, and gates."""
    tiles: dict[str, Canvas] = {}
    for bits in range(16):
        tiles[f"fence_{bits:02d}"] = _fence(bits)
        tiles[f"hedge_{bits:02d}"] = _hedge(bits)
        tiles[f"stonewall_{bits:02d}"] = _stonewall(bits)
    gate = Canvas(S, S)
    for x in (0, 27):
        gate.rect(x, 3, 5, 25, "wood1").rect(x + 1, 3, 3, 24, "wood3").rect(x + 1, 3, 1, 24, "wood4")
    gate.rect(5, 24, 8, 2, "wood4").rect(5, 26, 8, 1, "wood1").rect(6, 10, 2, 14, "wood4").rect(10, 12, 2, 12, "wood3")
    side = Canvas(S, S)
    side.rect(13, 0, 6, 7, "wood1").rect(14, 0, 3, 6, "wood3").rect(13, 22, 6, 10, "wood1").rect(14, 22, 3, 10, "wood3").rect(
        19, 6, 9, 2, "wood4"
    ).rect(19, 8, 9, 1, "wood1")
    tiles.update({"gate_h": gate, "gate_v": side})
    return tiles


def _flowers(petal: str, heart: str, seed: int) -> Canvas:
    c = Canvas(S, S)
    rng = np.random.default_rng(seed)
    for x, y in ((6, 9), (18, 6), (26, 13), (11, 18), (22, 22), (7, 26)):
        fx, fy = x + int(rng.integers(-2, 3)), y + int(rng.integers(-2, 3))
        c.rect(fx, fy + 2, 1, 4, "grass1").dots([(fx - 1, fy + 4), (fx + 1, fy + 3)], "grass2")
        c.rect(fx - 1, fy - 1, 3, 3, petal).dots([(fx, fy)], heart)
    return c


def _crop_cabbage() -> Canvas:
    c = Canvas(S, S)
    for x, y in ((2, 2), (18, 2), (2, 17), (18, 17)):
        c.oval(x, y, 12, 12, "pine1").oval(x + 1, y, 10, 10, "grass3").oval(x + 3, y + 2, 6, 6, "grass5").oval(x + 4, y + 3, 3, 3, "grass6")
    return c


def _crop_wheat() -> Canvas:
    c = Canvas(S, S)
    grain = noise(141, S, S)
    for x in range(0, S, 2):
        top = 2 + int(grain[0, x] * 5)
        for base in (15, 31):
            y = base - 13 + top % 5
            c.rect(x, y, 1, base - y, "sun1" if grain[1, x] > 0.5 else "sun0").rect(x, y, 1, 4, "sun3" if grain[2, x] > 0.6 else "sun2")
    return c


def _crop_rows(leaf: str, tip: str, fruit: str = "") -> Canvas:
    c = Canvas(S, S)
    for y in (4, 14, 24):
        for x in (3, 11, 19, 27):
            c.rect(x, y, 1, 5, leaf).dots([(x - 1, y + 1), (x + 1, y), (x - 2, y), (x + 2, y + 1), (x, y - 1)], tip)
            if fruit:
                c.rect(x - 1, y + 4, 3, 2, fruit)
    return c


def _crop_pumpkin() -> Canvas:
    c = Canvas(S, S)
    for x, y in ((2, 4), (17, 14)):
        c.line([(x - 1, y + 10), (x + 6, y + 2), (x + 14, y + 4)], "grass1", 2).oval(x + 1, y + 2, 13, 10, "sun0").oval(
            x + 1, y + 1, 12, 9, "sun1"
        )
        c.rect(x + 6, y + 2, 1, 8, "sun0").rect(x + 3, y + 3, 1, 6, "sun0").rect(x + 3, y + 2, 2, 1, "sun2").rect(
            x + 6, y - 1, 2, 3, "grass1"
        )
        c.oval(x + 10, y + 8, 6, 5, "grass2")
    return c


def plants() -> dict[str, Canvas]:
    """Flowers, crops and what lies about outdoors."""
    reeds = Canvas(S, S)
    for x, top in ((5, 8), (9, 3), (13, 10), (18, 5), (22, 9), (26, 12)):
        reeds.rect(x, top, 1, 28 - top, "grass1").rect(x + 1, top + 6, 1, 22 - top, "grass3").rect(x - 1, top, 2, 5, "wood2")
    lily = Canvas(S, S)
    for x, y in ((4, 6), (17, 13), (7, 21)):
        lily.oval(x, y + 1, 11, 7, "pine0").oval(x, y, 11, 7, "grass3").line([(x + 5, y + 3), (x + 10, y + 1)], "water2").rect(
            x + 2, y + 1, 4, 1, "grass5"
        )
    lily.rect(20, 13, 4, 3, "rose2").dots([(21, 12), (22, 12)], "rose1").dots([(21, 14)], "sun2")
    pebbles = Canvas(S, S)
    for x, y, w in ((5, 8, 5), (18, 5, 4), (12, 17, 6), (24, 20, 4), (6, 25, 4)):
        pebbles.oval(x, y, w, w - 1, "stone1").oval(x, y, w - 1, w - 2, "stone3").dots([(x + 1, y)], "stone5")
    mushrooms = Canvas(S, S)
    for x, y in ((7, 12), (14, 17), (20, 10)):
        mushrooms.rect(x + 2, y + 3, 2, 5, "stone5").oval(x - 1, y - 1, 8, 6, "red1").oval(x - 1, y - 1, 7, 5, "red2").dots(
            [(x + 1, y), (x + 4, y + 1)], "paper"
        )
    leaves = Canvas(S, S)
    for x, y, tone in (
        (4, 7, "sun1"),
        (13, 4, "red2"),
        (22, 9, "sun0"),
        (9, 16, "sun2"),
        (18, 20, "red3"),
        (26, 24, "sun1"),
        (6, 26, "sun0"),
    ):
        leaves.dots([(x, y), (x + 1, y), (x + 2, y + 1), (x + 1, y + 1), (x + 1, y - 1)], tone)
    tulips = Canvas(S, S)
    for i, (x, y) in enumerate(((5, 5), (13, 4), (21, 6), (28, 5), (8, 17), (16, 18), (24, 17))):
        tulips.rect(x, y + 4, 1, 8, "grass1").dots([(x - 1, y + 8), (x + 1, y + 7), (x + 2, y + 6)], "grass3")
        tulips.rect(x - 1, y, 3, 5, ("red2", "sun2", "rose1")[i % 3]).dots([(x, y)], "grass3").dots(
            [(x - 1, y + 1)], ("red3", "sun3", "rose2")[i % 3]
        )
    vines = Canvas(S, S)
    vines.rect(4, 4, 3, 27, "wood2").rect(25, 4, 3, 27, "wood2").rect(0, 9, S, 1, "stone1").rect(0, 18, S, 1, "stone1")
    vines.oval(-2, 3, 20, 12, "grass2").oval(12, 4, 22, 14, "grass2").oval(3, 12, 16, 10, "grass2")
    _leaves(vines.crop(0, 0, S, S), 150, "grass1", "grass2", "grass3", "grass5")
    for x, y in ((6, 15), (19, 16), (24, 13)):
        vines.rect(x, y, 4, 4, "violet1").rect(x + 1, y + 4, 2, 2, "violet0").dots([(x, y)], "violet2")
    return {
        "reeds": reeds,
        "lilypads": lily,
        "pebbles": pebbles,
        "mushrooms": mushrooms,
        "leaves": leaves,
        "tulips": tulips,
        "vines": vines,
        "flowers_red": _flowers("red2", "sun2", 1),
        "flowers_yellow": _flowers("sun2", "sun0", 2),
        "flowers_blue": _flowers("violet2", "paper", 3),
        "flowers_white": _flowers("paper", "sun1", 4),
        "crop_cabbage": _crop_cabbage(),
        "crop_wheat": _crop_wheat(),
        "crop_carrot": _crop_rows("grass2", "grass5", "sun1"),
        "crop_pumpkin": _crop_pumpkin(),
    }


def _rail(side: str) -> Canvas:
    c = Canvas(S, S)
    if side in "ns":
        y = 0 if side == "n" else 18
        c.rect(0, y + 3, S, 3, "wood4").rect(0, y + 5, S, 1, "wood1").rect(0, y + 9, S, 2, "wood3").rect(0, y + 10, S, 1, "wood1")
        for x in (1, 17):
            c.rect(x, y, 4, 14, "wood1").rect(x, y, 3, 13, "wood3").rect(x, y, 1, 13, "wood5")
    else:
        x = 0 if side == "w" else 27
        c.rect(x, 0, 5, S, "wood1").rect(x, 0, 4, S, "wood4").rect(x, 0, 1, S, "wood5")
        for y in (2, 18):
            c.rect(x, y, 5, 5, "wood3").rect(x, y, 5, 1, "wood5").rect(x, y + 5, 5, 1, "wood1")
    return c


def street() -> dict[str, Canvas]:
    """What lies flat on streets and piers."""
    stepping = Canvas(S, S)
    for x, y, w, h in ((3, 4, 13, 10), (17, 16, 13, 11)):
        stepping.oval(x, y + 1, w, h, "stone1").oval(x, y, w, h, "stone3").oval(x + 1, y, w - 4, h - 4, "stone4")
    puddle = Canvas(S, S).oval(4, 9, 24, 14, "stone2").oval(5, 10, 22, 12, "water2").oval(8, 11, 12, 5, "water3")
    market_rug = (
        Canvas(S, S).rect(2, 3, 28, 26, "violet0").rect(3, 4, 26, 24, "violet1").rect(6, 7, 20, 18, "sun1").rect(8, 9, 16, 14, "violet1")
    )
    for x in range(3, 30, 4):
        market_rug.rect(x, 1, 1, 2, "sun3").rect(x, 29, 1, 2, "sun3")
    drain = Canvas(S, S).box(8, 9, 16, 14, "stone", 1, edge="ink1")
    for x in range(11, 22, 3):
        drain.rect(x, 11, 1, 10, "ink0")
    chalk = Canvas(S, S)
    for x, y in ((11, 1), (3, 11), (18, 11), (11, 21)):
        chalk.line([(x, y), (x + 10, y), (x + 10, y + 9), (x, y + 9), (x, y)], "paper")
        chalk.dots([(x + 5, y + 3), (x + 5, y + 4), (x + 5, y + 5), (x + 4, y + 3)], "rose2")
    rails = {f"rail_{side}": _rail(side) for side in "nswe"}
    return {"stepping_stone": stepping, "puddle": puddle, "market_rug": market_rug, "drain": drain, "chalk_hopscotch": chalk, **rails}
