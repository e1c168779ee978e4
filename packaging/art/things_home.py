"""Things of homes, kitchens and bathrooms."""

from art.canvas import Canvas
from art.furniture import Sprite, blank, block, books, drawers, jars, on_ground, rack, table


def _bed(width: int, ramp: str, low: int, frame: str = "wood", light: int = 2) -> Sprite:
    c = blank(width, 2, 6)
    w = c.width - 4
    c.rect(2, 2, w, 16, "ink0")
    c.rect(3, 3, w - 2, 14, f"{frame}{light}").rect(3, 3, w - 2, 2, f"{frame}{light + 2}").rect(5, 8, w - 6, 6, f"{frame}{light - 1}")
    c.rect(3, 17, w - 2, 47, "ink0").rect(4, 17, w - 4, 46, "stone5").rect(4, 17, w - 4, 2, "stone3")
    for i in range(width):
        c.rect(7 + i * 30, 20, 18, 11, "stone3").rect(7 + i * 30, 19, 18, 10, "paper").rect(8 + i * 30, 28, 16, 1, "stone4")
    over = blank(width, 2, 6)
    for target in (c, over):
        target.rect(3, 34, w - 2, 30, f"{ramp}{low}").rect(4, 34, w - 4, 29, f"{ramp}{low + 1}").rect(4, 34, w - 4, 5, "paper").rect(
            4, 38, w - 4, 1, "stone3"
        )
        for y in (44, 52):
            for x in range(8 + (y == 52) * 4, w, 8):
                target.rect(x, y, 2, 2, f"{ramp}{low + 2}")
        target.rect(5, 39, 1, 20, f"{ramp}{low + 2}").rect(3, 60, w - 2, 8, "ink0").rect(4, 61, w - 4, 6, f"{frame}{light}").rect(
            4, 61, w - 4, 1, f"{frame}{light + 2}"
        )
    return {"": c, "over": over}


def _bunk() -> Sprite:
    sprite = _bed(1, "water", 1)
    for x in (1, 27):
        sprite[""].rect(x, 0, 4, 60, "wood1").rect(x, 0, 2, 60, "wood3")
    sprite["over"].rect(1, 36, 4, 30, "wood1").rect(27, 36, 4, 30, "wood1")
    return sprite


def _wardrobe(ramp: str = "wood", light: int = 2) -> Sprite:
    c = blank(1, 1, 22)
    block(c, 2, 2, 28, 6, 44, ramp, light)
    drawers(c, 4, 11, 25, 28, 1, 2, ramp, light)
    drawers(c, 4, 40, 25, 8, 1, 1, ramp, light)
    return {"": c}


def _dresser() -> Sprite:
    c = blank(1, 1, 4)
    block(c, 2, 5, 28, 10, 19, "wood", 2)
    drawers(c, 4, 17, 25, 14, 2, 1, "wood", 2)
    c.rect(6, 7, 8, 4, "stone5").oval(19, 2, 6, 8, "teal2").dots([(20, 3)], "paper")
    return {"": c}


def _mirror() -> Sprite:
    c = blank(1, 1, 18)
    c.rect(8, 44, 3, 4, "wood1").rect(21, 44, 3, 4, "wood1").rect(7, 4, 18, 41, "ink0").rect(8, 5, 16, 39, "wood3").rect(
        8, 5, 16, 1, "wood5"
    ).rect(10, 7, 12, 35, "water3")
    return {"": c.poly([(10, 7), (18, 7), (10, 24)], "water4").line([(12, 36), (20, 22)], "water4")}


