"""Things of halls, school, church and clinic, and of parks, gardens and the market."""

import numpy as np

from art.canvas import Canvas, noise
from art.furniture import Sprite, blank, block, drawers, on_ground, table
from art.scenery import LEAF, fruit_tree


def _lectern() -> Sprite:
    c = blank(1, 1, 10)
    block(c, 8, 16, 16, 4, 22, "wood", 2)
    return {
        "": c.poly([(4, 10), (27, 10), (25, 19), (6, 19)], "ink0")
        .poly([(5, 11), (26, 11), (24, 17), (7, 17)], "wood4")
        .poly([(9, 9), (22, 9), (21, 15), (10, 15)], "paper")
        .rect(15, 9, 1, 6, "stone2")
    }


def _stage() -> Sprite:
    c = blank(4, 2)
    c.rect(0, 0, 128, 64, "ink0").rect(1, 1, 126, 50, "wood4")
    for y in range(8, 50, 8):
        c.rect(1, y, 126, 1, "wood2")
        for x in range((y * 5) % 40, 126, 44):
            c.rect(x + 1, y - 7, 1, 7, "wood2")
    c.rect(1, 1, 126, 1, "wood5").rect(1, 50, 126, 1, "wood5").rect(1, 51, 126, 12, "red1")
    for x in range(2, 126, 8):
        c.rect(x, 51, 1, 12, "red2").rect(x + 5, 51, 2, 12, "red0")
    c.rect(1, 51, 126, 2, "sun2")
    return {"": c}


def _bench(ramp: str, light: int) -> Sprite:
    c = blank(2, 1, 4)
    for y in (6, 11):
        c.rect(3, y, 58, 5, "ink0").rect(4, y + 1, 56, 3, f"{ramp}{light}").rect(4, y + 1, 56, 1, f"{ramp}{light + 1}")
    c.rect(3, 17, 58, 9, "ink0").rect(4, 18, 56, 6, f"{ramp}{light}").rect(4, 18, 56, 1, f"{ramp}{light + 1}").rect(
        4, 21, 56, 1, f"{ramp}{light - 1}"
    )
    for x in (6, 54):
        c.rect(x, 5, 4, 27, "ink1").rect(x, 5, 1, 27, "stone1")
    return {"": c}


def _pew() -> Sprite:
    c, over = blank(3, 1, 2), blank(3, 1, 2)
    c.rect(0, 10, 96, 8, "ink0").rect(1, 11, 94, 6, "wood3").rect(1, 11, 94, 1, "wood5")
    for target in (c, over):
        target.rect(0, 17, 96, 16, "ink0").rect(1, 18, 94, 13, "wood2").rect(1, 18, 94, 2, "wood4")
        for x in range(12, 90, 20):
            target.rect(x, 22, 14, 7, "wood1").rect(x + 1, 23, 13, 6, "wood3").rect(x + 1, 23, 12, 5, "wood2")
        for x in (0, 92):
            target.rect(x, 14, 4, 19, "ink0").rect(x + 1, 15, 2, 17, "wood3")
    return {"": c, "over": over}


def _altar() -> Sprite:
    c = blank(2, 1, 14)
    block(c, 4, 16, 56, 10, 18, "stone", 4)
    c.rect(12, 16, 40, 20, "paper").rect(12, 34, 40, 2, "sun2").rect(30, 2, 3, 16, "sun1").rect(26, 6, 11, 3, "sun1")
    for x in (16, 45):
        c.rect(x, 8, 3, 10, "paper").rect(x, 5, 2, 3, "sun2").rect(x - 1, 17, 5, 2, "sun1")
    return {"": c}


def _organ() -> Sprite:
    c = blank(2, 1, 44)
    c.rect(2, 8, 60, 48, "ink0").rect(3, 9, 58, 46, "wood1")
    for i in range(9):
        tall = 26 - abs(i - 4) * 3
        c.rect(6 + i * 6, 36 - tall, 5, tall, "sun0").rect(6 + i * 6, 36 - tall, 3, tall, "sun2").rect(
            6 + i * 6, 36 - tall, 1, tall, "sun3"
        ).rect(7 + i * 6, 32, 3, 2, "ink0")
    c.poly([(0, 10), (31, 0), (33, 0), (63, 10)], "wood2").line([(1, 10), (31, 1)], "wood4", 2)
    c.rect(2, 40, 60, 12, "wood2").rect(8, 43, 48, 3, "paper").rect(8, 48, 48, 3, "paper").rect(2, 52, 60, 14, "ink0").rect(
        3, 56, 58, 14, "wood2"
    )
    for x in range(10, 54, 5):
        c.rect(x, 43, 2, 2, "ink0").rect(x, 48, 2, 2, "ink0")
    return {"": c}


