"""The scripted engine over generated facts: every answer has its form and keeps the rules of its purpose."""

import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.agenda import MOST
from sandbox_app.llm.clock import minutes
from sandbox_app.llm.forms import render
from sandbox_app.llm.request import Completion, EngineError, Request
from sandbox_app.llm.scripted import ScriptedEngine, answer
from sandbox_app.llm.scripted.reflect import place_in
from tests.llm import scripted_facts as gen

Kind = TypeVar("Kind")


def answered(facts: f.AnyFacts, seed: int, kind: type[Kind]) -> Kind:
    """Return the answer, which has to be of this kind."""
    given_answer = answer(facts, seed)
    assert isinstance(given_answer, kind)
    return given_answer


seeds = st.integers(0, 2**32 - 1)
relaxed = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def free_texts(given_answer: a.Answer) -> list[tuple[str, int]]:
    """Return every free text of an answer with the most signs its grammar allows."""
    match given_answer:
        case a.DayPlan() | a.Decompose():
            return [(line.activity, 80) for line in given_answer.lines]
        case a.React():
            return [(given_answer.why, 120)]
        case a.Say():
            return [(given_answer.text, 200)]
        case a.AfterTalk():
            promise = given_answer.appointment
            return [(line, 120) for line in given_answer.lines] + ([(promise.what, 120)] if promise else [])
        case a.Insights() | a.Summary():
            return [(line.text, 120) for line in given_answer.lines]
        case a.BeliefUpdate():
            return [(one.text, 100) for one in given_answer.new]
        case a.Foresee():
            return [(text, 100) for text in given_answer.outcomes]
        case a.Interview():
            return [(given_answer.text, 400)]
        case a.Questions() | a.SelfSummary():
            return [(line, 120) for line in given_answer.lines]
    return []


@relaxed
@given(gen.any_facts, seeds)
def test_every_answer_is_read_back_as_it_was_written(facts: f.AnyFacts, seed: int) -> None:
    given_answer = answer(facts, seed)
    assert a.parse(facts, a.write(given_answer)) == given_answer
    for text, most in free_texts(given_answer):
        assert 2 <= len(text) <= most
        assert text.isprintable()
        assert text == text.strip()
        assert not set(text) & set("|{}")
    if isinstance(given_answer, a.Insights | a.Summary):
        assert not any(set(line.text) & set("()") for line in given_answer.lines)


@relaxed
@given(gen.any_facts, seeds, st.data())
def test_what_the_prompt_does_not_show_has_no_influence(facts: f.AnyFacts, seed: int, data: st.DataObject) -> None:
    """Exchange the persona's and the moment's fields one by one: as long as the prompt stays the same, so does the answer."""
    shown = render(facts).prompt
    now, me = data.draw(gen.nows), data.draw(gen.personas)
    others: list[f.AnyFacts] = [
        msgspec.structs.replace(facts, now=msgspec.structs.replace(facts.now, **{name: getattr(now, name)}))
        for name in now.__struct_fields__
    ]
    others += [
        msgspec.structs.replace(facts, me=msgspec.structs.replace(facts.me, **{name: getattr(me, name)})) for name in me.__struct_fields__
    ]
    if isinstance(facts, f.Decompose):
        others.append(msgspec.structs.replace(facts, item=msgspec.structs.replace(facts.item, time=now.time)))
    if hasattr(facts, "memories"):
        others.append(msgspec.structs.replace(facts, memories=tuple(f.Memory(m.text, m.when, "other kind") for m in facts.memories)))
    for other in others:
        if render(other).prompt == shown:
            assert answer(other, seed) == answer(facts, seed)


@relaxed
@given(gen.wake_hours, seeds)
def test_one_is_up_before_the_first_appointment(facts: f.WakeHour, seed: int) -> None:
    up = minutes(answered(facts, seed, a.WakeHour).time)
    for meeting in facts.appointments:
        if meeting.day == facts.now.day and minutes(meeting.time) > 4 * 60:  # nobody gets up in the middle of the night for it
            assert up < minutes(meeting.time)


@relaxed
@given(gen.day_plans, seeds)
def test_a_day_is_in_order_and_keeps_its_promises(facts: f.DayPlan, seed: int) -> None:
    lines = answered(facts, seed, a.DayPlan).lines
    times = [line.time for line in lines]
    assert 5 <= len(lines) <= 8
    assert times == sorted(set(times))
    assert times[0] == min(facts.now.time, "23:50")
    promised = {m.time for m in facts.appointments if m.day == facts.now.day and times[0] < m.time < times[-1]}
    assert promised <= set(times)
    for line in lines:
        for meeting in facts.appointments:
            if meeting.day == facts.now.day and line.time == meeting.time and [m.time for m in facts.appointments].count(line.time) == 1:
                assert (
                    facts.places[line.place - 1] == meeting.place or meeting.place not in facts.places or line.time in (times[0], times[-1])
                )
    assert all(len(line.activity) <= 60 for line in lines)
    if facts.me.home in facts.places:
        assert facts.places[lines[-1].place - 1] == facts.me.home


