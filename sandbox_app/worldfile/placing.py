"""Whether a folder is a good place for a world, and whether the world has this one name alone."""

import glob
import re
from contextlib import suppress
from pathlib import Path

from sandbox_app import posix

_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph davfs glusterfs lustre ncpfs fuse.sshfs fuse.rclone fuse.gvfsd-fuse fuse.davfs2".split()
)
"""Kinds of file systems that other computers have a hand in."""


def network_warning(world: Path) -> str:
    """Return a sentence where a world lies, or would lie, in a network folder; "" where it does not, or nobody can tell."""
    if world.resolve().drive.startswith("\\\\"):  # Windows: a folder of another computer without a letter
        return _sentence(world, "share")
    kind = file_system(world.resolve(), posix.mounts())
    return _sentence(world, kind) if kind in _NETWORK else ""


def has_second_name(world: Path) -> bool:
    """Say whether a world can also be opened under another name (a hard link): there its log would not be found, and it would be damaged.

    The name under which this program was making it, left behind where that was killed, is removed.
    """
    real = world.resolve()
    for left in real.parent.glob(f".{glob.escape(real.name)}.*.new"):
        with suppress(OSError):
            if left.samefile(real):
                left.unlink()
    return real.stat().st_nlink > 1


def file_system(path: Path, mounts: str) -> str:
    """Return the kind of the file system a path is on, "" when it is on none of these mounts (the text of `mountinfo`, proc(5))."""
    found, kind = -1, ""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split()
        if not dash or len(fields) < 5 or not after:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= found:
            found, kind = len(point.parts), after.split()[0]
    return kind


def _sentence(world: Path, kind: str) -> str:
    return (
        f"{world.name} lies in a network folder ({kind}), where a world can be damaged when two computers use it or the connection breaks; "
        "keep it on a disk of this computer."
    )
