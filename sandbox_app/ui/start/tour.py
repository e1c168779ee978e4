"""The guided tour: two minutes, step by step, pointing at the real controls; left at any time, done again from the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

_CARD_WIDTH = 320
_GAP = 12


@dataclass(frozen=True)
class Stop:
    """One step: what it points at, and what is said; `before` makes the control be there."""

    target: QWidget
    title: str
    text: str
    before: Callable[[], object] | None = None


def stops(window: "MainWindow") -> tuple[Stop, ...]:
    """The steps, in order."""
    toolbar = window.toolbar

    def show_somebody() -> None:
        if window.scene.selection.kind != "agent" and window.scene.residents:
            window.scene.select("agent", window.scene.residents[0].id)

    return (
        Stop(
            window.map,
            tr("A town"),
            tr("People live here. Drag the map to move it, turn the wheel to come nearer; near enough, the roofs fade."),
        ),
        Stop(
            toolbar.play_button,
            tr("Let time pass"),
            tr("Press Play, or the space bar. When somebody has to think, the clock waits: nothing is lost."),
        ),
        Stop(
            toolbar.slider,
            tr("How fast"),
            tr("Slower or faster, up to as fast as it can. The town goes slower by itself while people think."),
        ),
        Stop(toolbar.until_button, tr("Run until…"), tr("The next talk, the next morning, a time, or until somebody does something.")),
        Stop(window.rail, tr("Everybody"), tr("Who lives here, what they do, and how they feel. Click somebody.")),
        Stop(
            window.inspector,
            tr("One person"),
            tr("What they do now, their plan, what they remember, and every thought they had."),
            show_somebody,
        ),
        Stop(
            window.map,
            tr("Take a hand"),
            tr("Press the right mouse button on a person, a place or a thing: follow, whisper, announce, set a stove alight."),
        ),
        Stop(
            window.timeline,
            tr("All of time"),
            tr("Every moment that has been: drag to look back, play it again, and live on from any of it in a new world."),
        ),
        Stop(toolbar.log_button, tr("What happened"), tr("The log tells all of it, by person, kind and time.")),
        Stop(
            toolbar.menu_button,
            tr("Everything else"),
            tr("All there is, with its keys, is in the menu, and this tour, too. That is all. Enjoy!"),
        ),
    )


class Tour(QWidget):
    """Rings what it talks about and lets every click through but those on its card. Ends with `leave`."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._window = window
        self._stops = stops(window)
        self.at = -1
        self.card = QFrame(window)
        self.card.setObjectName("tourCard")
        self.card.setProperty("role", "card")
        self.card.setFixedWidth(_CARD_WIDTH)
        self.title, self.text, self.count = label("", "heading"), label("", wrap=True), label("", "caption")
        self.text.setMinimumHeight(54)
        self.back = button(tr("Back"), lambda: self.go(self.at - 1), name="tourBack")
        self.next = button(tr("Next"), lambda: self.go(self.at + 1), "primary", name="tourNext")
        self.leave_button = button(tr("Leave"), self.leave, "link", name="tourLeave")
        buttons = row(self.leave_button, 1, self.count, self.back, self.next)
        self.card.setLayout(column(self.title, self.text, buttons, spacing=8, margins=(14, 12, 14, 12)))
        window.installEventFilter(self)
        look.changed.connect(self.update)

    def go(self, at: int) -> None:
        """Go to a step; beyond the last one the tour ends."""
        if at >= len(self._stops):
            self.leave()
            return
        self.at = max(at, 0)
        stop = self._stops[self.at]
        if stop.before is not None:
            stop.before()
        self.title.setText(stop.title)
        self.text.setText(stop.text)
        self.count.setText(tr("{at} of {all}", at=self.at + 1, all=len(self._stops)))
        self.back.setEnabled(self.at > 0)
        self.next.setText(tr("Next") if self.at + 1 < len(self._stops) else tr("Done"))
        self._place()
        self.show()
        self.card.show()
        self.raise_()
        self.card.raise_()
        self.next.setFocus()

    def leave(self) -> None:
        """End the tour."""
        self._window.removeEventFilter(self)
        self.card.hide()
        self.card.deleteLater()
        self.hide()
        self.deleteLater()
        self._window.tour = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window of another size places the card anew."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.at >= 0:
            self._place()
        return False

    def _ringed(self) -> QRect:
        target = self._stops[self.at].target
        return QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        self.card.adjustSize()
        ring, whole, card = self._ringed(), self._window.rect(), self.card.size()
        if ring.width() > whole.width() // 2 and ring.height() > whole.height() // 2:
            point = ring.center() - QPoint(card.width() // 2, card.height() // 2)
        elif ring.height() > whole.height() // 2:
            right = ring.right() + _GAP + card.width() < whole.width()
            point = QPoint(ring.right() + _GAP if right else ring.left() - _GAP - card.width(), ring.top() + 60)
        else:
            below = ring.bottom() + _GAP + card.height() < whole.height()
            point = QPoint(ring.center().x() - card.width() // 2, ring.bottom() + _GAP if below else ring.top() - _GAP - card.height())
        self.card.move(min(max(point.x(), 8), whole.width() - card.width() - 8), min(max(point.y(), 8), whole.height() - card.height() - 8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim all but what is talked about, and put a ring around that."""
        ring = QRectF(self._ringed()).adjusted(-4, -4, 4, 4).intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        shade = QPainterPath()
        shade.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(ring, 8, 8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shade.subtracted(hole), QColor(30, 26, 22, 70))
        painter.setPen(QPen(theme().warm, 3))
        painter.drawPath(hole)
        painter.end()
