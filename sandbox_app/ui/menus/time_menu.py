"""The menu of moments: go to one by its name, back to the present, live on from the one that is shown."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from sandbox_app.errors import Problem
from sandbox_app.ui.menus.words_box import WordsBox
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.menus.actions import Actions
    from sandbox_app.ui.window.main_window import MainWindow


class TimeMenu:
    """The menu of one window.

    Attributes:
        box: the one that asks for a moment, once it was asked for.
    """

    def __init__(self, window: "MainWindow", actions: "Actions", menu: QMenu) -> None:
        self._window = window
        self.box: WordsBox | None = None
        actions.add(menu, tr("Go to a moment…"), self.ask, "Ctrl+G", town=True)
        actions.add(menu, tr("Back to now"), window.travel.back, "Ctrl+End", town=True)
        menu.addSeparator()
        actions.add(menu, tr("Live on from this moment in a new world"), self._live_on, "Ctrl+Shift+N", town=True)

    def ask(self) -> None:
        """Ask for a moment by its name."""
        self.box = WordsBox(
            self._window, tr("Show which moment?"), tr("yesterday noon, 18:00, or day 1 09:30"), self._said, self._go, does=tr("Show")
        )
        self.box.show_in_the_middle_of(self._window.map)

    def _said(self, text: str) -> str:
        travel, calendar = self._window.travel, self._window.scene.calendar
        try:
            step = calendar.meant(text, travel.latest)
        except Problem:
            return tr("That is no moment of this world; write it like 18:00, yesterday noon or day 2 09:30.")
        if step > travel.latest:
            return tr("That is yet to come. This world has been lived until {until}.", until=calendar.said(travel.latest))
        return tr("Everything in the window shows {time}.", time=calendar.said(step))

    def _go(self, text: str) -> None:
        try:
            step = self._window.scene.calendar.meant(text, self._window.travel.latest)
        except Problem as problem:
            self._window.tell(problem)
        else:
            self._window.timeline.go(step)

    def _live_on(self) -> None:
        self._window.branches.fork(self._window.travel.wanted, go_on=True)
