"""Where everybody is between two frames: arrays over agents, one row each in order of id."""

import numpy as np
from numpy.typing import NDArray

from sandbox_app.ui.map.sheets import TILE

JUMP = 6.0
"""Whoever is farther away than so many tiles in the next frame is simply there."""
_LONGEST, _SHORTEST = 0.9, 0.04
_STRIDE = 13.0
"""World pixels of a step."""
STAND, WALK, SIT, LIE = range(4)

Floats = NDArray[np.float64]


class Crowd:
    """All agents' places, moving from one frame to the next.

    Attributes:
        count: how many there are. x, y: world pixels where their feet are, as of the last `advance`.
        facing: index of `messages.FACINGS`. pose: index of `messages.POSES`. moving: who walks just now.
        tile_x, tile_y: the tiles they are going to.
    """

    def __init__(self) -> None:
        self.count = 0
        self._resize(0)
        self._frame_at = -1.0
        self._gap = 0.25

    def _resize(self, count: int) -> None:
        self.count = count
        self.x: Floats = np.zeros(count)
        self.y: Floats = np.zeros(count)
        self._from_x: Floats = np.zeros(count)
        self._from_y: Floats = np.zeros(count)
        self._to_x: Floats = np.zeros(count)
        self._to_y: Floats = np.zeros(count)
        self._began: Floats = np.zeros(count)
        self._lasts: Floats = np.full(count, 1e-9)
        self._walked: Floats = np.zeros(count)
        self.facing: NDArray[np.uint8] = np.zeros(count, np.uint8)
        self.pose: NDArray[np.uint8] = np.zeros(count, np.uint8)
        self.moving: NDArray[np.bool_] = np.zeros(count, np.bool_)
        self.tile_x: NDArray[np.int16] = np.zeros(count, np.int16)
        self.tile_y: NDArray[np.int16] = np.zeros(count, np.int16)

    def take(self, x: bytes, y: bytes, look: bytes, now: float, *, at_once: bool = False) -> None:
        """Take a frame's positions in: everybody sets out for the new place and is there when the next frame is expected.

        Args:
            x, y: int16 little-endian tiles. look: facing + 4 * pose.
            now: seconds on any clock that only goes forward.
            at_once: nobody walks, all are there (a first frame, a scrubbed one, reduced motion).
        """
        tile_x, tile_y = np.frombuffer(x, "<i2"), np.frombuffer(y, "<i2")
        first = tile_x.size != self.count or self._frame_at < 0
        if tile_x.size != self.count:
            self._resize(tile_x.size)
        gap = now - self._frame_at
        if not first and gap < _LONGEST:
            self._gap += (min(max(gap, _SHORTEST), _LONGEST) - self._gap) * 0.5
        self._frame_at = now
        self.advance(now)
        self.tile_x, self.tile_y = tile_x.astype(np.int16), tile_y.astype(np.int16)
        looks = np.frombuffer(look, np.uint8)
        self.facing, self.pose = (looks % 4).astype(np.uint8), (looks // 4).astype(np.uint8)
        to_x, to_y = tile_x * float(TILE) + TILE / 2, tile_y * float(TILE) + TILE - 4
        far = np.maximum(np.abs(to_x - self.x), np.abs(to_y - self.y)) > JUMP * TILE
        if first or at_once:
            far[:] = True
        changed = (to_x != self._to_x) | (to_y != self._to_y) | far
        self.x, self.y = np.where(far, to_x, self.x), np.where(far, to_y, self.y)
        self._from_x, self._from_y = np.where(changed, self.x, self._from_x), np.where(changed, self.y, self._from_y)
        self._to_x, self._to_y = to_x, to_y
        self._began = np.where(changed, now, self._began)
        self._lasts = np.where(changed, max(self._gap * 1.12, _SHORTEST), self._lasts)
        self.advance(now)

    def advance(self, now: float) -> bool:
        """Move everybody to where they are at this moment; return whether somebody still walks."""
        if not self.count:
            return False
        part = np.clip((now - self._began) / self._lasts, 0.0, 1.0)
        before_x, before_y = self.x, self.y
        self.x = self._from_x + (self._to_x - self._from_x) * part
        self.y = self._from_y + (self._to_y - self._from_y) * part
        step = np.hypot(self.x - before_x, self.y - before_y)
        self._walked = np.where(step < JUMP * TILE, self._walked + step, 0.0)
        self.moving = (part < 1.0) & ((self._to_x != self._from_x) | (self._to_y != self._from_y))
        return bool(self.moving.any())

    def stride(self) -> NDArray[np.int64]:
        """Return which leg is ahead: 0 standing, 1 left, 2 right."""
        phase = (self._walked // _STRIDE).astype(np.int64) % 4
        return np.where(self.moving, np.array([1, 0, 2, 0])[phase], 0)

    def settle(self) -> None:
        """End all journeys: everybody is where they were going."""
        self._began[:] = -1e9
        self.advance(0.0)
