"""What is shown of a person, a place and a thing."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import LAST, PATIENCE, OpenWindow


def edits(world: Path) -> list[str]:
    with WorldReader(world) as reader:
        return [event.data["name"].split()[0] for event in reader.events(kinds=["edit"])]


def tab(qtbot: QtBot, window: object, name: str) -> None:
    window.scene.select("agent", 1)  # type: ignore[attr-defined]
    window.inspector.agent_page.show_tab(name)  # type: ignore[attr-defined]


def test_nothing_selected_offers_somebody(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    button = window.inspector.nothing.findChild(QPushButton, "showSomebody")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.scene.selection.kind == "agent"
    assert window.inspector.agent_page.isVisible()


def test_now_follows_the_frames_and_reads_the_file(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab(qtbot, window, "now")
    page = window.inspector.agent_page.now_tab
    assert page.doing.text() == "Counting to 0"
    assert page.identity.text() == window.scene.residents[0].member.identity
    qtbot.waitUntil(lambda: "eat lunch" in page.next.text(), timeout=PATIENCE)
    window.toolbar.one_step()
    qtbot.waitUntil(lambda: page.doing.text() == "Counting to 1", timeout=PATIENCE)


def test_the_plan_marks_the_present_part_and_its_steps(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab(qtbot, window, "plan")
    plan = window.inspector.agent_page.plan_tab
    qtbot.waitUntil(lambda: len(plan.strip.blocks) == 2, timeout=PATIENCE)
    assert [part.said for part in plan.parts] == ["Bake bread", "Eat lunch"]
    assert [part.present for part in plan.parts] == [True, False]
    assert "knead dough" in plan.parts[0].steps_said[0]


def test_memories_are_narrowed_by_kind_and_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab(qtbot, window, "memories")
    page = window.inspector.agent_page.memory_tab
    qtbot.waitUntil(lambda: page.memories.matching >= 3, timeout=PATIENCE)
    newest = page.memories.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert newest.endswith("reflection: People come for company more than for bread.")
    QTest.keyClicks(page.text, "FERRY")
    assert page.count.text() == "1 memory"
    page.text.clear()
    page.kind.setFocus()
    qtbot.keyClicks(page.kind, "Heard")
    assert page.memories.index(0).data() == "The harvest party begins at five."
    QTest.keyClicks(page.text, "no such words")
    assert page.nothing.isVisible()


def test_a_thought_shows_answer_and_behind_details_all_of_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab(qtbot, window, "thoughts")
    page = window.inspector.agent_page.thought_tab
    qtbot.waitUntil(lambda: page.list.count() == 2, timeout=PATIENCE)
    assert "failed" in page.list.item(0).text()
    page.list.setFocus()
    page.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.error.isVisible(), timeout=PATIENCE)
    assert page.error.text() == "the answer did not end"
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.answer.text.text() == "06:00 1 bake bread", timeout=PATIENCE)
    assert not page.numbers.isVisible()
    qtbot.mouseClick(page.details_button, Qt.MouseButton.LeftButton)
    assert "90 tokens read, 40 computed, 12 written" in page.numbers.text()
    assert page.now.text.text() == "What is next?"


def test_places_and_things_have_cards_that_lead_to_each_other(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    thing = window.scene.town.things[0]
    window.map.thing_clicked.emit(thing.id)
    page = window.inspector.thing_page
    assert page.isVisible()
    assert page.name.text().casefold() == thing.name.casefold()
    place = window.scene.town.place(thing.place)
    link = next(button for button in page.findChildren(QPushButton) if button.text() == place.name)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.inspector.place_page.isVisible()
    assert window.inspector.place_page.name.text().casefold() == place.name.casefold()
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert window.scene.selection.kind == "none"


def test_a_place_counts_what_it_has_several_of_and_each_can_be_reached(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    town = window.scene.town
    first, *others = next(
        same
        for place in town.places
        if place.level == "room"
        for thing in town.things
        if len(same := [other for other in town.things if (other.place, other.name) == (place.id, thing.name)]) > 1
    )
    room = town.place(first.place)
    window.scene.select("place", room.id)
    page = window.inspector.place_page
    assert page.name.text()[0].isupper()
    assert town.site_of(room.id).name in page.what.text()
    named = [button for button in page.things.findChildren(QPushButton) if first.name in button.text().casefold()]
    assert [button.text() for button in named] == [f"{first.name.capitalize()} × {len(others) + 1}"]
    qtbot.waitUntil(named[0].isVisible, timeout=PATIENCE)
    qtbot.mouseClick(named[0], Qt.MouseButton.LeftButton)
    thing_page = window.inspector.thing_page
    for expected in (*others, first):
        assert thing_page.alike.isVisible()
        qtbot.mouseClick(thing_page.alike, Qt.MouseButton.LeftButton)
        assert window.scene.selection.id == expected.id
    window.scene.select("place", town.site_of(room.id).id)
    assert any(button.text().endswith(f"· {room.name}") for button in page.things.findChildren(QPushButton))


def test_follow_is_a_key_and_a_button(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.map.agent_clicked.emit(3)
    qtbot.keyClick(window.map, "f")
    assert window.scene.following == 3
    assert window.inspector.agent_page.follow.isChecked()
    qtbot.mouseClick(window.inspector.agent_page.follow, Qt.MouseButton.LeftButton)
    assert window.scene.following == 0


def test_an_answer_is_marked_and_corrected_for_exported_traces(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    tab(qtbot, window, "thoughts")
    page = window.inspector.agent_page.thought_tab
    qtbot.waitUntil(lambda: page.list.count() == 2, timeout=PATIENCE)
    page.list.setFocus()
    page.list.setCurrentRow(1)
    marks = page.marks
    qtbot.waitUntil(lambda: marks.isVisible() and page.answer.text.text() == "06:00 1 bake bread", timeout=PATIENCE)
    qtbot.mouseClick(marks.poor, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: edits(world) == ["rate"], timeout=PATIENCE)
    qtbot.mouseClick(marks.correct, Qt.MouseButton.LeftButton)
    marks.words.selectAll()
    QTest.keyClicks(marks.words, "05:30 1 light the oven")
    qtbot.mouseClick(marks.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "05:30 1 light the oven" in marks.said.text(), timeout=PATIENCE)
    assert marks.poor.isChecked()
    assert not marks.good.isChecked()
    assert edits(world) == ["rate", "correct"]


def test_the_rest_of_a_day_is_written_anew(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    tab(qtbot, window, "plan")
    plan = window.inspector.agent_page.plan_tab
    qtbot.waitUntil(lambda: len(plan.parts) == 2, timeout=PATIENCE)
    qtbot.mouseClick(plan.change, Qt.MouseButton.LeftButton)
    place = window.scene.town.site_of(2).name
    assert plan.form.lines.toPlainText() == f"{window.scene.calendar.hhmm(LAST + 360)} {place}: eat lunch"
    plan.form.lines.selectAll()
    QTest.keyClicks(plan.form.lines, "08:00 Nowhere at all: rest")
    qtbot.mouseClick(plan.form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Nowhere" in plan.form.wrong.text(), timeout=PATIENCE)
    plan.form.lines.selectAll()
    QTest.keyClicks(plan.form.lines, f"07:30 {place}: sing to the bread")
    qtbot.mouseClick(plan.form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Sing to the bread" in [part.said for part in plan.parts], timeout=PATIENCE)
    assert "Eat lunch" not in [part.said for part in plan.parts]
    assert len(edits(world)) == 1
