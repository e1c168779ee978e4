"""Roofs with ridges and eaves, the upper half of facades beneath them, and what stands on them."""

from art.canvas import Canvas, noise
from art.walls import EAST, EXTERIOR, LEFT, NORTH, RIGHT, SOUTH, WEST, S, pane, textures

_COLOURS = {
    "red": (("red1", "red2", "red3"), ("red0", "red1", "red2")),
    "brown": (("wood1", "wood2", "wood3"), ("wood0", "wood1", "wood2")),
    "slate": (("stone0", "stone1", "stone2"), ("ink1", "stone0", "stone1")),
    "green": (("pine0", "pine1", "pine2"), ("ink1", "pine0", "pine1")),
    "thatch": (("sand0", "sand1", "sand2"), ("wood3", "sand0", "sand1")),
}
"""Joint, tile and light of the front slope, and of the back slope that lies in shade."""
EDGE = 5


def _shingles(joint: str, base: str, lit: str, seed: int) -> Canvas:
    """Rows of rounded tiles, eight px apart, shifted by half a tile from row to row."""
    c = Canvas(S, S, base)
    loose = noise(seed, 4, 4)
    for row in range(4):
        y = row * 8
        for col in range(-1, 4):
            x = col * 8 + (4 if row % 2 else 0)
            if loose[row, col % 4] > 0.8:
                c.rect(x + 1, y + 1, 6, 5, lit)
            c.rect(x, y + 2, 1, 5, joint).rect(x + 2, y + 1, 3, 1, lit).dots([(x + 1, y + 6), (x + 7, y + 6)], joint)
        c.rect(0, y + 7, S, 1, joint)
    return c


def _thatch(joint: str, base: str, lit: str, seed: int) -> Canvas:
    c = Canvas(S, S, base)
    grain = noise(seed, S, S)
    for x in range(S):
        for y in range(0, S, 4):
            if grain[y, x] > 0.62:
                c.rect(x, y, 1, 3, lit if grain[y, x] > 0.8 else joint)
    for y in (10, 26):
        c.mask(Canvas(S, S).rect(0, y, S, 1, "ink0").px[..., 3] > 0, joint)
    return c


def _slope(name: str, back: bool) -> Canvas:
    tones = _COLOURS[name][back]
    return _thatch(*tones, 95) if name == "thatch" else _shingles(*tones, 96)


def _verges(c: Canvas, bits: int) -> Canvas:
    """Cut the roof off a little inside its tile where it ends left or right, with a board along it."""
    if not bits & WEST:
        c.px[:, :EDGE] = 0
        c.rect(EDGE, 0, 1, S, "ink1").rect(EDGE + 1, 0, 2, S, "wood4").rect(EDGE + 3, 0, 1, S, "wood2")
    if not bits & EAST:
        c.px[:, S - EDGE :] = 0
        c.rect(S - EDGE - 1, 0, 1, S, "ink1").rect(S - EDGE - 3, 0, 2, S, "wood2").rect(S - EDGE - 4, 0, 1, S, "wood1")
    return c


def _roof(name: str, bits: int, back: bool) -> Canvas:
    c = _verges(_slope(name, back), bits)
    solid = c.px[..., 3] == 255
    if not bits & NORTH and back:
        edge = solid.copy()
        edge[2:] = False
        c.mask(edge, "ink1")
    if not bits & SOUTH and not back:
        for y, tone in ((26, "wood1"), (27, "wood3"), (28, "wood2"), (29, "ink1")):
            edge = solid.copy()
            edge[:y] = False
            edge[y + 1 :] = False
            c.mask(edge, tone)
        c.px[30:] = 0
        c.px[30:, :][solid[30:, :]] = (43, 36, 51, 90)
    return c


def _ridge(name: str, bits: int) -> Canvas:
    """Back slope above, the ridge in the middle, front slope below."""
    back, front = _slope(name, back=True), _slope(name, back=False)
    c = Canvas(S, S)
    c.px[:14] = back.px[:14]
    c.px[14:] = front.px[14:]
    tones = (_COLOURS[name][0][0], _COLOURS[name][0][2], _COLOURS[name][0][1])
    c.rect(0, 10, S, 1, "ink1").rect(0, 11, S, 5, tones[1]).rect(0, 14, S, 2, tones[2]).rect(0, 16, S, 1, "ink1")
    for x in range(3, S, 8):
        c.rect(x, 11, 1, 5, tones[0])
    return _verges(c, bits)


