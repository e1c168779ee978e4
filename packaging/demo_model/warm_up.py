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


def main() -> None:
    """Run the warm-up and save the network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
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
    mean, began, seen = 8.0, time.monotonic(), 0
    good = 0
    for step in range(1, arguments.steps + 1):
        tokens, weights = copy_batch(generator, network.shape.vocabulary, 56, widest=70 if good < 50 else 400, longest=40)
        if good >= 50:
            tokens, weights = tokens[:24], weights[:24]
        with torch.autocast("cpu", torch.bfloat16):
            loss = network.loss(tokens, weights)
        loss.backward()
        optimizer.step(min(1.0, step / 100))
        mean += (loss.item() - mean) * 0.1
        seen += tokens.numel()
        good += mean < 0.3
        if step % 20 == 0:
            log.info("step %d loss %.3f mean %.3f %.0f tokens/s", step, loss.item(), mean, seen / (time.monotonic() - began))
        if step % 200 == 0 or good == 50 or good == 250:
            torch.save({"shape": network.shape.as_dict(), "network": network.state_dict(), "optimizer": optimizer.state(), "step": step}, arguments.out)
        if good >= 250:
            break


if __name__ == "__main__":
    main()
