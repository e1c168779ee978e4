"""The form with which a person enters the town: a name, who that is, and where."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QWidget

from sandbox_app.simulation.importing.newcomer import LONGEST_NAME
from sandbox_app.simulation.interventions import Enter
from sandbox_app.town.check import LONGEST_LINE
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr


class EnterForm(QDialog):
    """Asks who comes to visit. Under a name used before one is that visitor again, whom people remember."""

    def __init__(self, scene: Scene, does: Callable[[Enter], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._scene, self._does = scene, does
        self.setWindowTitle(tr("Enter the town"))
        self.setMinimumWidth(440)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.name.lineEdit()
        assert line is not None  # an editable box has one
        line.setMaxLength(LONGEST_NAME)
        line.setPlaceholderText(tr("Mara Quill"))
        self.about = QLineEdit()
        self.about.setMaxLength(LONGEST_LINE)
        self.about.setPlaceholderText(tr("A traveller from the coast."))
        self.place = QComboBox()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, widget in ((tr("Your name here"), self.name), (tr("Who you are"), self.about), (tr("Where"), self.place)):
            words = label(title, "quiet")
            words.setBuddy(widget)
            widget.setAccessibleName(title)
            form.addRow(words, widget)
        self.what = label("", "quiet", wrap=True)
        self.what.setMinimumHeight(70)
        self.do = button(tr("Enter the town"), self._do, "primary", name="enterTown")
        self.do.setDefault(True)
        cancel = button(tr("Cancel"), self.close)
        cancel.setAutoDefault(False)
        self.setLayout(column(form, self.what, row(1, cancel, self.do), spacing=12, margins=(16, 14, 16, 14)))
        self.name.editTextChanged.connect(self._say)

    def open_at(self, place: int) -> None:
        """Appear, with a place chosen (0: in the open)."""
        name = self.name.currentText()
        self.name.clear()
        self.name.addItems([who.name for who in self._scene.residents if who.member.visitor])
        self.name.setEditText(name or (self.name.itemText(0) if self.name.count() else ""))
        self.place.clear()
        self.place.addItem(tr("In the open"), 0)
        places = [(self._scene.where(one.id), one.id) for one in self._scene.town.places if one.level != "town"]
        for words, number in sorted(places):
            self.place.addItem(words, number)
        self.place.setCurrentIndex(max(self.place.findData(place), 0))
        self._say()
        self.show()
        self.raise_()
        self.name.setFocus()

    def _known(self) -> bool:
        name = self.name.currentText().strip().casefold()
        return any(name in (who.name.casefold(), who.short.casefold()) for who in self._scene.residents if who.member.visitor)

    def _say(self) -> None:
        name = self.name.currentText().strip()
        self.do.setEnabled(bool(name))
        self.about.setEnabled(not self._known())
        if self._known():
            self.what.setText(tr("You come again as {name}. Whoever has met you knows you.", name=name))
            return
        told = tr("People see you, may come and talk with you, and remember you. When it is your turn to speak, the town waits for you.")
        record = tr("Your visit stays on the record; you can leave at any time.")
        self.what.setText(f"{told} {record}")

    def _do(self) -> None:
        name = self.name.currentText().strip()
        if name:
            self.close()
            self._does(Enter(name, self.place.currentData() or 0, self.about.text().strip()))
