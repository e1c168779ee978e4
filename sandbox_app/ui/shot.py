"""The real window, drawn without a screen into a picture, from the world file alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PySide6.QtCore import QBuffer, QEventLoop, QMessageLogContext, QPointF, QRectF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.writing import write_lines
from sandbox_app.simulation.interventions import Enter
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.app import application, main_window
from sandbox_app.ui.help.page import keys
from sandbox_app.ui.inspector.agent_page import TABS
from sandbox_app.ui.living import Launch
from sandbox_app.ui.opening import done_at_rest, read_moment
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.scene import OpenWorld, Resident
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader

OF_SOMEBODY = (*TABS, "why", "memory", "persona")
"""Panels of the inspector about somebody."""
BESIDE = ("help", "settings", "models", "survey", "change", "new", "about")
"""Windows beside the town."""
PANELS = (*OF_SOMEBODY, "place", "log", "map", "visit", "search", "welcome", *BESIDE)
_TITLE = 30
"""Height in pixels of the title of a window beside the town."""
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
        panel: one of `PANELS`: a page of the inspector, the log, the map alone, the search box, a visit (in a copy, where `agent` is),
            or a window beside the town over it.
        agent: name of who is selected and stands in the middle of the map; needed for a page about somebody.
        size: in pixels.

    Raises:
        Problem: the world cannot be read, there is no such moment, panel or agent, or the picture cannot be written.
    """
    if panel is not None and panel not in PANELS:
        raise Problem(f"There is no panel {panel!r}; choose one of {', '.join(PANELS)}.")
    if panel in OF_SOMEBODY and agent is None:
        raise Problem(f"Whose {panel}? Name somebody with --agent.")
    qt = application()
    look.start(qt, theme)
    with TemporaryDirectory() as folder, _without_a_screen():
        found = _found(world, at) if panel != "visit" else _with_visitor(world, at, agent, Path(folder, "visit"))
        with new_window(Path(folder)) as window:
            window.map.set_reduced_motion(True)
            window.resize(*size)
            window.show()
            window.show_still(*found)
            _arrange(window, panel, agent)
            _settle(window)
            beside = _open(window, panel, agent)
            _settle(window)
            picture = window.grab()
            if beside is not None:
                _lay_over(picture, beside)
            _write(picture, out)


