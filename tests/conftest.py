"""What holds for every test: off screen, no network, folders of its own, and nothing left behind.

Sockets are blocked and warnings are errors by pyproject.toml; a Qt warning fails a test there, too.
"""

import logging
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

GRACE_SECONDS = 5.0
"""How long what a test has told to end may take to do so."""

FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_STATE_HOME": "home/state",
}


settings.register_profile("same", derandomize=True)
settings.register_profile("other", print_blob=True)
settings.load_profile("same")
"""`make test` tries the same examples each time, so that green stays green; `make soak` tries others (`--hypothesis-profile other`)."""


def pytest_configure() -> None:
    """Set what must stand before Qt is imported; children of a test get it, too."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("DISPLAY", None)
    os.environ.pop("WAYLAND_DISPLAY", None)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test settings and data folders of its own, empty ones."""
    for variable, folder in FOLDERS.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(tmp_path / folder))


def _running() -> set[threading.Thread | multiprocessing.process.BaseProcess]:
    return {*threading.enumerate(), *multiprocessing.active_children()}


def _open_windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets and widgets.QApplication.instance()
    if not application:
        return []
    return [repr(widget) for widget in application.topLevelWidgets() if widget.isVisible()]


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a child process or a visible window behind."""
    before = _running()
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    left = _running() - before
    for runs in left:
        runs.join(max(0.0, deadline - time.monotonic()))
    names = [runs.name for runs in left if runs.is_alive()] + _open_windows()
    if names:
        pytest.fail(f"{request.node.name} left behind: {', '.join(sorted(names))}")


@pytest.fixture(autouse=True)
def no_unexpected_warning_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which something logs a warning; one that expects it takes `caplog` and looks at it."""
    expects = "caplog" in request.fixturenames
    caplog: pytest.LogCaptureFixture = request.getfixturevalue("caplog")
    yield
    records = [record for when in ("setup", "call") for record in caplog.get_records(when) if record.levelno >= logging.WARNING]
    if records and not expects:
        pytest.fail("unexpected in the log: " + "; ".join(f"{record.name}: {record.getMessage()}" for record in records))
