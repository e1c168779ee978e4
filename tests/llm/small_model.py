"""A tiny llama-architecture GGUF with random weights and a byte-level vocabulary, for tests of the real llama.cpp.

One dimension of the hidden state is kept constant, so that the output layer can be given a bias: line ends, digits and
the marks of the forms are likelier than the rest, which makes answers short enough to be worth reading.
"""

from pathlib import Path

import gguf
import numpy as np

_WIDTH, _LAYERS, _HEADS, _KV_HEADS, _INNER = 64, 2, 4, 2, 128
_MERGES = ("o n", "o Ġ", "i n", "e r", "Ġ a", "h e", "t he", "Ġ t", "Ã ©")
_SPECIAL = ("<|end|>", "<|begin|>", "<|other|>")
_LIKELY = {"\n": 0.7, " ": 0.4, "|": 0.4, "(": 0.5, "+": 0.2, "-": 0.2, ":": 0.2, **{str(digit): 0.2 for digit in range(10)}}


def byte_letters() -> list[str]:
    """Return the letter that stands for each byte in byte-level BPE vocabularies (GPT-2's table)."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in shown}
    hidden = (byte for byte in range(256) if byte not in letters)
    letters.update({byte: chr(256 + place) for place, byte in enumerate(hidden)})
    return [letters[byte] for byte in range(256)]


def vocabulary() -> list[str]:
    """Return the tokens: 256 bytes, the merged ones, the special ones."""
    return [*byte_letters(), *("".join(merge.split()) for merge in _MERGES), *_SPECIAL]


def write_small_gguf(
    path: Path, *, context: int = 2048, seed: int = 1, name: str = "small", pooling: int = 0, endless: bool = False, **metadata: str
) -> Path:
    """Write the model; an endless one answers up to its limit; `metadata` are further string fields, dots written as double underscores."""
    random = np.random.default_rng(seed)
    tokens = vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_block_count(_LAYERS)
    writer.add_context_length(context)
    writer.add_embedding_length(_WIDTH)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(0)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * (len(tokens) - len(_SPECIAL)) + [3] * len(_SPECIAL))
    writer.add_token_merges(list(_MERGES))
    writer.add_eos_token_id(tokens.index("<|end|>"))
    writer.add_bos_token_id(tokens.index("<|begin|>"))
    writer.add_add_bos_token(True)
    if pooling:
        writer.add_uint32("llama.pooling_type", pooling)
    for key, value in metadata.items():
        writer.add_string(key.replace("__", "."), value)
    for tensor, shape in _shapes(len(tokens)).items():
        writer.add_tensor(tensor, _weights(random, tensor, shape, tokens, end=-100.0 if endless else 0.3))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _shapes(count: int) -> dict[str, tuple[int, ...]]:
    side = _WIDTH // _HEADS * _KV_HEADS
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (count, _WIDTH),
        "output_norm.weight": (_WIDTH,),
        "output.weight": (count, _WIDTH),
    }
    for layer in range(_LAYERS):
        shapes |= {
            f"blk.{layer}.attn_norm.weight": (_WIDTH,),
            f"blk.{layer}.attn_q.weight": (_WIDTH, _WIDTH),
            f"blk.{layer}.attn_k.weight": (side, _WIDTH),
            f"blk.{layer}.attn_v.weight": (side, _WIDTH),
            f"blk.{layer}.attn_output.weight": (_WIDTH, _WIDTH),
            f"blk.{layer}.ffn_norm.weight": (_WIDTH,),
            f"blk.{layer}.ffn_gate.weight": (_INNER, _WIDTH),
            f"blk.{layer}.ffn_up.weight": (_INNER, _WIDTH),
            f"blk.{layer}.ffn_down.weight": (_WIDTH, _INNER),
        }
    return shapes


def _weights(
    random: np.random.Generator, tensor: str, shape: tuple[int, ...], tokens: list[str], end: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    if tensor.endswith("norm.weight"):
        return np.ones(shape, np.float32)
    weights = random.standard_normal(shape).astype(np.float32) / np.float32(np.sqrt(shape[-1]))
    if tensor in ("token_embd.weight", "output.weight"):
        weights *= 4
    if tensor == "token_embd.weight":
        weights[:, 0] = 8.0
    elif tensor == "output.weight":
        letters = byte_letters()
        weights[:, 0] = [0.0 if token.isascii() else -2.0 for token in tokens]
        for text, bias in _LIKELY.items():
            weights[letters[ord(text)] == np.array(tokens), 0] = bias
        weights[tokens.index("<|end|>"), 0] = end
    elif "output" in tensor or "down" in tensor:
        weights[0] = 0.0
    else:  # what goes on between tokens depends on the tokens, not on the constant
        weights[:, 0] = 0.0
        weights *= 2
    return weights
