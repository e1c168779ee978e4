"""The real runner process and the window's end of it: it lives, pauses, ends, and leaves a whole world whatever befalls it."""

import os
import queue
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, TypeVar, cast

import numpy as np
import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import Thinkers
from sandbox_app.llm.request import Cancelled, Done, Handle, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.attending import Commands
from sandbox_app.simulation.client import RunnerClient
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.editing.operations import AddMemory
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.messages import (
    AnsweredAgain,
    AskAgain,
    Frame,
    Intervene,
    NoMatter,
    Pause,
    Play,
    Quit,
    Ready,
    StepOnce,
    ToRunner,
    ToWindow,
    Trouble,
    Watch,
    Wrote,
    receive_in_window,
    send,
)
from sandbox_app.simulation.runner import Runner
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import Chosen
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader

PATIENCE = 60.0
"""Seconds after which something that does not come is held to have failed; a busy machine starts a process slowly."""
AGENTS = 5

M = TypeVar("M", bound=ToWindow)


def command(world: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "sandbox_app.simulation.runner", str(world), *(options or ("--engine", "scripted"))]


def until_ready(stream: IO[bytes]) -> None:
    """Read a runner's messages until its world is open; before, it only shows it."""
    while isinstance(message := receive_in_window(cast(BinaryIO, stream)), Frame):
        pass
    assert isinstance(message, Ready)


class Window:
    """A window that only listens."""

    def __init__(self, world: Path, *options: str) -> None:
        self.heard: queue.SimpleQueue[ToWindow] = queue.SimpleQueue()
        self.ends: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
        self.client = RunnerClient(command(world, *options), self.heard.put, lambda status, words: self.ends.put((status, words)))

    def say(self, message: ToRunner) -> None:
        assert self.client.send(message)

    def hear(self, kind: type[M], such: Callable[[M], bool] = lambda message: True) -> M:
        """Return the next message of a kind that is such; others are let pass, but for trouble."""
        while True:
            message = self.heard.get(timeout=PATIENCE)
            if isinstance(message, kind) and such(message):
                return message
            assert kind is Trouble or not isinstance(message, Trouble), message

    def still(self, step: int) -> Frame:
        return self.hear(Frame, lambda frame: frame.step >= step and not frame.running)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "worlds"
    made.mkdir()
    return made


@pytest.fixture
def world(folder: Path) -> Path:
    path = folder / "small.world"
    create_world_file(path, "lane", seed=7)
    return path


Opens = Callable[..., Window]


@pytest.fixture
def opens() -> Iterator[Opens]:
    windows: list[Window] = []

    def open_it(path: Path, *options: str) -> Window:
        windows.append(Window(path, *options))
        return windows[-1]

    yield open_it
    for window in windows:
        window.client.close(timeout=PATIENCE)


def whole_at(path: Path) -> int:
    """Say at which step a world stands that is whole and closed."""
    assert check(path) == []
    with WorldReader(path) as reader:
        return reader.last_step()


def test_ready_then_a_frame_of_all_then_playing_stepping_and_pausing(world: Path, folder: Path, opens: Opens) -> None:
    window = opens(world)
    ready = window.hear(Ready)
    assert (ready.world, ready.step, ready.engine, ready.title, ready.step_seconds) == (str(world), 0, "scripted", "Little Lark", 10)
    assert [short for _, _, short in ready.agents] == ["Iris", "Nell", "Piet", "Sol", "Wanda"]
    first = window.hear(Frame)
    assert (first.step, first.running, [now.agent for now in first.changed]) == (0, False, [1, 2, 3, 4, 5])
    assert all(now.asleep and now.activity == "sleeping" for now in first.changed)
    assert len(first.look) == AGENTS
    assert len(np.frombuffer(first.x, "<i2")) == len(np.frombuffer(first.y, "<i2")) == AGENTS

    window.say(StepOnce())
    assert window.still(1).step == 1
    window.say(Play(pace=0, until=300))
    there = window.still(300)
    assert there.step == 300
    window.say(Play(pace=1000.0))
    window.hear(Frame, lambda frame: frame.running and frame.step > 310)
    window.say(Pause())
    paused = window.hear(Frame, lambda frame: not frame.running)
    window.say(StepOnce())
    assert window.still(paused.step + 1).step == paused.step + 1

    window.client.close(timeout=PATIENCE)
    assert os.listdir(folder) == ["small.world"]
    assert whole_at(world) == paused.step + 1