def _desk() -> Sprite:
    c = blank(2, 1, 4)
    block(c, 2, 6, 60, 13, 17, "wood", 3)
    drawers(c, 4, 21, 16, 13, 2, 1, "wood", 3)
    drawers(c, 45, 21, 16, 13, 2, 1, "wood", 3)
    c.rect(21, 20, 23, 15, "wood0").rect(26, 9, 12, 8, "paper").rect(28, 11, 8, 1, "stone2").rect(28, 13, 6, 1, "stone2")
    c.rect(50, 4, 2, 9, "sun0").poly([(47, 0), (55, 0), (58, 6), (44, 6)], "pine1").rect(47, 0, 8, 1, "pine2").rect(48, 13, 6, 2, "sun0")
    return {"": books(c, 7, 5, 14, 8, 3).rect(40, 12, 1, 4, "water0")}


def _bookshelf() -> Sprite:
    c = blank(2, 1, 28)
    for i, y in enumerate(rack(c, 2, 2, 60, 56, 4)):
        books(c, 6, y - 9, 52, 9, 5 + i * 7)
    return {"": c}


def _armchair() -> Sprite:
    c = blank(1, 1, 6)
    c.rect(4, 3, 24, 20, "ink0").rect(5, 4, 22, 18, "red1").rect(5, 4, 22, 2, "red3").rect(7, 8, 18, 12, "red2")
    c.rect(6, 20, 20, 13, "ink0").rect(7, 20, 18, 7, "red2").rect(7, 20, 18, 1, "red3").rect(7, 27, 18, 6, "red1")
    for x in (1, 25):
        c.rect(x, 14, 6, 20, "ink0").rect(x + 1, 15, 4, 18, "red1").rect(x + 1, 15, 4, 3, "red3")
    return {"": c.rect(4, 34, 3, 3, "wood0").rect(25, 34, 3, 3, "wood0")}


def _sofa() -> Sprite:
    c = blank(2, 1, 6)
    c.rect(4, 3, 56, 20, "ink0").rect(5, 4, 54, 18, "teal1").rect(5, 4, 54, 2, "teal2").rect(31, 6, 1, 16, "teal0")
    c.rect(6, 20, 52, 14, "ink0").rect(7, 20, 24, 7, "teal2").rect(32, 20, 25, 7, "teal2").rect(7, 27, 50, 6, "teal1")
    for x in (1, 56):
        c.rect(x, 13, 7, 21, "ink0").rect(x + 1, 14, 5, 19, "teal1").rect(x + 1, 14, 5, 3, "teal2")
    c.rect(10, 12, 9, 9, "sun1").rect(10, 12, 9, 1, "sun2")
    return {"": c.rect(4, 34, 3, 3, "wood0").rect(57, 34, 3, 3, "wood0")}


def _fireplace() -> Sprite:
    out = blank(2, 1, 22)
    block(out, 3, 6, 58, 5, 43, "stone", 3)
    for y in range(14, 52, 7):
        out.rect(5, y, 54, 1, "stone2")
    for i, x in enumerate((12, 24, 40, 52, 18, 46)):
        out.rect(x, 12 + (i % 4) * 7, 1, 7, "stone2")
    out.rect(1, 4, 62, 5, "ink0").rect(2, 5, 60, 3, "wood3").rect(2, 5, 60, 1, "wood5")
    out.rect(16, 25, 32, 28, "ink0").rect(17, 26, 30, 27, "ink1").rect(22, 46, 20, 4, "wood1").rect(24, 43, 14, 4, "wood2")
    out.oval(8, 0, 5, 5, "sun2").rect(50, 0, 6, 5, "teal1").rect(28, 0, 7, 5, "wood4")
    lit = out.copy().rect(18, 30, 28, 16, "red0")
    lit.poly([(20, 48), (24, 33), (29, 42), (33, 27), (38, 42), (42, 36), (45, 48)], "red2").poly(
        [(24, 48), (28, 38), (32, 44), (35, 34), (41, 48)], "sun1"
    )
    lit.poly([(28, 48), (32, 42), (36, 48)], "sun3").rect(20, 47, 25, 3, "wood1")
    return {"": out, "out": out, "lit": lit}


