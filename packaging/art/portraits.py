"""The parts of people drawn larger: heads and shoulders, 48x48, shown at twice that size and more."""

from collections.abc import Callable

from art.canvas import Canvas

P = 48
Draw = Callable[[Canvas], None]


def _body(c: Canvas) -> None:
    c.rect(20, 33, 9, 9, "ink0").rect(21, 33, 7, 9, "kskin0").rect(21, 33, 4, 9, "kskin1")
    c.oval(12, 8, 25, 29, "ink0").oval(13, 9, 23, 27, "kskin1").oval(13, 12, 9, 20, "kskin2").oval(17, 11, 15, 24, "kskin1")
    for x in (10, 35):
        c.oval(x, 21, 5, 7, "ink0").oval(x + 1, 22, 3, 5, "kskin1" if x < 20 else "kskin0")
    c.rect(32, 22, 2, 8, "kskin0").rect(19, 33, 11, 2, "kskin0").rect(21, 35, 7, 1, "kskin0")
    for x in (17, 27):
        c.rect(x, 21, 5, 5, "paper").rect(x + 1, 21, 3, 5, "ink0").rect(x + 1, 22, 1, 1, "paper").rect(x, 20, 5, 1, "ink0").rect(
            x, 17, 5, 1, "khair0"
        )
    c.rect(24, 24, 1, 4, "kskin0").rect(23, 28, 3, 1, "kskin0").rect(22, 31, 6, 1, "red0").dots([(21, 30), (28, 30)], "red0").rect(
        23, 32, 4, 1, "kskin0"
    )
    for x in (15, 30):
        c.rect(x, 28, 3, 2, "rose1")


def _wrinkles(c: Canvas) -> None:
    c.rect(18, 14, 13, 1, "kskin0").rect(14, 27, 2, 1, "kskin0").rect(33, 27, 2, 1, "kskin0").rect(19, 29, 1, 3, "kskin0").rect(
        30, 29, 1, 3, "kskin0"
    ).rect(17, 27, 4, 1, "kskin0").rect(28, 27, 4, 1, "kskin0")


def _shoulders(c: Canvas) -> None:
    c.poly([(5, 48), (8, 41), (18, 38), (31, 38), (41, 41), (44, 48)], "ink0").poly(
        [(6, 48), (9, 42), (18, 39), (31, 39), (40, 42), (43, 48)], "ktop1"
    )
    c.line([(8, 46), (10, 42), (17, 40)], "ktop2", 2).line([(40, 43), (42, 47)], "ktop0", 2).poly(
        [(19, 38), (30, 38), (27, 43), (22, 43)], "ktop0"
    ).poly([(20, 37), (29, 37), (26, 42), (23, 42)], "kskin1")


