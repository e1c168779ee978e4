"""What the window remembers."""

from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox_app.ui.pictures import Pictures
from sandbox_app.ui.remembered import Remembered
from tests.ui.conftest import PATIENCE, OpenWindow


def test_the_next_window_has_the_shape_of_the_last(qtbot: QtBot, open_window: OpenWindow) -> None:
    first = open_window()
    first.resize(790, 620)  # the screen of the tests is small
    first.toolbar.log_button.click()
    first.toolbar.faster.click()
    first.layout_.split.setSizes([60, 400, 320])
    sizes = first.layout_.split.sizes()
    first.close()
    second = open_window()
    assert (second.width(), second.height()) == (790, 620)
    assert second.log.isVisible()
    assert second.toolbar.slider.value() == first.toolbar.slider.value()
    qtbot.waitUntil(lambda: second.layout_.split.sizes() == sizes, timeout=PATIENCE)


def test_worlds_that_are_gone_are_not_offered(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "window.ini")
    kept, gone = tmp_path / "kept.world", tmp_path / "gone.world"
    for path in (kept, gone):
        path.touch()
        remembered.add_world(path)
    remembered.add_world(kept)
    assert remembered.worlds() == [kept, gone]
    gone.unlink()
    remembered.write()
    assert Remembered(tmp_path / "window.ini").worlds() == [kept]


def test_where_nothing_can_be_written_it_is_remembered_until_the_end(qapp: QApplication, tmp_path: Path) -> None:
    in_the_way, world = tmp_path / "file", tmp_path / "my.world"
    for path in (in_the_way, world):
        path.touch()
    remembered = Remembered(in_the_way / "settings" / "window.ini")
    remembered.add_world(world)
    remembered.write()
    assert remembered.worlds() == [world]
    pictures = Pictures(in_the_way / "pictures")
    pictures.keep(world, QPixmap(400, 300))
    assert pictures.of(world) is None
