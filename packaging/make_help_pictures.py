"""Make the pictures of the help pages anew, from the lived-in world that ships.

    python packaging/make_help_pictures.py [NAME…]

Each is the real window, drawn by `sandbox-app screenshot`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORLD, COPY = "{world}", "{copy}"
"""Stand for the lived-in world and for a copy of it, in commands."""
PICTURES = {
    "town": ("--at", "day 2 17:24", "--agent", "Ines", "--size", "1440x900"),
    "evening": ("--at", "day 2 21:10", "--size", "1440x900"),
    "why": ("--at", "day 2 17:24", "--agent", "Ines", "--panel", "why", "--size", "1280x800"),
    "new": ("--panel", "new", "--size", "1280x800"),
    "past": ("--at", "day 2 12:00", "--agent", "Ines", "--panel", "plan", "--size", "1280x800"),
    "models": ("--panel", "models", "--size", "1280x800"),
    "closed": ("--panel", "map", "--agent", "Gregor", "--size", "1280x760"),
    "visit": ("--size", "1280x800"),
}
"""What `screenshot` is asked for, by the picture's name."""
SCRIPTED = ("--engine", "scripted")
WHY = "a plank is loose"
BEFORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "closed": (
        ("close", WORLD, "--place", "Bridge Street", "--tile", "98,47", "--why", WHY, "--at", "day 2 12:35", "--fork", COPY),
        ("run", COPY, "--for", "5m", *SCRIPTED),
    ),
    "visit": (
        ("fork", WORLD, COPY),
        ("visit", "enter", COPY, "Mara Quill", "--place", "Clover Café", "--about", "A traveller from the coast."),
        ("visit", "walk", COPY, "--to", "Ines"),
        ("run", COPY, "--for", "2m", *SCRIPTED),
        ("visit", "say", COPY, "--to", "Ines", "Good morning! How was the Valentine's party?"),
        ("run", COPY, "--for", "1m", *SCRIPTED),
    ),
}
"""What happens before a picture is taken, in a copy of the world."""


def main() -> int:
    """Make all pictures, or those that are named; returns the exit status."""
    from sandbox_app.simulation.sample import unpack_lived

    wanted = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "Two days in Alderwick.world"
        unpack_lived(world)
        for name in wanted:
            out = ROOT / "assets" / "help" / f"{name}.png"
            copy = Path(folder) / name / world.name
            copy.parent.mkdir()
            for command in BEFORE.get(name, ()):
                _do(*(word.format(world=world, copy=copy) for word in command))
            _do("screenshot", str(copy if copy.exists() else world), *PICTURES[name], "-o", str(out))
    return 0


def _do(*command: str) -> None:
    subprocess.run([sys.executable, "-m", "sandbox_app", *command], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
