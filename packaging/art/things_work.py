"""Things of shops, workshops, the tavern and the studio."""

from art.canvas import Canvas
from art.furniture import Sprite, blank, block, books, drawers, jars, on_ground, rack, table


def _counter(width: int, ramp: str, light: int, top: str) -> Canvas:
    c = blank(width, 1, 2)
    w = c.width
    block(c, 0, 4, w, 12, 18, ramp, light)
    c.rect(1, 5, w - 2, 10, top).rect(1, 5, w - 2, 1, "wood5")
    for x in range(6, w - 12, 20):
        c.rect(x, 19, 15, 11, f"{ramp}{light - 1}").rect(x + 1, 20, 14, 10, f"{ramp}{light + 1}").rect(x + 1, 20, 13, 9, f"{ramp}{light}")
    return c


def _shop_counter(width: int) -> Sprite:
    c = _counter(width, "wood", 3, "wood4")
    c.oval(8, 3, 9, 9, "wood3").rect(10, 2, 5, 3, "red2").rect(c.width - 20, 4, 12, 8, "paper").rect(c.width - 18, 6, 8, 1, "stone2").rect(
        c.width - 18, 8, 6, 1, "stone2"
    )
    return {"": c}


def _bar() -> Sprite:
    c = _counter(3, "wood", 1, "wood3")
    for x in (12, 46, 76):
        c.rect(x, 2, 6, 8, "sun2").rect(x, 1, 6, 3, "paper").rect(x + 6, 4, 2, 4, "sun1")
    return {"": c.rect(2, 30, 92, 1, "sun1")}


def _coffee_machine() -> Sprite:
    off = blank(1, 1, 14)
    block(off, 3, 22, 26, 8, 14, "wood", 3)
    off.rect(5, 4, 22, 22, "ink0").rect(6, 5, 20, 20, "stone2").rect(6, 5, 20, 5, "stone4").rect(6, 5, 20, 1, "paper").rect(
        8, 16, 16, 8, "ink1"
    ).rect(6, 11, 20, 3, "red2").rect(10, 14, 3, 3, "stone4").rect(19, 14, 3, 3, "stone4")
    off.rect(8, 1, 6, 4, "paper").rect(16, 1, 6, 4, "paper")
    on = (
        off.copy()
        .rect(10, 19, 5, 4, "paper")
        .rect(18, 19, 5, 4, "paper")
        .rect(11, 17, 1, 2, "wood2")
        .rect(20, 17, 1, 2, "wood2")
        .rect(23, 12, 2, 1, "sun3")
    )
    return {"": off, "off": off, "on": on.dots([(11, 0), (13, 2), (19, 1), (20, 3)], "stone5")}


def _cake_stand() -> Sprite:
    c = blank(1, 1, 8)
    table(c, 3, 18, 26, 9, 10)
    c.rect(14, 15, 4, 6, "stone3").oval(6, 10, 20, 8, "stone3").oval(6, 9, 20, 7, "paper").rect(9, 5, 14, 8, "rose1").oval(
        9, 2, 14, 6, "rose2"
    ).dots([(12, 4), (16, 3), (20, 4)], "red2").rect(9, 9, 14, 1, "paper")
    return {"": c}


