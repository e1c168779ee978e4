"""How the program's own processes are started, from a checkout and from a bundle."""

import subprocess
import sys

import pytest

from sandbox_app import processes
from tests.test_resources import CHECKOUT


def test_a_checkout_starts_its_modules_with_its_own_python() -> None:
    assert processes.command("sandbox_app.llm.host", "x") == [sys.executable, "-m", "sandbox_app.llm.host", "x"]
    assert processes.environment()["PYTHONPATH"].split(":")[0] == str(CHECKOUT)


def test_a_bundle_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert processes.command("sandbox_app.simulation.runner", "a.world")[1:] == [
        processes.PROCESS,
        "sandbox_app.simulation.runner",
        "a.world",
    ]


def test_nothing_else_is_started() -> None:
    with pytest.raises(ValueError, match="none of the program's processes"):
        processes.command("http.server")


@pytest.mark.parametrize("module", processes.MODULES)
def test_every_process_is_a_module_that_can_be_run(module: str) -> None:
    name = __import__(module, fromlist=["x"]).__name__
    assert name == module


def test_the_bundles_entry_is_the_command_line_and_refuses_strangers() -> None:
    entry = [sys.executable, str(CHECKOUT / "packaging" / "bundle" / "entry.py")]
    told = subprocess.run([*entry, "--version"], capture_output=True, text=True, env=processes.environment(), check=False)
    assert told.stdout.startswith("Town Sandbox")
    refused = subprocess.run(
        [*entry, processes.PROCESS, "http.server"], capture_output=True, text=True, env=processes.environment(), check=False
    )
    assert refused.returncode == 2
