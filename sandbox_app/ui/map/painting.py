"""Paints the town: ground, what stands on it and who walks on it, roofs, and the light of the hour."""

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRadialGradient

from sandbox_app.ui.map.barriers import GREYED, board
from sandbox_app.ui.map.camera import Camera
from sandbox_app.ui.map.light import glow_at, light_at
from sandbox_app.ui.map.pixmaps import Pixmaps
from sandbox_app.ui.map.ring import ring
from sandbox_app.ui.map.roofs import lit
from sandbox_app.ui.map.sheets import PAINTED, TILE, atlas, tileset
from sandbox_app.ui.map.stage import Stage
from sandbox_app.ui.map.standing import Standing

_SHADOW = QColor(43, 36, 51, 64)
_LAMP_RADIUS, _WINDOW_RADIUS, _FIRE_RADIUS = 3.4 * TILE, 1.9 * TILE, 2.2 * TILE
_COARSE = 4
"""The light of lamps is painted at a quarter of the size and smoothed."""


@cache
def _halo(red: int, green: int, blue: int) -> QImage:
    """A soft round light, 64 x 64."""
    image = QImage(64, 64, PAINTED)
    image.fill(0)
    gradient = QRadialGradient(QPointF(32, 32), 32)
    for at, alpha in ((0.0, 255), (0.25, 195), (0.55, 80), (1.0, 0)):
        gradient.setColorAt(at, QColor(red, green, blue, alpha))
    painter = QPainter(image)
    painter.fillRect(0, 0, 64, 64, QBrush(gradient))
    painter.end()
    return image


