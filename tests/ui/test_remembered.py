"""What the window remembers."""

from pathlib import Path

from pytestqt.qtbot import QtBot

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
