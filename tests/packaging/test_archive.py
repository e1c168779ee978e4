"""Two people who build one state, each with a folder, a umask and a clock of their own, get the same files."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from bundle import archive
from debian import deb

from tests.test_resources import CHECKOUT

WHEN = 1_700_000_000
FILES = {
    "sandbox-app": b"#!/bin/sh\necho town\n",
    "LICENCES.html": b"<h1>Licences</h1>",
    "MANUAL.html": b"<h1>Manual</h1>",
    "_internal/libthing.so": b"\x7fELF GLIBC_2.17\0GLIBC_2.35\0",
    "_internal/data/town.json": b"{}",
}


def bundled(where: Path, *, umask: int = 0o022, last_first: bool = False) -> Path:
    """Return a small bundle, as somebody with this umask makes it."""
    folder = where / "town-sandbox"
    before = os.umask(umask)
    try:
        for name in sorted(FILES, reverse=last_first):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(FILES[name])
    finally:
        os.umask(before)
    program = folder / "sandbox-app"
    program.chmod(program.stat().st_mode | 0o111)
    (folder / "_internal" / "libthing.so.1").symlink_to("libthing.so")
    return folder


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    mine = bundled(tmp_path / "mine")
    theirs = bundled(tmp_path / "a longer name" / "theirs", umask=0o002, last_first=True)
    os.utime(theirs / "sandbox-app", (1, 1))
    return mine, theirs


def test_tarballs_of_one_state_are_the_same_file(two: tuple[Path, Path], tmp_path: Path) -> None:
    made = [tmp_path / "mine.tar.gz", tmp_path / "theirs.tar.gz"]
    for folder, target in zip(two, made, strict=True):
        archive.tarball(folder, target, WHEN)
    assert made[0].read_bytes() == made[1].read_bytes()
    with tarfile.open(made[0]) as packed:
        entries = {entry.name: entry for entry in packed}
    assert set(entries) > {"town-sandbox", "town-sandbox/_internal/data/town.json"}
    assert {entry.mtime for entry in entries.values()} == {WHEN}
    assert {entry.uname for entry in entries.values()} == {"root"}
    assert entries["town-sandbox/sandbox-app"].mode == 0o755
    assert entries["town-sandbox/_internal"].mode == 0o755
    assert entries["town-sandbox/LICENCES.html"].mode == 0o644
    assert entries["town-sandbox/_internal/libthing.so.1"].linkname == "libthing.so"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg here")
def test_debian_packages_of_one_state_are_the_same_file(two: tuple[Path, Path], tmp_path: Path) -> None:
    made = []
    for folder, umask in zip(two, (0o022, 0o002), strict=True):
        before = os.umask(umask)
        try:
            made.append(deb.build(folder, folder.parent, version="1.2.3", when=WHEN, work=folder.parent / "work"))
        finally:
            os.umask(before)
    assert made[0].read_bytes() == made[1].read_bytes()
    told = subprocess.run(["dpkg-deb", "--contents", str(made[0])], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        assert line[:10] in ("drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx")


def test_what_goes_into_a_wheel_has_the_same_modes_whatever_the_umask(tmp_path: Path) -> None:
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(CHECKOUT / name, tmp_path)
    for folder in ("sandbox_app", "assets", "worlds"):
        (tmp_path / folder).mkdir()
    (tmp_path / "sandbox_app" / "__init__.py").write_text('__version__ = "1"\n')
    (tmp_path / "assets" / "town.json").write_text("{}")
    (tmp_path / "assets" / "town.json").chmod(0o664)
    steps = ["egg_info", "--egg-base", str(tmp_path), "build_py", "--build-lib", str(tmp_path / "built")]
    subprocess.run([sys.executable, "setup.py", "--quiet", *steps], cwd=tmp_path, check=True, umask=0o002)
    made = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "built").rglob("*")}
    assert tmp_path / "built" / "sandbox_app" / "_data" / "assets" / "town.json" in made
    assert {mode for path, mode in made.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in made.items() if path.is_file()} == {0o644}


def test_checksums_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "town.deb").write_bytes(b"town")
    archive.checksums(folder)
    assert (folder / "SHA256SUMS").read_text() == "50ac81f970325a3e011f2437818adde426e1278dee5670dd359edfca43a72d79  town.deb\n"
