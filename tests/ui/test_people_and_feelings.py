"""Whom somebody knows, and what they feel over the day."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sandbox_app.ui.inspector.feelings.tab import EDGE
from sandbox_app.ui.inspector.links import SaidRow
from sandbox_app.ui.inspector.people.card import PersonCard
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, Event, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.ui.conftest import LAST, PATIENCE, OpenWindow


@pytest.fixture
def lived(world: Path) -> Path:
    """A step more: the first has talked with the second, thinks something of them, and was glad of it."""
    with WorldReader(world) as reader:
        belief = max((row.id for agent in reader.agents() for row in reader.beliefs(agent.id)), default=0) + 1
        memory = max(row.id for row in reader.memories(1))
        event = reader.events(limit=1, latest=True)[0].id + 1
    talk = {"talk": event, "members": [1, 2], "names": {"1": "the second", "2": "the first"}, "why": ""}
    joy = {"mood": 1, "emotion": "joy", "intensity": 6.0, "toward": 0, "level": 5.0}
    events = [
        Event(id=event, step=LAST + 1, kind="talk_start", agent_id=1, text="The baker begins to talk with the second", data=talk),
        Event(id=event + 1, step=LAST + 1, kind="feel", agent_id=1, text="The baker feels strong joy", data=joy, cause=event),
    ]
    data = {"evidence": [memory], "teller": 2, "matter": "music"}
    beliefs = [
        BeliefRow(
            id=belief, agent_id=1, about_id=2, kind="wants", text="to learn the fiddle", value=0.8, created_step=LAST + 1, data=data,
            cause=event,
        )
    ]  # fmt: skip
    with WorldWriter(world) as writer:
        writer.write(StepBatch(step=LAST + 1, events=events, beliefs=beliefs))
    return world


def test_people_have_beliefs_with_teller_and_evidence_and_their_talks(qtbot: QtBot, lived: Path, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("people")
    tab = window.inspector.agent_page.people_tab
    qtbot.waitUntil(lambda: any(card.person.agent == 2 for card in tab.cards), timeout=PATIENCE)
    card = next(card for card in tab.cards if card.person.agent == 2)
    assert "1 belief, 1 talk" in card.more.text()
    qtbot.waitUntil(card.more.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    rows = {row.words: row for row in card.findChildren(SaidRow)}
    assert set(rows) == {"to learn the fiddle", "The baker begins to talk with the second"}
    said = rows["to learn the fiddle"].accessibleName()
    assert f"{window.scene.short(2)} said so" in said
    assert "80% sure" in said
    evidence = next(button for button in card.findChildren(QPushButton) if button.text().startswith("↳"))
    qtbot.waitUntil(evidence.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(evidence, Qt.MouseButton.LeftButton)
    page = window.inspector.memory_page
    qtbot.waitUntil(lambda: page.text.text().startswith("People come for company"), timeout=PATIENCE)


def held(path: Path, about: int) -> list[tuple[str, str, float]]:
    with WorldReader(path) as reader:
        return sorted((row.kind, row.text, row.value) for row in reader.beliefs(1) if row.about_id == about and row.kind != "appointment")


def open_card(qtbot: QtBot, window: MainWindow, about: int) -> PersonCard:
    """The card of somebody, opened; made anew after each change."""
    tab = window.inspector.agent_page.people_tab
    found = [card for card in tab.cards if card.person.agent == about]
    qtbot.waitUntil(found[0].more.isVisible, timeout=PATIENCE)
    if not found[0].opened:
        qtbot.mouseClick(found[0].more, Qt.MouseButton.LeftButton)
    return found[0]


def push(card: PersonCard, name: str) -> QPushButton:
    return next(button for button in card.findChildren(QPushButton, name) if button.isVisible())


def test_what_somebody_believes_is_written_changed_and_taken_back_by_hand(qtbot: QtBot, lived: Path, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("people")
    tab = window.inspector.agent_page.people_tab
    qtbot.waitUntil(lambda: any(card.person.agent == 2 for card in tab.cards), timeout=PATIENCE)
    first = held(lived, 2)
    card = open_card(qtbot, window, 2)
    qtbot.mouseClick(push(card, "changeBelief"), Qt.MouseButton.LeftButton)
    form = card.belief_form
    assert (form.words.text(), form.sure.value(), form.kind.currentData()) == ("to learn the fiddle", 80, "wants")
    qtbot.keyClicks(form.words, "to sell the fiddle")
    form.sure.setValue(35)
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    changed = [row for row in first if row[1] != "to learn the fiddle"] + [("wants", "to sell the fiddle", 0.35)]
    qtbot.waitUntil(lambda: held(lived, 2) == sorted(changed), timeout=PATIENCE)
    qtbot.waitUntil(lambda: any(row.words == "to sell the fiddle" for row in tab.findChildren(SaidRow)), timeout=PATIENCE)
    card = open_card(qtbot, window, 2)
    shown = next(row for row in card.findChildren(SaidRow) if row.words == "to sell the fiddle")
    assert "written by hand" in shown.accessibleName()
    qtbot.mouseClick(push(card, "addBelief"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(card.belief_form.words, "hums all day")
    qtbot.mouseClick(card.belief_form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("is", "hums all day", 0.9) in held(lived, 2), timeout=PATIENCE)
    window.actions_.undoing.undo.trigger()
    qtbot.waitUntil(lambda: held(lived, 2) == sorted(changed), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not any(row.words == "hums all day" for row in tab.findChildren(SaidRow)), timeout=PATIENCE)
    card = open_card(qtbot, window, 2)
    qtbot.mouseClick(push(card, "retireBelief"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(held(lived, 2)) == len(first) - 1, timeout=PATIENCE)


def test_what_somebody_is_to_them_is_changed_by_hand(qtbot: QtBot, lived: Path, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("people")
    tab = window.inspector.agent_page.people_tab
    qtbot.waitUntil(lambda: any(card.person.agent == 2 for card in tab.cards), timeout=PATIENCE)
    card = open_card(qtbot, window, 2)
    qtbot.mouseClick(push(card, "changeRelation"), Qt.MouseButton.LeftButton)
    form = card.relation_form
    qtbot.keyClicks(form.words, "sworn rival")
    qtbot.keyClick(form.near, Qt.Key.Key_Home)
    assert form.said.text().startswith("-10")
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("relation", "sworn rival", -10.0) in held(lived, 2), timeout=PATIENCE)
    qtbot.waitUntil(lambda: any("sworn rival" in card.said.text() for card in tab.cards), timeout=PATIENCE)


def test_somebody_nobody_has_told_them_of_is_written_about(qtbot: QtBot, world: Path, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("people")
    tab = window.inspector.agent_page.people_tab
    qtbot.waitUntil(lambda: tab.somebody.count() > 1, timeout=PATIENCE)
    tab.somebody.setFocus()
    stranger = int(tab.somebody.itemData(1))
    qtbot.keyClick(tab.somebody, Qt.Key.Key_Down)
    tab.somebody.activated.emit(1)
    card = next(card for card in tab.cards if card.person.agent == stranger)
    qtbot.waitUntil(card.relation_form.isVisible, timeout=PATIENCE)
    tab.ask()  # what is found meanwhile does not sweep away what is being written
    qtbot.waitUntil(lambda: not window.living.history.busy, timeout=PATIENCE)
    assert card.relation_form.isVisible()
    qtbot.keyClicks(card.relation_form.words, "pen friend")
    qtbot.mouseClick(card.relation_form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("relation", "pen friend", 0.0) in held(world, stranger), timeout=PATIENCE)


def test_feelings_are_a_curve_and_each_leads_to_its_cause(qtbot: QtBot, lived: Path, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("feelings")
    tab = window.inspector.agent_page.feelings_tab
    qtbot.waitUntil(lambda: bool(tab.felt.findChildren(SaidRow)), timeout=PATIENCE)
    assert tab.plot is not None
    steps, moods = tab.plot.curve.getData()
    assert max(moods) == 5.0
    assert "Now 5, where −10 is very bad" in tab.scale.text()
    assert "strength 6 of 10" in tab.felt.findChildren(SaidRow)[0].accessibleName()
    plot = tab.plot

    def stands_in() -> bool:
        left, right = plot.mapTo(tab, plot.rect().topLeft()).x(), plot.mapTo(tab, plot.rect().topRight()).x()
        return (left, tab.width() - 1 - right) == (EDGE, EDGE)

    qtbot.waitUntil(stands_in, timeout=PATIENCE)  # like the words around it
    assert steps[0] == 0
    assert steps[-1] == window.scene.step
    hours = tab.plot.getAxis("bottom")
    ((_, ticks),) = hours.tickValues(5000, 5000 + 8640, 300)
    assert len(ticks) == 6  # every four hours of a day and night, wherever these begin
    felt = tab.felt.findChildren(SaidRow)[0]
    qtbot.waitUntil(felt.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(felt, Qt.MouseButton.LeftButton)
    page = window.inspector.why_page
    qtbot.waitUntil(lambda: page.sentence.text() == "The baker feels strong joy", timeout=PATIENCE)
    assert "The baker begins to talk with the second" in page.because.text()


def test_who_knows_nobody_and_feels_nothing_is_told_what_will_be_here(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    page = window.inspector.agent_page
    page.show_tab("feelings")
    name = window.scene.short(1)
    qtbot.waitUntil(lambda: page.feelings_tab.plot is not None, timeout=PATIENCE)
    assert name in page.feelings_tab.said.text()
    assert page.feelings_tab.felt.isVisible()
