"""What stands before a person when the program starts, and what is left for later."""

import subprocess
import sys

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sandbox_app import processes
from sandbox_app.ui.theme import look

NOT_YET = {"scipy", "sqlite_utils", "gguf", "llama_cpp", "networkx", "pyqtgraph", "httpx", "asyncio"}
"""What only a world that lives, its plots and its models need; together they take longer than the window."""
SHOWN = "import sys; from sandbox_app.cli.first_picture import main; main(); print(*sys.modules)"


def test_the_welcome_page_is_painted_before_anything_is_loaded_that_only_worlds_need() -> None:
    ended = subprocess.run([sys.executable, "-c", SHOWN], capture_output=True, text=True, env=processes.environment(), check=True)
    painted, modules = ended.stdout.splitlines()
    assert painted == "painted"
    assert "sandbox_app.ui.window.main_window" in modules.split()
    assert not NOT_YET.intersection(modules.split())


def _built() -> QImage:
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.addWidget(QPushButton("Open the sample town"))
    return box.grab().toImage()


def test_what_is_built_undressed_looks_as_what_is_built_dressed(qtbot: QtBot, qapp: QApplication, dressed: None) -> None:
    after = _built()
    with look.undressed(qapp):
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.addWidget(QPushButton("Open the sample town"))
        bare = _built()
    assert box.grab().toImage() == after
    assert bare != after
