"""Whether the numbers, tensors and vocabulary in a GGUF header fit together; llama.cpp aborts on several that do not."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox_app.llm.gguf_check import Header, Value

_MOST_LAYERS = 512
_MOST_WIDTH = 1 << 20
_RANGES: dict[str, tuple[float, float]] = {
    "embedding_length": (1, _MOST_WIDTH),
    "feed_forward_length": (0, _MOST_WIDTH),
    "attention.head_count": (0, 4096),
    "attention.head_count_kv": (0, 4096),
    "attention.key_length": (1, 65_536),
    "attention.value_length": (1, 65_536),
    "attention.layer_norm_rms_epsilon": (0, 1),
    "attention.layer_norm_epsilon": (0, 1),
    "attention.sliding_window": (0, 1 << 28),
    "rope.dimension_count": (0, 65_536),
    "rope.freq_base": (1e-3, 1e12),
    "rope.scaling.factor": (0, 1e6),
    "expert_count": (0, 4096),
    "expert_used_count": (0, 4096),
    "vocab_size": (1, 1 << 24),
    "pooling_type": (0, 4),
}
"""Fields behind the architecture's name that llama.cpp computes with, and what can be meant by them."""
_WITHOUT_HEADS = ("ssm.", "wkv.")
"""Models with such fields need not attend to anything."""
_SPECIAL = ("bos", "eos", "eot", "eom", "unknown", "seperator", "padding", "mask")  # the format's own spelling
_INTEGER_FIELDS = ("block_count", "context_length", "embedding_length", "attention.head_count", "attention.head_count_kv")


def check_shape(architecture: str, header: "Header") -> str:
    """Return what is wrong as the end of a sentence, or ""."""
    fields = {key.removeprefix(architecture + "."): value for key, value in header.fields.items() if key.startswith(architecture + ".")}
    return (
        _check_counts(fields) or _check_ranges(fields) or _check_heads(fields) or _check_layers(fields, header) or _check_vocabulary(header)
    )


def _all(value: "Value") -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _check_counts(fields: "dict[str, Value]") -> str:
    for name, most in (("block_count", _MOST_LAYERS), ("context_length", 1 << 28), ("embedding_length", _MOST_WIDTH)):
        value = fields.get(name)
        if value is None:
            return f"it does not say its {name}"
        if type(value) is not int or not 1 <= value <= most:
            return f"its {name} is {value}"
    for name in _INTEGER_FIELDS:
        if any(type(entry) is not int for entry in _all(fields.get(name, 0))):
            return f"its {name} is not a whole number"
    return ""


def _check_ranges(fields: "dict[str, Value]") -> str:
    for name, (least, most) in _RANGES.items():
        for value in _all(fields.get(name, least)):
            if not isinstance(value, int | float) or not math.isfinite(value) or not least <= value <= most:
                return f"its {name} is {value}"
    return ""


def _check_heads(fields: "dict[str, Value]") -> str:
    layers = fields["block_count"]
    heads, groups = fields.get("attention.head_count"), fields.get("attention.head_count_kv")
    for value in (heads, groups, fields.get("feed_forward_length")):
        if isinstance(value, tuple) and len(value) != layers:
            return f"it lists {len(value)} layers instead of {layers}"
    if not isinstance(heads, int):
        return ""
    if heads == 0 and any(name.startswith(_WITHOUT_HEADS) for name in fields):
        return ""
    width = fields["embedding_length"]
    assert isinstance(width, int)
    if heads < 1 or ("attention.key_length" not in fields and width % heads):
        return f"its {width} values cannot be divided among {heads} heads"
    if isinstance(groups, int) and (groups < 1 or heads % groups):
        return f"its {heads} heads cannot share {groups}"
    length = fields.get("attention.key_length", width // heads)
    turned = fields.get("rope.dimension_count", 0)
    if isinstance(turned, int) and isinstance(length, int) and (turned > length or turned % 2):
        return f"it turns {turned} of {length} values"
    return ""


def _check_layers(fields: "dict[str, Value]", header: "Header") -> str:
    layers = fields["block_count"]
    found = {tensor.name.split(".")[1] for tensor in header.tensors if tensor.name.startswith("blk.")}
    if found != {str(layer) for layer in range(len(found))} or len(found) != layers:
        return f"it should have {layers} layers and has {len(found)}"
    embedding = next((tensor for tensor in header.tensors if tensor.name == "token_embd.weight"), None)
    tokens = header.fields["tokenizer.ggml.tokens"]
    assert isinstance(tokens, tuple)
    if embedding is None or len(embedding.shape) < 2:
        return "it has no token embeddings"
    if embedding.shape[0] != fields["embedding_length"] or embedding.shape[1] != len(tokens):
        return f"its embeddings have the shape {embedding.shape} for {len(tokens)} tokens"
    return ""


def _check_vocabulary(header: "Header") -> str:
    fields = header.fields
    tokens = fields["tokenizer.ggml.tokens"]
    assert isinstance(tokens, tuple)
    if not isinstance(fields.get("tokenizer.ggml.model"), str):
        return "it does not say how its tokenizer works"
    if not all(isinstance(token, str) for token in tokens):
        return "its tokens are not texts"
    if len(set(tokens)) != len(tokens):
        return "it has the same token twice"
    for name, kind in (("scores", float), ("token_type", int)):
        values = fields.get(f"tokenizer.ggml.{name}")
        if values is not None and (not isinstance(values, tuple) or len(values) != len(tokens) or any(type(v) is not kind for v in values)):
            return f"its tokens and their {name} do not match"
    merges = fields.get("tokenizer.ggml.merges", ())
    if not isinstance(merges, tuple) or any(not isinstance(m, str) or " " not in m[1:] for m in merges):
        return "the merges of its tokenizer are damaged"
    for name in _SPECIAL:
        number = fields.get(f"tokenizer.ggml.{name}_token_id", 0)
        if type(number) is not int or not (0 <= number < len(tokens) or number == 0xFFFFFFFF):
            return f"its {name} token is {number} of {len(tokens)}"
    return ""
