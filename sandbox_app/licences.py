"""Whose work the program stands on, and under which licence each part came: what About and `sandbox-app licences` show.

An installed program brings everything along and carries the list that was made with it (`packaging/bundle/shipped.py`); in a
checkout or a wheel the list is read from the libraries that are installed. Imports nothing but `resources`.
"""

import html
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from sandbox_app import __version__, resources

LIST = "licences.json"
"""What the list is called that an installed program carries, beside `assets/` and `worlds/`."""

_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_QT = """Qt and its Python bindings are used under the GNU Lesser General Public License, version 3, unchanged and as libraries of their
own: you may replace them by other builds of the same version. Their source is at https://download.qt.io/official_releases/ (Qt,
and PySide6 under QtForPython). Parts of others that Qt contains are listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One part of the program.

    Attributes:
        licence: its licence in a few words, as the part itself says it. home: where it comes from; "" where it does not say.
        text: the licence's whole text with its copyright notices.
    """

    name: str
    version: str
    licence: str
    home: str
    text: str


@cache
def shipped() -> tuple[Licence, ...]:
    """Return all that this program consists of: itself first, then by name."""
    written = resources.document(LIST)
    if written.is_file():
        return tuple(Licence(**entry) for entry in json.loads(written.read_text("utf-8")))
    return with_own([of(found) for found in _libraries()])


def with_own(others: list[Licence]) -> tuple[Licence, ...]:
    """Return the list of these and of what has no entry in Python's records: the program, its models, llama.cpp."""
    apache = resources.document("LICENSE").read_text("utf-8")
    own = Licence("Town Sandbox", __version__, "Apache-2.0", "", resources.document("NOTICE").read_text("utf-8") + "\n" + apache)
    home = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"
    model = Licence("all-MiniLM-L6-v2", "", "Apache-2.0", home, f"Converted to GGUF and quantized.\n\n{apache}")
    text = resources.assets("licences", "llama.cpp.txt").read_text("utf-8")
    llama = Licence("llama.cpp and ggml", "", "MIT", "https://github.com/ggml-org/llama.cpp", text)
    return own, *sorted([*others, model, llama], key=lambda entry: entry.name.casefold())


def of(library: metadata.Distribution) -> Licence:
    """Return what an installed library says about its licence."""
    about = library.metadata
    texts = [
        entry.read_text(encoding="utf-8").strip()
        for entry in sorted(library.files or [], key=str)
        if ".dist-info/" in str(entry) and _LICENCE_FILE.search(entry.name)
    ]
    if about["Name"].casefold().startswith(("pyside6", "shiboken6")):  # their wheels bring no text
        texts = [_QT, *(resources.assets("licences", name).read_text("utf-8").strip() for name in ("LGPL-3.txt", "GPL-3.txt"))]
    return Licence(about["Name"], about["Version"], _short(about.json), _home(about.json), "\n\n\n".join(texts))


def page(parts: tuple[Licence, ...] = ()) -> str:
    """Return these parts, or all of this program, as one page of HTML: a table first, then the texts, each of them once."""
    rows, texts = [], []
    named: dict[str, str] = {}
    for number, part in enumerate(parts or shipped()):
        anchor = named.get(part.text)
        if anchor is None:
            anchor = named[part.text] = f"part{number}"
            title = html.escape(f"{part.name} {part.version}".strip())
            texts.append(f'<h2><a name="{anchor}">{title}</a></h2>\n<pre>{html.escape(part.text)}</pre>')
        name = html.escape(part.name)
        linked = f'<a href="{html.escape(part.home)}">{name}</a>' if part.home else name
        licence = f'<a href="#{anchor}">{html.escape(part.licence)}</a>'
        rows.append(f"<tr><td>{linked}</td><td>{html.escape(part.version)}</td><td>{licence}</td></tr>")
    table = '<table cellpadding="3">\n<tr><th align="left">Part</th><th align="left">Version</th><th align="left">Licence</th></tr>\n'
    return "<h1>Licences</h1>\n" + table + "\n".join(rows) + "\n</table>\n" + "\n".join(texts) + "\n"


def write(parts: tuple[Licence, ...], path: Path) -> None:
    """Write a list as an installed program carries it."""
    path.write_text(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1), "utf-8")


def _libraries() -> list[metadata.Distribution]:
    """Return the libraries that this program was installed with, and theirs in turn."""
    found: dict[str, metadata.Distribution] = {}
    asked = ["sandbox-app"]
    while asked:
        name = re.sub(r"[-_.]+", "-", asked.pop()).casefold()
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # only other systems, or other versions of Python, need it
        needs = [line for line in found[name].requires or [] if not re.search(r"\bextra\s*==", line)]
        asked += [re.split(r"[^A-Za-z0-9_.-]", line.strip(), maxsplit=1)[0] for line in needs]
    found.pop("sandbox-app", None)
    return list(found.values())


def _short(about: dict[str, str | list[str]]) -> str:
    """Return a licence in a few words: the expression, or the line, or the class it is in."""
    for key in ("license_expression", "license"):
        said = str(about.get(key, "")).strip()
        if said and "\n" not in said and len(said) <= 160:
            return said
    classes = [str(line).rpartition(" :: ")[2] for line in about.get("classifier", []) if str(line).startswith("License ::")]
    return ", ".join(classes) or "see its text"


def _home(about: dict[str, str | list[str]]) -> str:
    """Return where a library comes from."""
    addresses = {str(line).partition(",")[0].casefold(): str(line).partition(",")[2].strip() for line in about.get("project_url", [])}
    for name in ("homepage", "home", "repository", "source", "source code", "documentation"):
        if addresses.get(name):
            return addresses[name]
    return str(about.get("home_page", ""))
