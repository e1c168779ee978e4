"""Which part of the town is seen: centre and zoom, moved in 150 ms and never beyond the town.

World pixels are tile sides of 32; screen pixels are the widget's logical ones.
"""

from dataclasses import dataclass

MOST = 4.0
LADDER = (0.25, 0.35, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0)
SECONDS = 0.15
"""How long a change of zoom takes."""


def ease_out(part: float) -> float:
    """Map 0..1 to 0..1, quick at first."""
    return 1 - (1 - part) ** 3


@dataclass
class Camera:
    """The view on a town.

    Attributes:
        x, y: the world pixel in the middle of the screen. zoom: screen pixels for a world pixel, as drawn now.
        target: the zoom it is on its way to.
        width, height: of the screen. world_width, world_height: of the town in world pixels.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    target: float = 1.0
    width: int = 1
    height: int = 1
    world_width: int = 1
    world_height: int = 1
    _from: float = 1.0
    _began: float = -1.0
    _anchor: tuple[float, float, float, float] | None = None

    @property
    def fit(self) -> float:
        """The zoom at which the whole town is seen."""
        return min(self.width / self.world_width, self.height / self.world_height, 1.0)

    @property
    def cover(self) -> float:
        """The least zoom at which nothing beyond the town is seen."""
        return min(max(self.width / self.world_width, self.height / self.world_height), MOST)

    @property
    def least(self) -> float:
        """The smallest zoom."""
        return self.fit

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a world pixel is on the screen."""
        return (x - self.x) * self.zoom + self.width / 2, (y - self.y) * self.zoom + self.height / 2

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        """Return which world pixel is at a point of the screen."""
        return (x - self.width / 2) / self.zoom + self.x, (y - self.height / 2) / self.zoom + self.y

    def seen(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of what is seen, in world pixels."""
        half_width, half_height = self.width / 2 / self.zoom, self.height / 2 / self.zoom
        return self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height

    def resize(self, width: int, height: int) -> None:
        """Take the screen's size; a town that was seen wholly still is."""
        whole = abs(self.target - self.fit) < 1e-6
        self.width, self.height = max(width, 1), max(height, 1)
        if whole or self.target < self.least:
            self.jump(zoom=self.least)
        self.hold()

    def hold(self) -> None:
        """Keep the centre so that no more than needed beyond the town is seen."""
        half_width, half_height = self.width / 2 / self.zoom, self.height / 2 / self.zoom
        margin = 48.0
        low, high = half_width - margin, self.world_width - half_width + margin
        self.x = self.world_width / 2 if low > high else min(max(self.x, low), high)
        low, high = half_height - margin, self.world_height - half_height + margin
        self.y = self.world_height / 2 if low > high else min(max(self.y, low), high)

    def jump(self, *, zoom: float | None = None, x: float | None = None, y: float | None = None) -> None:
        """Be there at once."""
        if zoom is not None:
            self.zoom = self.target = min(max(zoom, self.least), MOST)
            self._began = -1.0
        self.x = self.x if x is None else x
        self.y = self.y if y is None else y
        self.hold()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by screen pixels, as a hand drags it."""
        self.x -= dx / self.zoom
        self.y -= dy / self.zoom
        self.hold()

    def zoom_to(self, zoom: float, now: float, at: tuple[float, float] | None = None) -> None:
        """Begin to zoom; the world under the screen point `at` (else the middle) stays where it is."""
        sx, sy = at if at is not None else (self.width / 2, self.height / 2)
        wx, wy = self.to_world(sx, sy)
        self._anchor = (sx, sy, wx, wy)
        self._from, self.target, self._began = self.zoom, min(max(zoom, self.least), MOST), now

    def rung(self, direction: int) -> float:
        """Return the next zoom of the ladder, in (1) or out (-1)."""
        if direction > 0:
            return next((rung for rung in LADDER if rung > self.target * 1.01), MOST)
        return max((rung for rung in LADDER if rung < self.target * 0.99), default=self.least)

    def advance(self, now: float, *, at_once: bool = False) -> bool:
        """Go on with a change of zoom; return whether it goes on after this."""
        if self._began < 0:
            return False
        part = 1.0 if at_once else min((now - self._began) / SECONDS, 1.0)
        self.zoom = self._from * (self.target / self._from) ** ease_out(part) if part < 1 else self.target
        if self._anchor is not None:
            sx, sy, wx, wy = self._anchor
            self.x = wx - (sx - self.width / 2) / self.zoom
            self.y = wy - (sy - self.height / 2) / self.zoom
        if part >= 1:
            self._began = -1.0
        self.hold()
        return part < 1

    def glide(self, x: float, y: float, share: float) -> None:
        """Come nearer to a world pixel by a share of the way (to follow somebody)."""
        self.x += (x - self.x) * share
        self.y += (y - self.y) * share
        self.hold()
