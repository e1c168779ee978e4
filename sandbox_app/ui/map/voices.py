"""Everybody's own colour: of their bubbles and of their dot in the overview."""

from functools import cache

from PySide6.QtGui import QColor


@cache
def voice(agent: int) -> QColor:
    """Return an agent's own colour: neighbours in number are far apart in hue."""
    return QColor.fromHsv(int(agent * 137.508) % 360, 120 + agent * 53 % 70, 150 + agent * 31 % 40)
