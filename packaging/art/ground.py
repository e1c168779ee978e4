"""Ground, terrain with soft borders, and floors: tiles that lie flat."""

import numpy as np
from numpy.typing import NDArray

from art.canvas import Canvas, noise, smooth_noise

S = 32
Mask = NDArray[np.bool_]


def _tuft(c: Canvas, x: int, y: int) -> None:
    c.dots([(x, y), (x + 2, y), (x + 4, y)], "grass4").dots([(x, y + 1), (x + 2, y + 1), (x + 3, y + 1), (x + 4, y)], "grass2")
    c.dots([(x + 1, y + 2), (x + 2, y + 2), (x + 3, y + 2)], "grass2").dots([(x, y), (x + 2, y - 1), (x + 4, y)], "grass5")


def _grass(seed: int, base: str = "grass3", other: str = "grass4", share: float = 0.36) -> Canvas:
    c = Canvas(S, S, base)
    t = np.abs(np.arange(S) - 15.5) / 15.5
    rim = np.maximum(t[:, None], t[None, :]) ** 4
    patches = smooth_noise(7, S, 4) * rim + smooth_noise(seed + 500, S, 4) * (1 - rim)
    c.mask(patches > 1 - share, other)
    rng = np.random.default_rng(seed)
    for _ in range(4):
        x, y = (int(v) for v in rng.integers(1, S - 3, 2))
        c.dots([(x, y), (x + 1, y)], "grass5" if rng.random() < 0.5 else "grass2")
    return c


def _flower(c: Canvas, x: int, y: int, petal: str, heart: str = "sun2") -> None:
    c.dots([(x, y + 2)], "grass1").dots([(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)], petal).dots([(x, y)], heart)


def grounds() -> dict[str, Canvas]:
    """The opaque ground: lawns and meadows."""
    tiles = {f"grass_{n}": _grass(n) for n in range(1, 5)}
    tuft = _grass(11)
    for x, y in ((5, 8), (19, 15), (9, 24)):
        _tuft(tuft, x, y)
    tiles["grass_tuft"] = tuft
    for n, petals in ((1, ("paper", "paper", "rose2")), (2, ("sun2", "violet2", "sun2"))):
        c = _grass(20 + n)
        _tuft(c, 20, 6 + 12 * (n - 1))
        for (x, y), petal in zip(((7, 9), (23, 20), (13, 26)), petals, strict=True):
            _flower(c, x, y, petal, "sun1" if petal == "sun2" else "sun2")
        tiles[f"grass_flowers_{n}"] = c
    clover = _grass(31)
    for x, y in ((6, 7), (9, 9), (5, 11), (21, 18), (24, 20), (22, 23), (12, 26)):
        clover.rect(x, y, 2, 2, "grass2").dots([(x, y)], "grass5")
    tiles["grass_clover"] = clover
    dark = _grass(41)
    rng = np.random.default_rng(42)
    for _ in range(26):
        angle, far = rng.random() * 6.283, rng.random() ** 0.6 * 15
        x, y = int(16 + np.cos(angle) * far), int(16 + np.sin(angle) * far)
        dark.dots([(x, y), (x + 1, y), (x - 1, y + 1), (x, y + 1)], "grass2")
    tiles["grass_dark"] = dark
    for n in (1, 2):
        c = _grass(50 + n, "grass4", "grass3", 0.4)
        rng = np.random.default_rng(60 + n)
        for _ in range(5):
            x, y = (int(v) for v in rng.integers(2, 26, 2))
            _tuft(c, x, y)
        for _ in range(3):
            x, y = (int(v) for v in rng.integers(4, 27, 2))
            _flower(c, x, y, ("rose1", "paper", "sun2", "violet2")[int(rng.integers(0, 4))])
        tiles[f"meadow_{n}"] = c
    return tiles


def corner_field(bits: int) -> NDArray[np.float64]:
    """Return how far inside the terrain each pixel is: its four corners blended, with a wobble that vanishes where tiles meet."""
    nw, ne, se, sw = ((bits >> k) & 1 for k in range(4))
    t = (np.arange(S) + 0.5) / S
    x, y = t[None, :], t[:, None]
    field = nw * (1 - x) * (1 - y) + ne * x * (1 - y) + sw * (1 - x) * y + se * x * y
    if bits in (5, 10):
        field = field + 0.06
    inner = (np.sin(np.pi * x) * np.sin(np.pi * y)) ** 0.7
    return np.asarray(field + inner * (smooth_noise(90 + bits, S, 5) - 0.5) * 0.28)


def _near(mask: Mask, steps: int) -> Mask:
    grown = mask.copy()
    for _ in range(steps):
        wide = grown.copy()
        wide[1:] |= grown[:-1]
        wide[:-1] |= grown[1:]
        wide[:, 1:] |= grown[:, :-1]
        wide[:, :-1] |= grown[:, 1:]
        grown = wide
    return grown


def _cut(full: Canvas, mask: Mask) -> Canvas:
    c = full.copy()
    c.px[~mask] = 0
    return c


