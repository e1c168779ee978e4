"""The page of models, on the real library in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sandbox_app.llm.engines import Choice, default_embedding, default_model
from sandbox_app.llm.library.fitness import card_of
from sandbox_app.llm.library.folders import chosen_folders
from sandbox_app.llm.model_settings import ModelSettings, keep, settings_of
from sandbox_app.ui.models.models_page import ModelsPage
from tests.llm.small_model import write_small_gguf
from tests.ui.conftest import PATIENCE, OpenWindow


@pytest.fixture
def small(tmp_path: Path) -> str:
    folder = tmp_path / "mine"
    folder.mkdir()
    return str(write_small_gguf(folder / "small.gguf", name="Tiny"))


@pytest.fixture
def chosen() -> list[Choice]:
    return []


@pytest.fixture
def page(qtbot: QtBot, small: str, chosen: list[Choice]) -> Iterator[ModelsPage]:
    """The page after it has looked into a folder of one's own."""
    page = ModelsPage(chosen.append, lambda: True)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.shelf.complete, timeout=PATIENCE):
        page.add_folder(Path(small).parent)
    yield page
    page.end()


def test_what_lies_here_is_listed_and_can_be_used(page: ModelsPage, small: str, chosen: list[Choice], tmp_path: Path) -> None:
    assert chosen_folders() == [Path(small).parent]
    assert set(page.cards) == {str(default_model()), str(default_embedding()), small}
    assert page.message.text() == "3 models on this computer."
    page.cards[small].use_button.click()
    page.cards[str(default_model())].use_button.click()
    assert chosen == [Choice(model=small), Choice()]
    assert not page.cards[str(default_embedding())].use_button.isVisible(), "it cannot speak"
    page.filter_box.setText("tiny")
    assert [path for path, card in page.cards.items() if card.isVisible()] == [small]
    page.add_folder(tmp_path / "missing")
    assert "is no folder" in page.message.text()


def test_a_model_is_tried_and_its_card_is_shown(page: ModelsPage, qtbot: QtBot, small: str) -> None:
    keep(Path(small), ModelSettings(threads=1))
    card = page.cards[small]
    with qtbot.waitSignal(page.shelf.tried, timeout=PATIENCE):
        card.try_button.click()
        assert card.cancel_button.isVisible()
        assert card.bar.isVisible()
    assert card.try_button.isVisible()
    assert not card.bar.isVisible()
    assert card_of(Path(small)) is not None


def test_a_trial_can_be_stopped(page: ModelsPage, qtbot: QtBot, small: str) -> None:
    card = page.cards[small]
    card.try_button.click()
    assert page.shelf.busy
    card.cancel_button.click()
    qtbot.waitUntil(lambda: not page.shelf.busy, timeout=PATIENCE)
    assert card.try_button.isVisible()
    assert card.message.text() == ""
    assert card_of(Path(small)) is None


def test_how_it_is_run_is_kept_and_what_cannot_be_is_said(page: ModelsPage, qtbot: QtBot, small: str) -> None:
    card = page.cards[small]
    card.details_button.click()
    assert card.settings.isVisible()
    card.said.emit("top_k=40 kv=q8_0")
    qtbot.waitUntil(lambda: card.message.text().startswith("Kept"), timeout=PATIENCE)
    assert settings_of(Path(small)) == ModelSettings(top_k=40, kv="q8_0")
    card.said.emit("kv=tiny")
    qtbot.waitUntil(lambda: card.message.text().startswith("kv cannot be 'tiny'"), timeout=PATIENCE)
    assert settings_of(Path(small)).kv == "q8_0"


def test_the_menu_opens_the_page(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(on_world=False)
    window.pages.show_models()
    assert window.pages.models is not None
    with qtbot.waitSignal(window.pages.models.shelf.complete, timeout=PATIENCE):
        pass
    window.pages.models.cards[str(default_model())].use_button.click()
    assert "in the world that you open next" in window.pages.models.message.text()
    assert window.welcome.mind.isVisible()
    window.close()
    assert not window.pages.models.isVisible()
