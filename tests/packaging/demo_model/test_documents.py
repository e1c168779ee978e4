"""The towns that the demo model learns from: never a shipped one, always in the forms, the same for the same seed."""

import re
from itertools import islice
from random import Random

import pytest
from demo_model.documents import HELD_OUT, PERSONLESS, SHARES, asked, document, quotable, shortened, stream
from demo_model.happenings import Scene
from demo_model.talks import shown
from demo_model.thoughts import draw
from demo_model.towns import make_town
from demo_model.words import bank

from sandbox_app.llm import answers, forms
from sandbox_app.llm.facts import Line
from sandbox_app.llm.handles import decode
from sandbox_app.llm.scripted import answer
from sandbox_app.town.load import load_town, towns


@pytest.mark.parametrize("purpose", sorted(SHARES))
def test_every_purpose_gives_documents_in_its_form(purpose: str) -> None:
    for item in islice(stream(3, {purpose: 1}), 25):
        assert item.purpose == purpose
        parsed = answers.parse(item.facts, decode(item.answer, item.encoded.names))
        assert answers.write(parsed) == decode(item.answer, item.encoded.names).rstrip("\n")


def test_only_forms_that_there_are_have_a_share() -> None:
    assert set(SHARES) <= set(forms.purposes())


def test_the_same_seed_gives_the_same_documents() -> None:
    first, again = (list(islice(stream(5), 40)) for _ in range(2))
    assert first == again
    assert first != list(islice(stream(6), 40))


def test_towns_to_judge_by_are_not_trained_on() -> None:
    trained = {make_town(seed).name for seed in range(1000, 1100)}
    held_out = {make_town(seed).name for seed in range(HELD_OUT, HELD_OUT + 100)}
    assert len(trained & held_out) < 5  # towns called after a tree or a colour are not one of a kind


def test_no_name_of_a_shipped_town_is_used() -> None:
    ours = {*bank("first_names"), *bank("surnames")}
    for town in towns():
        theirs = {word for member in load_town(town).cast for word in (*member.name.split(), member.short)}
        assert not ours & theirs


def test_names_stand_as_handles_on_both_sides() -> None:
    town, random = make_town(11), Random(11)
    for facts in draw("day_plan", town, random, answer):
        item = document(facts, town.names, 1)
        assert facts.me.name not in item.encoded.text
        assert item.encoded.names["{P1}"] == facts.me.name


def test_news_is_never_in_the_first_person_and_fits_a_line() -> None:
    scene = Scene(Random(2), ["Ada", "Bo"], ["Elm Mill"])
    for news in (scene.news() for _ in range(300)):
        assert len(news) <= 118
        assert not news.startswith("I ")
        assert "{" not in news


def test_a_shortened_prompt_ends_as_the_whole_one_and_still_says_what_is_asked() -> None:
    random = Random(4)
    lengths = set()
    for item in islice(stream(4), 60):
        whole, short = item.encoded.text, shortened(item, random)
        assert whole.endswith(short)
        assert len(short.splitlines()) > 1
        assert item.purpose in PERSONLESS or "\nYou: " in "\n" + short
        lengths.add(len(short) / len(whole))
    assert min(lengths) < 0.8
    assert max(lengths) == 1


def test_questions_of_visitors_find_a_memory_or_none() -> None:
    answered = [item.answer for item in islice(stream(8, {"interview": 1}), 120)]
    unknown = sum("know" in text or "heard" in text or "tell you" in text for text in answered)
    assert 10 < unknown < 110


def test_talks_show_at_most_ten_lines_and_drop_them_by_the_half() -> None:
    lines = [Line("Ada", str(number)) for number in range(30)]
    assert [len(shown(lines[:count])) for count in (3, 10, 11, 15, 16)] == [3, 10, 6, 10, 6]


def test_other_ends_of_a_prompt_are_its_lines_from_where_it_differs() -> None:
    longer = [item for item in islice(stream(9, {"interview": 1, "decompose": 1}, more=2), 24) if item.more]
    assert longer
    for item in longer:
        for end, told in item.more:
            assert 0 < len(end.splitlines()) < len(item.encoded.text.splitlines())
            assert "You: " not in end
            assert told.endswith("\n")


def test_all_ends_begin_after_the_lines_that_all_prompts_have() -> None:
    """So that each can be learnt as if it were the only one."""
    for item in islice(asked(9, 5), 12):
        lines = item.encoded.text.splitlines()
        assert len(item.more) > 5
        beginnings = {lines[item.alike][: lines[item.alike].index(": ")], *(end[: end.index(": ")] for end, _ in item.more)}
        assert len(beginnings) == 1, "all of them ask in the same way"
        assert len({end for end, _ in item.more}) > len(item.more) // 2
        assert all(0 <= len(lines) - item.alike - end.count("\n") + ("This is about" in end) <= 1 for end, _ in item.more)


def test_the_memory_that_an_answer_tells_is_marked_and_no_other() -> None:
    """And nothing else is said of what a question is about then."""
    marked = 0
    for item in islice(asked(13, 5), 12):
        for end, told in item.more:
            found = re.search(r"^That reminds you: (?:today \d\d:\d\d|yesterday|day \d+): (.+)$", end, re.MULTILINE)
            shown = re.findall(r"^(?:today \d\d:\d\d|yesterday|day \d+): (.+)$", end, re.MULTILINE)
            assert found is None or found[1][:20].rstrip(".") in told
            assert found is None or "This is about" not in end
            assert found or not any(text[:20].rstrip(".") in told for text in shown)
            marked += found is not None
    assert marked > 40


def test_questions_are_answered_by_one_of_the_memories_or_not_known() -> None:
    answered = 0
    items = list(islice(asked(11, 6), 12))
    for item in items:
        quotes = [quote[1:] for quote in quotable(item.encoded.text)]
        answered += sum(any(quote in told for quote in quotes) for _, told in item.more)
    share = answered / sum(len(item.more) for item in items)
    assert 0.4 < share < 0.8
