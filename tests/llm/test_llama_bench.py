"""The engine's measurement runs on a model made for it, and its figures fit together."""

from pathlib import Path

import pytest

from sandbox_app.llm.bench import bench_engine
from sandbox_app.llm.gguf_check import describe
from sandbox_app.llm.random_model import Shape, write_random_model


def test_all_sides_are_measured_on_a_model_with_random_weights(tmp_path: Path) -> None:
    path = tmp_path / "random.gguf"
    write_random_model(path, Shape("tiny", vocabulary=512, width=64, layers=1, heads=2, groups=1, inner=96))
    assert describe(path).quantization == "Q8_0"
    figures = bench_engine(path, requests=3, prefix=40, suffix=10, generate=5, threads=1, rounds=2)
    assert (figures.model, figures.requests, figures.threads) == ("tiny", 3, 1)
    for side in (figures.sequential, figures.sequential_prefix, figures.batched, figures.limit):
        assert side.tokens_per_s == pytest.approx(side.requests_per_s * 5)
    assert figures.ratio == pytest.approx(figures.batched.requests_per_s / figures.sequential.requests_per_s)
    assert figures.efficiency == pytest.approx(figures.batched.requests_per_s / figures.limit.requests_per_s)
