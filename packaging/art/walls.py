"""Walls cut open from above, their faces, doors, windows, and the roofs that close them.

A wall is a band 10 px thick: horizontal ones show their top at y 0..9 of their tile and their face beneath it, vertical
ones show their top at x 11..20. What is beside the band is left empty: the map lays the floors of both sides there.
"""

import numpy as np

from art.canvas import Canvas, noise

S = 32
TOP = 10
LEFT, RIGHT = 11, 21
NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8


def _brickwork(base: str, joint: str, lit: str, dark: str, seed: int) -> Canvas:
    c = Canvas(S, S, joint)
    rng = np.random.default_rng(seed)
    for row in range(8):
        for col in range(-1, 4):
            x = col * 8 + (4 if row % 2 else 0)
            tone = base if rng.random() < 0.72 else (lit if rng.random() < 0.5 else dark)
            c.rect(x, row * 4, 7, 3, tone)
    return c


def _rubble(base: str, joint: str, lit: str) -> Canvas:
    c = Canvas(S, S, joint)
    for row, cuts in enumerate(((0, 9, 20), (4, 15, 26), (0, 12, 21), (6, 16, 27))):
        for i, x in enumerate(cuts):
            end = cuts[i + 1] if i + 1 < len(cuts) else cuts[0] + S
            for shift in (0, -S):
                c.rect(x + shift, row * 8, end - x - 1, 7, base).rect(x + shift, row * 8, end - x - 1, 1, lit)
    return c


def _plaster(base: str, low: str, seed: int) -> Canvas:
    return Canvas(S, S, base).mask(noise(seed, S, S) > 0.985, low)


def _striped(base: str, stripe: str) -> Canvas:
    c = Canvas(S, S, base)
    for x in range(3, S, 8):
        c.rect(x, 0, 2, S, stripe)
    return c


