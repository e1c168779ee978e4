"""The sentences on which the converted model is compared: what the towns' people know and are, and texts that tokenizers trip over."""

import random
import re
import tomllib
from pathlib import Path

COUNT = 200
_ODD = [
    "Café, crème brûlée & Zürich: naïve coöperation, señor Ångström.",
    "IT WAS 10:45 PM — day 2 (Sat, 14 Feb 2026); 3/4 of 1,000 people came!",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "今日は良い天気です。 Привет, мир! Γειά σου Κόσμε.",
    "What?! No... really? \"Yes,\" she said, 'perhaps'; e-mail me@home.",
    "Brackets [like these], (those) and ##ing, too.",
    "the the the the the the the the the the",
    "x",
    "A  text\twith   many\n\nkinds of   space.",
    "Ines' café's menu: tea £2.50, cake €3, 20% off!",
    "😀 A smile and a ♥ for Tomás.",
    "ﬁne ﬂour — “quoted” … and so on",
]
SHORT = ["Ada bakes bread.", "There is a party at the café on Saturday evening.", "Ben wants to become mayor.", "The tap drips."]
"""Sentences whose reference vectors the tests keep."""


def sentences(worlds: Path) -> list[str]:
    """Return 200 sentences, the same ones as long as the towns' casts stay."""
    told: list[str] = []
    for path in sorted(worlds.glob("*/cast/*.toml")):
        person = tomllib.loads(path.read_text(encoding="utf-8"))
        told += [*person.get("knows", ()), *re.split(r"(?<=[.!?]) ", person["identity"])]
    random.Random(1).shuffle(told)
    chosen = list(dict.fromkeys([*SHORT, *_ODD, *told]))[: COUNT - 2]
    return [*chosen, " ".join(told[:6]), " ".join(told[6:26])]
