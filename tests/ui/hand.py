"""A hand at the window: it sees only what is to be seen, and finds it by its words."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sandbox_app.ui.inspector.links import SaidRow
from sandbox_app.ui.pieces import ElidedLabel
from tests.ui.conftest import PATIENCE

LEFT = Qt.MouseButton.LeftButton
PENCIL_LEFT, PENCIL_TOP = 92, 14
Target = tuple[QWidget, QPoint]


class Hand:
    """Clicks, types and presses keys, and counts each as one input.

    Attributes:
        inputs: how many so far.
    """

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.inputs = 0

    # --- acting ------------------------------------------------------------------------------------------------------

    def click(self, words: str) -> None:
        """Click the button, row or tab with these words (its text, or how its tool tip or accessible name begins)."""
        self._click(lambda: next(_targets(words), None), words)

    def click_pencil(self, words: str) -> None:
        """Click the pencil of the row with these words."""

        def found() -> Target | None:
            for widget, _ in _targets(words):
                view = widget.parentWidget()
                if isinstance(view, QListView):
                    rect = view.visualRect(_row(view, words))
                    return widget, QPoint(rect.right() - PENCIL_LEFT, rect.top() + PENCIL_TOP)
            return None

        self._click(found, f"the pencil of {words}")

    def choose(self, *words: str) -> None:
        """Open the menu and choose, from menu to menu."""
        failed: list[str] = []
        left = list(words)

        def choose_next() -> None:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu):
                return
            action = next((action for action in menu.actions() if action.text() == left[0]), None)
            if action is None:
                if len(left) < len(words) and _names(menu, words[len(words) - len(left) - 1]):
                    return  # the menu below is still being opened
                failed.append(f"{left[0]} is not in the menu; there are {[other.text() for other in menu.actions()]}")
            elif not action.isEnabled():
                failed.append(f"{left[0]} cannot be chosen now")
            if failed:
                timer.stop()
                _close_menus()
                return
            assert action is not None
            left.pop(0)
            self.inputs += 1
            if not left:
                timer.stop()
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())

        timer = QTimer()
        timer.setInterval(60)
        timer.timeout.connect(choose_next)
        timer.start()
        self.click("Menu")
        self._qtbot.waitUntil(lambda: not left or bool(failed), timeout=PATIENCE)
        timer.stop()
        assert not failed, failed[0]

    def type(self, words: str) -> None:
        """Type where the keyboard is, once that is somewhere to write."""
        self._qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit), timeout=PATIENCE)
        at = QApplication.focusWidget()
        assert at is not None
        assert at.isVisible()
        self.inputs += 1
        QTest.keyClicks(at, words)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        at = QApplication.focusWidget() or QApplication.activeWindow()
        assert at is not None
        self.inputs += 1
        QTest.keyClick(at, key, modifiers)

    def _click(self, find: Callable[[], Target | None], what: str) -> None:
        found: list[tuple[QWidget, QPoint]] = []

        def look() -> bool:
            target = find()
            reached = _reach(*target) if target is not None else None
            if reached is not None:
                found.append(reached)
            return reached is not None

        try:
            self._qtbot.waitUntil(look, timeout=PATIENCE)
        except Exception as error:
            raise AssertionError(f"Nobody could click {what!r}; to be seen are {sorted(seen())}") from error
        self.inputs += 1
        QTest.mouseClick(found[0][0], LEFT, pos=found[0][1])

    # --- seeing ------------------------------------------------------------------------------------------------------

    def sees(self, words: str, patience: int = PATIENCE) -> None:
        """Wait until these words are to be seen somewhere."""
        try:
            self._qtbot.waitUntil(lambda: any(words in text for text in seen()), timeout=patience)
        except Exception as error:
            raise AssertionError(f"{words!r} is nowhere; to be seen are {sorted(seen())}") from error

    def sees_no(self, words: str) -> None:
        """Wait until these words are nowhere to be seen."""
        self._qtbot.waitUntil(lambda: not any(words in text for text in seen()), timeout=PATIENCE)


def seen() -> set[str]:
    """All words that are to be seen."""
    found: set[str] = set()
    for widget in _visible():
        if isinstance(widget, QAbstractItemView):
            model = widget.model()
            rows = range(model.rowCount() if model is not None else 0)
            inside = widget.viewport().rect()
            found |= {
                str(model.index(row, column).data())
                for row in rows
                for column in range(1 if isinstance(widget, QListView) else model.columnCount())
                if widget.visualRect(model.index(row, column)).intersects(inside)
            }
        elif isinstance(widget, QLabel | ElidedLabel | QAbstractButton | QLineEdit):
            found.add(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextBrowser):
            found.add(widget.toPlainText())
        found.add(widget.windowTitle() if widget.isWindow() else "")
    return found - {""}


def _visible() -> Iterator[QWidget]:
    """Widgets to be seen, those of the window in front first."""
    modal = QApplication.activeModalWidget()
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible() and (modal is None or top is modal)]
    tops.sort(key=lambda top: (top is not QApplication.activeWindow(), top.parentWidget() is None))
    for top in tops:
        yield top
        for widget in top.findChildren(QWidget):
            if widget.isVisible() and not widget.visibleRegion().isEmpty():
                yield widget


def _targets(words: str) -> Iterator[Target]:
    for widget in _visible():
        if isinstance(widget, QTabBar):
            yield from ((widget, widget.tabRect(tab).center()) for tab in range(widget.count()) if widget.tabText(tab) == words)
        elif isinstance(widget, QAbstractItemView):
            index = _row(widget, words) if widget.model() is not None else None
            if index is not None:
                yield widget.viewport(), widget.visualRect(index).center()
        elif widget.isEnabled() and _says(widget, words):
            yield widget, widget.rect().center()


def _says(widget: QWidget, words: str) -> bool:
    if isinstance(widget, QAbstractButton):
        return words in (widget.text(), widget.toolTip().split(" (")[0], widget.accessibleName())
    if isinstance(widget, SaidRow):
        return any(words in label.text() for label in widget.findChildren(QLabel))
    return isinstance(widget, QLineEdit) and words in (widget.placeholderText(), widget.accessibleName())


def _row(view: QAbstractItemView, words: str):  # type: ignore[no-untyped-def]  # QModelIndex or nothing
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        inside = view.viewport().rect().contains(view.visualRect(index).center())
        if inside and words in str(index.data()) and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return index
    return None


def _reach(widget: QWidget, at: QPoint) -> tuple[QWidget, QPoint] | None:
    """What a mouse would hit there, if it belongs to the widget."""
    top = widget.window()
    point = widget.mapTo(top, at)
    hit = top.childAt(point) or top
    if hit is widget or widget.isAncestorOf(hit):
        return hit, hit.mapFrom(top, point)
    return None


def _names(menu: QMenu, words: str) -> bool:
    return any(action.text() == words for action in menu.actions())


def _close_menus() -> None:
    while isinstance(menu := QApplication.activePopupWidget(), QMenu):
        menu.close()
