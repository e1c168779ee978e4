"""The queue of requests without a place: rank, room, and nobody waiting for ever."""

import msgspec
import pytest

from sandbox_app.llm import forms
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.llama.waiting import MOST_OVERTAKEN, Waiting
from sandbox_app.llm.request import Completion, EngineError, Request
from tests.llm.every_facts import every_facts


@pytest.fixture
def request_() -> Request:
    """Any request."""
    return forms.render(every_facts()[0])


def answer(request: Request, arrival: int, size: int, **changes: object) -> Answer:
    """An answer that needs `size` cells."""
    made = Answer(msgspec.structs.replace(request, **changes), arrival, lambda result: None, None)
    made.reserved = size
    return made


def admitted(waiting: Waiting, room: int) -> list[int]:
    """Let in what fits into so many cells at this moment, each alone; return the arrival numbers."""
    taken: list[Answer] = []
    waiting.admit(lambda one: not taken, lambda one: one.reserved <= room and (taken.append(one) or True))
    return [one.rank[1] for one in taken]


def test_a_person_then_what_is_due_earliest_then_by_priority_then_arrival(request_: Request) -> None:
    waiting = Waiting()
    waiting.add(answer(request_, 1, 1, priority="background", due_step=9))
    waiting.add(answer(request_, 2, 1, priority="plan", due_step=9))
    waiting.add(answer(request_, 3, 1, priority="background", due_step=4))
    waiting.add(answer(request_, 4, 1, priority="plan", due_step=9))
    waiting.add(answer(request_, 5, 1, priority="person", due_step=99))
    waiting.add(answer(request_, 6, 1, priority="dialogue", due_step=50))
    assert [admitted(waiting, 1)[0] for _ in range(6)] == [5, 3, 2, 4, 1, 6]


def test_a_large_one_is_passed_by_its_equals_so_often_and_no_more(request_: Request) -> None:
    waiting = Waiting()
    waiting.add(answer(request_, 0, 10))
    for number in range(1, MOST_OVERTAKEN + 5):
        waiting.add(answer(request_, number, 1))
    passed = [admitted(waiting, 5) for _ in range(MOST_OVERTAKEN)]
    assert passed == [[number] for number in range(1, MOST_OVERTAKEN + 1)]
    assert admitted(waiting, 5) == []
    assert admitted(waiting, 10) == [0]
    assert admitted(waiting, 5) == [MOST_OVERTAKEN + 1]


def test_the_less_urgent_do_not_pass(request_: Request) -> None:
    waiting = Waiting()
    waiting.add(answer(request_, 0, 10, priority="dialogue"))
    waiting.add(answer(request_, 1, 1, priority="background"))
    assert admitted(waiting, 5) == []
    assert len(waiting) == 2


def test_a_prompt_that_can_never_fit_is_told_so_and_blocks_nobody(request_: Request) -> None:
    waiting = Waiting()
    told: list[Completion | EngineError] = []
    waiting.add(Answer(request_, 0, told.append, None))
    waiting.add(answer(request_, 1, 1))
    taken: list[Answer] = []

    def find_room(one: Answer) -> bool:
        if not one.reserved:
            raise EngineError("too long")
        taken.append(one)
        return True

    waiting.admit(lambda one: True, find_room)
    assert [str(result) for result in told] == ["too long"]
    assert [one.rank[1] for one in taken] == [1]
