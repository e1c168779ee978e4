"""A Debian system that has next to nothing: no Python, no compiler, no desktop. Programs run inside it as an ordinary user.

Needs root, debootstrap, a package registry and Xvfb. The bare system is made once and kept in the cache of whoever runs the tests.
"""

import os
import pwd
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SUITE = "bookworm"
USER, HOME = 1000, "/home/ada"


def missing() -> str:
    """Return why there can be no clean root here; "" if there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a clean root needs Linux and root"
    lacking = [name for name in ("debootstrap", "Xvfb", "unshare", "chroot") if shutil.which(name) is None]
    return f"{', '.join(lacking)} not here" if lacking else ""


class CleanRoot:
    """The system below one folder.

    Attributes:
        folder: where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = Path(pwd.getpwuid(os.geteuid()).pw_dir) / ".cache" / "town-sandbox-tests" / SUITE
        if not (kept / ".whole").is_file():
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(kept)], check=True, capture_output=True)
            (kept / ".whole").touch()
        subprocess.run(["cp", "-a", "--reflink=auto", f"{kept}/.", str(folder)], check=True)
        shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
        (folder / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n")  # it need not survive a power cut
        (folder / HOME[1:]).mkdir(parents=True)
        os.chown(folder / HOME[1:], USER, USER)

    def popen(self, *command: str, user: bool = True, display: str = "") -> subprocess.Popen[str]:
        """Start a command inside, with /proc and /dev of its own."""
        inside = ["chroot", *([f"--userspec={USER}:{USER}"] if user else []), str(self.folder), *command]
        script = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs shm "$0/dev/shm" && exec "$@"'
        apart = ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script, str(self.folder), *inside]
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        variables = {"PATH": path, "HOME": HOME if user else "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        if display:
            variables["DISPLAY"] = display
        return subprocess.Popen(apart, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    @staticmethod
    def stop(process: subprocess.Popen[str]) -> None:
        """End a command, and with it all that it started; at once, as when the power goes."""
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)  # the first process in there: the system ends the others

    def run(self, *command: str, user: bool = True) -> str:
        """Run a command inside to its end and return what it printed."""
        with self.popen(*command, user=user) as process:
            told, _ = process.communicate()
        assert process.returncode == 0, f"{' '.join(command)}:\n{told}"
        return told

    def path(self, inside: str) -> Path:
        """Return where a file of the system lies for us."""
        return self.folder / inside.lstrip("/")


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Have a screen without a monitor; yields its name and the file that holds what it shows."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-fbdir", str(folder), "-ac", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[writing]) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()  # a free one, once the server is up
            assert number, "Xvfb did not start"
            yield f":{number}", folder / "Xvfb_screen0"
        finally:
            server.terminate()


def picture(shown: Path) -> QImage:
    """Return what a screen shows: its file is a window dump of X (XWD version 7, 32 bits a pixel)."""
    content = shown.read_bytes()
    header = struct.unpack(">25I", content[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    if header[1] != 7 or header[11] != 32:
        pytest.fail(f"no window dump that can be read: version {header[1]}, {header[11]} bits")
    start = size + colours * 12
    return QImage(content[start : start + line * height], width, height, line, QImage.Format.Format_RGB32).copy()


def colours(image: QImage) -> int:
    """Return how many colours a coarse grid of points of a picture shows."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8)})
