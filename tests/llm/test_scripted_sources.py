"""Who told it: asked of news about others alone, answered with the name, and known to the one who told it."""

import pytest
from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import answer
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.hear import hear
from tests.llm.test_scripted_talk import SECOND, THIRD, TOWN, now

_SEEDS = range(40)


def said(
    me: f.Persona, lines: tuple[tuple[str, str], ...], *memories: str, seed: int = 1, doing: str = "talking", place: str = "Lindenpark"
) -> str:
    """Return what one says next to the host in a talk of these lines."""
    facts = f.Say(
        town=TOWN, me=me, now=replace(now(), doing=doing, place=place), people=(f.Person("Tilda", "neighbour", 3),), goal="", left=4,
        lines=tuple(f.Line(*line) for line in lines), memories=tuple(f.Memory(text, "yesterday", "heard") for text in memories),
    )  # fmt: skip
    said = answer(facts, seed)
    assert isinstance(said, a.Say)
    return said.text


def phrases(act: str) -> list[str]:
    """Return the phrases of an act, of all manners."""
    return [phrase for manner in bank("talk")[act].values() for phrase in manner]


@pytest.mark.parametrize("line", ["What I have in mind: I am running for mayor.", "You know, I keep bees behind the old mill."])
def test_nobody_is_asked_who_told_them_what_they_say_of_themselves(line: str) -> None:
    for me in (SECOND, THIRD):
        assert not [text for seed in _SEEDS if hear(text := said(me, (("Tilda", line),), seed=seed)).ask == "source"]


def test_some_ask_who_told_the_news_about_others() -> None:
    line = ("Tilda", "There is news: Kasper pays with stories at the tavern.")
    asked = [hear(said(SECOND, (line,), seed=seed)).ask for seed in _SEEDS]
    assert 0 < asked.count("source") < len(asked) // 2


@pytest.mark.parametrize("question", phrases("news_who"))
def test_the_answer_names_who_told_it_or_does_not_contradict_what_was_said(question: str) -> None:
    news = "Kasper pays with stories at the tavern"
    told = ("Osric", f"They say: {news}.")
    asked = ("Tilda", question)
    assert "Wynn" in said(SECOND, (told, asked), f"Wynn told me: {news}.")
    assert any(phrase in said(SECOND, (told, asked)) for phrase in phrases("source_forgotten"))
    own = said(SECOND, (("Osric", "What I have in mind: I am running for mayor."), asked))
    assert any(phrase in own for phrase in phrases("source_own"))
    seen = said(SECOND, (("Osric", "There is news: A whale was seen at the pier."), asked), "A whale was seen at the pier.")
    assert any(phrase in seen for phrase in phrases("source_self"))


def test_only_what_was_told_is_passed_on_as_told() -> None:
    def openings(memory: str) -> list[str]:
        texts = [said(SECOND, (("Tilda", "Hello, Osric."),), memory, seed=seed) for seed in _SEEDS]
        heads = [phrase.partition("{news}")[0] for phrase in phrases("tell_heard")]
        return [text for text in texts if any(head in text for head in heads)]

    assert openings("Wynn told me: A whale was seen at the pier.")
    assert not openings("A whale was seen at the pier.")


@pytest.mark.parametrize("phrase", phrases("think_of"))
def test_who_is_reminded_of_what_they_told_knows_it(phrase: str) -> None:
    line = phrase.replace("{news}", "Kasper pays with stories at the tavern.")
    surprised = phrases("news_odd") + phrases("news_good") + phrases("news_bad") + phrases("news_who")
    for seed in _SEEDS:
        text = said(SECOND, (("Tilda", line),), "Dorian told me: Kasper pays with stories at the tavern.", seed=seed)
        assert any(known in text for known in phrases("reminded")), text
        assert not any(new in text for new in surprised)
        assert "Dorian told me" not in text
    talk = (f.Line("Tilda", line), f.Line("Osric", phrases("reminded")[0]))
    kept = answer(
        f.AfterTalk(town=TOWN, me=SECOND, now=now(), people=(f.Person("Tilda", "neighbour", 3),), lines=talk, places=("Pier",)), 1
    )
    assert isinstance(kept, a.AfterTalk)
    assert not any("Kasper" in note for note in kept.lines), "what one told oneself is not kept as news"
