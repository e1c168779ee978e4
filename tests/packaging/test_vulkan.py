"""The library for GPUs that `make package` builds, on a GPU made of software (Mesa's lavapipe): it answers as the processor does, and
where there is no driver, or one that does not start, the processor answers.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import llama_cpp
import pytest

from tests.test_resources import CHECKOUT

BUILT = (CHECKOUT / "build" / "bundle" / "town-sandbox" / "_internal" / "llama_cpp" / "lib", CHECKOUT / "build" / "llama" / "libraries")
DRIVERS = sorted(Path("/usr/share/vulkan/icd.d").glob("lvp_icd*.json"))

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Python packages in which llama_cpp has the libraries that `make package` built."""
    built = next((folder for folder in BUILT if (folder / "libggml-vulkan.so").exists()), None)
    if built is None:
        pytest.skip("no Vulkan library was built here; make package builds it")
    folder = tmp_path_factory.mktemp("packages")
    shutil.copytree(Path(llama_cpp.__file__).parent, folder / "llama_cpp", ignore=shutil.ignore_patterns("lib", "__pycache__"))
    shutil.copytree(built, folder / "llama_cpp" / "lib", symlinks=True)
    return folder


def answered(packages: Path, layers: str, **variables: str) -> dict[str, Any]:
    """Return what on_devices.py says in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VK_", "GGML_"))}
    environment |= {"PYTHONPATH": os.pathsep.join([str(packages), str(CHECKOUT)]), **variables}
    command = [sys.executable, "-m", "tests.packaging.on_devices", layers]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "ggml" not in done.stderr  # what a library says is not for people
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(not DRIVERS, reason="no software driver of Vulkan here; apt-get install mesa-vulkan-drivers")
def test_a_gpu_of_software_answers_as_the_processor_does(packages: Path) -> None:
    driver = {"VK_DRIVER_FILES": str(DRIVERS[0]), "VK_ICD_FILENAMES": str(DRIVERS[0]), "GGML_VK_VISIBLE_DEVICES": "0"}
    there = answered(packages, "-1", **driver)
    assert there["problem"] == ""
    gpu, processor = there["devices"]
    assert gpu["kind"] == "GPU"
    assert gpu["by"] == "Vulkan"
    assert "llvmpipe" in gpu["name"]
    assert gpu["total"] > 1 << 30
    assert processor["by"] == "CPU"
    here = answered(packages, "0", **driver)
    assert set(there["answers"]) == set(here["answers"])
    same = [purpose for purpose, text in here["answers"].items() if there["answers"][purpose] == text]
    assert len(same) > 0.8 * len(here["answers"]), "sums in another order may turn a tie; nothing else may differ"


@pytest.mark.parametrize("fault", ["no driver", "no Vulkan in it"])
def test_without_a_driver_that_starts_the_processor_answers(packages: Path, tmp_path: Path, fault: str) -> None:
    manifest = tmp_path / "icd.json"
    if fault != "no driver":  # a library that is no driver
        llama = str(packages / "llama_cpp" / "lib" / "libggml-base.so")
        manifest.write_text(json.dumps({"file_format_version": "1.0.0", "ICD": {"library_path": llama, "api_version": "1.3.0"}}))
    broken = {"VK_DRIVER_FILES": str(manifest), "VK_ICD_FILENAMES": str(manifest)}
    found = answered(packages, "", **broken)
    assert [device["kind"] for device in found["devices"]] == ["processor"]
    assert found["problem"] == ""
    assert all(found["answers"].values())
    assert "install its Vulkan driver" in answered(packages, "-1", **broken)["problem"]