def _oven(states: tuple[str, str], ramp: str, width: int) -> Sprite:
    cold = blank(width, 1, 26)
    w = cold.width
    cold.oval(2, 4, w - 4, 40, "ink0").rect(2, 22, w - 4, 34, "ink0").oval(3, 5, w - 6, 38, f"{ramp}2").rect(
        3, 22, w - 6, 33, f"{ramp}2"
    ).oval(6, 6, w // 2, 14, f"{ramp}3")
    for y in range(16, 54, 6):
        cold.rect(4, y, w - 8, 1, f"{ramp}1")
        for x in range(8 + (y // 6) % 2 * 5, w - 6, 11):
            cold.rect(x, y, 1, 6, f"{ramp}1")
    m = w // 2
    half = 9 if width == 1 else 14
    cold.oval(m - half - 2, 24, 2 * half + 4, 22, "stone1").rect(m - half - 2, 35, 2 * half + 4, 10, "stone1").oval(
        m - half, 26, 2 * half, 20, "ink0"
    ).rect(m - half, 36, 2 * half, 8, "ink0").rect(m - half - 3, 44, 2 * half + 6, 3, "stone3")
    hot = cold.copy().oval(m - half + 1, 28, 2 * half - 2, 17, "red1").rect(m - half + 1, 37, 2 * half - 2, 7, "red1")
    hot.poly([(m - half + 3, 43), (m - 4, 32), (m, 39), (m + 4, 30), (m + half - 3, 43)], "sun1").poly(
        [(m - 5, 43), (m, 36), (m + 5, 43)], "sun3"
    )
    return {"": cold, states[0]: cold, states[1]: hot}


def _kneading_table() -> Sprite:
    c = blank(2, 1, 2)
    table(c, 1, 5, 62, 15, 12)
    c.rect(6, 8, 30, 9, "wood5").oval(10, 3, 16, 11, "sand0").oval(10, 2, 15, 10, "sand2").oval(12, 3, 7, 4, "paper").rect(
        38, 11, 16, 4, "wood2"
    ).rect(40, 10, 12, 4, "wood4").oval(52, 4, 9, 8, "water2")
    return {"": c.oval(53, 4, 7, 4, "paper")}


def _bread_shelf() -> Sprite:
    c = blank(2, 1, 26)
    for i, y in enumerate(rack(c, 2, 2, 60, 54, 3, "wood", 3)):
        for x in range(6, 54, 10):
            if i == 1:
                c.oval(x, y - 7, 9, 8, "sun0").oval(x, y - 7, 8, 6, "wood4").dots([(x + 2, y - 5), (x + 5, y - 5)], "wood5")
            else:
                c.rect(x, y - 6, 9, 6, "wood3").rect(x, y - 6, 8, 4, "sun1").dots([(x + 2, y - 5), (x + 4, y - 5), (x + 6, y - 5)], "wood5")
    return {"": c}


def _shop_shelf() -> Sprite:
    c = blank(2, 1, 26)
    for i, y in enumerate(rack(c, 2, 2, 60, 54, 3, "wood", 3)):
        if i == 1:
            for x, tone in ((7, "red2"), (19, "sun2"), (31, "teal1"), (43, "violet1")):
                c.rect(x, y - 10, 9, 10, tone).rect(x, y - 10, 9, 1, "paper").rect(x + 2, y - 6, 5, 3, "paper")
        else:
            jars(c, 7, y, 8, 6, i * 3)
    return {"": c}


def _vegetable_stand() -> Sprite:
    c = blank(2, 1, 8)
    c.rect(1, 6, 62, 32, "ink0").rect(2, 7, 60, 30, "wood3").rect(2, 7, 60, 1, "wood5")
    heaps = (
        (4, 9, "red2", "red3"),
        (23, 9, "grass2", "grass5"),
        (42, 9, "sun1", "sun2"),
        (4, 23, "grass3", "grass6"),
        (23, 23, "violet0", "violet1"),
        (42, 23, "wood4", "wood5"),
    )
    for x, y, low, high in heaps:
        c.rect(x, y, 18, 12, "wood0")
        for i in range(8):
            px, py = x + 1 + i % 4 * 4, y + 1 + i // 4 * 5
            c.oval(px, py, 5, 5, low).dots([(px + 1, py + 1), (px + 2, py + 1)], high)
    return {"": c}


def _scales() -> Sprite:
    c = blank(1, 1, 6)
    table(c, 3, 16, 26, 9, 11)
    c.rect(15, 4, 2, 14, "sun0").rect(11, 17, 10, 3, "sun1").rect(5, 5, 22, 1, "sun1").line([(6, 6), (4, 12)], "stone2").line(
        [(6, 6), (9, 12)], "stone2"
    ).line([(26, 6), (23, 10)], "stone2").line([(26, 6), (28, 10)], "stone2")
    return {"": c.oval(2, 11, 9, 4, "sun1").oval(21, 9, 9, 4, "sun1").oval(22, 5, 5, 5, "red2")}


def _till() -> Sprite:
    c = blank(1, 1, 6)
    block(c, 3, 16, 26, 8, 13, "wood", 3)
    c.rect(7, 8, 18, 13, "ink0").rect(8, 9, 16, 11, "sun0").rect(8, 9, 16, 1, "sun2").rect(10, 1, 12, 8, "ink0").rect(
        11, 2, 10, 6, "paper"
    ).rect(13, 4, 6, 2, "ink1")
    for x in (10, 14, 18):
        for y in (12, 15):
            c.rect(x, y, 3, 2, "paper")
    return {"": c}


def _beer_taps() -> Sprite:
    c = blank(1, 1, 10)
    block(c, 1, 14, 30, 10, 17, "wood", 1)
    c.rect(4, 6, 24, 3, "sun1").rect(4, 6, 24, 1, "sun3").rect(6, 9, 3, 9, "sun0").rect(23, 9, 3, 9, "sun0")
    for x, tone in ((9, "red2"), (15, "paper"), (21, "teal1")):
        c.rect(x, 0, 2, 7, tone).rect(x, 9, 2, 3, "sun1")
    return {"": c.rect(14, 16, 5, 6, "sun2").rect(14, 15, 5, 2, "paper")}


def _dartboard() -> Sprite:
    c = blank(1, 1, 22)
    c.rect(14, 24, 4, 27, "wood1").rect(9, 49, 14, 3, "wood1").oval(3, 3, 26, 26, "ink0").oval(5, 5, 22, 22, "sand2").oval(
        8, 8, 16, 16, "red2"
    ).oval(11, 11, 10, 10, "sand2").oval(14, 14, 4, 4, "red1")
    return {"": c.line([(18, 11), (23, 7)], "teal1", 2).line([(12, 18), (7, 15)], "sun1", 2)}


def _billiard() -> Sprite:
    c = blank(3, 2)
    for x in (6, 84):
        c.rect(x, 46, 7, 14, "wood0").rect(x, 46, 4, 14, "wood2")
    c.rect(1, 2, 94, 48, "wood0").rect(2, 3, 92, 42, "wood2").rect(2, 3, 92, 2, "wood4").rect(2, 45, 92, 4, "wood1").rect(
        8, 9, 80, 30, "pine1"
    ).rect(8, 9, 80, 2, "pine0").rect(8, 9, 2, 30, "pine0")
    for x, y in ((7, 8), (46, 7), (86, 8), (7, 37), (46, 38), (86, 37)):
        c.oval(x - 1, y - 1, 6, 6, "ink0")
    for x, y, tone in ((24, 18, "red2"), (29, 15, "sun2"), (29, 21, "violet1"), (62, 24, "paper"), (70, 15, "water2")):
        c.oval(x, y + 1, 5, 5, "pine0").oval(x, y, 5, 5, tone).dots([(x + 1, y + 1)], "paper")
    return {"": c.line([(60, 34), (86, 28)], "wood4", 2)}


def _piano() -> Sprite:
    c = blank(2, 1, 16)
    c.rect(3, 2, 58, 26, "ink0").rect(4, 3, 56, 24, "wood1").rect(4, 3, 56, 4, "wood3").rect(4, 3, 56, 1, "wood4").rect(
        24, 10, 16, 10, "paper"
    ).rect(32, 10, 1, 10, "stone3").rect(26, 13, 5, 1, "stone2").rect(34, 13, 5, 1, "stone2")
    c.rect(1, 26, 62, 12, "ink0").rect(2, 27, 60, 10, "wood2").rect(2, 27, 60, 1, "wood4").rect(5, 29, 54, 6, "paper")
    for i, x in enumerate(range(7, 58, 3)):
        if i % 7 not in (2, 6):
            c.rect(x, 29, 2, 3, "ink0")
    c.rect(4, 38, 5, 8, "wood0").rect(55, 38, 5, 8, "wood0").rect(9, 38, 46, 6, "ink0").rect(28, 42, 2, 3, "sun1").rect(
        34, 42, 2, 3, "sun1"
    ).rect(10, 0, 4, 4, "sun3").rect(50, 0, 4, 4, "sun3")
    return {"": c}


def _anvil() -> Sprite:
    c = blank(1, 1)
    c.oval(7, 19, 18, 11, "wood0").rect(8, 18, 16, 8, "wood2").oval(8, 13, 16, 9, "wood4").poly(
        [(2, 7), (24, 7), (28, 9), (24, 12), (20, 12), (20, 16), (24, 18), (9, 18), (12, 16), (11, 12), (2, 8)], "ink0"
    )
    return {
        "": c.poly([(4, 8), (23, 8), (25, 9), (22, 11), (12, 11)], "stone2")
        .rect(5, 8, 18, 1, "stone4")
        .rect(13, 12, 5, 4, "stone1")
        .rect(11, 16, 11, 1, "stone1")
    }


def _forge() -> Sprite:
    cold = blank(2, 1, 28)
    cold.poly([(14, 0), (50, 0), (61, 26), (3, 26)], "ink0").poly([(16, 1), (48, 1), (58, 24), (6, 24)], "stone1").poly(
        [(16, 1), (26, 1), (18, 24), (6, 24)], "stone2"
    )
    block(cold, 1, 30, 62, 14, 16, "stone", 2)
    for x in range(10, 60, 12):
        cold.rect(x, 46, 1, 6, "stone0").rect(x - 5, 52, 1, 6, "stone0")
    cold.rect(2, 52, 60, 1, "stone0").oval(12, 31, 40, 12, "ink0").rect(3, 24, 4, 8, "stone0").rect(57, 24, 4, 8, "stone0")
    for x, y in ((18, 34), (26, 33), (33, 36), (40, 34), (24, 38)):
        cold.oval(x, y, 6, 4, "ink1")
    glow = cold.copy().oval(14, 32, 36, 10, "red1").oval(18, 33, 28, 8, "red2").oval(23, 34, 18, 6, "sun1").oval(28, 35, 9, 4, "sun3")
    glow.poly([(22, 36), (27, 24), (31, 33), (35, 22), (40, 36)], "sun1").poly([(28, 36), (32, 29), (36, 36)], "sun3").line(
        [(40, 37), (56, 33)], "red3", 2
    )
    return {"": cold, "cold": cold, "glowing": glow}


def _workbench() -> Sprite:
    c = blank(2, 1, 4)
    table(c, 1, 6, 62, 15, 14, "wood", 3)
    c.rect(2, 24, 6, 8, "stone1").rect(2, 24, 6, 1, "stone3").rect(10, 9, 22, 3, "stone4").rect(30, 7, 7, 7, "wood2").rect(
        42, 9, 12, 4, "wood5"
    ).rect(42, 12, 12, 1, "wood2").oval(50, 13, 8, 4, "sand2").oval(38, 15, 6, 3, "sand2")
    return {"": c.rect(14, 14, 2, 6, "wood4").rect(12, 13, 7, 3, "stone1")}


def _grindstone() -> Sprite:
    c = blank(1, 1, 4)
    c.line([(8, 33), (14, 18)], "wood1", 3).line([(24, 33), (18, 18)], "wood1", 3).oval(4, 5, 22, 22, "ink0").oval(
        5, 6, 20, 20, "stone2"
    ).oval(7, 7, 12, 12, "stone3").oval(13, 14, 4, 4, "ink1").line([(16, 16), (28, 13)], "wood3", 2)
    return {"": c}


def _lathe() -> Sprite:
    c = blank(2, 1, 2)
    table(c, 1, 14, 62, 8, 10, "wood", 2)
    c.rect(6, 4, 10, 14, "ink0").rect(7, 5, 8, 12, "stone2").rect(50, 7, 8, 11, "ink0").rect(51, 8, 6, 9, "stone2").rect(
        16, 9, 34, 6, "wood1"
    ).rect(16, 9, 34, 5, "wood4").rect(24, 8, 5, 8, "wood4").rect(36, 8, 4, 8, "wood4").rect(16, 9, 34, 1, "wood5").rect(
        30, 16, 6, 3, "stone4"
    )
    return {"": c}


def _loom() -> Sprite:
    c = blank(2, 1, 26)
    for x in (4, 54):
        c.rect(x, 2, 6, 54, "wood0").rect(x + 1, 2, 4, 53, "wood3").rect(x + 1, 2, 1, 53, "wood5")
    c.rect(2, 4, 60, 5, "wood0").rect(3, 5, 58, 3, "wood3").rect(2, 46, 60, 6, "wood0").rect(3, 47, 58, 4, "wood3")
    for x in range(11, 54, 2):
        c.rect(x, 9, 1, 18, "paper")
    for i, tone in enumerate(("red2", "sun2", "teal1", "sun2", "red2", "violet1")):
        c.rect(11, 27 + i * 3, 43, 3, tone)
        for x in range(12 + i % 2 * 3, 53, 6):
            c.rect(x, 28 + i * 3, 2, 1, "paper")
    return {"": c.rect(9, 24, 47, 3, "wood1").rect(30, 21, 9, 3, "wood4")}


def _potter_wheel() -> Sprite:
    c = blank(1, 1, 2)
    block(c, 3, 16, 26, 8, 9, "wood", 2)
    c.oval(6, 13, 20, 9, "stone1").oval(6, 12, 20, 8, "stone3").poly([(11, 15), (9, 5), (22, 5), (20, 15)], "red2").oval(
        9, 3, 14, 5, "red3"
    ).oval(11, 4, 10, 3, "red0").rect(11, 7, 2, 6, "red3")
    return {"": c}


def _easel() -> Sprite:
    c = blank(1, 1, 22)
    c.line([(15, 2), (4, 52)], "wood1", 3).line([(17, 2), (28, 52)], "wood1", 3).line([(16, 2), (16, 48)], "wood2", 2).rect(
        3, 8, 26, 25, "ink0"
    ).rect(4, 9, 24, 23, "paper").rect(6, 11, 20, 11, "water3").rect(6, 19, 20, 10, "grass3")
    c.oval(6, 15, 12, 9, "grass2").rect(18, 20, 4, 6, "red2").poly([(16, 20), (20, 16), (24, 20)], "red1").oval(20, 12, 4, 4, "sun2").rect(
        4, 33, 24, 3, "wood3"
    ).rect(4, 33, 24, 1, "wood5")
    return {"": c}


def _paint_table() -> Sprite:
    c = blank(1, 1)
    table(c, 2, 8, 28, 12, 9)
    for x, y, tone in ((5, 10, "red2"), (10, 12, "sun2"), (14, 10, "water2"), (7, 15, "grass3")):
        c.oval(x, y, 4, 4, tone)
    return {
        "": c.rect(20, 8, 6, 8, "stone4")
        .rect(21, 1, 1, 8, "wood3")
        .rect(23, 2, 1, 7, "wood3")
        .rect(25, 0, 1, 9, "wood3")
        .dots([(21, 0), (23, 1), (25, 0)], "red2")
    }


def _model_stand() -> Sprite:
    c = blank(1, 1, 4)
    block(c, 6, 20, 20, 6, 9, "stone", 3).oval(10, 3, 11, 12, "stone2").oval(10, 3, 9, 11, "stone5").rect(12, 14, 7, 3, "stone3").rect(
        8, 16, 16, 5, "stone4"
    ).rect(8, 16, 16, 1, "paper")
    return {"": c.dots([(13, 8), (17, 8), (15, 11)], "stone1")}


def _press() -> Sprite:
    c = blank(2, 1, 22)
    block(c, 4, 28, 56, 12, 14, "wood", 2)
    for x in (12, 46):
        c.rect(x, 2, 7, 34, "ink0").rect(x + 1, 3, 5, 32, "stone1").rect(x + 1, 3, 1, 32, "stone3")
    c.rect(10, 2, 45, 7, "ink0").rect(11, 3, 43, 5, "stone2").rect(11, 3, 43, 1, "stone4").rect(29, 8, 7, 14, "stone1").rect(
        31, 8, 2, 14, "stone4"
    ).line([(36, 12), (58, 8)], "wood3", 3).rect(22, 22, 22, 4, "stone0")
    return {"": c.rect(22, 30, 20, 8, "paper").rect(24, 32, 16, 1, "stone1").rect(24, 34, 16, 1, "stone1").rect(24, 36, 10, 1, "stone1")}


def _typewriter() -> Sprite:
    c = blank(1, 1, 2)
    table(c, 1, 9, 30, 12, 11)
    c.rect(8, 9, 16, 9, "ink0").rect(9, 10, 14, 7, "pine1").rect(7, 7, 18, 3, "stone1").rect(11, 1, 10, 7, "paper").rect(
        13, 3, 6, 1, "stone2"
    ).rect(13, 5, 4, 1, "stone2")
    return {"": c.rect(10, 13, 12, 1, "stone4").rect(10, 15, 12, 1, "stone4")}


def _medicine_cabinet() -> Sprite:
    c = blank(1, 1, 22)
    block(c, 3, 2, 26, 5, 45, "stone", 4)
    c.rect(6, 9, 20, 24, "water3")
    for i, y in enumerate((17, 25, 32)):
        jars(c, 7, y, 4, 5, i * 2).rect(6, y, 20, 1, "stone4")
    return {"": drawers(c, 5, 36, 23, 12, 1, 1, "stone", 4).rect(15, 37, 3, 9, "red2").rect(12, 40, 9, 3, "red2")}


def work() -> dict[str, Sprite]:
    """All things of this room by kind."""
    desk = blank(2, 1, 2)
    block(desk, 2, 5, 60, 12, 17, "wood", 2)
    drawers(desk, 5, 19, 55, 12, 1, 3, "wood", 2)
    books(desk, 8, 2, 12, 8, 4).rect(28, 7, 14, 8, "paper").rect(30, 9, 10, 1, "stone2").oval(48, 2, 8, 8, "red2").rect(
        51, 0, 2, 3, "grass1"
    )
    things = {
        "counter": _shop_counter(3),
        "short_counter": _shop_counter(2),
        "bar_counter": _bar(),
        "coffee_machine": _coffee_machine(),
        "cake_stand": _cake_stand(),
        "bread_oven": _oven(("cold", "hot"), "red", 2),
        "kiln": _oven(("cold", "hot"), "stone", 1),
        "kneading_table": _kneading_table(),
        "bread_shelf": _bread_shelf(),
        "shop_shelf": _shop_shelf(),
        "vegetable_stand": _vegetable_stand(),
        "scales": _scales(),
        "till": _till(),
        "beer_taps": _beer_taps(),
        "dartboard": _dartboard(),
        "billiard_table": _billiard(),
        "piano": _piano(),
        "anvil": _anvil(),
        "forge": _forge(),
        "workbench": _workbench(),
        "grindstone": _grindstone(),
        "lathe": _lathe(),
        "loom": _loom(),
        "potter_wheel": _potter_wheel(),
        "easel": _easel(),
        "paint_table": _paint_table(),
        "model_stand": _model_stand(),
        "printing_press": _press(),
        "typewriter_desk": _typewriter(),
        "medicine_cabinet": _medicine_cabinet(),
        "teacher_desk": {"": desk},
    }
    return {kind: on_ground(sprite) for kind, sprite in things.items()}