def _dotted(base: str, dot: str) -> Canvas:
    c = Canvas(S, S, base)
    for y in range(2, S, 8):
        for x in range(2 + (y // 8) % 2 * 4, S, 8):
            c.dots([(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)], dot)
    return c


def _boarded(base: str, lit: str, dark: str) -> Canvas:
    c = Canvas(S, S, base)
    for x in range(0, S, 8):
        c.rect(x, 0, 1, S, lit).rect(x + 7, 0, 1, S, dark)
    return c


def _weatherboard(base: str, lit: str, dark: str) -> Canvas:
    c = Canvas(S, S, base)
    for y in range(0, S, 4):
        c.rect(0, y, S, 1, lit).rect(0, y + 3, S, 1, dark)
    return c


def textures() -> dict[str, Canvas]:
    """What a wall is covered with, a whole tile that joins itself on all sides."""
    timber = _plaster("stone5", "stone4", 81)
    timber.rect(0, 0, 4, S, "wood1").rect(0, 0, 1, S, "wood2").line([(4, 30), (30, 2)], "wood1", 3)
    small_tiles = Canvas(S, S, "stone3")
    for y in range(0, S, 8):
        for x in range(0, S, 8):
            small_tiles.rect(x, y, 7, 7, "stone5").rect(x, y, 7, 1, "paper")
    small_tiles.rect(0, 16, S, 7, "water3")
    return {
        "cream": _plaster("sand2", "sand1", 80),
        "brick": _brickwork("red2", "red0", "red3", "red1", 82),
        "timber": timber,
        "stone": _rubble("stone3", "stone1", "stone4"),
        "blue": _weatherboard("water3", "water4", "water2"),
        "white": _weatherboard("stone5", "paper", "stone4"),
        "plaster": _plaster("stone5", "stone4", 83),
        "sage": _striped("grass6", "grass5"),
        "rose": _dotted("rose2", "rose1"),
        "ochre": _striped("sun3", "sun2"),
        "sky": _dotted("water4", "water3"),
        "panel": _boarded("wood3", "wood4", "wood2"),
        "tiles": small_tiles,
        "rough": _rubble("stone2", "stone0", "stone3"),
    }


EXTERIOR = ("cream", "brick", "timber", "stone", "blue", "white")
_SKIRTING = {
    "panel": "wood1",
    "tiles": "stone2",
    "rough": "stone0",
    "brick": "stone1",
    "timber": "stone1",
    "stone": "stone1",
    "cream": "stone2",
    "blue": "stone2",
    "white": "stone2",
}


def _span(bits: int) -> tuple[int, int]:
    return (0 if bits & WEST else LEFT), (S if bits & EAST else RIGHT)


def _top(c: Canvas, x: int, y: int, w: int, h: int) -> None:
    c.rect(x, y, w, h, "stone4")


def _walltop(bits: int) -> Canvas:
    """The top of a wall that goes on to the south."""
    c = Canvas(S, S)
    y0 = 0
    _top(c, LEFT, y0, RIGHT - LEFT, S - y0)
    left, right = _span(bits)
    if left < LEFT or right > RIGHT:
        _top(c, left, 0, right - left, TOP)
    return _rim(c, bits)


def _rim(c: Canvas, bits: int) -> Canvas:
    """A lit upper left rim and a dark lower right one along the tops, open where the wall goes on."""
    top = (c.px[..., 3] == 255) & (c.px[..., :3] == Canvas(1, 1, "stone4").px[0, 0, :3]).all(axis=2)
    padded = np.pad(top, 1)
    if bits & NORTH:
        padded[0, 1:-1] = top[0]
    if bits & SOUTH:
        padded[-1, 1:-1] = top[-1]
    if bits & EAST:
        padded[1:-1, -1] = top[:, -1]
    if bits & WEST:
        padded[1:-1, 0] = top[:, 0]
    lit = top & (~padded[:-2, 1:-1] | ~padded[1:-1, :-2])
    dark = top & (~padded[2:, 1:-1] | ~padded[1:-1, 2:])
    return c.mask(dark, "stone2").mask(lit, "stone5")


def _face(texture: Canvas, bits: int, skirting: str) -> Canvas:
    c = Canvas(S, S)
    left, right = _span(bits)
    c.px[TOP:, left:right] = texture.px[TOP:, left:right]
    c.rect(left, TOP, right - left, 2, "ink1")
    c.px[TOP, left:right, 3] = 255
    c.rect(left, TOP, right - left, 1, "stone1")
    c.px[TOP + 1, left:right] = texture.px[TOP + 1, left:right]
    c.rect(left, S - 3, right - left, 2, skirting).rect(left, S - 1, right - left, 1, "ink1")
    if not bits & WEST:
        c.rect(left, TOP, 1, S - TOP, "stone5" if skirting != "stone0" else "stone3")
    if not bits & EAST:
        c.rect(right - 2, TOP, 2, S - TOP, "stone1")
    _top(c, left, 0, right - left, TOP)
    if bits & NORTH:
        _top(c, LEFT, 0, RIGHT - LEFT, TOP)
    return _rim(c, bits)


def walls() -> dict[str, Canvas]:
    """Tops and faces of walls; edge masks: the neighbour to the N (1), E (2), S (4), W (8) is a wall as well."""
    tiles = {f"walltop_{bits:02d}": _walltop(bits) for bits in range(16) if bits & SOUTH}
    for name, texture in textures().items():
        for bits in range(16):
            if not bits & SOUTH:
                tiles[f"face_{name}_{bits:02d}"] = _face(texture, bits, _SKIRTING.get(name, "wood3"))
    return tiles


def pane(c: Canvas, x: int, y: int, w: int, h: int, *, cross: bool = True) -> Canvas:
    """Draw a window: a white frame, sky-coloured glass with a glint, a sill."""
    c.rect(x, y, w, h, "wood1").rect(x + 1, y + 1, w - 2, h - 2, "paper").rect(x + 2, y + 2, w - 4, h - 4, "water1")
    c.poly([(x + 2, y + 2), (x + w - 5, y + 2), (x + 2, y + h - 5)], "water2")
    c.line([(x + 3, y + h // 2), (x + w // 2 - 1, y + 3)], "water4")
    if cross:
        c.rect(x + w // 2 - 1, y + 2, 2, h - 4, "paper").rect(x + 2, y + h // 2, w - 4, 1, "paper")
    return c.rect(x - 1, y + h, w + 2, 2, "stone4").rect(x - 1, y + h + 2, w + 2, 1, "stone1")


def windows() -> dict[str, Canvas]:
    """Windows laid over a face."""
    plain = pane(Canvas(S, S), 9, 12, 14, 14)
    shutters = pane(Canvas(S, S), 10, 12, 12, 14)
    for x in (4, 23):
        shutters.rect(x, 11, 5, 16, "ink1").rect(x, 11, 4, 15, "teal1")
        for y in range(12, 26, 2):
            shutters.rect(x, y, 4, 1, "teal2")
    shop = pane(Canvas(S, S), 1, 11, 30, 17, cross=False)
    shop.rect(15, 13, 2, 13, "paper").line([(18, 24), (26, 14)], "water3")
    arch = Canvas(S, S)
    arch.oval(9, 10, 14, 14, "stone1").rect(9, 17, 14, 12, "stone1").oval(10, 11, 12, 12, "stone5").rect(10, 17, 12, 11, "stone5")
    arch.oval(11, 12, 10, 12, "water1").rect(11, 17, 10, 10, "water1").rect(15, 12, 2, 16, "stone5").rect(11, 19, 10, 1, "stone5")
    arch.rect(12, 15, 2, 3, "red3").rect(18, 15, 2, 3, "sun2").rect(12, 22, 2, 3, "teal2").rect(18, 22, 2, 3, "rose1")
    inside = pane(Canvas(S, S), 8, 12, 16, 13)
    for x in (5, 24):
        inside.rect(x, 11, 4, 17, "rose1").rect(x, 11, 1, 17, "rose2").rect(x + 3, 11, 1, 17, "rose0")
    inside.rect(4, 10, 25, 2, "wood2")
    return {"window": plain, "window_shutters": shutters, "window_shop": shop, "window_arch": arch, "window_in": inside}


def _doorframe() -> Canvas:
    c = Canvas(S, S)
    _top(c, 0, 0, S, TOP)
    _rim(c, EAST | WEST)
    return c


def _leaf(c: Canvas, x: int, w: int, ramp: str, low: int, knob: int) -> None:
    c.rect(x, 11, w, 21, f"{ramp}{low + 1}").rect(x, 11, w, 1, f"{ramp}{low}").rect(x + w - 1, 11, 1, 21, f"{ramp}{low}")
    for y in (14, 23):
        c.rect(x + 2, y, w - 4, 6, f"{ramp}{low}").rect(x + 3, y + 1, w - 5, 5, f"{ramp}{low + 1}")
    c.rect(knob, 21, 2, 2, "sun2")


def _door(ramp: str, low: int) -> Canvas:
    c = _doorframe()
    c.rect(6, 10, 20, 22, "wood0").rect(7, 10, 18, 1, "wood2")
    _leaf(c, 8, 16, ramp, low, 20)
    c.rect(11, 13, 10, 7, "wood0").rect(12, 14, 8, 5, "water2").line([(13, 18), (17, 14)], "water4")
    return c.rect(6, 30, 20, 2, "stone4").rect(6, 31, 20, 1, "stone1")


def doors() -> dict[str, Canvas]:
    """Doors and openings; the floor of the room to the south is seen through an opening."""
    double_l, double_r = _doorframe(), _doorframe()
    double_l.rect(6, 10, 26, 22, "wood0")
    _leaf(double_l, 9, 23, "wood", 1, 28)
    double_r.rect(0, 10, 26, 22, "wood0")
    _leaf(double_r, 0, 23, "wood", 1, 2)
    opening = _doorframe()
    opening.rect(4, 10, 3, 22, "wood2").rect(25, 10, 3, 22, "wood2").rect(4, 10, 24, 2, "wood1").rect(4, 10, 1, 22, "wood3").rect(
        25, 10, 1, 22, "wood3"
    )
    for y in range(12, 26):
        opening.px[y, 7:25] = (*Canvas(1, 1, "ink0").px[0, 0, :3], max(150 - (y - 12) * 11, 0))
    upright = Canvas(S, S)
    upright.rect(LEFT, 0, RIGHT - LEFT, S, "wood3").rect(LEFT, 0, 1, S, "wood4").rect(RIGHT - 1, 0, 1, S, "wood1")
    for y in range(7, S, 8):
        upright.rect(LEFT + 1, y, RIGHT - LEFT - 2, 1, "wood2")
    upright.rect(LEFT, 0, RIGHT - LEFT, 2, "wood1")
    side = upright.copy()
    side.rect(LEFT + 6, 0, 4, 24, "wood0").rect(LEFT + 7, 0, 2, 23, "wood3").rect(LEFT + 7, 0, 1, 23, "wood4")
    return {
        "door_red": _door("red", 0),
        "door_green": _door("pine", 0),
        "door_blue": _door("water", 0),
        "door_wood": _door("wood", 1),
        "door_double_l": double_l,
        "door_double_r": double_r,
        "doorway_h": opening,
        "doorway_v": upright,
        "door_side": side,
    }
