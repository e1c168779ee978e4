"""How a person wants a model to be run: kept by its SHA-256 among the program's data, never in a world or beside the model."""

import contextlib
import os
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs
from msgspec import Meta, Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models

_MOST_ADAPTERS = 4
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Adapter(Struct, frozen=True):
    """A LoRA adapter (a GGUF file) that is laid over the model's weights, and how strongly."""

    path: str
    scale: Annotated[float, Meta(ge=-4, le=4)] = 1.0


class ModelSettings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said for one model; what is left out, the program chooses.

    Attributes:
        temperature: the forms' temperatures times this.
        min_p: tokens less likely than this share of the likeliest are left out.
        top_k: only so many of the likeliest are left, 0 for all. top_p: only the likeliest that together have this share.
        context: tokens that are remembered for all answers together, 0 for what suits the model.
        threads: processors to compute on, 0 for all.
        kv: how exactly is remembered what was read: f16, or q8_0 and q4_0 with a half and a quarter of the memory.
        gpu_layers: layers that a GPU computes, -1 for all, None for as many as fit.
        lora: adapters.
    """

    temperature: Annotated[float, Meta(ge=0, le=3)] = 1.0
    min_p: Annotated[float, Meta(ge=0.01, le=0.9)] = 0.05
    top_k: Annotated[int, Meta(ge=0, le=1_000)] = 0
    top_p: Annotated[float, Meta(ge=0.05, le=1)] = 1.0
    context: Annotated[int, Meta(ge=0, le=1 << 20)] = 0
    threads: Annotated[int, Meta(ge=0, le=256)] = 0
    kv: Literal["f16", "q8_0", "q4_0"] = "f16"
    gpu_layers: Annotated[int, Meta(ge=-1, le=1_000)] | None = None
    lora: Annotated[tuple[Adapter, ...], Meta(max_length=_MOST_ADAPTERS)] = ()


USUAL = ModelSettings()
"""Of a model for which nothing is said."""
_LEAST_CONTEXT = 1024
_RANGES = {
    "temperature": "a number from 0 to 3, by which the forms' own temperatures are multiplied",
    "min_p": "a number from 0.01 to 0.9",
    "top_k": "a whole number from 0 (all) to 1,000",
    "top_p": "a number from 0.05 to 1",
    "context": "0, or a whole number from 1,024 to 1,048,576",
    "threads": "a whole number from 0 (all processors) to 256",
    "kv": "f16, q8_0 or q4_0",
    "gpu_layers": "a whole number from -1 (all) to 1,000",
    "lora": f"at most {_MOST_ADAPTERS} files with commas, each with its strength from -4 to 4 behind a colon if that is not 1",
}


def names() -> tuple[str, ...]:
    """Return what can be set."""
    return tuple(_RANGES)


def changed(settings: ModelSettings, given: list[str]) -> ModelSettings:
    """Return settings with NAME=VALUE changed in them; NAME= leaves it to the program again.

    Raises:
        ModelProblem: there is no such setting, or not such a value of it.
    """
    values = msgspec.to_builtins(settings)
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in _RANGES:
            raise ModelProblem(f"{text!r} sets nothing; write NAME=VALUE, with one of {', '.join(_RANGES)}.")
        values.pop(name, None)
        if value:
            values[name] = _value(name, value)
    return _checked(values, given)


def _value(name: str, text: str) -> object:
    if name == "kv":
        return text
    if name == "lora":
        return [_adapter(one) for one in text.split(",")]
    try:
        return float(text) if name in ("temperature", "min_p", "top_p") else int(text)
    except ValueError:
        raise _wrong(name, text) from None


def _adapter(text: str) -> dict[str, object]:
    path, sign, scale = text.rpartition(":")
    if sign:
        with contextlib.suppress(ValueError):
            return {"path": str(Path(path).absolute()), "scale": float(scale)}
    return {"path": str(Path(text).absolute())}


def _checked(values: dict[str, object], given: list[str]) -> ModelSettings:
    for name in values:  # one by one, so that it can be said which is wrong
        try:
            msgspec.convert({name: values[name]}, ModelSettings)
        except msgspec.ValidationError:
            raise _wrong(name, next((text.partition("=")[2] for text in given if text.startswith(f"{name}=")), "")) from None
    settings = msgspec.convert(values, ModelSettings)
    if 0 < settings.context < _LEAST_CONTEXT:
        raise _wrong("context", str(settings.context))
    for adapter in settings.lora:
        if not Path(adapter.path).is_file():
            raise ModelProblem(f"There is no adapter {adapter.path}; choose a LoRA in GGUF form that exists.")
    return settings


def _wrong(name: str, value: str) -> ModelProblem:
    return ModelProblem(f"{name} cannot be {value!r}; it is {_RANGES[name]}.")


def _folder() -> Path:
    return platformdirs.user_data_path("town-sandbox", appauthor=False) / "model-settings"


def _file(sha256: str) -> Path:
    assert _SHA256.fullmatch(sha256)
    return _folder() / f"{sha256}.json"


def settings_of(path: Path) -> ModelSettings:
    """Return what is said for a model.

    Raises:
        ModelProblem: the file cannot be read.
    """
    if not _folder().is_dir():
        return USUAL  # nothing was ever said: a large model's digest need not be taken for that
    return _read(known_models.digest(path))


def settings_at(path: Path) -> ModelSettings:
    """Return what is said for a model whose digest is known already: for lists of many files, whose digests would take minutes."""
    sha256 = known_models.known(path)
    return _read(sha256) if sha256 else USUAL


def in_words(settings: ModelSettings) -> str:
    """Return what differs from the usual as `changed` reads it, with spaces between."""
    said = msgspec.to_builtins(settings)
    if settings.lora:
        said["lora"] = ",".join(f"{one.path}:{one.scale:g}" for one in settings.lora)
    return " ".join(f"{name}={value}" for name, value in said.items())


def _read(sha256: str) -> ModelSettings:
    try:
        return msgspec.json.decode(_file(sha256).read_bytes(), type=ModelSettings)
    except (OSError, msgspec.DecodeError):
        return USUAL  # none, or written by hand and wrong: nothing in it is worth a model that does not open


def keep(path: Path, settings: ModelSettings) -> None:
    """Keep what is said for a model.

    Raises:
        ModelProblem: the model cannot be read, or the settings cannot be written.
    """
    file = _file(known_models.digest(path))
    try:
        if settings == USUAL:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_bytes(msgspec.json.encode(settings))
        new.replace(file)
    except OSError as error:
        raise ModelProblem(f"The settings of {path} cannot be kept in {file.parent}: {error.strerror}.") from error
