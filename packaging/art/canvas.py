"""A small picture of palette colours with the few ways of drawing that all sprites are made with.

Coordinates are pixels, x to the right, y down; a shape that leaves the picture is cut.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from art.palette import colour

Pixels = NDArray[np.uint8]


def noise(seed: int, height: int, width: int) -> NDArray[np.float64]:
    """Return repeatable white noise in [0, 1)."""
    return np.random.default_rng(seed).random((height, width))


def smooth_noise(seed: int, size: int, cells: int) -> NDArray[np.float64]:
    """Return soft noise in [0, 1) that joins itself at the rims: `cells` random values along each side, blended."""
    grid = np.random.default_rng(seed).random((cells, cells))
    at = np.arange(size) * cells / size
    low = at.astype(int)
    part = at - low
    part = part * part * (3 - 2 * part)
    high = (low + 1) % cells
    rows = grid[low] * (1 - part)[:, None] + grid[high] * part[:, None]
    return np.asarray(rows[:, low] * (1 - part) + rows[:, high] * part)


class Canvas:
    """A picture under the brush.

    Attributes:
        px: the pixels, (height, width, 4).
    """

    def __init__(self, width: int, height: int, fill: str = "") -> None:
        self.px: Pixels = np.zeros((height, width, 4), np.uint8)
        if fill:
            self.px[:] = (*colour(fill), 255)

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.px.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.px.shape[0])

    def rect(self, x: int, y: int, w: int, h: int, name: str) -> "Canvas":
        """Fill a rectangle."""
        self.px[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = (*colour(name), 255)
        return self

    def dots(self, points: Iterable[tuple[int, int]], name: str) -> "Canvas":
        """Set single pixels."""
        for x, y in points:
            if 0 <= x < self.width and 0 <= y < self.height:
                self.px[y, x] = (*colour(name), 255)
        return self

    def mask(self, where: NDArray[np.bool_], name: str) -> "Canvas":
        """Fill the pixels where a mask of the picture's size is true."""
        self.px[where] = (*colour(name), 255)
        return self

    def _stencil(self, draw_with: str, points: list[tuple[float, float]], width: int = 1) -> NDArray[np.bool_]:
        image = Image.new("1", (self.width, self.height))
        pen = ImageDraw.Draw(image)
        if draw_with == "polygon":
            pen.polygon(points, fill=1)
        elif draw_with == "ellipse":
            pen.ellipse(points, fill=1)
        else:
            pen.line(points, fill=1, width=width)
        return np.array(image)

    def poly(self, points: list[tuple[float, float]], name: str) -> "Canvas":
        """Fill a polygon."""
        return self.mask(self._stencil("polygon", points), name)

    def oval(self, x: int, y: int, w: int, h: int, name: str) -> "Canvas":
        """Fill an ellipse inside a box of w by h pixels."""
        return self.mask(self._stencil("ellipse", [(x, y), (x + w - 1, y + h - 1)]), name)

    def line(self, points: list[tuple[float, float]], name: str, width: int = 1) -> "Canvas":
        """Draw a line through the points."""
        return self.mask(self._stencil("line", points, width), name)

    def box(self, x: int, y: int, w: int, h: int, ramp: str, light: int, *, edge: str = "ink0") -> "Canvas":
        """Draw a block lit from the upper left: an outline, a face of step `light`, two lit rims and two dark ones."""
        self.rect(x, y, w, h, edge)
        self.rect(x + 1, y + 1, w - 2, h - 2, f"{ramp}{light}")
        self.rect(x + 1, y + 1, w - 2, 1, f"{ramp}{light + 1}").rect(x + 1, y + 1, 1, h - 2, f"{ramp}{light + 1}")
        self.rect(x + 1, y + h - 2, w - 2, 1, f"{ramp}{light - 1}").rect(x + w - 2, y + 1, 1, h - 2, f"{ramp}{light - 1}")
        return self

    def shade(self, where: NDArray[np.bool_], alpha: int) -> "Canvas":
        """Lay a soft ink shadow where nothing is painted yet."""
        free = where & (self.px[..., 3] == 0)
        self.px[free] = (*colour("ink0"), alpha)
        return self

    def foot(self, x: int, y: int, w: int, h: int, alpha: int = 70) -> "Canvas":
        """Lay an oval contact shadow beneath what stands here (call it last: it fills only what is empty)."""
        return self.shade(self._stencil("ellipse", [(x, y), (x + w - 1, y + h - 1)]), alpha)

    def outline(self, name: str = "ink0") -> "Canvas":
        """Put a line of one pixel around everything opaque, inside the picture."""
        solid = self.px[..., 3] == 255
        around = np.zeros_like(solid)
        around[1:] |= solid[:-1]
        around[:-1] |= solid[1:]
        around[:, 1:] |= solid[:, :-1]
        around[:, :-1] |= solid[:, 1:]
        return self.mask(around & ~solid, name)

    def paste(self, other: "Canvas", x: int, y: int) -> "Canvas":
        """Lay another picture over this one."""
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + other.width, self.width), min(y + other.height, self.height)
        if x1 <= x0 or y1 <= y0:
            return self
        part = other.px[y0 - y : y1 - y, x0 - x : x1 - x]
        here = self.px[y0:y1, x0:x1]
        opaque = (part[..., 3] == 255) | ((part[..., 3] > 0) & (here[..., 3] == 0))
        here[opaque] = part[opaque]
        soft = (part[..., 3] > 0) & ~opaque
        mix = part[soft][:, 3:4] / 255.0
        here[soft, :3] = (part[soft][:, :3] * mix + here[soft][:, :3] * (1 - mix)).astype(np.uint8)
        return self

    def flip(self) -> "Canvas":
        """Return the mirror picture."""
        other = Canvas(self.width, self.height)
        other.px[:] = self.px[:, ::-1]
        return other

    def crop(self, x: int, y: int, w: int, h: int) -> "Canvas":
        """Return a part as a picture of its own."""
        other = Canvas(w, h)
        other.px[:] = self.px[y : y + h, x : x + w]
        return other

    def copy(self) -> "Canvas":
        """Return a picture of its own with the same pixels."""
        return self.crop(0, 0, self.width, self.height)

    def image(self) -> Image.Image:
        """Return it for saving."""
        return Image.fromarray(self.px, "RGBA")


def save(canvas: Canvas, path: Path) -> None:
    """Write a PNG without anything that changes from run to run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas.image().save(path, optimize=True)
