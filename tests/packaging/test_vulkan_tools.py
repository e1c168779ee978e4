"""What Vulkan's library is built with: the system's own where it is new enough, a newer one fetched where it is not."""

import shutil
import subprocess
from pathlib import Path

import pytest
from bundle import vulkan


def headers(folder: Path, *, new: bool) -> Path:
    (folder / "vulkan").mkdir(parents=True)
    named = '#define VK_EXT_LAYER_SETTINGS_EXTENSION_NAME "VK_EXT_layer_settings"\n' if new else ""
    (folder / "vulkan" / "vulkan_core.h").write_text(f"#define VK_HEADER_VERSION 309\n{named}")
    return folder


def test_the_systems_own_is_used_where_it_is_new_enough(tmp_path: Path) -> None:
    assert vulkan.flags(tmp_path / "work", headers(tmp_path / "include", new=True)) == {}
    assert not (tmp_path / "work").exists()


def test_where_nothing_can_be_fetched_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _tool: None)
    for include in (headers(tmp_path / "include", new=False), tmp_path / "none"):
        with pytest.raises(SystemExit, match="--without-vulkan"):
            vulkan.flags(tmp_path / "work", include)


def test_what_was_fetched_is_named_to_cmake_and_the_compiler_runs_beside_its_libraries(tmp_path: Path) -> None:
    root = tmp_path / "work" / "vulkan" / "root"
    headers(root / "usr" / "include", new=True)
    libraries = root / "usr" / "lib" / "this-machine"
    libraries.mkdir(parents=True)
    for name in ("libshaderc.so.1", "libvulkan.so.1"):
        (libraries / name).touch()
    (libraries / "ld-linux-this.so.2").write_text('#!/bin/sh\necho "$@"\n')
    (libraries / "ld-linux-this.so.2").chmod(0o755)
    told = vulkan.flags(tmp_path / "work", headers(tmp_path / "include", new=False))
    assert told["Vulkan_INCLUDE_DIR"] == str(root / "usr" / "include")
    assert told["Vulkan_LIBRARY"] == str(libraries / "libvulkan.so.1")
    ran = subprocess.run([told["Vulkan_GLSLC_EXECUTABLE"], "-O", "a b.comp"], capture_output=True, text=True, check=True).stdout
    assert ran == f"--library-path {libraries} {root}/usr/bin/glslc -O a b.comp\n"
