"""Character cards: the JSON of versions 1, 2 and 3, plain or in a PNG's text (`chara`, base64)."""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.simulation.importing import newcomer
from sandbox_app.simulation.importing.newcomer import Kept, Newcomer

MOST_BYTES = 32 << 20
"""Of a card's file; pictures are large."""
MOST_JSON = 4 << 20
"""Of the JSON in it."""
MOST_ENTRIES = 200
"""Entries of a card's book that are read."""

_CHOICE = re.compile(r"\{\{\s*(?:random|pick)\s*:+\s*([^{},:]{1,200})[^{}]{0,2000}\}\}", re.IGNORECASE)
"""A place where other programs put one of several words; the first is taken."""
_MACRO = re.compile(r"\{\{[^{}]{0,2000}\}\}")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*_\n]{1,500})(?<=\S)\1")
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = (b"chara", b"ccv3")


class _Card(Struct):
    """What is read of a card; `Any` where cards are known to hold other things than they should."""

    name: Any = ""
    description: Any = ""
    personality: Any = ""
    scenario: Any = ""
    tags: Any = ()
    character_book: Any = None
    data: Any = None


def read_card(path: Path) -> Newcomer:
    """Read a character card.

    Raises:
        Problem: it is none, or too large.
    """
    content = bounded_bytes(path, MOST_BYTES)
    text = _card_in_png(path, content) if content.startswith(_PNG) else content
    if len(text) > MOST_JSON:
        raise Problem(f"{path.name} is larger than a character card can be.")
    try:
        outer = msgspec.json.decode(text.removeprefix(b"\xef\xbb\xbf"), type=_Card)
        card = msgspec.convert(outer.data, _Card) if isinstance(outer.data, dict) else outer
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(f"{path.name} is no character card: it is not the JSON of one.", str(error)) from error
    return _newcomer(path.name, card)


def bounded_bytes(path: Path, most: int) -> bytes:
    """Return a file's content, never more than so many bytes.

    Raises:
        Problem: it is not there, no file, too large, or cannot be read.
    """
    if not path.is_file():
        raise Problem(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > most:
        raise Problem(f"{path.name} is larger than {most >> 20} MB, more than such a file can be.")
    return content


def _card_in_png(path: Path, content: bytes) -> bytes:
    found = dict(_texts(content))
    for keyword in _KEYWORDS:
        if keyword in found:
            try:
                return base64.b64decode(found[keyword], validate=False)
            except binascii.Error as error:
                raise Problem(f"{path.name} holds a character card that cannot be read: it is not base64.", str(error)) from error
    raise Problem(f"{path.name} is a picture without a character card in it; save the card's own PNG or JSON, not a copy of the picture.")


def _texts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield keyword and text of each tEXt and zTXt chunk."""
    at = len(_PNG)
    while at + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + size]
        at += 12 + size
        keyword, found, text = body.partition(b"\0")
        if kind == b"tEXt" and found:
            yield keyword.lower(), text
        elif kind == b"zTXt" and found:
            inflate = zlib.decompressobj()
            try:
                yield keyword.lower(), inflate.decompress(text[1:], 2 * MOST_JSON)
            except zlib.error:
                continue


def _words(value: Any) -> str:
    return value[:200_000] if isinstance(value, str) else ""


def _newcomer(source: str, card: _Card) -> Newcomer:
    name, short = newcomer.names_of(_words(card.name), source)

    def said(value: Any) -> str:
        text = re.sub(r"\{\{\s*char\s*\}\}|<bot>", short, _words(value), flags=re.IGNORECASE)
        text = re.sub(r"\{\{\s*user\s*\}\}|<user>", "a visitor", text, flags=re.IGNORECASE)
        text = _CHOICE.sub(lambda found: found[1].strip(), text)
        return _EMPHASIS.sub(r"\2", _MACRO.sub("", text))

    about, temper, scene = said(card.description), said(card.personality), said(card.scenario)
    everything = f"{about}\n{temper}\n{scene}"
    tags = ", ".join(str(tag) for tag in card.tags[:8]) if isinstance(card.tags, list) else ""
    traits = newcomer.traits_in(temper) or newcomer.traits_in(tags)
    as_sentence = "" if newcomer.traits_in(temper) else temper
    identity, left = newcomer.identity_of(f"{about}\n{as_sentence}")
    age, pronouns = newcomer.age_in(everything), newcomer.pronouns_in(everything)
    known = [*left, *newcomer.sentences(scene), *(line for entry in _entries(card) for line in newcomer.sentences(said(entry)))]
    return Newcomer(
        source=source,
        name=name,
        short=short,
        age=age or 30,
        pronouns=pronouns or "they",
        job="new in town",
        traits=traits or ("reserved", "observant"),
        identity=identity or f"{short} is new in town.",
        memories=tuple(Kept("known", line) for line in dict.fromkeys(known))[: newcomer.MOST_MEMORIES],
        assumed=tuple(
            what for what, is_known in (("age", age), ("pronouns", pronouns), ("traits", traits), ("identity", identity)) if not is_known
        ),
    )


def _entries(card: _Card) -> list[Any]:
    book = card.character_book
    entries = book.get("entries") if isinstance(book, dict) else None
    entries = list(entries.values()) if isinstance(entries, dict) else entries if isinstance(entries, list) else []
    return [entry.get("content") for entry in entries[:MOST_ENTRIES] if isinstance(entry, dict) and entry.get("enabled", True)]
