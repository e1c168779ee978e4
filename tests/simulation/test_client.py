"""The window's end of the runner, against a real child process."""

import queue
import sys
from pathlib import Path

import pytest

from sandbox_app.simulation.client import RunnerClient
from sandbox_app.simulation.messages import Closed, Pause, Play, StepOnce, ToWindow, Trouble

CHILD = """
import sys
from sandbox_app.simulation import messages as m
while (heard := m.receive_in_runner(sys.stdin.buffer)) is not None:
    match heard:
        case m.Play():
            m.send(sys.stdout.buffer, m.Trouble(sentence=f"pace {heard.pace}"))
        case m.StepOnce():
            sys.stderr.write("last words\\n")
            sys.exit(7)
        case m.Pause():
            sys.stdout.buffer.write(b"\\xff\\xff\\xff\\x7f")
            sys.stdout.flush()
            import time
            time.sleep(60)
        case m.Quit():
            m.send(sys.stdout.buffer, m.Closed())
            break
"""
DEAF = "import time; print('deaf', flush=True, file=__import__('sys').stderr); time.sleep(60)"


class Ear:
    """Keeps what a client hears."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[ToWindow] = queue.SimpleQueue()
        self.ends: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()

    def client(self, program: str) -> RunnerClient:
        return RunnerClient([sys.executable, "-c", program], self.messages.put, lambda status, words: self.ends.put((status, words)))


def test_messages_go_both_ways_and_close_ends_the_child() -> None:
    ear = Ear()
    client = ear.client(CHILD)
    assert client.send(Play(pace=6.0))
    assert ear.messages.get(timeout=20) == Trouble(sentence="pace 6.0")
    client.close(timeout=20)
    client.close()
    assert not client.running
    assert ear.messages.empty()
    assert ear.ends.empty()


def test_a_runner_that_ends_by_itself_is_told_with_its_last_words() -> None:
    ear = Ear()
    client = ear.client(CHILD)
    client.send(StepOnce())
    status, words = ear.ends.get(timeout=20)
    assert status == 7
    assert words == "last words"
    assert not client.send(Play())
    client.close()


def test_a_runner_that_does_not_listen_is_ended_surely() -> None:
    ear = Ear()
    client = ear.client(DEAF)
    client.close(timeout=0.05)
    assert not client.running


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nonsense_on_the_pipe_ends_the_runner() -> None:
    ear = Ear()
    client = ear.client(CHILD)
    client.send(Pause())
    status, _ = ear.ends.get(timeout=20)
    assert status != 0
    client.close()


def test_closed_is_a_message_of_its_own(tmp_path: Path) -> None:
    ear = Ear()
    client = ear.client("import sys\nfrom sandbox_app.simulation import messages as m\nm.send(sys.stdout.buffer, m.Closed())")
    assert ear.messages.get(timeout=20) == Closed()
    assert ear.ends.get(timeout=20) == (0, "")
    client.close()