@contextmanager
def _without_a_screen() -> Iterator[None]:
    """Let Qt not say of every window beside the town that nothing can be raised where there is no screen."""

    def said(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if message.startswith("This plugin does not support"):
            return
        if before is not None:
            before(kind, context, message)
        else:
            sys.stderr.write(f"{message}\n")

    before = qInstallMessageHandler(said)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _write(picture: QPixmap, out: Path) -> None:
    drawn = QBuffer()
    drawn.open(QBuffer.OpenModeFlag.WriteOnly)
    if not picture.save(drawn, out.suffix.removeprefix(".")):
        raise Problem(f"{out} is no picture by its name; choose one that ends in .png.")
    write_lines(out, [bytes(drawn.data().data())])


@contextmanager
def new_window(folder: Path) -> Iterator[MainWindow]:
    """Have a window as it is for somebody who never used it, without a world; it is not shown."""
    window = main_window(Launch(lambda _world: (), lambda _path: None), Remembered(folder / "window.ini"), folder)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def keys_at_first() -> list[tuple[str, str]]:
    """Return what the window's actions are called, and the keys they have for somebody who never chose any."""
    application()
    with TemporaryDirectory() as folder, new_window(Path(folder)) as window:
        return keys(window.actions_.all)


def _found(world: Path, at: str | None) -> tuple[OpenWorld, Frame]:
    with WorldReader(world) as reader:
        return read_moment(reader, at)


def _with_visitor(world: Path, at: str | None, agent: str | None, folder: Path) -> tuple[OpenWorld, Frame]:
    """Let somebody enter a copy of the town, where an agent is (else in the open), and return how it is then."""
    from sandbox_app.simulation.forking import fork_world  # late: other pictures need no minds

    before, frame = _found(world, at)
    now = {one.agent: one for one in frame.changed}
    place = now[_named(before, agent).id].place_id if agent is not None else 0
    folder.mkdir()
    copy = folder / world.name
    fork_world(world, copy, at)
    done_at_rest(copy, Enter("Mara Quill", place, "A traveller from the coast."))
    return _found(copy, None)


def _named(world: OpenWorld, agent: str) -> Resident:
    wanted = agent.casefold()
    found = next((who for who in world.residents if wanted in (who.name.casefold(), who.short.casefold())), None)
    if found is None:
        names = ", ".join(who.short for who in world.residents)
        raise Problem(f"Nobody here is called {agent!r}; there are {names}.")
    return found


def _arrange(window: MainWindow, panel: str | None, agent: str | None) -> None:
    if not window.travel.past:
        window.toolbar.enable_run(True)  # as it is for whoever opens this world
    if agent is not None:
        assert window.scene.world is not None
        found = _named(window.scene.world, agent)
        window.scene.select("agent", found.id)
        window.scene.follow(found.id)
        window.map.zoom_reset()
    if panel in TABS:
        window.inspector.agent_page.show_tab(panel)
    elif panel == "log":
        window.toolbar.log_button.setChecked(True)
    elif panel == "map":
        window.layout_.only_map()


def _open(window: MainWindow, panel: str | None, agent: str | None) -> QWidget | None:
    """Open what is reached from the town once that is to be seen; return the window beside it, if it is one."""
    if panel in ("why", "memory", "persona"):
        _select_latest(window, panel)
    elif panel == "place":
        scene = window.scene
        scene.select("place", scene.place_of(scene.selection.id) if agent is not None else scene.town.places[1].id)
    elif panel == "search":
        window.palette_.open_with(agent or "")
    elif panel == "welcome":
        window.close_world()
    elif panel in BESIDE:
        return _beside(window, panel)
    return None


def _select_latest(window: MainWindow, panel: str) -> None:
    """Select the latest thought's event, or memory, of who is selected; or who they are."""
    scene, found = window.scene, QEventLoop()
    who, at = scene.selection.id, scene.step

    def look(reader: WorldReader) -> int:
        if panel == "memory":
            return max((memory.id for memory in reader.memories(who, at)), default=0)
        events = reader.events(to_step=at, agent=who, kinds=("speak", "plan", "replan", "reflect"), limit=1, latest=True)
        return events[-1].id if events else 0

    def show(number: int) -> None:
        scene.select("memory" if panel == "memory" else "event", number)
        found.quit()

    if panel == "persona":
        scene.select("persona", who)
    else:
        scene.ask("picture", look, show)
        found.exec()


def _beside(window: MainWindow, panel: str) -> QWidget | None:
    pages = window.pages
    opened: dict[str, Callable[[], object]] = {
        "help": pages.show_help,
        "settings": pages.show_settings,
        "models": pages.show_models,
        "survey": pages.show_survey,
        "change": lambda: pages.show_deeds("tell"),
        "new": window.desk.new_world,
        "about": pages.show_about,
    }
    opened[panel]()
    if pages.models is not None:
        listed = QEventLoop()
        pages.models.shelf.complete.connect(listed.quit)
        listed.exec()
    return {
        "help": pages.help,
        "settings": pages.settings,
        "models": pages.models,
        "survey": pages.survey,
        "change": pages.deeds,
        "new": window.desk.dialog,
        "about": pages.about,
    }[panel]


def _lay_over(picture: QPixmap, beside: QWidget) -> None:
    """Draw a window over the middle of the picture, with a thin frame and its title."""
    over = beside.grab()
    ratio = picture.devicePixelRatio()
    whole, inner = picture.size() / ratio, over.size() / over.devicePixelRatio()
    at = QPointF((whole.width() - inner.width()) / 2, max((whole.height() - inner.height()) / 2, _TITLE))
    frame = QRectF(at.x(), at.y() - _TITLE, inner.width(), inner.height() + _TITLE).adjusted(-1, -1, 1, 1)
    colours = look.theme
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(20, 18, 16, 90))
    painter.fillRect(frame, colours.card)
    painter.setPen(colours.line)
    painter.drawRect(frame)
    painter.setPen(colours.ink)
    painter.drawText(QRectF(frame.x(), frame.y(), frame.width(), _TITLE), Qt.AlignmentFlag.AlignCenter, beside.windowTitle())
    painter.drawPixmap(at, over)
    painter.end()


def _settle(window: MainWindow) -> None:
    """Wait until all panels are filled and laid out."""
    loop = QEventLoop()
    history = window.living.history
    if history is not None and history.busy:
        history.settled.connect(loop.quit)
        loop.exec()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
