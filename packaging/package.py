"""Builds what people install: a folder that runs without Python, a tarball of it, a Debian package, a wheel, and checksums.

`make package` calls it. Everything is made under `build/` and lies in `dist/` afterwards; on other systems than Linux the folder and the
wheel alone are made. Times in the archives are those of the last commit, and modes those of installed files, so that two builds of one
state are the same (README.md).
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import prepare
from bundle import archive, llama, shipped
from debian import deb

from sandbox_app import licences

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
NAME = "town-sandbox"


def program_version() -> str:
    """Return the version that the package says of itself."""
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / "sandbox_app" / "__init__.py").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def commit_time() -> int:
    """Return when the last commit was made, in seconds; outside of a repository when the changelog was written."""
    told = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    return int(told.stdout) if told.returncode == 0 else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def build_id() -> str:
    """Return what a build says of itself: the commit it is of, and when that was made."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=, changed", "--abbrev=12", "--exclude=*"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    day = datetime.fromtimestamp(commit_time(), UTC).date().isoformat()
    return f"built from {told.stdout.strip()}, {day}" if told.returncode == 0 else f"built from a copy of {day}"


def bundle(libraries: Path | None) -> Path:
    """Return the folder with the whole program, made by PyInstaller, with these libraries of llama.cpp (None: those that pip built)."""
    where = ["--distpath", str(BUILD / "bundle"), "--workpath", str(BUILD / "pyinstaller"), "--noconfirm", "--log-level", "WARN"]
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(commit_time()), PYTHONHASHSEED="1", PYTHONPATH=str(ROOT))
    command = [sys.executable, "-m", "PyInstaller", *where, str(ROOT / "packaging" / "bundle" / "town-sandbox.spec")]
    subprocess.run(command, check=True, env=environment, cwd=BUILD)
    folder = BUILD / "bundle" / NAME
    runtime = _put_in(libraries, folder / "_internal" / "llama_cpp" / "lib") if libraries else []
    data = folder / "_internal" / "sandbox_app" / "_data"
    sources = (BUILD / "pyinstaller" / NAME / "sources.txt").read_text().splitlines()
    parts = shipped.parts([*map(Path, sources), *runtime])
    licences.write(parts, data / licences.LIST)
    (folder / "LICENCES.html").write_text(licences.page(parts), "utf-8")
    (data / "BUILD").write_text(build_id() + "\n", "utf-8")
    manual = [str(folder / "sandbox-app"), "manual", "-o", str(folder / "MANUAL.html")]  # by what was made: it starts, too
    subprocess.run(manual, check=True, stdout=subprocess.DEVNULL)
    return folder


def _put_in(libraries: Path, own: Path) -> list[Path]:
    """Copy llama.cpp's libraries into the bundle, with what they need of this system, and return where that came from."""
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(libraries, own, symlinks=True)
    return _take_along(own, "libgomp.so.1")


def _take_along(libraries: Path, name: str) -> list[Path]:
    """Copy a library of this system's that one of ours needs beside ours, if it is needed, and return where it came from."""
    for path in libraries.glob("*.so*"):
        told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False).stdout
        found = re.search(rf"{re.escape(name)} => (/\S+)", told)
        if found and not (libraries / name).exists():
            shutil.copy2(Path(found[1]).resolve(), libraries / name)
            return [Path(found[1])]
    return []


def wheel() -> None:
    """Build the wheel into dist/, with the pinned setuptools."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(DIST), str(ROOT)]
    says = {"SOURCE_DATE_EPOCH": str(commit_time()), "TOWN_SANDBOX_BUILD": build_id()}
    subprocess.run(command, check=True, env=prepare.pinned() | says, umask=0o022)


def main() -> None:
    """Build what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-vulkan", action="store_true", help="no GPU library: a quarter of the time")
    parser.add_argument("--libraries", type=Path, help="llama.cpp's libraries, when they are built already")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    if sys.platform == "linux":
        libraries = options.libraries or llama.build(BUILD / "llama", vulkan=not options.without_vulkan, jobs=options.jobs)
        folder = bundle(libraries.resolve())
        machine = platform.machine()
        archive.tarball(folder, DIST / f"{NAME}-{program_version()}-linux-{machine}.tar.gz", commit_time())
        deb.build(folder, DIST, version=program_version(), when=commit_time(), work=BUILD / "deb")
    else:  # packaging/macos and packaging/windows make of it what people install
        bundle(None)
    wheel()
    archive.checksums(DIST)
    for path in sorted(DIST.iterdir()):
        sys.stdout.write(f"{path.stat().st_size / 1e6:8.1f} MB  dist/{path.name}\n")


if __name__ == "__main__":
    main()
