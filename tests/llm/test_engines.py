"""Opening an engine by its kind, and warning of models that were not trained for what they are asked."""

import json
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.engines import Host, default_model, open_engine, warning
from sandbox_app.llm.gguf_check import describe
from tests.llm.asking import ask
from tests.llm.every_facts import every_facts
from tests.llm.small_model import write_small_gguf


@pytest.mark.parametrize("host", ["process", "thread"])
def test_a_model_file_is_opened_and_answers(small_gguf: Path, host: Host) -> None:
    engine = open_engine("llama", small_gguf, host)
    try:
        assert ask(engine, forms.render(every_facts()[0])).model == "small"
    finally:
        engine.close()


@pytest.mark.parametrize("host", ["process", "thread"])
def test_a_model_knows_the_forms_it_was_trained_on_as_they_are(tmp_path: Path, host: Host) -> None:
    trained = {"say": forms.load("say").digest, "react": "older"}
    path = write_small_gguf(tmp_path / "some.gguf", town_sandbox__forms=json.dumps(trained))
    engine = open_engine("llama", path, host)
    try:
        assert [engine.knows(purpose) for purpose in ("say", "react", "importance")] == [True, False, False]
    finally:
        engine.close()


@pytest.mark.parametrize("host", ["process", "thread"])
def test_a_model_that_names_no_forms_knows_all(small_gguf: Path, host: Host) -> None:
    engine = open_engine("llama", small_gguf, host)
    try:
        assert all(engine.knows(purpose) for purpose in forms.purposes())
    finally:
        engine.close()


def test_the_scripted_engine_knows_every_form() -> None:
    engine = open_engine("scripted")
    assert all(engine.knows(purpose) for purpose in forms.purposes())
    with pytest.raises(forms.FormError):
        engine.knows("astrology")


def test_an_embedding_model_is_refused(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "vectors.gguf", pooling=1)
    with pytest.raises(ModelProblem, match="makes vectors"):
        open_engine("llama", path)


def test_the_demo_model_is_the_default() -> None:
    assert default_model().name == "town-demo.gguf"


def test_a_model_trained_on_the_forms_as_they_are_needs_no_warning(tmp_path: Path) -> None:
    trained = json.dumps({purpose: forms.load(purpose).digest for purpose in forms.purposes()})
    assert warning(describe(write_small_gguf(tmp_path / "all.gguf", town_sandbox__forms=trained))) == ""


def test_a_model_trained_on_other_forms_is_warned_of(tmp_path: Path) -> None:
    digests = {purpose: forms.load(purpose).digest for purpose in forms.purposes() if purpose != "react"}
    trained = json.dumps(digests | {"say": "older"})
    text = warning(describe(write_small_gguf(tmp_path / "some.gguf", name="Half", town_sandbox__forms=trained)))
    assert "Half" in text
    assert "react, say;" in text


def test_an_ordinary_model_needs_no_warning(small_gguf: Path) -> None:
    assert warning(describe(small_gguf)) == ""
