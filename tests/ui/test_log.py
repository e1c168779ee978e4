"""The log of the town."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sandbox_app.ui.scene import Scene
from sandbox_app.ui.window.log_dock import Lines, Log
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.ui.conftest import LAST, PATIENCE, OpenWindow


def shown(log: Log) -> list[str]:
    return [log.shown.index(row, 0).data() for row in range(log.shown.rowCount())]


def test_the_log_begins_with_the_past_and_goes_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    qtbot.keyClick(window.map, "l", Qt.KeyboardModifier.ControlModifier)
    assert window.log.isVisible()
    past = ["The baker kneads dough.", "Somebody has planned the day.", "A thought did not work out.", "The baker plans to bake bread."]
    qtbot.waitUntil(lambda: shown(window.log) == past, timeout=PATIENCE)
    window.toolbar.one_step()
    qtbot.waitUntil(lambda: shown(window.log) == [*past, "Step 1."], timeout=PATIENCE)


def test_what_comes_late_from_the_file_stands_before_what_is_new() -> None:
    said = [Event(id=number, step=number, kind="speak", agent_id=1, text=f"Line {number}.") for number in range(1, 7)]
    lines = Lines(Scene())
    lines.add(said[3:5])
    lines.add_earlier(said[:4])
    lines.add(said)
    assert [lines.index(row).data() for row in range(lines.rowCount())] == [event.text for event in said]


def test_the_log_is_narrowed_by_person_kind_and_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.toolbar.log_button.click()
    log = window.log
    qtbot.waitUntil(lambda: len(shown(log)) == 4, timeout=PATIENCE)
    log.person.setCurrentIndex(2)
    assert shown(log) == ["Somebody has planned the day."]
    log.person.setCurrentIndex(0)
    log.kind.setCurrentText("Minds")
    assert shown(log) == ["Somebody has planned the day.", "It is noted that the ferry was late.", "The baker plans to bake bread."]
    log.kind.setCurrentText("The main things")
    QTest.keyClicks(log.text, "DOUGH")
    assert shown(log) == ["The baker kneads dough."]
    assert log.count.text() == "1 line"


def test_walking_is_folded_away_until_it_is_asked_for_and_stays_so(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    walk = {"path": [2, 2], "thing": 0, "activity": "walking to the bakery", "to": 2, "plan": 0}
    with WorldReader(world) as reader:
        after = max(event.id for event in reader.events())
    events = [Event(id=after + 1, step=LAST + 1, kind="move", agent_id=1, place_id=2, text="The baker is walking to the bakery", data=walk)]
    with WorldWriter(world) as writer:
        writer.write(StepBatch(step=LAST + 1, events=events))
    window = open_window()
    window.toolbar.log_button.click()
    log = window.log
    qtbot.waitUntil(lambda: len(shown(log)) == 4, timeout=PATIENCE)
    log.ways.click()
    assert shown(log)[-1] == "The baker is walking to the bakery"
    assert log.shown.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Day 1, ")
    log.kind.setCurrentText("Trouble")
    assert not log.ways.isEnabled()
    assert shown(log) == ["A thought did not work out."]
    window.close()
    again = open_window()
    assert again.log.ways.isChecked()


def test_in_the_past_the_log_ends_at_the_moment_shown_and_comes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.toolbar.log_button.click()
    log = window.log
    qtbot.waitUntil(lambda: len(shown(log)) == 4, timeout=PATIENCE)
    window.travel.go(LAST - 4)
    qtbot.waitUntil(lambda: shown(log) == ["The baker kneads dough.", "Somebody has planned the day."], timeout=PATIENCE)
    log.hide()
    window.travel.go(LAST - 5)
    qtbot.waitUntil(lambda: window.scene.step == LAST - 5, timeout=PATIENCE)
    log.show()
    qtbot.waitUntil(lambda: shown(log) == ["The baker kneads dough."], timeout=PATIENCE)
    window.travel.go(window.travel.latest)
    qtbot.waitUntil(lambda: not window.travel.past and len(shown(log)) == 4, timeout=PATIENCE)
    window.toolbar.one_step()
    qtbot.waitUntil(lambda: shown(log)[-1] == "Step 1.", timeout=PATIENCE)


def test_the_log_is_narrowed_by_place_and_time(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.toolbar.log_button.click()
    log = window.log
    qtbot.waitUntil(lambda: len(shown(log)) == 4, timeout=PATIENCE)
    town = window.scene.town
    log.place.setCurrentIndex(log.place.findData(town.site_of(2).id))
    assert shown(log) == ["The baker kneads dough.", "Somebody has planned the day."]
    log.place.setCurrentIndex(0)
    assert len(shown(log)) == 4
    window.scene.step = LAST + 3600 // window.scene.calendar.step_seconds - 3
    log.time.setCurrentText("The last hour")
    assert shown(log) == ["A thought did not work out.", "The baker plans to bake bread."]
    log.time.setCurrentText("Any time")
    assert len(shown(log)) == 4


def test_a_line_says_why_and_leads_to_its_person_and_escape_closes(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.toolbar.log_button.click()
    log = window.log
    qtbot.waitUntil(lambda: len(shown(log)) == 4, timeout=PATIENCE)
    box = log.list.visualRect(log.shown.index(1, 0))
    qtbot.mouseClick(log.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    qtbot.waitUntil(lambda: window.inspector.why_page.sentence.text() == "Somebody has planned the day.", timeout=PATIENCE)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    assert window.scene.selection.id == 2
    qtbot.keyClick(log, Qt.Key.Key_Escape)
    assert not log.isVisible()
