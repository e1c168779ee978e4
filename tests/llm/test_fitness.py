"""Trying models with the same few questions, and what their cards lead to."""

import os
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models
from sandbox_app.llm.engines import open_engine
from sandbox_app.llm.library import fitness
from sandbox_app.llm.library.entries import entry_of
from sandbox_app.llm.library.find import Found
from sandbox_app.llm.library.fitness import Card, Score, Stopped, card_of, try_out, unfit_for
from sandbox_app.llm.library.questions import TESTS, questions
from sandbox_app.llm.library.speed import class_of
from sandbox_app.llm.model_settings import ModelSettings, keep
from tests.llm.small_model import write_small_gguf

RIGHT = {
    "forms": ["1: 2\n2: 9", "2 Caspian knows when it is", "1 | When does the supper begin? | go on", "04:20"],
    "names": ["Ottoline did.", "At marlow mill, I think.", "Petra, because of the storm."],
    "memory": ["At 19:30.", "In the Quay Tavern.", "I do not know that.", "I don't remember that he told me."],
    "character": ["I am Ada.", "I bake bread.", "Nobody made me, but my mother."],
    "rules": ["4", "I take 2.", "Blue."],
    "judge": [
        "yes | She bakes a loaf. | 2",
        "yes | She reads. | 1, 2",
        "no | The oven is broken. | 1",
        "no | Nobody can fly. | 1",
    ],
}
WRONG = {
    "forms": ["They both matter.", "3 no line\nmore", "Hello!", "early"],
    "names": ["Somebody did.", "At the mill.", "Caspian."],
    "memory": ["At 18:00.", "At home.", "Rex.", "A hundred crowns."],
    "character": ["I have none.", "As an AI, I bake.", "I am a language model."],
    "rules": ["Very much: 4 or 5.", "7", "Red or blue."],
    "judge": ["no | It is too hot. | 1", "maybe", "yes | She bakes. | 2", "yes | She flies. | 2"],
}


@pytest.mark.parametrize("test", TESTS)
def test_right_answers_are_told_from_wrong_ones(test: str) -> None:
    asked = [one for one in questions() if one.test == test]
    assert [one.right(text) for one, text in zip(asked, RIGHT[test], strict=True)] == [True] * len(asked), test
    judged = [one.right(text) for one, text in zip(asked, WRONG[test], strict=True)]
    assert judged == [False] * len(asked), (test, judged)


def card(path: Path, right: int) -> Card:
    """Keep a card as if the model had judged so many of four attempts right."""
    tests = {test: Score(1, 2) for test in TESTS} | {"judge": Score(right, 4)}
    made = Card(name="small", sha256=known_models.digest(path), tests=tests, seconds=2.0, loading=0.1, tokens_per_second=30.0)
    fitness._keep(made)
    return made


def test_a_model_that_is_tried_has_a_card(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "small.gguf")
    assert card_of(path) is None
    keep(path, ModelSettings(threads=1))
    told: list[tuple[int, int]] = []
    made = try_out(path, lambda done, of: told.append((done, of)))
    asked = len(questions())
    assert told == [(done, asked) for done in range(asked + 1)]
    assert {test: score.of for test, score in made.tests.items()} == {test: len(RIGHT[test]) for test in TESTS}
    assert made.share < 0.6, "random weights know nothing"
    assert made.tokens_per_second > 0
    assert [given.test for given in made.given] == [one.test for one in questions()]
    assert card_of(path) == made
    entry = entry_of(Found(path, ""))
    assert (entry.fitness, entry.speed) == (made.share, class_of(made.tokens_per_second))
    assert entry_of(Found(write_small_gguf(tmp_path / "other.gguf", seed=2), "")).fitness is None


def test_a_trial_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "small.gguf", endless=True)
    with pytest.raises(Stopped, match="was stopped; nothing was kept"):
        try_out(path, stop=lambda: True)
    assert card_of(path) is None
    with pytest.raises(ModelProblem, match="finds memories and cannot speak"):
        try_out(write_small_gguf(tmp_path / "vectors.gguf", pooling=1))


def test_a_model_that_judges_badly_leaves_judging_to_rules(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "small.gguf")
    assert unfit_for(path) == frozenset(), "nobody knows yet"
    assert card(path, 3).judges
    assert unfit_for(path) == frozenset()
    card(path, 2)
    assert unfit_for(path) == {"judge"}
    with closing(open_engine("llama", path, "thread")) as engine:
        assert not engine.knows("judge")
        assert engine.knows("attempt")
        assert engine.knows("interview")


def test_a_card_of_other_questions_or_a_damaged_one_is_none(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "small.gguf")
    made = card(path, 0)
    file = Path(os.environ["XDG_DATA_HOME"], "town-sandbox/fitness", f"{made.sha256}.json")
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(made, edition=0)))
    assert card_of(path) is None
    file.write_bytes(b"{")
    assert unfit_for(path) == frozenset()
