"""Calls that only some systems have: what is asked for here is done where the system can, and left out where it cannot.

Nothing else in the program calls them, which a test holds. What Windows and macOS get instead is said with each function; it is
written after their documentation and has not been run there. Every room of the program may import this module; it imports nothing
of the program.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    import resource

_PR_SET_PDEATHSIG = 1
_LOCKED_BYTE = 4096
"""Windows locks are mandatory, so the locked byte lies behind what others may want to read."""
_WINDOWS_CRASHES = {0xC0000005: "SIGSEGV", 0xC0000017: "out of memory", 0xC000001D: "SIGILL", 0xC00000FD: "SIGSEGV", 0xC0000409: "SIGABRT"}
"""Exit statuses of what Windows ended (NTSTATUS), as the signal by which other systems end the same."""

# -- processes ---------------------------------------------------------------------------------------------------------


def end_with_parent() -> None:
    """Have the system end this process as soon as the thread that started it has ended (Linux alone).

    Reading the end of a pipe tells a process that its parent is gone, but not one that is stopped or hangs.
    """
    if sys.platform == "linux":
        _when_parent_ends(signal.SIGKILL)


def wake_without_parent() -> None:
    """Have the system let this process, should it be stopped, go on as soon as the thread that started it has ended (Linux alone)."""
    if sys.platform == "linux":
        _when_parent_ends(signal.SIGCONT)


def _when_parent_ends(number: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(number), 0, 0, 0)


def give_way(how_much: int) -> None:
    """Let this process, and those it starts, come after what a person waits for, by so many levels (not on Windows)."""
    if sys.platform != "win32":
        os.nice(how_much)


def ended_by(status: int) -> str:
    """Return what ended a process: SIGSEGV, of an exit status as `subprocess` gives it; "" where the process ended by itself."""
    if status >= 0:
        return _WINDOWS_CRASHES.get(status, "")
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def processors() -> int:
    """Return how many processors this process may use; where the system does not say, how many there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def blas_core(about: Path = Path("/proc/cpuinfo")) -> str:
    """Return OpenBLAS's name for a processor without AVX2, "" for one that has it or where it is not known (known on Linux alone).

    NumPy's and SciPy's builds of OpenBLAS take a processor without AVX2 for one that has it, and die of an illegal instruction (seen with
    NumPy 2.4.6 on an emulated Nehalem, Denverton and Sandy Bridge); told the name, they compute.

    Args:
        about: what the system says of its processors.
    """
    if sys.platform != "linux":
        return ""
    with suppress(OSError), about.open(encoding="utf-8", errors="replace") as lines:
        can = next((set(line.split()) for line in lines if line.startswith("flags")), None)  # x86's word; others have their own
        if can is not None and not {"avx2", "fma"} <= can:
            return "Sandybridge" if "avx" in can else "Nehalem"
    return ""


def c_library() -> Any:
    """Return the C library."""
    return ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)


# -- memory ------------------------------------------------------------------------------------------------------------


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


def memory_with_children(process: int) -> int | None:
    """Return how many bytes a process and all that it started take; what several share counts once in all. None where unknown.

    What is shared with processes besides these counts in part (the proportional set size, proc(5)).
    """
    if sys.platform != "linux":
        return None
    parents = {int(found.name): _parent(found) for found in Path("/proc").iterdir() if found.name.isdecimal()}
    family = {process}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    taken = [_entry(Path(f"/proc/{one}/smaps_rollup"), "Pss:") for one in family]
    known = [kilobytes for kilobytes in taken if kilobytes is not None]
    return sum(known) * 1024 if known else None


def _parent(process: Path) -> int:
    """Return the number of the process that started one; 0 where that one is gone."""
    try:
        return int((process / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
    except OSError:
        return 0


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


# -- files -------------------------------------------------------------------------------------------------------------


def lock(handle: int) -> bool:
    """Take the only lock on an open file, which the system takes back when this process dies; False when another has it."""
    if sys.platform == "win32":
        try:
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def remove_locked(path: Path, handle: int) -> None:
    """Remove a file that this process has locked, and let go of it.

    The file goes first, or another could lock one that is about to go. Windows cannot remove an open file: there another may take
    the lock in between, and then the file stays.
    """
    if sys.platform == "win32":
        os.close(handle)
        with suppress(OSError):
            path.unlink()
        return
    with suppress(OSError):
        path.unlink()
    os.close(handle)


def mounts() -> str:
    """Return what is mounted where, as proc(5) describes `mountinfo`; "" on other systems than Linux."""
    if sys.platform != "linux":
        return ""
    with suppress(OSError):
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    return ""
