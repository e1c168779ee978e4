"""A small real runner for the window's tests: it speaks `messages` over its pipes and lives by a script, without a mind.

`python scripted_runner.py WORLD [BEHAVIOUR]`; behaviours: `die` (ends with status 7 when told to play), `trouble` (a problem
on the first step), `fatal` (a fatal problem before it is ready), `deaf` (never ends when asked to), `read-only`, `reliving` (takes up
a parent's thoughts until it is told not to).
"""

import queue
import sys
import threading
import time
from pathlib import Path

import msgspec
import numpy as np

from sandbox_app.errors import Problem
from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation import messages as m
from sandbox_app.simulation.halting import met
from sandbox_app.simulation.interventions import Edit, Intervention, Redo, Undo
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

HEARD: "queue.SimpleQueue[m.ToRunner | None]" = queue.SimpleQueue()


def listen() -> None:
    while (message := m.receive_in_runner(sys.stdin.buffer)) is not None:
        HEARD.put(message)
    HEARD.put(None)


class Script:
    """Everybody stands about; the first one counts the steps, aloud."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with WorldReader(path) as reader:
            meta = reader.meta()
            self.step = reader.last_step()
            self.ready = m.Ready(
                world=str(path), town=meta["town"], title=meta["title"], start=meta["start"],
                step_seconds=int(meta["step_seconds"]), step=self.step,
                agents=[(row.id, row.name, row.short) for row in reader.agents()], engine="script",
                read_only="read-only" in sys.argv,
            )  # fmt: skip
        self.first = self.step
        self.running = False
        self.until = 0
        self.halts: tuple[m.Halt, ...] = ()

    def frame(self) -> m.Frame:
        count = len(self.ready.agents)
        tiles = np.arange(1, count + 1, dtype="<i2")
        lived = self.step - self.first
        said = self.said()
        return m.Frame(
            step=self.step, running=self.running, x=tiles.tobytes(), y=tiles.tobytes(), look=bytes(count),
            changed=[
                m.AgentNow(agent, 1, 0, f"counting to {lived}" if agent == 1 else "standing about", 7, agent % 8, False)
                for agent in range(1, count + 1) if agent == 1 or not lived
            ],
            things=[], events=[said] if lived else [],
            thinking=[m.Thinking(2, "day_plan", 3.0, True)] if lived % 2 else [],
            engine=EngineStatus(model="script", waiting=lived % 2), pace=4.0,
        )  # fmt: skip

    def intervene(self, what: Intervention, author: str) -> None:
        """Do edits in earnest; tell back anything else."""
        if not isinstance(what, Edit | Undo | Redo):
            said = " ".join(str(value) for value in msgspec.structs.astuple(what)[what.__struct_fields__[0] == "agent" :])
            m.send(sys.stdout.buffer, m.Trouble(sentence=f"{type(what).__name__}: {said}"))
            return
        from sandbox_app.simulation.edited import edit_world  # late: most tests change nothing

        try:
            edited = edit_world(self.path, what, author)
        except Problem as problem:
            m.send(sys.stdout.buffer, m.Trouble(sentence=problem.sentence))
            return
        with WorldReader(self.path) as reader:
            event = reader.event(edited.event)
        frame = self.frame()
        frame.events.append(event)
        m.send(sys.stdout.buffer, frame)

    def said(self) -> Event:
        return Event(id=100_000 + self.step, step=self.step, kind="speak", agent_id=1, text=f"Step {self.step - self.first}.")

    def live(self) -> None:
        self.step += 1
        event = met(self.halts, [self.said()]) if self.running else None
        if event is not None:
            m.send(sys.stdout.buffer, m.Halted(event))
        if event is not None or self.step == self.until:
            self.running = False
        m.send(sys.stdout.buffer, self.frame())


def relive(script: Script) -> None:
    """Take up a parent's thoughts until told not to, if that is the behaviour."""
    if "reliving" not in sys.argv:
        return
    m.send(sys.stdout.buffer, script.frame())
    m.send(sys.stdout.buffer, m.Reliving(0.25, 12.0))
    while not isinstance(heard := HEARD.get(), m.ThinkAnew):
        if heard is None or isinstance(heard, m.Quit):
            m.send(sys.stdout.buffer, m.Closed())
            sys.exit(0)


def main() -> int:
    if "fatal" in sys.argv:
        m.send(sys.stdout.buffer, m.Trouble(sentence="The model file is gone.", details="no such file", fatal=True))
        return 3
    threading.Thread(target=listen, daemon=True).start()
    script = Script(Path(sys.argv[1]))
    relive(script)
    m.send(sys.stdout.buffer, script.ready)
    m.send(sys.stdout.buffer, script.frame())
    while True:
        try:
            heard = HEARD.get(timeout=0.01) if script.running else HEARD.get()
        except queue.Empty:
            script.live()
            continue
        match heard:
            case m.Play():
                if "die" in sys.argv:
                    sys.stderr.write("a fault in the script\n")
                    return 7
                script.running, script.until, script.halts = True, heard.until, heard.halts
            case m.Pause():
                script.running = False
                m.send(sys.stdout.buffer, script.frame())
            case m.Intervene(what, author):
                script.intervene(what, author)
            case m.StepOnce():
                if "trouble" in sys.argv:
                    m.send(sys.stdout.buffer, m.Trouble(sentence="The disk is full; make room.", details="errno 28", paused=True))
                else:
                    script.running = False
                    script.live()
            case m.Quit() | None:
                if "deaf" in sys.argv:
                    time.sleep(60)
                m.send(sys.stdout.buffer, m.Closed())
                return 0


if __name__ == "__main__":
    sys.exit(main())
