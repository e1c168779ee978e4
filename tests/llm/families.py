"""Tiny models with random weights, one for each family of models people use: its architecture, its marks, its way to be asked.

The weights lean towards line ends and digits, as those of `small_model` do, so that answers end. The vocabulary is our own,
or the one of a file that has nothing else (`tokenizer_of`).
"""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.llm.gguf_check import read_header
from tests.llm.small_model import byte_letters

WIDTH, HEADS, GROUPS, INNER = 64, 4, 2, 128
CONTEXT = 16_384
WINDOW = 24
"""Tokens that a sliding window sees; prompts are much longer."""
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
_STATE, _STEPS, _CONVOLUTION = 16, 4, 4
_Sizes = dict[str, tuple[int, ...]]


class Tokenizer(Struct, frozen=True):
    """The tokens of a vocabulary as text and all `tokenizer.` fields: name, value, kind, kind of entries."""

    tokens: list[str]
    fields: list[tuple[str, Any, gguf.GGUFValueType, gguf.GGUFValueType | None]]


class Family(Struct, frozen=True):
    """A family of models. `spm`: its vocabulary is one of pieces with byte fallback; `spaced`: and adds a space to a text.

    `begins` and `ends` are the marks that begin a text (and that the tokenizer adds itself) and end an answer.
    """

    architecture: str
    marks: tuple[str, ...]
    begins: str
    ends: str
    template: str
    spm: bool = False
    spaced: bool = False
    words: tuple[str, ...] = ()


_CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\\n{{ m.content }}<|im_end|>\\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}"
).replace("\\n", "{{ '\\n' }}")
_CHATML_THINKS = _CHATML.replace(
    "{% endif %}", "{% if enable_thinking is defined and not enable_thinking %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{% endif %}"
)
_HEADERS = (
    "{{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n' + m['content'] | trim "
    "+ '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"
)
_TURNS = (
    "{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('no system role here') }}{% endif %}"
    "{% for m in messages %}{{ '<start_of_turn>' + m.role + '\\n' + m.content | trim + '<end_of_turn>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}"
)
_PHI = (
    "{% for m in messages %}{{ '<|' + m.role + '|>\\n' + m.content + '<|end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)
_INST = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('only user and assistant') }}{% endif %}"
    "{% if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}{% else %}{{ m.content + eos_token }}{% endif %}{% endfor %}"
)
_HEADER_MARKS = ("<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>")
_CHATML_MARKS = ("<|endoftext|>", "<|im_end|>", "<|im_start|>")
_PHI_MARKS = ("<|endoftext|>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>")
FAMILIES = {
    "llama": Family("llama", _HEADER_MARKS, "<|begin_of_text|>", "<|eot_id|>", _HEADERS),
    "qwen2": Family("qwen2", _CHATML_MARKS, "", "<|im_end|>", _CHATML),
    "qwen3": Family("qwen3", _CHATML_MARKS, "", "<|im_end|>", _CHATML_THINKS, words=("<think>", "</think>", "<b>")),
    "gemma": Family("gemma3", ("<end_of_turn>", "<start_of_turn>"), "<s>", "<end_of_turn>", _TURNS, spm=True),
    "phi": Family("phi3", _PHI_MARKS, "<s>", "<|end|>", _PHI, spm=True, spaced=True),
    "mistral": Family("llama", ("[INST]", "[/INST]"), "<s>", "</s>", _INST, spm=True, spaced=True),
    "mamba": Family("mamba", ("<|endoftext|>",), "", "<|endoftext|>", ""),
    "lfm": Family("lfm2", _CHATML_MARKS, "<|endoftext|>", "<|im_end|>", _CHATML),
}


def tokenizer(family: Family) -> Tokenizer:
    """Return a tiny vocabulary with the marks of a family."""
    kind = gguf.GGUFValueType
    if family.spm:
        letters = ["▁", *(chr(code) for code in range(33, 127)), *(f"▁{chr(code)}" for code in range(33, 127))]
        tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *letters]
        types = [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, *[NORMAL] * len(letters)]
    else:
        letters = ["Ġt", "he", "in"]
        tokens = [*byte_letters(), *letters]
        types = [NORMAL] * len(tokens)
    tokens += [*family.marks, *family.words]
    types += [CONTROL] * len(family.marks) + [USER_DEFINED] * len(family.words)
    fields: list[tuple[str, Any, gguf.GGUFValueType, gguf.GGUFValueType | None]] = [
        ("model", "llama" if family.spm else "gpt2", kind.STRING, None),
        ("pre", "default" if family.spm else "qwen2", kind.STRING, None),
        ("tokens", tokens, kind.ARRAY, kind.STRING),
        ("token_type", types, kind.ARRAY, kind.INT32),
        ("eos_token_id", tokens.index(family.ends), kind.UINT32, None),
        ("add_bos_token", bool(family.begins), kind.BOOL, None),
    ]
    if family.begins:
        fields.append(("bos_token_id", tokens.index(family.begins), kind.UINT32, None))
    if family.spm:
        scores = [-float(place) for place in range(len(tokens))]
        fields += [("scores", scores, kind.ARRAY, kind.FLOAT32), ("add_space_prefix", family.spaced, kind.BOOL, None)]
    else:
        fields.append(("merges", ["Ġ t", "h e", "i n"], kind.ARRAY, kind.STRING))
    return Tokenizer(tokens, [(f"tokenizer.ggml.{name}", *rest) for name, *rest in fields])


