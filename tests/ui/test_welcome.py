"""The first page: what a newcomer does."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sandbox_app.ui.pictures import SIZE
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow


def test_the_big_button_makes_a_town_and_it_lives(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    assert window.welcome.isVisible()
    assert not window.toolbar.play_button.isVisible()
    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    assert window.welcome.progress.isVisible()
    qtbot.waitUntil(lambda: window.scene.running, timeout=PATIENCE)
    assert (tmp_path / "worlds" / "My town.world").is_file()
    assert window.map.isVisible()


def test_worlds_of_before_are_offered(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    window.close_world()
    assert window.welcome.isVisible()
    window.welcome.grab()
    again = window.welcome.findChild(QPushButton, "recent0")
    assert isinstance(again, QPushButton)
    assert world.stem in again.accessibleName()
    picture = window.pictures.of(world)
    assert picture is not None
    assert picture.width() == SIZE.width() * 2
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)


def test_a_file_that_is_no_world_is_a_card_on_the_welcome_page(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    wrong = tmp_path / "letter.world"
    wrong.write_text("Dear Ines, " * 500)
    window.open_world(wrong)
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert "letter.world" in window.trouble.sentences[-1]
    assert window.welcome.isVisible()
    assert window.welcome.sample_button.isEnabled()
    assert wrong.read_text().startswith("Dear Ines")


def test_a_new_world_is_made_as_asked_for(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    qtbot.mouseClick(window.welcome.new_button, Qt.MouseButton.LeftButton)
    dialog = window.desk.dialog
    assert dialog is not None
    dialog.name.clear()
    assert not dialog.make.isEnabled()
    qtbot.keyClicks(dialog.name, "Three/friends")
    dialog.town.setCurrentIndex(dialog.town.findData("lane"))
    dialog.people.setValue(3)
    dialog.seed.setValue(9)
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
    made = tmp_path / "worlds" / "Three-friends.world"
    assert len(window.scene.residents) == 3
    with WorldReader(made) as reader:
        assert reader.meta()["seed"] == "9"


def test_numbers_stand_as_far_from_their_border_as_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    qtbot.mouseClick(window.welcome.new_button, Qt.MouseButton.LeftButton)
    dialog = window.desk.dialog
    assert dialog is not None
    dialog.name.deselect()
    dialog.make.setFocus()

    def first_ink(field: QWidget) -> int:
        seen = field.grab().toImage()
        middle = range(seen.height() // 3, 2 * seen.height() // 3)
        return next(x for x in range(2, seen.width()) if any(seen.pixelColor(x, y).lightness() < 128 for y in middle))

    assert abs(first_ink(dialog.people) - first_ink(dialog.name)) <= 3


def test_the_lived_in_town_has_a_past_at_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    qtbot.mouseClick(window.welcome.lived_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
    assert window.scene.calendar.day(window.travel.latest) >= 2
    window.travel.go(window.travel.latest // 2)
    qtbot.waitUntil(lambda: window.past_bar.isVisible() and window.scene.step == window.travel.latest // 2, timeout=PATIENCE)


def test_the_tour_points_at_controls_that_are_there_and_can_be_left_and_done_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.desk.take_tour()
    tour = window.tour
    assert tour is not None
    seen = []
    for _ in range(len(tour._stops) - 1):
        assert tour._stops[tour.at].target.isVisible()
        assert window.rect().contains(tour.card.geometry())
        seen.append(tour.title.text())
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert len(set(seen)) == len(seen)
    assert tour.next.text() == "Done"
    qtbot.mouseClick(tour.back, Qt.MouseButton.LeftButton)
    assert tour.title.text() == seen[-1]
    qtbot.keyClick(tour.next, Qt.Key.Key_Escape)
    assert window.tour is None
    window.desk.take_tour()
    again = window.tour
    assert again is not None
    qtbot.mouseClick(again.leave_button, Qt.MouseButton.LeftButton)
    assert window.tour is None
