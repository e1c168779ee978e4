"""The window's own measurements, in small: a real window, a real runner, a real model."""

from pytestqt.qtbot import QtBot

from sandbox_app.ui.bench import bench_window
from sandbox_app.ui.bench_start import bench_start


def test_a_window_is_watched_while_a_town_lives_and_a_model_thinks(qtbot: QtBot, dressed: None) -> None:
    figures = bench_window("lane", agents=5, frames=20, pace=0.0, days=2, scrub_seconds=2.0)
    assert figures["agents"] == 5
    assert figures["frames"] >= 20
    assert figures["fps"] > 0
    assert 0 < figures["frame_p50_ms"] <= figures["frame_p99_ms"]
    assert 0 <= figures["main_thread_p99_ms"] <= figures["main_thread_longest_ms"]
    assert figures["model_worked"]
    assert figures["memory_mb"] > 100
    scrub = figures["scrub"]
    assert scrub["moments_per_second"] > 1
    assert scrub["moment_p50_ms"] > 0
    assert 0 <= scrub["main_thread_p99_ms"] <= scrub["main_thread_longest_ms"]


def test_the_start_is_measured_to_the_window_the_model_and_the_first_step(qtbot: QtBot) -> None:
    figures = bench_start("lane", rounds=1)
    assert all(figures[name] > 0 for name in ("window_seconds", "model_seconds", "first_step_seconds"))
