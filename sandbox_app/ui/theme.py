"""The window's colours, light and dark, and what is made of them: palette, style sheet, icons."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, Literal

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from sandbox_app.llm.facts import MOODS
from sandbox_app.resources import assets
from sandbox_app.simulation.messages import HUES

Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Theme:
    """One set of colours; see `assets/themes/`.

    Attributes:
        hues: by index in `HUES`. moods: by index in `MOODS`.
    """

    name: str
    paper: QColor
    card: QColor
    line: QColor
    ink: QColor
    quiet: QColor
    accent: QColor
    on_accent: QColor
    accent_wash: QColor
    hover: QColor
    warm: QColor
    warm_ink: QColor
    warm_wash: QColor
    error: QColor
    error_wash: QColor
    sepia: QColor
    hues: tuple[QColor, ...]
    moods: tuple[QColor, ...]

    @property
    def dark(self) -> bool:
        """Whether this is the dark one."""
        return self.name == "dark"

    def colours(self) -> dict[str, str]:
        """The single colours as "#rrggbb", for the style sheet."""
        names = (name for name, value in vars(self).items() if isinstance(value, QColor))
        found = {name: getattr(self, name).name() for name in names}
        found["accent_hover"] = self.accent.lighter(112).name() if not self.dark else self.accent.darker(112).name()
        return found


@cache
def load_theme(name: str) -> Theme:
    """Read a theme ("light" or "dark") from `assets/themes/`."""
    data: dict[str, Any] = tomllib.loads(assets("themes", f"{name}.toml").read_text(encoding="utf-8"))
    hues, moods = data.pop("hues"), data.pop("moods")
    return Theme(
        name=name,
        hues=tuple(QColor(hues[hue]) for hue in HUES),
        moods=tuple(QColor(moods[mood]) for mood in MOODS),
        **{key: QColor(value) for key, value in data.items()},
    )


class Look(QObject):
    """The theme in use, on the main thread. It follows the system until told otherwise.

    Signals:
        changed: the theme is another one now; whoever paints by hand paints again.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = load_theme("light")
        self._choice: Choice = "system"
        self._following = False

    def start(self, application: QApplication, choice: Choice = "system") -> None:
        """Dress the application."""
        application.setStyle("Fusion")
        if not self._following:
            self._following = True
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """Use a theme by name, or the system's."""
        self._choice = choice
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
        QGuiApplication.styleHints().setColorScheme(scheme)
        self._wear(choice)

    @contextmanager
    def undressed(self, application: QApplication) -> Iterator[None]:
        """Build many widgets without the style sheet, and put it on when they stand.

        With it, a widget that is put into another is styled anew with all that is in it: for the whole window, most of its start.
        """
        application.setStyleSheet("")
        try:
            yield
        finally:
            application.setStyleSheet(style_sheet(self.theme))

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._wear("system")

    def _wear(self, choice: Choice) -> None:
        if choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self.theme = load_theme("dark" if dark else "light")
        else:
            self.theme = load_theme(choice)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(self.theme))
            application.setStyleSheet(style_sheet(self.theme))
        self.changed.emit()


look = Look()
"""The one look of the program."""


def theme() -> Theme:
    """The theme in use."""
    return look.theme


def palette(colours: Theme) -> QPalette:
    """The palette of a theme, for what the style sheet does not reach."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.paper,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.card,
        QPalette.ColorRole.AlternateBase: colours.paper,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.Button: colours.card,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.ToolTipBase: colours.card,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.quiet,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.line,
    }
    for role, colour in roles.items():
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours.quiet)
    return made


def style_sheet(colours: Theme) -> str:
    """The style sheet in a theme's colours."""
    template = Template(assets("themes", "window.qss").read_text(encoding="utf-8"))
    icons = {f"icon_{name}": assets("themes", f"{name}-{colours.name}.svg").as_posix() for name in ("down", "check")}
    return template.substitute(colours.colours(), **icons)


def fixed_font(pixels: int = 12) -> QFont:
    """The monospace font, for raw prompts and answers alone."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(pixels)
    return font


def drawing(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `assets/icons/` in one colour, `size` logical pixels wide."""
    return QPixmap.fromImage(_drawing(assets("icons", f"{name}.svg"), colour.name(), size, ratio))


@cache
def _drawing(path: Path, colour: str, size: int, ratio: float) -> QImage:
    source = path.read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: QColor | None = None, size: int = 18) -> QIcon:
    """An icon for a button, in the theme's ink (or `colour`), quiet when disabled."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(drawing(name, colour or theme().ink, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(drawing(name, theme().quiet, size, ratio), QIcon.Mode.Disabled)
    return made
