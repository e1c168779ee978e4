"""Builds llama.cpp for computers other than this one: a library for each generation of processors, and one for GPUs by Vulkan.

The source is that of the llama-cpp-python we use, so that both speak the same language. What is finished is not done again.
Needs cmake, ninja or make, a C++ compiler; for Vulkan also glslc and Vulkan's headers (Debian 13: `apt-get install glslc libvulkan-dev
spirv-headers`; `vulkan.py` fetches them where they are older). About half an hour on two cores, most of it for Vulkan's programs.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

from bundle import vulkan as vulkan_tools

_FLAGS = {
    "CMAKE_BUILD_TYPE": "Release",
    "BUILD_SHARED_LIBS": "ON",
    "GGML_BACKEND_DL": "ON",
    "GGML_CPU_ALL_VARIANTS": "ON",
    "GGML_NATIVE": "OFF",
    "LLAMA_CURL": "OFF",
    "LLAMA_BUILD_COMMON": "OFF",
    "LLAMA_BUILD_TESTS": "OFF",
    "LLAMA_BUILD_EXAMPLES": "OFF",
    "LLAMA_BUILD_TOOLS": "OFF",
    "LLAMA_BUILD_SERVER": "OFF",
    "LLAMA_BUILD_APP": "OFF",
    "CMAKE_INSTALL_RPATH": "$ORIGIN",
    "CMAKE_BUILD_WITH_INSTALL_RPATH": "ON",
}


def source(work: Path) -> Path:
    """Return the folder of llama.cpp's source, fetched from the package registry the first time."""
    name = f"llama_cpp_python-{version('llama-cpp-python')}"
    vendored = work / name / "vendor" / "llama.cpp"
    if not vendored.is_dir():
        wanted = f"llama-cpp-python=={version('llama-cpp-python')}"
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "-d", str(work), wanted]
        subprocess.run(command, check=True)
        with tarfile.open(work / f"{name}.tar.gz") as archive:
            archive.extractall(work, filter="data")
    return vendored


def build(work: Path, *, vulkan: bool, jobs: int) -> Path:
    """Return the folder with the libraries, built if need be."""
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    plain = f'-ffile-prefix-map="{work}=."'  # no folder of the building computer stays in the libraries
    flags = _FLAGS | {"GGML_VULKAN": "ON" if vulkan else "OFF", "CMAKE_C_FLAGS": plain, "CMAKE_CXX_FLAGS": plain}
    if vulkan:
        flags |= vulkan_tools.flags(work)
    made = work / "made"  # one for both: the processors' libraries do not change when Vulkan's is added
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    where = ["cmake", "-S", str(source(work)), "-B", str(made), *generator]
    outside = dict(os.environ, GIT_DIR=os.devnull)  # or ggml takes the commit of the repository around it for its own
    subprocess.run([*where, *(f"-D{name}={value}" for name, value in flags.items())], check=True, env=outside)
    subprocess.run(["cmake", "--build", str(made), "--parallel", str(jobs)], check=True, env=outside)
    libraries = work / "libraries"
    shutil.rmtree(libraries, ignore_errors=True)
    libraries.mkdir()
    for path in sorted((made / "bin").glob("lib*.so")):
        kept = libraries / path.name
        if path.is_symlink():  # libllama.so -> libllama.so.0 -> libllama.so.0.5.0: once, under the name that libraries ask for
            kept = libraries / path.readlink().name
            (libraries / path.name).symlink_to(kept.name)
        shutil.copy2(path, kept)
        subprocess.run(["strip", "--strip-unneeded", str(kept)], check=True)
    return libraries


def main() -> None:
    """Build and print the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/llama"))
    parser.add_argument("--without-vulkan", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sys.stdout.write(f"{build(options.work, vulkan=not options.without_vulkan, jobs=options.jobs)}\n")


if __name__ == "__main__":
    main()
