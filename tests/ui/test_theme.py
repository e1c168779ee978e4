"""Colours: readable, and the style sheet has a colour for each of its words."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from sandbox_app.ui.theme import load_theme, style_sheet
from tests.ui.conftest import OpenWindow

THEMES = ["light", "dark"]


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read(name: str) -> None:
    colours = load_theme(name)
    for text in (colours.ink, colours.quiet, colours.accent, colours.error):
        for ground in (colours.paper, colours.card):
            assert contrast(text, ground) >= 4.5
    assert contrast(colours.warm_ink, colours.card) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.ink, colours.accent_wash) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_hues_differ_in_lightness_as_well(name: str) -> None:
    light = sorted(116 * luminance(hue) ** (1 / 3) - 16 for hue in load_theme(name).hues)  # CIE L*
    assert len(light) == 8
    assert all(higher - lower > 3.5 for lower, higher in pairwise(light))


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_is_whole(name: str) -> None:
    assert "$" not in style_sheet(load_theme(name))


def test_dark_colours_can_be_chosen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    before = window.grab().toImage().pixelColor(300, 8)
    dark = next(action for action in window.actions() if action.text() == "Dark colours")
    dark.trigger()
    after = window.grab().toImage().pixelColor(300, 8)
    assert before == load_theme("light").card
    assert after == load_theme("dark").card
    assert window.remembered.theme == "dark"
