"""Rain is made by hand in the real window, seen on the map, told by the clock, hidden by the menu, and undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.create import create_world_file
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import PATIENCE


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane", seed=7)
    return path


def differing(one: QImage, other: QImage) -> float:
    """The share of the picture that is not the same."""
    assert one.size() == other.size()
    spots = [(x, y) for x in range(0, one.width(), 7) for y in range(0, one.height(), 7)]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in spots) / len(spots)


def test_rain_by_hand(qtbot: QtBot, window: MainWindow) -> None:
    window.map.set_reduced_motion(True)
    actions = {action.text(): action for action in window.actions()}
    actions["Change the weather…"].trigger()
    form = window.pages.deeds
    assert form is not None
    assert not form.do.isEnabled(), "it is clear already"
    form.weather.setCurrentIndex(form.weather.findData("rain"))
    assert "Who is outdoors notices" in form.what.text()
    qtbot.mouseClick(form.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.weather == "rain", timeout=PATIENCE)
    form.close()
    assert "rain" in window.toolbar.clock.toolTip()
    wet = window.map.grab().toImage()
    actions["Weather on the map"].trigger()
    hidden = window.map.grab().toImage()
    assert differing(wet, hidden) > 0.5
    assert not window.remembered.flag("weather", True)
    actions["Weather on the map"].trigger()
    assert differing(window.map.grab().toImage(), hidden) > 0.5
    undo = window.actions_.undoing.undo
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE)
    assert undo.text() == "Undo: change the weather to rain"
    undo.trigger()
    qtbot.waitUntil(lambda: window.scene.weather == "clear", timeout=PATIENCE)
    assert differing(window.map.grab().toImage(), hidden) < 0.05
