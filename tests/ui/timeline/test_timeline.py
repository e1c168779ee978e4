"""What a hand does on the timeline of the real window."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox_app.errors import WorldProblem
from sandbox_app.simulation.messages import Frame
from sandbox_app.simulation.playback import Playback
from sandbox_app.ui.timeline.panel import FOLDED, HEIGHT, LEAST
from sandbox_app.ui.timeline.scale import whole
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.ui.conftest import LAST, PATIENCE, OpenWindow

LEFT = Qt.MouseButton.LeftButton


def marked(world: Path) -> None:
    """Write a talk of the first two into the past of the world."""
    with WorldReader(world) as reader:
        after = max(event.id for event in reader.events())
    data = {"talk": 1, "members": [1, 2], "names": {"1": "B", "2": "A"}, "why": "to chat"}
    talk = Event(id=after + 1, step=LAST, kind="talk_start", agent_id=1, place_id=2, text="The two talk.", data=data)
    with WorldWriter(world) as writer:
        writer.write(StepBatch(step=LAST + 200, events=[talk]))


def opened(qtbot: QtBot, open_window: OpenWindow) -> MainWindow:
    window = open_window()
    timeline = window.timeline
    qtbot.waitUntil(lambda: timeline.life is not None and timeline.life.until == window.travel.latest, timeout=PATIENCE)
    window.activateWindow()
    return window


def at(window: MainWindow, step: int, y: int = 40) -> QPoint:
    return QPoint(round(window.timeline.line.x_of(step)), y)


def near(window: MainWindow, step: int) -> bool:
    return abs(window.scene.step - step) <= window.timeline.line.scale.per_pixel + 1


def test_dragging_over_the_line_scrubs_and_the_whole_window_follows(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    line = window.timeline.line
    qtbot.mousePress(line, LEFT, pos=at(window, 300))
    qtbot.waitUntil(lambda: window.travel.past and near(window, 300), timeout=PATIENCE)
    qtbot.mouseMove(line, at(window, 200))
    qtbot.mouseMove(line, at(window, 100))
    qtbot.mouseRelease(line, LEFT, pos=at(window, 100))
    qtbot.waitUntil(lambda: near(window, 100), timeout=PATIENCE)
    assert window.past_bar.isVisible()
    assert window.toolbar.clock.text() == window.scene.calendar.said(window.scene.step)
    qtbot.mouseClick(line, LEFT, pos=at(window, LAST))
    qtbot.waitUntil(lambda: not window.travel.past, timeout=PATIENCE)


def test_what_the_hand_passes_over_while_a_moment_is_read_is_never_read(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    line, shown, free = window.timeline.line, [], threading.Event()
    window.travel.shown.connect(lambda frame: shown.append(frame.step))
    window.scene.ask("gate", lambda reader: free.wait(PATIENCE / 1000), lambda _waited: None)
    qtbot.mousePress(line, LEFT, pos=at(window, 300))
    first = window.travel.wanted
    for step in range(280, 100, -20):
        qtbot.mouseMove(line, at(window, step))
    last = window.travel.wanted
    qtbot.mouseRelease(line, LEFT, pos=at(window, 120))
    assert not shown
    free.set()
    qtbot.waitUntil(lambda: window.scene.step == last, timeout=PATIENCE)
    assert shown == [first, last]


def test_after_a_moment_that_cannot_be_read_others_are_shown(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, open_window)

    def broken(playback: Playback, step: int) -> Frame:
        raise WorldProblem("This moment is damaged.")

    with monkeypatch.context() as patch, qtbot.waitSignal(window.living.problem, timeout=PATIENCE):
        patch.setattr(Playback, "seek", broken)
        window.timeline.go(200)
    window.timeline.go(100)
    qtbot.waitUntil(lambda: window.scene.step == 100, timeout=PATIENCE)


def test_the_wheel_zooms_around_the_pointer_and_the_ruler_pans(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    line = window.timeline.line
    point = at(window, 180)
    step = line.scale.step(point.x() - line.x_of(0))
    for _ in range(5):
        wheel = QWheelEvent(
            QPointF(point), QPointF(line.mapToGlobal(point)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(line, wheel)
    assert abs(line.x_of(round(step)) - point.x()) <= 1 / line.scale.per_pixel + 1
    left = line.scale.left
    assert left > 0
    qtbot.mousePress(line, LEFT, pos=QPoint(400, 6))
    qtbot.mouseMove(line, QPoint(450, 6))
    qtbot.mouseMove(line, QPoint(500, 6))
    qtbot.mouseRelease(line, LEFT, pos=QPoint(500, 6))
    assert line.scale.left < left
    assert not window.travel.past
    qtbot.mouseDClick(line, LEFT, pos=QPoint(500, 6))
    assert line.scale == whole(line.end, line.scale.width)


def test_a_mark_says_what_happened_and_a_click_leads_there(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    marked(world)
    window = opened(qtbot, open_window)
    line = window.timeline.line
    talk = at(window, LAST, line.height() - 24)
    assert "The two talk." in line.said_at(QPointF(talk))
    assert "Talk" in line.said_at(QPointF(talk))
    assert window.scene.short(1) in line.said_at(QPointF(at(window, LAST, 20)))
    qtbot.mouseClick(line, LEFT, pos=talk)
    qtbot.waitUntil(lambda: window.scene.step == LAST, timeout=PATIENCE)
    assert window.inspector.isVisible()
    assert window.scene.selection.kind == "event"
    assert window.timeline.bar.said.text() == "The two talk."


def test_keys_move_in_time(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    marked(world)
    window = opened(qtbot, open_window)
    line = window.timeline.line
    line.setFocus()
    now = window.travel.latest
    expected = (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, LAST),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, LAST + 6),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, LAST),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, now),
    )
    for key, modifier, step in expected:
        qtbot.keyClick(line, key, modifier)
        qtbot.waitUntil(lambda step=step: window.scene.step == step, timeout=PATIENCE)
    assert not window.travel.past


def test_the_past_is_played_forward_until_now_and_backward(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    timeline = window.timeline
    assert not timeline.bar.play.isEnabled()
    timeline.player.choose(1000)
    qtbot.mouseClick(timeline.bar.back, LEFT)
    qtbot.waitUntil(lambda: window.travel.past and window.scene.step < LAST - 60, timeout=PATIENCE)
    qtbot.mouseClick(timeline.bar.rest, LEFT)
    assert timeline.player.way == 0
    qtbot.mouseClick(timeline.bar.play, LEFT)
    qtbot.waitUntil(lambda: not window.travel.past, timeout=PATIENCE)
    assert window.scene.step == LAST
    assert timeline.player.way == 0


def test_a_hand_makes_the_timeline_higher_and_it_stays_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    handle = window.layout_.heights.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, LEFT, pos=middle)
    qtbot.mouseMove(handle, middle - QPoint(0, 60))
    qtbot.mouseRelease(handle, LEFT, pos=middle)
    assert window.timeline.height() == HEIGHT + 60
    window.timeline.line.setFocus()
    qtbot.keyClick(window.timeline.line, Qt.Key.Key_Up)
    assert window.timeline.height() == HEIGHT + 80
    qtbot.mouseClick(window.timeline.fold_button, LEFT)
    assert window.timeline.height() == FOLDED
    qtbot.mouseClick(window.timeline.fold_button, LEFT)
    assert window.timeline.height() == HEIGHT + 80
    window.close()
    again = opened(qtbot, open_window)
    assert again.timeline.height() == HEIGHT + 80
    for _ in range(10):
        qtbot.keyClick(again.timeline.line, Qt.Key.Key_Down)
    assert again.timeline.height() == LEAST


def test_the_timeline_folds_to_one_track_and_stays_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    assert window.timeline.height() == HEIGHT
    qtbot.mouseClick(window.timeline.fold_button, LEFT)
    assert window.timeline.height() == FOLDED
    assert not window.timeline.bar.isVisible()
    assert str(window.timeline.line.life.count if window.timeline.line.life else 0) in window.timeline.line.said_at(
        QPointF(at(window, 180, 20))
    )
    window.close()
    again = open_window(on_world=False)
    assert again.timeline.line.folded


def test_a_moment_of_the_past_gets_a_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window)
    bar = window.timeline.bar
    qtbot.mouseClick(window.timeline.line, LEFT, pos=at(window, 120))
    qtbot.waitUntil(lambda: window.travel.past and near(window, 120), timeout=PATIENCE)
    qtbot.keyClick(window.timeline.line, Qt.Key.Key_B)
    qtbot.waitUntil(bar.name.hasFocus, timeout=PATIENCE)
    qtbot.keyClicks(bar.name, "Before all that")
    qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    assert not bar.name.isVisible()
    life = window.timeline.life
    assert life is not None
    qtbot.waitUntil(lambda: [mark.text for mark in life.marks if mark.sort == "bookmark"] == ["Before all that"], timeout=PATIENCE)
    assert next(mark for mark in life.marks if mark.sort == "bookmark").step == window.scene.step
    assert "Before all that" in window.timeline.line.said_at(QPointF(at(window, window.scene.step, window.timeline.line.height() - 4)))


def test_going_on_from_the_past_opens_a_new_world(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = opened(qtbot, open_window)
    qtbot.mouseClick(window.timeline.line, LEFT, pos=at(window, 120))
    qtbot.waitUntil(lambda: window.travel.past and near(window, 120), timeout=PATIENCE)
    step = window.scene.step
    with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
        qtbot.mouseClick(window.past_bar.go_on, LEFT)
    assert window.scene.world is not None
    assert window.scene.world.path.parent == world.parent
    assert window.scene.world.path != world
    assert window.travel.latest == step
    assert not window.travel.past


def test_a_second_world_stands_below_and_says_where_they_part(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = opened(qtbot, open_window)
    qtbot.mouseClick(window.timeline.line, LEFT, pos=at(window, 340))
    qtbot.waitUntil(lambda: window.travel.past and near(window, 340), timeout=PATIENCE)
    qtbot.mouseClick(window.timeline.bar.fork, LEFT)
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    fork = next(path for path in world.parent.glob("*.world") if path != world)
    with WorldReader(fork) as reader:
        after = reader.last_step()
    data = {"thing": 0, "activity": "dancing", "hue": "leisure", "plan": 0}
    with WorldReader(world) as reader:
        last = max(event.id for event in reader.events())
    with WorldWriter(fork) as writer:
        writer.write(
            StepBatch(step=LAST, events=[Event(id=last + 1, step=after + 5, kind="act", agent_id=1, text="She dances.", data=data)])
        )
    window.branches.compare_with(fork)
    line = window.timeline.line
    qtbot.waitUntil(lambda: line.other is not None, timeout=PATIENCE)
    assert line.other is not None
    assert line.other.parting == after + 5
    assert "She dances." in window.timeline.bar.said.text()
    assert window.timeline.height() > HEIGHT
    qtbot.mouseClick(window.timeline.bar.compare, LEFT)
    assert line.other is None
    assert window.timeline.height() == HEIGHT
