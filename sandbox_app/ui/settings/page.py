"""The settings page, a window of its own beside the town."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.settings.keys import KeysTab
from sandbox_app.ui.settings.wordings import WordingsTab
from sandbox_app.ui.settings.world import WorldTab
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

SCALES = (100, 125, 150, 175, 200)
"""Interface scales, in percent."""


class SettingsPage(QDialog):
    """The page of one window. What is chosen holds at once; the scale from the next start on."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(tr("Settings"))
        self.setMinimumSize(480, 320)
        self.resize(680, 560)
        self.theme = QComboBox()
        for choice, words in (("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))):
            self.theme.addItem(words, choice)
        self.scale = QComboBox()
        for percent in SCALES:
            self.scale.addItem(f"{percent} %", percent)
        self.keys = KeysTab(window.actions_.all, window.remembered)
        self.world = WorldTab(window.scene, window.intervene, lambda: window.can_change)
        self.wordings = WordingsTab(window.scene, window.intervene, lambda: window.can_change)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._look(), tr("Look"))
        self.tabs.addTab(self.keys, tr("Keys"))
        self.tabs.addTab(self.world, tr("This world"))
        self.tabs.addTab(self.wordings, tr("Prompts"))
        self.tabs.addTab(self._privacy(), tr("Privacy"))
        whole = column(self.tabs, row(1, button(tr("Close"), self.close)), spacing=10, margins=(16, 14, 16, 14))
        whole.setStretchFactor(self.tabs, 1)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the page's own least size is enough
        self.setLayout(whole)

    def look(self) -> None:
        """Show what holds now."""
        remembered = self._window.remembered
        for box, value in ((self.theme, remembered.theme), (self.scale, remembered.number("scale", 100))):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(value), 0))
            box.blockSignals(False)
        self.keys.look()
        self.world.look()
        self.wordings.look()
        for one in self.findChildren(QPushButton):
            one.setAutoDefault(False)  # Enter belongs to the lines

    def _look(self) -> QWidget:
        said = label(tr("The scale holds from the next start on; it comes on top of the system's own."), "quiet", wrap=True)
        form = QFormLayout()
        for title, box in ((tr("Colours"), self.theme), (tr("Size of everything"), self.scale)):
            box.setAccessibleName(title)
            shown = label(title)
            shown.setBuddy(box)
            form.addRow(shown, box)
        self.theme.currentIndexChanged.connect(lambda: self._window.actions_.wear(self.theme.currentData()))
        self.scale.currentIndexChanged.connect(lambda: self._window.remembered.keep_number("scale", self.scale.currentData()))
        return _page(form, said)

    def _privacy(self) -> QWidget:
        offline = tr(
            "Town Sandbox works without a network. Towns, models and worlds are files on this computer, and all thinking happens here."
        )
        told = tr(
            "Nothing is counted, measured or sent to anybody: there is no telemetry at all, and no crash report leaves this computer."
        )
        remote = tr("Only where you name a server yourself (--server), the prompts of your town are sent to that server.")
        return _page(*(label(words, wrap=True) for words in (offline, told, remote)))


def _page(*items: QWidget | QFormLayout) -> QWidget:
    page = QWidget()
    page.setLayout(column(*items, 1, spacing=12, margins=(14, 14, 14, 14)))
    return page
