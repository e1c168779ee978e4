"""How much memory a model needs, from what its header says, before anything is loaded."""

from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.gguf_check import Header, ModelAbout, Value, about, read_header

SEQUENCES, WIDTH = 128, 512
"""What the llama engine's context has: sequences, and tokens in a batch."""
_PROCESS = 150 << 20
_HALF, _FLOAT = 2, 4


class Memory(Struct, frozen=True):
    """Bytes that an engine needs: the weights, what is remembered of texts, and what computing takes."""

    weights: int
    cells: int
    computing: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.cells + self.computing


def estimate(header: Header, architecture: str, cells: int, *, sequences: int = SEQUENCES, width: int = WIDTH) -> Memory:
    """Return what llama.cpp will ask for, within some 15 %.

    Args:
        header: of the file. architecture: as the file says.
        cells: tokens that are remembered. sequences: answers and kept prompts at most. width: tokens in a batch.
    """
    fields = {key.removeprefix(f"{architecture}."): value for key, value in header.fields.items()}
    tokens = header.fields["tokenizer.ggml.tokens"]
    assert isinstance(tokens, tuple)
    wide, layers = _number(fields, "embedding_length"), _number(fields, "block_count")
    inner = max(_each(fields.get("feed_forward_length", 0), layers))
    scores = sequences * len(tokens) * _FLOAT
    masks = 2 if _number(fields, "attention.sliding_window") else 1
    attends = any(_groups(fields, layers))
    mask = masks * cells * width * _HALF if attends else 0
    rows = width * (2 * inner + 7 * wide) * _FLOAT
    return Memory(
        weights=header.size - header.data,
        cells=cells * _per_cell(fields, layers, wide) + sequences * _per_sequence(fields, layers, wide),
        computing=mask + max(rows, scores) + scores,
    )


def needed(path: Path, header: Header | None = None) -> tuple[ModelAbout, Memory]:
    """Return what a model is and what it needs in this program's engine.

    Raises:
        ModelProblem: the file cannot be used.
    """
    from sandbox_app.llm.llama.suited import suited  # its package loads llama.cpp, and needs this module

    header = header or read_header(path)
    model = about(path, header)
    return model, estimate(header, model.architecture, suited(model).cells)


def check_memory(path: Path, free: int | None) -> None:
    """See whether a model fits into the memory that is free (`available_memory`); where that is not known, it is tried.

    Raises:
        ModelProblem: it does not, or the file cannot be used.
    """
    model, memory = needed(path)
    if free is not None and memory.total + _PROCESS > free:
        raise ModelProblem(
            f"The model {model.name} needs about {words(memory.total + _PROCESS)} of memory and {words(free)} are free; close other "
            "programs, or use a smaller or more strongly quantized model."
        )


def words(count: int) -> str:
    """Return bytes as people say them: 4.1 GB, 380 MB."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"


def _number(fields: dict[str, Value], name: str) -> int:
    value = fields.get(name, 0)
    return value if isinstance(value, int) else 0


def _each(value: Value, layers: int) -> list[int]:
    """A number for each layer, whether the file gives one for all or a list."""
    entries = value if isinstance(value, tuple) else (value,) * layers
    return [entry if isinstance(entry, int) else 0 for entry in entries] or [0]


def _groups(fields: dict[str, Value], layers: int) -> list[int]:
    """The heads of each layer that keep keys and values."""
    return _each(fields.get("attention.head_count_kv", fields.get("attention.head_count", 0)), layers)


def _per_cell(fields: dict[str, Value], layers: int, wide: int) -> int:
    heads = max(_each(fields.get("attention.head_count", 0), layers))
    length = wide // heads if heads else 0
    keys, values = (_number(fields, f"attention.{kind}_length") or length for kind in ("key", "value"))
    return sum(_groups(fields, layers)) * (keys + values) * _HALF


def _per_sequence(fields: dict[str, Value], layers: int, wide: int) -> int:
    """What recurrent layers remember of each sequence: the state and the last inputs of the convolution."""
    kernel, inner, state = (_number(fields, f"ssm.{name}") for name in ("conv_kernel", "inner_size", "state_size"))
    groups = _number(fields, "ssm.group_count")
    recurrent = sum(not group for group in _groups(fields, layers)) if kernel or "shortconv.l_cache" in fields else 0
    selective = max(0, kernel - 1) * (inner + 2 * groups * state) + inner * state
    short = max(0, _number(fields, "shortconv.l_cache") - 1) * wide
    return recurrent * (selective + short) * _FLOAT