def tokenizer_of(path: Path) -> Tokenizer:
    """Return the vocabulary of a GGUF file, without its chat template."""
    kind = gguf.GGUFValueType
    kinds = {bool: kind.BOOL, int: kind.UINT32, float: kind.FLOAT32, str: kind.STRING}
    fields: list[tuple[str, Any, gguf.GGUFValueType, gguf.GGUFValueType | None]] = []
    for name, value in read_header(path).fields.items():
        if not name.startswith("tokenizer.") or name == "tokenizer.chat_template":
            continue
        if isinstance(value, tuple):
            entries = kind.INT32 if isinstance(value[0], int) else kinds[type(value[0])]
            fields.append((name, list(value), kind.ARRAY, entries))
        else:
            fields.append((name, value, kinds[type(value)], None))
    return Tokenizer(next(value for name, value, *_ in fields if name == "tokenizer.ggml.tokens"), fields)


def write_family(
    path: Path, name: str, words: Tokenizer | None = None, template: str | None = None, lean: bool = True, **metadata: str
) -> Path:
    """Write the model of a family.

    Args:
        path: where to. name: of the family. words: its vocabulary; our own when left out. template: a chat template
            instead of ours. lean: it leans towards line ends. metadata: further text fields, dots written as double underscores.
    """
    family = FAMILIES[name]
    words = words or tokenizer(family)
    writer = gguf.GGUFWriter(path, family.architecture)
    writer.add_name("phi-3" if name == "phi" else name)  # by which llama.cpp knows that line ends after its marks mean nothing
    _SHAPES[family.architecture](writer)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_layer_norm_rms_eps(1e-5)
    for field in words.fields:
        writer.add_key_value(*field)
    if template is None:
        template = family.template
    if template:
        writer.add_chat_template(template)
    for key, value in metadata.items():
        writer.add_string(key.replace("__", "."), value)
    random = np.random.default_rng(1)
    for tensor, size in _tensors(family.architecture, len(words.tokens)).items():
        writer.add_tensor(tensor, _weights(random, tensor, size, words.tokens if lean else []))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _attending(writer: gguf.GGUFWriter, groups: int | list[int] = GROUPS) -> None:
    layers = len(groups) if isinstance(groups, list) else 2
    writer.add_block_count(layers)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(groups)
    writer.add_feed_forward_length(INNER)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(10_000.0)


