"""Why a model host ended, in words that a person can act on."""

from msgspec import Struct

from sandbox_app.posix import ended_by

BROKEN = 70
"""The host's exit status after a fault of ours in the engine's thread."""

_NO_MEMORY = (
    "bad_alloc",
    "out of memory",
    "failed to allocate",
    "unable to allocate",
    "cannot allocate",
    "memoryerror",
    "std::length_error",
)
_GAVE_UP = ("GGML_ASSERT", "GGML_ABORT", "terminate called", "Fatal Python error", "what():")
_SMALLER = "close other programs or use a smaller model"
_OTHER = "use another file of this model or another model"
_BUILD = "build it for this one: pip install --force-reinstall --no-cache-dir --no-binary llama-cpp-python llama-cpp-python"


class Death(Struct, frozen=True):
    """What happened to a host, and what to try.

    Attributes:
        what: the cause, as part of a sentence. advice: what to do, as part of a sentence.
        details: how it ended and the last that it said.
    """

    what: str
    advice: str
    details: str


def explain(status: int, words: list[str], verdict: str) -> Death:
    """Say why a host ended.

    Args:
        status: its exit status, as `subprocess` gives it.
        words: the last lines it said on standard error.
        verdict: why this program killed it, or "".
    """
    how = ended_by(status) or f"exit status {status}"
    details = "\n".join([f"{how} ({verdict})" if verdict else how, *words])
    what, advice = (verdict, "if that happens again, use a smaller model") if verdict else _cause(status, how, words)
    return Death(what, advice, details)


def _cause(status: int, how: str, words: list[str]) -> tuple[str, str]:
    marked = [line.strip() for line in words if any(mark in line for mark in _GAVE_UP)]
    last = marked[0] if marked else words[-1].strip() if words and status > 0 else ""
    if any(mark in line.lower() for line in [*words, how] for mark in _NO_MEMORY):
        return f"there was not enough memory ({how})", _SMALLER
    if how == "SIGKILL":
        return f"the system ended it ({how}), as it does when memory runs out", _SMALLER
    if how == "SIGILL":
        return f"llama.cpp was built for another processor ({how})", _BUILD
    if ended_by(status):
        return f"llama.cpp crashed ({how}{': ' + last if last else ''})", _OTHER
    if status == BROKEN:
        return f"the engine failed: {last or how}", _OTHER
    return f"it ended ({how}{': ' + last if last else ''})", _OTHER
