"""People in parts, 32x48: each part is a row of poses in stand-in colours; the program lays parts over each other.

Poses: for each of down, right, up: stand, left step, right step, sitting; last, lying (only the upper half is seen).
"Left" is "right" mirrored. Feet stand at y 45, the middle is between x 15 and 16.
"""

from collections.abc import Callable
from dataclasses import dataclass

from art.canvas import Canvas

W, H = 32, 48
DIRECTIONS = ("down", "right", "up")
STANCES = ("stand", "left", "right", "sit")


@dataclass(frozen=True)
class Pose:
    """How somebody is seen: `way` down, right or up; `stance` of STANCES or "lie"; `tall` adults or children."""

    way: str
    stance: str
    tall: bool

    @property
    def bob(self) -> int:
        """How much lower the upper body is than when standing."""
        return {"left": -1, "right": -1, "sit": 3}.get(self.stance, 0)

    @property
    def head(self) -> int:
        """y of the head's top."""
        return (6 if self.tall else 14) + self.bob

    @property
    def chest(self) -> int:
        """y of the shoulders."""
        return self.head + 14

    @property
    def hip(self) -> int:
        """y where the legs begin."""
        return (34 if self.tall else 36) + self.bob


POSES = (*((way, stance) for way in DIRECTIONS for stance in STANCES), ("down", "lie"))
Draw = Callable[[Canvas, Pose], None]


def _head(c: Canvas, p: Pose) -> None:
    y = p.head
    c.oval(8, y, 16, 15, "ink0").oval(9, y + 1, 14, 13, "kskin1").rect(9, y + 5, 1, 5, "kskin2")
    if p.way == "down":
        c.rect(20, y + 10, 2, 2, "kskin0").rect(12, y + 13, 8, 1, "kskin0")
        if p.stance == "lie":
            c.rect(11, y + 9, 3, 1, "ink0").rect(18, y + 9, 3, 1, "ink0")
        else:
            c.rect(12, y + 8, 2, 3, "ink0").rect(18, y + 8, 2, 3, "ink0").dots([(12, y + 8), (18, y + 8)], "stone4")
        c.rect(15, y + 12, 2, 1, "kskin0").dots([(10, y + 11), (21, y + 11)], "rose1")
    elif p.way == "right":
        c.rect(19, y + 8, 2, 3, "ink0").dots([(20, y + 8)], "stone4").dots([(23, y + 9)], "kskin1").dots([(24, y + 9)], "ink0").rect(
            20, y + 12, 2, 1, "kskin0"
        ).dots([(18, y + 11)], "rose1")
        c.rect(13, y + 8, 2, 3, "kskin0")


def _arm(c: Canvas, x: int, y: int, length: int, cloth: str) -> None:
    """A sleeve with a hand; `cloth` "ktop" or "" for the hand alone."""
    if cloth:
        c.rect(x, y, 5, length, "ink0").rect(x + 1, y + 1, 3, length - 1, "ktop1").rect(x + 1, y + 1, 1, length - 2, "ktop2")
    c.rect(x, y + length - 3, 5, 4, "ink0").rect(x + 1, y + length - 3, 3, 3, "kskin1")
    if cloth:
        c.rect(x, y + length - 4, 5, 1, "ktop0")


