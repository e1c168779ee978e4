"""Train the task on shards of documents, from the warm-up on or from any checkpoint of its own.

Batches hold documents of like length; drills and batches of copying come between them (`drilling.py`). The learning
rate stays, then falls to nothing over the last part of `--steps`; a run that is stopped goes on from its checkpoint.
"""

import argparse
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor

from demo_model.copying import copy_batch
from demo_model.drilling import DRILLS, LOOKUP, drill_batch
from demo_model.network import Network, Shape
from demo_model.optimizer import Optimizer
from demo_model.tokens import Tokens

log = logging.getLogger("train")

ROUND = (
    "task", "traces", "visited", "drills", "traces", "task", "asked", "visited", "traces", "task", "drills", "traces", "visited", "task",
    "asked", "copying",
)  # fmt: skip
"""Which batches follow each other."""
DRILLS_FIRST = (
    "drills", "drills", "task", "drills", "drills", "asked", "drills", "drills", "task", "drills", "visited", "copying",
)  # fmt: skip
"""Which do while looking up is learnt, with as much of the rest as keeps it from being unlearnt."""
ASKED_FIRST = ("asked", "asked", "asked", "task")
"""Which do while being asked is learnt: it is a sudden step, after some hundred batches of little else or not at all."""

EXACT = 2.5
"""How much more numbers, times and handles count than words: they are right or wrong, where most words could be others."""
KEEP = 0.99
"""What the running mean of the weights keeps of itself at each step."""


