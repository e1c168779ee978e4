"""Judging the model that ships: a few prompts of every kind, and a small world's lines."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from demo_model.asking import Asker
from demo_model.conversations import LINES, conversations
from demo_model.documents import HELD_OUT
from demo_model.evaluate import held_out
from demo_model.lived import spoken
from demo_model.measures import Tally, judge
from demo_model.nearness import by_words
from demo_model.recorded import recorded

from sandbox_app.llm import forms
from sandbox_app.mind.settings import Settings
from sandbox_app.resources import assets
from sandbox_app.simulation.create import create_world_file
from sandbox_app.worldfile.rows import CallRow, Event, StepBatch
from sandbox_app.worldfile.writer import WorldWriter


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    with Asker(Path(str(assets("models", "town-demo.gguf"))), 1) as opened:
        yield opened


def test_prompts_of_every_form_that_it_knows(asker: Asker) -> None:
    known = [purpose for purpose in forms.purposes() if asker.knows(purpose)]
    questions = held_out(asker, HELD_OUT, len(known))
    assert {forms.purpose_of(question.facts) for question in questions} <= set(known)
    answers = asker.ask(questions, grammar=False, greedy=True)
    tally = Tally()
    for question, said in zip(questions, answers, strict=True):
        assert (said.answer is None) == bool(said.fault)
        judge(tally, question, said)
    assert sum(said.answer is not None for said in answers) > len(known) / 2
    assert tally.shares()


def test_talks_that_it_leads_alone(asker: Asker) -> None:
    talks, broken = conversations(asker, by_words(Random(1)), HELD_OUT, 2)
    assert broken == 0
    assert all(1 < len(talk) <= LINES for talk in talks)


def _said(number: int, step: int, text: str) -> Event:
    return Event(id=number, step=step, kind="speak", agent_id=1, text=text, data={"said": text})


def test_lines_of_a_world_with_names_masked(tmp_path: Path) -> None:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    writer = WorldWriter(path)
    first = writer.last_ids().event + 1
    names = ("Nell", "Piet", "Sol Okoro", "Iris")
    events = [_said(first + at, 5, f"Good day, {name}!") for at, name in enumerate(names)]
    events.append(_said(first + 4, 5, "A nice day."))
    facts = _facts()
    call = CallRow(
        id=1, agent_id=1, purpose="say", asked_step=5, due_step=5, shared="", own="", now="", facts=facts, output="", answer="", error="",
        model="small", seed=1, seconds=0.0, submitted=1, computed=1, generated=1,
    )  # fmt: skip
    writer.write(StepBatch(step=5, events=events, calls=[call]))
    writer.close()
    told = spoken(path)
    assert (told["lines"], told["distinct"], told["distinct_with_names"], told["days"]) == (5, 2, 5, 1)
    assert (told["oftenest"], told["oftenest_line"], told["over"]) == (4, "good day, _!", 0.8)
    assert told["models"] == ["small"]
    (question,) = recorded(path, 10)
    assert forms.purpose_of(question.facts) == "wake_hour"


def _facts() -> str:
    """Return the JSON of the facts of some thought."""
    me = (
        '{"name":"Nell","age":30,"job":"baker","traits":["calm"],"identity":"","home":"Elm","workplace":"","work_from":"","work_to":"",'
        '"wake":"07:00","bed":"22:00"}'
    )
    now = '{"day":1,"weekday":"Monday","date":"3 May","time":"07:00","place":"Elm","doing":""}'
    return f'{{"purpose":"wake_hour","town":"Lark","me":{me},"now":{now}}}'
