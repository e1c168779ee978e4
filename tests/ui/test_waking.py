"""A new world that takes up the thoughts of the one it comes from says so, and how long it takes, and need not be waited for."""

from pytestqt.qtbot import QtBot

from tests.ui.conftest import PATIENCE, OpenWindow
from tests.ui.hand import Hand


def test_the_window_says_how_long_it_takes_and_one_need_not_wait(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, hand = open_window("reliving", wait=False), Hand(qtbot)
    hand.sees("Everybody takes up the thoughts they had at this moment. About 12 s")
    assert window.waking_bar.progress.value() == 25
    assert not window.scene.live
    hand.click("Do not wait")
    hand.sees("Everybody thinks anew from here")
    qtbot.waitUntil(lambda: window.scene.live and not window.waking_bar.isVisible(), timeout=PATIENCE)


def test_it_is_gone_with_the_world(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, hand = open_window("reliving", wait=False), Hand(qtbot)
    hand.sees("Everybody takes up the thoughts")
    window.close_world()
    hand.sees_no("Everybody takes up the thoughts")