def _skull(c: Canvas, *, top: int, fringe: int, volume: int = 1) -> Canvas:
    hair = Canvas(P, P).oval(12 - volume, top, 25 + 2 * volume, 30, "ink0").oval(13 - volume, top + 1, 23 + 2 * volume, 28, "khair1")
    hair.oval(15, top + 2, 14, 7, "khair2").oval(16, top + 4, 11, 6, "khair1").rect(32, top + 5, 3 + volume // 2, 9, "khair0")
    hair.px[fringe:, 16:33] = 0
    hair.px[24:] = 0
    return hair


def _lay(c: Canvas, hair: Canvas, fringe: int) -> None:
    c.paste(hair, 0, 0)
    for x, drop in ((16, 3), (19, 2), (22, 3), (26, 1), (29, 3), (31, 2)):
        c.rect(x, fringe, 2, drop, "khair1").dots([(x, fringe + drop), (x + 1, fringe + drop)], "khair0")


def _short(c: Canvas) -> None:
    _lay(c, _skull(c, top=5, fringe=13), 13)


def _tousled(c: Canvas) -> None:
    hair = _skull(c, top=5, fringe=14, volume=2)
    for x, y, w in ((12, 3, 6), (18, 0, 6), (24, 1, 6), (30, 3, 6), (9, 9, 4), (36, 8, 4)):
        hair.poly([(x, y + 9), (x + w // 2, y), (x + w, y + 9)], "khair1").line([(x, y + 7), (x + w // 2, y)], "khair2").dots(
            [(x + w // 2, y)], "ink0"
        )
    _lay(c, hair, 14)


def _curly(c: Canvas) -> None:
    spots = [(8, 18), (6, 12), (9, 5), (15, 1), (22, 0), (29, 1), (34, 6), (37, 12), (35, 18)]
    for x, y in spots:
        c.oval(x - 1, y - 1, 10, 10, "ink0")
    c.paste(_skull(c, top=5, fringe=14), 0, 0)
    for x, y in [*spots, (14, 8), (20, 7), (26, 8)]:
        c.oval(x, y, 8, 8, "khair1").oval(x + 1, y + 1, 4, 4, "khair2").dots([(x + 6, y + 5), (x + 5, y + 6)], "khair0")


def _falling(c: Canvas, low: int, volume: int) -> None:
    for x, tone in ((9 - volume, "khair2"), (33, "khair0")):
        c.rect(x, 16, 6 + volume, low - 16, "ink0").rect(x + 1, 15, 4 + volume, low - 16, "khair1").rect(x + 1, 18, 1, low - 22, tone).rect(
            x + 3, 20, 1, low - 23, "khair0"
        )


def _long(c: Canvas) -> None:
    _falling(c, 47, 1)
    _lay(c, _skull(c, top=5, fringe=13, volume=2), 13)


def _bob(c: Canvas) -> None:
    _falling(c, 36, 2)
    _lay(c, _skull(c, top=4, fringe=15, volume=3), 15)


def _bun(c: Canvas) -> None:
    c.oval(17, -3, 15, 13, "ink0").oval(18, -2, 13, 11, "khair1").oval(20, -1, 6, 4, "khair2")
    c.paste(_skull(c, top=5, fringe=12), 0, 0)


def _ponytail(c: Canvas) -> None:
    c.poly([(34, 10), (43, 14), (44, 36), (39, 41), (36, 30)], "ink0").poly(
        [(35, 11), (42, 15), (43, 35), (39, 39), (37, 28)], "khair1"
    ).line([(38, 15), (40, 34)], "khair2", 2).rect(34, 11, 4, 5, "red2")
    c.paste(_skull(c, top=5, fringe=12), 0, 0)


def _braids(c: Canvas) -> None:
    for x in (6, 34):
        for k in range(4):
            c.oval(x, 22 + k * 6, 8, 8, "ink0").oval(x + 1, 23 + k * 6, 6, 6, "khair1").rect(x + 2, 24 + k * 6, 2, 2, "khair2")
        c.rect(x + 1, 45, 6, 3, "sun2")
    _lay(c, _skull(c, top=5, fringe=13), 13)
    c.rect(24, 5, 1, 8, "khair0")


def _bald(c: Canvas) -> None:
    for x in (11, 34):
        c.rect(x, 15, 4, 8, "ink0").rect(x + (1 if x < 20 else 0), 15, 3, 7, "khair1")
    c.oval(17, 10, 9, 4, "kskin2")


def _apron(c: Canvas) -> None:
    c.poly([(15, 48), (16, 44), (33, 44), (34, 48)], "paper").line([(16, 44), (14, 39)], "paper", 2).line(
        [(33, 44), (35, 39)], "paper", 2
    ).rect(16, 44, 18, 1, "stone3")


def _brimmed(c: Canvas, ramp: str, low: int, band: str, brim: int) -> None:
    c.poly([(13, 12), (15, 1), (33, 1), (36, 12)], "ink0").poly([(14, 12), (16, 2), (32, 2), (35, 12)], f"{ramp}{low + 1}").poly(
        [(15, 11), (17, 2), (22, 2), (20, 11)], f"{ramp}{low + 2}"
    )
    c.oval(10 - brim, 8, 29 + 2 * brim, 8, "ink0").oval(11 - brim, 9, 27 + 2 * brim, 6, f"{ramp}{low + 1}").oval(
        12 - brim, 9, 16, 3, f"{ramp}{low + 2}"
    ).rect(14, 7, 21, 4, band)


def _hat(c: Canvas) -> None:
    _brimmed(c, "stone", 0, "ink0", 1)


def _straw_hat(c: Canvas) -> None:
    _brimmed(c, "sun", 1, "red2", 6)


def _cap(c: Canvas) -> None:
    cap = Canvas(P, P).oval(10, 2, 29, 22, "ink0").oval(11, 3, 27, 20, "teal1").oval(13, 3, 14, 8, "teal2")
    cap.px[12:] = 0
    c.paste(cap, 0, 0).oval(10, 10, 29, 7, "ink0").oval(11, 11, 27, 5, "teal0")


def _glasses(c: Canvas) -> None:
    for x in (15, 25):
        c.line([(x, 19), (x + 8, 19), (x + 8, 27), (x, 27), (x, 19)], "ink1").dots([(x + 2, 21), (x + 1, 22)], "water4")
    c.rect(23, 21, 3, 1, "ink1").rect(12, 21, 3, 1, "ink1").rect(34, 21, 3, 1, "ink1")


def _scarf(c: Canvas) -> None:
    c.oval(13, 33, 24, 12, "ink0").oval(14, 34, 22, 10, "red2").oval(16, 34, 14, 4, "red3").oval(17, 31, 15, 7, "kskin0").rect(
        28, 40, 7, 8, "ink0"
    ).rect(29, 40, 5, 8, "red2").rect(29, 44, 5, 1, "paper")
    c.poly([(17, 33), (31, 33), (28, 37), (20, 37)], "kskin1")


def _beard(c: Canvas) -> None:
    c.poly([(13, 24), (17, 29), (31, 29), (35, 24), (35, 33), (30, 41), (19, 41), (14, 33)], "ink0").poly(
        [(14, 25), (18, 29), (31, 29), (34, 25), (34, 32), (29, 40), (20, 40), (15, 32)], "khair1"
    )
    c.rect(21, 31, 7, 2, "red0").line([(16, 29), (18, 36)], "khair2", 2).line([(32, 30), (29, 37)], "khair0", 2)


def _moustache(c: Canvas) -> None:
    c.poly([(17, 31), (21, 28), (27, 28), (31, 31), (27, 31), (24, 30), (21, 31)], "khair1").line([(18, 31), (21, 29)], "khair2").rect(
        22, 32, 6, 1, "red0"
    )


def _collar(c: Canvas) -> None:
    c.rect(18, 37, 13, 5, "ink0").rect(21, 38, 7, 4, "paper")


def _toolbelt(c: Canvas) -> None:
    c.line([(13, 48), (17, 39)], "wood1", 3).line([(36, 48), (32, 39)], "wood1", 3).rect(12, 44, 4, 3, "sun2").rect(34, 44, 4, 3, "sun2")


def _satchel(c: Canvas) -> None:
    c.line([(14, 40), (38, 48)], "wood0", 4).line([(14, 40), (38, 48)], "wood3", 2)


def _headscarf(c: Canvas) -> None:
    cloth = Canvas(P, P).oval(9, 3, 31, 40, "ink0").oval(10, 4, 29, 38, "rose1").oval(13, 5, 15, 9, "rose2")
    for x, y in ((15, 9), (24, 6), (32, 11), (12, 19), (35, 22)):
        cloth.rect(x, y, 2, 2, "paper")
    cloth.px[13:, 15:34] = 0
    cloth.px[36:] = 0
    c.paste(cloth, 0, 0).rect(20, 36, 9, 4, "ink0").rect(21, 36, 7, 3, "rose1")


def _headband(c: Canvas) -> None:
    c.rect(12, 10, 25, 4, "ink0").rect(12, 10, 25, 3, "sun2").rect(12, 10, 10, 1, "sun3").oval(31, 5, 9, 9, "ink0").oval(
        32, 6, 7, 7, "rose1"
    ).rect(34, 8, 3, 3, "sun2")


def _stethoscope(c: Canvas) -> None:
    c.line([(17, 38), (16, 43), (19, 47)], "ink0", 2).line([(32, 38), (33, 44)], "ink0", 2).oval(30, 43, 6, 5, "stone4")


_PARTS: dict[str, Draw] = {
    "body": _body,
    "wrinkles": _wrinkles,
    "top": _shoulders,
    "hair_short": _short,
    "hair_long": _long,
    "hair_bun": _bun,
    "hair_curly": _curly,
    "hair_bald": _bald,
    "hair_ponytail": _ponytail,
    "hair_braids": _braids,
    "hair_bob": _bob,
    "hair_tousled": _tousled,
    "apron": _apron,
    "hat": _hat,
    "cap": _cap,
    "straw_hat": _straw_hat,
    "glasses": _glasses,
    "scarf": _scarf,
    "beard": _beard,
    "moustache": _moustache,
    "collar": _collar,
    "toolbelt": _toolbelt,
    "satchel": _satchel,
    "headscarf": _headscarf,
    "headband": _headband,
    "stethoscope": _stethoscope,
}


def portrait_parts() -> list[str]:
    """The names of the parts, in the sheet's order."""
    return list(_PARTS)


def portrait_sheet() -> Canvas:
    """All parts side by side, one row."""
    c = Canvas(P * len(_PARTS), P)
    for column, draw in enumerate(_PARTS.values()):
        cell = Canvas(P, P)
        draw(cell)
        c.paste(cell, column * P, 0)
    return c
