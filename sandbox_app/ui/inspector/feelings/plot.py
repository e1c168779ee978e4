"""The mood over a day as a curve. Imported when it is first looked at: the plotting library takes its time."""

import pyqtgraph as pg
from PySide6.QtCore import Qt

from sandbox_app.ui.inspector.feelings.found import Feelings
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.words import tr

HEIGHT = 160
MOST = 10.0


class MoodPlot(pg.PlotWidget):  # type: ignore[misc]
    """The curve, with the hours below and a line at the moment shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(axisItems={"bottom": _Hours(scene)})
        self._scene = scene
        self.setFixedHeight(HEIGHT)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setYRange(-MOST, MOST, padding=0.14)
        self.getAxis("left").setTicks(
            [[(MOST, tr("very good")), (MOST / 2, ""), (0, tr("even")), (-MOST / 2, ""), (-MOST, tr("very bad"))]]
        )
        self.getAxis("left").setWidth(78)
        for side in ("left", "bottom"):
            self.getAxis(side).setStyle(hideOverlappingLabels=False)  # the words at the ends stand beyond the curve
        self.getPlotItem().layout.setContentsMargins(4, 8, 14, 4)
        self.setAccessibleName(tr("The mood over the day"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._even = pg.InfiniteLine(0, angle=0)
        self._now = pg.InfiniteLine(angle=90)
        self.addItem(self._even)
        self.curve = self.plot([], [], antialias=True)
        self.addItem(self._now)
        look.changed.connect(self._colour)
        self._colour()

    def show_feelings(self, felt: Feelings) -> None:
        """Show another day or person."""
        self.curve.setData(felt.steps, felt.moods)
        first = felt.steps[0]
        self.setXRange(first, first + 24 * 3600 / self._scene.calendar.step_seconds, padding=0.01)
        self._now.setValue(felt.steps[-1])

    def _colour(self) -> None:
        colours = theme()
        self.setBackground(colours.card)
        self.curve.setPen(pg.mkPen(colours.accent, width=2))
        self._now.setPen(pg.mkPen(colours.warm, width=1))
        self._even.setPen(pg.mkPen(colours.line, width=1))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.quiet))


class _Hours(pg.AxisItem):  # type: ignore[misc]
    """The hours of the day below the curve; its values are steps."""

    def __init__(self, scene: Scene) -> None:
        super().__init__("bottom")
        self._scene = scene

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        """Every four hours."""
        if self._scene.world is None:
            return []
        hour = 3600 / self._scene.calendar.step_seconds
        start = self._scene.calendar.minute(round(minimum)) * hour / 60
        first = minimum - start
        return [(4 * hour, [first + 4 * hour * n for n in range(14) if minimum <= first + 4 * hour * n <= maximum])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The time of day of steps."""
        return [self._scene.calendar.hhmm(round(value)) for value in values] if self._scene.world is not None else []
