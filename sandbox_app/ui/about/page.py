"""The page that says what this program is, and under which licences it and its parts are."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from sandbox_app import __version__, resources
from sandbox_app.licences import shipped
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.words import tr

_SIGN = 64


class AboutPage(QDialog):
    """A window of its own beside the town; worlds lie in `folder`."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Town Sandbox"))
        self.setMinimumSize(480, 340)
        self.resize(760, 500)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What this program is made with"))
        for part in shipped():
            QListWidgetItem(f"{part.name} {part.version}".strip(), self.list).setToolTip(part.licence)
        self.licence = label("", "heading", wrap=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setFont(fixed_font(11))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The licence's text"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self._what(folder), tr("The program"))
        self.tabs.addTab(self._licences(), tr("Licences"))
        whole = column(self.tabs, row(1, button(tr("Close"), self.close)), spacing=10, margins=(16, 14, 16, 14))
        whole.setStretchFactor(self.tabs, 1)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the page's own least size is enough
        self.setLayout(whole)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _what(self, folder: Path) -> QWidget:
        sign = QLabel()
        sign.setPixmap(_sign(self.devicePixelRatioF()))
        said = (
            tr("A small town of language-model agents, in one window and one file per world."),
            tr("All of it happens on this computer; nothing is sent anywhere, nothing is counted, and no account is needed."),
            tr(
                "What the people say and do is made up by a model. The demo model that ships is very small: it was made by this "
                "project to be quick and to show everything, not to be clever."
            ),
            tr("Your worlds are in {folder}.", folder=folder),
        )
        title = row(sign, label(tr("Town Sandbox {version}", version=__version__), "title"), 1, spacing=14)
        words = [label(words, wrap=True, selectable=True) for words in said]
        made = QWidget()
        build = label(resources.build(), "caption", wrap=True, selectable=True)
        made.setLayout(column(title, *words, build, 1, spacing=12, margins=(14, 16, 14, 14)))
        return made

    def _licences(self) -> QWidget:
        right = QWidget()
        right.setLayout(column(self.licence, self.text, spacing=6, margins=(8, 8, 0, 0)))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([230, 490])
        return split

    def _show(self, place: int) -> None:
        part = shipped()[place]
        self.licence.setText(f"{part.licence}\n{part.home}".strip())
        self.text.setPlainText(part.text or tr("The package brings no text of its licence along."))


def _sign(ratio: float) -> QPixmap:
    picture = QPixmap(str(resources.assets("icons", "town-sandbox-128.png")))
    picture = picture.scaled(
        round(_SIGN * ratio), round(_SIGN * ratio), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    picture.setDevicePixelRatio(ratio)
    return picture
