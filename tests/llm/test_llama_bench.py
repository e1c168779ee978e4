"""The engine's measurement runs on a model made for it, and its figures fit together."""

from pathlib import Path

import pytest

from sandbox_app.llm import bench_sides
from sandbox_app.llm.bench import bench_engine
from sandbox_app.llm.bench_sides import Plain, TimedContext
from sandbox_app.llm.gguf_check import describe
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.sampler import Sampler
from sandbox_app.llm.random_model import Shape, write_random_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "random.gguf"
    write_random_model(made, Shape("tiny", vocabulary=512, width=64, layers=1, heads=2, groups=1, inner=96))
    return made


def test_all_sides_are_measured_on_a_model_with_random_weights(path: Path) -> None:
    assert describe(path).quantization == "Q8_0"
    figures = bench_engine(path, requests=3, prefix=40, suffix=10, generate=5, threads=1, rounds=2)
    assert (figures.model, figures.requests, figures.threads) == ("tiny", 3, 1)
    for side in (figures.sequential, figures.sequential_prefix, figures.batched, figures.limit):
        assert side.tokens_per_s == pytest.approx(side.requests_per_s * 5)
    assert figures.ratio == pytest.approx(figures.batched.requests_per_s / figures.sequential.requests_per_s)
    assert figures.efficiency == pytest.approx(figures.batched.requests_per_s / figures.limit.requests_per_s)


def test_what_fails_half_way_leaves_nothing_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[object] = []

    def watched(kind: type) -> None:
        begin, close = kind.__init__, kind.close  # type: ignore[misc, attr-defined]

        def begun(self: object, *given: object, **named: object) -> None:
            begin(self, *given, **named)
            left.append(self)

        def closed(self: object) -> None:
            left.remove(self)
            close(self)

        monkeypatch.setattr(kind, "__init__", begun)
        monkeypatch.setattr(kind, "close", closed)

    class Broken(Exception):
        pass

    def breaks(context: TimedContext, count: int) -> None:
        if context.wanted[:count].all():
            raise Broken  # while the bare work generates, with all of it open
        compute(context, count)

    compute = bench_sides._decode
    for kind in (LlamaModel, TimedContext, Plain, Sampler):
        watched(kind)
    monkeypatch.setattr(bench_sides, "_decode", breaks)
    with pytest.raises(Broken):
        bench_engine(path, requests=3, prefix=40, suffix=10, generate=5, threads=1, rounds=1)
    assert left == []