def _bell_rope() -> Sprite:
    c = blank(1, 1, 30)
    c.rect(15, 0, 2, 46, "sand0").rect(15, 0, 1, 46, "sand2").rect(13, 34, 6, 12, "red2").rect(13, 34, 2, 12, "red3").rect(
        14, 46, 4, 6, "sand1"
    )
    return {"": c.oval(9, 54, 14, 5, "sand0").oval(11, 54, 10, 3, "sand2")}


def _school_desk() -> Sprite:
    c = blank(1, 1)
    table(c, 2, 8, 28, 11, 10, "wood", 4)
    return {"": c.rect(6, 10, 9, 6, "paper").rect(8, 12, 5, 1, "stone2").rect(18, 11, 7, 1, "sun1").rect(24, 14, 3, 3, "water1")}


def _blackboard() -> Sprite:
    c = blank(2, 1, 20)
    for x in (6, 55):
        c.rect(x, 36, 3, 14, "wood1")
    c.rect(1, 4, 62, 34, "ink0").rect(2, 5, 60, 32, "wood3").rect(2, 5, 60, 1, "wood5").rect(5, 8, 54, 25, "pine0").rect(
        2, 34, 60, 3, "wood4"
    ).rect(20, 33, 6, 2, "paper")
    c.line([(9, 14), (14, 12), (18, 15), (25, 12)], "stone4").line([(9, 20), (28, 20)], "stone3").line([(9, 25), (22, 25)], "stone3").oval(
        36, 12, 14, 14, "stone4"
    ).oval(37, 13, 12, 12, "pine0").line([(43, 13), (43, 25)], "stone3")
    return {"": c}


def _globe() -> Sprite:
    c = blank(1, 1, 6)
    c.rect(15, 22, 2, 8, "sun0").rect(10, 30, 12, 4, "wood1").rect(10, 30, 12, 1, "wood3").oval(5, 3, 22, 22, "sun0").oval(
        7, 4, 18, 18, "water1"
    ).oval(8, 5, 13, 12, "water2")
    return {"": c.oval(9, 7, 7, 5, "grass3").oval(15, 11, 7, 6, "grass2").oval(10, 15, 5, 4, "grass3")}