def test_frames_together_tell_all_that_happened(world: Path, opens: Opens) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0, until=200))
    events, changed = [], {}
    while True:
        frame = window.hear(Frame)
        events += frame.events
        changed.update({now.agent: now for now in frame.changed})
        if frame.step == 200 and not frame.running:
            break
    window.client.close(timeout=PATIENCE)
    with WorldReader(world) as reader:
        assert [event.id for event in events] == [event.id for event in reader.events()]
    assert {event.kind for event in events} >= {"wake", "plan", "move"}
    awake = {event.agent_id for event in events if event.kind == "wake"}
    assert {agent for agent, now in changed.items() if not now.asleep} == awake


def test_a_slow_pace_waits_between_steps_and_hears_a_faster_one(world: Path, opens: Opens) -> None:
    window = opens(world)
    window.say(Play(pace=0, until=240))
    window.still(240)
    window.say(Play(pace=0.001))
    slow = window.hear(Frame, lambda frame: frame.running)
    window.say(Play(pace=0, until=slow.step + 5))
    assert window.still(slow.step + 5).step == slow.step + 5


def test_a_killed_runner_leaves_a_whole_world_that_goes_on(world: Path, folder: Path, opens: Opens) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0))
    seen = window.hear(Frame, lambda frame: frame.step > 260).step
    window.client._process.kill()
    status, _ = window.ends.get(timeout=PATIENCE)
    assert status == -9
    assert check(world) == []
    again = opens(world)
    stands = again.hear(Ready).step
    assert stands >= seen - 30
    again.say(Play(pace=0, until=stands + 60))
    again.still(stands + 60)
    again.client.close(timeout=PATIENCE)
    assert os.listdir(folder) == ["small.world"]
    assert whole_at(world) == stands + 60


@pytest.mark.parametrize("living", [False, True])
def test_a_runner_whose_window_is_gone_closes_the_world_and_ends(world: Path, folder: Path, living: bool) -> None:
    process = subprocess.Popen(command(world), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        until_ready(process.stdout)
        if living:
            send(process.stdin, Play(pace=0))
            while not (isinstance(frame := receive_in_window(process.stdout), Frame) and frame.step > 230):
                assert frame is not None
        process.stdout.close()
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0
        assert b"Traceback" not in process.stderr.read()
    assert os.listdir(folder) == ["small.world"]
    assert (whole_at(world) > 230) == living


def test_a_world_that_another_runner_lives_in_is_a_fatal_trouble(world: Path, opens: Opens) -> None:
    first = opens(world)
    first.hear(Ready)
    second = opens(world)
    trouble = second.hear(Trouble)
    assert trouble.fatal
    assert "small.world is open for writing already" in trouble.sentence
    assert second.ends.get(timeout=PATIENCE)[0] == 3
    first.say(StepOnce())
    assert first.still(1).step == 1


def test_a_world_that_is_not_there_is_a_fatal_trouble(folder: Path, opens: Opens) -> None:
    window = opens(folder / "none.world")
    trouble = window.hear(Trouble)
    assert (trouble.fatal, trouble.sentence) == (True, f"There is no world at {folder / 'none.world'}.")
    assert window.ends.get(timeout=PATIENCE)[0] == 3


def test_quit_is_heard_while_it_lives_as_fast_as_it_can(world: Path, folder: Path, opens: Opens) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0))
    window.hear(Frame, lambda frame: frame.step > 100)
    window.say(Quit())
    assert window.ends.get(timeout=PATIENCE) == (0, "")
    assert os.listdir(folder) == ["small.world"]
    assert whole_at(world) > 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let the test mount: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_pauses_and_living_goes_on_when_there_is_room(small_disk: Path, opens: Opens) -> None:
    world = small_disk / "small.world"
    create_world_file(world, "lane", seed=7)
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0, until=60))
    events = window.still(60).events
    ballast = small_disk / "ballast"
    room = os.statvfs(small_disk)
    ballast.write_bytes(b"x" * room.f_bavail * room.f_frsize)
    window.say(Play(pace=0))
    trouble = window.hear(Trouble)
    assert trouble.paused
    assert not trouble.fatal
    assert "There is no room left on the disk for small.world" in trouble.sentence
    stopped = window.hear(Frame, lambda frame: not frame.running)
    with WorldReader(world) as reader:
        written = reader.events()
    assert events[-1].id <= written[-1].id < stopped.events[-1].id
    ballast.unlink()
    window.hear(Frame, lambda frame: frame.running and frame.step > stopped.step)  # nobody had to say so
    window.say(Pause())
    last = window.still(stopped.step + 1).step
    window.client.close(timeout=PATIENCE)
    assert os.listdir(small_disk) == ["small.world"]
    assert whole_at(world) == last
    with WorldReader(world) as reader:
        ids = [event.id for event in reader.events()]
    assert ids == list(range(1, ids[-1] + 1))


