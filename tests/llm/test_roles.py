"""Several engines for one world, each for its role."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.engines import Choice, Thinkers, open_thinkers
from sandbox_app.llm.request import Engine
from sandbox_app.llm.roles import ROLES, RoleEngine, role_of
from tests.llm.asking import ask_all
from tests.llm.every_facts import every_facts
from tests.llm.small_model import write_small_gguf


@pytest.fixture
def models(tmp_path: Path) -> dict[str, str]:
    """Three tiny models; the talker never learned to say anything."""
    trained = json.dumps({"after_talk": forms.load("after_talk").digest})
    write_small_gguf(tmp_path / "quick.gguf", name="quick", context=2048)
    write_small_gguf(tmp_path / "talker.gguf", name="talker", seed=2, context=1024, town_sandbox__forms=trained)
    write_small_gguf(tmp_path / "deep.gguf", name="deep", seed=3)
    return {name: str(tmp_path / f"{name}.gguf") for name in ("quick", "talker", "deep")}


@pytest.fixture
def engine(models: dict[str, str]) -> Iterator[Engine]:
    roles = {"dialogue": Choice("llama", models["talker"]), "reflection": Choice("llama", models["deep"])}
    opened = open_thinkers(Thinkers(everything=Choice("llama", models["quick"]), roles=roles, host="thread"))
    yield opened
    opened.close()


def test_every_form_has_a_role() -> None:
    roles = {purpose: role_of(purpose) for purpose in forms.purposes()}
    assert set(roles.values()) == set(ROLES)
    assert (roles["say"], roles["reflect_insights"], roles["decompose"], roles["importance"]) == (
        "dialogue", "reflection", "routine", "routine",
    )  # fmt: skip


def test_each_thought_is_answered_by_the_model_of_its_role(engine: Engine) -> None:
    requests = [forms.render(facts) for facts in every_facts()]
    names = {"routine": "quick", "dialogue": "talker", "reflection": "deep"}
    answered = {request.purpose: completion.model for request, completion in zip(requests, ask_all(engine, requests), strict=True)}
    assert answered == {request.purpose: names[role_of(request.purpose)] for request in requests}


def test_together_they_are_one_engine(engine: Engine) -> None:
    assert engine.name == "routine: quick; dialogue: talker; reflection: deep"
    assert engine.context == 1024
    assert [engine.knows(purpose) for purpose in ("after_talk", "say", "react")] == [True, False, True]
    assert engine.status().model == engine.name
    engine.close()
    engine.close()


def test_a_model_of_two_roles_is_loaded_once(models: dict[str, str]) -> None:
    same = Choice("llama", models["deep"])
    engine = open_thinkers(Thinkers(everything=Choice("scripted"), roles={"dialogue": same, "reflection": same}, host="thread"))
    assert engine.name == "routine: scripted; dialogue, reflection: deep"
    engine.close()


def test_one_engine_for_all_needs_no_roles(models: dict[str, str]) -> None:
    scripted = Choice("scripted")
    engine = open_thinkers(Thinkers(everything=scripted, roles=dict.fromkeys(ROLES, scripted)))
    assert not isinstance(engine, RoleEngine)
    assert engine.name == "scripted"


def test_when_one_cannot_be_opened_none_is_left_open(models: dict[str, str], tmp_path: Path) -> None:
    thinkers = Thinkers(everything=Choice("llama", models["quick"]), roles={"dialogue": Choice("llama", str(tmp_path / "none.gguf"))})
    with pytest.raises(ModelProblem, match="There is no model file"):
        open_thinkers(thinkers)  # a host left behind would fail this test
    with pytest.raises(ModelProblem, match="Say which server thinks"):
        open_thinkers(Thinkers(everything=Choice("remote", "x")))
