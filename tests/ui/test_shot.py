"""The picture of the window, drawn from the file."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from sandbox_app.errors import Problem
from sandbox_app.ui.shot import screenshot
from sandbox_app.worldfile.reader import WorldReader


def test_a_picture_of_a_person_in_the_dark(dressed: None, world: Path, tmp_path: Path) -> None:
    with WorldReader(world) as reader:
        name = reader.agents()[0].short
    before = world.read_bytes()
    out = tmp_path / "picture.png"
    screenshot(world, out, panel="memories", agent=name.upper(), size=(1280, 800), theme="dark")
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1280, 800)
    colours = {picture.pixelColor(x, y).rgb() for x in range(0, 1280, 9) for y in range(0, 800, 9)}
    assert len(colours) > 30
    assert world.read_bytes() == before


def test_a_picture_of_a_visit_is_of_a_copy(dressed: None, world: Path, tmp_path: Path) -> None:
    before = world.read_bytes()
    pictures = []
    for panel in (None, "visit"):
        out = tmp_path / f"{panel}.png"
        screenshot(world, out, panel=panel, size=(1280, 800))
        pictures.append(QImage(str(out)))
    plain, visit = ([picture.pixelColor(x, 60).rgb() for x in range(0, 1280, 7)] for picture in pictures)
    assert len(set(visit)) < len(set(plain))  # a bar, not the map
    assert world.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"agent": "Nobody"}, "Nobody here is called 'Nobody'"),
        ({"panel": "cellar"}, "There is no panel 'cellar'"),
        ({"panel": "plan"}, "Whose plan"),
        ({"at": "day 9 10:00"}, "has been lived until"),
        ({"at": "teatime"}, "is no time"),
    ],
)
def test_what_cannot_be_drawn_is_said(dressed: None, world: Path, tmp_path: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(Problem, match=said):
        screenshot(world, tmp_path / "picture.png", **given)  # type: ignore[arg-type]
    assert not (tmp_path / "picture.png").exists()


def test_a_world_that_is_missing_is_said(dressed: None, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no world"):
        screenshot(tmp_path / "no.world", tmp_path / "picture.png")
