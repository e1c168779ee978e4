"""The Debian package: the program under /usr/lib/town-sandbox, its command, desktop entry, icons, kind of file, and man page."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

from bundle import archive

from debian import man

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NAME = "town-sandbox"
DEPENDS = (
    "libgcc-s1", "libstdc++6 (>= 12)", "libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgl1", "libglib2.0-0",
    "libx11-6", "libx11-xcb1", "libxcb1", "libxcb-cursor0", "libxcb-glx0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1",
    "libxcb-randr0", "libxcb-render0", "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1",
    "libxcb-xfixes0", "libxcb-xinerama0", "libxcb-xkb1", "libxkbcommon0", "libxkbcommon-x11-0", "zlib1g",
)  # fmt: skip
RECOMMENDS = ("fonts-dejavu-core", "libvulkan1", "mesa-vulkan-drivers", "shared-mime-info", "desktop-file-utils")
ICON_SIZES = (16, 32, 48, 64, 128, 256)


def build(folder: Path, target: Path, *, version: str, when: int, work: Path) -> Path:
    """Return the .deb of the bundled program in `folder`, made in `target`.

    Args:
        when: the time that all files get, in seconds.
        work: a folder to build in; what is there is removed.
    """
    shutil.rmtree(work, ignore_errors=True)
    lib, share = work / "usr" / "lib" / NAME, work / "usr" / "share"
    shutil.copytree(folder, lib, symlinks=True)
    (work / "usr" / "bin").mkdir(parents=True)
    (work / "usr" / "bin" / "sandbox-app").symlink_to(f"../lib/{NAME}/sandbox-app")
    _put(HERE / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _put(HERE / f"{NAME}.xml", share / "mime" / "packages" / f"{NAME}.xml")
    icons = ROOT / "assets" / "icons"
    for size in ICON_SIZES:
        for kind, name in (("apps", NAME), ("mimetypes", "application-x-town-sandbox-world")):
            _put(icons / f"{NAME}-{size}.png", share / "icons" / "hicolor" / f"{size}x{size}" / kind / f"{name}.png")
    documents = share / "doc" / NAME
    _put(ROOT / "LICENSE", documents / "copyright")
    _put(ROOT / "NOTICE", documents / "NOTICE")
    for name in ("LICENCES.html", "MANUAL.html"):
        (lib / name).rename(documents / name)
    _packed((ROOT / "CHANGELOG.md").read_text(), documents / "changelog.gz", when)
    _packed(man.page(version), share / "man" / "man1" / "sandbox-app.1.gz", when)
    size = sum(path.stat().st_size for path in work.rglob("*") if path.is_file() and not path.is_symlink())
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    control = work / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(_control(version, architecture, size // 1024, _libc(lib)))
    for name in ("postinst", "postrm"):
        shutil.copy(HERE / name, control / name)
        (control / name).chmod(0o755)
    archive.settle(work, when)
    made = target / f"{NAME}_{version}_{architecture}.deb"
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(when), DPKG_DEB_THREADS_MAX="1")  # more threads pack in other pieces
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(work), str(made)], check=True, env=environment)
    return made


def _libc(folder: Path) -> str:
    """Return the dependency on the oldest C library that has all that the libraries in a folder ask of it."""
    asked = {2}
    for path in folder.rglob("*"):
        if path.is_file() and (".so" in path.name or path.parent == folder):
            asked |= {int(found) for found in re.findall(rb"GLIBC_2\.(\d+)\b", path.read_bytes())}
    return f"libc6 (>= 2.{max(asked)})"


def _control(version: str, architecture: str, kilobytes: int, libc: str) -> str:
    return f"""Package: {NAME}
Version: {version}
Architecture: {architecture}
Maintainer: Town Sandbox <town-sandbox@localhost>
Section: games
Priority: optional
Installed-Size: {kilobytes}
Depends: {", ".join((libc, *DEPENDS))}
Recommends: {", ".join(RECOMMENDS)}
Description: small town of language-model agents, in one window
 People of a small town observe, remember, plan, talk and change; a local
 model thinks for them, on this computer alone. Watch them, ask why they do
 what they do, change anything, go back in time and try again. A world is one
 file. Nothing is sent anywhere.
"""


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _packed(text: str, target: Path, when: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=when) as packed:
        packed.write(text.encode())
