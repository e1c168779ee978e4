"""A world lives without the window: what a run reports, how it is stopped, and who else may write meanwhile."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.writer import WorldWriter
from tests.cli.conftest import PATIENCE, Ask
from tests.llm.small_model import write_small_gguf


def test_a_run_reports_what_happened(lived_once: tuple[Path, dict[str, Any]]) -> None:
    path, report = lived_once
    assert set(report) == {
        "world", "steps", "sim_seconds", "wall_seconds", "agents", "events", "calls", "tokens", "engine", "model", "routines",
        "diversity", "errors", "thinking",
    }  # fmt: skip
    assert (report["world"], report["steps"], report["sim_seconds"], report["agents"]) == (str(path), 720, 7200, 5)
    assert (report["engine"], report["model"], report["errors"]) == ("scripted", "scripted", [])
    assert report["events"]["wake"] == 5
    assert set(report["diversity"]) == {"activities", "entropy", "days"}
    assert report["diversity"]["days"] == 5
    assert report["calls"]["failed"] == 0
    assert report["thinking"]["longest_wait_seconds"] <= report["thinking"]["waited_seconds"] <= report["wall_seconds"]
    assert report["calls"]["total"] == sum(report["calls"]["by_purpose"].values()) > 0
    assert set(report["tokens"]) == {"submitted", "computed", "generated"}
    with WorldReader(path) as reader:
        assert reader.last_step() == 720
        assert reader.event_counts() == report["events"]
    assert os.listdir(path.parent) == ["small.world"]


def test_a_run_goes_on_until_a_time(ask: Ask, lived: Path) -> None:
    report = ask("run", lived, "--until", "day 1 08:10", "--engine", "scripted", "--json").json
    assert report["steps"] == 60
    said = ask("run", lived, "--for", "5m", "--engine", "scripted")
    assert "30 steps (0.1 simulated hours)" in said.out
    assert "thoughts by scripted, 0 of them failed" in said.out
    assert ask("state", lived, "--json").json["step"] == 810


def test_wrong_lengths_and_times_of_a_run(ask: Ask, lived: Path) -> None:
    def problem(*how: str) -> str:
        return ask("run", lived, *how, "--engine", "scripted").problem

    assert "'ages' is no length of time; write it like 90m, 6h or 2d." in problem("--for", "ages")
    assert "choose a later time" in problem("--until", "day 1 07:00")
    assert "is no time" in problem("--until", "tea time")
    assert "is before this world begins" in problem("--until", "2020-01-01 10:00")


def test_models_that_are_none(ask: Ask, lived: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.gguf"
    text.write_text("not a model")
    for model in (tmp_path / "none.gguf", text, tmp_path):
        said = ask("run", lived, "--for", "1h", "--model", model)
        assert str(model) in said.problem or model.name in said.problem
    assert ask("state", lived, "--json").json["step"] == 720


@contextmanager
def killed_after(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process to a test and kill what is left of it afterwards, so that a failed test never waits for it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_stops_after_the_step_in_flight_with_a_report(lived: Path) -> None:
    command = [sys.executable, "-m", "sandbox_app", "run", str(lived), "--for", "90d", "--engine", "scripted", "--json"]
    with killed_after(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)) as process:
        with closing(sqlite3.connect(f"{lived.as_uri()}?mode=ro", uri=True)) as other:
            while other.execute("SELECT max(step) FROM event").fetchone()[0] < 760:
                assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "Stopping after the step in flight" in err.decode()
    assert check(lived) == []
    with WorldReader(lived) as reader:
        assert reader.last_step() == 720 + json.loads(out)["steps"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no process groups of this kind")
def test_ctrl_c_in_a_terminal_reaches_the_model_host_too_and_nothing_breaks(lived: Path, tmp_path: Path) -> None:
    model = write_small_gguf(tmp_path / "small.gguf")
    command = [sys.executable, "-m", "sandbox_app", "run", str(lived), "--for", "90d", "--model", str(model), "--json"]
    with killed_after(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)) as process:
        with closing(sqlite3.connect(f"{lived.as_uri()}?mode=ro", uri=True)) as other:
            while other.execute("SELECT count(*) FROM call WHERE model = 'small'").fetchone()[0] < 3:
                assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert err.decode().strip() == "Stopping after the step in flight; press Ctrl+C again to stop at once."
    report = json.loads(out)
    assert report["model"] == "small"
    assert not [error for error in report["errors"] if "host" in error]
    assert check(lived) == []


def test_a_world_that_another_program_has_open_can_be_read_but_not_run(ask: Ask, lived: Path) -> None:
    with WorldWriter(lived, "the other window"):
        assert (
            "small.world is open for writing already (the other window" in ask("run", lived, "--for", "1h", "--engine", "scripted").problem
        )
        assert ask("state", lived, "--json").json["step"] == 720
        assert ask("check", lived, "--json").json == {"ok": True, "problems": []}
