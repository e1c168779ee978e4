"""Whoever has no Python and no compiler installs the package, watches the town live, keeps the worlds after uninstalling, and goes on
with them by the tarball.
"""

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.clean_root import HOME, USER, CleanRoot, colours, missing, picture, screen
from tests.test_resources import CHECKOUT

TEN_MINUTES = 60
"""In steps."""


def latest_package() -> Path:
    """Return the Debian package that `make package` made."""
    made = sorted((CHECKOUT / "dist").glob("town-sandbox_*.deb"), key=lambda path: path.stat().st_mtime)
    if not made:
        pytest.skip("no package in dist/; make package makes it")
    return made[-1]


def latest_tarball() -> Path:
    """Return the tarball that was made with that package."""
    return next(latest_package().parent.glob("town-sandbox-*.tar.gz"))


def wait(until: Callable[[], bool], what: str, seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)


def lived(world: Path) -> int:
    """Return the last step of a world that may be open elsewhere."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(f"file:{world}?mode=ro", uri=True, timeout=5)) as file:
        return int(file.execute("SELECT value FROM meta WHERE key = 'last_step'").fetchone()[0])
    return 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_from_installing_to_uninstalling(tmp_path: Path) -> None:
    root = CleanRoot(tmp_path)
    for name in ("python3", "cc", "gcc", "c++", "ld"):
        assert shutil.which(name, path=os.pathsep.join(str(root.path(folder)) for folder in ("usr/bin", "usr/local/bin"))) is None
    shutil.copy(latest_package(), root.path("/tmp/town-sandbox.deb"))
    root.run("apt-get", "update", "-qq", user=False)
    root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "/tmp/town-sandbox.deb", "fonts-dejavu-core", user=False)
    assert root.run("sh", "-c", "command -v python3 cc gcc c++ || true") == ""

    assert "built from" in root.run("sandbox-app", "--version")
    assert "town-demo.gguf" in root.run("sandbox-app", "--process", "sandbox_app.llm.library", "list")  # as the page of models asks
    assert "libstdc++" not in root.run("sandbox-app", "licences")  # it is the system's
    assert "How do I" in root.path("/usr/share/doc/town-sandbox/MANUAL.html").read_text()
    town, other = f"{HOME}/alderwick.world", f"{HOME}/My towns/the lane.world"
    root.run("mkdir", f"{HOME}/My towns")
    root.run("sandbox-app", "new", town, "--town", "alderwick")
    root.run("sandbox-app", "new", other, "--town", "lane")
    unresolved = 'find /usr/lib/town-sandbox -name "*.so*" -type f -exec ldd {} + 2>/dev/null | grep "not found" | sort -u || true'
    lacking = root.run("sh", "-c", unresolved)

    entry = root.path("/usr/share/applications/town-sandbox.desktop").read_text()
    double_click = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=").split()
    pictures = []
    with screen(tmp_path) as (display, shown):
        for number, (world, steps) in enumerate(((town, TEN_MINUTES), (other, 1))):
            command = [world if part == "%f" else part for part in double_click]
            before = lived(root.path(world))
            with root.popen(*command, "--play", display=display) as window:
                try:
                    wait(lambda: colours(picture(shown)) > 100, f"the window{lacking}", 120)
                    wait(lambda: lived(root.path(world)) >= before + steps, f"{steps} steps")  # noqa: B023
                    assert window.poll() is None
                    pictures.append(picture(shown))
                    pictures[-1].save(str(tmp_path / f"shown{number}.png"))
                finally:
                    root.stop(window)
    assert all(colours(image) > 300 for image in pictures)
    assert pictures[0] != pictures[1]

    with contextlib.closing(sqlite3.connect(root.path(town))) as file:
        models = [row[0] for row in file.execute("SELECT DISTINCT model FROM call")]
        assert models
        assert not any("scripted" in name for name in models)
    told = root.run("apt-get", "remove", "-y", "town-sandbox", user=False)
    assert "your worlds stay where they are" in told
    assert not root.path("/usr/lib/town-sandbox").exists()
    assert not root.path("/usr/bin/sandbox-app").is_symlink()
    for world in (town, other):
        assert root.path(world).stat().st_uid == USER
        assert lived(root.path(world)) > 0

    unpacked = f"{HOME}/My programs"
    root.run("mkdir", unpacked)
    shutil.copy(latest_tarball(), root.path("/tmp/town-sandbox.tar.gz"))
    root.run("tar", "-xzf", "/tmp/town-sandbox.tar.gz", "-C", unpacked)
    before = lived(root.path(other))
    assert "0 of them failed" in root.run(f"{unpacked}/town-sandbox/sandbox-app", "run", other, "--for", "1m")
    assert lived(root.path(other)) > before
