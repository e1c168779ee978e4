"""The program's own measurements."""

from tests.cli.conftest import Ask


def test_the_bench_of_the_simulation(ask: Ask) -> None:
    figures = ask("bench", "simulation", "--agents", "7", "--steps", "20", "--town", "lane", "--json").json
    assert (figures["agents"], figures["steps"]) == (7, 20)
    assert 0 < figures["step_p50_ms"] <= figures["step_p99_ms"]
    assert figures["us_per_agent_step"] > 0
    assert figures["limits"] == {"us_per_agent_step": 5.0, "step_p99_ms": 10.0}
    assert "7 agents, 20 steps" in ask("bench", "simulation", "--agents", "7", "--steps", "20", "--town", "lane").out
    assert "at least one step" in ask("bench", "simulation", "--agents", "7", "--steps", "0", "--town", "lane").problem
    assert "1 to 2000 agents" in ask("bench", "simulation", "--agents", "0", "--town", "lane").problem


def test_the_bench_of_retrieval(ask: Ask) -> None:
    small = ("bench", "retrieval", "--memories", "3000", "--dimensions", "16", "--k", "7")
    figures = ask(*small, "--json").json
    assert (figures["memories"], figures["k"], figures["recall"], figures["same_order"]) == (3000, 7, 1.0, 1.0)
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
    assert figures["baseline"]["p50_ms"] > 0
    assert figures["limits"]["p50_ms"] == 1.0
    assert "7 of 3000 memories" in ask(*small).out
    assert "at least one memory" in ask("bench", "retrieval", "--memories", "0").problem
