"""Lay out the maps of the towns that ship: `python -m towns.build [TOWN…]` in `packaging/`, by hand, after a change to their scripts.

Writes `worlds/TOWN/town.tmj`, the same bytes each time; `town.toml` and the cast are written by hand and not touched.
"""

import importlib
import sys
from pathlib import Path

TOWNS = ("lane", "alderwick")
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Draw the towns named on the command line, or all."""
    for name in sys.argv[1:] or TOWNS:
        canvas = importlib.import_module(f"towns.{name}").draw()
        canvas.finish()
        canvas.save(ROOT / "worlds" / name / "town.tmj", ROOT / "assets" / "sprites" / "tiles.tsj")


if __name__ == "__main__":
    main()
