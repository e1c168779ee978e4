"""Everything in the window can be reached by the keyboard, in the order in which it is read, and says what it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import PATIENCE, OpenWindow

TAB = Qt.FocusPolicy.TabFocus


def stops(top: QWidget) -> Iterator[QWidget]:
    """Where the key Tab stops, from the first on."""
    widget = top.nextInFocusChain()
    while widget is not top:
        if (
            widget.isVisibleTo(top)
            and widget.isEnabled()
            and widget.focusPolicy() & TAB
            and widget.window() is top
            and widget.focusProxy() is None
        ):
            yield widget
        widget = widget.nextInFocusChain()


def name_of(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex())
    buddies = [label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return widget.accessibleName() or "".join(buddies) or (widget.placeholderText() if isinstance(widget, QLineEdit) else "")


def nameless(top: QWidget) -> list[str]:
    return [f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}" for one in stops(top) if not name_of(one)]


@pytest.fixture
def full(qtbot: QtBot, open_window: OpenWindow) -> MainWindow:
    """The window with everything open."""
    window = open_window()
    window.toolbar.log_button.setChecked(True)
    window.scene.select("agent", 1)
    qtbot.waitUntil(lambda: window.inspector.agent_page.isVisible() and window.timeline.life is not None, timeout=PATIENCE)
    return window


@pytest.mark.parametrize("tab", ["now", "plan", "people"])
def test_the_key_tab_goes_through_the_window_as_it_is_read(qtbot: QtBot, full: MainWindow, tab: str) -> None:
    full.inspector.agent_page.show_tab(tab)
    qtbot.waitUntil(lambda: full.living.history is not None and not full.living.history.busy, timeout=PATIENCE)
    parts = [full.toolbar, full.rail, full.map, full.inspector, full.timeline, full.log]
    seen = [next((at for at, part in enumerate(parts) if part is stop or part.isAncestorOf(stop)), None) for stop in stops(full)]
    visited = [part for at, part in enumerate(seen) if part is not None and (at == 0 or seen[at - 1] != part)]
    first = visited.index(0)
    assert visited[first:] + visited[:first] == [0, 1, 2, 3, 4, 5]


def test_buttons_beside_each_other_are_reached_from_left_to_right(full: MainWindow) -> None:
    for bar in (full.toolbar, full.timeline.bar):
        across = [stop.mapTo(full, QPoint(0, 0)).x() for stop in stops(full) if bar.isAncestorOf(stop)]
        assert across == sorted(across), bar
        assert len(across) > 4


@pytest.mark.parametrize("tab", ["now", "plan", "memories", "people", "feelings", "thoughts", "act"])
def test_whatever_the_keyboard_reaches_says_what_it_is(full: MainWindow, tab: str) -> None:
    full.inspector.agent_page.show_tab(tab)
    assert nameless(full) == []


@pytest.mark.parametrize("page", ["models", "survey", "settings", "help", "about"])
def test_so_does_everything_in_the_windows_beside_the_town(open_window: OpenWindow, page: str) -> None:
    window = open_window()
    getattr(window.pages, f"show_{page}")()
    assert nameless(getattr(window.pages, page)) == []


def test_and_in_the_forms_and_the_welcome_page(open_window: OpenWindow) -> None:
    window = open_window()
    window.pages.show_deeds("tell")
    window.visiting.enter()
    window.desk.new_world()
    for form in (window.pages.deeds, window.visiting.form, window.desk.dialog):
        assert form is not None
        assert nameless(form) == []
    window.close_world()
    assert nameless(window) == []
