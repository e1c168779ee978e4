"""A world before it can live: it is seen while its model is loaded, and what a person does to it happens at once, as in a closed file.

While it is found out after that what was being thought (`reliving.py`), the window is told how far that has come.
"""

import os
import queue
import time
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.simulation import messages as m
from sandbox_app.simulation.attending import Command, Commands
from sandbox_app.simulation.closed import at_rest
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.reliving import BrokenOff
from sandbox_app.simulation.view import frame_at
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

LOOK_SECONDS = 0.05
"""So long a command is waited for before it is looked whether the model is there."""

TELL_SECONDS = 0.25
"""So often the window is told how far it has come."""


class Left(BaseException):
    """The window is gone, or wants to be, before the town could live."""


class Resting:
    """Serves a window until the town can live. Commands that need a living town are kept for then."""

    def __init__(self, path: Path, out: BinaryIO, commands: Commands) -> None:
        self._path = path
        self._out = out
        self._commands = commands
        self._kept: list[Command] = []
        self._shown = False
        self._began = self._told = 0.0
        self._anew = False

    def attend(self) -> None:
        """Show the world, the first time; then do what the window says, or wait a moment for it.

        Raises:
            Problem: the world cannot be read.
        """
        if not self._shown:
            self._shown = True
            self._show([])
            return
        try:
            command = self._commands.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return
        match command:
            case m.Intervene():
                self._intervene(command)
            case m.Quit() | None:  # nothing is open between two changes, and nobody waits for a model any more
                m.send(self._out, m.Closed())
                os._exit(0)
            case m.ThinkAnew():
                self._anew = True
            case _:
                self._kept.append(command)

    def relive(self, share: float) -> None:
        """Tell how far it has been found out what was being thought; the world is open meanwhile, and whatever else is wanted waits.

        Raises:
            BrokenOff: the person does not want to wait. Left: the window wants to close.
        """
        if self._anew:
            raise BrokenOff
        now = time.monotonic()
        self._began = self._began or now
        if now - self._told >= TELL_SECONDS:
            self._told = now
            m.send(self._out, m.Reliving(share, (now - self._began) * (1 - share) / share if now > self._began and share > 0 else 0.0))
        try:
            command = self._commands.get_nowait()
        except queue.Empty:
            return
        match command:
            case m.Quit() | None:
                raise Left
            case m.ThinkAnew():
                raise BrokenOff
            case _:
                self._kept.append(command)

    def hand_on(self) -> None:
        """Put what was kept before what has come since, for the town that lives now."""
        while True:
            try:
                self._kept.append(self._commands.get_nowait())
            except queue.Empty:
                break
        for command in self._kept:
            self._commands.put(command)

    def _intervene(self, asked: m.Intervene) -> None:
        try:
            with at_rest(self._path) as session:
                events = session.intervene(asked.what, asked.author).events
        except Problem as problem:
            m.send(self._out, m.Trouble(sentence=problem.sentence, details=problem.details, paused=True))
            return
        self._show(events)

    def _show(self, events: list[Event]) -> None:
        with WorldReader(self._path) as reader:
            frame = frame_at(reader, describe(reader), reader.last_step())
        m.send(self._out, replace(frame, events=events) if events else frame)
