"""When a host is held to hang, and what is said about a host that ended."""

import signal

import pytest

from sandbox_app.llm.host.death import BROKEN, explain
from sandbox_app.llm.host.watch import TICK, Patience, Watch, patience_for

PATIENCE = Patience(silence=5, start=10, loading=20, batch=4)


def ticks(watch: Watch, seconds: float, *, busy: bool = True, beating: bool = True) -> str:
    """Let time pass; return the first complaint."""
    for _ in range(int(seconds / TICK)):
        if beating:
            watch.heard()
        if complaint := watch.tick(busy=busy):
            return complaint
    return ""


def at_work(batches: int = 0) -> Watch:
    watch = Watch(PATIENCE)
    watch.heard()
    watch.computed(0)
    watch.loaded()
    for batch in range(1, batches + 1):
        watch.computed(batch)
    return watch


def test_a_host_may_take_its_time_to_start_and_to_load() -> None:
    watch = Watch(PATIENCE)
    assert ticks(watch, 10, beating=False) == ""
    watch.computed(0)
    assert ticks(watch, 9) == ""
    watch.loaded()
    watch.computed(0)
    assert ticks(watch, 4) == ""
    assert ticks(watch, 1) == "it hung: one batch took longer than 4 seconds"


def test_a_host_that_never_starts_or_never_loads_is_found() -> None:
    assert ticks(Watch(PATIENCE), 11, beating=False) == "it gave no sign of life for 10 seconds"
    assert ticks(Watch(PATIENCE), 21) == "its file was not read within 20 seconds"


def test_a_host_that_falls_silent_is_found_even_when_nothing_is_asked() -> None:
    watch = at_work()
    assert ticks(watch, 5, busy=False, beating=False) == ""
    assert ticks(watch, TICK, busy=False, beating=False) == "it gave no sign of life for 5 seconds"


def test_a_batch_that_never_ends_is_found_though_the_host_lives() -> None:
    assert ticks(at_work(3), 5) == "it hung: one batch took longer than 4 seconds"


def test_nothing_to_do_is_not_hanging() -> None:
    watch = at_work()
    assert ticks(watch, 100, busy=False) == ""
    assert ticks(watch, 4) == ""


def test_a_model_whose_batches_are_slow_is_given_ten_times_as_long() -> None:
    watch = at_work()
    assert ticks(watch, 2) == ""
    watch.computed(1)
    assert ticks(watch, 20) == ""
    assert ticks(watch, 1) == "it hung: one batch took longer than 20 seconds"


def test_a_large_file_has_more_time() -> None:
    small, large = patience_for(4_000_000), patience_for(8_000_000_000)
    assert small.batch < 31
    assert (large.loading, large.batch) > (400, 800)
    assert small.silence == large.silence


@pytest.mark.parametrize(
    ("status", "words", "what", "advice"),
    [
        (-signal.SIGKILL, [], "the system ended it (SIGKILL), as it does when memory runs out", "smaller model"),
        (-signal.SIGSEGV, ["Loading"], "llama.cpp crashed (SIGSEGV)", "another model"),
        (-signal.SIGABRT, ["x", "ggml.c:1: GGML_ASSERT(a < b) failed"], "GGML_ASSERT(a < b) failed", "another model"),
        (-signal.SIGABRT, ["terminate called after throwing", "  what():  std::bad_alloc"], "not enough memory", "close other programs"),
        (-signal.SIGILL, [], "llama.cpp was built for another processor (SIGILL)", "pip install"),
        (0xC000001D, [], "llama.cpp was built for another processor (SIGILL)", "pip install"),  # Windows
        (0xC0000017, [], "not enough memory", "close other programs"),
        (0xC0000005, ["Loading"], "llama.cpp crashed (SIGSEGV: Loading)", "another model"),
        (127, ["cannot allocate memory for thread-local data: ABORT"], "not enough memory", "smaller model"),
        (BROKEN, ["Traceback", "ValueError: no such row"], "the engine failed: ValueError: no such row", "another model"),
        (BROKEN, ["Traceback", "MemoryError"], "not enough memory", "smaller model"),
        (1, ["Traceback", "ImportError: no llama"], "it ended (exit status 1: ImportError: no llama)", "another model"),
    ],
)
def test_every_death_is_named_with_what_to_try(status: int, words: list[str], what: str, advice: str) -> None:
    death = explain(status, words, "")
    assert what in death.what
    assert advice in death.advice
    assert all(word in death.details for word in words)


def test_a_host_that_this_program_killed_is_named_by_what_it_did() -> None:
    death = explain(-signal.SIGKILL, ["computing"], "it hung: one batch took longer than 4 seconds")
    assert death.what == "it hung: one batch took longer than 4 seconds"
    assert death.details == "SIGKILL (it hung: one batch took longer than 4 seconds)\ncomputing"
