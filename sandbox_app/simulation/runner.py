"""The runner: a world that lives in a process of its own, told by the window over standard input what to do.

`python -m sandbox_app.simulation.runner WORLD [--engine E] [--model FILE] …` speaks `messages.py` over its standard input
and output. It ends when its input ends, so it never outlives the window.
"""

import argparse
import contextlib
import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import BinaryIO

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Thinkers, default_embedding, default_model, fewest_parameters, open_thinkers
from sandbox_app.posix import give_way, wake_without_parent
from sandbox_app.simulation import messages as m
from sandbox_app.simulation.attending import Attending, Commands, Told
from sandbox_app.simulation.examining import to_blame
from sandbox_app.simulation.halting import met
from sandbox_app.simulation.opened import open_to_live
from sandbox_app.simulation.pacing import Pacing
from sandbox_app.simulation.resting import Left, Resting
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import Asked, Chosen, Elsewhere, choose, note, read_roles
from sandbox_app.simulation.view import FrameMaker
from sandbox_app.worldfile.connection import WorldWaits
from sandbox_app.worldfile.placing import network_warning
from sandbox_app.worldfile.rows import Event

FRAME_SECONDS = 1 / 30
"""No more than thirty frames a second; the window moves people between them."""
WAITING_FRAME_SECONDS = 0.25
"""While the clock waits for a thought, the window is told so often who is thinking."""

LOOK_AGAIN_SECONDS = 2.0
"""While the world cannot be written because there is no room, or its file is away, it is tried again so often."""

ALONE_SECONDS = 60.0
"""A runner whose window is gone has so long to close its world."""


class _Abandoned(BaseException):
    """The window wants to close while a thought is under way: the step in flight is given up."""


class _BrokenOff(BaseException):
    """A person changes the world while it is paused and a thought is waited for: the step in flight is given up, to be lived later."""


