"""Graphics processors: whether this build of llama.cpp can use one, how much memory it has left, how many layers fit into it."""

import ctypes
from pathlib import Path
from typing import Literal

import llama_cpp.llama_cpp as api
from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.library.memory import Memory, needed
from sandbox_app.llm.llama.backends import carries_vulkan, load_backends

ALL = -1
"""All layers, in llama.cpp's way to count them."""
_KINDS: tuple[Literal["processor", "GPU", "GPU of the processor"], ...] = ("processor", "GPU", "GPU of the processor")
"""What ggml's first numbers of kinds mean; a GPU of the processor shares its memory."""
_LEFT_FREE = 0.1
_INSTALL = "pip install --force-reinstall --no-cache-dir --no-binary llama-cpp-python llama-cpp-python"
_BUILD = (
    f'This build of llama.cpp computes on the processor alone; for an NVIDIA GPU build it again: CMAKE_ARGS="-DGGML_CUDA=on" {_INSTALL} '
    "(-DGGML_VULKAN=on for other GPUs, -DGGML_METAL=on for Apple's)."
)
_NO_DRIVER = (
    "No GPU was found that this program can use: Vulkan knows of none. If this computer has one, install its Vulkan driver "
    "(Debian and Ubuntu: apt install mesa-vulkan-drivers; for NVIDIA, NVIDIA's own)."
)


class Device(Struct, frozen=True):
    """What ggml computes on.

    Attributes:
        kind: what it is. name: what it says of itself. by: the part of ggml that speaks to it: CPU, Vulkan, CUDA.
        free, total: bytes of its memory.
    """

    kind: Literal["processor", "GPU", "GPU of the processor"]
    name: str
    by: str
    free: int
    total: int


def gpu_can() -> bool:
    """Say whether this build of llama.cpp can compute on a GPU of this computer."""
    load_backends()
    return bool(api.llama_supports_gpu_offload())


def why_no_gpu() -> str:
    """Return what to do for a GPU, where `gpu_can` says no."""
    return _NO_DRIVER if carries_vulkan() else _BUILD


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
            raise ModelProblem(why_no_gpu())
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
    return sum(device.free for device in devices() if device.kind == "GPU")


def gpus() -> str:
    """Return the names of the GPUs; "" where there are none."""
    return ", ".join(f"{device.name} by {device.by}" for device in devices() if device.kind != "processor")


def devices() -> list[Device]:
    """Return what ggml computes on, the processor last."""
    load_backends()
    library = api._lib
    for name in ("dev_get", "dev_backend_reg"):
        getattr(library, f"ggml_backend_{name}").restype = ctypes.c_void_p
    for name in ("dev_description", "reg_name"):
        getattr(library, f"ggml_backend_{name}").restype = ctypes.c_char_p
    for name in ("dev_type", "dev_description", "dev_backend_reg", "reg_name"):
        getattr(library, f"ggml_backend_{name}").argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_memory.restype = None
    library.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)]
    found = []
    for number in range(library.ggml_backend_dev_count()):
        device = library.ggml_backend_dev_get(number)
        kind = int(library.ggml_backend_dev_type(device))
        if kind >= len(_KINDS):
            continue  # helps the processor, and is none by itself
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        library.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        name = library.ggml_backend_dev_description(device).decode(errors="replace").strip()
        by = library.ggml_backend_reg_name(library.ggml_backend_dev_backend_reg(device)).decode(errors="replace")
        found.append(Device(_KINDS[kind], name, by, free.value, total.value))
    return sorted(found, key=lambda device: device.kind == "processor")
