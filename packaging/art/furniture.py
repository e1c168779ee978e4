"""What most things are built of: blocks seen from the front and a little from above, legs, cloth, shelves."""

from art.canvas import Canvas
from art.palette import RAMPS

T = 32
Sprite = dict[str, Canvas]
"""A thing's pictures: "" as it is at the start, others by state; "over" is drawn again in front of who uses it."""


def step(ramp: str, number: int) -> str:
    """Return a colour of a ramp, the nearest one there is."""
    return f"{ramp}{min(max(number, 0), len(RAMPS[ramp]) - 1)}"


def blank(width: int, height: int, above: int = 0) -> Canvas:
    """An empty picture for a thing of width by height tiles that rises `above` pixels over them."""
    return Canvas(width * T, height * T + above)


def block(c: Canvas, x: int, y: int, w: int, top: int, front: int, ramp: str, light: int, *, edge: str = "ink0") -> Canvas:
    """A box: its upper side `top` px deep in the light, its front `front` px high in half shade."""
    c.rect(x, y, w, top + front, edge)
    c.rect(x + 1, y + 1, w - 2, top - 1, step(ramp, light + 1)).rect(x + 1, y + 1, w - 2, 1, step(ramp, light + 2))
    c.rect(x + 1, y + top, w - 2, front - 1, step(ramp, light)).rect(x + 1, y + top, w - 2, 1, step(ramp, light - 1))
    return c.rect(x + w - 2, y + top + 1, 1, front - 2, step(ramp, light - 1))


def drawers(c: Canvas, x: int, y: int, w: int, h: int, rows: int, columns: int, ramp: str, light: int) -> Canvas:
    """Drawers or doors in a front, with a knob each."""
    for row in range(rows):
        for col in range(columns):
            dx, dy, dw, dh = x + col * w // columns, y + row * h // rows, w // columns - 1, h // rows - 1
            c.rect(dx, dy, dw, dh, step(ramp, light - 1)).rect(dx + 1, dy + 1, dw - 1, dh - 1, step(ramp, light + 1)).rect(
                dx + 1, dy + 1, dw - 2, dh - 2, step(ramp, light)
            )
            c.rect(dx + dw // 2, dy + dh // 2, 2, 1, "sun2")
    return c


def table(c: Canvas, x: int, y: int, w: int, depth: int, high: int, ramp: str = "wood", light: int = 3) -> Canvas:
    """A table: a plate `depth` px deep on legs `high` px long."""
    for lx in (x + 1, x + w - 5):
        c.rect(lx, y + depth, 4, high, step(ramp, light - 3)).rect(lx, y + depth, 2, high, step(ramp, light - 2))
    c.rect(x, y, w, depth + 4, "wood0" if ramp == "wood" else "ink1").rect(x + 1, y + 1, w - 2, depth - 1, step(ramp, light)).rect(
        x + 1, y + 1, w - 2, 1, step(ramp, light + 1)
    )
    return c.rect(x + 1, y + depth, w - 2, 3, step(ramp, light - 1))


def books(c: Canvas, x: int, y: int, w: int, h: int, seed: int) -> Canvas:
    """A row of books standing in a shelf."""
    tones = ("red1", "teal1", "sun1", "violet1", "water1", "wood3", "red2", "pine1", "stone4")
    at = x
    number = seed
    while at < x + w - 1:
        number = (number * 37 + 11) % 101
        width = 2 + number % 2
        tall = h - number % 3
        if number % 11:
            c.rect(at, y + h - tall, min(width, x + w - at), tall, tones[number % 9]).rect(
                at, y + h - tall + 1, min(width, x + w - at), 1, "sun2" if number % 2 else "paper"
            )
        at += width
    return c


def jars(c: Canvas, x: int, y: int, count: int, gap: int, seed: int = 0) -> Canvas:
    """A row of jars and bottles on a board whose upper side is at y."""
    tones = ("sun1", "red2", "teal2", "water2", "rose1", "paper", "grass3")
    for i in range(count):
        tone, tall = tones[(i * 3 + seed) % 7], 5 + (i * 5 + seed) % 3
        c.rect(x + i * gap, y - tall, 4, tall, tone).rect(x + i * gap, y - tall, 1, tall, "paper").rect(
            x + i * gap + 1, y - tall - 1, 2, 1, "stone2"
        )
    return c


def rack(c: Canvas, x: int, y: int, w: int, h: int, rows: int, ramp: str = "wood", light: int = 2) -> list[int]:
    """An open shelf; returns the y of the upper side of each board."""
    c.rect(x, y, w, h, "ink0").rect(x + 1, y + 1, w - 2, h - 2, step(ramp, light)).rect(x + 1, y + 1, w - 2, 3, step(ramp, light + 2))
    boards = []
    for row in range(rows):
        top = y + 5 + row * (h - 8) // rows
        bottom = y + 5 + (row + 1) * (h - 8) // rows - 1
        c.rect(x + 3, top, w - 6, bottom - top, "wood0" if ramp == "wood" else "stone0").rect(
            x + 2, bottom, w - 4, 2, step(ramp, light + 1)
        )
        boards.append(bottom)
    return boards


def on_ground(sprite: Sprite, alpha: int = 70) -> Sprite:
    """Give every picture of a thing a contact shadow to the lower right of its foot."""
    for name, c in sprite.items():
        if name != "over":
            low = c.height - 6
            used = (c.px[-10:, :, 3] == 255).any(axis=0).nonzero()[0]
            if len(used):
                c.foot(int(used[0]) - 1, low - 3, int(used[-1] - used[0]) + 6, 9, alpha)
    return sprite
