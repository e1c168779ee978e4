"""One model on the page: what it is in a line, how it did, what can be done with it; the rest behind *Details*."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from sandbox_app.llm.library.fitness import Card
from sandbox_app.llm.library.memory import words as size
from sandbox_app.llm.library.questions import TESTS
from sandbox_app.llm.library.told import Listed
from sandbox_app.llm.model_settings import in_words
from sandbox_app.ui.pieces import ElidedLabel, button, card, column, empty, label, row
from sandbox_app.ui.words import tr

_UNITS = (("B", 1e9), ("M", 1e6), ("K", 1e3))


def what_it_is(listed: Listed) -> str:
    """Return what a model is, in a line."""
    entry = listed.entry
    count = next(
        (f"{entry.parameters / size_of:.1f}{unit}" for unit, size_of in _UNITS if entry.parameters >= size_of), str(entry.parameters)
    )
    parts = [
        entry.path.rsplit("/", 1)[-1],
        tr("{count} weights", count=count),
        entry.quantization,
        tr("{size} on disk", size=size(entry.size)),
        tr("needs about {size} of memory", size=size(entry.memory)),
    ]
    if entry.embedding:
        return " · ".join([*parts, tr("finds memories, cannot speak")])
    return " · ".join([*parts, tr("{speed} here", speed=tr(entry.speed))])


class ModelCard(QWidget):
    """A model of the list.

    Signals:
        use: let it think. try_out, cancel: try it, and break that off. said: how it is to be run, in words.
    """

    use = Signal()
    try_out = Signal()
    cancel = Signal()
    said = Signal(str)

    def __init__(self, listed: Listed) -> None:
        super().__init__()
        entry = listed.entry
        self.path = entry.path
        file = entry.path.rsplit("/", 1)[-1]
        self.name = entry.name or file
        title = ElidedLabel("name")
        title.setText(self.name)
        self.use_button = button(tr("Use"), self.use.emit, "primary_small", name="useModel")
        self.use_button.setAccessibleName(tr("Use {name}, {file}", name=self.name, file=file))
        self.try_button = button(tr("Try it"), self.try_out.emit, name="tryModel")
        self.try_button.setAccessibleName(tr("Try {name}", name=self.name))
        self.cancel_button = button(tr("Stop"), self.cancel.emit, name="stopTrial")
        self.details_button = button(tr("Details"), self._toggle, "link", name="modelDetails")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Trying {name}", name=self.name))
        self.message = label("", "quiet", wrap=True)
        self._scores = QGridLayout()
        self._scores.setHorizontalSpacing(18)
        self._scores.setVerticalSpacing(1)
        self.details = self._make_details(listed)
        lines: list[QWidget] = []
        if entry.problem:
            lines.append(label(entry.problem, "quiet", wrap=True))
        else:
            lines.append(label(what_it_is(listed), "quiet", wrap=True))
        self._speaks = not entry.problem and not entry.embedding
        head = row(title, self.use_button, self.try_button, self.cancel_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card(head, *lines, self._scores, self.bar, self.message, row(self.details_button, 1), self.details))
        self.cancel_button.hide()
        self.bar.hide()
        self.message.hide()
        self.details.hide()
        self.use_button.setVisible(self._speaks)
        self.try_button.setVisible(self._speaks)
        if self._speaks:
            self.show_card(listed.card)

    def _make_details(self, listed: Listed) -> QWidget:
        entry = listed.entry
        made = QWidget()
        where = label(entry.path, "caption", wrap=True, selectable=True)
        window = tr("context {count}", count=f"{entry.context:,}")
        template = tr("chat template: {name}", name=entry.template or tr("none"))
        kind = " · ".join(filter(None, (entry.architecture, window, template, f"{entry.source} {entry.label}".strip())))
        self.settings = QLineEdit(in_words(listed.settings))
        self.settings.setPlaceholderText("temperature=0.8 min_p=0.05 context=8192 kv=q8_0 gpu_layers=-1 lora=FILE:1")
        self.settings.setAccessibleName(tr("How {name} is run", name=self.name))
        self.settings.setObjectName("modelSettings")
        save = button(tr("Keep"), lambda: self.said.emit(self.settings.text()), name="keepSettings")
        rows: list[QWidget] = [where]
        if not entry.problem:
            rows.append(label(kind, "caption", wrap=True))
        made.setLayout(column(*rows, row(self.settings, save), spacing=5) if not entry.problem and not entry.embedding else column(*rows))
        return made

    def show_card(self, tried: Card | None) -> None:
        """Show how the model did, test by test."""
        empty(self._scores)
        if tried is None:
            self._scores.addWidget(label(tr("Not tried yet."), "caption"), 0, 0)
            return
        said = {
            "forms": tr("follows forms"),
            "names": tr("copies names"),
            "memory": tr("remembers"),
            "character": tr("stays in character"),
            "rules": tr("plays by a rule"),
            "judge": tr("judges attempts"),
        }
        for place, test in enumerate(TESTS):
            score = tried.tests[test]
            counted = tr("{right} of {of}", right=score.right, of=score.of) if score.of else tr("not learnt")
            self._scores.addWidget(label(said[test], "caption"), 0, place)
            self._scores.addWidget(label(counted), 1, place)
        speed = tr("{count} tokens a second", count=f"{tried.tokens_per_second:.0f}")
        judge = tr("the game master may be this model") if tried.judges else tr("the game master stays with rules")
        self._scores.addWidget(
            label(f"{speed} · {tr('{count} s in all', count=f'{tried.seconds:.0f}')} · {judge}", "caption"), 2, 0, 1, len(TESTS)
        )

    def show_trying(self, done: int, of: int) -> None:
        """Show that the model is being tried; `of` 0: it waits for that, or has only begun."""
        self.say("")
        self.try_button.hide()
        self.cancel_button.show()
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.bar.show()

    def show_rest(self) -> None:
        """Show that nothing is being done with it."""
        self.try_button.setVisible(self._speaks)
        self.cancel_button.hide()
        self.bar.hide()

    def say(self, words: str, details: str = "") -> None:
        """Say something below; "" for nothing."""
        self.message.setText(words)
        self.message.setToolTip(details)
        self.message.setVisible(bool(words))

    def _toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())
