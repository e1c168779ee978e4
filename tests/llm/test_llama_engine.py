"""The llama.cpp engine on a real, tiny model: answers, limits, order, cancelling, closing."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import answers, forms, handles
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.llama.prompt import Transcript
from sandbox_app.llm.request import Cancelled, Completion, EngineError, Name, Request
from tests.llm.asking import Asked, ask, ask_all
from tests.llm.every_facts import every_facts
from tests.llm.small_model import write_small_gguf

FACTS = every_facts()
SAY = next(facts for facts in FACTS if forms.purpose_of(facts) == "say")


def free_text(text: str, tokens: int | None = 8, **changes: object) -> Request:
    """A request for text without a form."""
    request = forms.render(SAY)
    return msgspec.structs.replace(request, **{"shared": "", "own": "", "now": text, "grammar": "", "max_tokens": tokens, **changes})


@pytest.mark.parametrize("facts", FACTS, ids=forms.purpose_of)
def test_every_form_is_answered_as_its_grammar_says(llama: LlamaEngine, facts: forms.f.AnyFacts) -> None:
    read = 0
    requests = [forms.render(facts, agent=1, seed=seed) for seed in range(5)]
    for completion in ask_all(llama, [msgspec.structs.replace(request, max_tokens=1000) for request in requests]):
        if completion.stopped == "end":
            answers.parse(facts, completion.text)
            read += 1
    assert read


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(small_gguf: Path) -> None:
    texts = []
    for seed in (5, 5, 6):
        engine = LlamaEngine(small_gguf, threads=1)
        texts.append(ask(engine, forms.render(SAY, seed=seed)).text)
        engine.close()
    assert texts[0] == texts[1] != texts[2]


def test_the_largest_seed_is_as_repeatable_as_any(llama: LlamaEngine) -> None:
    # llama.cpp itself takes this number as "any seed".
    first, second = (ask(llama, free_text("Hello", 30, seed=0xFFFFFFFF)).text for _ in range(2))
    assert first == second


def test_pieces_that_were_streamed_make_up_the_answer(llama: LlamaEngine) -> None:
    asked = Asked(llama, forms.render(SAY, seed=2))
    completion = asked.completion()
    assert "".join(asked.pieces).rstrip("\n") == completion.text
    assert len(asked.pieces) > 1


def test_characters_of_several_tokens_arrive_whole(llama: LlamaEngine) -> None:
    pieces: list[str] = []
    for seed in range(10):
        asked = Asked(llama, forms.render(SAY, seed=seed))
        assert asked.completion().text == "".join(asked.pieces).rstrip("\n")
        pieces += asked.pieces
    assert all(piece for piece in pieces)


def test_an_answer_ends_at_its_limit_of_tokens_or_lines(llama: LlamaEngine) -> None:
    short = ask(llama, free_text("Hello", 3, temperature=0.0))
    assert (short.generated, short.stopped) == (3, "limit")
    lined = ask_all(llama, [free_text("Hello", 300, lines=2, seed=seed) for seed in range(8)])
    ended = [c for c in lined if c.stopped == "end" and c.text.count("\n") == 1]
    assert ended
    assert all(c.text.count("\n") <= 1 for c in lined)


def test_tokens_are_counted_and_known_parts_are_not_computed_again(llama: LlamaEngine) -> None:
    request = forms.render(SAY, agent=1, seed=1)
    first, second = ask(llama, request), ask(llama, request)
    assert first.submitted == second.submitted
    assert first.computed == first.submitted + first.generated
    assert second.computed == second.generated + 1, "of a prompt that is known, only the last token is computed for what follows"
    assert first.model == llama.name == "small"


def test_a_prompt_longer_than_the_context_is_refused_by_name(llama: LlamaEngine) -> None:
    error = Asked(llama, free_text("x" * 5000)).wait()
    assert isinstance(error, EngineError)
    assert "5001 tokens" in str(error)
    assert "2047" in str(error)
    assert ask(llama, free_text("x" * 500)).generated


def test_a_grammar_that_is_not_the_forms_own_is_refused(llama: LlamaEngine) -> None:
    request = msgspec.structs.replace(forms.render(SAY), grammar='root ::= "a" (')
    error = Asked(llama, request).wait()
    assert isinstance(error, EngineError)
    assert "not the one of the form say" in str(error)


def test_who_is_served_first(small_gguf: Path) -> None:
    engine = LlamaEngine(small_gguf, threads=1, context=1024)
    order: list[Asked] = []
    everyone_is_there = threading.Event()
    # A prompt that fills the context keeps the others waiting until all of them are there.
    first = Asked(engine, free_text("x" * 700, 250), order, everyone_is_there)
    assert first.first_piece.wait(100)
    asked = {
        name: Asked(engine, free_text("y" * 700, 40, priority=priority, due_step=due), order)
        for name, priority, due in (
            ("background", "background", 3),
            ("late plan", "plan", 9),
            ("early plan", "plan", 3),
            ("person", "person", 99),
            ("dialogue", "dialogue", 50),
        )
    }
    everyone_is_there.set()
    for one in asked.values():
        one.completion()
    engine.close()
    names = {id(one): name for name, one in asked.items()}
    assert [names[id(one)] for one in order[1:]] == ["person", "early plan", "background", "late plan", "dialogue"]


def test_cancelling_ends_what_runs_and_what_waits(small_gguf: Path) -> None:
    engine = LlamaEngine(small_gguf, threads=1, context=1024)
    cancelled = threading.Event()
    running = Asked(engine, free_text("x" * 300, 700), hold=cancelled)
    waiting = Asked(engine, free_text("y" * 900, 100))
    assert running.first_piece.wait(100)
    for asked in (waiting, running):
        asked.handle.cancel()
    cancelled.set()
    assert all(isinstance(asked.wait(), Cancelled) for asked in (waiting, running))
    assert ask(engine, free_text("z", 5)).generated
    engine.close()
    for asked in (waiting, running):
        asked.handle.cancel()  # too late: nothing happens
        assert len(asked.results) == 1


def test_two_hundred_requests_are_all_answered_once(llama: LlamaEngine) -> None:
    requests = [forms.render(FACTS[n % len(FACTS)], agent=n % 25, seed=n) for n in range(200)]
    requests = [msgspec.structs.replace(request, max_tokens=12) for request in requests]
    asked = [Asked(llama, request) for request in requests]
    for one in asked:
        one.completion()
    assert all(len(one.results) == 1 for one in asked)
    status = llama.status()
    assert (status.waiting, status.running) == (0, 0)


def test_closing_cancels_what_is_left_and_refuses_what_comes(small_gguf: Path) -> None:
    engine = LlamaEngine(small_gguf, threads=1)
    hold = threading.Event()
    asked = [Asked(engine, free_text("Hello" * 50, 500, seed=n), hold=hold) for n in range(60)]
    assert asked[0].first_piece.wait(100)
    closing = threading.Thread(target=engine.close)
    closing.start()
    hold.set()
    closing.join()
    engine.close()
    assert all(len(one.results) == 1 for one in asked)
    assert isinstance(asked[-1].results[0], Cancelled)
    late = Asked(engine, free_text("Hello")).wait()
    assert isinstance(late, EngineError)
    assert "closed" in str(late)
    assert not [thread for thread in threading.enumerate() if thread.name == "llama"]


def test_a_receiver_that_fails_does_not_stop_the_engine(llama: LlamaEngine, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_result: Completion | EngineError) -> None:
        raise RuntimeError("receiver broke")

    llama.submit(free_text("Hello", 3), broken)
    assert ask(llama, free_text("Hello", 3)).generated == 3
    assert "receiver broke" in caplog.text


def test_a_fault_of_ours_is_told_to_everybody_who_waits(small_gguf: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = LlamaEngine(small_gguf, threads=1)
    hold = threading.Event()
    waiting = Asked(engine, free_text("Hello", 500), hold=hold)
    assert waiting.first_piece.wait(100)
    wrong = Asked(engine, free_text("Hello", None))
    hold.set()
    for asked in (wrong, waiting, Asked(engine, free_text("late"))):
        result = asked.wait()
        assert isinstance(result, EngineError)
        assert "the engine failed and has stopped" in str(result)
    assert engine.broken
    assert "TypeError" in caplog.text
    engine.close()


def test_a_text_that_is_no_unicode_is_read_as_well_as_it_can_be(llama: LlamaEngine) -> None:
    assert ask(llama, free_text("a\ud800b")).submitted == ask(llama, free_text("a?b")).submitted


def test_a_file_that_is_no_model_is_a_problem_one_can_act_on(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("not a model")
    with pytest.raises(ModelProblem, match="not a GGUF"):
        LlamaEngine(path)


@pytest.fixture
def with_handles(tmp_path: Path) -> Iterator[LlamaEngine]:
    """An engine on the tiny model, which claims to know handles."""
    engine = LlamaEngine(write_small_gguf(tmp_path / "handles.gguf", town_sandbox__handles="yes"), threads=1)
    yield engine
    engine.close()


def test_names_travel_as_handles_where_the_model_was_trained_on_them(llama: LlamaEngine, with_handles: LlamaEngine) -> None:
    names = (Name("person", "Ada"), Name("person", "Ben"), Name("place", "Bakery"))
    request = forms.render(SAY, names=names, seed=1)
    encoded = handles.encode(request.prompt, names)
    assert ask(llama, request).submitted != ask(with_handles, request).submitted
    same = ask(llama, free_text(encoded.text))
    assert ask(with_handles, request).submitted == same.submitted


def test_a_handle_is_only_read_as_one_where_the_model_knows_them() -> None:
    plain, named = Transcript(None), Transcript({"{P1}": "Ada"})
    for piece in (b"{", b"P", b"1} walks\n"):
        plain.add(piece)
        named.add(piece)
    plain.finish()
    named.finish()
    assert plain.text == "{P1} walks"
    assert named.text == "Ada walks"
    with pytest.raises(EngineError, match="stands for nothing"):
        Transcript({}).add(b"{P2} ")
