"""Make the pictures of the help pages anew, from the lived-in world that ships.

    python packaging/make_help_pictures.py [NAME…]

Each is the real window, drawn by `sandbox-app screenshot`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "town": ("--at", "day 2 17:24", "--agent", "Ines", "--size", "1440x900"),
    "evening": ("--at", "day 2 21:10", "--size", "1440x900"),
    "why": ("--at", "day 2 17:24", "--agent", "Ines", "--panel", "why", "--size", "1280x800"),
    "new": ("--panel", "new", "--size", "1280x800"),
    "past": ("--at", "day 2 12:00", "--agent", "Ines", "--panel", "plan", "--size", "1280x800"),
    "models": ("--panel", "models", "--size", "1280x800"),
}
"""What `screenshot` is asked for, by the picture's name."""


def main() -> int:
    """Make all pictures, or those that are named; returns the exit status."""
    from sandbox_app.simulation.sample import unpack_lived

    wanted = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "Two days in Alderwick.world"
        unpack_lived(world)
        for name in wanted:
            out = ROOT / "assets" / "help" / f"{name}.png"
            command = [sys.executable, "-m", "sandbox_app", "screenshot", str(world), *PICTURES[name], "-o", str(out)]
            subprocess.run(command, check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