def _gemma(writer: gguf.GGUFWriter) -> None:
    _attending(writer)
    writer.add_key_length(WIDTH // HEADS)
    writer.add_value_length(WIDTH // HEADS)
    writer.add_sliding_window(WINDOW)
    writer.add_sliding_window_pattern(2)


def _mamba(writer: gguf.GGUFWriter) -> None:
    writer.add_block_count(2)
    writer.add_head_count(0)
    writer.add_feed_forward_length(0)
    writer.add_ssm_conv_kernel(_CONVOLUTION)
    writer.add_ssm_inner_size(2 * WIDTH)
    writer.add_ssm_state_size(_STATE)
    writer.add_ssm_time_step_rank(_STEPS)


def _lfm(writer: gguf.GGUFWriter) -> None:
    _attending(writer, [0, GROUPS])
    writer.add_shortconv_l_cache(3)


_SHAPES: Mapping[str, Callable[[gguf.GGUFWriter], None]] = {
    "llama": _attending,
    "qwen2": _attending,
    "qwen3": _attending,
    "phi3": _attending,
    "gemma3": _gemma,
    "mamba": _mamba,
    "lfm2": _lfm,
}


def _attention(architecture: str) -> _Sizes:
    side, head = WIDTH // HEADS * GROUPS, WIDTH // HEADS
    sizes: _Sizes = {"attn_norm.weight": (WIDTH,), "attn_output.weight": (WIDTH, WIDTH)}
    if architecture == "phi3":
        sizes["attn_qkv.weight"] = (WIDTH + 2 * side, WIDTH)
    else:
        sizes |= {"attn_q.weight": (WIDTH, WIDTH), "attn_k.weight": (side, WIDTH), "attn_v.weight": (side, WIDTH)}
    if architecture == "qwen2":
        sizes |= {"attn_q.bias": (WIDTH,), "attn_k.bias": (side,), "attn_v.bias": (side,)}
    if architecture in ("qwen3", "gemma3", "lfm2"):
        sizes |= {"attn_q_norm.weight": (head,), "attn_k_norm.weight": (head,)}
    if architecture == "gemma3":
        sizes |= {"post_attention_norm.weight": (WIDTH,), "post_ffw_norm.weight": (WIDTH,)}
    return sizes


def _forward(architecture: str) -> _Sizes:
    sizes: _Sizes = {"ffn_norm.weight": (WIDTH,), "ffn_down.weight": (WIDTH, INNER)}
    if architecture == "phi3":
        return sizes | {"ffn_up.weight": (2 * INNER, WIDTH)}
    return sizes | {"ffn_up.weight": (INNER, WIDTH), "ffn_gate.weight": (INNER, WIDTH)}


_STATE_SPACE: _Sizes = {
    "attn_norm.weight": (WIDTH,),
    "ssm_in.weight": (4 * WIDTH, WIDTH),
    "ssm_conv1d.weight": (2 * WIDTH, _CONVOLUTION),
    "ssm_conv1d.bias": (2 * WIDTH,),
    "ssm_x.weight": (_STEPS + 2 * _STATE, 2 * WIDTH),
    "ssm_dt.weight": (2 * WIDTH, _STEPS),
    "ssm_dt.bias": (2 * WIDTH,),
    "ssm_a": (2 * WIDTH, _STATE),
    "ssm_d": (2 * WIDTH,),
    "ssm_out.weight": (WIDTH, 2 * WIDTH),
}
_SHORT_CONVOLUTION: _Sizes = {
    "attn_norm.weight": (WIDTH,),
    "shortconv.conv.weight": (WIDTH, 3),
    "shortconv.in_proj.weight": (3 * WIDTH, WIDTH),
    "shortconv.out_proj.weight": (WIDTH, WIDTH),
}


def _tensors(architecture: str, tokens: int) -> _Sizes:
    layers = [_attention(architecture) | _forward(architecture)] * 2
    if architecture == "mamba":
        layers = [_STATE_SPACE] * 2
    elif architecture == "lfm2":
        layers[0] = _SHORT_CONVOLUTION | _forward(architecture)
    norm = "token_embd_norm.weight" if architecture == "lfm2" else "output_norm.weight"
    sizes: _Sizes = {"token_embd.weight": (tokens, WIDTH), norm: (WIDTH,), "output.weight": (tokens, WIDTH)}
    return sizes | {f"blk.{number}.{name}": size for number, layer in enumerate(layers) for name, size in layer.items()}


def _weights(random: np.random.Generator, tensor: str, size: tuple[int, ...], tokens: list[str]) -> NDArray[Any]:
    if tensor.endswith(("norm.weight", "ssm_d")):
        return np.ones(size, np.float32)
    if tensor.endswith(".bias"):
        return random.standard_normal(size).astype(np.float32) / 4
    if tensor.endswith("ssm_a"):
        return np.tile(np.arange(1, size[1] + 1, dtype=np.float32) / -100, (size[0], 1))  # forgets slowly
    weights = random.standard_normal(size, np.float32) / np.float32(math.sqrt(size[-1]))
    if tensor == "token_embd.weight":
        weights *= 10
        weights[:, 0] = 8.0  # a constant, by which the output layer can have a bias
        return weights.astype(np.float16)
    if tensor == "output.weight":
        weights *= 4
        weights[:, 0] = _leaning(tokens) if tokens else 0.0
        return weights.astype(np.float16)
    if tensor.endswith(("attn_output.weight", "ffn_down.weight", "ssm_out.weight", "out_proj.weight")):
        weights *= 2
        weights[0] = 0.0  # nothing is added to the constant
    elif "conv." not in tensor and "conv1d" not in tensor:
        weights[:, 0] = 0.0  # nor taken from it
    return weights


def _leaning(tokens: list[str]) -> NDArray[np.float32]:
    """Line ends, spaces, digits and the marks of the forms come up often in a vocabulary of any size."""
    more = math.log(len(tokens) / 270) / 4
    digits = {str(digit): 0.2 for digit in range(10)}
    likely = {"\n": 2.2, " |": 2.2, "|": 2.0, " (": 2.0, "(": 1.0, ")": 1.0, " ": 1.0, "+": 0.2, "-": 0.2, ":": 0.2, **digits}
    bias = np.array([0.0 if token.isascii() else -2.0 for token in tokens], np.float32)
    places = {token: place for place, token in enumerate(tokens)}
    line_end, space = ("Ċ", "Ġ") if "Ġt" in places else ("\n" if "\n" in places else "<0x0A>", "▁")
    for text, amount in likely.items():
        name = line_end if text == "\n" else text.replace(" ", space)
        if name in places:
            bias[places[name]] = amount + more
    return bias
