"""Learning the frame of a template in a process of its own, which ends when the template does not."""

import subprocess
from functools import lru_cache

import msgspec
from msgspec import Struct

from sandbox_app import processes
from sandbox_app.llm.chat.frame import Frame, TemplateProblem

SECONDS = 5.0
"""A template that takes longer is given up; real ones take a hundredth of a second."""
_MOST_READ = 256 * 1024
_STARTING_SECONDS = 60.0


class Order(Struct, frozen=True):
    """What the process is told: the template, the marks it may write, and how long it may take."""

    template: str
    bos: str
    eos: str
    seconds: float


class Learned(Struct, frozen=True):
    """What it answers: the frame, or why there is none."""

    frame: Frame | None
    reason: str = ""


@lru_cache(64)
def learn(template: str, bos: str = "", eos: str = "", seconds: float = SECONDS) -> Frame:
    """Return the frame of a template, whatever the template does.

    Args:
        template: as it stands in the model's file.
        bos, eos: the texts of the marks that begin and end a text.
        seconds: how long it may take.

    Raises:
        TemplateProblem: it cannot be used; nothing of it is left running.
    """
    if len(template) > _MOST_READ:
        raise TemplateProblem(f"it has {len(template):,} characters")
    order = msgspec.json.encode(Order(template, bos, eos, seconds))
    command, environment = processes.command("sandbox_app.llm.chat"), processes.environment()
    try:
        run = subprocess.run(command, input=order, capture_output=True, env=environment, timeout=seconds + _STARTING_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise TemplateProblem("the process that reads it does not answer") from late
    if run.returncode:
        raise TemplateProblem(_last_words(run.stderr, seconds))
    learned = msgspec.json.decode(run.stdout, type=Learned)
    if learned.frame is None:
        raise TemplateProblem(learned.reason)
    return learned.frame


def _last_words(stderr: bytes, seconds: float) -> str:
    words = stderr.decode(errors="replace").strip()
    if "Timeout (" in words:
        return f"it does not come to an end within {seconds:g} seconds"
    if "MemoryError" in words:
        return "it needs too much memory"
    return f"the process that reads it died ({words.splitlines()[-1][:200] if words else 'without a word'})"
