"""Make the lived-in sample that ships: a world of two days with all its thoughts, packed.

    python packaging/make_sample.py [--engine scripted|llama] [-o worlds/alderwick-two-days.world.xz]

Run it anew when the world's format, the town or the demo model has changed. It replaces nothing before the new one is whole.
"""

import argparse
import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 8_000_000
"""What the program's packages have room for."""


def main() -> int:
    """Live two days and put them in their place; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("scripted", "llama"), default="scripted")
    parser.add_argument("--town", default="alderwick")
    parser.add_argument("--until", default="day 3 09:10", help="how long it is lived: two days, and a morning in which everybody is about")
    parser.add_argument("--seed", default="1")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "worlds" / "alderwick-two-days.world.xz")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "sample.world"
        _do("new", made, "--town", options.town, "--seed", options.seed)
        _do("run", made, "--engine", options.engine, "--until", options.until)
        _do("vacuum", made, "--keep-prompts")
        _do("check", made)
        packed = lzma.compress(made.read_bytes(), preset=9)
    if len(packed) > MOST_BYTES:
        sys.stderr.write(f"Packed, the world has {len(packed) / 1e6:.1f} MB; more than {MOST_BYTES / 1e6:.0f} MB do not ship.\n")
        return 1
    options.output.write_bytes(packed)
    sys.stdout.write(f"{options.output}: {len(packed) / 1e6:.1f} MB\n")
    return 0


def _do(command: str, world: Path, *more: str) -> None:
    subprocess.run([sys.executable, "-m", "sandbox_app", command, str(world), *more], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
