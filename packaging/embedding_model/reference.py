"""The network as it was published, written plainly with torch: what the converted one is compared with.

BERT (Devlin et al. 2019) with six layers, the mean over all tokens, scaled to length one (Reimers and Gurevych 2019).
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from embedding_model.source import Source


def embed(source: Source, texts: list[str]) -> NDArray[np.float32]:
    """Return one unit row per text, shape (len(texts), 384), each text computed by itself."""
    tokenizer = Tokenizer.from_str(source.tokenizer)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    weights = {name: torch.from_numpy(matrix.copy()) for name, matrix in source.weights.items()}
    with torch.inference_mode():
        return np.stack([_vector(weights, source.config, tokenizer.encode(text).ids).numpy() for text in texts])


def _vector(weights: dict[str, torch.Tensor], config: dict[str, float], tokens: list[int]) -> torch.Tensor:
    rows = weights["embeddings.word_embeddings.weight"][tokens]
    rows = rows + weights["embeddings.position_embeddings.weight"][: len(tokens)] + weights["embeddings.token_type_embeddings.weight"][0]
    rows = _normed(weights, "embeddings.LayerNorm", rows, config)
    for number in range(int(config["num_hidden_layers"])):
        rows = _layer(weights, f"encoder.layer.{number}.", rows, config)
    mean = rows.mean(dim=0)
    return mean / mean.norm()


def _layer(weights: dict[str, torch.Tensor], at: str, rows: torch.Tensor, config: dict[str, float]) -> torch.Tensor:
    heads = int(config["num_attention_heads"])

    def parts(name: str) -> torch.Tensor:
        """Shape (heads, tokens, width of a head)."""
        return _linear(weights, f"{at}attention.self.{name}", rows).view(len(rows), heads, -1).transpose(0, 1)

    query, key, value = parts("query"), parts("key"), parts("value")
    shares = (query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])).softmax(dim=-1)
    seen = (shares @ value).transpose(0, 1).reshape(len(rows), -1)
    rows = _normed(weights, f"{at}attention.output.LayerNorm", rows + _linear(weights, f"{at}attention.output.dense", seen), config)
    inner = functional.gelu(_linear(weights, f"{at}intermediate.dense", rows))
    return _normed(weights, f"{at}output.LayerNorm", rows + _linear(weights, f"{at}output.dense", inner), config)


def _linear(weights: dict[str, torch.Tensor], name: str, rows: torch.Tensor) -> torch.Tensor:
    return functional.linear(rows, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _normed(weights: dict[str, torch.Tensor], name: str, rows: torch.Tensor, config: dict[str, float]) -> torch.Tensor:
    return functional.layer_norm(rows, rows.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], config["layer_norm_eps"])
