"""Trying a model file: its header first, then really, in a host of its own."""

import queue
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import render
from sandbox_app.llm.gguf_check import describe
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.library.memory import check_memory
from sandbox_app.llm.model_settings import settings_of
from sandbox_app.llm.request import Completion, EngineError
from sandbox_app.posix import available_memory

SECONDS = 300.0
"""A model that has not answered one small question by then is held to be of no use."""
_CELLS = 4096
_ME = f.Persona(
    name="Ada",
    age=34,
    job="baker",
    traits=("patient",),
    identity="Ada bakes the bread of the town.",
    home="Ada's house",
    workplace="Bakery",
    work_from="06:00",
    work_to="14:00",
    wake="05:00",
    bed="21:30",
)
_NOW = f.Now(day=1, weekday="Friday", date="13 February", time="08:00", place="Bakery", doing="bake")
_FACTS = f.Importance(town="Brook", me=_ME, now=_NOW, texts=("The oven is hot.",))


class Trial(Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        ok: the model can be used. problem: why not, or "".
        details: what llama.cpp or the host said when it failed, or "".
        remark: what one should know all the same (its chat template cannot be used), or "".
        answer: what it answered. tokens: how many that were. seconds: that took.
    """

    path: str
    ok: bool
    problem: str = ""
    details: str = ""
    remark: str = ""
    answer: str = ""
    tokens: int = 0
    seconds: float = 0.0


def try_model(path: Path) -> Trial:
    """Check a model file as far as that can be done: header, memory, loading, and a few tokens computed; never raises a problem."""
    try:
        model = describe(path)
        if model.embedding:
            return Trial(path=str(path), ok=True)
        check_memory(path, available_memory())
        told: list[str] = []
        with closing(HostedEngine(path, context=_CELLS, settings=settings_of(path), tell=told.append)) as engine:
            return _ask(path, engine)
    except ModelProblem as problem:
        return Trial(path=str(path), ok=False, problem=problem.sentence, details=problem.details)


def _ask(path: Path, engine: HostedEngine) -> Trial:
    answers: queue.SimpleQueue[Completion | EngineError] = queue.SimpleQueue()
    engine.submit(render(_FACTS, seed=1), answers.put)
    try:
        answer = answers.get(timeout=SECONDS)
    except queue.Empty:
        return Trial(path=str(path), ok=False, problem=f"The model {path} did not answer within {SECONDS:.0f} seconds; use a smaller one.")
    if isinstance(answer, EngineError):
        return Trial(path=str(path), ok=False, problem=f"The model {path} was loaded and cannot compute: {answer}.")
    return Trial(path=str(path), ok=True, remark=engine.remark, answer=answer.text, tokens=answer.computed, seconds=answer.seconds)
