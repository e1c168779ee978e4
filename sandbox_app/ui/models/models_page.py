"""The page of models, a window of its own beside the town: list, filter, folders, use, try."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice, default_model
from sandbox_app.llm.library.fitness import Card
from sandbox_app.llm.library.folders import choose_folder
from sandbox_app.llm.library.told import Listed
from sandbox_app.llm.model_settings import ModelSettings, changed, in_words, keep, names, settings_of
from sandbox_app.ui.background import Background
from sandbox_app.ui.models.model_card import ModelCard
from sandbox_app.ui.models.shelf import Shelf
from sandbox_app.ui.pieces import button, column, empty, label, row, scrolled
from sandbox_app.ui.words import several, tr


class ModelsPage(QDialog):
    """The models on this computer.

    Args of its maker: `think_with` lets a model think, now or in the next town; `lives` says whether there is a town now.
    """

    def __init__(self, think_with: Callable[[Choice], None], lives: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._think_with, self._lives = think_with, lives
        self.shelf = Shelf(self)
        self._chores = Background("models", self)
        self.cards: dict[str, ModelCard] = {}
        self.setWindowTitle(tr("Models"))
        self.setObjectName("modelsPage")
        self.setMinimumSize(560, 320)
        self.resize(860, 680)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(tr("Filter by name or folder"))
        self.filter_box.setAccessibleName(tr("Filter the models"))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._filter)
        self.folder_button = button(tr("Look in another folder…"), self.choose_folder, name="addFolder")
        self.again_button = button(tr("Look again"), self.look, name="lookAgain")
        self.message = label("", "quiet", wrap=True)
        said = tr(
            "Who can think for a town. Files of LM Studio, Ollama, Jan, GPT4All, Hugging Face and llama.cpp are used where they lie; "
            "nothing is copied or changed. Try it puts the same few questions to each."
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        inner = QWidget()
        inner.setLayout(column(self._list, 1, margins=(0, 0, 8, 0)))
        head = row(self.filter_box, self.folder_button, self.again_button, margins=(0, 0, 8, 0))
        head.setStretchFactor(self.filter_box, 1)
        area = scrolled(inner)
        close = button(tr("Close"), self.close, name="closeModels")
        end = row(self.message, close, margins=(0, 0, 8, 0))
        whole = column(label(said, "quiet", wrap=True), head, area, end, spacing=10, margins=(16, 14, 8, 12))
        whole.setStretchFactor(area, 1)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the page's own least size is enough
        self.setLayout(whole)
        shelf = self.shelf
        shelf.listed.connect(self._add)
        shelf.complete.connect(self._complete)
        shelf.begun.connect(lambda path: self._on(path, lambda card: card.show_trying(0, 0)))
        shelf.progress.connect(lambda path, done, of: self._on(path, lambda card: card.show_trying(done, of)))
        shelf.tried.connect(self._tried)
        shelf.failed.connect(self._failed)
        self._chores.trouble.connect(lambda problem: self.message.setText(problem.sentence))

    def look(self) -> None:
        """List the models anew."""
        empty(self._list)
        self.cards.clear()
        self.message.setText(tr("Looking for models…"))
        self.shelf.list_all()

    def choose_folder(self) -> None:
        """Let the person name a folder in which models lie."""
        name = QFileDialog.getExistingDirectory(self, tr("A folder with models"), str(Path.home()))
        if name:
            self.add_folder(Path(name))

    def add_folder(self, path: Path) -> None:
        """Look in a folder, too, from now on."""
        try:
            choose_folder(path)
        except Problem as problem:
            self.message.setText(problem.sentence)
        else:
            self.look()

    def end(self) -> None:
        """Break off what is being done."""
        self.shelf.close()
        self._chores.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Break off what is being tried; the list stays."""
        for path in self.cards:
            self.stop(path)
        super().closeEvent(event)

    def try_out(self, path: str) -> None:
        """Try a model, after those that are being tried."""
        self.cards[path].show_trying(0, 0)
        self.shelf.try_out(path)

    def stop(self, path: str) -> None:
        """Break off the trial of a model."""
        self.shelf.cancel(path)
        self.cards[path].show_rest()

    def use(self, path: str) -> None:
        """Let a model think."""
        self._think_with(Choice() if Path(path) == default_model() else Choice(model=path))
        name = self.cards[path].name
        now, then = tr("{name} thinks from now on.", name=name), tr("{name} thinks in the world that you open next.", name=name)
        self.message.setText(now if self._lives() else then)

    def _add(self, listed: Listed) -> None:
        card = ModelCard(listed)
        path = listed.entry.path
        self.cards[path] = card
        card.use_button.setToolTip("" if self._lives() else tr("It thinks in the world that you open next."))
        card.use.connect(partial(self.use, path))
        card.try_out.connect(partial(self.try_out, path))
        card.cancel.connect(partial(self.stop, path))
        card.said.connect(partial(self._keep, path))
        self._list.addWidget(card)
        self._filter(self.filter_box.text())

    def _complete(self) -> None:
        self.message.setText(several(len(self.cards), "{count} model on this computer.", "{count} models on this computer."))

    def _on(self, path: str, what: Callable[[ModelCard], None]) -> None:
        if path in self.cards:
            what(self.cards[path])

    def _tried(self, path: str, tried: Card) -> None:
        def show(card: ModelCard) -> None:
            card.show_rest()
            card.show_card(tried)

        self._on(path, show)

    def _failed(self, path: str, sentence: str, details: str) -> None:
        def show(card: ModelCard) -> None:
            card.show_rest()
            card.say(sentence, details)

        if path in self.cards:
            self._on(path, show)
        else:
            self.message.setText(sentence)

    def _keep(self, path: str, words: str) -> None:
        card = self.cards[path]

        def work() -> tuple[ModelSettings | None, str]:
            file = Path(path)
            try:
                unsaid = [f"{name}=" for name in names()]
                settings = changed(changed(settings_of(file), unsaid), words.split())
                keep(file, settings)
            except Problem as problem:
                return None, problem.sentence
            return settings, tr("Kept; it holds from when the model is opened the next time.")

        def answer(result: tuple[ModelSettings | None, str]) -> None:
            settings, said = result
            card.say(said)
            if settings is not None:
                card.settings.setText(in_words(settings))

        self._chores.ask(f"keep {path}", work, answer)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for path, card in self.cards.items():
            known = f"{card.name} {path}".casefold()
            card.setVisible(all(word in known for word in wanted))
