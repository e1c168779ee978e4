"""GGUF files with random weights and the shape of real models, for measuring speed without downloading anything."""

from pathlib import Path

import gguf
import numpy as np
from msgspec import Struct


class Shape(Struct, frozen=True):
    """The shape of a llama-architecture model; `quantization` is a name of GGML's, such as F16 or Q8_0."""

    name: str
    vocabulary: int
    width: int
    layers: int
    heads: int
    groups: int
    inner: int
    quantization: str = "Q8_0"


DEMO = Shape("demo-shaped", vocabulary=2048, width=256, layers=4, heads=4, groups=4, inner=704)
HALF_BILLION = Shape("0.5B-shaped", vocabulary=65_536, width=896, layers=24, heads=14, groups=2, inner=4864)

_CONTEXT = 8192
_END = "<|end|>"


def write_random_model(path: Path, shape: Shape, seed: int = 0) -> None:
    """Write the model; its tokens are the 256 bytes, the end mark, and fillers that no text uses."""
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(shape.name)
    writer.add_block_count(shape.layers)
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(shape.width)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.groups)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(shape.vocabulary)
    tokens = [*_byte_letters(), _END, *(f"[{number}]" for number in range(257, shape.vocabulary))]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL] + [gguf.TokenType.NORMAL] * (shape.vocabulary - 257))
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(256)
    kind = gguf.GGMLQuantizationType[shape.quantization]
    for name, size in _tensors(shape).items():
        if len(size) == 1:
            writer.add_tensor(name, np.ones(size, np.float32))
            continue
        weights = random.standard_normal(size, np.float32) / np.float32(np.sqrt(size[-1]))
        writer.add_tensor(name, gguf.quants.quantize(weights, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _byte_letters() -> list[str]:
    """Return the letter that stands for each byte in byte-level vocabularies (GPT-2's table)."""
    shown = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = iter(range(256, 512))
    return [chr(byte) if byte in shown else chr(next(hidden)) for byte in range(256)]


def _tensors(shape: Shape) -> dict[str, tuple[int, ...]]:
    width, side = shape.width, shape.width // shape.heads * shape.groups
    tensors: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (shape.vocabulary, width),
        "output_norm.weight": (width,),
    }
    for layer in range(shape.layers):
        tensors |= {
            f"blk.{layer}.attn_norm.weight": (width,),
            f"blk.{layer}.attn_q.weight": (width, width),
            f"blk.{layer}.attn_k.weight": (side, width),
            f"blk.{layer}.attn_v.weight": (side, width),
            f"blk.{layer}.attn_output.weight": (width, width),
            f"blk.{layer}.ffn_norm.weight": (width,),
            f"blk.{layer}.ffn_gate.weight": (shape.inner, width),
            f"blk.{layer}.ffn_up.weight": (shape.inner, width),
            f"blk.{layer}.ffn_down.weight": (width, shape.inner),
        }
    return tensors