class _Warnings(logging.Handler):
    """Keeps what the model host warns of, on any thread, until the runner tells the window."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: queue.SimpleQueue[str] = queue.SimpleQueue()

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.put(record.getMessage())


class Runner:
    """One world and the window it serves."""

    def __init__(self, session: Session, out: BinaryIO, commands: Commands, chosen: Chosen) -> None:
        self._session = session
        self._embedding = chosen.embedding
        self._out = out
        self._commands = commands
        self._engine: str = chosen.thinkers.everything.kind
        self._frames = FrameMaker()
        self._events: list[Event] = []
        self._running = False
        self._once = self._single = False
        self._quit = False
        self._pace = 4.0
        self._until = 0
        self._halts: tuple[m.Halt, ...] = ()
        self._pacing = Pacing()
        self._framed = 0.0
        self._shown = -1
        self._lately: list[float] = []
        self._next_at = 0.0
        self._warnings = _Warnings()
        self._in_step = False
        self._away = ""
        self._interventions: list[m.Intervene] = []
        self._waits = False
        self._attending = Attending(session, out, commands)

    def serve(self) -> None:
        """Do what the window says until it says quit or is gone. The session is left open."""
        logging.getLogger("sandbox_app.llm.host").addHandler(self._warnings)
        self._send_ready()
        if warning := network_warning(self._session.path):
            m.send(self._out, m.Trouble(sentence=warning))
        self._send_frame()
        while not self._quit:
            if not self._running and not self._once:
                self._rest()
                continue
            self._take_all()
            if self._quit or not (self._running or self._once):
                continue
            if self._running and not self._once and (self._wait_for_words() or self._wait_for_pace()):
                continue
            try:
                self._live()
            except _Abandoned:
                return

    def _rest(self) -> None:
        """Wait for a command; a run that was interrupted because the world could not be written goes on as soon as it can be."""
        try:
            self._take(self._commands.get(timeout=LOOK_AGAIN_SECONDS if self._waits else None))
        except queue.Empty:
            with contextlib.suppress(Problem):
                self._session.save()
                self._waits, self._running = False, True

    def _wait_for_words(self) -> bool:
        """Wait while it is a visitor's turn to speak; return whether a command came meanwhile."""
        if not self._session.visitors_turn:
            return False
        self._send_frame()
        self._take(self._commands.get())
        return True

    def _wait_for_pace(self) -> bool:
        """Wait for the next step's time; return whether a command came meanwhile. Nights without anybody awake are passed at once."""
        if self._pace <= 0 or self._session.quiet_until() > self._session.step:
            return False
        late = time.monotonic() - self._next_at
        if late > 1.0:
            self._next_at = time.monotonic()
        elif late < 0:
            if self._shown != self._session.step and late < -FRAME_SECONDS:
                self._send_frame()  # the last step came too soon after a frame to be shown, and the next is not yet due
            try:
                self._take(self._commands.get(timeout=-late))
            except queue.Empty:
                return False
            return True
        return False

    def _live(self) -> None:
        self._single, self._once = self._once, False
        self._next_at = max(self._next_at, time.monotonic() - 1.0) + (1 / self._allowed_pace() if self._pace > 0 else 0)
        before = self._session.step
        try:
            self._in_step = True
            batch = self._session.live(self._meanwhile)
        except _BrokenOff:
            self._break_off()
            return
        except Problem as problem:
            self._in_step = False
            self._waits = self._running and isinstance(problem, WorldWaits)
            self._running = False
            if self._session.step > before and self._session.unsaved is not None:  # lived, though not yet written
                self._events += self._session.unsaved.events
            m.send(self._out, m.Trouble(sentence=problem.sentence, details=problem.details, paused=True))
            self._send_frame()
            return
        self._in_step = False
        self._events += batch.events
        for asked in self._interventions:
            self._intervene(asked)
        self._interventions = []
        now = time.monotonic()
        self._lately = [*self._lately[-59:], now]
        if self._until and self._session.step >= self._until:
            self._running, self._until = False, 0
        event = met(self._halts, batch.events) if self._running else None
        if event is not None:
            self._running, self._halts = False, ()
            m.send(self._out, m.Halted(event))
        if not self._running or now - self._framed >= FRAME_SECONDS:
            self._send_frame()

    def _break_off(self) -> None:
        """Go back to the last step lived, and let happen there what the person wants."""
        self._in_step = False
        asked, self._interventions = self._interventions, []
        self._session.break_off()
        for one in asked:
            self._intervene(one)
        self._away = ""
        self._send_frame()

    def _allowed_pace(self) -> float:
        """The pace the person wants, or what the thoughts under way allow."""
        thoughts = self._session.simulation.thoughts
        self._pacing.watch(thoughts.flight)
        return self._pacing.allowed(self._pace, self._session.step, [one.thought.due_step for one in thoughts.open if not one.done])

    def _meanwhile(self) -> None:
        """Called while the clock waits for a thought."""
        self._take_all()
        if self._quit:
            raise _Abandoned
        self._look_for_the_engine()
        if self._interventions and not self._running and (self._away or not self._single):
            raise _BrokenOff
        if time.monotonic() - self._framed >= WAITING_FRAME_SECONDS:
            self._send_frame()

    def _look_for_the_engine(self) -> None:
        """Pause, once, when the engine is unavailable; the step in flight goes on when the person lets the town play again."""
        away = self._session.simulation.thoughts.unavailable
        if away and away != self._away:
            self._running = False
            m.send(self._out, m.Trouble(sentence=away, paused=True))
            self._send_frame()
        self._away = away

    def _ask_again(self) -> None:
        if self._away:
            self._away = ""
            self._session.simulation.thoughts.ask_again()

    def _take_all(self) -> None:
        while True:
            try:
                self._take(self._commands.get_nowait())
            except queue.Empty:
                return

    def _take(self, command: m.ToRunner | Told | None) -> None:
        if isinstance(command, m.Play | m.Pause | m.StepOnce):
            self._waits = False
        match command:
            case m.Play():
                self._running, self._pace, self._until, self._halts = True, command.pace, command.until, command.halts
                self._ask_again()
            case m.Pause():
                self._running = False
                self._send_frame()
            case m.StepOnce():
                self._running, self._once = False, True
                self._ask_again()
            case m.Intervene():
                if self._in_step:
                    self._interventions.append(command)
                else:
                    self._intervene(command)
                    self._send_frame()
            case m.UseModels():
                self._use(command.thinkers)
            case m.ThinkAnew():
                pass  # too late: it has been found out what was being thought
            case m.Quit() | None:
                self._quit = True
            case _:
                self._attending.take(command)

    def _use(self, thinkers: Thinkers) -> None:
        """Let other engines think; when they cannot be opened the old ones stay."""
        try:
            engine = open_thinkers(thinkers)
            try:
                before = self._session.exchange(engine, note(Chosen(thinkers, self._embedding)), fewest_parameters(thinkers))
            except BaseException:
                engine.close()
                raise
        except Problem as problem:
            m.send(self._out, m.Trouble(sentence=problem.sentence, details=problem.details, paused=not self._running))
            return
        before.close()
        self._away = ""
        self._engine = thinkers.everything.kind
        m.send(self._out, m.Thinks(self._engine, engine.name))
        self._send_frame()

    def _intervene(self, asked: m.Intervene) -> None:
        try:
            batch = self._session.intervene(asked.what, asked.author)
        except Problem as problem:
            m.send(self._out, m.Trouble(sentence=problem.sentence, details=problem.details, paused=not self._running))
            return
        self._events += batch.events

    def _send_ready(self) -> None:
        world = self._session.world
        m.send(
            self._out,
            m.Ready(
                world=str(self._session.path),
                town=str(world.town.source),
                title=world.title,
                start=world.clock.start.isoformat(),
                step_seconds=world.settings.step_seconds,
                step=self._session.step,
                agents=[(agent, member.name, member.short) for agent, member in enumerate(world.cast, 1)],
                engine=self._engine,
            ),
        )

    def _send_frame(self) -> None:
        while not self._warnings.sentences.empty():
            m.send(self._out, m.Trouble(sentence=self._warnings.sentences.get()))
        thoughts = self._session.simulation.thoughts
        self._pacing.watch(thoughts.flight)
        now = time.monotonic()
        step = self._session.step
        thinking = [
            m.Thinking(pending.agent, pending.attempts[-1].request.purpose, now - pending.started, pending.thought.due_step <= step)
            for pending in thoughts.open
            if not pending.done
        ]
        span = now - self._lately[0] if len(self._lately) > 1 else 0.0
        pace = (len(self._lately) - 1) / span if span > 0 and self._running else 0.0
        frame = self._frames.make(
            self._session.simulation.here.state,
            self._events,
            running=self._running,
            thinking=thinking,
            engine=thoughts.engine.status(),
            pace=pace,
            thoughts_per_second=self._pacing.rate,
            visitor=self._session.visitor,
            your_turn=self._session.visitors_turn,
        )
        m.send(self._out, frame)
        self._attending.tell()
        self._events = []
        self._framed = now
        self._shown = step