def test_a_world_that_is_moved_away_pauses_and_living_goes_on_when_it_is_back(world: Path, opens: Opens) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0, until=60))
    window.still(60)
    elsewhere = world.with_name("elsewhere.world")
    world.rename(elsewhere)
    window.say(Play(pace=0))
    trouble = window.hear(Trouble)
    assert trouble.paused
    assert not trouble.fatal
    assert "was moved, renamed, replaced or deleted while it was open" in trouble.sentence
    stopped = window.hear(Frame, lambda frame: not frame.running)
    elsewhere.rename(world)
    window.hear(Frame, lambda frame: frame.running and frame.step > stopped.step)
    window.say(Pause())
    last = window.still(stopped.step + 1).step
    window.client.close(timeout=PATIENCE)
    assert whole_at(world) == last


WINDOW = """
import sys
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import Thinkers
from sandbox_app.llm.request import Cancelled, Done, Handle, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.attending import Commands
from sandbox_app.simulation.client import RunnerClient
from sandbox_app.simulation.messages import Ready
def hear(message):
    if isinstance(message, Ready):
        sys.stdout.write(f"{client._process.pid}\\n")
        sys.stdout.flush()
client = RunnerClient(sys.argv[1:], hear, lambda status, words: None)
sys.stdin.read()
"""


