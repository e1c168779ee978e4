"""Small checkpoints: the weights alone, in half precision, from which training can go on."""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the running mean (or the network) of a checkpoint as float16."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    full = torch.load(arguments.source, weights_only=True)
    weights = {name: tensor.half() for name, tensor in full.get("mean", full["network"]).items()}
    torch.save({"shape": full["shape"], "network": weights, "step": full["step"]}, arguments.target)


if __name__ == "__main__":
    main()
