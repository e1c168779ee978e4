"""Folders and archives that are the same whoever makes them, when and where: their times are the commit's, their modes the program's.

A checkout's files have the modes that its owner's umask gave them, and the times at which they were written; neither is shipped.
"""

import gzip
import hashlib
import os
import tarfile
from pathlib import Path


def settle(folder: Path, when: int) -> None:
    """Give everything in a folder, and the folder, one time, and the modes of installed files: 755 what can be run, 644 the rest.

    Args:
        when: the time, in seconds.
    """
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def tarball(folder: Path, target: Path, when: int) -> None:
    """Write a folder as a .tar.gz, owned by root; the folder is settled first."""
    settle(folder, when)
    with (
        target.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=when) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            archive.add(path, str(path.relative_to(folder.parent)), recursive=False, filter=_of_root)


def _of_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def checksums(folder: Path) -> None:
    """Write SHA256SUMS of everything in a folder, as `sha256sum -c` reads it."""
    lines = []
    for path in sorted(folder.iterdir()):
        if path.name != "SHA256SUMS":
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines))
