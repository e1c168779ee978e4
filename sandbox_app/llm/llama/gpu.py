"""Graphics processors: whether this build of llama.cpp can use one, how much memory it has left, how many layers fit into it."""

import ctypes
from pathlib import Path

import llama_cpp.llama_cpp as api

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.library.memory import Memory, needed
from sandbox_app.llm.llama.backends import load_backends

ALL = -1
"""All layers, in llama.cpp's way to count them."""
_GPU = 1
_LEFT_FREE = 0.1
_INSTALL = "pip install --force-reinstall --no-cache-dir --no-binary llama-cpp-python llama-cpp-python"
BUILD = (
    f'This build of llama.cpp computes on the processor alone; for an NVIDIA GPU build it again: CMAKE_ARGS="-DGGML_CUDA=on" {_INSTALL} '
    "(-DGGML_VULKAN=on for other GPUs, -DGGML_METAL=on for Apple's)."
)
"""What to do for a GPU."""


def gpu_can() -> bool:
    """Say whether this build of llama.cpp can compute on a GPU of this computer."""
    load_backends()
    return bool(api.llama_supports_gpu_offload())


def layers_for(asked: int | None, path: Path) -> int:
    """Return how many layers of a model to compute on GPUs.

    Args:
        asked: as many as a person asked for, -1 for all; None for as many as fit into the memory that is free there.
        path: the model's file.

    Raises:
        ModelProblem: some are asked for and this build cannot, or the file cannot be used.
    """
    if not gpu_can():
        if asked:
            raise ModelProblem(BUILD)
        return 0
    if asked is not None:
        return asked
    model, memory = needed(path)
    return layers_that_fit(memory, model.layers, free_memory())


def layers_that_fit(memory: Memory, layers: int, free: int) -> int:
    """Return how many layers fit into so many bytes, a tenth of them left free; all of them as `ALL`.

    The last part of a model, which is not one of its layers, counts as one.
    """
    each = (memory.weights + memory.cells) / (layers + 1)
    fitting = int((free * (1 - _LEFT_FREE) - memory.computing) / each)
    return ALL if fitting > layers else max(0, fitting)


def free_memory() -> int:
    """Return the bytes that are free on all GPUs together."""
    return sum(free for kind, free in devices() if kind == _GPU)


def devices() -> list[tuple[int, int]]:
    """Return kind (0 processor, 1 GPU, 2 GPU that shares the processor's memory) and free bytes of what ggml computes on."""
    load_backends()
    library = api._lib
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_memory.restype = None
    library.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)]
    found = []
    for number in range(library.ggml_backend_dev_count()):
        device = library.ggml_backend_dev_get(number)
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        library.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        found.append((int(library.ggml_backend_dev_type(device)), int(free.value)))
    return found
