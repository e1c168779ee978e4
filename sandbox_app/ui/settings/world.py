"""The settings of the open world: each with what it may be, changed by an edit that can be undone."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from sandbox_app.errors import Problem
from sandbox_app.simulation.editing.operations import SetSetting
from sandbox_app.simulation.interventions import Edit, Intervention
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import button, column, label, row, scrolled
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.simulation.editing.settled import Setting


class WorldTab(QWidget):
    """A line for every setting. Enter, or leaving the line, lets it hold; what cannot be is said and put back."""

    def __init__(self, scene: Scene, does: Callable[[Intervention], object], possible: Callable[[], bool]) -> None:
        super().__init__()
        self._scene, self._does, self._possible = scene, does, possible
        self.message = label("", "quiet", wrap=True)
        self.lines: dict[str, QLineEdit] = {}
        self._kept: dict[str, Setting] = {}
        self._form = QFormLayout()
        inner = QWidget()
        inner.setLayout(self._form)
        area = scrolled(inner)
        whole = column(self.message, area, spacing=10, margins=(14, 14, 14, 14))
        whole.setStretchFactor(area, 1)
        self.setLayout(whole)
        scene.moved.connect(self._moved)

    def look(self) -> None:
        """Read what holds now."""
        if self._scene.world is None:
            self.message.setText(tr("Open a world first; its settings can be changed here."))
            return

        def read(reader: WorldReader) -> "list[Setting]":
            from sandbox_app.simulation.editing.settled import listed, settings_of  # late: the first picture does without

            return listed(settings_of(reader))

        self._scene.ask("settings", read, self._found)

    def _moved(self, frame: Frame) -> None:
        if self.isVisible() and any(event.kind == "edit" for event in frame.events):
            self.look()

    def _found(self, settings: "list[Setting]") -> None:
        can = self._possible()
        said = tr("Each change holds from now on, is on the record, and can be undone.")
        self.message.setText(said if can else tr("Settings can be changed while the present is shown."))
        self._kept = {setting.name: setting for setting in settings}
        for setting in settings:
            if setting.name not in self.lines:
                self._line(setting)
            line = self.lines[setting.name]
            line.setText(_words(setting.value))
            line.setEnabled(can and setting.editable)

    def _line(self, setting: "Setting") -> None:
        line = QLineEdit()
        line.editingFinished.connect(partial(self._edited, setting.name))
        may = setting.kind
        if setting.least is not None and setting.most is not None:
            may = tr("{kind} from {least} to {most}", kind=setting.kind, least=f"{setting.least:g}", most=f"{setting.most:g}")
        title = setting.name.replace("_", " ").capitalize()
        line.setAccessibleName(title)
        line.setToolTip(tr("{may}; {default} at first", may=may, default=_words(setting.default) or tr("nothing")))
        shown = label(title)
        shown.setBuddy(line)
        back = button(tr("Default"), partial(self._change, setting.name, _words(setting.default)), "link")
        back.setAutoDefault(False)  # Enter belongs to the line
        back.setAccessibleName(tr("{what}: back to the default", what=title))
        self.lines[setting.name] = line
        self._form.addRow(shown, row(line, back))
        about = label(tr(setting.about), "quiet", wrap=True)
        about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._form.addRow("", about)

    def _edited(self, name: str) -> None:
        self._change(name, self.lines[name].text())

    def _change(self, name: str, text: str) -> None:
        from sandbox_app.simulation.editing.settled import value_of

        setting = self._kept[name]
        if text == _words(setting.value) or not self._possible():
            return
        try:
            value_of(name, text)
        except Problem as problem:
            self.message.setText(problem.sentence)
            self.lines[name].setText(_words(setting.value))
            return
        self._does(Edit(SetSetting(name, text)))


def _words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return "; ".join(str(part) for part in value)
        case _:
            return str(value)