def _upper(texture: Canvas, bits: int) -> Canvas:
    c = texture.copy()
    c.rect(0, 0, S, 2, "ink1")
    c.px[2:6] = (c.px[2:6].astype(int) * (0.72, 0.70, 0.76, 1)).astype("uint8")
    if not bits & WEST:
        c.px[:, :LEFT] = 0
        c.rect(LEFT, 6, 1, S - 6, "stone5")
    if not bits & EAST:
        c.px[:, RIGHT:] = 0
        c.rect(RIGHT - 2, 2, 2, S - 2, "stone1")
    return c


def roofs() -> dict[str, Canvas]:
    """Roofs by edge masks and the upper facades."""
    tiles: dict[str, Canvas] = {}
    for name in _COLOURS:
        for bits in range(16):
            tiles[f"roof_{name}_{bits:02d}"] = _roof(name, bits, back=False)
            tiles[f"roof_{name}_back_{bits:02d}"] = _roof(name, bits, back=True)
        for bits in (0, 2, 8, 10):
            tiles[f"roof_{name}_ridge_{bits:02d}"] = _ridge(name, bits)
    cover = textures()
    for name in EXTERIOR:
        for bits in (0, 2, 8, 10):
            tiles[f"upper_{name}_{bits:02d}"] = _upper(cover[name], bits)
        tiles[f"upper_{name}_window"] = pane(_upper(cover[name], 10), 9, 10, 14, 15)
    return tiles


def roof_decor() -> dict[str, Canvas]:
    """What stands on a roof."""
    chimney = Canvas(S, S).box(10, 4, 13, 24, "red", 2, edge="ink1")
    for y in range(8, 27, 4):
        chimney.rect(11, y, 11, 1, "red1").rect(14 + y % 8, y - 3, 1, 3, "red1")
    chimney.box(8, 2, 17, 5, "stone", 3, edge="ink1").rect(12, 1, 9, 2, "ink0").rect(11, 28, 12, 1, "ink1")
    dormer = Canvas(S, S)
    dormer.rect(7, 12, 18, 17, "stone5").rect(7, 12, 1, 17, "ink1").rect(24, 12, 1, 17, "ink1").rect(7, 28, 18, 1, "ink1")
    pane(dormer, 10, 14, 12, 11)
    dormer.poly([(3, 14), (15, 3), (16, 3), (28, 14)], "wood2").line([(3, 14), (15, 3)], "wood4", 2).line([(16, 3), (28, 14)], "wood1", 2)
    skylight = Canvas(S, S).box(8, 8, 16, 16, "stone", 3, edge="ink1").rect(10, 10, 12, 12, "water1")
    skylight.poly([(10, 10), (18, 10), (10, 18)], "water3").line([(11, 19), (19, 11)], "water4")
    vane = Canvas(S, S).rect(15, 8, 2, 22, "ink1").rect(9, 16, 14, 1, "ink1")
    vane.poly([(9, 9), (14, 4), (20, 7), (24, 3), (23, 9), (18, 11), (12, 11)], "sun2").dots([(10, 8), (9, 8)], "red2").line(
        [(12, 11), (18, 11)], "sun0"
    )
    bell = Canvas(S, S).rect(6, 28, 20, 3, "wood1").rect(7, 8, 3, 20, "wood2").rect(22, 8, 3, 20, "wood1")
    bell.poly([(3, 9), (15, 1), (16, 1), (28, 9)], "red2").line([(3, 9), (15, 1)], "red3", 2)
    bell.oval(11, 12, 10, 10, "sun1").rect(11, 17, 10, 5, "sun1").rect(10, 22, 12, 2, "sun0").rect(12, 14, 2, 7, "sun2").rect(
        15, 24, 2, 2, "ink1"
    )
    return {"chimney": chimney, "dormer": dormer, "skylight": skylight, "vane_cock": vane, "bell": bell}
