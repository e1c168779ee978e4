"""What hangs on walls and lies or stands about in rooms, one tile each."""

from art.canvas import Canvas
from art.walls import EAST, NORTH, SOUTH, WEST, S


def _frame(x: int, y: int, w: int, h: int, fill: str, edge: str = "wood1") -> Canvas:
    c = Canvas(S, S)
    c.rect(x, y, w + 1, h + 1, "ink1")
    return c.rect(x, y, w, h, edge).rect(x, y, w, 1, "wood4").rect(x + 2, y + 2, w - 4, h - 4, fill)


def on_walls() -> dict[str, Canvas]:
    """Pictures, clocks, shelves: laid over an inner face (y 10..31)."""
    sea = _frame(7, 12, 18, 13, "water3")
    sea.rect(9, 19, 14, 4, "water1").poly([(15, 14), (15, 19), (19, 19)], "paper").rect(13, 19, 7, 1, "wood1")
    hills = _frame(8, 11, 16, 14, "sun3")
    hills.oval(8, 17, 12, 9, "grass2").oval(15, 18, 12, 8, "grass3").rect(18, 13, 3, 3, "red3")
    for y in (25, 26):
        hills.px[y, :, 3] = 0
    hills.px[11:25, :10][:, :8, 3] = 0
    hills.rect(8, 11, 2, 14, "wood1").rect(22, 11, 2, 14, "wood1").rect(8, 23, 16, 2, "wood1")
    hills.px[:, 24:] = 0
    face = _frame(10, 11, 12, 15, "teal0")
    face.oval(13, 14, 6, 7, "skin4").rect(13, 13, 6, 3, "wood0").rect(12, 21, 8, 3, "red1")
    clock = Canvas(S, S).oval(10, 11, 12, 12, "wood1").oval(11, 12, 10, 10, "paper").rect(15, 14, 1, 4, "ink0").rect(15, 17, 4, 1, "ink0")
    shelf = Canvas(S, S).rect(3, 22, 26, 2, "wood3").rect(3, 24, 26, 1, "wood1")
    for x, h, tone in ((5, 8, "red2"), (8, 6, "sun2"), (11, 8, "teal1"), (14, 7, "violet1"), (21, 5, "paper"), (25, 7, "water2")):
        shelf.rect(x, 22 - h, 3, h, tone).rect(x + 2, 22 - h, 1, h, "ink1")
    board_l, board_r = Canvas(S, S), Canvas(S, S)
    board_l.rect(3, 11, 29, 17, "wood2").rect(5, 13, 27, 13, "pine0").line([(8, 17), (15, 16), (20, 18)], "stone4").line(
        [(8, 21), (26, 21)], "stone4"
    )
    board_r.rect(0, 11, 29, 17, "wood2").rect(0, 13, 27, 13, "pine0").line([(3, 17), (12, 17)], "stone4").oval(15, 16, 8, 7, "stone4").oval(
        16, 17, 6, 5, "pine0"
    )
    for b in (board_l, board_r):
        b.rect(6, 28, 16, 1, "wood4")
    mirror = (
        Canvas(S, S)
        .oval(9, 10, 14, 18, "wood1")
        .oval(10, 11, 12, 16, "sun1")
        .oval(11, 12, 10, 14, "water4")
        .line([(13, 22), (18, 14)], "paper", 2)
    )
    chart = _frame(5, 11, 22, 16, "sand2")
    chart.oval(8, 14, 8, 7, "grass3").oval(14, 17, 9, 6, "grass5").line([(8, 23), (15, 18), (24, 15)], "red2")
    tools = Canvas(S, S).rect(4, 12, 24, 2, "wood2").rect(4, 14, 24, 1, "wood0")
    tools.rect(7, 14, 2, 9, "wood4").rect(5, 22, 6, 4, "stone1").rect(14, 14, 2, 11, "stone3").rect(13, 14, 4, 3, "wood4").rect(
        21, 14, 5, 7, "stone2"
    ).rect(23, 21, 2, 5, "wood4")
    notice = _frame(4, 11, 24, 16, "sand1")
    notice.rect(8, 14, 5, 6, "paper").rect(15, 15, 4, 5, "sun3").rect(20, 14, 5, 7, "paper").rect(10, 14, 1, 1, "red2").rect(
        22, 14, 1, 1, "red2"
    ).rect(9, 17, 3, 1, "stone2")
    curtain = Canvas(S, S).rect(3, 10, 26, 2, "wood2")
    for x in range(4, 28, 4):
        curtain.rect(x, 12, 4, 18, "red1").rect(x, 12, 1, 18, "red2").rect(x + 3, 12, 1, 18, "red0")
    plates = Canvas(S, S).rect(3, 18, 26, 1, "wood2").rect(3, 27, 26, 1, "wood2")
    for x, y, tone in ((4, 11, "water2"), (12, 11, "paper"), (20, 11, "red3"), (8, 20, "paper"), (17, 20, "teal2")):
        plates.oval(x, y, 8, 7, "stone2").oval(x, y, 7, 7, "paper").oval(x + 2, y + 2, 3, 3, tone)
    cross = Canvas(S, S).rect(14, 11, 4, 16, "wood1").rect(9, 15, 14, 4, "wood1").rect(14, 11, 3, 15, "wood3").rect(9, 15, 13, 3, "wood3")
    return {
        "painting_1": sea,
        "painting_2": hills,
        "painting_3": face,
        "clock_wall": clock,
        "shelf_wall": shelf,
        "blackboard_l": board_l,
        "blackboard_r": board_r,
        "mirror_wall": mirror,
        "map_wall": chart,
        "tools_wall": tools,
        "notice_wall": notice,
        "curtain_wall": curtain,
        "plates_wall": plates,
        "cross_wall": cross,
    }


