"""The real window, drawn without a screen into a picture, from the world file alone."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PySide6.QtCore import QEventLoop, QTimer

from sandbox_app.errors import Problem
from sandbox_app.ui.app import application
from sandbox_app.ui.inspector.agent_page import TABS
from sandbox_app.ui.living import Launch
from sandbox_app.ui.opening import read_moment
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader

PANELS = (*TABS, "log", "map")
SETTLE_MS = 150
"""How long a filled panel may take to be laid out."""


def screenshot(
    world: Path,
    out: Path,
    *,
    at: str | None = None,
    panel: str | None = None,
    agent: str | None = None,
    size: tuple[int, int] = (1600, 1000),
    theme: Literal["light", "dark"] = "light",
) -> None:
    """Draw the window.

    Args:
        at: the moment, as `Clock.parse` understands it; None for the last step.
        panel: one of `PANELS`: a tab of the inspector, the log, or the map alone.
        agent: name of who is selected and stands in the middle of the map; needed for a tab of the inspector.
        size: in pixels.

    Raises:
        Problem: the world cannot be read, there is no such moment, panel or agent, or the picture cannot be written.
    """
    if panel is not None and panel not in PANELS:
        raise Problem(f"There is no panel {panel!r}; choose one of {', '.join(PANELS)}.")
    if panel in TABS and agent is None:
        raise Problem(f"Whose {panel}? Name somebody with --agent.")
    with WorldReader(world) as reader:
        found = read_moment(reader, at)
    qt = application()
    look.start(qt, theme)
    with TemporaryDirectory() as folder:
        window = MainWindow(Launch(lambda _world: (), lambda _path: None), Remembered(Path(folder) / "window.ini"), Path(folder))
        try:
            window.map.set_reduced_motion(True)
            window.resize(*size)
            window.show()
            window.show_still(*found)
            _arrange(window, panel, agent)
            _settle(window)
            if not window.grab().save(str(out)):
                raise Problem(f"The picture could not be written to {out}; choose a .png file in a folder that exists.")
        finally:
            window.close()
            window.deleteLater()


def _arrange(window: MainWindow, panel: str | None, agent: str | None) -> None:
    if not window.travel.past:
        window.toolbar.enable_run(True)  # as it is for whoever opens this world
    if agent is not None:
        wanted = agent.casefold()
        found = next((who for who in window.scene.residents if wanted in (who.name.casefold(), who.short.casefold())), None)
        if found is None:
            names = ", ".join(who.short for who in window.scene.residents)
            raise Problem(f"Nobody here is called {agent!r}; there are {names}.")
        window.scene.select("agent", found.id)
        window.scene.follow(found.id)
        window.map.zoom_reset()
    if panel in TABS:
        window.inspector.agent_page.show_tab(panel)
    elif panel == "log":
        window.toolbar.log_button.setChecked(True)
    elif panel == "map":
        window.layout_.only_map()


def _settle(window: MainWindow) -> None:
    """Wait until all panels are filled and laid out."""
    loop = QEventLoop()
    history = window.living.history
    if history is not None and history.busy:
        history.settled.connect(loop.quit)
        loop.exec()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
