"""People put together from parts: a look in words becomes sprites and a portrait in a person's own colours."""

import json
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from sandbox_app.resources import assets
from sandbox_app.town.model import CastMember
from sandbox_app.ui.map.sheets import PAINTED, scaled

WIDTH, HEIGHT = 32, 48
_PORTRAIT = 48
_CHILD, _OLD = 13, 65
"""Up to this age somebody has a child's stature, from that age on an old face."""

POSES = ("down", "right", "up", "left")
"""Directions; the sheet has no left: it is right, mirrored."""
STAND, STEP_LEFT, STEP_RIGHT, SIT, LIE = range(5)

_HAIR_STYLES = ("short", "long", "bun", "curly", "bald", "ponytail", "braids", "bob", "tousled")
_EXTRAS = (
    "none",
    "apron",
    "hat",
    "cap",
    "straw_hat",
    "glasses",
    "scarf",
    "beard",
    "moustache",
    "collar",
    "toolbelt",
    "satchel",
    "headscarf",
    "headband",
    "stethoscope",
)
_OVER_HAIR = frozenset({"hat", "cap", "straw_hat"})


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(assets("sprites", "people.json").read_text(encoding="utf-8"))
    return words


@cache
def _numbers(name: str) -> NDArray[np.uint8]:
    """Read a sheet of palette numbers, (height, width)."""
    image = QImage(str(assets("sprites", f"{name}.png"))).convertToFormat(QImage.Format.Format_Indexed8)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : image.width()].copy()


def complete_look(member: CastMember) -> dict[str, str]:
    """Return the look of a person with every key: what the persona says, and for the rest what its name's seed gives."""
    seed = np.random.default_rng(zlib.crc32(member.name.encode()))

    def pick(key: str, choices: tuple[str, ...]) -> str:
        drawn = choices[int(seed.integers(0, len(choices)))]
        said = member.look.get(key, "")
        return said if said in choices else drawn

    words = _words()
    cloths = tuple(words["cloth"])
    hairs = tuple(hair for hair in words["hair"] if hair not in ("grey", "white")) if member.age < _OLD else ("grey", "white")
    if member.look.get("hair") in words["hair"]:
        hairs = (member.look["hair"],)
    female = member.pronouns == "she"
    styles = tuple(style for style in _HAIR_STYLES if style not in (("bald",) if female else ("long", "bun", "braids", "bob")))
    if member.look.get("style") in _HAIR_STYLES:
        styles = (member.look["style"],)
    extras = tuple(extra for extra in _EXTRAS if not female or extra not in ("beard", "moustache"))
    if member.look.get("extra") in _EXTRAS:
        extras = (member.look["extra"],)
    return {
        "skin": pick("skin", tuple(words["skin"])),
        "hair": pick("hair", hairs),
        "style": pick("style", styles),
        "top": pick("top", cloths),
        "bottom": pick("bottom", cloths),
        "body": pick("body", ("trousers", "skirt", "dress")) if female or "body" in member.look else "trousers",
        "extra": pick("extra", extras),
        "age": "child" if member.age <= _CHILD else ("old" if member.age >= _OLD else "adult"),
    }


def _colours(look: Mapping[str, str]) -> NDArray[np.uint8]:
    """The 256 colours of a person, BGRA."""
    words = _words()
    table = np.zeros((256, 4), np.uint8)
    for number, (red, green, blue) in enumerate(words["palette"]):
        table[number] = (blue, green, red, 255)
    ramps = {
        "kskin": words["skin"][look["skin"]],
        "khair": words["hair"][look["hair"]],
        "ktop": words["cloth"][look["top"]],
        "kbottom": words["cloth"][look["bottom"]],
    }
    for key, numbers in words["keys"].items():
        for number, (red, green, blue) in zip(numbers, ramps[key], strict=True):
            table[number] = (blue, green, red, 255)
    table[0] = 0
    return table


def _layers(look: Mapping[str, str]) -> list[str]:
    layers = ["dress", "top", "body"] if look["body"] == "dress" else [look["body"], "top", "body"]
    layers.append(f"hair_{look['style']}")
    if look["extra"] in _OVER_HAIR and look["style"] in ("bun", "curly", "tousled"):
        layers[-1] = "hair_short"
    if look["extra"] == "headscarf":
        layers.pop()
    if look["extra"] != "none":
        layers.append(look["extra"])
    return layers


def _image(numbers: NDArray[np.uint8], colours: NDArray[np.uint8]) -> QImage:
    pixels = np.ascontiguousarray(colours[numbers])
    height, width = numbers.shape
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32).convertToFormat(PAINTED)


def _on_the_ground(image: QImage) -> QImage:
    """Lay a soft contact shadow beneath somebody who stands."""
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(43, 36, 51, 78))
    painter.drawEllipse(7, 41, 20, 6)
    painter.end()
    return image


class Figure:
    """One person's sprites, made when first asked for.

    Attributes:
        look: every key of a look.
    """

    def __init__(self, look: Mapping[str, str]) -> None:
        self.look = dict(look)
        words = _words()
        sheet = _numbers("people")
        rows = words["parts"]
        child = len(rows) if look["age"] == "child" else 0
        strip = np.zeros((HEIGHT, sheet.shape[1]), np.uint8)
        for layer in _layers(look):
            top = (rows.index(layer) + child) * HEIGHT
            part = sheet[top : top + HEIGHT]
            np.copyto(strip, part, where=part > 0)
        self._strip = strip
        self._colours = _colours(look)
        self._made: dict[tuple[int, int], QImage] = {}

    def image(self, facing: int, stance: int) -> QImage:
        """Return the sprite: `facing` an index of `messages.FACINGS` (down, left, right, up), `stance` STAND to LIE."""
        key = (0 if stance == LIE else facing, stance)
        if key not in self._made:
            column = 12 if stance == LIE else (0, 1, 1, 2)[facing] * 4 + stance
            part = self._strip[:, column * WIDTH : (column + 1) * WIDTH]
            if facing == 1 and stance != LIE:
                part = part[:, ::-1]
            image = _image(part, self._colours)
            self._made[key] = _on_the_ground(image) if stance in (STAND, STEP_LEFT, STEP_RIGHT) else image
        return self._made[key]


@cache
def figure(look: tuple[tuple[str, str], ...]) -> Figure:
    """Return the figure of a complete look (its items); people who look alike share it."""
    return Figure(dict(look))


def figure_of(member: CastMember) -> Figure:
    """Return the figure of a person."""
    return figure(tuple(complete_look(member).items()))


def portrait(member: CastMember, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw a person's head and shoulders.

    Args:
        member: whose.
        size: side in logical pixels.
        ratio: device pixels per logical pixel of the screen it is shown on.
    """
    look = complete_look(member)
    sheet = _numbers("portraits")
    names = _words()["portrait_parts"]
    layers = [layer for layer in _layers(look) if layer in names and layer not in ("body", "top")]
    base = ["top", "body"] + (["wrinkles"] if look["age"] == "old" else [])
    canvas = np.zeros((_PORTRAIT, _PORTRAIT), np.uint8)
    for layer in base + layers:
        left = names.index(layer) * _PORTRAIT
        part = sheet[:, left : left + _PORTRAIT]
        np.copyto(canvas, part, where=part > 0)
    side = max(1, round(size * ratio))
    pixmap = QPixmap.fromImage(scaled(_image(canvas, _colours(look)), side, side))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
