"""Bugs reach one dialog and the log."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler
from pytestqt.qtbot import QtBot

from sandbox_app.ui.crash import CrashWatch, log_to
from tests.ui.conftest import PATIENCE


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger("sandbox_app")
    before = list(root.handlers)
    yield log_to(tmp_path)
    qInstallMessageHandler(None)
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


def test_bugs_of_any_thread_lead_to_one_dialog_and_the_log(qtbot: QtBot, log_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    watch = CrashWatch(log_file)
    watch.start()
    try:
        for name in ("first", "second"):
            thread = threading.Thread(target=lambda name=name: {}[name])
            thread.start()
            thread.join()
    finally:
        watch.stop()
    qtbot.waitUntil(lambda: watch.dialog is not None and "second" in watch.dialog.details.toPlainText(), timeout=PATIENCE)
    dialog = watch.dialog
    assert dialog is not None
    assert "KeyError: 'first'" in dialog.details.toPlainText()
    assert not dialog.details.isVisible()
    qtbot.mouseClick(dialog.details_button, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible()
    assert "KeyError: 'first'" in log_file.read_text()
    assert len([record for record in caplog.records if record.levelno == logging.CRITICAL]) == 2
    dialog.accept()