def _listen(stream: BinaryIO, commands: Commands) -> None:
    """Read the window's messages until it is gone; a runner that cannot close its world then, because it hangs, is ended all the same."""
    while (message := m.receive_in_runner(stream)) is not None:
        commands.put(message)
    commands.put(None)
    time.sleep(ALONE_SECONDS)
    os._exit(1)


def main(arguments: list[str] | None = None) -> int:
    """Run a world for a window; returns the process's exit status."""
    parser = argparse.ArgumentParser(prog="runner")
    parser.add_argument("world", type=Path)
    parser.add_argument("--engine")
    parser.add_argument("--model", default="")
    parser.add_argument("--role", action="append", default=[])
    parser.add_argument("--server", default="")
    parser.add_argument("--model-host", choices=("process", "thread"), default="process")
    parser.add_argument("--gpu-layers", type=int)
    options = parser.parse_args(arguments)
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not end up between two messages
    commands: Commands = queue.SimpleQueue()
    # Unbuffered: a thread that waits in a buffer of Python's, which has a lock, would abort the process at its end.
    words = open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115 - for as long as the process lives
    threading.Thread(target=_listen, args=(words, commands), name="listener", daemon=True).start()
    try:
        return _live_in(options, out, commands)
    except BrokenPipeError:
        return 0  # the window is gone, and the world is closed


def _choose(world: Path, asked: Asked) -> tuple[Chosen, Elsewhere | None]:
    """Return what thinks; a world whose model is elsewhere is opened all the same, with the demo model, and its person is told."""
    try:
        return choose(world, asked), None
    except Elsewhere as problem:
        elsewhere = problem
    try:
        embedding = choose(world, Asked(model=str(default_model()))).embedding
    except Elsewhere:
        embedding = str(default_embedding())
    return Chosen(Thinkers(host=asked.host), embedding), elsewhere


def _live_in(options: argparse.Namespace, out: BinaryIO, commands: Commands) -> int:
    try:
        asked = Asked(
            engine=options.engine,
            model=options.model,
            roles=read_roles(options.role),
            server=options.server,
            host=options.model_host,
            gpu_layers=options.gpu_layers,
        )
        chosen, elsewhere = _choose(options.world, asked)
        resting = Resting(options.world, out, commands)
        with open_to_live(options.world, chosen, keep=asked.says_which, meanwhile=resting.attend, progress=resting.relive) as session:
            resting.hand_on()
            runner = Runner(session, out, commands, chosen)
            if elsewhere is not None:
                m.send(out, m.Trouble(sentence=f"{elsewhere.sentence} Until then the demo model thinks."))
            if session.unread:
                m.send(out, m.Trouble(sentence=f"Before the town goes on, {session.reading}; that is kept, even when it is broken off."))
            runner.serve()
    except Problem as problem:
        m.send(out, m.Trouble(sentence=problem.sentence, details=problem.details, fatal=True))
        return 3
    except Left:
        pass
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the window has to be told before this process ends
        details = traceback.format_exc()
        sys.stderr.write(details)
        if blame := to_blame(options.world):
            m.send(out, m.Trouble(sentence=blame.sentence, details=details, fatal=True))
            return 3
        m.send(out, m.Trouble(sentence="The town has stopped because of a fault in the program.", details=details, fatal=True))
        return 1
    m.send(out, m.Closed())
    return 0


if __name__ == "__main__":
    give_way(5)  # to the window
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which then says quit
    wake_without_parent()  # one that is stopped goes on, finds that its window is gone, and closes its world
    sys.exit(main())
