"""Checking a GGUF file before llama.cpp sees it: llama.cpp ends the whole process on some bad files.

The reader here is our own and bounded: it never trusts a count or a length further than the file is long. The library
that names the quantizations is imported when a file is read: the window's first picture does without.
"""

import io
import math
import struct
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from sandbox_app.errors import ModelProblem

_MAGIC = b"GGUF"
_MOST_FIELDS = 4096
_MOST_TENSORS = 65_536
_MOST_NAME = 1024
_MOST_TEXT = 1 << 22
_MOST_ENTRIES = 1 << 22
_MOST_HEADER = 1 << 28
_STRETCH = 1 << 18
_FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_LARGEST = 2**40

Value = int | float | bool | str | tuple["int | float | bool | str", ...]


class Tensor(Struct, frozen=True):
    """A tensor's place in the file: shape with the fastest index first, GGML type, offset in the data."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int


class Header(Struct, frozen=True):
    """All that stands before the weights. `data` is where the weights begin, `size` the length of the file, in bytes."""

    fields: dict[str, Value]
    tensors: tuple[Tensor, ...]
    data: int
    size: int


class ModelAbout(Struct, frozen=True, kw_only=True):
    """What a model file says of itself.

    Attributes:
        name: its own name, else the file's.
        architecture: as llama.cpp calls it.
        parameters: how many weights.
        layers: how many blocks of them follow each other.
        context: the longest text it was trained for, in tokens.
        quantization: the kind of most of its weights.
        size: of the file, in bytes.
        handles: names of people and places are to be written as handles.
        forms: the forms it was trained on, purpose to digest; empty for models that are not ours.
        embedding: it gives vectors for texts, not text.
        hottest: no request is sampled at a higher temperature; small models stop spelling above it.
    """

    name: str
    architecture: str
    parameters: int
    layers: int
    context: int
    quantization: str
    size: int
    handles: bool
    forms: dict[str, str]
    embedding: bool
    hottest: float = math.inf


class _BadHeader(Exception):
    """Says what is wrong, as the end of a sentence."""


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def take(self, count: int) -> bytes:
        if count > self.size - self._file.tell():
            raise _BadHeader("it ends too early; the download may be incomplete")
        self._check_length(count)
        return self._file.read(count)

    def _check_length(self, more: int = 0) -> None:
        if self._file.tell() + more > _MOST_HEADER:
            raise _BadHeader("what stands before its weights is absurdly long")

    def number(self, form: str) -> int:
        return int(struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))[0])

    def text(self, most: int = _MOST_TEXT) -> str:
        length = self.number("Q")
        if length > most and length <= self.size:
            raise _BadHeader(f"it has a {'name' if most == _MOST_NAME else 'text'} of {length} bytes")
        return self._decoded(self.take(length))

    def _decoded(self, text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            raise _BadHeader("a text in its header is not UTF-8") from error

    def value(self) -> Value:
        kind = self.number("I")
        if kind == _TEXT:
            return self.text()
        if kind != _ARRAY:
            return self._scalar(kind)
        kind, count = self.number("I"), self.number("Q")
        if count > min(self.size, _MOST_ENTRIES):
            raise _BadHeader(f"it has a list of {count} entries")
        if kind == _TEXT:
            return self._texts(count)
        if kind not in _FORMATS:
            raise _BadHeader(f"it has a list of unknown kind {kind}")
        form = _FORMATS[kind]
        return struct.unpack(f"<{count}{form}", self.take(count * struct.calcsize(form)))

    def _texts(self, count: int) -> tuple[str, ...]:
        """Read a list of texts a stretch of the file at a time: a vocabulary has hundreds of thousands."""
        texts: list[str] = []
        while len(texts) < count:
            stretch = self._file.read(_STRETCH)
            place = 0
            while len(texts) < count:
                end = place + 8 + int.from_bytes(stretch[place : place + 8], "little")
                if end > len(stretch):
                    break
                texts.append(self._decoded(stretch[place + 8 : end]))
                place = end
            self._file.seek(place - len(stretch), io.SEEK_CUR)
            if not place:  # longer than a stretch, or not whole
                texts.append(self.text())
            self._check_length()
        return tuple(texts)

    def _scalar(self, kind: int) -> Value:
        if kind not in _FORMATS:
            raise _BadHeader(f"it has a field of unknown kind {kind}")
        form = _FORMATS[kind]
        value: Value = struct.unpack(f"<{form}", self.take(struct.calcsize(form)))[0]
        return value

    def tell(self) -> int:
        return self._file.tell()


def be_a_file(path: Path) -> None:
    """Make sure that there is a file at a path, not something that is read for ever.

    Raises:
        ModelProblem: there is nothing, a folder, a device, or a pipe.
    """
    if path.is_dir():
        raise ModelProblem(f"{path} is a folder; choose a model file (*.gguf) in it.")
    if not path.exists():
        raise ModelProblem(f"There is no model file {path}; choose one that exists.")
    if not path.is_file():
        raise ModelProblem(f"{path} is no file; choose a model file (*.gguf).")


def read_header(path: Path) -> Header:
    """Read what stands before the weights.

    Raises:
        ModelProblem: there is no such file, or it is no GGUF, damaged, or too short.
    """
    be_a_file(path)
    try:
        with path.open("rb") as file:
            return _header(_Reader(file, path.stat().st_size))
    except OSError as error:
        raise ModelProblem(f"The model file {path} cannot be read: {error.strerror}.") from error
    except _BadHeader as error:
        raise _problem(path, error) from error


def _problem(path: Path, error: _BadHeader) -> ModelProblem:
    return ModelProblem(f"{path} cannot be used as a model: {error}.")


def _header(reader: _Reader) -> Header:
    if reader.size < 24 or reader.take(4) != _MAGIC:
        raise _BadHeader("it is not a GGUF file")
    version = reader.number("I")
    if version not in (2, 3):
        raise _BadHeader(f"it is GGUF of version {version}; versions 2 and 3 can be read")
    tensors, fields = reader.number("Q"), reader.number("Q")
    if tensors > _MOST_TENSORS or fields > _MOST_FIELDS:
        raise _BadHeader(f"its header counts {tensors} tensors and {fields} fields")
    values: dict[str, Value] = {}
    for _ in range(fields):
        key = reader.text(_MOST_NAME)
        if key in values:
            raise _BadHeader(f"its header has {key} twice")
        values[key] = reader.value()
    placed = tuple(_tensor(reader) for _ in range(tensors))
    alignment = values.get("general.alignment", 32)
    if not isinstance(alignment, int) or not 8 <= alignment <= 65_536 or alignment & (alignment - 1):
        raise _BadHeader(f"its alignment is {alignment}")
    data = -(-reader.tell() // alignment) * alignment
    header = Header(values, placed, data, reader.size)
    _check_places(header, alignment)
    return header


def _tensor(reader: _Reader) -> Tensor:
    name = reader.text(_MOST_NAME)
    dimensions = reader.number("I")
    if not 1 <= dimensions <= 4:
        raise _BadHeader(f"its tensor {name} has {dimensions} dimensions")
    shape = tuple(reader.number("Q") for _ in range(dimensions))
    if any(length < 1 for length in shape) or math.prod(shape) > _LARGEST:
        raise _BadHeader(f"its tensor {name} has the shape {shape}")
    return Tensor(name, shape, reader.number("I"), reader.number("Q"))


def _bytes(tensor: Tensor) -> int:
    import gguf

    try:
        block, width = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType(tensor.type)]
    except (ValueError, KeyError) as error:
        raise _BadHeader(f"its tensor {tensor.name} is of unknown type {tensor.type}") from error
    if tensor.shape[0] % block:
        raise _BadHeader(f"its tensor {tensor.name} has rows of {tensor.shape[0]}, which cannot be cut into {block}s")
    return math.prod(tensor.shape) // block * width


def _check_places(header: Header, alignment: int) -> None:
    """Tensors follow each other without gaps, inside the file."""
    if len({tensor.name for tensor in header.tensors}) != len(header.tensors):
        raise _BadHeader("two of its tensors have the same name")
    expected = 0
    for tensor in header.tensors:
        if tensor.offset != expected:
            raise _BadHeader(f"its tensor {tensor.name} lies at {tensor.offset} instead of {expected}")
        size = _bytes(tensor)
        if header.data + expected + size > header.size:
            raise _BadHeader("it ends too early; the download may be incomplete")
        expected += -(-size // alignment) * alignment


def describe(path: Path) -> ModelAbout:
    """Check a model file and say what it is.

    Raises:
        ModelProblem: it is missing, damaged, no GGUF, or holds no language model.
    """
    return about(path, read_header(path))


def about(path: Path, header: Header) -> ModelAbout:
    """Say what a model is whose header was read.

    Raises:
        ModelProblem: its header contradicts itself, or it holds no language model.
    """
    try:
        return _about(path, header)
    except _BadHeader as error:
        raise _problem(path, error) from error


def _about(path: Path, header: Header) -> ModelAbout:
    from sandbox_app.llm.gguf_shape import check_shape

    fields = header.fields
    architecture = fields.get("general.architecture")
    if not isinstance(architecture, str) or not architecture:
        raise _BadHeader("it does not say what kind of model it is")
    parts = fields.get("split.count", 0)
    if isinstance(parts, int) and parts > 1:
        raise _BadHeader(f"it is one of {parts} parts; join them first with llama-gguf-split --merge")
    if not header.tensors or not isinstance(fields.get("tokenizer.ggml.tokens"), tuple):
        raise _BadHeader("it holds no language model")
    if fault := check_shape(architecture, header):
        raise _BadHeader(fault)
    context, layers = fields[f"{architecture}.context_length"], fields[f"{architecture}.block_count"]
    assert isinstance(context, int)
    assert isinstance(layers, int)
    import gguf

    weights: dict[int, int] = {}
    for tensor in header.tensors:
        weights[tensor.type] = weights.get(tensor.type, 0) + math.prod(tensor.shape)
    name = fields.get("general.name")
    trained = fields.get("town_sandbox.forms", "")
    hottest = fields.get("town_sandbox.hottest")
    return ModelAbout(
        name=name if isinstance(name, str) and name else path.stem,
        architecture=architecture,
        parameters=sum(weights.values()),
        layers=layers,
        context=context,
        quantization=gguf.GGMLQuantizationType(max(weights, key=lambda kind: weights[kind])).name,
        size=header.size,
        handles=bool(fields.get("town_sandbox.handles", False)),
        forms=_forms(trained),
        embedding=f"{architecture}.pooling_type" in fields,
        hottest=hottest if isinstance(hottest, float) and 0 <= hottest < math.inf else math.inf,
    )


def _forms(value: Value) -> dict[str, str]:
    """Read the trained forms: a JSON object of digests by purpose."""
    if not isinstance(value, str):
        raise _BadHeader("it lists the forms it was trained on in an unknown way")
    try:
        return msgspec.json.decode(value, type=dict[str, str]) if value else {}
    except msgspec.DecodeError as error:
        raise _BadHeader(f"it lists the forms it was trained on in an unknown way ({error})") from error