def _rug(bits: int, ramp: str, dark: int, trim: str) -> Canvas:
    c = Canvas(S, S)
    x0, x1 = (0 if bits & WEST else 3), (S if bits & EAST else 29)
    y0, y1 = (0 if bits & NORTH else 3), (S if bits & SOUTH else 29)
    c.rect(x0, y0, x1 - x0, y1 - y0, f"{ramp}{dark + 1}")
    for y in range(4, S, 8):
        for x in range(4, S, 8):
            if x0 + 4 * (x0 > 0) <= x < x1 - 4 * (x1 < S) and y0 + 4 * (y0 > 0) <= y < y1 - 4 * (y1 < S):
                c.dots([(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)], f"{ramp}{dark + 2}")
    for inset, tone in ((0, f"{ramp}{dark}"), (2, trim)):
        w = 1 if inset else 2
        if not bits & WEST:
            c.rect(
                x0 + inset,
                y0 + (0 if bits & NORTH else inset),
                w,
                y1 - y0 - (0 if bits & NORTH else inset) - (0 if bits & SOUTH else inset),
                tone,
            )
        if not bits & EAST:
            c.rect(
                x1 - inset - w,
                y0 + (0 if bits & NORTH else inset),
                w,
                y1 - y0 - (0 if bits & NORTH else inset) - (0 if bits & SOUTH else inset),
                tone,
            )
        if not bits & NORTH:
            c.rect(
                x0 + (0 if bits & WEST else inset),
                y0 + inset,
                x1 - x0 - (0 if bits & WEST else inset) - (0 if bits & EAST else inset),
                w,
                tone,
            )
        if not bits & SOUTH:
            c.rect(
                x0 + (0 if bits & WEST else inset),
                y1 - inset - w,
                x1 - x0 - (0 if bits & WEST else inset) - (0 if bits & EAST else inset),
                w,
                tone,
            )
    return c


def _chair(side: str) -> Canvas:
    """A wooden chair; `side` is where a sitter looks."""
    c = Canvas(S, S)
    if side == "n":  # we see the back of the chair
        c.rect(8, 14, 16, 5, "wood3").rect(8, 26, 3, 5, "wood1").rect(21, 26, 3, 5, "wood1")
        c.box(7, 16, 18, 11, "wood", 2, edge="wood0").rect(10, 19, 12, 2, "wood4").rect(10, 23, 12, 1, "wood4")
    elif side == "s":
        c.box(8, 5, 16, 12, "wood", 2, edge="wood0").rect(11, 8, 10, 2, "wood4").rect(11, 12, 10, 1, "wood4")
        c.rect(7, 16, 18, 7, "wood0").rect(8, 16, 16, 6, "wood3").rect(8, 16, 16, 1, "wood5").rect(8, 23, 3, 7, "wood1").rect(
            21, 23, 3, 7, "wood1"
        )
    else:
        c.rect(8, 5, 4, 24, "wood0").rect(9, 5, 2, 24, "wood3").rect(9, 5, 1, 22, "wood4")
        c.rect(8, 17, 16, 6, "wood0").rect(9, 17, 15, 5, "wood3").rect(9, 17, 15, 1, "wood5").rect(21, 23, 3, 7, "wood1")
        if side == "w":
            c = c.flip()
    return c.foot(6, 25, 20, 6, 60)


