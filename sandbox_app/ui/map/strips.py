"""Areas cut so that Qt fills them at once.

What is translucent and higher than some eighty lines Qt hands to threads of its own and waits for them; while a model keeps all
processors busy, that takes longer than the filling.
"""

from collections.abc import Iterator

from PySide6.QtCore import QRect

_LOW = 80


def strips(area: QRect) -> Iterator[QRect]:
    """Cut an area into strips so low that each is blended at once."""
    for top in range(area.top(), area.bottom() + 1, _LOW):
        yield QRect(area.left(), top, area.width(), min(_LOW, area.bottom() + 1 - top))


def ring(area: QRect, thick: int) -> Iterator[QRect]:
    """Cut out the four sides of an area: filling them costs a fraction of what an outline with a broad pen does, or the whole."""
    yield QRect(area.left(), area.top(), area.width(), thick)
    yield QRect(area.left(), area.bottom() + 1 - thick, area.width(), thick)
    yield QRect(area.left(), area.top() + thick, thick, area.height() - 2 * thick)
    yield QRect(area.right() + 1 - thick, area.top() + thick, thick, area.height() - 2 * thick)
