"""Make the demo model from nothing: one command, one seed. What is there already is not made again, so it can be stopped at any time.

PYTHONPATH=.:packaging python -m demo_model.make --work build/demo_model
"""

import argparse
import logging
import subprocess
import sys
from pathlib import Path

log = logging.getLogger("make")
SHARDS = 14
DRILLS_FIRST = 1200
ASKED_FIRST = 700
ASKED = (3, 3, 4, 6, 8, 8, 8, 8, 8, 8)
"""The most memories that the questions of each shard of them are put to: few at first."""
TRACES = 8
"""Shards of what towns that live ask for."""
VISITED = 10
"""Shards of what strangers say."""
STEPS = 8200
"""Of the task, drills and questions first included."""


def _run(module: str, *options: str | Path | float) -> None:
    log.info("%s %s", module, " ".join(map(str, options)))
    subprocess.run([sys.executable, "-m", f"demo_model.{module}", *map(str, options)], check=True)


def main() -> None:
    """Run every step that is not done yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for shards and checkpoints, about 200 MB")
    parser.add_argument("--out", type=Path, default=Path("assets/models/town-demo.gguf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    work: Path = arguments.work
    shards = work / "shards"
    shards.mkdir(parents=True, exist_ok=True)
    tokens, warm, trained = work / "tokens.json", work / "warm.pt", work / "trained.pt"
    if not tokens.exists():
        _run("tokens", "--out", tokens, "--seed", arguments.seed - 1)
    for number in range(1, SHARDS + 1):
        shard = shards / f"shard{number:03d}.npz"
        if not shard.exists():
            _run("documents", "--tokens", tokens, "--out", shard, "--seed", 100 * (arguments.seed - 1) + number, "--count", 8000)
    for number in range(1, TRACES + 1):
        shard = shards / f"traces{number:03d}.npz"
        if not shard.exists():
            seed = 100 * (arguments.seed - 1) + 30 + number
            _run("documents", "--tokens", tokens, "--out", shard, "--seed", seed, "--count", 2400, "--traces")
    for number, most in enumerate(ASKED, 1):
        shard = shards / f"asked{number:03d}.npz"
        if not shard.exists():
            seed = 100 * (arguments.seed - 1) + 50 + number
            _run("documents", "--tokens", tokens, "--out", shard, "--seed", seed, "--count", 1000, "--asked", most)
    for number in range(1, VISITED + 1):
        shard = shards / f"visited{number:03d}.npz"
        if not shard.exists():
            seed = 100 * (arguments.seed - 1) + 70 + number
            _run("documents", "--tokens", tokens, "--out", shard, "--seed", seed, "--count", 1500, "--visits")
    if not warm.exists():
        _run("warm_up", "--out", warm, "--seed", arguments.seed)
    _run(
        "train",
        "--begin",
        warm,
        "--out",
        trained,
        "--shards",
        shards,
        "--tokens",
        tokens,
        "--steps",
        arguments.steps,
        "--drills-first",
        DRILLS_FIRST,
        "--asked-first",
        ASKED_FIRST,
        "--seed",
        arguments.seed,
    )
    _run("export", "--checkpoint", trained, "--tokens", tokens, "--out", arguments.out, "--expect", work / "expected.json")
    _run("compare", arguments.out, work / "expected.json")
    _run("evaluate", arguments.out, "--count", 500, "--least", 0.95)


if __name__ == "__main__":
    main()
