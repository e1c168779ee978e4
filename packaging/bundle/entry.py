"""The bundle's executable: `sandbox-app`, or one of the program's other processes (`sandbox_app/processes.py`)."""

import os
import runpy
import sys

from sandbox_app.processes import MODULES, PROCESS


def main() -> int:
    """Run what the arguments say and return the exit status."""
    if sys.stdout is None:  # Windows gives a program without a console none
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for as long as it runs
    if sys.argv[1:2] == [PROCESS] and len(sys.argv) > 2:
        module = sys.argv[2]
        if module not in MODULES:
            sys.stderr.write(f"sandbox-app: {module} is none of the program's processes.\n")
            return 2
        sys.argv = [module, *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    from sandbox_app.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
