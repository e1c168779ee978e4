"""Tall things of the open air: trees, bushes, lamps, signs. The foot is the lowest row's middle tile."""

from collections.abc import Callable

import numpy as np

from art.canvas import Canvas, noise

T = 32


def _crown(w: int, h: int, blobs: list[tuple[int, int, int, int]], ramp: tuple[str, str, str, str, str], seed: int) -> Canvas:
    """Heap round clumps of leaves, the farther ones darker, each lit from the upper left."""
    deep, dark, mid, light, bright = ramp
    c = Canvas(w, h)
    for x, y, bw, bh in blobs:
        c.oval(x, y, bw, bh, deep)
    solid = c.px[..., 3] == 255
    rng = np.random.default_rng(seed)
    for x, y, bw, bh in blobs:
        c.oval(x + 1, y + 1, bw - 3, bh - 4, dark)
        c.oval(x + 1, y + 1, int(bw * 0.8), int(bh * 0.74), mid)
        c.oval(x + 2 + bw // 10, y + 1 + bh // 12, int(bw * 0.5), int(bh * 0.42), light)
    for x, y, bw, bh in blobs:
        for _ in range(bw * bh // 22):
            a, r = rng.random() * 6.283, rng.random() ** 0.5 * 0.48
            px, py = int(x + bw / 2 + np.cos(a) * r * bw), int(y + bh / 2 + np.sin(a) * r * bh)
            high = (px - x) / bw + (py - y) / bh
            tone = (bright if rng.random() < 0.35 else light) if high < 0.75 else (mid if high < 1.1 else deep)
            c.dots([(px, py), (px + 1, py)] if rng.random() < 0.6 else [(px, py), (px, py + 1), (px + 1, py)], tone)
    c.px[~solid] = 0
    return c


def _trunk(c: Canvas, x: int, y: int, w: int, h: int, ramp: str = "wood") -> None:
    c.rect(x, y, w, h, f"{ramp}1").rect(x, y, max(w // 3, 1), h, f"{ramp}2").rect(x + w - max(w // 4, 1), y, max(w // 4, 1), h, f"{ramp}0")
    c.dots([(x - 1, y + h - 1), (x + w, y + h - 1), (x - 1, y + h - 2), (x - 2, y + h - 1), (x + w + 1, y + h - 1)], f"{ramp}1")


LEAF = ("grass0", "grass1", "grass2", "grass3", "grass5")
DEEP = ("pine0", "pine1", "grass1", "grass2", "grass3")
FRESH = ("grass1", "grass2", "grass3", "grass5", "grass6")
BLOSSOM = ("rose0", "rose0", "rose1", "rose2", "paper")


def _tree(
    w: int, h: int, blobs: list[tuple[int, int, int, int]], ramp: tuple[str, str, str, str, str], trunk: tuple[int, int], seed: int
) -> Canvas:
    c = Canvas(w, h)
    width, top = trunk
    _trunk(c, w // 2 - width // 2, top, width, h - top - 6)
    c.line([(w // 2, top + 6), (w // 2 - 9, top - 4)], "wood1", 3).line([(w // 2, top + 4), (w // 2 + 9, top - 5)], "wood0", 3)
    c.paste(_crown(w, h, blobs, ramp, seed), 0, 0)
    return c.foot(w // 2 - w * 2 // 7, h - 14, w * 4 // 7 + 4, 13, 80)


def _oak() -> Canvas:
    return _tree(
        96,
        96,
        [(12, 20, 40, 36), (46, 18, 40, 38), (24, 4, 46, 40), (20, 34, 32, 30), (46, 36, 32, 28), (34, 28, 32, 34)],
        LEAF,
        (12, 58),
        1,
    )


def _linden() -> Canvas:
    return _tree(96, 96, [(16, 26, 34, 38), (46, 26, 34, 38), (28, 2, 40, 40), (22, 14, 52, 40), (32, 34, 34, 34)], FRESH, (10, 62), 2)


def _birch() -> Canvas:
    c = Canvas(64, 96)
    c.rect(29, 44, 6, 46, "stone5").rect(33, 44, 2, 46, "stone3")
    for y in (50, 57, 63, 70, 78, 84):
        c.rect(29 + y % 3, y, 3, 1, "ink1")
    c.paste(_crown(64, 96, [(14, 26, 24, 34), (28, 28, 24, 32), (18, 6, 28, 34), (20, 36, 26, 26)], FRESH, 3), 0, 0)
    return c.foot(16, 83, 34, 11, 80)


def _pine() -> Canvas:
    c = Canvas(64, 96)
    _trunk(c, 29, 78, 7, 12)
    for i, (y, half) in enumerate(((60, 24), (44, 21), (29, 17), (15, 13), (3, 8))):
        h = 24 - i
        c.poly([(32, y), (32 + half, y + h), (32 - half, y + h)], "pine0").poly(
            [(31, y), (32 + half // 2, y + h - 3), (32 - half, y + h - 3)], "pine1"
        )
        c.poly([(30, y + 2), (30, y + h - 6), (33 - half, y + h - 5)], "pine2")
        for x in range(32 - half, 32 + half, 5):
            c.rect(x, y + h - 2, 3, 3, "pine0").rect(x, y + h - 3, 2, 2, "pine1")
    return c.foot(14, 83, 38, 11, 80)


def _willow() -> Canvas:
    c = Canvas(96, 96)
    _trunk(c, 43, 50, 10, 40)
    c.paste(_crown(96, 96, [(14, 20, 36, 30), (46, 20, 36, 30), (24, 6, 48, 34)], FRESH, 5), 0, 0)
    grain = noise(6, 1, 96)[0]
    for x in range(14, 82, 3):
        drop = int(26 + grain[x] * 22 - abs(x - 48) * 0.12)
        y = 32 + abs(x - 48) // 6
        c.rect(x, y, 2, drop, "grass2" if grain[x] < 0.5 else "grass3").rect(x, y + drop - 6, 1, 6, "grass5").rect(
            x + 2, y, 1, drop - 5, "grass1"
        )
    return c.foot(24, 83, 50, 12, 80)


def fruit_tree(ramp: tuple[str, str, str, str, str], fruit: str, seed: int) -> Canvas:
    """A small tree, with fruit of this ramp or without."""
    c = _tree(64, 96, [(6, 38, 30, 30), (28, 38, 30, 30), (14, 24, 36, 32), (18, 44, 30, 28)], ramp, (8, 64), seed)
    if fruit:
        for x, y in ((14, 48), (24, 36), (40, 42), (46, 54), (30, 56), (20, 62), (36, 30)):
            c.rect(x, y, 4, 4, f"{fruit}1").rect(x, y, 3, 3, f"{fruit}2").dots([(x, y)], f"{fruit}3")
    return c


def _cypress() -> Canvas:
    c = Canvas(32, 64)
    c.rect(14, 54, 4, 7, "wood1")
    c.paste(_crown(32, 64, [(8, 22, 16, 36), (9, 8, 14, 34), (11, 2, 10, 22)], DEEP, 8), 0, 0)
    return c.foot(5, 53, 22, 9, 80)


def _sapling() -> Canvas:
    c = Canvas(32, 64)
    c.rect(15, 34, 2, 26, "wood2").rect(19, 38, 2, 22, "wood4").rect(15, 46, 5, 1, "sun2")
    c.paste(_crown(32, 64, [(6, 18, 20, 20), (9, 12, 14, 16)], FRESH, 9), 0, 0)
    return c.foot(8, 55, 17, 7, 70)


def _bush(ramp: tuple[str, str, str, str, str], berry: str = "", *, neat: bool = False) -> Canvas:
    blobs = [(4, 6, 24, 23)] if neat else [(2, 10, 17, 18), (13, 9, 17, 19), (7, 4, 18, 18)]
    c = Canvas(32, 32).paste(_crown(32, 32, blobs, ramp, 11), 0, 0)
    if berry:
        for x, y in ((7, 14), (13, 9), (20, 12), (24, 19), (11, 21), (17, 18)):
            c.rect(x, y, 2, 2, berry).dots([(x, y)], "red3")
    return c.foot(2, 22, 29, 9, 80)


def _rock(w: int) -> Canvas:
    c = Canvas(w, 32)
    points = [(4, 27), (3, 18), (9, 10), (w - 13, 8), (w - 5, 16), (w - 4, 27)]
    c.poly([(float(x), float(y)) for x, y in points], "stone1").poly(
        [(4, 24), (4, 18), (10, 11), (w - 14, 9), (w - 11, 16), (9, 20)], "stone3"
    )
    return (
        c.line([(5, 18), (10, 11), (w - 15, 9)], "stone5")
        .line([(w - 11, 16), (w - 9, 24)], "stone0")
        .rect(6, 26, 7, 2, "grass2")
        .foot(2, 22, w - 3, 9, 80)
    )


def _stump() -> Canvas:
    c = (
        Canvas(32, 32)
        .rect(8, 14, 16, 13, "wood1")
        .rect(8, 14, 5, 13, "wood2")
        .oval(8, 8, 16, 11, "wood1")
        .oval(9, 9, 14, 9, "wood4")
        .oval(12, 11, 8, 5, "wood5")
        .oval(14, 12, 3, 3, "wood3")
    )
    return c.dots([(7, 26), (24, 26), (6, 27), (25, 27)], "wood1").foot(4, 21, 26, 9, 80)


def _lamp_post() -> Canvas:
    c = Canvas(32, 64)
    c.rect(14, 20, 3, 40, "ink1").rect(14, 20, 1, 40, "stone1").rect(12, 56, 7, 4, "ink1").rect(12, 56, 7, 1, "stone1").rect(
        11, 19, 9, 2, "ink1"
    )
    c.poly([(10, 8), (21, 8), (19, 19), (12, 19)], "ink1").poly([(11, 9), (20, 9), (18, 18), (13, 18)], "sun3").rect(
        15, 9, 1, 9, "sun2"
    ).rect(12, 10, 2, 6, "paper")
    return (
        c.poly([(9, 8), (15, 3), (16, 3), (22, 8)], "ink1")
        .rect(15, 1, 2, 2, "ink1")
        .line([(11, 7), (15, 4)], "stone1")
        .foot(9, 55, 15, 7, 80)
    )


def _signpost() -> Canvas:
    c = Canvas(32, 64)
    c.rect(14, 14, 4, 46, "wood1").rect(14, 14, 2, 46, "wood3")
    c.poly([(5, 18), (24, 18), (29, 22), (24, 27), (5, 27)], "wood1").poly([(6, 19), (23, 19), (27, 22), (23, 26), (6, 26)], "wood4")
    c.poly([(27, 31), (9, 31), (4, 35), (9, 40), (27, 40)], "wood1").poly([(26, 32), (9, 32), (6, 35), (9, 39), (26, 39)], "wood4")
    return c.rect(9, 22, 11, 1, "wood1").rect(11, 35, 11, 1, "wood1").foot(9, 55, 15, 7, 80)


def _hanging(fill: str, draw: Callable[[Canvas], None]) -> Canvas:
    c = Canvas(32, 64)
    c.rect(5, 10, 3, 50, "wood1").rect(5, 10, 1, 50, "wood3").rect(5, 13, 23, 2, "ink1").line([(8, 21), (14, 15)], "ink1")
    c.rect(13, 15, 1, 3, "ink1").rect(25, 15, 1, 3, "ink1").rect(10, 18, 19, 18, "wood0").rect(11, 19, 17, 16, fill)
    draw(c)
    return c.foot(1, 55, 13, 7, 80)


def _cup(c: Canvas) -> None:
    c.rect(15, 25, 8, 6, "paper").rect(23, 26, 2, 3, "paper").rect(14, 31, 10, 1, "stone4").dots(
        [(17, 23), (18, 22), (20, 23), (21, 22)], "paper"
    )


def _mug(c: Canvas) -> None:
    c.rect(15, 24, 8, 8, "sun2").rect(15, 22, 8, 3, "paper").rect(23, 26, 2, 4, "sun2").rect(17, 26, 1, 5, "sun1").rect(
        20, 26, 1, 5, "sun1"
    )


def _pretzel(c: Canvas) -> None:
    c.oval(13, 22, 13, 10, "wood4").oval(15, 24, 4, 4, "teal0").oval(20, 24, 4, 4, "teal0").oval(18, 28, 3, 3, "teal0").dots(
        [(15, 23), (19, 22), (24, 25)], "paper"
    )


def _bag(c: Canvas) -> None:
    c.rect(15, 25, 9, 8, "wood4").rect(15, 25, 9, 1, "wood5").line([(17, 25), (17, 22), (21, 22), (21, 25)], "wood1")


def _health(c: Canvas) -> None:
    c.rect(18, 21, 3, 12, "red2").rect(13, 25, 13, 3, "red2")


def _anvil(c: Canvas) -> None:
    c.rect(14, 24, 12, 3, "stone4").rect(12, 24, 3, 1, "stone4").rect(18, 27, 4, 3, "stone3").rect(15, 30, 10, 2, "stone4")


def _moon(c: Canvas) -> None:
    c.oval(14, 21, 11, 11, "sun2").oval(17, 20, 10, 10, "water0").dots([(24, 23), (22, 30)], "sun3")


def _flag_pole() -> Canvas:
    c = Canvas(32, 96)
    c.rect(8, 6, 2, 86, "stone3").rect(9, 6, 1, 86, "stone1").rect(7, 3, 4, 3, "sun2").rect(6, 89, 7, 4, "stone1")
    c.poly([(10, 8), (20, 10), (28, 8), (28, 26), (20, 28), (10, 26)], "teal1").poly(
        [(10, 14), (20, 16), (28, 14), (28, 20), (20, 22), (10, 20)], "paper"
    ).line([(19, 10), (19, 27)], "teal0")
    return c.foot(3, 88, 13, 6, 80)


def _bird_house() -> Canvas:
    c = Canvas(32, 64)
    c.rect(15, 34, 3, 26, "wood1").rect(15, 34, 1, 26, "wood3").rect(9, 21, 14, 14, "wood1").rect(10, 21, 12, 13, "wood4").oval(
        13, 24, 6, 6, "ink0"
    ).rect(15, 31, 3, 1, "wood1")
    return c.poly([(5, 22), (15, 12), (16, 12), (27, 22)], "red1").line([(6, 21), (15, 13)], "red3", 2).foot(10, 56, 13, 6, 80)


def _scarecrow() -> Canvas:
    c = Canvas(32, 64)
    c.rect(15, 20, 3, 40, "wood2").rect(3, 30, 26, 3, "wood2").poly([(8, 28), (24, 28), (26, 46), (6, 46)], "red1").rect(
        14, 28, 1, 18, "red0"
    ).rect(20, 36, 5, 5, "sun1")
    c.oval(11, 16, 11, 12, "sand1").dots([(14, 21), (18, 21)], "ink0").rect(14, 24, 5, 1, "wood1").rect(8, 16, 17, 2, "sun0").rect(
        12, 10, 9, 6, "sun1"
    ).rect(12, 14, 9, 1, "red1")
    return c.dots([(2, 31), (2, 33), (29, 30), (29, 33), (9, 47), (14, 48), (20, 47), (24, 48)], "sun2").foot(8, 56, 17, 6, 80)


def _weather_house() -> Canvas:
    c = Canvas(32, 64)
    for x in (7, 22):
        c.rect(x, 34, 3, 26, "stone4").rect(x + 2, 34, 1, 26, "stone2")
    c.rect(5, 18, 22, 20, "stone2").rect(6, 18, 19, 19, "paper")
    for y in range(21, 36, 3):
        c.rect(8, y, 15, 1, "stone2")
    return c.poly([(3, 19), (15, 11), (17, 11), (29, 19)], "stone4").line([(3, 19), (29, 19)], "stone1").foot(4, 56, 24, 6, 80)


def tall() -> dict[str, Canvas]:
    """All scenery by name; the lowest row's middle tile is the foot."""
    return {
        "tree_oak": _oak(),
        "tree_birch": _birch(),
        "tree_pine": _pine(),
        "tree_willow": _willow(),
        "tree_apple": fruit_tree(LEAF, "red", 12),
        "tree_cherry": fruit_tree(BLOSSOM, "", 13),
        "tree_linden": _linden(),
        "cypress": _cypress(),
        "sapling": _sapling(),
        "bush": _bush(LEAF),
        "bush_berry": _bush(DEEP, "red2"),
        "bush_round": _bush(FRESH, neat=True),
        "rock": _rock(32),
        "rock_big": _rock(64),
        "stump": _stump(),
        "lamp_post": _lamp_post(),
        "signpost": _signpost(),
        "sign_cafe": _hanging("teal1", _cup),
        "sign_tavern": _hanging("red0", _mug),
        "sign_bakery": _hanging("teal0", _pretzel),
        "sign_shop": _hanging("pine1", _bag),
        "sign_clinic": _hanging("paper", _health),
        "sign_smith": _hanging("ink1", _anvil),
        "sign_inn": _hanging("water0", _moon),
        "flag_pole": _flag_pole(),
        "bird_house": _bird_house(),
        "scarecrow": _scarecrow(),
        "weather_house": _weather_house(),
    }


def small(sprite: Canvas) -> Canvas:
    """A picture of one tile for the map editor."""
    factor = max(sprite.width, sprite.height) // T
    c = Canvas(T, T)
    part = sprite.px[::factor, ::factor] if factor > 1 else sprite.px
    h, w = part.shape[:2]
    c.px[T - h :, (T - w) // 2 : (T - w) // 2 + w] = part
    return c