def children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="only there does a process that is stopped hear of its parent's end")
def test_a_killed_window_leaves_no_runner_and_no_model_host_even_when_they_are_stopped(world: Path, folder: Path) -> None:
    line = [sys.executable, "-c", WINDOW, *command(world)[:-1], "llama"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        runner = int(window.stdout.readline())
        all_of_them = [runner, *children(runner)]
        assert len(all_of_them) == 3, "the runner, what finds memories, and what thinks"
        ends = [os.pidfd_open(pid) for pid in all_of_them]
        for pid in reversed(all_of_them):
            os.kill(pid, signal.SIGSTOP)
        window.kill()
        window.wait()
        for end in ends:
            assert select.select([end], [], [], PATIENCE)[0], "somebody is still there"
            os.close(end)
    assert os.listdir(folder) == ["small.world"]
    assert whole_at(world) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only there does a process that is stopped hear of its parent's end")
def test_a_killed_runner_leaves_no_model_host(world: Path) -> None:
    process = subprocess.Popen([*command(world)[:-1], "llama"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with process:
        assert process.stdout is not None
        until_ready(process.stdout)
        ends = {host: os.pidfd_open(host) for host in children(process.pid)}
        assert len(ends) == 2
        for host in ends:
            os.kill(host, signal.SIGSTOP)
        process.kill()
        for end in ends.values():
            assert select.select([end], [], [], PATIENCE)[0], "a host is still there"
            os.close(end)
    assert check(world) == []


@pytest.mark.skipif(sys.platform != "linux", reason="finds the model host the way Linux shows it")
def test_the_window_is_told_when_the_model_is_lost_and_life_goes_on(world: Path) -> None:
    heard: queue.SimpleQueue[ToWindow] = queue.SimpleQueue()
    client = RunnerClient([*command(world)[:-1], "llama", "--role", "embedding=words"], heard.put, lambda status, words: None)
    try:
        while not isinstance(heard.get(timeout=PATIENCE), Ready):
            pass
        (host,) = children(client._process.pid)
        client.send(Play(pace=0, until=80))
        os.kill(host, signal.SIGKILL)
        while not isinstance(message := heard.get(timeout=PATIENCE), Trouble):
            pass
        assert "The model town-demo was lost: the system ended it (SIGKILL)" in message.sentence
        assert not message.paused
        assert not message.fatal
        while not (isinstance(frame := heard.get(timeout=PATIENCE), Frame) and frame.step >= 80):
            pass
    finally:
        client.close(timeout=PATIENCE)
    assert whole_at(world) == 80


def test_what_somebody_thinks_is_told_while_it_is_written(opens: Opens, world: Path) -> None:
    window = opens(world, "--engine", "llama")
    window.hear(Ready)
    window.say(Watch(1))
    window.say(Play(pace=0))
    texts: list[str] = []
    while len(texts) < 3:
        wrote = window.hear(Wrote, lambda wrote: any(one.text for one in wrote.writings))
        assert wrote.agent == 1
        assert {one.agent for one in wrote.writings} == {1}
        texts += [one.text for one in wrote.writings if one.text not in texts]
    longest = max(texts, key=len)
    assert sum(longest.startswith(text) for text in texts) > 1  # it grew
    assert all(one.tokens > 0 and one.seconds > 0 for one in wrote.writings if one.text)
    window.say(Watch(0))
    window.say(Pause())
    window.hear(Wrote, lambda wrote: not wrote.writings)


def test_a_thought_on_record_is_asked_again_while_the_town_is_paused(opens: Opens, world: Path) -> None:
    window = opens(world)
    window.hear(Ready)
    window.say(Play(pace=0, until=7 * 360))
    window.still(7 * 360)
    with WorldReader(world) as reader:
        call = next(head for head in reader.calls() if head.purpose == "day_plan")
    window.say(AskAgain(1, call.id))
    last = window.hear(AnsweredAgain, lambda one: one.done)
    assert (last.number, last.again.was, last.again.now) == (1, call.output, call.output)
    window.say(AskAgain(2, call.id, (Altered("nothing.0"),)))
    wrong = window.hear(AnsweredAgain)
    assert wrong.done
    assert "was told nothing" in wrong.again.error
    window.say(NoMatter(2))


def test_a_world_is_seen_and_changed_before_its_model_is_there(opens: Opens, world: Path) -> None:
    window = opens(world, "--engine", "llama")
    window.say(Intervene(Edit(AddMemory(1, "The ferry sank.", "known", 5)), "somebody"))
    window.say(Play(pace=0, until=3))
    heard: list[ToWindow] = []
    while not heard or not isinstance(heard[-1], Ready):
        heard.append(window.heard.get(timeout=PATIENCE))
    seen, changed = (message for message in heard if isinstance(message, Frame))
    assert len(seen.changed) == AGENTS
    assert [event.kind for event in changed.events] == ["edit"]
    assert len(changed.changed) == AGENTS
    assert window.hear(Frame, lambda frame: frame.step >= 3).step == 3  # what needed a living town has waited for it
    with WorldReader(world) as reader:
        assert "The ferry sank." in [memory.text for memory in reader.memories(1)]


def test_what_cannot_be_before_the_model_is_there_is_said(opens: Opens, world: Path) -> None:
    window = opens(world, "--engine", "llama")
    window.say(Intervene(Edit(AddMemory(99, "The ferry sank.", "known", 5)), "somebody"))
    assert "number 99" in window.hear(Trouble).sentence
    window.hear(Ready)


class Speechless(ScriptedEngine):
    """Answers nothing, ever; when it is asked first, a person pauses and changes something."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._asked = False

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Handle:
        class Under:
            def cancel(self) -> None:
                done(Cancelled("cancelled"))

        if not self._asked:
            self._asked = True
            self._commands.put(Pause())
            self._commands.put(Intervene(Edit(AddMemory(1, "The ferry sank.", "known", 5))))
        return Under()


class Reader(BytesIO):
    """A window that says quit as soon as it is told of an edit."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.frames: list[Frame] = []
        self._commands, self._read = commands, 0

    def flush(self) -> None:
        end = self.tell()
        self.seek(self._read)
        while self.tell() < end:
            message = receive_in_window(self)
            if isinstance(message, Frame):
                self.frames.append(message)
                if any(event.kind == "edit" for event in message.events):
                    self._commands.put(Quit())
        self._read = end


def test_a_paused_world_is_changed_at_once_though_the_clock_waits_for_a_thought(folder: Path) -> None:
    world = folder / "slow.world"
    create_world_file(world, "lane", seed=7, settings=Settings(ahead=False))  # so that each thought is waited for
    commands: Commands = queue.SimpleQueue()
    out = Reader(commands)
    with closing(Session(world, Speechless(commands), HashedWords())) as session:
        commands.put(Play(pace=0))
        Runner(session, out, commands, Chosen(Thinkers())).serve()
    assert any(thought.holds for frame in out.frames for thought in frame.thinking)
    assert (out.frames[-1].running, out.frames[-1].thinking) == (False, [])
    with WorldReader(world) as reader:
        assert "The ferry sank." in [memory.text for memory in reader.memories(1)]
        edited = reader.last_step()
    assert check(world) == []
    with closing(Session(world, ScriptedEngine(), HashedWords())) as again:
        again.live()  # the step that was given up is lived now
        assert again.step == edited + 1
