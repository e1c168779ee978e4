"""What this machine must bring and pip cannot: a compiler, Python's venv, the libraries that Qt loads, a font.

Standard library alone: it runs before anything is installed.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Need:
    """One thing the machine must bring.

    Attributes:
        name: what is looked for; the file name of a library, or the name of a tool.
        why: what it is for, in a few words.
        apt, dnf, pacman: the package that brings it, for each package manager.
    """

    name: str
    why: str
    apt: str
    dnf: str
    pacman: str


COMPILER = Need("a C++ compiler (c++)", "llama.cpp is compiled for this processor", "g++", "gcc-c++", "gcc")
VENV = Need("Python's venv module", "everything is installed into .venv", f"{PYTHON}-venv", "python3", "python")
FONT = Need("a font", "there is text in the window", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu")

_GL = "Qt draws with it"
LIBRARIES = (
    Need("libglib-2.0.so.0", "Qt's base", "libglib2.0-0", "glib2", "glib2"),
    Need("libEGL.so.1", _GL, "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libGL.so.1", _GL, "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libX11.so.6", _GL, "libx11-6", "libX11", "libx11"),
    Need("libdbus-1.so.3", "Qt asks the desktop through it", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libfontconfig.so.1", "finds fonts", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libfreetype.so.6", "draws letters", "libfreetype6", "freetype", "freetype2"),
    Need("libxkbcommon.so.0", "reads the keyboard", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
)

_X11 = "a window under X11"
X11_LIBRARIES = (
    Need("libX11-xcb.so.1", _X11, "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libxcb-cursor.so.0", _X11, "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", _X11, "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", _X11, "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", _X11, "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", _X11, "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-render-util.so.0", _X11, "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", _X11, "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", _X11, "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-xfixes.so.0", _X11, "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", _X11, "libxcb-xkb1", "libxcb", "libxcb"),
    Need("libxkbcommon-x11.so.0", _X11, "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)

_WAYLAND = "a window under Wayland"
WAYLAND_LIBRARIES = (
    Need("libwayland-client.so.0", _WAYLAND, "libwayland-client0", "libwayland-client", "wayland"),
    Need("libwayland-cursor.so.0", _WAYLAND, "libwayland-cursor0", "libwayland-cursor", "wayland"),
)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font(home: Path) -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")
    return any(path.suffix.lower() in (".ttf", ".otf", ".ttc") for folder in folders for path in folder.rglob("*.*"))


def libraries_for(environment: Mapping[str, str]) -> tuple[Need, ...]:
    """Return the libraries that Qt loads where `environment` names a display (or none: it then draws off screen)."""
    if environment.get("WAYLAND_DISPLAY"):
        return LIBRARIES + WAYLAND_LIBRARIES
    if environment.get("DISPLAY"):
        return LIBRARIES + X11_LIBRARIES
    return LIBRARIES


def missing(environment: Mapping[str, str] = os.environ) -> list[Need]:
    """Return what this machine lacks, in the order in which it is needed."""
    lacking = []
    if shutil.which((environment.get("CXX") or "c++").split()[0]) is None:
        lacking.append(COMPILER)
    if importlib.util.find_spec("ensurepip") is None:
        lacking.append(VENV)
    if sys.platform == "linux":
        lacking += [need for need in libraries_for(environment) if not _loads(need.name)]
        if not _has_font(Path.home()):
            lacking.append(FONT)
    return lacking


def packages(needs: Iterable[Need], manager: str) -> list[str]:
    """Return the packages that bring `needs`, each once; `manager` is apt, dnf or pacman."""
    return list(dict.fromkeys(getattr(need, manager) for need in needs))


def install_commands(needs: Iterable[Need]) -> list[str]:
    """Return the command that installs `needs` here; one for each package manager we know where none of them is found."""
    needs = list(needs)
    commands = {"apt-get": ("apt", "install -y"), "dnf": ("dnf", "install -y"), "pacman": ("pacman", "-S --needed")}
    found = [tool for tool in commands if shutil.which(tool)]
    sudo = "" if sys.platform == "win32" or os.geteuid() == 0 else "sudo "
    return [f"{sudo}{tool} {commands[tool][1]} {' '.join(packages(needs, commands[tool][0]))}" for tool in found or commands]