def seats() -> dict[str, Canvas]:
    """Chairs and seats that a person sits on, and mats and rugs."""
    tiles = {f"chair_{side}": _chair(side) for side in "nsew"}
    stool = (
        Canvas(S, S)
        .rect(10, 18, 3, 11, "wood1")
        .rect(19, 18, 3, 11, "wood1")
        .oval(7, 12, 18, 10, "wood1")
        .oval(7, 11, 18, 9, "wood3")
        .oval(9, 12, 10, 4, "wood4")
    )
    tiles["stool"] = stool.foot(7, 24, 18, 7, 60)
    pew = (
        Canvas(S, S)
        .rect(0, 14, S, 6, "wood3")
        .rect(0, 14, S, 1, "wood5")
        .rect(0, 19, S, 11, "wood1")
        .rect(0, 20, S, 8, "wood2")
        .rect(0, 19, S, 1, "wood4")
        .rect(14, 20, 2, 10, "wood1")
    )
    tiles["pew_n"] = pew
    school = (
        Canvas(S, S)
        .rect(9, 14, 14, 4, "wood4")
        .rect(9, 26, 2, 4, "stone0")
        .rect(21, 26, 2, 4, "stone0")
        .box(8, 17, 16, 9, "sun", 1, edge="wood0")
    )
    tiles["deskseat_n"] = school.foot(7, 26, 18, 5, 60)
    for name, ramp, dark, trim in (("red", "red", 0, "sun2"), ("blue", "water", 0, "sand2"), ("green", "pine", 0, "sand2")):
        for bits in range(16):
            tiles[f"rug_{name}_{bits:02d}"] = _rug(bits, ramp, dark, trim)
    mat = Canvas(S, S).rect(4, 10, 24, 13, "wood1").rect(5, 11, 22, 11, "wood3")
    for x in range(6, 27, 2):
        mat.rect(x, 11, 1, 11, "wood2")
    tiles["mat"] = mat
    return tiles


def _pot(c: Canvas, x: int, y: int, w: int, h: int, ramp: str = "red") -> Canvas:
    c.poly([(x, y), (x + w - 1, y), (x + w - 3, y + h - 1), (x + 2, y + h - 1)], f"{ramp}2")
    return c.rect(x - 1, y, w + 2, 3, f"{ramp}3").rect(x - 1, y + 2, w + 2, 1, f"{ramp}1").rect(x + w - 4, y + 3, 2, h - 4, f"{ramp}1")


