"""The form of a deed: only what the deed needs, the sentence that says what it will come to, and one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QFormLayout, QLabel, QLineEdit, QTimeEdit, QWidget

from sandbox_app.simulation.editing.belongings import LONGEST_ITEM
from sandbox_app.simulation.editing.closing import LONGEST_WHY
from sandbox_app.simulation.intervening import LONGEST_TEXT
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.ui.deeds.wording import PARTS, Deed, Kind, Part, interventions, kinds, preview
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr, weathers

_TIME = "HH:mm"
LONGEST_NAME, LONGEST_STATE = 40, 40


class DeedForm(QDialog):
    """One form for all deeds; `open_for` asks for another one. It stays open so that several things can be done in turn.

    Args of its maker: `does` sends an intervention; `possible` says whether something can happen now.
    """

    def __init__(self, scene: Scene, does: Callable[[Intervention], object], possible: Callable[[], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._scene, self._does, self._possible = scene, does, possible
        self.setWindowTitle(tr("Change the town"))
        self.setMinimumWidth(460)
        self.kind = QComboBox()
        for kind, words in kinds().items():
            self.kind.addItem(words.rstrip("…"), kind)
        self.agent, self.other, self.place, self.thing = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.speaker, self.words = QLineEdit(), QLineEdit()
        self.item = QComboBox()
        self.weather = QComboBox()
        for name, said in weathers().items():
            self.weather.addItem(said, name)
        self.time = QTimeEdit(QTime(16, 0))
        self.time.setDisplayFormat(_TIME)
        self.speaker.setPlaceholderText(tr("a visitor"))
        self.speaker.setMaxLength(LONGEST_NAME)
        self.words.setMaxLength(LONGEST_TEXT)
        for box in (self.place, self.thing):
            _filtered(box)
        self._rows: dict[Part, tuple[QLabel, QWidget]] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(None, tr("What"), self.kind)
        titles: tuple[tuple[Part, str, QWidget], ...] = (
            ("agent", tr("Who"), self.agent),
            ("other", tr("And"), self.other),
            ("thing", tr("Thing"), self.thing),
            ("place", tr("Where"), self.place),
            ("item", tr("What"), self.item),
            ("time", tr("When"), self.time),
            ("weather", tr("Weather"), self.weather),
            ("speaker", tr("You are"), self.speaker),
            ("words", tr("Words"), self.words),
        )
        for part, title, widget in titles:
            self._row(part, title, widget)
        self.what = label("", "quiet", wrap=True)
        self.what.setMinimumHeight(56)
        self.what.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.do = button(tr("Let it happen"), self._do, "primary", name="letItHappen")
        self.do.setDefault(True)
        close = button(tr("Close"), self.close)
        close.setAutoDefault(False)
        self.setLayout(column(self._form, self.what, row(1, close, self.do), spacing=12, margins=(16, 14, 16, 14)))
        for box in (self.kind, self.agent, self.other, self.place, self.thing):
            box.currentIndexChanged.connect(self._say)
        self.agent.currentIndexChanged.connect(self._list_items)
        self.item.currentIndexChanged.connect(self._say)
        self.weather.currentIndexChanged.connect(self._say)
        self.kind.currentIndexChanged.connect(self._arrange)
        self.speaker.textChanged.connect(self._say)
        self.words.textChanged.connect(self._say)
        self.time.timeChanged.connect(self._say)
        scene.moved.connect(self._moved)

    def open_for(self, kind: Kind) -> None:
        """Appear with the form of a deed, about who or what is selected."""
        self._fill()
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._arrange()
        self._say()
        self.show()
        self.raise_()
        (self.words if "words" in PARTS[kind] else self.agent).setFocus()

    @property
    def deed(self) -> Deed:
        """What is filled in."""
        return Deed(
            kind=self.kind.currentData(),
            agent=self.agent.currentData() or 0,
            other=self.other.currentData() or 0,
            place=self.place.currentData() or 0,
            thing=self.thing.currentData() or 0,
            item=self.item.currentText(),
            weather=self.weather.currentData(),
            speaker=self.speaker.text().strip(),
            time=self.time.time().toString(_TIME),
            words=self.words.text().strip(),
        )

    def _row(self, part: Part | None, title: str, widget: QWidget) -> None:
        shown = label(title, "quiet")
        shown.setBuddy(widget)
        widget.setAccessibleName(title)
        self._form.addRow(shown, widget)
        if part is not None:
            self._rows[part] = (shown, widget)

    def _fill(self) -> None:
        scene, chosen = self._scene, self._scene.selection
        people = [(who.name, who.id) for who in scene.residents if scene.tile(who.id) is not None]
        places = [(scene.where(place.id), place.id) for place in scene.town.places if place.level != "town"]
        things = [(f"{thing.name} ({scene.where(thing.place)})", thing.id) for thing in scene.town.things]
        _choices(self.agent, people, chosen.id if chosen.kind == "agent" else self.agent.currentData())
        _choices(self.other, people, self.other.currentData() or (people[1][1] if len(people) > 1 else 0))
        _choices(
            self.place, [(tr("The whole town"), 0), *sorted(places)], chosen.id if chosen.kind == "place" else self.place.currentData()
        )
        _choices(self.thing, sorted(things), chosen.id if chosen.kind == "thing" else self.thing.currentData())

    def _list_items(self) -> None:
        """Offer what the chosen person carries."""
        now = self._scene.agents.get(self.agent.currentData() or 0)
        carried = list(now.carried) if now is not None else []
        if carried != [self.item.itemText(at) for at in range(self.item.count())]:
            self.item.clear()
            self.item.addItems(carried)

    def _arrange(self) -> None:
        self._list_items()
        needed = PARTS[self.kind.currentData()]
        for part, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(part in needed)
        hints = {"set": tr("burning"), "give": tr("12 coins"), "close": tr("the roof leaks"), "whisper": tr("You want to learn to dance.")}
        self.words.setMaxLength(
            {"set": LONGEST_STATE, "give": LONGEST_ITEM, "close": LONGEST_WHY}.get(self.kind.currentData(), LONGEST_TEXT)
        )
        self.words.setPlaceholderText(hints.get(self.kind.currentData(), tr("There will be music on the square at six.")))
        self.adjustSize()

    def _say(self) -> None:
        if self._scene.world is not None:
            self.what.setText(preview(self._scene, self.deed))
            self._enable()

    def _moved(self) -> None:
        if self.isVisible():
            self._enable()

    def _enable(self) -> None:
        self.do.setEnabled(self._possible() and bool(interventions(self._scene, self.deed)))

    def _do(self) -> None:
        for what in interventions(self._scene, self.deed):
            self._does(what)
        self.words.clear()
        self.what.setText(tr("Sent to the town; the log says what came of it."))


def _filtered(box: QComboBox) -> None:
    """Let a person type any part of a name in a long list."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = box.completer()
    assert completer is not None  # an editable box has one
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)


def _choices(box: QComboBox, choices: list[tuple[str, int]], wanted: int | None) -> None:
    box.blockSignals(True)
    box.clear()
    for words, number in choices:
        box.addItem(words, number)
    box.setCurrentIndex(max(box.findData(wanted), 0))
    box.blockSignals(False)
