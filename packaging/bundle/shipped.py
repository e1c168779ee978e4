"""Lists what went into the bundle: which library, part of Python or package of this system each file came from, with its licence.

PyInstaller tells the files (town-sandbox.spec writes them down). A file that nobody owns stops the build: nothing is shipped
without its licence.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from sandbox_app.licences import Licence, of, with_own

ROOT = Path(__file__).resolve().parent.parent.parent
_PYTHON = (Path(sys.base_prefix).resolve(), Path(sys.base_exec_prefix).resolve())


def parts(sources: Iterable[Path]) -> tuple[Licence, ...]:
    """Return what these files belong to.

    Args:
        sources: where the files lie on this computer; our own are passed over.

    Raises:
        LookupError: nobody owns one of them.
    """
    libraries = _files_of_libraries()
    found: dict[str, Licence] = {}
    system: set[Path] = set()
    for path in sources:
        owner = libraries.get(str(path)) or libraries.get(str(path.resolve()))
        if owner is not None:
            if owner.metadata["Name"] != "sandbox-app":
                found.setdefault(owner.metadata["Name"], of(owner))
        elif path.resolve().is_relative_to(ROOT):
            continue
        elif any(path.resolve().is_relative_to(folder) for folder in _PYTHON):
            found.setdefault("Python", _python())
        else:
            system.add(path)
    for package in sorted({_package(path) for path in system}):
        found[package] = _of_package(package)
    starter = metadata.distribution("pyinstaller")  # the executable that starts Python is its work
    found.setdefault(starter.metadata["Name"], of(starter))
    return with_own(list(found.values()))


def _files_of_libraries() -> dict[str, metadata.Distribution]:
    """Return which library each installed file belongs to."""
    return {str(Path(str(library.locate_file(file)))): library for library in metadata.distributions() for file in library.files or []}


def _python() -> Licence:
    home = Path(sys.base_prefix)
    texts = [path for path in (home / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/LICENSE.txt", home / "LICENSE.txt")]
    text = next((path.read_text("utf-8") for path in texts if path.is_file()), None)
    if text is None:
        return _of_package(_package(Path(sys.executable).resolve()))
    return Licence("Python", sys.version.split()[0], "PSF-2.0", "https://www.python.org", text)


def _package(path: Path) -> str:
    """Return the system's package that a file came with."""
    real = path.resolve()
    names = [real, Path("/usr") / real.relative_to("/"), *([Path("/") / real.relative_to("/usr")] if real.is_relative_to("/usr") else [])]
    for name in names:
        told = subprocess.run(["dpkg", "-S", str(name)], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return told.stdout.partition(": ")[0].split(",")[0].partition(":")[0]
    raise LookupError(f"{path} would be shipped, and it is not known whose it is and under which licence")


def _of_package(package: str) -> Licence:
    """Return what the system says about the licence of one of its packages."""
    ask = ["dpkg-query", "-W", "-f", "${Version}\\n${Homepage}\\n", package]
    version, home, *_ = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.splitlines()
    text = Path("/usr/share/doc", package, "copyright").read_text("utf-8", errors="replace").strip()
    kinds = list(dict.fromkeys(re.findall(r"^License:[ \t]*(\S.*)$", text, re.MULTILINE)))
    return Licence(package, version, ", ".join(kinds[:4]) or "see its text", home, text)
