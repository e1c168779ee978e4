"""The set-up of `make run`: when it has something to do, what it says the machine lacks, how it tells how far it is."""

import shutil
import subprocess
import sys
from pathlib import Path

import machine
import prepare
import pytest


def test_a_finished_environment_is_left_alone() -> None:
    assert prepare.still_wanted("abc test", "abc", ["test"]) is None
    assert prepare.still_wanted("abc test", "abc", []) is None


def test_an_environment_is_renewed_with_all_it_had() -> None:
    assert prepare.still_wanted("", "abc", []) == set()
    assert prepare.still_wanted("abc", "abc", ["test"]) == {"test"}
    assert prepare.still_wanted("old test train", "abc", ["test"]) == {"test", "train"}


def test_another_pin_makes_another_environment(tmp_path: Path) -> None:
    for name in prepare.DECIDES:
        shutil.copy(prepare.CHECKOUT / name, tmp_path)
    before = prepare.digest(tmp_path)
    assert prepare.digest(tmp_path) == before
    with (tmp_path / "constraints.txt").open("a") as constraints:
        constraints.write("numpy==9\n")
    assert prepare.digest(tmp_path) != before


def test_a_checkout_may_lie_in_a_folder_with_a_blank_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my towns"
    folder.mkdir()
    (folder / "constraints.txt").write_text("msgspec==0.0.0\n")
    monkeypatch.setattr(prepare, "CHECKOUT", folder)
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--disable-pip-version-check", "msgspec==1.0.0"]
    told = subprocess.run(command, env=prepare.pinned(), capture_output=True, text=True, check=False)
    assert "msgspec==0.0.0" in told.stdout + told.stderr  # the constraint was read


def test_a_machine_without_compiler_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda tool: "/usr/bin/apt-get" if tool == "apt-get" else None)
    needs = machine.missing({})
    assert machine.COMPILER in needs
    prepare.ask_for(needs)
    told = capsys.readouterr().out
    assert "apt-get install -y g++" in told
    assert "dnf" not in told


def test_an_unknown_machine_is_told_every_command_we_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    commands = machine.install_commands([machine.COMPILER, machine.LIBRARIES[0]])
    assert [command.removeprefix("sudo ").split()[0] for command in commands] == ["apt-get", "dnf", "pacman"]


def test_a_display_asks_for_its_own_libraries() -> None:
    assert machine.libraries_for({}) == machine.LIBRARIES
    assert set(machine.X11_LIBRARIES) <= set(machine.libraries_for({"DISPLAY": ":0"}))
    assert set(machine.WAYLAND_LIBRARIES) <= set(machine.libraries_for({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}))


def test_one_package_is_named_once() -> None:
    assert machine.packages(machine.X11_LIBRARIES, "dnf").count("libxcb") == 1


@pytest.mark.parametrize(
    ("line", "doing"),
    [
        ("Collecting numpy>=2.1", "fetching numpy>=2.1"),
        ("  [12/345] Building CXX object ggml.o", "compiling llama.cpp, 12 of 345 files"),
        ("  [ 40%] Building CXX object ggml.o", "compiling llama.cpp, 40 %"),
        ("Installing collected packages: a, b, c", "unpacking 3 libraries"),
    ],
)
def test_progress_reads_pip(line: str, doing: str) -> None:
    progress = prepare.Progress()
    progress.read(line)
    assert progress.doing == doing


def test_without_extras_pip_is_asked_for_the_project_alone() -> None:
    assert prepare.requirement([]) == "."
    assert prepare.requirement(["test", "train"]) == ".[test,train]"
