"""The window of the help pages: questions left, the answer right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from sandbox_app.ui.help.topics import Topic, folder, topics
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

_MARGIN = 24


class Browser(QTextBrowser):
    """Shows a page; its pictures are as wide as there is room. Nothing is ever fetched from anywhere."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Take pictures from the help folder, and nothing from elsewhere."""
        wanted = QUrl(name).fileName()
        if kind != QTextDocument.ResourceType.ImageResource.value or not (folder() / wanted).is_file():
            return None
        picture = QImage(str(folder() / wanted))
        ratio = self.devicePixelRatioF()
        room = QSize(round((self.viewport().width() - _MARGIN) * ratio), 10_000)
        if picture.width() > room.width():
            picture = picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


class HelpPage(QDialog):
    """A window of its own beside the town, so that one can read and do."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(tr("How do I…?"))
        self.setMinimumSize(480, 320)
        self.resize(880, 620)
        self._topics = topics()
        self.filter_box = QLineEdit(placeholderText=tr("Words"), clearButtonEnabled=True)
        self.filter_box.setAccessibleName(tr("Pages with these words"))
        self.list = QListWidget()
        self.list.setObjectName("topics")
        self.list.setAccessibleName(tr("Questions"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = Browser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("The answer"))
        self.nothing = label(tr("No page has these words."), "quiet", wrap=True)
        left = QWidget()
        left.setLayout(column(self.filter_box, self.nothing, self.list, spacing=6))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setSizes([250, 600])
        end = row(button(tr("Take the tour"), self._tour), 1, button(tr("Close"), self.close))
        whole = column(split, end, spacing=10, margins=(16, 14, 16, 14))
        whole.setStretchFactor(split, 1)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the page's own least size is enough
        self.setLayout(whole)
        self.filter_box.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(self._show)
        self._fill("")

    def _fill(self, words: str) -> None:
        wanted = words.casefold().split()
        self.list.clear()
        last = Topic("keys", tr("All keys"), keys_page(self._window.actions_.all))
        for topic in (*self._topics, last):
            if all(word in topic.text.casefold() for word in wanted):
                QListWidgetItem(topic.title, self.list).setData(Qt.ItemDataRole.UserRole, topic)
        self.nothing.setVisible(not self.list.count())
        self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        self.page.setMarkdown(item.data(Qt.ItemDataRole.UserRole).text if item is not None else "")

    def _tour(self) -> None:
        self.close()
        self._window.desk.take_tour()


def keys(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    """Return what each action is called, and its keys, for all that have any."""
    native = QKeySequence.SequenceFormat.NativeText
    rows = [(action.text().rstrip("…"), ", ".join(one.toString(native) for one in action.shortcuts())) for action in actions]
    return [(words, pressed) for words, pressed in rows if pressed]


def keys_page(actions: Sequence[QAction]) -> str:
    """Return a page of all keys as they are now, from the actions themselves."""
    rows = [(words, pressed.replace("|", "\\|")) for words, pressed in keys(actions)]
    title, said = tr("All keys"), tr("Every one can be another: Settings, Keys.")
    return f"# {title}\n\n{said}\n\n| | |\n|---|---|\n" + "".join(f"| {words} | {pressed} |\n" for words, pressed in rows)
