"""Portraits of people: the parts that also make their sprites, drawn larger, kept once drawn."""

from PySide6.QtGui import QPixmap

from sandbox_app.town.model import CastMember
from sandbox_app.ui.map import portrait as draw_portrait

_KEPT = 512
_portraits: dict[tuple[object, ...], QPixmap] = {}


def portrait(member: CastMember, size: int, ratio: float) -> QPixmap:
    """The portrait of a person, `size` logical pixels wide."""
    key = (member.name, tuple(member.look.items()), size, ratio)
    if key not in _portraits:
        if len(_portraits) >= _KEPT:
            _portraits.clear()
        _portraits[key] = draw_portrait(member, size, ratio)
    return _portraits[key]
