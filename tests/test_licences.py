"""Whose work the program stands on is told, with texts, wherever it was installed from."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app import licences
from tests.test_resources import CHECKOUT


@pytest.fixture(scope="module")
def parts() -> dict[str, licences.Licence]:
    return {part.name.casefold(): part for part in licences.shipped()}


def test_every_library_that_the_program_asks_for_is_named_with_its_text(parts: dict[str, licences.Licence]) -> None:
    asked = re.search(r"^dependencies = \[\n(.+?)^\]", (CHECKOUT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL)
    assert asked
    plain = {name.replace("_", "-"): part for name, part in parts.items()}
    for name in re.findall(r'"([A-Za-z0-9_-]+)', asked[1]):
        part = plain[name.casefold().replace("_", "-")]
        assert part.version
        assert len(part.text) > 300, f"the text of {name}'s licence is missing"
        assert part.licence != "see its text"


def test_what_needs_more_than_its_text_is_told(parts: dict[str, licences.Licence]) -> None:
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in parts["pyside6_essentials"].text
    assert "you may replace them" in parts["pyside6_essentials"].text
    assert "The ggml authors" in parts["llama.cpp and ggml"].text
    assert "changed here" in parts["town sandbox"].text  # NOTICE, about the embedding model
    assert next(iter(licences.shipped())).name == "Town Sandbox"


def test_the_page_names_every_part_and_holds_every_text_once(parts: dict[str, licences.Licence]) -> None:
    page = licences.page()
    for part in parts.values():
        assert f">{html.escape(part.name)}<" in page
        assert page.count(f"<pre>{html.escape(part.text)}</pre>") == 1
    for anchor in re.findall(r'href="#(\w+)"', page):
        assert f'name="{anchor}"' in page


def test_an_installed_program_shows_the_list_it_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = (licences.Licence("Thing", "1", "MIT", "", "Do as you like."),)
    licences.write(carried, tmp_path / licences.LIST)
    monkeypatch.setattr(licences.resources, "document", lambda name: tmp_path / name)
    licences.shipped.cache_clear()
    try:
        assert licences.shipped() == carried
    finally:
        licences.shipped.cache_clear()


def test_the_command_lists_them_and_writes_the_page(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "sandbox_app", "licences"]
    assert "PySide6_Essentials" in subprocess.run(run, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    page = tmp_path / "licences.html"
    subprocess.run([*run, "-o", str(page)], cwd=CHECKOUT, check=True, capture_output=True)
    assert page.read_text(encoding="utf-8") == licences.page()