def _notice_board() -> Sprite:
    c = blank(2, 1, 20)
    for x in (6, 54):
        c.rect(x, 8, 4, 42, "wood1").rect(x, 8, 2, 42, "wood3")
    c.poly([(0, 8), (31, 0), (33, 0), (63, 8)], "red1").line([(1, 8), (31, 1)], "red3", 2).rect(3, 9, 58, 28, "ink0").rect(
        4, 10, 56, 26, "wood3"
    ).rect(6, 12, 52, 22, "sand1")
    for x, y, w, h, tone in (
        (9, 14, 10, 12, "paper"),
        (21, 16, 9, 9, "sun3"),
        (33, 13, 9, 13, "paper"),
        (45, 15, 10, 8, "rose2"),
        (22, 27, 14, 5, "water4"),
        (44, 25, 9, 7, "paper"),
    ):
        c.rect(x, y, w, h, tone).rect(x + 2, y + 3, w - 4, 1, "stone2").rect(x + w // 2, y, 1, 1, "red2")
    return {"": c}


def _filing_cabinet() -> Sprite:
    c = blank(1, 1, 16)
    block(c, 5, 3, 22, 6, 38, "teal", 1)
    return {"": drawers(c, 7, 11, 19, 34, 4, 1, "teal", 1)}


def _reading_desk() -> Sprite:
    c = blank(2, 1, 4)
    table(c, 1, 8, 62, 13, 12, "wood", 2)
    c.rect(12, 10, 18, 8, "paper").rect(20, 10, 1, 8, "stone2").rect(14, 12, 5, 1, "stone2").rect(23, 12, 5, 1, "stone2").rect(
        44, 8, 2, 7, "sun0"
    ).rect(38, 3, 14, 6, "pine1").rect(38, 3, 14, 1, "pine2").rect(41, 14, 8, 2, "sun0")
    return {"": c}


def _card_catalogue() -> Sprite:
    c = blank(1, 1, 14)
    block(c, 2, 4, 28, 8, 34, "wood", 3)
    return {"": drawers(c, 4, 13, 25, 28, 5, 3, "wood", 3)}


def _telescope() -> Sprite:
    c = blank(1, 1, 16)
    c.line([(16, 20), (7, 45)], "wood1", 2).line([(16, 20), (25, 45)], "wood1", 2).line([(16, 20), (16, 46)], "wood3", 2).line(
        [(5, 24), (27, 8)], "ink0", 8
    ).line([(6, 23), (26, 9)], "sun1", 6).line([(6, 21), (25, 8)], "sun3", 2)
    return {"": c.line([(24, 6), (29, 12)], "ink0", 2).oval(14, 17, 5, 5, "stone1")}


def _map_table() -> Sprite:
    c = blank(2, 1, 2)
    table(c, 1, 6, 62, 16, 11)
    c.rect(8, 8, 46, 12, "sand2").rect(8, 8, 46, 1, "paper").oval(14, 10, 14, 8, "grass3").oval(32, 10, 12, 6, "grass2").line(
        [(12, 17), (28, 12), (50, 15)], "red2"
    ).rect(50, 5, 3, 6, "red2").rect(20, 8, 1, 12, "sand1").rect(38, 8, 1, 12, "sand1")
    return {"": c}


def _postbox() -> Sprite:
    c = blank(1, 1, 12)
    c.rect(9, 8, 14, 32, "ink0").oval(9, 2, 14, 12, "ink0").rect(10, 9, 12, 30, "red2").oval(10, 3, 12, 10, "red2").rect(
        10, 9, 2, 30, "red3"
    ).rect(19, 9, 3, 30, "red1").rect(12, 14, 8, 2, "ink0").rect(12, 19, 8, 7, "paper").rect(8, 38, 16, 3, "ink1")
    return {"": c.rect(8, 9, 16, 2, "red1")}


def _examination_table() -> Sprite:
    c, over = blank(1, 2, 4), blank(1, 2, 4)
    for x in (5, 24):
        c.rect(x, 50, 3, 16, "stone1")
    c.rect(3, 4, 26, 56, "ink0").rect(4, 5, 24, 50, "teal2").rect(4, 5, 24, 2, "paper").rect(6, 8, 20, 12, "paper").rect(
        4, 55, 24, 4, "teal1"
    )
    for target in (c, over):
        target.rect(4, 34, 24, 20, "paper").rect(4, 34, 24, 1, "stone3").rect(4, 53, 24, 2, "stone3")
    return {"": c, "over": over}


def _microscope() -> Sprite:
    c = blank(1, 1, 4)
    table(c, 2, 12, 28, 10, 12, "stone", 4)
    return {
        "": c.rect(9, 16, 13, 3, "ink0")
        .line([(19, 15), (20, 7)], "ink1", 3)
        .line([(11, 4), (15, 11)], "ink0", 4)
        .line([(11, 3), (14, 9)], "stone3", 2)
        .rect(12, 12, 8, 2, "stone1")
        .rect(24, 14, 4, 5, "water3")
    }


def _picnic_table() -> Sprite:
    c = blank(2, 1, 2)
    c.rect(2, 24, 60, 5, "ink0").rect(3, 24, 58, 3, "wood3").line([(12, 18), (8, 31)], "wood1", 3).line(
        [(52, 18), (56, 31)], "wood1", 3
    ).rect(4, 5, 56, 14, "ink0")
    for y in (6, 10, 14):
        c.rect(5, y, 54, 3, "wood4").rect(5, y, 54, 1, "wood5")
    return {
        "": c.rect(14, 5, 20, 11, "paper")
        .rect(14, 5, 5, 3, "red2")
        .rect(24, 5, 5, 3, "red2")
        .rect(19, 8, 5, 4, "red2")
        .rect(29, 8, 5, 4, "red2")
        .rect(14, 12, 5, 4, "red2")
        .rect(24, 12, 5, 4, "red2")
        .oval(40, 4, 10, 8, "wood3")
        .oval(42, 3, 5, 5, "red2")
    }


def _fountain() -> Sprite:
    c = blank(3, 3, 8)
    c.oval(1, 18, 94, 82, "ink0").oval(2, 18, 92, 78, "stone2").oval(2, 16, 92, 76, "stone4").oval(9, 22, 78, 62, "stone1").oval(
        10, 26, 76, 58, "water2"
    ).oval(16, 30, 64, 44, "water3").oval(24, 36, 48, 30, "water2")
    for x in range(6, 92, 11):
        y = 92 - abs(x - 48) ** 2 // 90
        c.rect(x, y - 3, 1, 6, "stone1")
    c.rect(42, 36, 13, 26, "stone1").rect(42, 36, 8, 26, "stone3").rect(43, 36, 2, 26, "stone5").oval(28, 28, 40, 16, "ink1").oval(
        29, 27, 38, 14, "stone4"
    ).oval(32, 29, 32, 9, "water3").rect(45, 14, 6, 18, "stone3").rect(45, 14, 2, 18, "stone5").oval(41, 6, 14, 11, "stone4").oval(
        43, 7, 6, 5, "stone5"
    )
    for points in (
        [(47, 8), (38, 4), (33, 30)],
        [(49, 8), (58, 4), (63, 30)],
        [(30, 36), (24, 44), (22, 56)],
        [(66, 36), (72, 44), (74, 56)],
        [(48, 40), (48, 62)],
    ):
        c.line([(float(x), float(y)) for x, y in points], "water4", 2)
    for x, y in ((20, 56), (72, 56), (44, 64), (34, 70), (62, 68)):
        c.oval(x, y, 7, 4, "water4")
    return {"": c}


def _well() -> Sprite:
    c = blank(1, 1, 26)
    c.oval(2, 36, 28, 18, "ink0").rect(2, 34, 28, 12, "stone2").oval(2, 28, 28, 14, "stone4").oval(6, 30, 20, 9, "ink0").oval(
        8, 33, 16, 6, "water1"
    )
    for x, y in ((6, 46), (14, 48), (22, 46), (10, 42), (18, 43)):
        c.rect(x, y, 5, 1, "stone0").rect(x, y, 1, 4, "stone0")
    for x in (4, 25):
        c.rect(x, 12, 3, 22, "wood1").rect(x, 12, 1, 22, "wood3")
    return {
        "": c.poly([(0, 14), (15, 2), (16, 2), (31, 14)], "red1")
        .line([(1, 13), (15, 3)], "red3", 2)
        .rect(4, 16, 24, 2, "wood2")
        .rect(15, 18, 1, 10, "sand2")
        .rect(13, 26, 6, 5, "wood3")
    }


def _statue() -> Sprite:
    figure = Canvas(32, 46)
    figure.oval(12, 2, 9, 10, "teal1").oval(12, 2, 6, 7, "teal2").rect(14, 11, 5, 3, "teal1")
    figure.poly([(10, 14), (22, 14), (23, 27), (25, 44), (8, 44), (10, 27)], "teal1").poly([(10, 14), (14, 14), (12, 44), (8, 44)], "teal2")
    figure.line([(20, 20), (23, 44)], "teal0", 2).line([(16, 18), (16, 43)], "teal0")
    figure.line([(10, 16), (7, 25), (11, 29)], "teal2", 3).rect(9, 27, 9, 6, "stone4").rect(9, 27, 9, 1, "paper")
    figure.line([(22, 16), (26, 10), (25, 4)], "teal1", 3).outline("ink1")
    c = blank(1, 1, 32)
    block(c, 4, 44, 24, 6, 13, "stone", 2).rect(10, 52, 12, 3, "sun1")
    return {"": c.paste(figure, 0, 0)}


def _stall(cloth: tuple[str, str, str], goods: str) -> Sprite:
    c, over = blank(3, 1, 60), blank(3, 1, 60)
    for x in (3, 88):
        c.rect(x, 12, 4, 76, "wood1").rect(x, 12, 2, 76, "wood3")
    block(c, 1, 58, 94, 14, 18, "wood", 3)
    for i, x in enumerate(range(5, 84, 22)):
        c.rect(x, 57, 20, 12, "wood0")
        for k in range(8):
            px, py = x + 1 + k % 4 * 5, 57 + k // 4 * 5
            if goods == "food":
                low, high = (("red2", "red3"), ("sun1", "sun2"), ("grass2", "grass5"), ("violet0", "violet1"))[i]
                c.oval(px, py, 5, 6, low).dots([(px + 1, py + 1)], high)
            else:
                tone = (("rose1", "rose2"), ("sun2", "sun3"), ("red2", "red3"), ("violet1", "violet2"))[i]
                c.rect(px + 1, py + 2, 3, 4, "grass1").rect(px, py - 1, 4, 4, tone[0]).dots([(px + 1, py)], tone[1])
    low, light, dark = cloth
    over.rect(0, 1, 96, 20, "ink0")
    for i, x in enumerate(range(1, 95, 8)):
        w = min(8, 95 - x)
        over.rect(x, 2, w, 12, light if i % 2 else low).rect(x, 14, w, 6, "stone3" if i % 2 else dark).rect(
            x, 2, w, 1, "paper" if i % 2 else light
        )
        over.px[18:21, x] = 0
        over.dots([(x, 19), (x + w - 1, 19)], "ink0")
    return {"": c.paste(over, 0, 0), "over": over}


def _patch(width: int, height: int, flowers: bool) -> Sprite:
    c = blank(width, height)
    w, h = c.width, c.height
    c.rect(1, 1, w - 2, h - 2, "wood0").rect(2, 2, w - 4, h - 4, "wood1").mask(np.pad(noise(9, h - 4, w - 4) > 0.8, 2), "wood2")
    rng = np.random.default_rng(4)
    for y in range(5, h - 8, 11):
        c.rect(3, y + 8, w - 6, 1, "wood0")
        for x in range(6, w - 6, 9):
            c.rect(x, y + 2, 1, 6, "grass1")
            if flowers:
                tone = ("rose1", "sun2", "red2", "violet2", "paper")[int(rng.integers(0, 5))]
                c.rect(x - 2, y + 4, 5, 3, "grass2").rect(x - 1, y - 1, 4, 4, tone).rect(x, y, 2, 2, "sun1" if tone != "sun2" else "sun0")
            else:
                row = y // 11 % 3
                c.rect(x - 3, y + 2, 7, 5, ("grass2", "grass3", "pine2")[row]).rect(x - 2, y + 1, 4, 2, ("grass5", "grass6", "grass3")[row])
                if row == 1:
                    c.rect(x, y + 5, 3, 3, "red2")
    return {"": c}


def _beehive() -> Sprite:
    c = blank(1, 1, 8)
    c.rect(8, 32, 3, 6, "wood1").rect(21, 32, 3, 6, "wood1")
    for i, y in enumerate((8, 16, 24)):
        block(c, 5, y, 22, 3, 7, "sun", 1 if i % 2 else 2)
    return {
        "": c.rect(3, 4, 26, 5, "ink0")
        .rect(4, 5, 24, 3, "stone4")
        .rect(12, 28, 8, 3, "ink0")
        .dots([(2, 14), (29, 10), (28, 24), (4, 30)], "sun0")
    }


def _coop() -> Sprite:
    c = blank(2, 1, 16)
    c.rect(6, 18, 38, 26, "ink0").rect(7, 19, 36, 24, "wood3")
    for x in range(12, 42, 6):
        c.rect(x, 19, 1, 24, "wood1")
    c.poly([(2, 20), (24, 4), (26, 4), (48, 20)], "red1").line([(3, 19), (24, 5)], "red3", 2).rect(18, 28, 12, 15, "ink0").line(
        [(24, 43), (34, 46)], "wood4", 3
    )
    for x, y in ((48, 34), (54, 38)):
        c.oval(x, y, 9, 8, "paper").rect(x + 6, y - 3, 4, 5, "paper").dots([(x + 7, y - 4), (x + 8, y - 4)], "red2").dots(
            [(x + 10, y - 1)], "sun1"
        ).dots([(x + 8, y - 2)], "ink0").rect(x + 3, y + 7, 1, 2, "sun1")
    return {"": c}


def _greenhouse_table() -> Sprite:
    c = blank(2, 1, 6)
    table(c, 1, 14, 62, 11, 12, "wood", 4)
    for i, x in enumerate((4, 18, 32, 46)):
        c.oval(x, 2 + i % 2 * 2, 13, 12, "grass2").oval(x + 1, 2 + i % 2 * 2, 8, 7, "grass5").rect(x + 3, 13, 8, 7, "red2").rect(
            x + 2, 12, 10, 2, "red3"
        )
        c.rect(x + 5, 6, 3, 3, ("red3", "rose2", "sun2", "paper")[i])
    return {"": c}


def _compost() -> Sprite:
    c = blank(1, 1)
    c.rect(3, 6, 26, 23, "ink0").oval(5, 2, 22, 16, "wood1").oval(8, 3, 12, 8, "grass1").dots([(12, 6), (18, 5), (22, 9)], "sun1")
    for y in (13, 18, 23):
        c.rect(4, y, 24, 4, "wood3").rect(4, y, 24, 1, "wood4").rect(4, y + 3, 24, 1, "wood1")
    return {"": c.rect(4, 10, 3, 19, "wood2").rect(25, 10, 3, 19, "wood2")}


def _swing() -> Sprite:
    c = blank(2, 1, 30)
    c.line([(8, 6), (2, 58)], "red1", 3).line([(8, 6), (13, 54)], "red1", 2).line([(56, 6), (62, 58)], "red1", 3).line(
        [(56, 6), (51, 54)], "red1", 2
    ).rect(6, 4, 52, 4, "red0").rect(6, 4, 52, 2, "red2")
    for x in (19, 37):
        c.rect(x, 8, 1, 36, "stone1").rect(x + 9, 8, 1, 36, "stone1").rect(x - 1, 44, 12, 4, "ink0").rect(x, 44, 10, 2, "wood4")
    return {"": c}


def _slide() -> Sprite:
    c = blank(1, 2, 12)
    c.rect(4, 2, 3, 26, "red1").rect(25, 2, 3, 26, "red1").rect(4, 12, 24, 3, "wood2")
    c.poly([(7, 14), (25, 14), (28, 66), (4, 66)], "ink0").poly([(9, 15), (23, 15), (26, 64), (6, 64)], "sun1").poly(
        [(11, 15), (18, 15), (18, 64), (10, 64)], "sun2"
    ).rect(4, 66, 25, 5, "ink0").rect(5, 66, 23, 3, "sun2")
    return {"": c.rect(4, 2, 24, 3, "red2")}


def _sandpit() -> Sprite:
    c = blank(2, 2)
    c.rect(1, 3, 62, 58, "ink0").rect(2, 4, 60, 56, "wood3").rect(2, 4, 60, 1, "wood5").rect(7, 9, 50, 46, "sand1").rect(
        8, 11, 49, 44, "sand2"
    ).mask(np.pad(noise(3, 44, 49) > 0.93, ((11, 9), (8, 7))), "sand0")
    return {
        "": c.rect(34, 18, 12, 10, "sand1")
        .rect(34, 16, 3, 4, "sand1")
        .rect(38, 14, 4, 6, "sand1")
        .rect(43, 16, 3, 4, "sand1")
        .poly([(16, 34), (25, 34), (23, 43), (18, 43)], "red2")
        .rect(16, 33, 9, 2, "red3")
        .line([(36, 44), (46, 40)], "water1", 2)
        .oval(45, 37, 6, 5, "water2")
    }


def _fishing_spot() -> Sprite:
    c = blank(1, 1, 8)
    c.line([(8, 36), (27, 2)], "wood1", 2).line([(27, 3), (30, 30)], "stone4").rect(5, 30, 8, 4, "wood1").rect(
        16, 26, 11, 10, "stone1"
    ).rect(17, 26, 8, 9, "stone3").oval(16, 23, 11, 6, "water2")
    return {"": c.dots([(30, 30), (30, 31)], "red2")}


def _rowing_boat() -> Sprite:
    c, over = blank(1, 2), blank(1, 2)
    c.poly([(16, 0), (27, 14), (29, 40), (25, 62), (7, 62), (3, 40), (5, 14)], "ink0").poly(
        [(16, 2), (25, 15), (27, 40), (23, 60), (9, 60), (5, 40), (7, 15)], "wood3"
    ).poly([(16, 7), (22, 17), (24, 40), (21, 55), (11, 55), (8, 40), (10, 17)], "wood1")
    for y in (22, 42):
        c.rect(8, y, 16, 5, "wood0").rect(8, y, 16, 4, "wood4")
    c.line([(0, 26), (14, 36)], "wood4", 2).line([(31, 26), (18, 36)], "wood4", 2)
    over.px[56:] = c.px[56:]
    return {"": c, "over": over}


def _duck_spot() -> Sprite:
    c = blank(1, 1, 4)
    c.rect(7, 10, 3, 22, "wood1").rect(7, 10, 1, 22, "wood3").rect(3, 6, 12, 6, "wood1").rect(3, 6, 12, 4, "wood4").rect(
        5, 5, 8, 2, "sand2"
    )
    for x, y, tone in ((15, 20, "paper"), (20, 27, "wood3")):
        c.oval(x, y, 11, 7, tone).oval(x + 7, y - 4, 6, 6, "paper" if tone == "paper" else "pine1").dots([(x + 13, y - 1)], "sun1").dots(
            [(x + 10, y - 2)], "ink0"
        )
    return {"": c}


def _chess_table() -> Sprite:
    c = blank(1, 1)
    c.rect(13, 16, 6, 13, "stone1").rect(13, 16, 3, 13, "stone3").rect(9, 28, 14, 3, "stone1").rect(3, 3, 26, 19, "ink0").rect(
        4, 4, 24, 14, "stone4"
    ).rect(4, 18, 24, 3, "stone2")
    for y in range(3):
        for x in range(4):
            c.rect(8 + x * 4, 5 + y * 4, 4, 4, "ink1" if (x + y) % 2 else "paper")
    return {"": c.rect(9, 2, 2, 5, "paper").rect(17, 3, 2, 5, "ink0").rect(21, 8, 2, 5, "paper").rect(13, 7, 2, 5, "ink0")}


def _bandstand() -> Sprite:
    c, over = blank(4, 3, 44), blank(4, 3, 44)
    c.oval(2, 62, 124, 72, "ink0").oval(3, 60, 122, 72, "stone2").oval(3, 54, 122, 70, "wood4")
    for y in range(60, 122, 8):
        half = int(60 * max(0.0, 1 - ((y - 89) / 35) ** 2) ** 0.5)
        c.rect(64 - half, y, half * 2, 1, "wood2")
    for x in (26, 99):
        c.rect(x, 34, 4, 34, "stone3").rect(x, 34, 2, 34, "paper")
    for x in (6, 118):
        over.rect(x, 34, 4, 60, "stone2").rect(x, 34, 2, 60, "paper")
    over.poly([(0, 40), (22, 18), (63, 2), (64, 2), (105, 18), (127, 40), (104, 48), (24, 48)], "ink0")
    over.poly([(2, 39), (23, 19), (63, 4), (42, 46), (25, 46)], "teal2").poly([(63, 4), (64, 4), (86, 46), (42, 46)], "teal1").poly(
        [(64, 4), (104, 19), (125, 39), (103, 46), (86, 46)], "teal0"
    )
    over.line([(63, 4), (42, 46)], "paper").line([(64, 4), (86, 46)], "teal2").rect(61, 0, 6, 5, "sun1")
    for x in range(24, 105, 8):
        over.rect(x, 46, 5, 3, "paper")
    return {"": c.paste(over, 0, 0), "over": over}


def _clothes_line() -> Sprite:
    c = blank(3, 1, 18)
    for x in (3, 89):
        c.rect(x, 4, 4, 43, "wood1").rect(x, 4, 2, 43, "wood3").rect(x - 2, 6, 8, 2, "wood1")
    c.line([(5, 8), (48, 12), (91, 8)], "stone4")
    for x, w, h, tone, lit in (
        (12, 14, 18, "paper", "stone5"),
        (30, 12, 14, "red2", "red3"),
        (46, 16, 20, "water3", "water4"),
        (66, 10, 12, "sun2", "sun3"),
        (78, 8, 16, "rose2", "paper"),
    ):
        c.rect(x, 11, w, h, tone).rect(x, 11, 2, h, lit).rect(x, 10, 2, 2, "wood4").rect(x + w - 2, 10, 2, 2, "wood4").rect(
            x, 11 + h - 1, w, 1, "stone2"
        )
    return {"": c}


def _woodpile() -> Sprite:
    c = blank(2, 1, 6)
    c.rect(2, 4, 60, 32, "wood0")
    for row in range(3):
        for col in range(6):
            x, y = 3 + col * 10 - (row % 2) * 4, 5 + row * 10
            c.oval(x, y, 10, 10, "wood1").oval(x + 1, y + 1, 8, 8, "wood4").oval(x + 3, y + 3, 4, 4, "wood5").dots(
                [(x + 5, y + 5)], "wood3"
            )
    c.px[:, :2] = 0
    c.px[:, 62:] = 0
    return {"": c.rect(1, 1, 62, 4, "ink1").rect(1, 1, 62, 2, "stone2")}


def _cart() -> Sprite:
    c = blank(2, 1, 8)
    c.line([(44, 24), (63, 18)], "wood2", 2).rect(4, 10, 44, 16, "ink0").rect(5, 11, 42, 14, "wood3")
    for y in (14, 19):
        c.rect(5, y, 42, 1, "wood1")
    c.oval(8, 4, 12, 10, "sand1").oval(20, 3, 12, 11, "sand1").oval(32, 5, 11, 9, "grass3").rect(5, 11, 42, 1, "wood5").oval(
        15, 18, 20, 20, "wood0"
    ).oval(17, 20, 16, 16, "wood4").oval(19, 22, 12, 12, "wood1").oval(23, 26, 4, 4, "wood4").rect(24, 20, 2, 16, "wood4").rect(
        17, 27, 16, 2, "wood4"
    )
    return {"": c}


def _barbecue() -> Sprite:
    out = blank(1, 1, 10)
    out.line([(9, 24), (5, 39)], "ink1", 2).line([(22, 24), (26, 39)], "ink1", 2).oval(3, 13, 26, 17, "ink0")
    out.oval(4, 14, 24, 14, "stone0").oval(4, 11, 24, 10, "ink1").rect(7, 14, 18, 1, "stone2").rect(8, 16, 16, 1, "stone2")
    lit = out.copy().oval(6, 12, 20, 7, "red1").poly([(9, 16), (11, 8), (14, 14), (17, 6), (20, 13), (22, 9), (24, 16)], "sun1")
    lit.poly([(12, 16), (16, 10), (20, 16)], "sun3").rect(7, 15, 18, 1, "stone2").rect(10, 13, 6, 3, "wood3")
    return {"": out, "out": out, "lit": lit.rect(18, 14, 5, 2, "red2")}


def _bulletin_pillar() -> Sprite:
    c = blank(1, 1, 30)
    c.rect(4, 12, 24, 46, "ink0").rect(5, 12, 22, 45, "pine1").rect(6, 16, 9, 15, "paper").rect(7, 18, 7, 5, "red2").rect(
        16, 15, 10, 12, "sun2"
    ).rect(18, 18, 6, 5, "violet1").rect(7, 33, 10, 14, "rose2").rect(18, 29, 8, 16, "paper").rect(19, 31, 6, 1, "ink1").rect(
        19, 34, 6, 1, "ink1"
    ).rect(24, 12, 3, 45, "pine0")
    return {
        "": c.rect(2, 9, 28, 4, "ink0")
        .rect(3, 10, 26, 2, "pine2")
        .oval(6, 2, 20, 10, "pine1")
        .rect(15, 0, 2, 3, "sun1")
        .rect(3, 54, 26, 4, "ink1")
    }


def _gravestone() -> Sprite:
    c = blank(1, 1)
    c.oval(7, 3, 18, 16, "ink1").rect(7, 11, 18, 16, "ink1").oval(8, 4, 16, 14, "stone3").rect(8, 11, 16, 15, "stone3").rect(
        9, 8, 2, 16, "stone5"
    ).rect(22, 10, 2, 16, "stone1").rect(15, 9, 2, 8, "stone1").rect(13, 11, 6, 2, "stone1")
    return {"": c.rect(5, 26, 22, 3, "grass1").dots([(8, 25), (11, 26)], "rose1").dots([(22, 26)], "sun2")}


def _hammock() -> Sprite:
    c, over = blank(2, 1, 14), blank(2, 1, 14)
    for x in (2, 58):
        c.rect(x, 4, 4, 40, "wood1").rect(x, 4, 2, 40, "wood3")
    c.line([(5, 8), (14, 20)], "sand2").line([(59, 8), (50, 20)], "sand2").poly(
        [(8, 14), (20, 22), (44, 22), (56, 14), (52, 28), (40, 35), (24, 35), (12, 28)], "ink0"
    ).poly([(9, 16), (20, 24), (44, 24), (55, 16), (51, 27), (40, 33), (24, 33), (13, 27)], "sand2")
    for target in (c, over):
        for x in range(26, 54, 6):
            target.poly([(x, 24), (x + 3, 24), (x + 3, 33 - max(0, (x - 40) // 3)), (x, 34 - max(0, (x - 40) // 3))], "red2").poly(
                [(x + 3, 24), (x + 6, 23), (x + 6, 32 - max(0, (x - 40) // 3)), (x + 3, 33 - max(0, (x - 40) // 3))], "paper"
            )
    return {"": c, "over": over}


def _football_goal() -> Sprite:
    c = blank(2, 1, 18)
    for x in range(4, 62, 4):
        c.rect(x, 6, 1, 34, "stone3")
    for y in range(8, 40, 4):
        c.rect(4, y, 56, 1, "stone3")
    return {
        "": c.rect(2, 3, 60, 3, "stone2")
        .rect(2, 3, 60, 2, "paper")
        .rect(2, 3, 3, 44, "stone2")
        .rect(2, 3, 2, 44, "paper")
        .rect(59, 3, 3, 44, "stone2")
        .rect(59, 3, 2, 44, "paper")
    }


def _bicycle_rack() -> Sprite:
    c = blank(2, 1, 6)
    for x, tone in ((4, "red2"), (32, "teal1")):
        for wheel in (x, x + 15):
            c.oval(wheel, 18, 13, 14, "ink0").oval(wheel + 2, 20, 9, 10, "stone3").oval(wheel + 3, 21, 7, 8, "ink1").oval(
                wheel + 4, 22, 5, 6, "stone2"
            )
        c.line([(x + 6, 24), (x + 11, 14), (x + 20, 14), (x + 14, 25), (x + 6, 25)], tone, 2).line(
            [(x + 20, 14), (x + 22, 25)], tone, 2
        ).line([(x + 19, 9), (x + 20, 14)], "ink0").rect(x + 17, 8, 7, 2, "ink0").rect(x + 8, 11, 6, 2, "wood1")
    return {"": c.rect(1, 33, 62, 2, "stone1")}


def _apple_tree() -> Sprite:
    c = Canvas(64, 96)
    c.paste(fruit_tree(LEAF, "red", 12), 0, 0)
    c.rect(36, 82, 14, 8, "wood2").rect(36, 82, 14, 1, "wood4")
    for x in (37, 41, 45):
        c.oval(x, 79, 5, 5, "red2").dots([(x + 1, 80)], "red3")
    return {"": c}


def public() -> dict[str, Sprite]:
    """All things of this room by kind."""
    things = {
        "lectern": _lectern(),
        "stage": _stage(),
        "bench": _bench("wood", 3),
        "park_bench": _bench("pine", 1),
        "pew": _pew(),
        "altar": _altar(),
        "organ": _organ(),
        "bell_rope": _bell_rope(),
        "school_desk": _school_desk(),
        "blackboard": _blackboard(),
        "globe": _globe(),
        "notice_board": _notice_board(),
        "filing_cabinet": _filing_cabinet(),
        "reading_desk": _reading_desk(),
        "card_catalogue": _card_catalogue(),
        "telescope": _telescope(),
        "map_table": _map_table(),
        "postbox": _postbox(),
        "examination_table": _examination_table(),
        "microscope": _microscope(),
        "picnic_table": _picnic_table(),
        "fountain": _fountain(),
        "well": _well(),
        "statue": _statue(),
        "market_stall": _stall(("red2", "paper", "red1"), "food"),
        "flower_stall": _stall(("teal2", "paper", "teal1"), "flowers"),
        "vegetable_patch": _patch(2, 2, flowers=False),
        "flower_patch": _patch(2, 1, flowers=True),
        "beehive": _beehive(),
        "chicken_coop": _coop(),
        "greenhouse_table": _greenhouse_table(),
        "compost": _compost(),
        "swing": _swing(),
        "slide": _slide(),
        "sandpit": _sandpit(),
        "fishing_spot": _fishing_spot(),
        "rowing_boat": _rowing_boat(),
        "duck_spot": _duck_spot(),
        "chess_table": _chess_table(),
        "bandstand": _bandstand(),
        "clothes_line": _clothes_line(),
        "woodpile": _woodpile(),
        "cart": _cart(),
        "barbecue": _barbecue(),
        "bulletin_pillar": _bulletin_pillar(),
        "gravestone": _gravestone(),
        "hammock": _hammock(),
        "football_goal": _football_goal(),
        "bicycle_rack": _bicycle_rack(),
        "apple_basket_tree": _apple_tree(),
    }
    flat = {"stage", "vegetable_patch", "flower_patch", "sandpit", "rowing_boat", "apple_basket_tree"}
    return {kind: sprite if kind in flat else on_ground(sprite) for kind, sprite in things.items()}
