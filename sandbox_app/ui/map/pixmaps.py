"""Pictures at the size they are painted in, kept while the zoom stays: chunks of the ground, roofs, sprites."""

from collections import OrderedDict

from PySide6.QtGui import QImage, QPixmap

from sandbox_app.ui.map.ground import CHUNK, Ground
from sandbox_app.ui.map.sheets import TILE, scaled

_MOST_BYTES = 96 * 1024 * 1024


class Pixmaps:
    """Everything at one scale (device pixels for a world pixel); another scale empties it.

    Attributes:
        scale: the scale of all pictures. people: those of people, by a number that their painter gives them.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.scale = 1.0
        self._chunks: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._bytes = 0
        self._sprites: dict[tuple[object, ...], QPixmap] = {}
        self.people: dict[int, QPixmap] = {}

    def set_scale(self, scale: float) -> None:
        """Go over to another scale."""
        if scale != self.scale:
            self.scale = scale
            self.clear()

    def clear(self) -> None:
        """Forget all pictures."""
        self._chunks.clear()
        self._sprites.clear()
        self.people.clear()
        self._bytes = 0

    @property
    def parts(self) -> int:
        """Into how many pieces a side of a chunk of the ground is cut, so that a piece stays about 512 pixels."""
        return 1 if self.scale <= 1.25 else (2 if self.scale <= 2.5 else 4)

    @property
    def piece(self) -> float:
        """World pixels of a piece's side."""
        return CHUNK * TILE / self.parts

    def edge(self, number: int) -> int:
        """Return where piece `number` begins, in pixels of this scale from the town's rim."""
        return round(number * self.piece * self.scale)

    def ground(self, column: int, row: int) -> QPixmap:
        """Return a piece of the ground; it begins at `edge(column)`, `edge(row)`."""
        key = (column, row)
        if key in self._chunks:
            self._chunks.move_to_end(key)
            return self._chunks[key]
        parts = self.parts
        image = self._ground.chunk(column // parts, row // parts)
        if parts > 1:
            side = int(self.piece)
            image = image.copy(column % parts * side, row % parts * side, side, side)
        width, height = self.edge(column + 1) - self.edge(column), self.edge(row + 1) - self.edge(row)
        pixmap = QPixmap.fromImage(scaled(image, width, height))
        self._chunks[key] = pixmap
        self._bytes += width * height * 4
        while self._bytes > _MOST_BYTES and len(self._chunks) > 1:
            old = self._chunks.popitem(last=False)[1]
            self._bytes -= old.width() * old.height() * 4
        return pixmap

    def sprite(self, key: tuple[object, ...], image: QImage, scale: float = 0.0) -> QPixmap:
        """Return a picture at this scale, or at a `scale` of its own; `key` names it."""
        found = self._sprites.get(key)
        if found is None:
            size = scale or self.scale
            found = QPixmap.fromImage(scaled(image, max(round(image.width() * size), 1), max(round(image.height() * size), 1)))
            self._sprites[key] = found
        return found

    def kept(self, key: tuple[object, ...]) -> QPixmap | None:
        """Return a picture that was made before."""
        return self._sprites.get(key)