def _dining_table(width: int, height: int) -> Sprite:
    c = blank(width, height)
    w, h = c.width, c.height
    table(c, 1, 2, w - 2, h - 13, 10)
    c.rect(w // 2 - 13, 2, 26, h - 12, "red2").rect(w // 2 - 13, 2, 26, 1, "red3").rect(w // 2 - 11, 3, 1, h - 14, "sun2").rect(
        w // 2 + 10, 3, 1, h - 14, "sun2"
    ).rect(w // 2 - 13, h - 11, 26, 4, "red1")
    x, y = w // 2, h // 2 - 6
    c.oval(x - 6, y - 3, 12, 9, "stone3").oval(x - 6, y - 4, 12, 8, "paper").oval(x - 4, y - 5, 5, 5, "red2").oval(
        x, y - 4, 4, 4, "sun2"
    ).oval(x - 1, y - 7, 4, 4, "grass3")
    for px in (8, w - 18):
        for py in range(8, h - 16, 26):
            c.oval(px, py, 10, 8, "stone3").oval(px, py - 1, 10, 8, "paper").oval(px + 2, py + 1, 6, 4, "stone5")
    return {"": c}


def _small_table() -> Sprite:
    c = blank(1, 1)
    c.rect(14, 14, 4, 15, "wood1").rect(9, 28, 14, 2, "wood1").oval(2, 5, 28, 17, "wood0").oval(2, 4, 28, 16, "wood1").oval(
        3, 4, 26, 14, "wood4"
    ).oval(6, 5, 16, 8, "wood5")
    return {"": c.rect(15, 6, 4, 6, "water2").oval(13, 0, 4, 5, "rose1").oval(18, 1, 4, 4, "sun2").rect(16, 4, 1, 3, "grass1")}


def _rocking_chair() -> Sprite:
    c = blank(1, 1, 6)
    c.rect(7, 2, 18, 20, "wood0").rect(8, 3, 16, 3, "wood3").rect(8, 6, 16, 15, "wood1")
    for x in range(9, 24, 4):
        c.rect(x, 5, 2, 16, "wood3")
    c.rect(6, 20, 20, 8, "wood0").rect(7, 20, 18, 6, "sun1").rect(7, 20, 18, 1, "sun2").rect(7, 27, 3, 6, "wood1").rect(
        22, 27, 3, 6, "wood1"
    )
    return {"": c.line([(3, 31), (7, 34), (25, 34), (29, 31)], "wood2", 2)}


def _toy_chest() -> Sprite:
    c = blank(1, 1)
    block(c, 3, 10, 26, 8, 13, "water", 2)
    c.rect(5, 21, 22, 2, "sun2").oval(6, 3, 9, 10, "wood4").oval(6, 1, 4, 4, "wood3").oval(11, 1, 4, 4, "wood3").dots(
        [(9, 6), (12, 6)], "ink0"
    )
    return {"": c.rect(18, 5, 8, 8, "red2").rect(18, 5, 8, 1, "red3").rect(20, 8, 4, 3, "sun2")}


def _sewing(table_ramp: str) -> Sprite:
    c = blank(1, 1, 4)
    table(c, 1, 10, 30, 11, 13, table_ramp, 3)
    c.rect(9, 15, 16, 4, "ink0").rect(10, 6, 13, 4, "ink0").rect(20, 6, 4, 11, "ink0").rect(10, 6, 4, 8, "ink0").rect(
        11, 7, 12, 1, "stone2"
    ).oval(22, 7, 6, 6, "stone2").rect(3, 14, 6, 6, "rose1").rect(4, 14, 1, 6, "rose2")
    return {"": c}


def _notes(c: Canvas) -> Canvas:
    """Music in the air."""
    for x, y in ((4, 4), (25, 1)):
        c.rect(x + 2, y, 1, 5, "ink0").rect(x, y + 4, 3, 2, "ink0").rect(x + 2, y, 3, 1, "ink0")
    return c


def _radio() -> Sprite:
    c = blank(1, 1, 4)
    block(c, 5, 16, 22, 6, 13, "wood", 1)
    c.rect(7, 3, 18, 14, "ink0").rect(8, 4, 16, 12, "wood3").rect(8, 4, 16, 1, "wood5").rect(10, 7, 7, 7, "sand1")
    for y in (8, 10, 12):
        c.rect(10, y, 7, 1, "wood1")
    off = c.oval(19, 7, 4, 4, "sun1").rect(19, 12, 4, 2, "ink1")
    return {"": off, "off": off, "on": _notes(off.copy().oval(19, 7, 4, 4, "sun3"))}


def _record_player() -> Sprite:
    c = blank(1, 1, 8)
    block(c, 4, 16, 24, 10, 13, "wood", 2)
    c.oval(8, 17, 14, 8, "ink0").oval(13, 19, 4, 3, "red2").line([(22, 18), (17, 21)], "stone4")
    off = c.poly([(24, 16), (22, 8), (12, 1), (29, 1), (27, 9), (26, 16)], "sun0").poly([(14, 2), (28, 2), (25, 7), (20, 6)], "sun2")
    return {"": off, "off": off, "on": _notes(off.copy().line([(9, 21), (20, 20)], "stone2"))}


def _aquarium() -> Sprite:
    c = blank(1, 1, 6)
    block(c, 3, 20, 26, 4, 13, "wood", 2)
    c.rect(3, 3, 26, 19, "ink0").rect(4, 4, 24, 17, "water2").rect(4, 4, 24, 2, "water4").rect(4, 18, 24, 3, "sand1").rect(
        7, 9, 1, 9, "grass2"
    ).rect(9, 12, 1, 6, "grass3")
    return {
        "": c.rect(13, 10, 4, 2, "sun1")
        .dots([(12, 9), (12, 12)], "sun1")
        .rect(20, 14, 4, 2, "red2")
        .dots([(24, 13), (24, 16)], "red2")
        .rect(5, 6, 1, 10, "water4")
    }


def _cradle() -> Sprite:
    c = blank(1, 1, 2)
    c.rect(4, 6, 24, 23, "ink0").rect(5, 7, 22, 20, "wood4").rect(5, 7, 22, 1, "wood5").rect(7, 9, 18, 10, "paper").oval(
        11, 9, 9, 8, "skin4"
    ).rect(12, 9, 7, 2, "wood1").rect(7, 17, 18, 6, "rose2")
    return {"": c.rect(7, 22, 18, 1, "rose1").line([(2, 29), (7, 32), (24, 32), (29, 29)], "wood1", 2)}


def _stove() -> Sprite:
    off = blank(1, 1, 8)
    block(off, 2, 6, 28, 12, 21, "stone", 1)
    for x, y in ((5, 8), (17, 8)):
        off.oval(x, y, 10, 5, "ink0").oval(x + 2, y + 1, 6, 3, "stone0")
    off.rect(5, 24, 22, 10, "ink0").rect(7, 26, 18, 6, "ink1").rect(5, 22, 22, 1, "stone4").rect(6, 19, 2, 2, "sun2").rect(
        12, 19, 2, 2, "paper"
    ).rect(18, 19, 2, 2, "paper").rect(24, 19, 2, 2, "paper")
    lit = off.copy()
    lit.rect(7, 26, 18, 6, "red1").rect(9, 28, 14, 4, "sun1").rect(12, 30, 8, 2, "sun3")
    lit.rect(16, 3, 12, 8, "ink0").rect(17, 4, 10, 6, "red2").rect(17, 4, 10, 1, "red3").rect(14, 5, 3, 1, "ink0").oval(6, 8, 8, 3, "red2")
    return {"": off, "off": off, "on": lit}


def _sink() -> Sprite:
    c = blank(1, 1, 6)
    block(c, 2, 6, 28, 12, 19, "stone", 4)
    c.oval(6, 8, 20, 8, "stone2").oval(7, 9, 18, 6, "water3").rect(15, 1, 2, 8, "stone2").rect(15, 1, 6, 2, "stone3")
    return {"": drawers(c, 4, 20, 25, 14, 1, 2, "stone", 4)}


def _fridge() -> Sprite:
    c = blank(1, 1, 24)
    block(c, 4, 2, 24, 6, 46, "stone", 4)
    return {
        "": c.rect(5, 24, 22, 1, "stone2")
        .rect(7, 12, 2, 9, "stone1")
        .rect(7, 28, 2, 12, "stone1")
        .rect(18, 14, 4, 4, "sun2")
        .rect(14, 12, 4, 4, "rose1")
    }


def _kitchen_counter() -> Sprite:
    c = blank(2, 1, 4)
    block(c, 1, 4, 62, 12, 20, "wood", 4)
    c.rect(2, 5, 60, 10, "stone4").rect(2, 5, 60, 1, "paper")
    drawers(c, 4, 18, 57, 16, 1, 4, "wood", 4)
    c.rect(8, 7, 14, 6, "wood3").rect(8, 7, 14, 1, "wood5").rect(12, 9, 6, 2, "red2").rect(17, 8, 4, 1, "stone2").oval(
        44, 3, 9, 9, "stone5"
    ).oval(46, 2, 4, 4, "sun2").oval(49, 3, 4, 4, "grass3")
    return {"": jars(c, 28, 11, 3, 5, 2)}


def _pantry() -> Sprite:
    c = blank(1, 1, 24)
    for i, y in enumerate(rack(c, 2, 2, 28, 52, 4, "wood", 3)):
        jars(c, 6, y, 4, 5, i * 2)
    return {"": c}


def _kettle_stand() -> Sprite:
    c = blank(1, 1, 4)
    table(c, 3, 12, 26, 10, 12)
    off = c.oval(8, 5, 14, 12, "ink0").oval(9, 6, 12, 10, "teal1").oval(10, 6, 6, 5, "teal2")
    off.line([(20, 10), (25, 7)], "teal1", 2).line([(10, 6), (15, 1), (20, 6)], "ink1")
    on = off.copy().rect(10, 15, 11, 2, "red2").dots([(27, 4), (28, 3), (27, 2), (29, 1), (28, 0), (26, 1)], "paper")
    return {"": off, "off": off, "on": on}


def _bath() -> Sprite:
    c, over = blank(2, 1, 4), blank(2, 1, 4)
    c.rect(3, 5, 58, 26, "ink0").rect(4, 6, 56, 24, "paper").rect(8, 9, 48, 12, "stone3").rect(9, 10, 46, 11, "water3").rect(
        12, 13, 18, 1, "water4"
    ).rect(34, 16, 14, 1, "water4")
    c.rect(56, 1, 3, 8, "stone2").rect(52, 3, 6, 2, "stone3")
    for target in (c, over):
        target.rect(20, 12, 38, 9, "water3").oval(26, 12, 9, 6, "paper").oval(36, 14, 7, 5, "paper")
        target.rect(3, 21, 58, 13, "ink0").rect(4, 21, 56, 12, "stone5").rect(4, 21, 56, 2, "paper").rect(4, 30, 56, 3, "stone3").rect(
            8, 33, 4, 3, "sun1"
        ).rect(52, 33, 4, 3, "sun1")
    over.px[:12] = 0
    return {"": c, "over": over}


def _washbasin() -> Sprite:
    c = blank(1, 1, 4)
    c.rect(13, 20, 6, 14, "stone2").rect(13, 20, 3, 14, "stone4").rect(4, 8, 24, 14, "ink1").rect(5, 9, 22, 8, "paper").rect(
        5, 17, 22, 4, "stone4"
    ).oval(8, 10, 16, 6, "water3").rect(15, 4, 2, 7, "stone2").rect(15, 4, 5, 2, "stone3")
    return {"": c.rect(24, 6, 3, 4, "rose1")}


def _toilet() -> Sprite:
    c = blank(1, 1, 6)
    block(c, 8, 3, 16, 4, 12, "stone", 4, edge="ink1").rect(20, 9, 2, 2, "stone2")
    return {
        "": c.oval(8, 16, 16, 14, "ink1")
        .oval(9, 17, 14, 12, "paper")
        .oval(11, 19, 10, 7, "stone3")
        .rect(11, 29, 10, 6, "ink1")
        .rect(12, 28, 8, 6, "stone4")
    }


def _shower() -> Sprite:
    c, over = blank(1, 1, 28), blank(1, 1, 28)
    c.rect(1, 2, 30, 50, "ink1").rect(2, 3, 28, 46, "water4")
    for y in range(3, 49, 8):
        c.rect(2, y, 28, 1, "water3")
    for x in range(2, 30, 8):
        c.rect(x, 3, 1, 46, "water3")
    c.rect(2, 49, 28, 8, "paper").rect(14, 51, 4, 2, "stone2").rect(24, 8, 2, 20, "stone2").rect(18, 7, 8, 2, "stone2").rect(
        16, 9, 6, 2, "stone1"
    )
    over.rect(1, 2, 30, 2, "stone1").rect(1, 56, 30, 3, "ink1").rect(2, 56, 28, 2, "stone5")
    for x in (1, 5, 9):
        over.rect(x, 4, 4, 52, "teal2").rect(x, 4, 1, 52, "teal1")
    c.paste(over, 0, 0)
    return {"": c, "over": over}


def _laundry_tub() -> Sprite:
    c = blank(1, 1)
    c.oval(3, 10, 26, 12, "wood0").rect(3, 15, 26, 11, "wood2").oval(3, 20, 26, 10, "wood1").rect(6, 16, 4, 11, "wood3").rect(
        3, 19, 26, 2, "stone1"
    ).oval(4, 10, 24, 10, "wood4").oval(6, 11, 20, 8, "water3").oval(8, 9, 8, 6, "paper").oval(15, 12, 7, 5, "paper")
    return {"": c.rect(18, 3, 8, 12, "wood4").rect(19, 5, 6, 1, "stone2").rect(19, 8, 6, 1, "stone2")}


def home() -> dict[str, Sprite]:
    """All things of this room by kind."""
    things = {
        "bed": _bed(1, "teal", 0),
        "double_bed": _bed(2, "red", 0),
        "bunk_bed": _bunk(),
        "cot": _bed(1, "stone", 2, "stone", 2),
        "wardrobe": _wardrobe(),
        "dresser": _dresser(),
        "mirror": _mirror(),
        "desk": _desk(),
        "bookshelf": _bookshelf(),
        "armchair": _armchair(),
        "sofa": _sofa(),
        "fireplace": _fireplace(),
        "dining_table": _dining_table(2, 1),
        "big_table": _dining_table(3, 2),
        "small_table": _small_table(),
        "rocking_chair": _rocking_chair(),
        "toy_chest": _toy_chest(),
        "sewing_table": _sewing("wood"),
        "radio": _radio(),
        "record_player": _record_player(),
        "aquarium": _aquarium(),
        "cradle": _cradle(),
        "stove": _stove(),
        "sink": _sink(),
        "fridge": _fridge(),
        "kitchen_counter": _kitchen_counter(),
        "pantry": _pantry(),
        "kettle_stand": _kettle_stand(),
        "bath": _bath(),
        "washbasin": _washbasin(),
        "toilet": _toilet(),
        "shower": _shower(),
        "laundry_tub": _laundry_tub(),
        "sewing_machine": _sewing("stone"),
    }
    return {kind: on_ground(sprite) for kind, sprite in things.items()}
