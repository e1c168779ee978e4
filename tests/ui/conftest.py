"""A small world with a past, and the real window on it with a runner that lives by a script."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.create import create_world_file
from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow, Event, MemoryRow, PlanRow, Retrieved, StepBatch
from sandbox_app.worldfile.writer import WorldWriter

LAST = 360
PATIENCE = 30_000
"""Milliseconds that a test waits at most for what another process does."""
OpenWindow = Callable[..., MainWindow]


def runner_command(world: Path, *behaviour: str) -> list[str]:
    """What starts the scripted runner."""
    return [sys.executable, "-m", "tests.ui.scripted_runner", str(world), *behaviour]


def real_runner(world: Path) -> list[str]:
    """What starts the program's own runner, thinking by the rules."""
    return [sys.executable, "-m", "sandbox_app.simulation.runner", str(world), "--engine", "scripted"]


@pytest.fixture
def window(qtbot: QtBot, dressed: None, lived: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window with the real runner, on the world that a test module's `lived` made; what rests in it can be changed."""
    made = MainWindow(Launch(real_runner, lambda path: None), Remembered(tmp_path / "window.ini"), tmp_path / "worlds")
    made.resize(1440, 900)
    made.show()
    with qtbot.waitSignal(made.world_opened, timeout=PATIENCE):
        made.open_world(lived)
    qtbot.waitUntil(lambda: made.scene.live and made.can_change, timeout=PATIENCE)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The tiny town, in which the first agent has planned, remembered and thought."""
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane")
    with WorldReader(path) as reader:
        known = max((memory.id for agent in reader.agents() for memory in reader.memories(agent.id)), default=0)
    home = 2
    memories = [
        MemoryRow(id=known + number, agent_id=1, kind=kind, text=text, importance=importance, created_step=LAST - 20)
        for number, (kind, text, importance) in enumerate(
            [
                ("seen", "The ferry came in late this morning.", 3),
                ("heard", "The harvest party begins at five.", 8),
                ("thought", "People come for company more than for bread.", 6),
            ],
            1,
        )
    ]
    memories[2] = replace(memories[2], evidence=(memories[0].id, memories[1].id))
    memories[1] = replace(memories[1], cause=2)
    plans = [
        PlanRow(
            id=number, agent_id=1, level=level, start_step=start, end_step=end, place_id=home, thing_id=thing, activity=activity,
            created_step=1, parent=parent, cause=5,
        )
        for number, (level, start, end, thing, activity, parent) in enumerate(
            [
                ("day", 0, LAST + 360, 0, "bake bread", 0),
                ("day", LAST + 360, LAST + 900, 0, "eat lunch", 0),
                ("step", LAST - 60, LAST + 60, 1, "knead dough", 1),
            ],
            1,
        )
    ]  # fmt: skip
    calls = [
        CallRow(
            id=number, agent_id=1, purpose=purpose, asked_step=LAST - 9 + number, due_step=LAST, shared="You live in a town.\n",
            own="You bake.\n", now="What is next?\n", facts="{}", output=output, answer="{}", error=error, model="script", seed=7,
            seconds=1.5, submitted=90, computed=40, generated=12,
            retrieved=(Retrieved(known + 2, 0.9, 1.0, 0.4, 2.3), Retrieved(known + 1, 1.0, 0.2, 0.1, 1.3)) if number == 1 else (),
        )
        for number, (purpose, output, error) in enumerate(
            [("day_plan", "06:00 1 bake bread", ""), ("say", "", "the answer did not end")], 1
        )
    ]  # fmt: skip
    events = [
        Event(
            id=1, step=LAST - 5, kind="act", agent_id=1, place_id=home, text="The baker kneads dough.",
            data={"thing": 0, "activity": "kneading dough", "hue": "work", "plan": 0},
        ),
        Event(id=2, step=LAST - 4, kind="plan", agent_id=2, place_id=home, text="Somebody has planned the day."),
        Event(id=3, step=LAST - 3, kind="remember", agent_id=1, text="It is noted that the ferry was late."),
        Event(id=4, step=LAST - 2, kind="thought_failed", agent_id=1, text="A thought did not work out."),
        Event(id=5, step=LAST - 1, kind="plan", agent_id=1, text="The baker plans to bake bread.", cause=2, call_id=1),
    ]  # fmt: skip
    with WorldWriter(path) as writer:
        writer.write(StepBatch(step=LAST, events=events, memories=memories, plans=plans, calls=calls))
    return path


class SteadyHand(QtBot):
    """Clicks only what has come to rest: a button laid out anew between press and release is no longer under the pointer."""

    @staticmethod
    def mouseClick(*arguments: Any, **named: Any) -> None:
        for _ in range(3):  # what lies inside is laid out after what it lies in
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QtBot.mouseClick(*arguments, **named)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return SteadyHand(request)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """The application in light colours, and Python's garbage kept off other threads as `sandbox_app.ui.main_thread` does."""
    look.start(qapp, "light")
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()
    gc.collect()


@pytest.fixture
def open_window(qtbot: QtBot, dressed: None, tmp_path: Path, world: Path) -> Iterator[OpenWindow]:
    """Open the real window, on the world when told so; `behaviour` goes to the runner. Closed at the end of the test."""
    opened: list[MainWindow] = []

    def open_one(*behaviour: str, on_world: bool = True, wait: bool = True) -> MainWindow:
        launch = Launch(
            runner_command=lambda path: runner_command(path, *behaviour), new_sample=lambda path: create_world_file(path, "lane")
        )
        window = MainWindow(launch, Remembered(tmp_path / "settings" / "window.ini"), tmp_path / "worlds")
        first = not opened
        opened.append(window)
        if first:
            window.resize(1440, 900)
        window.show()
        if on_world and wait:
            with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
                window.open_world(world)
            qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
        elif on_world:
            window.open_world(world)
        return window

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()
