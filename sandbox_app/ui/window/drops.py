"""What is dragged onto the window: a world is opened, a model thinks, a map becomes a new town, people move into a new world."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice
from sandbox_app.ui.pieces import label
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

CARDS = (".json", ".png")


class Drops:
    """Takes what is dragged onto one window, and says meanwhile what letting go will do."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.says = label("", "drop", wrap=True)
        self.says.setParent(window)
        self.says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.says.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.says.hide()

    def enter(self, event: QDragEnterEvent) -> None:
        """Take files, and say what will be done with them."""
        files = _files(event.mimeData())
        if not files:
            return
        event.acceptProposedAction()
        self.says.setText(self._meaning(files)[0])
        width, height = self._window.width(), self._window.height()
        self.says.setGeometry(width // 2 - 230, height // 3, 460, 90)
        self.says.show()
        self.says.raise_()

    def leave(self) -> None:
        """Nothing is let go here."""
        self.says.hide()

    def drop(self, event: QDropEvent) -> None:
        """Do what was said."""
        self.leave()
        files = _files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self._meaning(files)[1]()

    def _meaning(self, files: list[Path]) -> tuple[str, Callable[[], object]]:
        """What letting go of these will do: in a sentence, and in deed."""
        window, first = self._window, files[0]
        kinds = {path.suffix.lower() for path in files}
        if kinds <= set(CARDS):
            names = ", ".join(path.name for path in files)
            return tr("Let go to let {names} move into a new world", names=names), partial(self._move_in, files)
        if len(files) == 1 and kinds == {".world"}:
            return tr("Let go to open {name}", name=first.stem), partial(window.open_world, first)
        if len(files) == 1 and kinds == {".gguf"}:
            now, then = tr("Let go, and {name} thinks", name=first.name), tr("Let go, and {name} thinks in the next world", name=first.name)
            said = now if window.living.session is not None else then
            return said, partial(window.running.think_with, Choice(model=str(first)))
        if len(files) == 1 and kinds == {".tmj"}:
            return tr("Let go to make a new world of the town {name}", name=first.parent.name), partial(self._build, first)
        said = tr("Only worlds (.world), models (.gguf), maps (.tmj) and people (.json, .png) can be used here.")
        return said, partial(window.tell, Problem(said))

    def _build(self, town_map: Path) -> None:
        from sandbox_app.town.load import load_town  # late: the first picture does without

        folder = town_map.parent
        self._window.living.do(partial(load_town, folder), partial(self._window.desk.new_world_with, town=folder))

    def _move_in(self, cards: list[Path]) -> None:
        from sandbox_app.simulation.importing.cards import read_card  # late: the first picture does without

        self._window.living.do(lambda: [read_card(card) for card in cards], partial(self._window.desk.new_world_with, cards=cards))


def _files(data: QMimeData) -> list[Path]:
    """The files that are dragged; nothing when something else is among them."""
    urls = data.urls()
    return [Path(url.toLocalFile()) for url in urls] if urls and all(url.isLocalFile() for url in urls) else []
