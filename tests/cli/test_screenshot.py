"""Pictures of the window."""

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Ask


def test_a_screenshot_is_a_picture_of_the_size_asked_for(ask: Ask, lived: Path, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    path = tmp_path / "x.png"
    made = ask("screenshot", lived, "--at", "day 1 07:30", "--agent", "Iris", "--panel", "plan", "--size", "900x600", "-o", path, "--json")
    assert made.json == {"file": str(path)}
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (900, 600)
    assert len({picture.pixel(x, y) for x in range(0, 900, 7) for y in range(0, 600, 7)}) > 50


def test_screenshots_that_cannot_be(ask: Ask, lived: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    for wrong in ("big", "100x100", "1600", "²00x600", "9999x9999"):
        assert "is not a size" in ask("screenshot", lived, "--size", wrong, "-o", path).problem
    assert "There is no panel 'garage'" in ask("screenshot", lived, "--panel", "garage", "-o", path).problem
    assert "Name somebody with --agent" in ask("screenshot", lived, "--panel", "plan", "-o", path).problem
    assert not path.exists()


def test_a_picture_of_a_window_beside_the_town_is_made_without_a_word_of_qt(lived: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.png"
    command = [sys.executable, "-m", "sandbox_app", "screenshot", str(lived), "--panel", "new", "-o", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    assert path.is_file()