class Painting:
    """Paints a stage. Lives on the main thread; keeps pictures at the scale last settled on.

    Attributes:
        pixmaps: the kept pictures. standing: who draws things and people. desk: what lies beyond the town.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.pixmaps = Pixmaps(stage.ground)
        self.standing = Standing(stage, self.pixmaps)
        self.desk = QColor("#E4DCCB")
        self._rooms = self._room_rectangles()

    def _room_rectangles(self) -> dict[int, list[QRect]]:
        """What light fills in every room under a roof, in world pixels: its floor, the wall behind it, half of those around it."""
        town, indoors = self.stage.town, self.stage.ground.indoors
        wall = town.layers["wall"] > 0 if "wall" in town.layers else np.zeros_like(indoors)
        floor = np.where(indoors & ~wall, town.place_at, 0)
        rooms: dict[int, list[QRect]] = {}
        for y in range(town.height):
            row = floor[y]
            starts = np.flatnonzero(np.diff(row, prepend=-1))
            for start, end in zip(starts.tolist(), [*starts[1:].tolist(), town.width], strict=True):
                if row[start]:
                    behind = TILE if y and wall[y - 1, start] else 0
                    run = QRect(start * TILE - TILE // 2, y * TILE - behind, (end - start + 1) * TILE, TILE + behind + 10)
                    rooms.setdefault(int(row[start]), []).append(run)
        return rooms

    def paint(self, painter: QPainter, camera: Camera, ratio: float, tick: int, *, settled: bool) -> None:
        """Paint the town as the camera sees it.

        Args:
            painter: on the widget, in logical pixels; left as it was.
            camera: the view.
            ratio: device pixels for a logical one.
            tick: counts sixths of a second, for water and smoke.
            settled: whether the zoom stays; while it changes, the pictures at hand are stretched.
        """
        if settled or self.pixmaps.scale * 6 < camera.zoom * ratio:
            self.pixmaps.set_scale(camera.zoom * ratio)
        scale = self.pixmaps.scale
        stretch = camera.zoom * ratio / scale
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        left, top, right, bottom = camera.seen()
        origin = QPointF(round(-left * camera.zoom * ratio), round(-top * camera.zoom * ratio))
        painter.translate(origin)
        if stretch != 1.0:
            painter.scale(stretch, stretch)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        view = (left, top, right, bottom)
        self._desk(painter, view)
        town = self.stage.town
        painter.setClipRect(QRect(0, 0, round(town.width * TILE * scale), round(town.height * TILE * scale)))  # no tree leans out
        self._ground(painter, view)
        self._water(painter, view, tick)
        self._barriers(painter, view)
        self.standing.look(view)
        self.standing.paint(painter, view, tick, indoors=True)
        self._roofs(painter, view)
        self.standing.paint(painter, view, tick, indoors=False)
        self._smoke(painter, view, tick)
        painter.restore()
        self._light(painter, camera, ratio, origin)

    def _desk(self, painter: QPainter, view: tuple[float, float, float, float]) -> None:
        """What lies beyond the town's rim, with the town's shadow on it."""
        town, scale = self.stage.town, self.pixmaps.scale
        width, height = round(town.width * TILE * scale), round(town.height * TILE * scale)
        if view[0] >= 0 and view[1] >= 0 and view[2] <= town.width * TILE and view[3] <= town.height * TILE:
            return
        left, top, right, bottom = (round(edge * scale) for edge in view)
        for beyond in (
            QRect(left - 2, top - 2, right - left + 4, -top),
            QRect(left - 2, height, right - left + 4, bottom + 2 - height),
            QRect(left - 2, -2, -left, height + 4),
            QRect(width, -2, right + 2 - width, height + 4),
        ):
            painter.fillRect(beyond, self.desk)
        painter.fillRect(QRect(width, 6, 8, height + 2), _SHADOW)
        painter.fillRect(QRect(6, height, width - 6, 8), _SHADOW)
        for wood, colour in ((6, QColor("#6B4331")), (5, QColor("#B57F50"))):
            for side in ring(QRect(-3, -3, width + wood, height + wood), 3):
                painter.fillRect(side, colour)

    def _ground(self, painter: QPainter, view: tuple[float, float, float, float]) -> None:
        town, pixmaps = self.stage.town, self.pixmaps
        piece = pixmaps.piece
        columns, rows = int(-(-town.width * TILE // piece)), int(-(-town.height * TILE // piece))
        for row in range(max(int(view[1] // piece), 0), min(int(view[3] // piece) + 1, rows)):
            for column in range(max(int(view[0] // piece), 0), min(int(view[2] // piece) + 1, columns)):
                painter.drawPixmap(pixmaps.edge(column), pixmaps.edge(row), pixmaps.ground(column, row))

    def _water(self, painter: QPainter, view: tuple[float, float, float, float], tick: int) -> None:
        """Ripples here and there, each in its own time."""
        water = self.stage.water
        if not len(water) or self.pixmaps.scale < 0.4:
            return
        ys, xs = water[:, 0], water[:, 1]
        number = (xs * 7919 + ys * 104729) % 97
        shown = (
            (number % 3 == 0) & ((xs + 1) * TILE > view[0]) & (xs * TILE < view[2]) & ((ys + 1) * TILE > view[1]) & (ys * TILE < view[3])
        )
        layer, tiles = self.stage.town.layers["water"], tileset(self.stage.town.tileset)
        whole = tiles.by_name.get("water_15", 0)
        scale = self.pixmaps.scale
        for x, y, seed in zip(xs[shown], ys[shown], number[shown], strict=True):
            phase = (tick // 2 + int(seed)) % 12
            if phase < 4 and layer[y, x] == whole:
                name = f"ripple_{phase}"
                painter.drawPixmap(
                    round((x * TILE) * scale),
                    round((y * TILE + int(seed) % 16) * scale),
                    self.pixmaps.sprite((name,), atlas("marks").image(name)),
                )

    def _barriers(self, painter: QPainter, view: tuple[float, float, float, float]) -> None:
        """Grey what is closed, and put boards where one would come in."""
        scale = self.pixmaps.scale
        for run in self.stage.barriers.runs:
            if run.right() > view[0] and run.left() < view[2] and run.bottom() > view[1] and run.top() < view[3]:
                left, top = round(run.x() * scale), round(run.y() * scale)
                right, bottom = round((run.x() + run.width()) * scale), round((run.y() + run.height()) * scale)
                painter.fillRect(QRect(left, top, right - left, bottom - top), GREYED)
        for x, y in self.stage.barriers.boards:
            if x + TILE > view[0] and x < view[2] and y + TILE > view[1] and y < view[3]:
                painter.drawPixmap(round(x * scale), round(y * scale), self.pixmaps.sprite(("board",), board()))

    def _roofs(self, painter: QPainter, view: tuple[float, float, float, float]) -> None:
        scale = self.pixmaps.scale
        for site, roof in self.stage.roofs.items():
            opacity = self.stage.roof[site]
            if (
                opacity > 0
                and roof.x < view[2]
                and roof.y < view[3]
                and roof.x + roof.image.width() > view[0]
                and roof.y + roof.image.height() > view[1]
            ):
                painter.setOpacity(opacity)
                painter.drawPixmap(round(roof.x * scale), round(roof.y * scale), self.pixmaps.sprite(("roof", site), roof.image))
        painter.setOpacity(1.0)

    def _smoke(self, painter: QPainter, view: tuple[float, float, float, float], tick: int) -> None:
        """Smoke from the chimneys of houses where a fire burns or something cooks."""
        burning = {site for _, _, site in self.stage.glowing()}
        scale = self.pixmaps.scale
        for site, roof in self.stage.roofs.items():
            if site not in burning or self.stage.roof[site] < 0.5:
                continue
            for number, (x, y) in enumerate(roof.chimneys):
                for puff in range(4):
                    age = (tick + puff * 6 + number * 5) % 24
                    name = f"smoke_{age // 6}"
                    drift = x - 8 + age * 0.9 + (age % 6) * 0.4
                    painter.drawPixmap(
                        round(drift * scale), round((y - 12 - age * 1.7) * scale), self.pixmaps.sprite((name,), atlas("marks").image(name))
                    )

    def _light(self, painter: QPainter, camera: Camera, ratio: float, origin: QPointF) -> None:
        """Lay the hour's light over everything, lamps and rooms in it, and let windows shine."""
        red, green, blue = light_at(self.stage.minutes)
        if min(red, green, blue) >= 254:
            return
        glow = glow_at(self.stage.minutes)
        device = QRect(0, 0, round(camera.width * ratio), round(camera.height * ratio))
        town = self.stage.town
        corner = camera.to_screen(town.width * TILE, town.height * TILE)
        rim = QRectF(origin.x() - 3, origin.y() - 3, corner[0] * ratio - origin.x() + 6, corner[1] * ratio - origin.y() + 6)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setClipRect(rim)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        if glow <= 0:
            painter.fillRect(device, QColor(red, green, blue))
        else:
            light = self._light_field(camera, ratio, origin, QColor(red, green, blue), glow)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(0, 0, light.width() * _COARSE, light.height() * _COARSE), light)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._windows(painter, camera, ratio, origin, glow)
        painter.restore()

    def _light_field(self, camera: Camera, ratio: float, origin: QPointF, ambient: QColor, glow: float) -> QImage:
        field = QImage(round(camera.width * ratio) // _COARSE + 2, round(camera.height * ratio) // _COARSE + 2, QImage.Format.Format_RGB32)
        field.fill(ambient)
        unit = camera.zoom * ratio / _COARSE
        pen = QPainter(field)
        pen.translate(origin.x() / _COARSE, origin.y() / _COARSE)
        pen.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        red, green, blue = ambient.red(), ambient.green(), ambient.blue()
        indoors = QColor(round(red + (255 - red) * glow), round(green + (236 - green) * glow), round(blue + (204 - blue) * glow))
        for place in self.stage.lit_places:
            if self.stage.roof.get(self.stage.town.site_of(place).id, 1.0) < 0.5:
                for run in self._rooms.get(place, ()):
                    pen.fillRect(QRectF(run.x() * unit, run.y() * unit, run.width() * unit, run.height() * unit), indoors)
        pen.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        pen.setOpacity(glow * (1 - 0.8 * (red + green + blue) / 765))
        for x, y, radius, halo in self._lights():
            pen.drawImage(QRectF((x - radius) * unit, (y - radius) * unit, 2 * radius * unit, 2 * radius * unit), halo)
        pen.end()
        return field

    def _lights(self) -> list[tuple[float, float, float, QImage]]:
        stage = self.stage
        lamp, window, fire = _halo(255, 196, 110), _halo(200, 132, 60), _halo(255, 130, 50)
        lights = [(float(x), float(y) + 14, _LAMP_RADIUS, lamp) for x, y in stage.uprights.lamps]
        for pane in stage.panes:
            if not pane.in_roof and self._pane_burns(pane.place, pane.site):
                lights.append((pane.x + 16.0, pane.y + 40.0, _WINDOW_RADIUS, window))
        lights += [(x, y, _FIRE_RADIUS, fire) for x, y, site in stage.glowing() if not site or stage.roof.get(site, 1.0) < 0.5]
        return lights

    def _pane_burns(self, place: int, site: int) -> bool:
        stage = self.stage
        return place in stage.lit_places or (stage.town.place(place).level != "room" and site in stage.lit_sites)

    def _windows(self, painter: QPainter, camera: Camera, ratio: float, origin: QPointF, glow: float) -> None:
        """The glass of lit windows, and the flames of street lamps."""
        stage, unit = self.stage, camera.zoom * ratio
        tiles = tileset(stage.town.tileset)
        painter.translate(origin)
        for pane in stage.panes:
            shown = stage.roof.get(pane.site, 1.0) if pane.in_roof else 1.0
            burns = pane.site in stage.lit_sites if pane.in_roof else self._pane_burns(pane.place, pane.site)
            if burns and shown > 0:
                painter.setOpacity(glow * shown)
                self._stamp(
                    painter,
                    ("lit", pane.name),
                    lit(tiles, pane.name) if self.pixmaps.kept(("lit", pane.name)) is None else None,
                    pane.x,
                    pane.y,
                    unit,
                )
        painter.setOpacity(min(glow * 0.55, 1.0))
        for x, y in stage.uprights.lamps:
            self._stamp(painter, ("flame",), _halo(255, 222, 150), x - 32, y - 32, unit)

    def _stamp(self, painter: QPainter, key: tuple[object, ...], image: QImage | None, x: float, y: float, unit: float) -> None:
        """Draw a kept picture at a world pixel, stretched while the zoom changes."""
        pixmap = self.pixmaps.kept(key)
        if pixmap is None:
            assert image is not None
            pixmap = self.pixmaps.sprite(key, image)
        if self.pixmaps.scale == unit:
            painter.drawPixmap(round(x * unit), round(y * unit), pixmap)
        else:
            stretch = unit / self.pixmaps.scale
            painter.drawPixmap(
                QRectF(x * unit, y * unit, pixmap.width() * stretch, pixmap.height() * stretch), pixmap, QRectF(pixmap.rect())
            )
