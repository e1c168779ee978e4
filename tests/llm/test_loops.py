"""An answer that turns in a circle is led out of it; what may be right is left alone."""

import re

import pytest

from sandbox_app.llm.engines import default_model
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.llama.loops import Loop
from tests.llm.asking import ask
from tests.llm.test_llama_engine import free_text


def said(tokens: list[int], line_end: int = 0) -> int | None:
    """Say tokens one after the other; return the place of the first that closes a circle, or None."""
    loop = Loop()
    for place, token in enumerate(tokens):
        if loop.closes(token):
            return place
        loop.add(token, token == line_end)
    return None


@pytest.mark.parametrize(("circle", "place"), [([7], 11), ([7, 8], 11), ([7, 8, 9], 11), ([5, 6, 7, 8], 15), (list(range(1, 33)), 127)])
def test_the_fourth_time_is_too_often(circle: list[int], place: int) -> None:
    assert said([90, 91, 92, *circle * 20]) == 3 + place


@pytest.mark.parametrize(
    "tokens",
    [
        [7] * 11,
        [5, 6, 7, 8] * 3 + [5, 6, 7, 9],
        [1, 2, 3, 4, 5, 6, 7, 0] * 9,
        list(range(1, 34)) * 9,
        [token for number in range(40) for token in (number + 100, 7, 8)],
    ],
    ids=["eleven of one", "nearly four times", "lines that are the same", "too long to notice", "only alike"],
)
def test_what_is_no_circle(tokens: list[int]) -> None:
    assert said(tokens) is None


def test_a_model_that_would_turn_in_a_circle_is_led_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Greedy and without a form, the demo model, which learnt to copy, goes on for ever with what is said over and over."""

    def longest_circle() -> int:
        engine = LlamaEngine(default_model(), threads=1)
        texts = [ask(engine, free_text("red fish " * 24 + words, 120, temperature=0.0)).text for words in ("", "red", "fish red")]
        engine.close()
        circles = [found[0] for text in texts for found in re.finditer(r"([^\n]{1,40}?)\1{3,}", text)]
        return max(map(len, circles), default=0)

    watched = longest_circle()
    monkeypatch.setattr(Loop, "closes", lambda *_: False)
    assert longest_circle() > 3 * watched
