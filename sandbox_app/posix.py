"""Calls that only some systems have: what is asked for here is done where the system can, and left out where it cannot.

Every room of the program may import this module; it imports nothing of the program.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1


def when_parent_ends(number: signal.Signals) -> None:
    """Have the system send this process a signal as soon as the thread that started it has ended (Linux alone).

    Reading the end of a pipe tells a process that its parent is gone, but not one that is stopped or hangs.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(number), 0, 0, 0)


def give_way(how_much: int) -> None:
    """Let this process, and those it starts, come after what a person waits for, by so many levels (systems that have `nice`)."""
    if hasattr(os, "nice"):
        os.nice(how_much)


def signal_name(number: int) -> str:
    """Return what a signal is called: SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def limit_memory(most: int) -> None:
    """Let this process take no more memory than so many bytes, and leave no file of it when it dies; not on Windows."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def available_memory() -> int | None:
    """Return how many bytes can be taken without hurting other programs, the limit of a container included; None where unknown."""
    if sys.platform != "linux":
        return None
    free = _entry(Path("/proc/meminfo"), "MemAvailable:")
    left = [free * 1024] if free is not None else []
    group = Path("/sys/fs/cgroup")
    limit, used = _entry(group / "memory.max"), _entry(group / "memory.current")
    if limit is not None and used is not None:
        given_back = _entry(group / "memory.stat", "inactive_file") or 0
        left.append(max(0, limit - used + given_back))
    return min(left, default=None)


def _entry(path: Path, name: str = "") -> int | None:
    """Read a number from a file of the system: after a name, or the only one; None where there is none."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        words = line.split()
        if words and (not name or words[0] == name):
            number = words[-1 if not name else 1]
            return int(number) if number.isdecimal() else None
    return None
