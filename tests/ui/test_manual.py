"""The manual as one page of HTML has all that the help pages say, every key, every command and every setting."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage

from sandbox_app.cli import main, parser
from sandbox_app.cli.commands import every_command, usage
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.editing.meanings import MEANINGS
from sandbox_app.simulation.editing.settled import WORDINGS, listed
from sandbox_app.ui.help.manual import manual
from sandbox_app.ui.help.topics import Topic, folder, topics
from tests.ui.conftest import OpenWindow

_ALONE = ("meta", "img", "br")


class Read(HTMLParser):
    """Reads a page; what is opened must be closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.pictures: list[str] = []
        self.places: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in _ALONE:
            self.open.append(tag)
        if tag == "img":
            self.pictures.append(told["src"])
        self.places |= {told["id"]} if "id" in told else set()
        self.links |= {told["href"]} if "href" in told else set()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = tmp_path_factory.mktemp("manual") / "manual.html"
    assert main(["manual", "-o", str(made)]) == 0
    return made.read_text(encoding="utf-8")


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_help_page_is_in_it_with_its_pictures(page: str) -> None:
    read = Read(page)
    said = words("".join(read.texts))
    assert len(topics()) >= 10
    for topic in topics():
        told = re.sub(r"^# |^\d+\. |!\[(.+)\]\(.+\)|\*\*|`", r"\1", topic.text, flags=re.MULTILINE)
        for paragraph in told.split("\n\n"):
            assert words(paragraph) in said
    assert not re.search(r"\*\*|`|!\[|\]\(|\|---", said), "Markdown is left"
    assert len(read.pictures) == sum(topic.text.count("![") for topic in topics())
    for picture in read.pictures:
        assert picture.startswith("data:image/png;base64,")
    assert read.links == {f"#{place}" for place in read.places}


def test_every_command_and_every_setting_is_in_it(page: str) -> None:
    said = "".join(Read(page).texts)
    for command in every_command(parser()).values():
        assert usage(command) in said
    for setting in listed(Settings()):
        assert setting.about in said


def test_every_key_of_a_new_window_is_in_it(page: str, open_window: OpenWindow) -> None:
    said = "".join(Read(page).texts)
    window = open_window(on_world=False)
    keys = [(action.text().rstrip("…"), one.toString()) for action in window.actions_.all for one in action.shortcuts()]
    assert len(keys) > 30
    for what, key in keys:
        assert re.search(rf"{re.escape(what)}.*{re.escape(key)}", said), (what, key)


def test_every_setting_says_what_it_means() -> None:
    assert set(MEANINGS) == {field.name for field in msgspec.structs.fields(Settings)} - {WORDINGS}
    assert len(set(MEANINGS.values())) == len(MEANINGS)
    for name, about in MEANINGS.items():
        assert re.fullmatch(r"[A-Z].{20,130}\.", about), name
        assert "_" not in about


def test_what_a_page_says_is_no_markup(tmp_path: Path) -> None:
    picture = next(folder().glob("*.png"))
    text = f'# How do I <b>?\n\n1. Press **<i>** & wait,\n   then `<u>`.\n2. Done.\n\n![A "<s>"]({picture.name})\n'
    read = Read(manual([Topic("a", "How do I <b>?", text)], [("All <a>", "<p>", [("<q>", "<q>")])], "<v>"))
    said = words("".join(read.texts))
    for word in ("How do I <b>?", "Press <i> & wait, then <u>.", 'A "<s>"', "All <a>", "<q>", "<v>"):
        assert word in said
    assert not QImage(str(picture)).isNull()
    assert html.unescape(said) == said
