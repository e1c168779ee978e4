"""The Debian package: what lies where, what it says of itself, and the man page that follows the command line."""

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
from debian import deb, man

from sandbox_app.cli.commands import every_command
from sandbox_app.cli.program import parser
from tests.packaging.test_archive import bundled

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg here")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return deb.build(bundled(tmp_path), tmp_path, version="1.2.3", when=1_700_000_000, work=tmp_path / "work")


@needs_dpkg
def test_the_package_holds_what_a_desktop_looks_for(made: Path, tmp_path: Path) -> None:
    assert made.name.startswith("town-sandbox_1.2.3_")
    root = tmp_path / "root"
    subprocess.run(["dpkg-deb", "--extract", str(made), str(root)], check=True)
    assert (root / "usr/bin/sandbox-app").resolve() == (root / "usr/lib/town-sandbox/sandbox-app").resolve()
    entry = (root / "usr/share/applications/town-sandbox.desktop").read_text()
    assert "Exec=sandbox-app open %f" in entry
    kind = (root / "usr/share/mime/packages/town-sandbox.xml").read_text()
    assert '<glob pattern="*.world"/>' in kind
    for size in deb.ICON_SIZES:
        assert (root / f"usr/share/icons/hicolor/{size}x{size}/apps/town-sandbox.png").stat().st_size > 100
    assert b"sandbox" in gzip.decompress((root / "usr/share/man/man1/sandbox-app.1.gz").read_bytes())
    assert (root / "usr/share/doc/town-sandbox/copyright").read_text().strip().startswith("Apache License")
    for page in ("Licences", "Manual"):
        assert page in (root / f"usr/share/doc/town-sandbox/{page.upper()}.html").read_text()
        assert not (root / f"usr/lib/town-sandbox/{page.upper()}.html").exists()


@needs_dpkg
def test_what_it_needs_is_declared(made: Path) -> None:
    told = subprocess.run(["dpkg-deb", "--field", str(made)], capture_output=True, text=True, check=True).stdout
    assert "libegl1" in told
    assert "libc6 (>= 2.35)" in told  # the newest that a library inside asks for
    assert "libxcb-cursor0" in told
    assert "python" not in told.casefold()
    assert int(told.partition("Installed-Size: ")[2].split()[0]) > 0


def test_the_man_page_names_every_command() -> None:
    page = man.page("1.2.3")
    for name in every_command(parser()):
        assert name.replace("-", "\\-") in page
    assert "memory retire" in page
