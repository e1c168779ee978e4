"""The toolbar has room for what it shows, however narrow the window is."""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QWidget

from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import OpenWindow

LATER = "Day 10 · Wed 22 Feb · 12:00"
NARROWEST = 760
"""The window's least width."""


def shown_at(window: MainWindow, width: int) -> list[QWidget]:
    """What the toolbar shows in a window of this width."""
    window.resize(width, 700)
    toolbar = window.toolbar
    layout = toolbar.layout()
    assert layout is not None
    layout.activate()
    assert toolbar.width() == width
    return [part for part in toolbar.findChildren(QWidget) if part.isVisible() and part.parentWidget() is toolbar]


@pytest.mark.parametrize("width", [NARROWEST, 800, 900, 1000, 1366])
@pytest.mark.parametrize("time", ["", LATER])
def test_nothing_lies_over_another(open_window: OpenWindow, width: int, time: str) -> None:
    window = open_window()
    if time:
        window.toolbar.show_time(time)
    shown = shown_at(window, width)
    assert window.toolbar.play_button in shown
    for one, other in combinations(shown, 2):
        assert not one.geometry().intersects(other.geometry()), (one, other)
    assert all(window.toolbar.rect().contains(part.geometry()) for part in shown)


def test_the_date_comes_back_with_the_room_for_it(open_window: OpenWindow) -> None:
    window = open_window()
    toolbar = window.toolbar
    whole = toolbar.clock.text()
    assert whole.count(" · ") == 2
    assert not {toolbar.slider, toolbar.title} & set(shown_at(window, NARROWEST))
    assert toolbar.clock.text() == " · ".join(whole.split(" · ")[::2])
    assert {toolbar.slider, toolbar.title, toolbar.pace_label} <= set(shown_at(window, 1440))
    assert toolbar.clock.text() == whole
