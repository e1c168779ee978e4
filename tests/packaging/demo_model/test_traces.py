"""Traces: thoughts out of a world that lived are those it asked, in the words of the prompts it recorded."""

from pathlib import Path
from random import Random

import pytest
from demo_model.traces import thoughts_of

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("traces") / "Lane.world"
    create_world_file(path, "lane", people="6 people", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    run_until(session, 10 * 360, "scripted")
    session.close()
    return path


def test_every_line_of_a_talk_is_kept_and_a_part_of_the_rest(lived: Path) -> None:
    with WorldReader(lived) as reader:
        asked = [head.purpose for head in reader.calls()]
    kept = thoughts_of(lived, Random(1))
    said = sum(isinstance(question.facts, f.Say) for question in kept)
    assert said == asked.count("say") > 5
    assert said < len(kept) < len(asked)


def test_their_prompts_are_those_that_were_recorded(lived: Path) -> None:
    kept = thoughts_of(lived, Random(2))
    with WorldReader(lived) as reader:
        for question in kept:
            call = reader.call(question.seed)
            assert call is not None
            assert forms.render(question.facts, names=question.names).prompt == call.shared + call.own + call.now
