"""The program's own data is found in a checkout and in a wheel."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app import resources

CHECKOUT = Path(__file__).resolve().parent.parent


def files_under(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what a wheel puts into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    gone = folder / "site-packages" / "sandbox_app" / "gone.py"  # of an earlier build
    gone.parent.mkdir(parents=True)
    gone.touch()
    steps = ["egg_info", "--egg-base", str(folder), "build_py", "--build-lib", str(folder / "site-packages")]
    subprocess.run([sys.executable, "setup.py", "--quiet", *steps], cwd=CHECKOUT, check=True)
    return folder / "site-packages"


def test_assets_and_worlds_are_found_in_a_checkout() -> None:
    assert resources.assets("prompts", "day_plan.md").is_file()
    assert resources.worlds().is_dir()


@pytest.mark.parametrize("folder", ["assets", "worlds"])
def test_a_wheel_carries_every_file_of(unpacked_wheel: Path, folder: str) -> None:
    carried = files_under(unpacked_wheel / "sandbox_app" / "_data" / folder)
    assert carried == files_under(CHECKOUT / folder)


def test_a_wheel_carries_nothing_of_an_earlier_build(unpacked_wheel: Path) -> None:
    package = unpacked_wheel / "sandbox_app"
    carried = {path for path in files_under(package) if path.parts[0] != "_data"}
    assert carried == {path for path in files_under(CHECKOUT / "sandbox_app") if "__pycache__" not in path.parts}


def test_assets_are_found_in_a_wheel(unpacked_wheel: Path) -> None:
    ask = "from sandbox_app import resources; print(resources.assets('prompts', 'day_plan.md'))"
    answer = subprocess.run([sys.executable, "-c", ask], cwd=unpacked_wheel, check=True, capture_output=True, text=True).stdout
    assert Path(answer.strip()) == unpacked_wheel / "sandbox_app" / "_data" / "assets" / "prompts" / "day_plan.md"
