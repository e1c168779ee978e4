"""Calls that only some systems have: what is asked for here is done where the system can, and left out where it cannot.

Every room of the program may import this module; it imports nothing of the program.
"""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def when_parent_ends(number: signal.Signals) -> None:
    """Have the system send this process a signal as soon as the thread that started it has ended (Linux alone).

    Reading the end of a pipe tells a process that its parent is gone, but not one that is stopped or hangs.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(number), 0, 0, 0)


def signal_name(number: int) -> str:
    """Return what a signal is called: SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
