"""What a desktop sees of worlds: it knows them, also without their ending, and hands them to the program in whichever way it does."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sandbox_app.simulation.create import create_world_file
from tests.test_resources import CHECKOUT

_KINDS = """
import sys
from PySide6.QtCore import QMimeDatabase
for path in sys.argv[1:]:
    kind = QMimeDatabase().mimeTypeForFile(path)
    print(kind.name(), kind.comment())
"""
_HANDED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from sandbox_app.ui import app
from sandbox_app.ui.window.main_window import MainWindow

def opened(window, path):
    print(path.name, window.isVisible())
    QCoreApplication.quit()

MainWindow.open_world = opened
QCoreApplication.postEvent(app.application(), QFileOpenEvent(sys.argv[1]))
QTimer.singleShot(60_000, QCoreApplication.quit)
sys.exit(app.run(None, runner_command=lambda world: [], new_sample=lambda path: None))
"""


def told(script: str, *arguments: Path, **variables: str) -> list[str]:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"} | variables
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_world_is_known_by_its_name_and_by_what_is_in_it(tmp_path: Path) -> None:
    known = tmp_path / "share" / "mime" / "packages"
    known.mkdir(parents=True)
    shutil.copy(CHECKOUT / "packaging" / "debian" / "town-sandbox.xml", known)
    world, renamed, table = tmp_path / "my.world", tmp_path / "from a letter", tmp_path / "any.db"
    create_world_file(world, "lane")
    shutil.copy(world, renamed)
    with closing(sqlite3.connect(table)) as other:
        other.execute("CREATE TABLE town (name)")
    kinds = told(_KINDS, world, renamed, table, XDG_DATA_HOME=str(tmp_path / "share"))
    assert kinds[:2] == ["application/x-town-sandbox-world Town Sandbox world"] * 2
    assert kinds[2].startswith("application/vnd.sqlite3")


def test_a_world_that_the_desktop_hands_to_the_started_program_is_opened(tmp_path: Path) -> None:
    home = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    assert told(_HANDED, tmp_path / "my towns" / "lane.world", **home) == ["lane.world True"]
