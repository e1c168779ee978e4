"""What ggml's Vulkan library is built with, where the system's own is too old: headers and a shader compiler of Debian 13.

Its packages are unpacked into a folder; nothing is installed. The compiler runs there with its own C library, and what it makes are
programs for GPUs, so the library we build asks for no newer system than before. A newer compiler also knows what newer GPUs can do
(matrix units, products of small integers); with an old one ggml leaves that out.
"""

import os
import shutil
import subprocess
from pathlib import Path

_SUITE = "trixie"
_PACKAGES = ("glslc", "libvulkan-dev", "spirv-headers")
_SETTINGS = """Dir::State "{folder}";
Dir::State::lists "{folder}/lists";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}/cache";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "-";
"""


def flags(work: Path, headers: Path = Path("/usr/include")) -> dict[str, str]:
    """Return what CMake must be told to find all that is needed: nothing where the system has it.

    Args:
        work: where a newer one may be put.
        headers: the system's own.

    Raises:
        SystemExit: the system's is too old and it has no apt to fetch a newer one with.
    """
    if new_enough(headers):
        return {}
    root = work / "vulkan" / "root"
    if not new_enough(root / "usr" / "include"):
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise SystemExit(
                "Vulkan's headers are too old here, or missing; ggml needs those of Vulkan 1.3.272 or newer and glslc. Install them, "
                "or build without: packaging/package.py --without-vulkan"
            )
        _fetch(work / "vulkan", root)
    libraries = next(root.glob("usr/lib/*/libshaderc.so.1")).parent
    return {
        "Vulkan_INCLUDE_DIR": str(root / "usr" / "include"),
        "Vulkan_LIBRARY": str(libraries / "libvulkan.so.1"),
        "Vulkan_GLSLC_EXECUTABLE": str(_compiler(root, libraries)),
        "SPIRV-Headers_DIR": str(root / "usr" / "share" / "cmake" / "SPIRV-Headers"),
    }


def new_enough(headers: Path) -> bool:
    """Say whether Vulkan's headers in a folder have what ggml uses last: the settings of layers."""
    core = headers / "vulkan" / "vulkan_core.h"
    return core.is_file() and "VK_EXT_LAYER_SETTINGS_EXTENSION_NAME" in core.read_text(errors="replace")


def _fetch(folder: Path, root: Path) -> None:
    """Unpack the packages and what they need into a folder, with lists and a cache of their own."""
    folder = folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    for inside in ("lists/partial", "cache/archives/partial"):
        (folder / inside).mkdir(parents=True)
    (folder / "status").touch()
    keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
    (folder / "sources.list").write_text(f"deb [signed-by={keys}] http://deb.debian.org/debian {_SUITE} main\n")
    (folder / "apt.conf").write_text(_SETTINGS.format(folder=folder))
    environment = dict(os.environ, APT_CONFIG=str(folder / "apt.conf"))
    wanted = ["install", "-y", "-qq", "--download-only", "--no-install-recommends", *_PACKAGES]
    for command in (["update", "-qq"], wanted):
        subprocess.run(["apt-get", *command], check=True, env=environment)
    for package in sorted((folder / "cache" / "archives").glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", str(package), str(root)], check=True)


def _compiler(root: Path, libraries: Path) -> Path:
    """Return a command that runs the unpacked glslc with the libraries unpacked beside it."""
    loader = next(libraries.glob("ld-linux*.so.*"))
    command = root.parent / "glslc"
    command.write_text(f'#!/bin/sh\nexec "{loader}" --library-path "{libraries}" "{root}/usr/bin/glslc" "$@"\n')
    command.chmod(0o755)
    return command
