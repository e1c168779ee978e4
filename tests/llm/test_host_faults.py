"""The real host, stopped, killed and starved from outside: it is found out, the others are answered, nobody is left behind."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.host.hosted import MOST_IN_A_ROW
from sandbox_app.llm.host.watch import Patience
from sandbox_app.llm.request import EngineError, Unavailable
from tests.llm.asking import Asked
from tests.llm.small_model import write_small_gguf
from tests.llm.test_llama_engine import free_text

LONG = 60
"""Seconds after which what should have ended is held to live on."""
QUICK = Patience(silence=3.0, start=120.0, loading=120.0, batch=60.0)


class Told(list[str]):
    """What a person was told."""

    @property
    def text(self) -> str:
        return "\n".join(self)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def endless_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that answers up to its limit: what is asked for long is still under way when its host is killed."""
    return write_small_gguf(tmp_path_factory.mktemp("models") / "small.gguf", endless=True)


@pytest.fixture
def hosted(endless_gguf: Path, told: Told) -> Iterator[HostedEngine]:
    """A hosted engine whose silence is soon noticed."""
    engine = HostedEngine(endless_gguf, threads=1, context=4096, patience=QUICK, tell=told.append)
    yield engine
    engine.close()


class Deadly(Asked):
    """Sends the host a signal at its first piece, every time."""

    def __init__(self, engine: HostedEngine, number: signal.Signals) -> None:
        self._engine = engine
        self._number = number
        super().__init__(engine, free_text("Hello", 1900, seed=1))

    def _token(self, piece: str) -> None:
        os.kill(self._engine.pid, self._number)


FAULTS = [
    (signal.SIGSTOP, "it gave no sign of life for 3 seconds"),
    (signal.SIGKILL, "the system ended it (SIGKILL)"),
    (signal.SIGSEGV, "llama.cpp crashed (SIGSEGV)"),
    (signal.SIGABRT, "llama.cpp crashed (SIGABRT)"),
]


@pytest.mark.parametrize(("number", "said"), FAULTS)
def test_a_fault_is_named_and_everything_is_asked_again(hosted: HostedEngine, told: Told, number: signal.Signals, said: str) -> None:
    asked = [Asked(hosted, free_text("Hello", 300, seed=seed)) for seed in range(8)]
    assert asked[0].first_piece.wait(LONG)
    first = hosted.pid
    os.kill(first, number)
    assert all(one.completion().generated for one in asked)
    assert not Path(f"/proc/{first}").exists()
    assert len(told) == hosted.deaths == 1
    assert f"The model small was lost: {said}" in told.text
    assert "started again" in told.text


@pytest.mark.parametrize(("number", "said"), FAULTS)
def test_a_request_that_does_it_twice_fails_with_the_cause_and_the_others_are_answered(
    hosted: HostedEngine, told: Told, number: signal.Signals, said: str
) -> None:
    deadly = Deadly(hosted, number)
    others = [Asked(hosted, free_text("Hello", 30, seed=seed)) for seed in range(4)]
    error = deadly.wait()
    assert isinstance(error, EngineError)
    assert "the model small died twice over this thought" in str(error)
    assert said in str(error)
    assert all(other.completion().generated for other in others)
    assert hosted.deaths == 2


def test_a_host_that_hears_nothing_any_more_does_not_hold_up_those_who_ask(hosted: HostedEngine) -> None:
    os.kill(hosted.pid, signal.SIGSTOP)
    asked = [Asked(hosted, free_text("Hello, this is a long text. " * 40, 5, seed=seed)) for seed in range(120)]  # more than a pipe holds
    assert all(one.completion().generated for one in asked)
    assert hosted.deaths == 1


def test_a_batch_that_does_not_end_in_its_time_ends_the_host(small_gguf: Path, told: Told) -> None:
    patience = Patience(silence=60.0, start=120.0, loading=120.0, batch=2.0)
    engine = HostedEngine(small_gguf, threads=1, context=4096, patience=patience, tell=told.append)
    try:
        os.kill(engine.pid, signal.SIGSTOP)
        assert Asked(engine, free_text("Hello", 30)).completion().generated
    finally:
        engine.close()
    assert "The model small was lost: it hung: one batch took longer than 2 seconds" in told.text


def test_a_host_that_dies_of_everything_is_given_up_until_it_is_asked_anew(hosted: HostedEngine) -> None:
    deadly = [Deadly(hosted, signal.SIGKILL) for _ in range(MOST_IN_A_ROW)]
    errors = [one.wait() for one in deadly]
    assert hosted.deaths == MOST_IN_A_ROW
    unavailable = [str(error) for error in errors if isinstance(error, Unavailable)]
    assert f"the {MOST_IN_A_ROW}th time without an answer; close other programs or use a smaller model." in unavailable[0]
    assert Asked(hosted, free_text("Hello")).completion().generated


def test_a_model_file_that_is_gone_when_it_is_needed_again_and_comes_back(tmp_path: Path, small_gguf: Path, told: Told) -> None:
    path, away = tmp_path / "passing.gguf", tmp_path / "away.gguf"
    path.write_bytes(small_gguf.read_bytes())
    engine = HostedEngine(path, threads=1, tell=told.append)
    try:
        path.rename(away)
        asked = Asked(engine, free_text("Hello", 500))
        os.kill(engine.pid, signal.SIGKILL)
        error = asked.wait()
        assert isinstance(error, Unavailable)
        assert "It cannot be started again. There is no model file" in str(error)
        assert isinstance(Asked(engine, free_text("Hello", 5)).wait(), Unavailable)
        away.rename(path)
        assert Asked(engine, free_text("Hello", 5)).completion().generated
    finally:
        engine.close()


PROGRAM = """
import sys
from pathlib import Path
from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import HostedEngine
{before}
try:
    engine = HostedEngine(Path({path!r}), threads=1, context={context})
except ModelProblem as problem:
    sys.exit(problem.sentence)
sys.stdout.write(f"{{engine.pid}}\\n")
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there does a process that is stopped hear of its parent's end")
@pytest.mark.parametrize("stopped", [False, True])
def test_no_host_outlives_a_program_that_is_killed(small_gguf: Path, stopped: bool) -> None:
    code = PROGRAM.format(before="", path=str(small_gguf), context=4096)
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        host = os.pidfd_open(pid)
        if stopped:
            os.kill(pid, signal.SIGSTOP)
        program.kill()
        program.wait()
        assert select.select([host], [], [], LONG)[0], "the host is still there"
        os.close(host)


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory the way Linux does")
def test_too_little_memory_is_told_before_anything_is_asked(small_gguf: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
    code = PROGRAM.format(before=limit, path=str(small_gguf), context=8_000_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LONG, check=False)
    assert "There is not enough memory for the model small; close other programs or use a smaller model." in done.stderr
    assert "Traceback" not in done.stderr
