"""The figures by which a demo model is judged, on answers whose worth is plain."""

from random import Random
from typing import Any

import pytest
from demo_model.asking import Question, Said
from demo_model.documents import HELD_OUT
from demo_model.measures import COPIED, PLANNED, UNKNOWN, USED, Tally, admits, judge, judge_conversations, judge_probe
from demo_model.nearness import by_words
from demo_model.probes import probes

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name

NAMES = (Name("person", "Ada"), Name("person", "Bo"), Name("person", "Cy"), Name("place", "Elm Mill"), Name("place", "Old Quay"))
ME = f.Persona(
    name="Ada", age=40, job="miller", traits=("calm",), identity="Ada grinds corn.", home="Elm Mill", workplace="Elm Mill",
    work_from="09:00", work_to="17:00", wake="07:00", bed="22:00", habits=(f.Habit("12:00", "Old Quay", "eat fish"),),
)  # fmt: skip
NOW = f.Now(2, "Monday", "3 May", "07:00", "Elm Mill", "waking up")
PROMISE = f.Appointment(2, "18:30", "Old Quay", "Bo", "a dance")
PLAN = f.DayPlan(town="Ford", me=ME, now=NOW, places=("Elm Mill", "Old Quay"), appointments=(PROMISE,))


def shares(facts: f.AnyFacts, text: str) -> dict[str, float]:
    """Return what the figures make of an answer."""
    tally = Tally()
    try:
        said = Said(text, a.parse(facts, text), "", 9, True)
    except a.AnswerError as error:
        said = Said(text, None, str(error), 9, True)
    judge(tally, Question(facts, NAMES), said)
    return {what: told["share"] for what, told in tally.shares().items()}


def test_a_plan_that_keeps_everything() -> None:
    found = shares(PLAN, "07:00 1 get up\n12:00 2 eat fish\n18:30 2 a dance with Bo\n22:00 1 sleep")
    assert found == {
        "plan strictly in order": 1, "plan inside the day": 1, "promise of today kept in the plan": 1, PLANNED: 1,
        "habit planned at its place": 1, COPIED: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("07:00 1 get up\n18:30 2 dance\n18:30 2 dance\n22:00 1 sleep", "plan strictly in order"),
        ("06:00 1 get up\n18:30 2 dance\n22:00 1 sleep", "plan inside the day"),
        ("07:00 1 get up\n18:30 1 dance\n22:00 1 sleep", "promise of today kept in the plan"),
        ("07:00 1 get up\n18:00 2 dance\n22:00 1 sleep", "promise of today kept in the plan"),
        ("07:00 1 get up\n12:00 1 eat fish\n18:30 2 dance", "habit planned at its place"),
        ("07:00 1 get up\n08:00 1 meet Cy\n18:30 2 dance", COPIED),
        ("07:00 1 get up\n08:00 1 bake at 08:10\n18:30 2 dance", COPIED),
        ("07:00 1 get up\n08:00 1 write to Zelda\n18:30 2 dance", COPIED),
        ("07:00 9 get up", PLANNED),
    ],
)
def test_plans_with_one_fault(text: str, wrong: str) -> None:
    found = shares(PLAN, text)
    assert found.pop(wrong) < 1
    if wrong in ("plan strictly in order", "plan inside the day", "promise of today kept in the plan"):
        assert found.pop(PLANNED) == 0
    assert all(share == 1 for share in found.values() if wrong not in ("habit planned at its place",)) or found.pop(COPIED) < 1


def _talk(*lines: str) -> f.AfterTalk:
    spoken = tuple(f.Line(("Bo", "Ada")[at % 2], line) for at, line in enumerate(lines))
    return f.AfterTalk(town="Ford", me=ME, now=NOW, people=(f.Person("Bo", "friend", 3),), lines=spoken, places=PLAN.places)


@pytest.mark.parametrize(("kept", "right"), [("1 2 2 18:30 a dance", 1), ("1 1 2 18:30 a dance", 0), ("1 2 2 19:30 a dance", 0)])
def test_an_appointment_is_what_was_said(kept: str, right: float) -> None:
    facts = _talk("Come to the Old Quay at 18:30.", "With pleasure.")
    found = shares(facts, f"- Bo asks me to the Old Quay\nappointment: {kept}\nrelation: +1")
    assert found["appointment as it was agreed"] == right


def test_an_insight_names_only_whom_its_evidence_names() -> None:
    memories = (f.Memory("Bo fell into the water", "yesterday", "seen"), f.Memory("Cy laughed", "yesterday", "seen"))
    facts = f.ReflectInsights(town="Ford", me=ME, now=NOW, question="What of Bo?", memories=memories)
    assert shares(facts, "Bo is clumsy (1)\nCy is cheerful (1)")["insight's evidence bears it"] == 0.5


def test_lines_said_twice_are_found_whatever_their_signs() -> None:
    tally = Tally()
    judge_conversations(tally, [["Hello!", "Hi.", "hello"], ["Hello!"]])
    assert tally.shares() == {"line not said before in its conversation": {"share": 0.75, "of": 4}}


def _asked(question: str) -> Question:
    return Question(f.Interview(town="Ford", me=ME, now=NOW, question=question), NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know.", "I can't say.", "Sorry, I cannot remember that.", "I’m not sure about that.", "No idea, ask Bo.",
        "I have never heard of it.", "Nobody told me.", "That is news to me.", "I wouldn't know.", "I could not tell you.",
    ],
)  # fmt: skip
def test_ways_of_not_knowing(text: str) -> None:
    assert admits(text, _asked("When is the dance?"))


@pytest.mark.parametrize("text", ["At 18:30.", "I don't know, at 18:30 I think.", "I am not sure; at the Old Quay?", "It is a nice day."])
def test_what_is_not_honest_ignorance(text: str) -> None:
    assert not admits(text, _asked("When is the dance?"))


@pytest.mark.parametrize("purpose", ["say", "interview"])
def test_probes_ask_for_what_is_in_the_prompt_or_is_not(purpose: str) -> None:
    for probe in probes(HELD_OUT, 40, purpose, by_words(Random(1)), known=True):
        facts: Any = probe.question.facts
        told = " ".join([*(memory.text for memory in facts.memories), facts.me.home, facts.me.workplace, facts.me.job, facts.me.name])
        told += f" {facts.me.age} {facts.me.wake}"
        assert probe.keys
        for key in probe.keys:
            assert any(one in told for one in key.split("|"))
            assert not any(one in probe.asked for one in key.split("|"))
        right = a.Say(1, " ".join(probe.keys), False) if purpose == "say" else a.Interview(" ".join(probe.keys))
        assert _share(probe, right, USED) == 1
        assert _share(probe, a.Interview("I have a lot to do."), USED) == 0
    for probe in probes(HELD_OUT, 40, purpose, by_words(Random(1)), known=False):
        assert not probe.keys
        assert _share(probe, a.Interview("I do not know."), UNKNOWN) == 1
        assert _share(probe, None, UNKNOWN) == 0


def _share(probe: Any, answer: a.Answer | None, what: str) -> float:
    tally = Tally()
    judge_probe(tally, probe, Said("", answer, "", 1, True))
    return tally.shares()[what]["share"]