@relaxed
@given(gen.decomposes, seeds)
def test_steps_fill_the_minutes_exactly(facts: f.Decompose, seed: int) -> None:
    lines = answered(facts, seed, a.Decompose).lines
    assert 3 <= len(lines) <= 9
    assert sum(line.minutes for line in lines) == facts.minutes
    whole = any(line.activity == "talk with those who are there" and line.minutes == 5 for line in lines)  # a gathering is not cut
    assert all(1 <= line.minutes <= (50 if whole else 34) for line in lines)
    if facts.minutes >= 15:
        assert all(line.minutes >= 5 for line in lines)


@relaxed
@given(gen.revise_plans, seeds)
def test_a_changed_plan_begins_now_and_holds_what_was_promised(facts: f.RevisePlan, seed: int) -> None:
    lines = answered(facts, seed, a.DayPlan).lines
    times = [line.time for line in lines]
    assert times == sorted(set(times), key=lambda time: (time < facts.now.time, time)), "what comes after midnight comes last"
    assert times[0] >= facts.now.time
    today = {m.time for m in facts.appointments if m.day == facts.now.day and m.time >= facts.now.time}
    assert today <= set(times) or len({line.time for line in facts.agenda}) == MOST - 1, "of more than fit, some give way"


@relaxed
@given(gen.says, seeds)
def test_no_line_is_said_twice_and_the_last_one_ends(facts: f.Say, seed: int) -> None:
    said = answered(facts, seed, a.Say)
    assert said.text.lower() not in {line.text.lower() for line in facts.lines}
    if facts.left == 1:
        assert said.end


@relaxed
@given(gen.any_facts, seeds)
def test_the_same_seed_gives_the_same_answer(facts: f.AnyFacts, seed: int) -> None:
    copy = msgspec.json.decode(msgspec.json.encode(facts), type=f.AnyFacts)
    assert answer(copy, seed) == answer(facts, seed)


_PRINT_ANSWERS = """
from sandbox_app.llm import answers as a, facts as f
from sandbox_app.llm.scripted import answer
me = f.Persona(name="Ada", age=40, job="baker", traits=("dry", "warm", "shy"), identity="", home="Ada's room", workplace="Bakery",
    work_from="06:00", work_to="14:00", wake="05:00", bed="21:00")
now = f.Now(day=1, weekday="Monday", date="3 May", time="05:00", place="Bakery", doing="walk")
texts = ("A whale was seen at the pier", "Bo told me: The mill burned down.", "Ida is ill")
memories = tuple(f.Memory(text, "day 1", "") for text in texts)
places = ("Ada's room", "Bakery", "Park", "Inn")
for seed in range(20):
    print(a.write(answer(f.DayPlan(town="X", me=me, now=now, places=places, memories=memories), seed)))
    print(a.write(answer(f.SelfSummary(town="X", me=me, now=now, memories=memories), seed)))
"""


def test_the_answer_does_not_depend_on_the_interpreter_s_hashes() -> None:
    root = str(Path(__file__).parents[2])
    runs = []
    for hashes in ("1", "2"):
        environment = {"PYTHONHASHSEED": hashes, "PYTHONPATH": root}
        runs.append(
            subprocess.run([sys.executable, "-c", _PRINT_ANSWERS], env=environment, capture_output=True, text=True, check=True).stdout
        )
    assert runs[0] == runs[1] != ""


@pytest.mark.parametrize("streamed", [True, False])
def test_the_engine_answers_before_submit_returns(streamed: bool) -> None:
    facts = f.Importance(town="X", me=_persona(), now=_now(), texts=("Ada is walking", "The mill burned down"))
    answered: list[Completion | EngineError] = []
    tokens: list[str] = []
    engine = ScriptedEngine()
    request: Request = render(facts, seed=7)
    handle = engine.submit(request, answered.append, tokens.append if streamed else None)
    handle.cancel()
    (completion,) = answered
    assert isinstance(completion, Completion)
    assert completion.model == engine.name == engine.status().model == "scripted"
    assert a.parse(facts, completion.text) == answer(facts, 7)
    assert "".join(tokens) == (completion.text if streamed else "")
    assert completion.submitted == len(request.prompt) // 4 > 0
    engine.close()


def _persona() -> f.Persona:
    return f.Persona(
        name="Ada",
        age=40,
        job="baker",
        traits=("dry",),
        identity="",
        home="H",
        workplace="",
        work_from="",
        work_to="",
        wake="06:00",
        bed="22:00",
    )


def _now() -> f.Now:
    return f.Now(day=1, weekday="Monday", date="3 May", time="09:00", place="H", doing="walk")


def test_a_moment_is_no_place() -> None:
    assert place_in("Magnus wants to ask Dorian to marry them at the right moment.") == ""
    assert place_in("At the same time we met in the first hour at Clover Café.") == "Clover Café"
    assert place_in("I am reading in the library.") == "the library"
