"""What a person says for a model: checked, kept by its digest, and used when it is opened."""

import os
from contextlib import closing
from pathlib import Path

import gguf
import numpy as np
import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models
from sandbox_app.llm.engines import default_model, open_engine
from sandbox_app.llm.library.questions import questions
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.model_settings import USUAL, Adapter, ModelSettings, changed, keep, names, settings_of
from tests.llm.asking import ask
from tests.llm.small_model import write_small_gguf

WIDTH, RANK = 64, 2
FORM = questions()[0].request(1)
QUESTION = next(one.request(1) for one in questions() if one.test == "memory")


def adapter(path: Path, width: int = WIDTH) -> Path:
    """Write a LoRA for the tiny model that shakes its first layer."""
    random = np.random.default_rng(3)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(RANK))
    writer.add_tensor("blk.0.attn_q.weight.lora_a", random.normal(size=(RANK, width)).astype(np.float32))
    writer.add_tensor("blk.0.attn_q.weight.lora_b", random.normal(size=(WIDTH, RANK)).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_small_gguf(tmp_path / "model.gguf")


def test_what_is_said_is_kept_for_the_file_wherever_it_lies(model: Path, tmp_path: Path) -> None:
    assert settings_of(model) == USUAL
    said = changed(USUAL, ["temperature=0.5", "top_k=40", "kv=q8_0", "context=2048", "gpu_layers=-1"])
    assert said == ModelSettings(temperature=0.5, top_k=40, kv="q8_0", context=2048, gpu_layers=-1)
    keep(model, said)
    moved = tmp_path / "moved.gguf"
    model.rename(moved)
    assert settings_of(moved) == said
    assert settings_of(write_small_gguf(tmp_path / "other.gguf", seed=2)) == USUAL
    keep(moved, changed(said, [f"{name}=" for name in names()]))
    assert settings_of(moved) == USUAL


@pytest.mark.parametrize(
    "text",
    [
        "temperature=hot",
        "temperature=9",
        "temperature=nan",
        "min_p=0",
        "top_k=-1",
        "top_p=0",
        "context=12",
        "kv=f8",
        "gpu_layers=-2",
        "threads=1.5",
    ],
)
def test_what_cannot_be_is_refused_with_what_can(text: str) -> None:
    name = text.partition("=")[0]
    with pytest.raises(ModelProblem, match=rf"^{name} cannot be '.*'; it is "):
        changed(USUAL, [text])


def test_what_is_no_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="'colour=red' sets nothing; write NAME=VALUE, with one of temperature, "):
        changed(USUAL, ["colour=red"])
    with pytest.raises(ModelProblem, match="There is no adapter"):
        changed(USUAL, [f"lora={tmp_path / 'missing.gguf'}"])


def test_settings_written_by_hand_and_wrong_are_none(model: Path) -> None:
    keep(model, ModelSettings(top_k=3))
    file = next(Path(os.environ["XDG_DATA_HOME"], "town-sandbox/model-settings").iterdir())
    assert file.stem == known_models.digest(model)
    file.write_text('{"top_k": -5}', encoding="utf-8")
    assert settings_of(model) == USUAL


def greedy(model: Path) -> str:
    """What the model answers when only the likeliest token is left."""
    with closing(open_engine("llama", model, "thread")) as engine:
        return ask(engine, QUESTION).text


def test_an_opened_model_follows_its_settings(model: Path, tmp_path: Path) -> None:
    keep(model, ModelSettings(top_k=1, context=2048))
    with closing(open_engine("llama", model, "thread")) as engine:
        assert engine.context == 2048
    plain = greedy(model)
    assert greedy(model) == plain
    keep(model, ModelSettings(kv="q8_0"))
    with pytest.raises(ModelProblem, match="or it cannot remember with kv=q8_0; say kv=f16"):
        open_engine("llama", model, "thread")  # its heads are too narrow for that
    keep(model, changed(ModelSettings(top_k=1), [f"lora={adapter(tmp_path / 'shaken.gguf')}:2.5"]))
    assert settings_of(model).lora == (Adapter(str(tmp_path / "shaken.gguf"), 2.5),)
    assert greedy(model) != plain


def test_what_was_read_may_be_remembered_with_less_memory() -> None:
    keep(default_model(), ModelSettings(kv="q8_0", context=1024))
    with closing(open_engine("llama", host="thread")) as engine:
        assert engine.context == 1024
        assert ask(engine, FORM).text


def test_an_adapter_for_another_model_is_refused(model: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="does not fit the model small; choose a LoRA made for it"):
        LlamaEngine(model, threads=1, settings=ModelSettings(lora=(Adapter(str(adapter(tmp_path / "other.gguf", width=32))),)))
