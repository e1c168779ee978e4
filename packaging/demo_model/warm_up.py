"""Teach a fresh network to copy; ends when the loss has fallen."""

import argparse
import logging
import time
from pathlib import Path

import numpy as np
import torch

from demo_model.copying import copy_batch
from demo_model.network import Network, Shape
from demo_model.optimizer import Optimizer

log = logging.getLogger("warm_up")

LEVELS = ((8, 4), (12, 16), (20, 40), (40, 70), (40, 400))
"""Longest piece and widest gap, easiest first: in a short text the piece to look at is found sooner."""
LEARNT = 0.4
"""Loss at which the next level begins."""
TOKENS = 8000


def main() -> None:
    """Run the warm-up and save the network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--muon", type=float, default=0.02)
    parser.add_argument("--adam", type=float, default=2e-3)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(2)
    generator = np.random.default_rng(arguments.seed)
    network = Network(Shape())
    network.compile_states()
    optimizer = Optimizer(network, arguments.muon, arguments.adam)
    if arguments.begin:
        saved = torch.load(arguments.begin, weights_only=True)
        network.load_state_dict(saved["network"])
        optimizer.restore(saved["optimizer"])
    mean, began, seen, level, held = 8.0, time.monotonic(), 0, 0, 0
    for step in range(1, arguments.steps + 1):
        longest, widest = LEVELS[level]
        tokens, weights = copy_batch(generator, network.shape.vocabulary, TOKENS // (2 * longest + widest), longest, widest)
        with torch.autocast("cpu", torch.bfloat16):
            loss = network.loss(tokens, weights)
        loss.backward()
        optimizer.step(min(1.0, step / 100))
        mean += (loss.item() - mean) * 0.1
        seen += tokens.numel()
        held = held + 1 if mean < LEARNT else 0
        if held > 20 and level + 1 < len(LEVELS):
            level, held = level + 1, 0
        done = held >= 100
        if step % 20 == 0:
            log.info(
                "step %d level %d loss %.3f mean %.3f %.0f tokens/s", step, level, loss.item(), mean, seen / (time.monotonic() - began)
            )
        if step % 200 == 0 or done:
            torch.save(
                {"shape": network.shape.as_dict(), "network": network.state_dict(), "optimizer": optimizer.state(), "step": step},
                arguments.out,
            )
        if done:
            break


if __name__ == "__main__":
    main()