def _arms(c: Canvas, p: Pose, cloth: str) -> None:
    y, length = p.chest + 1, 12 if p.tall else 9
    swing = {"left": 2, "right": -2}.get(p.stance, 0)
    if p.way == "right":
        _arm(c, 13 + swing, y + 1, length - abs(swing) // 2, cloth)
    elif p.stance == "sit":
        _arm(c, 7, y, length - 2, cloth)
        _arm(c, 20, y, length - 2, cloth)
    else:
        _arm(c, 6, y + max(swing, 0) // 2, length - max(swing, 0), cloth)
        _arm(c, 21, y + max(-swing, 0) // 2, length - max(-swing, 0), cloth)


def _body(c: Canvas, p: Pose) -> None:
    _arms(c, p, "")
    _head(c, p)


def _torso(c: Canvas, p: Pose) -> None:
    y = p.chest
    left, width = (10, 12) if p.way != "right" else (11, 10)
    low = p.hip + 1
    c.rect(left - 1, y, width + 2, low - y + 1, "ink0").rect(left, y + 1, width, low - y, "ktop1").rect(
        left, y + 1, 2, low - y, "ktop2"
    ).rect(left + width - 2, y + 2, 2, low - y - 1, "ktop0")
    if p.way == "down":
        c.rect(13, y + 1, 6, 2, "kskin0").rect(14, y + 1, 4, 1, "kskin1")
    _arms(c, p, "ktop")


def _shoe(c: Canvas, x: int, y: int, w: int) -> None:
    c.rect(x, y, w, 3, "ink0").rect(x + 1, y, w - 2, 2, "wood1")


def _leg(c: Canvas, x: int, top: int, foot: int, cloth: str = "kbottom") -> None:
    c.rect(x, top, 6, foot - top + 1, "ink0").rect(x + 1, top, 4, foot - top, f"{cloth}1").rect(
        x + 1, top, 1, foot - top, f"{cloth}2"
    ).rect(x + 4, top, 1, foot - top, f"{cloth}0")


def _legs(c: Canvas, p: Pose, cloth: str) -> None:
    hip, floor = p.hip, 45
    if p.stance == "lie":
        return
    if p.stance == "sit":
        if p.way == "right":
            c.rect(11, hip, 14, 6, "ink0").rect(12, hip + 1, 12, 4, f"{cloth}1").rect(12, hip + 1, 12, 1, f"{cloth}2")
            _leg(c, 19, hip + 4, 43, cloth)
            _shoe(c, 19, 43, 7)
        elif p.way == "down":
            c.rect(9, hip, 14, 6, "ink0").rect(10, hip + 1, 12, 4, f"{cloth}2").rect(15, hip + 1, 2, 4, f"{cloth}0")
            for x in (10, 16):
                _leg(c, x, hip + 5, 43, cloth)
                _shoe(c, x, 43, 6)
        else:
            c.rect(9, hip, 14, 5, "ink0").rect(10, hip, 12, 4, f"{cloth}1")
        return
    if p.way == "right":
        spread = {"left": (8, 17), "right": (17, 8), "stand": (13, 13)}[p.stance]
        for x, lift in ((spread[1], 1 if p.stance != "stand" else 0), (spread[0], 0)):
            _leg(c, x, hip, floor - 2 - lift, cloth)
            _shoe(c, x, floor - 2 - lift, 7)
        c.rect(11, hip, 10, 3, f"{cloth}1")
        return
    for x, side in ((10, "left"), (16, "right")):
        lift = 3 if p.stance == side else 0
        _leg(c, x, hip, floor - 2 - lift, cloth)
        _shoe(c, x, floor - 2 - lift, 6)
    c.rect(11, hip, 10, 2, f"{cloth}1")


def _trousers(c: Canvas, p: Pose) -> None:
    _legs(c, p, "kbottom")


def _skirt_of(c: Canvas, p: Pose, cloth: str, length: int) -> None:
    _legs(c, p, "kskin")
    if p.stance == "lie":
        return
    hip = p.hip
    if p.stance == "sit":
        wide = (10, 15) if p.way == "right" else (8, 16)
        c.rect(wide[0], hip, wide[1], 7, "ink0").rect(wide[0] + 1, hip, wide[1] - 2, 6, f"{cloth}1").rect(
            wide[0] + 1, hip, wide[1] - 2, 2, f"{cloth}2"
        )
        return
    sway = {"left": -1, "right": 1}.get(p.stance, 0)
    left, right = (9, 22) if p.way != "right" else (10, 21)
    c.poly([(left, hip - 1), (right, hip - 1), (right + 3 + sway, hip + length), (left - 3 + sway, hip + length)], "ink0")
    c.poly(
        [(left + 1, hip - 1), (right - 1, hip - 1), (right + 1 + sway, hip + length - 1), (left - 1 + sway, hip + length - 1)], f"{cloth}1"
    )
    c.line([(left + 1, hip), (left - 1 + sway, hip + length - 2)], f"{cloth}2", 2).line(
        [(right - 2, hip), (right + 1 + sway, hip + length - 2)], f"{cloth}0", 2
    ).rect(15 + sway, hip + 2, 1, length - 2, f"{cloth}0")


def _skirt(c: Canvas, p: Pose) -> None:
    _skirt_of(c, p, "kbottom", 6 if p.tall else 5)


def _dress(c: Canvas, p: Pose) -> None:
    _skirt_of(c, p, "ktop", 8 if p.tall else 6)


def _cap_of_hair(c: Canvas, p: Pose, *, fringe: int = 5, volume: int = 2) -> None:
    """Hair over the skull: `fringe` px down the brow, `volume` px beyond the head."""
    y = p.head
    grown = (
        Canvas(W, H)
        .oval(8 - volume // 2, y - volume, 16 + volume, 16, "ink0")
        .oval(9 - volume // 2, y - volume + 1, 14 + volume, 14, "khair1")
    )
    grown.oval(10, y - volume + 1, 8, 4, "khair2").rect(20, y + 2, 2, 4, "khair0")
    if p.way == "up":
        grown.rect(0, y + 13, W, H, "ink0")
        grown.px[y + 13 :] = 0
        grown.rect(11, y + 12, 10, 1, "khair0")
    else:
        if p.way == "down":
            grown.px[y + fringe :, 10:22] = 0
            grown.px[y + 9 :] = 0
            grown.dots([(11, y + fringe), (12, y + fringe), (16, y + fringe), (20, y + fringe)], "khair1").rect(
                10, y + fringe - 1, 12, 1, "khair0"
            )
        else:
            grown.px[y + fringe :, 16:] = 0
            grown.px[y + 12 :] = 0
            grown.rect(16, y + fringe - 1, 7, 1, "khair0")
    c.paste(grown, 0, 0)


def _short(c: Canvas, p: Pose) -> None:
    _cap_of_hair(c, p)


def _tousled(c: Canvas, p: Pose) -> None:
    _cap_of_hair(c, p, fringe=6, volume=3)
    y = p.head
    for x, up in ((9, 2), (13, 4), (17, 3), (21, 4), (23, 1)):
        c.rect(x, y - up - 1, 2, 4, "khair1").dots([(x, y - up - 2)], "ink0").dots([(x, y - up - 1)], "khair2")


def _curly(c: Canvas, p: Pose) -> None:
    _cap_of_hair(c, p, fringe=5, volume=4)
    y = p.head
    spots = [(6, y + 5), (5, y + 1), (8, y - 3), (13, y - 5), (18, y - 4), (22, y - 1), (23, y + 4)]
    if p.way == "up":
        spots += [(7, y + 9), (13, y + 10), (19, y + 9), (12, y + 3), (18, y + 3)]
    for x, cy in spots:
        c.oval(x - 1, cy - 1, 7, 7, "ink0")
    for x, cy in spots:
        c.oval(x, cy, 5, 5, "khair1").dots([(x + 1, cy + 1), (x + 2, cy + 1)], "khair2")
    if p.way != "up":
        c.rect(10, y + 1, 12, 3, "khair1").rect(11, y + 4, 10, 1, "khair0")


def _curtain_of_hair(c: Canvas, p: Pose, low: int) -> None:
    """Hair that falls to y `low` beside and behind the face."""
    y = p.head
    if p.way == "up":
        c.rect(7, y + 6, 18, low - y - 6, "ink0").rect(8, y + 6, 16, low - y - 7, "khair1").rect(10, y + 4, 3, low - y - 7, "khair2").rect(
            19, y + 8, 3, low - y - 10, "khair0"
        )
    elif p.way == "down":
        for x, tone in ((6, "khair2"), (22, "khair0")):
            c.rect(x, y + 4, 4, low - y - 4, "ink0").rect(x + 1, y + 4, 2, low - y - 5, "khair1").rect(x + 1, y + 5, 1, low - y - 8, tone)
    else:
        c.rect(7, y + 4, 8, low - y - 4, "ink0").rect(8, y + 4, 6, low - y - 5, "khair1").rect(9, y + 5, 2, low - y - 8, "khair2")


def _long(c: Canvas, p: Pose) -> None:
    _curtain_of_hair(c, p, p.chest + 9)
    _cap_of_hair(c, p)


def _bob(c: Canvas, p: Pose) -> None:
    _curtain_of_hair(c, p, p.chest + 1)
    _cap_of_hair(c, p, fringe=6, volume=3)


def _bun(c: Canvas, p: Pose) -> None:
    y = p.head
    at = {"down": 12, "up": 12, "right": 5}[p.way]
    top = y - 7 if p.way != "right" else y - 3
    c.oval(at, top, 9, 8, "ink0").oval(at + 1, top + 1, 7, 6, "khair1").oval(at + 2, top + 1, 3, 3, "khair2")
    _cap_of_hair(c, p, fringe=4)


def _ponytail(c: Canvas, p: Pose) -> None:
    y = p.head
    if p.way == "right":
        c.poly([(9, y + 2), (4, y + 5), (3, y + 16), (7, y + 18), (10, y + 9)], "ink0").poly(
            [(9, y + 4), (5, y + 6), (4, y + 15), (6, y + 16), (9, y + 8)], "khair1"
        )
    _cap_of_hair(c, p, fringe=4)
    if p.way == "up":
        c.rect(13, y + 4, 6, 17, "ink0").rect(14, y + 5, 4, 15, "khair1").rect(14, y + 5, 1, 13, "khair2").rect(13, y + 5, 6, 2, "red2")
    elif p.way == "down":
        c.rect(23, y + 3, 4, 13, "ink0").rect(24, y + 4, 2, 11, "khair1").rect(22, y + 4, 3, 2, "red2")
    else:
        c.rect(7, y + 4, 3, 3, "red2")


def _braids(c: Canvas, p: Pose) -> None:
    _cap_of_hair(c, p, fringe=5)
    y = p.head
    for x in (5, 23) if p.way != "right" else (9,):
        for k in range(3):
            c.rect(x, y + 9 + k * 4, 5, 5, "ink0").rect(x + 1, y + 9 + k * 4, 3, 4, "khair1").dots([(x + 1, y + 9 + k * 4)], "khair2")
        c.rect(x + 1, y + 20, 3, 2, "red2")


def _bald(c: Canvas, p: Pose) -> None:
    y = p.head
    if p.way == "up":
        c.rect(9, y + 8, 14, 5, "khair1").rect(10, y + 12, 12, 1, "khair0").rect(12, y + 2, 4, 2, "kskin2")
    elif p.way == "down":
        c.rect(8, y + 5, 2, 5, "khair1").rect(22, y + 5, 2, 5, "khair1").rect(11, y + 2, 4, 2, "kskin2")
    else:
        c.rect(9, y + 6, 5, 6, "khair1").rect(9, y + 11, 5, 1, "khair0").rect(12, y + 2, 4, 2, "kskin2")


def _apron(c: Canvas, p: Pose) -> None:
    y, low = p.chest, p.hip + (7 if p.stance != "sit" else 4)
    if p.stance == "lie":
        return
    if p.way == "down":
        c.rect(11, y + 4, 10, low - y - 4, "stone3").rect(12, y + 4, 8, low - y - 5, "paper").rect(12, y + 1, 1, 4, "paper").rect(
            19, y + 1, 1, 4, "paper"
        ).rect(13, p.hip + 1, 6, 1, "stone3").rect(10, p.hip - 2, 12, 1, "stone3")
    elif p.way == "right":
        c.rect(17, y + 4, 4, low - y - 4, "paper").rect(20, y + 4, 1, low - y - 4, "stone3").rect(11, p.hip - 2, 10, 1, "paper")
    else:
        c.rect(10, p.hip - 2, 12, 1, "paper").rect(14, p.hip - 3, 4, 4, "paper").rect(13, p.hip, 2, 4, "paper").rect(
            17, p.hip, 2, 4, "paper"
        ).rect(12, y + 1, 1, 4, "paper").rect(19, y + 1, 1, 4, "paper")


def _brimmed(c: Canvas, p: Pose, ramp: str, low: int, band: str, brim: int) -> None:
    y = p.head
    c.rect(9, y - 5, 14, 8, "ink0").rect(10, y - 4, 12, 7, f"{ramp}{low + 1}").rect(10, y - 4, 5, 4, f"{ramp}{low + 2}").rect(
        10, y, 12, 2, band
    )
    left = 16 - 8 - brim
    c.oval(left, y, 16 + brim * 2, 6, "ink0").oval(left + 1, y + 1, 14 + brim * 2, 4, f"{ramp}{low + 1}").rect(
        left + 3, y + 1, 7, 1, f"{ramp}{low + 2}"
    ).rect(10, y - 1, 12, 2, band)


def _hat(c: Canvas, p: Pose) -> None:
    _brimmed(c, p, "stone", 0, "ink0", 2)


def _straw_hat(c: Canvas, p: Pose) -> None:
    _brimmed(c, p, "sun", 1, "red2", 4)


def _cap(c: Canvas, p: Pose) -> None:
    y = p.head
    c.oval(7, y - 4, 18, 12, "ink0").oval(8, y - 3, 16, 10, "teal1").oval(9, y - 3, 8, 4, "teal2")
    c.px[y + 4 :, :][c.px[y + 4 :, :, 3] > 0] = 0
    if p.way == "down":
        c.rect(8, y + 2, 16, 4, "ink0").rect(9, y + 3, 14, 2, "teal0")
    elif p.way == "right":
        c.rect(18, y + 2, 11, 3, "ink0").rect(18, y + 2, 10, 2, "teal0")
    else:
        c.rect(9, y + 3, 14, 1, "teal0")


def _glasses(c: Canvas, p: Pose) -> None:
    y = p.head + 7
    if p.stance == "lie":
        return
    if p.way == "down":
        for x in (10, 17):
            c.rect(x, y, 5, 1, "ink1").rect(x, y + 4, 5, 1, "ink1").rect(x, y, 1, 5, "ink1").rect(x + 4, y, 1, 5, "ink1").dots(
                [(x + 1, y + 1)], "water4"
            ).dots([(x + 3, y + 3)], "water4")
        c.rect(15, y + 1, 2, 1, "ink1")
    elif p.way == "right":
        c.rect(18, y, 5, 1, "ink1").rect(18, y + 4, 5, 1, "ink1").rect(18, y, 1, 5, "ink1").rect(22, y, 1, 5, "ink1").rect(
            13, y + 1, 5, 1, "ink1"
        )


def _scarf(c: Canvas, p: Pose) -> None:
    y = p.chest
    c.rect(9, y - 1, 14, 4, "ink0").rect(10, y - 1, 12, 3, "red2").rect(10, y - 1, 12, 1, "red3")
    if p.way != "up":
        c.rect(18, y + 2, 5, 9, "ink0").rect(19, y + 2, 3, 8, "red2").rect(19, y + 7, 3, 1, "paper")


def _beard(c: Canvas, p: Pose) -> None:
    y = p.head
    if p.way == "down":
        c.poly([(9, y + 9), (12, y + 11), (19, y + 11), (22, y + 9), (22, y + 14), (18, y + 18), (13, y + 18), (9, y + 14)], "khair1").rect(
            14, y + 12, 4, 1, "kskin0"
        ).rect(10, y + 13, 3, 2, "khair2").rect(18, y + 14, 3, 2, "khair0").rect(13, y + 18, 6, 1, "ink0")
    elif p.way == "right":
        c.poly([(14, y + 9), (18, y + 11), (23, y + 11), (23, y + 15), (19, y + 18), (15, y + 15)], "khair1").rect(
            20, y + 12, 3, 1, "kskin0"
        ).rect(16, y + 13, 3, 2, "khair2")


def _moustache(c: Canvas, p: Pose) -> None:
    y = p.head + 11
    if p.way == "down":
        c.rect(12, y, 8, 2, "khair1").dots([(11, y + 1), (20, y + 1)], "khair0").rect(15, y + 1, 2, 1, "kskin1")
    elif p.way == "right":
        c.rect(19, y, 5, 2, "khair1")


def _collar(c: Canvas, p: Pose) -> None:
    if p.way == "down":
        c.rect(12, p.chest, 8, 3, "ink0").rect(14, p.chest, 4, 3, "paper")
    elif p.way == "right":
        c.rect(15, p.chest, 6, 2, "ink0").rect(18, p.chest, 3, 2, "paper")


def _toolbelt(c: Canvas, p: Pose) -> None:
    y = p.hip - 2
    if p.stance == "lie":
        return
    c.rect(10, y, 12, 3, "wood0").rect(10, y, 12, 2, "wood3")
    if p.way == "down":
        c.rect(14, y, 4, 3, "sun2").rect(8, y + 1, 5, 6, "wood0").rect(9, y + 1, 3, 5, "wood3").rect(10, y - 2, 1, 4, "stone4").rect(
            20, y + 2, 2, 6, "stone3"
        ).rect(19, y + 7, 4, 2, "stone1")
    elif p.way == "right":
        c.rect(13, y + 1, 5, 6, "wood0").rect(14, y + 1, 3, 5, "wood3").rect(15, y - 2, 1, 4, "stone4")


def _satchel(c: Canvas, p: Pose) -> None:
    y = p.chest
    if p.stance == "lie":
        return
    if p.way == "right":
        c.rect(10, y + 10, 10, 9, "ink0").rect(11, y + 11, 8, 7, "wood3").rect(11, y + 11, 8, 2, "wood4").rect(14, y + 1, 2, 10, "wood1")
        return
    x = 18 if p.way == "down" else 5
    start, end = ((11, y + 1), (20, y + 11)) if p.way == "down" else ((20, y + 1), (11, y + 11))
    c.line([start, end], "wood1", 2).rect(x, y + 10, 9, 9, "ink0").rect(x + 1, y + 11, 7, 7, "wood3").rect(
        x + 1, y + 11, 7, 3, "wood4"
    ).rect(x + 4, y + 13, 1, 2, "sun2")


def _headscarf(c: Canvas, p: Pose) -> None:
    y = p.head
    grown = Canvas(W, H).oval(6, y - 3, 20, 18, "ink0").oval(7, y - 2, 18, 16, "rose1").oval(9, y - 2, 9, 5, "rose2")
    for x, dy in ((11, 1), (17, -1), (21, 3)):
        grown.rect(x, y + dy, 2, 2, "paper")
    if p.way == "down":
        grown.px[y + 4 :, 10:22] = 0
        grown.px[y + 13 :] = 0
    elif p.way == "right":
        grown.px[y + 4 :, 15:] = 0
    c.paste(grown, 0, 0)
    if p.way == "up":
        c.rect(13, y + 13, 6, 4, "rose0").rect(14, y + 13, 4, 3, "rose1")


def _headband(c: Canvas, p: Pose) -> None:
    y = p.head + 1
    c.rect(8, y, 16, 3, "sun2").rect(8, y + 2, 16, 1, "sun1").rect(8, y, 6, 1, "sun3")
    if p.way != "up":
        c.oval(20, y - 2, 6, 6, "rose1").dots([(22, y), (23, y)], "sun2")


def _stethoscope(c: Canvas, p: Pose) -> None:
    y = p.chest
    if p.stance == "lie":
        return
    if p.way == "down":
        c.rect(11, y + 1, 1, 7, "ink0").rect(20, y + 1, 1, 5, "ink0").line([(11, y + 8), (14, y + 11), (16, y + 9)], "ink0").rect(
            19, y + 6, 3, 3, "stone4"
        ).rect(12, y + 6, 1, 7, "paper")
    elif p.way == "right":
        c.rect(18, y + 1, 1, 7, "ink0").rect(17, y + 8, 3, 3, "stone4")


PARTS: dict[str, Draw] = {
    "body": _body,
    "trousers": _trousers,
    "skirt": _skirt,
    "dress": _dress,
    "top": _torso,
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
"""Every part, in the order in which they are rows of the sheet; children's rows follow the adults'."""


def sheet() -> Canvas:
    """Draw all parts: a row for each part of adults, then of children; a column for each pose."""
    c = Canvas(W * len(POSES), H * len(PARTS) * 2)
    for row, (tall, draw) in enumerate((tall, draw) for tall in (True, False) for draw in PARTS.values()):
        for column, (way, stance) in enumerate(POSES):
            cell = Canvas(W, H)
            draw(cell, Pose(way, stance, tall))
            c.paste(cell, column * W, row * H)
    return c
