"""The shipped demo model knows the forms as they are now, and is what its metadata says."""

import json
from functools import cache
from typing import Any

import gguf

from sandbox_app.llm import forms
from sandbox_app.llm.handles import all_handles
from sandbox_app.resources import assets

MODEL = "town-demo.gguf"


@cache
def metadata() -> gguf.GGUFReader:
    return gguf.GGUFReader(assets("models", MODEL))


def field(name: str) -> Any:
    found = metadata().get_field(name)
    assert found is not None, f"the model's metadata has no {name}"
    return found.contents()


def test_the_forms_that_the_model_was_trained_on_are_as_they_were() -> None:
    trained = json.loads(field("town_sandbox.forms"))
    changed = [purpose for purpose in trained if trained[purpose] != forms.load(purpose).digest]
    assert not changed, "these forms changed since the demo model was trained on them"


def test_the_model_knows_every_form_without_which_nobody_lives() -> None:
    needed = {"wake_hour", "day_plan", "decompose", "revise_plan", "react", "importance", "say", "after_talk"}
    assert needed <= set(json.loads(field("town_sandbox.forms")))


def test_every_handle_is_one_user_defined_token() -> None:
    assert field("town_sandbox.handles") is True
    tokens, types = field("tokenizer.ggml.tokens"), field("tokenizer.ggml.token_type")
    defined = [token for token, kind in zip(tokens, types, strict=True) if kind == gguf.TokenType.USER_DEFINED]
    assert sorted(defined) == sorted(all_handles())


def test_the_model_is_small_and_free() -> None:
    assert field("general.architecture") == "llama"
    assert field("general.name") == "town-demo"
    assert field("general.license") == "Apache-2.0"
    assert field("llama.context_length") == 2048
    assert assets("models", MODEL).stat().st_size <= 8 * 2**20
