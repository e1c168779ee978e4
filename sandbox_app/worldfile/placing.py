"""Whether a folder is a good place for a world."""

import re
import sys
from pathlib import Path

_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph davfs glusterfs lustre ncpfs fuse.sshfs fuse.rclone fuse.gvfsd-fuse fuse.davfs2".split()
)
"""Kinds of file systems that other computers have a hand in."""
_MOUNTS = Path("/proc/self/mountinfo")


def network_warning(world: Path) -> str:
    """Return a sentence where a world lies, or would lie, in a network folder; "" where it does not, or nobody can tell."""
    if sys.platform == "win32":
        return _sentence(world, "share") if str(world.resolve()).startswith("\\\\") else ""
    try:
        kind = file_system(world.resolve(), _MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:  # not Linux
        return ""
    return _sentence(world, kind) if kind in _NETWORK else ""


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
