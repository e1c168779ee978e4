"""Muon for the matrices (momentum, then orthogonalised by Newton-Schulz), AdamW for embedding and norms.

Muon: K. Jordan et al., 2024; coefficients of the quintic iteration are theirs.
"""

from typing import Any

import torch
from torch import Tensor

from demo_model.network import Network


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """Return a matrix near the orthogonal factor of `matrix`, computed in bfloat16."""
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x.T if tall else x).float()


class Optimizer:
    """Both optimizers behind one face; `scale` (0..1) is the schedule's factor on both learning rates."""

    def __init__(self, network: Network, muon_rate: float = 0.02, adam_rate: float = 2e-3, decay: float = 0.05) -> None:
        named = dict(network.named_parameters())
        self.matrices = [p for name, p in named.items() if p.dim() == 2 and name != "embedding.weight"]
        rest = [p for name, p in named.items() if p.dim() != 2 or name == "embedding.weight"]
        self.buffers = [torch.zeros_like(p) for p in self.matrices]
        self.adam = torch.optim.AdamW(rest, lr=adam_rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0)
        self.muon_rate, self.adam_rate, self.decay = muon_rate, adam_rate, decay

    @torch.no_grad()
    def step(self, scale: float) -> None:
        """Apply the gradients and clear them."""
        rate = self.muon_rate * scale
        for parameter, buffer in zip(self.matrices, self.buffers, strict=True):
            gradient = parameter.grad
            if gradient is None:
                continue
            buffer.lerp_(gradient, 0.05)
            mixed = gradient.lerp(buffer, 0.95)
            parameter.mul_(1 - rate * self.decay)
            size = 256
            # the stacked projections are orthogonalised in square-ish pieces, each its own map
            pieces = (
                [orthogonal(piece) for piece in mixed.split(max(size, mixed.shape[0] // (2 if mixed.shape[0] > 3 * size else 3)))]
                if mixed.shape[0] > 2 * size and mixed.shape[1] == size
                else [orthogonal(mixed)]
            )
            for target, piece in zip(parameter.split([p.shape[0] for p in pieces]), pieces, strict=True):
                target.add_(piece, alpha=-rate * max(1.0, piece.shape[0] / piece.shape[1]) ** 0.5)
            parameter.grad = None
        for group in self.adam.param_groups:
            group["lr"] = self.adam_rate * scale
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)

    def state(self) -> dict[str, Any]:
        """Return what is needed to go on."""
        return {"buffers": self.buffers, "adam": self.adam.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        for buffer, saved in zip(self.buffers, state["buffers"], strict=True):
            buffer.copy_(saved)
        self.adam.load_state_dict(state["adam"])
