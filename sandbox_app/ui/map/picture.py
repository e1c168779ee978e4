"""A moment of a town as a picture, without a window."""

import time

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter

from sandbox_app.simulation.messages import Frame
from sandbox_app.town.model import Town
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.view import MapView


def render_image(
    town: Town,
    frames: list[Frame],
    size: QSize,
    *,
    minutes: float,
    zoom: float = 0.0,
    tile: tuple[float, float] | None = None,
    selected: int = 0,
    ratio: float = 1.0,
) -> QImage:
    """Draw a moment of a town without a window.

    Args:
        town: which town. frames: from the first, which carries everything, to the one that is shown.
        size: of the picture in logical pixels. ratio: device pixels for each.
        minutes: of the day. zoom: 0 for the whole town. tile: what is in the middle. selected: an agent to mark.
    """
    view = MapView()
    view.set_reduced_motion(True)
    view.resize(size)
    view.set_town(town)
    view.camera.resize(size.width(), size.height())
    for frame in frames:
        view.show_frame(frame)
    view.set_time(minutes)
    view.select(selected)
    view.camera.jump(zoom=zoom or view.camera.fit)
    if tile is not None:
        view.camera.jump(x=(tile[0] + 0.5) * TILE, y=(tile[1] + 0.5) * TILE)
    view._advance(time.monotonic())
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setClipRect(QRect(QPoint(0, 0), size))
    view._paint(painter, ratio)
    painter.end()
    view.deleteLater()
    return image