def _sand(seed: int) -> Canvas:
    c = Canvas(S, S, "sand2").mask(noise(seed + 5, S, S) > 0.955, "sand1")
    c.mask(noise(seed, S, S) > 0.985, "sand0").mask(noise(seed + 1, S, S) > 0.985, "stone5")
    return c


def _path(seed: int) -> Canvas:
    c = Canvas(S, S, "sand1").mask(noise(seed + 30, S, S) > 0.972, "sand2").mask(noise(seed + 31, S, S) > 0.985, "sand0")
    rng = np.random.default_rng(seed)
    for _ in range(3):
        x, y = (int(v) for v in rng.integers(2, 28, 2))
        c.rect(x, y, 2, 1, "stone4").rect(x, y + 1, 2, 1, "sand0")
    return c


def _field() -> Canvas:
    c = Canvas(S, S, "wood2")
    for y in range(0, S, 8):
        c.rect(0, y, S, 2, "wood1").rect(0, y + 3, S, 2, "wood3")
    return c.mask(noise(8, S, S) > 0.965, "wood1").mask(noise(9, S, S) > 0.98, "wood4")


def _bed(seed: int) -> Canvas:
    c = Canvas(S, S, "wood1").mask(smooth_noise(5, S, 5) > 0.6, "wood2")
    rng = np.random.default_rng(seed)
    spots = [(x, y) for y in range(4, 30, 7) for x in range(3 + (y // 7) % 2 * 3, 31, 7)]
    for x, y in spots:
        fx, fy = x + int(rng.integers(-1, 2)), y + int(rng.integers(-1, 2))
        petal = ("rose1", "red3", "sun2", "violet2", "paper", "rose2")[int(rng.integers(0, 6))]
        c.rect(fx - 2, fy + 1, 5, 2, "grass1").dots([(fx - 2, fy + 1), (fx + 2, fy + 2)], "grass3")
        c.rect(fx - 1, fy - 1, 3, 3, petal).dots([(fx, fy)], "sun1" if petal != "sun2" else "sun0")
    return c


def _cobble(seed: int) -> tuple[Canvas, list[tuple[int, int, int, int, str]]]:
    """Rows of setts, shifted by half a stone each; the list of stones lets a border drop whole stones."""
    c = Canvas(S, S, "stone2")
    rng = np.random.default_rng(seed)
    stones = []
    for row in range(4):
        shift = 4 if row % 2 else 0
        for col in range(4):
            tone = ("stone3", "stone3", "stone4", "stone3", "stone3")[int(rng.integers(0, 5))]
            stones.append((col * 8 + shift, row * 8, 7, 7, tone))
    for x, y, w, h, tone in stones:
        _stone(c, x, y, w, h, tone)
        if x + w > S:
            _stone(c, x - S, y, w, h, tone)
    return c, stones


def _stone(c: Canvas, x: int, y: int, w: int, h: int, tone: str) -> None:
    lit = {"stone3": "stone4", "stone4": "stone5", "stone2": "stone3"}[tone]
    c.rect(x, y, w, h, tone).rect(x, y, w - 1, 1, lit)
    c.dots([(x, y), (x + w - 1, y), (x, y + h - 1), (x + w - 1, y + h - 1)], "stone2")


def _cobble_mask(full: Canvas, bits: int) -> Canvas:
    field = corner_field(bits)
    if bits == 15:
        return full
    keep = np.zeros((S, S), bool)
    wobble = noise(600 + bits, 4, 4)
    for row in range(4):
        shift = 4 if row % 2 else 0
        for col in range(-1, 4):
            x, y = col * 8 + shift, row * 8
            cx, cy = min(max(x + 3, 0), 31), y + 3
            if field[cy, cx] > 0.44 + 0.12 * wobble[row, col]:
                keep[max(y, 0) : y + 8, max(x, 0) : max(x + 8, 0)] = True
    c = _cut(full, keep)
    rim = _near(keep, 1) & ~keep
    return c.mask(rim & (noise(bits, S, S) > 0.35), "stone2")


def _water(bits: int) -> Canvas:
    field = corner_field(bits)
    inside = field > 0.5
    c = Canvas(S, S)
    if bits != 15:
        bank = _near(inside, 3) & ~inside
        c.mask(bank, "sand1").mask(_near(inside, 1) & ~inside, "sand0")
    c.mask(inside, "water2")
    strokes = Canvas(S, S)
    for x, y, w, tone in (
        (3, 5, 9, "water3"),
        (20, 13, 7, "water3"),
        (8, 22, 8, "water3"),
        (15, 3, 5, "water1"),
        (24, 24, 6, "water1"),
        (1, 15, 6, "water1"),
    ):
        strokes.rect(x, y, w, 1, tone).rect(x + 2, y + 1, max(w - 4, 1), 1, tone)
    drawn = (strokes.px[..., 3] > 0) & inside
    c.px[drawn] = strokes.px[drawn]
    if bits != 15:
        below_bank = inside & ~np.roll(inside, 3, axis=0)
        below_bank[:3] = False
        c.mask(below_bank, "water1")
        foam = inside & _near(~inside, 2) & ~_near(~inside, 1)
        c.mask(foam & (smooth_noise(19, S, 8) > 0.45), "water4")
    return c


def _soft(full: Canvas, bits: int, rim: str, seed: int) -> Canvas:
    """A border that frays: a darker rim and loose grains beyond it."""
    if bits == 15:
        return full
    field = corner_field(bits)
    inside = field > 0.5
    c = _cut(full, inside)
    c.mask(inside & _near(~inside, 1), rim)
    grains = (field > 0.4) & ~inside & (noise(seed + bits, S, S) > 0.8)
    return c.mask(grains, rim)


def terrains() -> dict[str, Canvas]:
    """Overlays by corner masks: which of NW (1), NE (2), SE (4), SW (8) belong to the terrain."""
    tiles: dict[str, Canvas] = {}
    setts, _ = _cobble(1)
    for bits in range(1, 16):
        tiles[f"sand_{bits:02d}"] = _soft(_sand(4), bits, "sand1", 100)
        tiles[f"field_{bits:02d}"] = _soft(_field(), bits, "wood1", 200)
        tiles[f"bed_{bits:02d}"] = _soft(_bed(3), bits, "wood1", 300)
        tiles[f"path_{bits:02d}"] = _soft(_path(1), bits, "sand0", 400)
        tiles[f"cobble_{bits:02d}"] = _cobble_mask(setts, bits)
        tiles[f"water_{bits:02d}"] = _water(bits)
    tiles.update({"sand_15b": _sand(6), "field_15b": _field().flip(), "bed_15b": _bed(9), "path_15b": _path(2)})
    tiles.update({"cobble_15b": _cobble(2)[0], "cobble_15c": _cobble(5)[0]})
    return tiles


def _boards(ramp_low: str, base: str, lit: str, seed: int) -> Canvas:
    c = Canvas(S, S, base)
    rng = np.random.default_rng(seed)
    for row in range(4):
        y = row * 8
        c.rect(0, y, S, 1, lit).rect(0, y + 7, S, 1, ramp_low)
        x = (row * 13 + 5) % S
        c.rect(x, y, 1, 8, ramp_low)
        gx = int(rng.integers(0, 24))
        c.rect(gx, y + 3 + row % 2, 5, 1, ramp_low if row % 2 else lit)
    return c


def _tiles(light: str, dark: str, line: str, shine: str) -> Canvas:
    c = Canvas(S, S, line)
    for y in (0, 16):
        for x in (0, 16):
            c.rect(x, y, 15, 15, light if (x + y) % 32 == 0 else dark).rect(x, y, 15, 1, shine).rect(x, y, 1, 15, shine)
    return c


def _carpet(base: str, low: str, lit: str) -> Canvas:
    c = Canvas(S, S, base)
    for y in range(0, S, 8):
        for x in range(0, S, 8):
            sx = x + (4 if (y // 8) % 2 else 0)
            c.dots([(sx + 3, y + 2), (sx + 2, y + 3), (sx + 4, y + 3), (sx + 3, y + 4)], lit).dots([(sx + 3, y + 3)], low)
    return c


def floors() -> dict[str, Canvas]:
    """Floors of rooms, and the planks of piers and bridges."""
    flags = Canvas(S, S, "stone2")
    for x, y, w, h in ((0, 0, 15, 11), (16, 0, 15, 15), (0, 12, 15, 19), (16, 16, 15, 15)):
        flags.rect(x, y, w, h, "stone3").rect(x, y, w, 1, "stone4").rect(x, y, 1, h, "stone4")
    flags.mask(noise(71, S, S) > 0.985, "stone2")
    straw = Canvas(S, S, "sand1").mask(smooth_noise(72, S, 4) > 0.6, "sand0")
    rng = np.random.default_rng(73)
    for _ in range(26):
        x, y = (int(v) for v in rng.integers(0, 29, 2))
        straw.line([(x, y), (x + int(rng.integers(2, 6)), y + int(rng.integers(-2, 3)))], "sun2" if rng.random() < 0.5 else "sun1")
    brick = Canvas(S, S, "wood3")
    for row in range(4):
        for col in range(2):
            x = col * 16 + (8 if row % 2 else 0)
            for shift in (0, -S):
                brick.rect(x + shift, row * 8, 15, 7, "red2" if (row + col) % 3 else "red3").rect(x + shift, row * 8, 15, 1, "red3")
    planks = _boards("wood1", "wood3", "wood4", 75)
    upright = Canvas(S, S)
    upright.px[:] = planks.px.transpose(1, 0, 2)
    return {
        "floor_wood_light": _boards("wood3", "wood4", "wood5", 70),
        "floor_wood_dark": _boards("wood1", "wood2", "wood3", 71),
        "floor_tile_white": _tiles("stone5", "stone4", "stone3", "paper"),
        "floor_tile_blue": _tiles("stone5", "water3", "stone3", "water4"),
        "floor_stone": flags,
        "floor_carpet_red": _carpet("red1", "red0", "red2"),
        "floor_carpet_green": _carpet("pine1", "pine0", "pine2"),
        "floor_straw": straw,
        "floor_brick": brick,
        "planks_h": planks,
        "planks_v": upright,
    }
