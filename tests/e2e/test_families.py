"""The whole town lives an hour on models of every usual family, with random weights and, where they are at hand, real vocabularies.

The vocabularies and chat templates are those of the source package of llama-cpp-python, which is not ours to pass on:

    pip download --no-binary :all: --no-deps llama-cpp-python && tar xzf llama_cpp_python-*.tar.gz
    TOWN_SANDBOX_LLAMA_SOURCE=$PWD/llama_cpp_python-0.3.36 make soak
"""

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.llm.chat import TemplateProblem, learn
from sandbox_app.llm.engines import open_embedder, open_engine
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.prompt import Prompt
from sandbox_app.llm.llama.reading import Reader, frame_of
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.llm.families import FAMILIES, Tokenizer, tokenizer_of, write_family

HOUR = 360
"""Steps of an hour."""
SOURCE = os.environ.get("TOWN_SANDBOX_LLAMA_SOURCE", "")
_VOCABULARIES = {
    "llama": ("llama-bpe", "meta-llama-Llama-3.2-3B-Instruct"),
    "qwen2": ("qwen2", "Qwen-Qwen2.5-7B-Instruct"),
    "qwen3": ("qwen35", "Qwen-Qwen3-0.6B"),
    "gemma": ("gemma-4", "google-gemma-4-31B-it"),
    "phi": ("phi-3", "microsoft-Phi-3.5-mini-instruct"),
    "mamba": ("gpt-neox", ""),
}
needs_source = pytest.mark.skipif(not SOURCE, reason="TOWN_SANDBOX_LLAMA_SOURCE does not name the unpacked source of llama-cpp-python")


def real(name: str) -> tuple[Tokenizer, str]:
    """Return the vocabulary and the chat template of a real model of a family."""
    models = Path(SOURCE, "vendor", "llama.cpp", "models")
    vocabulary, template = _VOCABULARIES[name]
    text = (models / "templates" / f"{template}.jinja").read_text(encoding="utf-8") if template else ""
    return tokenizer_of(models / f"ggml-vocab-{vocabulary}.gguf"), text


def live_an_hour(model: Path, world: Path) -> None:
    """Let Alderwick live the hour in which most of it gets up; nothing overflows, and every answer that ends can be read.

    Chance goes on writing where a model would end, so that some answers are cut at their limit of tokens.
    """
    create_world_file(world, "alderwick", seed=7, start="2026-02-13T07:00")
    with closing(open_engine("llama", model)) as engine, closing(Session(world, engine, open_embedder())) as session:
        report = run_until(session, HOUR, "llama")
    calls = report.calls
    sys.stderr.write(f"\n{model.stem}: {report.wall_seconds:.0f} s, {calls['total']} calls, {calls['failed']} failed: {report.errors}\n")
    assert report.steps == HOUR
    assert calls["total"] > 60
    with WorldReader(world) as reader:
        errors = [reader.call(head.id).error for head in reader.calls(failed=True)]
    assert all("cut at its token limit" in error for error in errors), errors
    assert len(errors) <= calls["total"] * 0.4
    assert check(world) == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", FAMILIES)
def test_the_town_lives_an_hour_on_every_family(tmp_path: Path, name: str) -> None:
    live_an_hour(write_family(tmp_path / f"{name}.gguf", name), tmp_path / "town.world")


@pytest.mark.soak
@needs_source
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", _VOCABULARIES)
def test_the_town_lives_an_hour_on_real_vocabularies(tmp_path: Path, name: str) -> None:
    words, template = real(name)
    live_an_hour(write_family(tmp_path / f"{name}-real.gguf", name, words, template), tmp_path / "town.world")


@pytest.mark.soak
@needs_source
@pytest.mark.parametrize("name", _VOCABULARIES)
def test_prompts_are_read_as_if_they_were_one_text(tmp_path: Path, name: str) -> None:
    words, template = real(name)
    model = LlamaModel(write_family(tmp_path / f"{name}.gguf", name, words, template), 0)
    frame, _ = frame_of(model)
    reader = Reader(model, frame)
    shared, own, now = "Town: Lark. One of its people.\n", "You: Ada, 20, baker.\n", "Day 3. What now?\nAnswer: number why\n"
    tokens = reader.part(shared, first=True, own=False) + reader.part(own, first=False, own=True)
    tokens += reader.now(Prompt(shared, own, now, "", None))
    whole = shared + own + now
    if frame is not None:
        stable = (shared + own).rstrip("\n") if frame.between else shared + own
        whole = frame.before + stable + frame.between + now.rstrip("\n") + frame.after
    joined = model.tokenize(whole, read_marks=True)
    assert tokens == joined if joined[: len(model.start)] == model.start else tokens == model.start + joined
    if frame is not None:
        ends = model.tokenize(frame.after, read_marks=True)[0]
        assert model.ends[ends], "what closes a message ends an answer"
    model.close()


@pytest.mark.soak
@needs_source
def test_nearly_all_real_templates_can_be_used() -> None:
    refused = []
    for path in sorted(Path(SOURCE, "vendor", "llama.cpp", "models", "templates").glob("*.jinja")):
        try:
            frame = learn(path.read_text(encoding="utf-8"), "<s>", "</s>")
        except TemplateProblem as problem:
            refused.append(f"{path.stem}: {problem}")
        else:
            assert frame.after or frame.between
            assert frame.after.count("<think>") <= frame.after.count("</think>"), path.stem
    sys.stderr.write(f"\nrefused: {refused}\n")
    assert len(refused) <= 1, refused