def _crate(x: int, y: int, w: int, h: int) -> Canvas:
    c = Canvas(S, S).box(x, y, w, h, "wood", 3, edge="wood0")
    for i in range(1, 3):
        c.rect(x + 1, y + i * h // 3, w - 2, 1, "wood1")
    return c.rect(x + 2, y + 1, 2, h - 2, "wood4").rect(x + w - 4, y + 1, 2, h - 2, "wood2")


def clutter() -> dict[str, Canvas]:
    """Pots, crates and other small things that stand in the way."""
    pot = Canvas(S, S).oval(8, 5, 16, 14, "grass2").oval(9, 5, 10, 8, "grass4").dots([(11, 9), (18, 8), (15, 13), (20, 14)], "rose2")
    for x, y in ((10, 8), (17, 7), (14, 12), (20, 13)):
        pot.rect(x, y, 3, 3, "red3").dots([(x + 1, y + 1)], "sun2")
    _pot(pot, 10, 18, 12, 11)
    big = Canvas(S, S).oval(5, 1, 22, 19, "grass1").oval(6, 1, 18, 14, "grass3").oval(8, 2, 9, 7, "grass5")
    _pot(big, 7, 17, 18, 13, "stone")
    barrel = (
        Canvas(S, S)
        .oval(7, 22, 18, 8, "wood0")
        .rect(7, 9, 18, 17, "wood2")
        .rect(9, 9, 3, 18, "wood3")
        .rect(20, 9, 4, 18, "wood1")
        .oval(7, 4, 18, 9, "wood1")
        .oval(8, 5, 16, 7, "wood4")
    )
    barrel.rect(7, 13, 18, 2, "stone0").rect(7, 22, 18, 2, "stone0").rect(9, 13, 3, 2, "stone2").rect(9, 22, 3, 2, "stone2")
    apples = _crate(5, 13, 22, 16)
    for x, y in ((6, 9), (12, 8), (18, 9), (9, 11), (15, 11), (21, 11)):
        apples.oval(x, y, 6, 6, "red1").oval(x, y, 5, 5, "red2").dots([(x + 1, y + 1)], "red3")
    sacks = Canvas(S, S)
    for x, y in ((3, 10), (14, 12)):
        sacks.oval(x, y, 15, 19, "sand0").oval(x, y, 13, 17, "sand1").oval(x + 2, y + 3, 6, 8, "sand2").rect(
            x + 5, y - 2, 5, 4, "sand1"
        ).rect(x + 4, y + 1, 7, 1, "wood2")
    cans = Canvas(S, S)
    for x, y in ((4, 8), (16, 10)):
        cans.rect(x, y + 6, 11, 14, "stone1").rect(x + 1, y + 6, 8, 14, "stone3").rect(x + 2, y + 6, 2, 14, "stone5").rect(
            x + 2, y + 2, 7, 5, "stone2"
        ).oval(x + 1, y, 9, 4, "stone4")
    logs = Canvas(S, S)
    for x, y in ((2, 20), (12, 20), (22, 20), (7, 12), (17, 12), (12, 4)):
        logs.oval(x, y, 9, 9, "wood1").oval(x, y, 8, 8, "wood4").oval(x + 2, y + 2, 4, 4, "wood5").dots([(x + 4, y + 4)], "wood3")
    bucket = (
        Canvas(S, S)
        .poly([(8, 12), (23, 12), (21, 28), (10, 28)], "stone2")
        .rect(10, 13, 3, 14, "stone4")
        .oval(8, 8, 16, 8, "stone1")
        .oval(9, 9, 14, 6, "water2")
        .rect(8, 19, 15, 1, "stone0")
    )
    basket = Canvas(S, S).line([(8, 16), (11, 6), (20, 6), (23, 16)], "wood2", 2).poly([(5, 15), (26, 15), (23, 28), (8, 28)], "wood3")
    for y in (18, 22, 26):
        basket.rect(7, y, 18, 1, "wood1")
    basket.rect(5, 14, 22, 3, "wood4").oval(9, 11, 7, 6, "red2").oval(15, 11, 7, 6, "sun2")
    boxes = _crate(3, 14, 17, 15).paste(_crate(13, 5, 15, 13), 0, 0).paste(_crate(15, 17, 14, 12), 0, 0)
    hay = Canvas(S, S).box(3, 9, 26, 20, "sun", 2, edge="wood2")
    for i in range(9):
        hay.line([(5 + i * 3 % 20, 13 + i * 5 % 13), (9 + i * 3 % 20, 12 + i * 5 % 13)], "sun3" if i % 2 else "sun1")
    hay.rect(9, 9, 2, 20, "wood2").rect(21, 9, 2, 20, "wood2")
    books = Canvas(S, S)
    for i, (tone, x) in enumerate((("red2", 8), ("teal1", 10), ("sun1", 7), ("violet1", 9))):
        books.rect(x, 24 - i * 5, 15, 5, "ink1").rect(x, 24 - i * 5, 14, 4, tone).rect(x + 11, 25 - i * 5, 3, 2, "paper")
    umbrellas = (
        Canvas(S, S)
        .rect(11, 6, 2, 14, "red2")
        .rect(15, 4, 2, 16, "teal1")
        .rect(19, 7, 2, 13, "sun1")
        .rect(11, 4, 4, 2, "wood1")
        .box(9, 16, 14, 13, "wood", 2, edge="wood0")
    )
    coats = (
        Canvas(S, S)
        .rect(15, 3, 2, 26, "wood1")
        .rect(10, 28, 12, 2, "wood1")
        .rect(8, 5, 16, 2, "wood2")
        .poly([(7, 7), (13, 7), (14, 21), (5, 21)], "teal1")
        .poly([(18, 7), (24, 7), (26, 19), (17, 19)], "red1")
    )
    plant = Canvas(S, S)
    for points in ([(16, 20), (8, 8)], [(16, 20), (15, 2)], [(16, 20), (24, 7)], [(16, 20), (5, 15)], [(16, 20), (27, 14)]):
        plant.line([(float(x), float(y)) for x, y in points], "grass1", 4).line([(float(x), float(y)) for x, y in points], "grass3", 2)
    _pot(plant, 10, 19, 12, 11, "red")
    vase = (
        Canvas(S, S).oval(10, 14, 12, 14, "water1").oval(10, 14, 9, 12, "water2").rect(13, 11, 6, 5, "water2").rect(12, 11, 8, 1, "water4")
    )
    for x, y, tone in ((10, 5, "rose1"), (15, 2, "sun2"), (19, 6, "red3")):
        vase.line([(16, 12), (x + 2, y + 3)], "grass1").oval(x, y, 6, 6, tone).dots([(x + 2, y + 2)], "paper")
    lamp = (
        Canvas(S, S)
        .box(8, 17, 16, 12, "wood", 2, edge="wood0")
        .rect(15, 11, 2, 7, "sun0")
        .poly([(11, 3), (20, 3), (23, 11), (8, 11)], "sun2")
        .rect(12, 4, 3, 7, "sun3")
    )
    plain = _crate(5, 9, 22, 20)
    things = {
        "flowerpot": pot,
        "flowerpot_big": big,
        "barrel": barrel,
        "crate": plain,
        "crate_apples": apples,
        "sacks": sacks,
        "milk_cans": cans,
        "firewood": logs,
        "bucket": bucket,
        "basket": basket,
        "boxes": boxes,
        "haybale": hay,
        "books_pile": books,
        "umbrella_stand": umbrellas,
        "coat_rack": coats,
        "plant_indoor": plant,
        "vase": vase,
        "lamp_table": lamp,
    }
    return {name: c.foot(4, 24, 26, 8, 70) for name, c in things.items()}
