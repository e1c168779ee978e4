"""The engine in a process of its own: same answers, and it lives on when that process dies."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.request import Cancelled, EngineError
from tests.llm.asking import Asked, ask
from tests.llm.every_facts import every_facts
from tests.llm.test_llama_engine import free_text

FACTS = every_facts()


@pytest.fixture
def hosted(small_gguf: Path) -> Iterator[HostedEngine]:
    """A hosted engine on the tiny model."""
    engine = HostedEngine(small_gguf, threads=1, context=4096)
    yield engine
    engine.close()


def gone(pid: int) -> bool:
    """Whether there is no such process any more."""
    return not Path(f"/proc/{pid}").exists()


def test_it_answers_as_the_engine_in_this_process_does(hosted: HostedEngine, llama: LlamaEngine) -> None:
    assert (hosted.name, hosted.context) == (llama.name, llama.context)
    request = forms.render(FACTS[0], seed=4)
    asked = Asked(hosted, request)
    completion = asked.completion()
    assert completion.text == ask(llama, request).text
    assert "".join(asked.pieces).rstrip("\n") == completion.text
    assert hosted.status().running == 0


def test_a_bad_file_is_the_same_problem_as_in_this_process(tmp_path: Path) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(b"nothing")
    with pytest.raises(ModelProblem, match="not a GGUF"):
        HostedEngine(path)


def test_cancelling_and_closing(small_gguf: Path) -> None:
    engine = HostedEngine(small_gguf, threads=1)
    cancelled, left = (Asked(engine, free_text("Hello" * 20, 1500, seed=seed, temperature=3.0)) for seed in (1, 2))
    cancelled.handle.cancel()
    assert cancelled.wait()
    pid = engine.pid
    engine.close()
    engine.close()
    assert len(left.results) == 1
    assert gone(pid)
    late = Asked(engine, free_text("Hello")).wait()
    assert isinstance(late, EngineError)
    assert not isinstance(late, Cancelled)
    cancelled.handle.cancel()
