"""A command line to ask, and a small world that has lived, for every test of a command."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.cli import main

PATIENCE = 60.0
"""Seconds after which something that does not come is held to have failed."""
CAST = ["Iris Okoro", "Nell Harrow", "Piet Harrow", "Sol Okoro", "Wanda Birch"]


class Said:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        assert (self.status, self.err) == (0, ""), self.err
        return json.loads(self.out)

    @property
    def problem(self) -> str:
        """The one line of a problem, without the program's name."""
        assert (self.status, self.out) == (3, "")
        assert self.err.startswith("sandbox-app: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("sandbox-app: ").strip()


Ask = Callable[..., Said]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in this process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return run


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A world that has lived two hours, and what its run reported."""
    path = tmp_path_factory.mktemp("lived") / "small.world"
    assert main(["new", str(path), "--town", "lane", "--seed", "7"]) == 0
    done = subprocess.run(
        [sys.executable, "-m", "sandbox_app", "run", str(path), "--for", "2h", "--engine", "scripted", "--json"],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return path, json.loads(done.stdout)


@pytest.fixture
def lived(lived_once: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of that world, alone in its folder."""
    folder = tmp_path / "worlds"
    folder.mkdir()
    return Path(shutil.copy(lived_once[0], folder))
