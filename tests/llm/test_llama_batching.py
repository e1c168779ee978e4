"""Many answers in one context: kept parts, little room, batches that were stopped half-way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from sandbox_app.llm import forms
from sandbox_app.llm.llama.cache import Room
from sandbox_app.llm.llama.context import ABORTED, COMPUTED
from sandbox_app.llm.llama.drafts import Drafts
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.reading import Reader
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.request import Cancelled, Request
from tests.llm.stepped import Bench, agree, thoughts

Make = Callable[..., Bench]


@pytest.fixture
def make(small_gguf: Path) -> Iterator[Make]:
    """Makes benches and clears them away."""
    model = LlamaModel(small_gguf, 0)
    benches: list[Bench] = []

    def build(**size: int) -> Bench:
        benches.append(Bench(model, **size))
        return benches[-1]

    yield build
    for bench in benches:
        bench.close()
    model.close()


def test_answers_do_not_depend_on_what_else_runs(make: Make) -> None:
    requests = [*thoughts(3), *thoughts(3, "say")]
    alone = [make().run([request])[0].text for request in requests]
    together = [completion.text for completion in make().run(requests)]
    assert agree(together, alone)
    assert len(set(alone)) > 1


def test_the_shared_part_is_computed_once_and_own_parts_once_each(make: Make) -> None:
    bench = make()
    requests = thoughts(5)
    cold, warm = bench.run(requests), bench.run(requests)
    shared = cold[0].submitted - (cold[1].computed - cold[1].generated)
    assert shared > 100
    assert agree([completion.text for completion in warm], [completion.text for completion in cold])
    for first, second in zip(cold, warm, strict=True):
        assert second.computed - second.generated < first.submitted - shared
    assert len({completion.computed - completion.generated for completion in cold[1:]}) <= 2


def test_more_people_than_there_is_room_for(make: Make) -> None:
    requests = thoughts(8)
    longest = 700
    expected = [completion.text for completion in make().run(requests)]
    for size in ({"sequences": 5, "places": 3}, {"cells": longest}, {"width": 16}):
        bench = make(**size)
        for _ in range(2):
            assert agree([completion.text for completion in bench.run(requests)], expected)


def test_an_agent_whose_own_part_changed_is_read_anew(make: Make) -> None:
    bench = make()
    (first,) = thoughts(1)
    changed = msgspec.structs.replace(first, own=first.own + "Aim: to win the race.\n")
    assert bench.run([first])[0].submitted < bench.run([changed])[0].submitted
    assert bench.run([changed])[0].computed < bench.run([first])[0].submitted


def test_a_stopped_batch_leaves_no_trace(make: Make) -> None:
    requests = thoughts(4)
    expected = [completion.text for completion in make(width=64).run(requests)]
    stopped = make(width=64).run_stopped(requests, range(1, 1000, 2))
    assert agree([completion.text for completion in stopped], expected)


def test_the_flag_stops_a_computation(make: Make) -> None:
    context = make().context
    context.token[:8] = 5
    context.position[:8] = range(8)
    context.sequence[:8] = 0
    context.abort.set()
    assert context.decode(8) == ABORTED
    context.forget(0)
    context.abort.clear()
    assert context.decode(8) == COMPUTED


def test_a_cancelled_thought_gives_its_room_back(make: Make) -> None:
    bench = make(cells=1024)
    answer = bench.add(thoughts(1, max_tokens=500)[0])
    bench.batcher.step()
    answer.cancelled = True
    bench.batcher.step()
    assert isinstance(bench.results[0], Cancelled)
    assert len(bench.run(thoughts(3, max_tokens=400))) == 3


def test_a_person_does_not_wait_for_a_place(make: Make) -> None:
    bench = make(places=1)
    bench.add(thoughts(1, max_tokens=300)[0])
    bench.batcher.step()
    bench.add(thoughts(1)[0])
    bench.add(thoughts(1, priority="person")[0])
    bench.batcher.step()
    assert {answer.request.priority for answer in bench.batcher.running} == {"reaction", "person"}
    assert len(bench.batcher.waiting) == 1


def test_own_parts_that_gave_way_come_back_as_they_were(make: Make) -> None:
    requests = thoughts(8)
    expected = make().run(requests)
    bench = make(sequences=4, places=2)  # the shared part, an own one, two answers
    bench.run(requests)
    again = bench.run(requests)
    assert agree([completion.text for completion in again], [completion.text for completion in expected])
    now = min(completion.computed - completion.generated for completion in again)
    assert [completion.computed - completion.generated for completion in again] == [now] * 8
    assert bench.batcher.found > bench.batcher.submitted // 3


def test_whoever_wakes_last_makes_room(make: Make) -> None:
    model_bench = make(sequences=4)  # the shared part, two own ones, an answer
    room = Room(model_bench.context, Reader(model_bench.model, None))
    requests = thoughts(3, asked_step=100)

    def pass_through(request: Request) -> None:
        room.learn(request)
        answer = Answer(request, 1, lambda result: None, None)
        answer.chain, new = room.kept(request.shared, request.own, request.agent)
        assert room.admit(answer, new, set)
        room.release(answer)

    def in_the_context() -> list[int]:
        return [request.agent for request in requests if not room.kept(request.shared, request.own, request.agent)[1]]

    pass_through(requests[0])
    pass_through(requests[1])
    assert in_the_context() == [1, 2]
    pass_through(msgspec.structs.replace(requests[2], wakes=((1, 200), (2, 900))))
    assert in_the_context() == [1, 3]
    pass_through(msgspec.structs.replace(requests[1], wakes=((2, 150), (3, 160))))
    assert in_the_context() == [2, 3]
    pass_through(msgspec.structs.replace(requests[0], asked_step=1000))  # all of that is past: the one used last stays
    assert in_the_context() == [1, 2]


def test_what_has_no_room_now_lets_smaller_ones_pass(make: Make) -> None:
    bench = make(cells=2048)
    small = thoughts(3)
    bench.add(msgspec.structs.replace(small[0], max_tokens=400))
    bench.batcher.step()
    large = bench.add(msgspec.structs.replace(small[1], max_tokens=600))
    passing = bench.add(small[2])
    bench.batcher.step()
    assert passing in bench.batcher.running
    assert list(bench.batcher.waiting) == [large]
    while bench.batcher.busy:
        bench.batcher.step()
    assert bench.completion(1).generated > 0


def test_what_an_agents_thoughts_begin_with_in_common_is_found_again(make: Make) -> None:
    first = thoughts(1, "say")[0]
    facts = first.facts
    assert facts is not None
    later = msgspec.structs.replace(facts, now=msgspec.structs.replace(facts.now, time="11:55"))
    second = msgspec.structs.replace(first, now=forms.render(later, agent=1).now, facts=later)
    bench = make()
    bench.run([first])
    found = bench.run([second])[0]
    alone = make().run([second])[0]
    assert found.text == alone.text
    assert 0 < found.computed - found.generated < 0.6 * len(second.now)
    assert found.computed < alone.computed


def test_an_agents_thoughts_are_found_again_by_that_agent_alone(make: Make) -> None:
    first = thoughts(1, "say")[0]
    bench = make()
    known = bench.run([first])[0].submitted
    other = msgspec.structs.replace(first, agent=9)
    stranger = bench.run([other])[0]
    assert stranger.computed - stranger.generated > 20
    assert bench.run([first])[0].computed < known


def test_drafts_stay_within_their_bytes(small_gguf: Path, make: Make) -> None:
    bench = make()
    bench.batcher._drafts = Drafts(bench.context, most_bytes=1)
    request = thoughts(1, "say")[0]
    first, again = bench.run([request])[0], bench.run([request])[0]
    assert first.text == again.text
    assert again.computed - again.generated > 20, "nothing was held"
