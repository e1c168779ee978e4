"""The network: a small llama, in exactly the layout that llama.cpp computes for the architecture "llama".

Rotary positions are applied to interleaved pairs (2i, 2i+1), as llama.cpp does, so that no weight is permuted on export.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """The network's sizes. `ffn` must be a multiple of 32, the block of Q8_0."""

    vocabulary: int = 2048
    width: int = 256
    layers: int = 6
    heads: int = 4
    ffn: int = 704
    context: int = 2048
    rope_base: float = 10000.0
    epsilon: float = 1e-5

    def as_dict(self) -> dict[str, int | float]:
        """Return the sizes by name, for the checkpoint."""
        return asdict(self)


def rotations(shape: Shape) -> tuple[Tensor, Tensor]:
    """Return cosines and sines of the rotary positions, each of shape (context, head width / 2)."""
    size = shape.width // shape.heads
    frequency = shape.rope_base ** (-torch.arange(0, size, 2, dtype=torch.float32) / size)
    angle = torch.arange(shape.context, dtype=torch.float32)[:, None] * frequency[None, :]
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn the interleaved pairs of `x`, shape (batch, heads, length, size), by the angles of their positions."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), dim=-1).flatten(-2)


class Norm(nn.Module):
    """Root-mean-square normalisation with a learned scale."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.epsilon)


class Block(nn.Module):
    """One layer: causal attention, then SwiGLU."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.attention_norm = Norm(width, shape.epsilon)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.ffn_norm = Norm(width, shape.epsilon)
        self.gate_up = nn.Linear(width, 2 * shape.ffn, bias=False)
        self.down = nn.Linear(shape.ffn, width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, hidden: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        q, k = rotate(q, cosine, sine).to(v.dtype), rotate(k, cosine, sine).to(v.dtype)
        scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(width // self.heads))
        mixed = torch.softmax(scores + hidden, dim=-1) @ v  # compiled, this is faster on a processor than torch's own attention
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        gate, up = self.gate_up(self.ffn_norm(x)).chunk(2, dim=-1)
        return x + self.down(functional.silu(gate) * up)


class Network(nn.Module):
    """The whole model; the output uses the embedding's weights."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)
        cosine, sine = rotations(shape)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self.states = self.hidden
        self.reset()

    def compile_states(self) -> None:
        """Compile what `loss` runs; worth its half minute for training."""
        self.states = torch.compile(self.hidden, dynamic=True)

    def reset(self) -> None:
        """Draw the weights anew: normal with deviation 1/sqrt(width of the input), less for what adds to the stream."""
        deep = 1 / math.sqrt(2 * self.shape.layers)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                scale = deep if name.endswith(("out.weight", "down.weight")) else 1.0
                nn.init.normal_(parameter, std=scale / math.sqrt(parameter.shape[1]))

    def hidden(self, tokens: Tensor, ends: Tensor | None = None) -> Tensor:
        """Return the normalised last states of `tokens` (batch, length): (batch, length, width).

        With `ends` (batch, length) a row holds one beginning (0) and several ends of it (1, 2, ...): each end sees the beginning
        and itself, and stands at the places right after the beginning, as if it were the only one.
        """
        length = tokens.shape[1]
        later = torch.ones((length, length), dtype=torch.bool, device=tokens.device).triu(1)
        if ends is None:
            cosine, sine = self.cosine[:length], self.sine[:length]
        else:
            begun = (ends.cummax(1).values == 0).sum(1, keepdim=True)  # what fills the row up is no beginning
            places = torch.arange(length, device=tokens.device).expand_as(ends)
            first = torch.where(ends[:, :, None] == ends[:, None, :], places[:, None, :], length).amin(-1)
            places = torch.where(ends == 0, places, begun + places - first)
            cosine, sine = self.cosine[places][:, None], self.sine[places][:, None]
            others = (ends[:, None, :] != 0) & (ends[:, None, :] != ends[:, :, None])
            later = (later | others)[:, None]
        x = self.embedding(tokens)
        hidden = later.to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype) * -1e4
        if torch.is_autocast_enabled("cpu"):
            x, cosine, sine = x.bfloat16(), cosine.bfloat16(), sine.bfloat16()
        for block in self.blocks:
            x = block(x, cosine, sine, hidden)
        return self.norm(x)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return the logits of the next token at every position: (batch, length, vocabulary)."""
        return functional.linear(self.hidden(tokens), self.embedding.weight)

    @torch.no_grad()
    def share_found(self, tokens: Tensor, weights: Tensor, ends: Tensor) -> float:
        """Return in how many places where an answer begins to quote the right one of several memories is begun.

        These are the first tokens of each run of the highest weight.
        """
        most = weights == weights.max()
        begun = most[:, 1:] & ~most[:, :-1]
        with torch.autocast("cpu", torch.bfloat16):
            states = self.states(tokens[:, :-1], ends[:, :-1])[begun]
            said = functional.linear(states, self.embedding.weight).argmax(-1)
        return float((said == tokens[:, 1:][begun]).float().mean())

    def loss(self, tokens: Tensor, weights: Tensor, ends: Tensor | None = None) -> Tensor:
        """Return the mean cross-entropy of `tokens` (batch, length), each weighed by `weights` (0 where not to be learnt).

        `ends` as in `hidden`. Logits are computed only where something is to be learnt.
        """
        states = self.states(tokens[:, :-1], None if ends is None else ends[:, :-1])
        weight = weights[:, 1:]
        wanted = weight > 0
        logits = functional.linear(states[wanted], self.embedding.weight).float()
        losses = functional.cross_entropy(logits, tokens[:, 1:][wanted], reduction="none")
        share = weight[wanted]
        return (losses * share).sum() / share.sum()
