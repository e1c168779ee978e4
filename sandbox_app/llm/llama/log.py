"""llama.cpp's messages as records of Python's logging, and the latest of them as the cause of a failure."""

import ctypes
import logging
from collections import deque

import llama_cpp.llama_cpp as api

logger = logging.getLogger("llama.cpp")

_ERROR = 4
_CONTINUED = 5
# llama.cpp warns about ordinary things and calls a batch that we stopped an error. What does fail is raised by us, with
# its complaints as the details, so nothing of this reaches people by itself.
_LEVELS = {3: logging.INFO, _ERROR: logging.INFO}

_complaints: deque[str] = deque(maxlen=8)
_line: list[str] = []
_level = 0


def _receive(level: int, text: bytes, _data: object) -> None:
    global _level
    if level != _CONTINUED:
        _level = level
    _line.append(text.decode("utf-8", "replace"))
    if not text.endswith(b"\n"):
        return
    message = "".join(_line).strip()
    _line.clear()
    if not message:
        return
    if _level == _ERROR:
        _complaints.append(message)
    logger.log(_LEVELS.get(_level, logging.DEBUG), message)


# Kept for the whole life of the process: llama.cpp calls it from its own threads at any time.
_callback = api.llama_log_callback(_receive)


def listen() -> None:
    """Send llama.cpp's messages to the logger "llama.cpp" from now on."""
    api.llama_log_set(_callback, ctypes.c_void_p(0))


def complaints() -> str:
    """Return the latest errors that llama.cpp reported, one per line, and forget them."""
    text = "\n".join(_complaints)
    _complaints.clear()
    return text
