"""The whole town in the corner of the map: put away by hand, by the menu and by its key, and remembered."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow


def test_the_overview_is_put_away_and_stays_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    town, action = window.map, window.actions_.overview
    town.set_reduced_motion(True)
    town.camera.jump(zoom=2.0)
    assert action.isChecked()
    qtbot.mouseClick(town, Qt.MouseButton.LeftButton, pos=town._minimap.button(town.camera).center().toPoint())
    assert not action.isChecked()
    assert not town._minimap.open
    window.activateWindow()
    qtbot.keyClick(town, "o")
    assert action.isChecked()
    assert town._minimap.open
    action.trigger()
    window.close()
    again = open_window()
    assert not again.actions_.overview.isChecked()
    assert not again.map._minimap.open
