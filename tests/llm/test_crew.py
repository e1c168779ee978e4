"""How many threads compute a batch is learnt from how long batches take."""

from collections.abc import Callable

import pytest

from sandbox_app.llm.llama.crew import Crew


def live(crew: Crew, rows: int, batches: int, takes: Callable[[int], float]) -> list[int]:
    """Let a crew compute batches; return the threads of each."""
    chosen = []
    for _ in range(batches):
        threads = crew.threads(rows)
        crew.learn(rows, threads, takes(threads))
        chosen.append(threads)
    return chosen


def test_all_processors_begin() -> None:
    assert Crew(12).threads(1) == 12


def test_a_single_thread_stays_alone() -> None:
    assert set(live(Crew(1), 8, 200, lambda threads: 0.001)) == {1}


@pytest.mark.parametrize("most", [2, 3, 8, 12, 64])
def test_a_large_model_keeps_all_of_them(most: int) -> None:
    chosen = live(Crew(most), 512, 2000, lambda threads: 2.0 / threads)
    assert chosen.count(most) / len(chosen) > 0.95


def test_threads_that_only_wait_for_each_other_are_sent_away() -> None:
    crew = Crew(16)
    live(crew, 4, 600, lambda threads: 0.0005 * threads)
    assert crew.threads(4) == 1


def test_the_best_in_the_middle_is_found_from_above() -> None:
    """As with a processor whose memory eight of sixteen threads saturate."""
    crew = Crew(16)
    chosen = live(crew, 8, 3000, lambda threads: 1 / min(threads, 8) + 0.01 * threads)
    assert chosen[-1000:].count(8) > 950


def test_a_busy_neighbour_is_noticed_and_that_it_went() -> None:
    """Two threads are faster until another program takes one of the processors, and again when it ends."""

    def idle(threads: int) -> float:
        return 0.003 / threads

    def beside_another(threads: int) -> float:
        return 0.003 if threads == 1 else 0.020

    crew = Crew(2)
    assert live(crew, 6, 300, idle)[-100:].count(2) > 95
    assert live(crew, 6, 1500, beside_another)[-1000:].count(1) > 950
    assert live(crew, 6, 3000, idle)[-1000:].count(2) > 950


def test_tries_cost_little() -> None:
    crew, wasted, whole = Crew(2), 0.0, 0.0
    for _ in range(5000):
        threads = crew.threads(4)
        seconds = 0.002 if threads == 1 else 0.020
        crew.learn(4, threads, seconds)
        whole += seconds
        wasted += seconds - 0.002
    assert wasted / whole < 0.05


def test_sizes_learn_apart() -> None:
    """One row alone is computed by one thread, a long prompt by all."""
    crew = Crew(4)
    for _ in range(500):
        for rows, takes in ((1, lambda threads: 0.0003 * threads), (400, lambda threads: 0.1 / threads)):
            threads = crew.threads(rows)
            crew.learn(rows, threads, takes(threads))
    assert [crew.threads(rows) for rows in (1, 400)] == [1, 4]
