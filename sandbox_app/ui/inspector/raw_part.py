"""A part of a prompt, or an answer, as the model saw it: folded under its title, with a coloured edge."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from sandbox_app.ui.pieces import button, label
from sandbox_app.ui.theme import fixed_font, look, theme


class RawPart(QFrame):
    """A title to click, and the raw text below it.

    Args:
        colour: name of a colour of the theme, or of a hue.
    """

    def __init__(self, title: str, colour: str, *, opened: bool = False) -> None:
        super().__init__()
        self._title, self._colour, self._opened = title, colour, opened
        self.head = button("", self._toggle, "link")
        self.text = label("", wrap=True, selectable=True)
        self.text.setFont(fixed_font(11))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.head)
        layout.addWidget(self.text)
        look.changed.connect(self._draw)
        self._draw()

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.text.setText(text.strip())

    def _toggle(self) -> None:
        self._opened = not self._opened
        self._draw()

    def _draw(self) -> None:
        colours = theme()
        edge = colours.hues[1] if self._colour == "home" else getattr(colours, self._colour)
        self.head.setText(f"{'▾' if self._opened else '▸'} {self._title}")
        self.text.setVisible(self._opened)
        self.text.setStyleSheet(
            f"font-size: 11px; background: {colours.card.name()}; border: 1px solid {colours.line.name()};"
            f" border-left: 3px solid {edge.name()}; padding: 6px 8px;"
        )
