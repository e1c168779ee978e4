"""The menu "run until": what a run is to stop at by itself."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from sandbox_app.errors import Problem
from sandbox_app.simulation.messages import Halt
from sandbox_app.ui.menus.words_box import WordsBox
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.menus.actions import Actions
    from sandbox_app.ui.window.main_window import MainWindow

TALK = Halt(kinds=("talk_start",))
MORNING = Halt(kinds=("wake",))
BROKEN = Halt(kinds=("rule",), op="broken")
ERROR = Halt(kinds=("thought_failed",))


class RunMenu:
    """Fills the menu of one window; `until` is what the toolbar's button opens, too."""

    def __init__(self, window: "MainWindow", actions: "Actions") -> None:
        self._window = window
        self.box: WordsBox | None = None
        menu = self.until = QMenu(tr("Run until"), window)
        menu.setAccessibleName(tr("Run until"))
        add = partial(actions.add, menu, town=True)
        add(tr("The next talk"), partial(window.running.run, halts=(TALK,)), "Ctrl+T")
        add(tr("The next morning (skip the night)"), partial(window.running.run, halts=(MORNING,), fast=True), "Ctrl+J")
        add(tr("The next day"), self._next_day)
        add(tr("A time…"), self._ask_time)
        add(tr("Somebody does something…"), self._ask_deed)
        add(tr("A rule is broken"), partial(window.running.run, halts=(BROKEN,)))
        menu.addSeparator()
        self.at_error: QAction = actions.add(menu, tr("Always stop when a thought fails"), self._keep_error, checkable=True)
        self.at_error.setChecked(window.remembered.flag("stop_at_error", False))

    @property
    def always(self) -> tuple[Halt, ...]:
        """What every run is to stop at."""
        return (ERROR,) if self.at_error.isChecked() else ()

    def _keep_error(self) -> None:
        self._window.remembered.keep_flag("stop_at_error", self.at_error.isChecked())

    def _next_day(self) -> None:
        scene = self._window.scene
        self._window.running.run(until=scene.calendar.today(scene.step)[1])

    def _ask_time(self) -> None:
        self._ask(tr("Run until when?"), tr("18:00, or day 2 14:00"), self._time_words, self._until_time)

    def _step_of(self, text: str) -> int:
        """Return the step of a time: of today, or tomorrow when it is over, unless it names its day."""
        scene = self._window.scene
        for said in ("" if text.isdigit() else text, tr("tomorrow") + f" {text}"):
            try:
                step = scene.calendar.meant(said, scene.step)
            except Problem:
                continue
            if step > scene.step:
                return step
        raise Problem(tr("That is no time to come; write it like 18:00 or day 3 09:30."))

    def _time_words(self, text: str) -> str:
        try:
            return tr("The town runs until {time}.", time=self._window.scene.calendar.said(self._step_of(text)))
        except Problem as problem:
            return problem.sentence

    def _until_time(self, text: str) -> None:
        try:
            self._window.running.run(until=self._step_of(text))
        except Problem as problem:
            self._window.tell(problem)

    def _ask_deed(self) -> None:
        name, agent = self._who()
        self._ask(
            tr("Run until {name} does what?", name=name),
            tr("bread"),
            lambda text: tr("The town runs until {name} does something with “{text}” in it, as the log tells it.", name=name, text=text),
            lambda text: self._window.running.run(halts=(Halt(agent=agent, text=text),)),
        )

    def _who(self) -> tuple[str, int]:
        selection = self._window.scene.selection
        if selection.kind == "agent":
            return self._window.scene.short(selection.id), selection.id
        return tr("somebody"), 0

    def _ask(self, title: str, hint: str, preview: Callable[[str], str], done: Callable[[str], None]) -> None:
        self.box = WordsBox(self._window, title, hint, preview, done, does=tr("Run"))
        self.box.show_in_the_middle_of(self._window.map)
