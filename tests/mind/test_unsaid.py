"""Nobody says the same sentence twice in a talk."""

import pytest

from sandbox_app.mind.talking import unlooped, unsaid


@pytest.mark.parametrize(
    ("text", "said", "left"),
    [
        ("Hello, Ada. How are you?", [], "Hello, Ada. How are you?"),
        ("I am well. And you?", ["Hello. I am well."], "And you?"),
        ("I am well! I am well! Goodbye.", [], "I am well! Goodbye."),
        ("i am WELL.", ["I am well."], ""),
        ("At 17:30. Will you come?", ["At 17:00. Will you come?"], "At 17:30."),
    ],
)
def test_only_what_is_new_is_said(text: str, said: list[str], left: str) -> None:
    assert unsaid(text, said) == left


def test_a_phrase_on_end_is_said_once() -> None:
    assert unlooped("I am in Alder in Alder in Alder in Alder in Alder.") == "I am in Alder."
    assert unlooped("Listen to a wound tsain a wound tsain a wound tsain") == "Listen to a wound tsain"
    assert unlooped("No, no, no! Really, really?") == "No, no, no! Really, really?"
    assert unlooped("It was good to see you, Ada. It was good.") == "It was good to see you, Ada. It was good."