class Shards:
    """Batches of documents out of shards, each shard read once per round, in an order that the seed gives."""

    def __init__(self, folder: Path, seed: int, tokens: int = 9000, longest: int = 1200, kind: str = "shard") -> None:
        self.folder, self.tokens, self.longest, self.kind = folder, tokens, longest, kind
        self.random = np.random.default_rng(seed)
        self.done: set[str] = set()

    def _next_shard(self) -> Path:
        """Return a shard not yet read; when all are, begin anew."""
        found = sorted(self.folder.glob(f"{self.kind}*.npz"))
        found = [path for path in found if not path.name.endswith(".part.npz")]
        left = [path for path in found if path.name not in self.done]
        if not left:
            self.done.clear()
            left = found
        self.done.add(left[0].name)
        return left[0]

    def batches(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Yield token ids, weights, and of which end of its document each is (all rows x length), without end."""
        while True:
            with np.load(self._next_shard()) as shard:
                ids, starts, learnt = shard["ids"], shard["starts"], shard["learnt"]
                begins = np.zeros(len(ids), np.int64)
                begins[shard["begins"]] = 1
            lengths = np.diff(starts)
            noise = self.random.normal(0, 25, len(lengths))
            order = [number for number in np.argsort(lengths + noise) if lengths[number] <= self.longest]
            groups: list[list[int]] = [[]]
            widest = 0
            for number in order:
                widest = max(widest, int(lengths[number]))
                if widest * (len(groups[-1]) + 1) > self.tokens and groups[-1]:
                    groups.append([])
                    widest = int(lengths[number])
                groups[-1].append(int(number))
            self.random.shuffle(groups)
            for group in groups:
                width = int(max(lengths[number] for number in group))
                tokens = np.zeros((len(group), width), dtype=np.int64)
                weights = np.zeros((len(group), width), dtype=np.float32)
                ends = np.zeros((len(group), width), dtype=np.int64)
                for row, number in enumerate(group):
                    begin, end = starts[number], starts[number + 1]
                    tokens[row, : end - begin] = ids[begin:end]
                    weights[row, : end - begin] = learnt[begin:end]
                    ends[row, : end - begin] = np.cumsum(begins[begin:end])
                yield torch.from_numpy(tokens), torch.from_numpy(weights), torch.from_numpy(ends)


def schedule(step: int, steps: int, falling: float) -> float:
    """Return the factor on the learning rates: a short rise, 1, then a straight fall to 0 over the last `falling` of it."""
    return min(1.0, step / 50, max(0.0, (steps - step) / (falling * steps)))


def exact_ones(tokens: Tokens, size: int) -> Tensor:
    """Return, for each token, how much it counts: `EXACT` for numbers and handles, 1 for others."""
    texts = (tokens.decode([number]).strip() for number in range(size))
    return torch.tensor([EXACT if text.isdigit() or (text.startswith("{") and text.endswith("}")) else 1.0 for text in texts])


def save(path: Path, network: Network, mean: dict[str, Tensor], optimizer: Optimizer, step: int, done: set[str]) -> None:
    """Write a checkpoint to go on from, with the shards that are used up; never leaves half a file."""
    partial = path.with_suffix(".part")
    state = {"network": network.state_dict(), "mean": mean, "optimizer": optimizer.state(), "step": step, "done": sorted(done)}
    torch.save({"shape": network.shape.as_dict(), **state}, partial)
    partial.rename(path)


def main() -> None:
    """Run the training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--begin", type=Path, required=True, help="the warm-up or a checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muon", type=float, default=0.01)
    parser.add_argument("--adam", type=float, default=1.5e-3)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--drills-first", type=int, default=0, help="so many steps of hardly anything but drills come first")
    parser.add_argument("--asked-first", type=int, default=0, help="so many steps of hardly anything but questions come then")
    parser.add_argument("--compiled", action=argparse.BooleanOptionalAction, default=True, help="compile the network first")
    parser.add_argument("--falling", type=float, default=0.45, help="the last part of the steps, in which the learning rates fall")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(arguments.threads)
    begun = torch.load(arguments.out if arguments.out.exists() else arguments.begin, weights_only=True)
    network = Network(Shape(**begun["shape"]))
    network.load_state_dict(begun["network"])
    optimizer = Optimizer(network, arguments.muon, arguments.adam)
    goes_on = "mean" in begun
    step = begun["step"] if goes_on else 0
    if goes_on and "optimizer" in begun:
        optimizer.restore(begun["optimizer"])
    mean = {name: tensor.clone().float() for name, tensor in (begun["mean"] if goes_on else network.state_dict()).items()}
    if arguments.compiled:
        network.compile_states()
    generator = np.random.default_rng((arguments.seed, step))
    shards = Shards(arguments.shards, arguments.seed * 1000 + step)
    shards.done.update(begun.get("done", ()))
    questions = Shards(arguments.shards, arguments.seed * 1000 + step, tokens=6000, longest=1600, kind="asked")
    strangers = Shards(arguments.shards, arguments.seed * 1000 + step, tokens=6000, longest=1600, kind="visited")
    traces = Shards(arguments.shards, arguments.seed * 1000 + step, kind="traces")
    batches = {"task": shards.batches(), "traces": traces.batches(), "asked": questions.batches(), "visited": strangers.batches()}
    losses = {"task": 1.0, "traces": 1.0, "asked": 1.0, "visited": 1.0, "drills": 1.0, "copying": 1.0, "found": 0.0}
    tokenizer, random = Tokens(arguments.tokens), Random(arguments.seed * 1000 + step)
    counts = exact_ones(tokenizer, network.shape.vocabulary)
    began, seen, first = time.monotonic(), 0, step
    while step < arguments.steps:
        step += 1
        ends = None
        first_ones = step <= arguments.drills_first
        asked_first = step <= arguments.drills_first + arguments.asked_first
        round_ = DRILLS_FIRST if first_ones else ASKED_FIRST if asked_first else ROUND
        kind = round_[step % len(round_)]
        if kind == "copying":
            tokens, weights = copy_batch(generator, network.shape.vocabulary, 12, widest=400)
        elif kind == "drills":
            tokens, weights, ends = drill_batch(random, tokenizer, 4500, LOOKUP if first_ones else DRILLS)
        else:
            tokens, weights, ends = next(batches[kind])
        if kind == "asked" and ends is not None and step % 5 == 0:  # before it is learnt: every question is seen once
            found = network.share_found(tokens, weights, ends)
            losses["found"] += 0.1 * (found - losses["found"])
        if kind != "copying":
            weights = weights * counts[tokens]
        with torch.autocast("cpu", torch.bfloat16):
            loss = network.loss(tokens, weights, ends)
        loss.backward()
        optimizer.step(schedule(step, arguments.steps, arguments.falling))
        seen += tokens.numel()
        losses[kind] += 0.05 * (loss.item() - losses[kind])
        with torch.no_grad():
            for name, tensor in network.state_dict().items():
                mean[name].lerp_(tensor, 1 - min(KEEP, step / (step + 10)))
        if step % 50 == 0:
            pace = seen / (time.monotonic() - began)
            log.info("step %d, %.0f tokens/s, %s", step, pace, ", ".join(f"{name} {value:.3f}" for name, value in losses.items()))
        if step % 200 == 0 or step == arguments.steps:
            save(arguments.out, network, mean, optimizer, step, shards.done)
    log.info("%d steps done", step - first)


if __name__ == "__main__":
    main()
