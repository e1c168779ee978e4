"""Taking up the thoughts of a parent can be watched, and broken off."""

from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.messages import Frame, Ready, Reliving, ThinkAnew
from sandbox_app.simulation.reliving import BrokenOff
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from tests.simulation.test_runner import Window

WITHIN = 911


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parent") / "parent.world"
    create_world_file(path, "lane", seed=7)
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.step < WITHIN + 100:
            session.live()
    return path


@pytest.fixture
def fork(parent: Path, tmp_path: Path) -> Path:
    path = tmp_path / "fork.world"
    fork_world(parent, path, str(WITHIN))
    return path


def test_it_is_told_how_far_it_is(fork: Path) -> None:
    shares: list[float] = []
    with closing(Session(fork, ScriptedEngine(), HashedWords(), progress=shares.append)) as session:
        assert session.simulation.thoughts.open
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1
    assert shares[-1] == 1.0


def test_whoever_does_not_want_to_wait_gets_a_world_in_which_all_think_anew(fork: Path) -> None:
    def impatient(share: float) -> None:
        if share > 0.2:
            raise BrokenOff

    with closing(Session(fork, ScriptedEngine(), HashedWords(), progress=impatient)) as session:
        assert session.step == WITHIN
        assert not session.simulation.thoughts.open
        session.live()


@pytest.mark.parametrize("waits", [True, False])
def test_the_runner_tells_the_window_and_hears_it(fork: Path, waits: bool) -> None:
    window = Window(fork)
    try:
        if not waits:
            window.say(ThinkAnew())
        else:
            far = window.hear(Reliving)
            assert 0 < far.share < 1
        window.hear(Ready)
        frame = window.hear(Frame)
        assert frame.step == WITHIN
        assert bool(frame.thinking) == waits
    finally:
        window.client.close()


def test_a_window_that_closes_meanwhile_leaves_one_whole_file(fork: Path) -> None:
    window = Window(fork)
    window.hear(Reliving)
    window.client.close(timeout=30)
    assert [path.name for path in fork.parent.glob("fork.*")] == [fork.name]
    assert check(fork) == []
