"""Deepen a checkpoint without changing what it computes: new layers are copies whose outputs into the stream are zero.

As in LLaMA Pro (Wu et al., 2024). Training goes on from the deeper checkpoint as from any other.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from demo_model.export import load
from demo_model.network import Network


def deepened(network: Network, after: list[int]) -> Network:
    """Return a network that computes the same, with a new layer behind each of the layers `after` (0 is the first).

    Raises:
        ValueError: when there is no such layer.
    """
    layers = network.shape.layers
    if any(not 0 <= number < layers for number in after):
        raise ValueError(f"There are the layers 0 to {layers - 1}, not {', '.join(map(str, after))}.")
    grown = Network(replace(network.shape, layers=layers + len(after)))
    for name in ("embedding", "norm"):
        getattr(grown, name).load_state_dict(getattr(network, name).state_dict())
    blocks = iter(grown.blocks)
    for number, block in enumerate(network.blocks):
        next(blocks).load_state_dict(block.state_dict())
        for _ in range(after.count(number)):
            new = next(blocks)
            new.load_state_dict(block.state_dict())
            torch.nn.init.zeros_(new.out.weight)
            torch.nn.init.zeros_(new.down.weight)
    return grown


def main() -> None:
    """Deepen a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--begin", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--after", type=int, nargs="+", required=True, help="behind which layers, the first is 0")
    arguments = parser.parse_args()
    grown = deepened(load(arguments.begin), arguments.after)
    torch.save({"shape": grown.shape.as_dict(), "network": grown.state_dict()}, arguments.out)


if __name__ == "__main__":
    main()
