"""Bugs: both exception hooks lead to the log file and to one dialog that says so."""

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.words import tr

log = logging.getLogger("sandbox_app.ui")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_to(folder: Path) -> Path:
    """Write the program's log into a folder that exists and return the file."""
    path = folder / "town-sandbox.log"
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("sandbox_app")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    qInstallMessageHandler(_qt_said)
    return path


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS[kind], "Qt: %s", message)


class CrashWatch(QObject):
    """Catches what nobody caught, on any thread, and shows one dialog on the main thread.

    Signals:
        crashed: the traceback, as text.
    """

    crashed = Signal(str)

    def __init__(self, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self.dialog: CrashDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self.crashed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Hang in both hooks."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def stop(self) -> None:
        """Put the hooks back that were there before."""
        sys.excepthook, threading.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.critical("a bug:\n%s", text)
        self.crashed.emit(text)

    def _caught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._caught(found.exc_type, found.exc_value, found.exc_traceback)

    def _show(self, text: str) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.add(text)
            return
        self.dialog = CrashDialog(text, self._log_file)
        self.dialog.show()


class CrashDialog(QDialog):
    """Says that the program has a bug, where the log is, and lets one copy what happened."""

    def __init__(self, text: str, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.setMinimumWidth(560)
        said = label(
            tr(
                "Something went wrong in the program itself. What the town has lived so far is saved in the world's file. "
                "You may go on; if the window behaves oddly, close it and open the world again."
            ),
            wrap=True,
        )
        where = label(tr("It is written down in {file}", file=log_file), "caption", wrap=True, selectable=True)
        self.details = QPlainTextEdit(text)
        self.details.setReadOnly(True)
        self.details.setFont(fixed_font(11))
        self.details.setMinimumHeight(200)
        self.details.hide()
        self.details_button = button(tr("Details"), lambda: self.details.setVisible(self.details.isHidden()), "link")
        copy = button(tr("Copy"), lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        go_on = button(tr("Go on"), self.accept, "primary")
        self.setLayout(
            column(
                label(tr("Something went wrong"), "name"),
                said,
                where,
                row(self.details_button, 1, copy, go_on),
                self.details,
                spacing=10,
                margins=(20, 18, 20, 18),
            )
        )

    def add(self, text: str) -> None:
        """Something else went wrong while the dialog was open."""
        self.details.appendPlainText("\n" + text)
