"""What ggml computes on, where that was built apart: an installed program carries one library for each generation of processors
and one for GPUs, and the ones that run on this computer are loaded when it starts. A build for this very computer has all in one.
"""

from functools import cache
from pathlib import Path

import llama_cpp
import llama_cpp.llama_cpp as api

from sandbox_app.llm.llama import log

_PROCESSORS = ("libggml-cpu-*.so", "libggml-cpu-*.dylib", "ggml-cpu-*.dll")
_VULKAN = ("libggml-vulkan.so", "libggml-vulkan.dylib", "ggml-vulkan.dll")


def _libraries() -> Path:
    return Path(llama_cpp.__file__).resolve().parent / "lib"


def carries_vulkan() -> bool:
    """Say whether a library for GPUs was built apart; there need not be a GPU or a driver."""
    return any((_libraries() / name).exists() for name in _VULKAN)


@cache
def load_backends() -> None:
    """Load what was built apart and fits this computer: the best library for its processor, and GPUs if there are any.

    Does nothing in a build that has all in one, and nothing the second time.
    """
    libraries = _libraries()
    if any(True for pattern in _PROCESSORS for _ in libraries.glob(pattern)):
        log.listen()  # or it says on standard error what it loads
        api._lib.ggml_backend_load_all_from_path(str(libraries).encode())  # through libllama: its own copy of ggml, no second one
