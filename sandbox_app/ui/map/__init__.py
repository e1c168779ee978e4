"""The map: the town as a picture that moves.

`MapView` is the widget. It draws immutable frames and holds nothing of the simulation but what the frames have told.
Geometry that needs no Qt (`crowd`, `camera`, `bubbles`) is apart from what paints (`ground`, `painting`, `minimap`).
"""

from sandbox_app.ui.map.people import portrait
from sandbox_app.ui.map.picture import render_image
from sandbox_app.ui.map.view import MapView

__all__ = ["MapView", "portrait", "render_image"]
