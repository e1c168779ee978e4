"""What is computed on a GPU: nothing where the build cannot, with a word about how to change that; else what fits."""

from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.library.memory import Memory
from sandbox_app.llm.llama.gpu import ALL, devices, gpu_can, layers_for, layers_that_fit

GB = 1 << 30
SEVEN_BILLION = Memory(weights=4 * GB, cells=GB, computing=GB // 4)


@pytest.mark.parametrize(("free", "layers"), [(24 * GB, ALL), (6 * GB, ALL), (4 * GB, 22), (GB, 4), (GB // 4, 0), (0, 0)])
def test_as_many_layers_as_fit(free: int, layers: int) -> None:
    assert layers_that_fit(SEVEN_BILLION, 32, free) == layers


@pytest.mark.skipif(gpu_can(), reason="this build can")
def test_a_build_without_gpu_support_says_how_to_get_it(small_gguf: Path) -> None:
    assert layers_for(None, small_gguf) == layers_for(0, small_gguf) == 0
    for asked in (ALL, 5):
        with pytest.raises(ModelProblem, match=r"CMAKE_ARGS=\"-DGGML_CUDA=on\" pip install .*llama-cpp-python"):
            HostedEngine(small_gguf, gpu_layers=asked)


def test_ggml_tells_of_its_devices() -> None:
    found = devices()
    assert found[-1].kind == "processor"
    assert found[-1].by == "CPU"
    assert all(0 < device.free <= device.total for device in found)
    assert all(device.name for device in found)
