"""Word banks of the generated towns, read from `words.toml`, and words that exist nowhere."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random

_ONSETS = "b br c ch cl d dr f fl g gl gr h j k kl l m n p pl pr qu r s sh sk st t th tr v w y z".split()
_VOWELS = "a e i o u a e i o ai ea ee oa ou ie".split()
_CODAS = "b ck d f g l ll m n nd nt p r rd rn rt s sk st t th v x z".split() + [""] * 14


@cache
def bank(name: str) -> tuple[str, ...]:
    """Return the bank of this name."""
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        banks: dict[str, list[str]] = tomllib.load(file)
    entries = [entry.strip() for line in banks[name] for entry in line.split(";") if entry.strip()]
    return tuple(dict.fromkeys(entries))


def syllable(random: Random) -> str:
    """Return one syllable."""
    return random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS)


def invented(random: Random, least: int = 1, most: int = 3) -> str:
    """Return a word that probably exists nowhere, in small letters."""
    return "".join(syllable(random) for _ in range(random.randint(least, most)))


def name(random: Random) -> str:
    """Return a first name, half of them invented."""
    if random.random() < 0.5:
        return random.choice(bank("first_names"))
    while True:
        made = invented(random, 1, 2) + random.choice(("", "", "a", "o", "e", "is", "us", "en", "y", "el", "ra", "in"))
        if 3 <= len(made) <= 10:
            return made.capitalize()


def surname(random: Random) -> str:
    """Return a family name."""
    if random.random() < 0.5:
        return random.choice(bank("surnames"))
    return (invented(random, 1, 2) + random.choice(("", "son", "ley", "er", "berg", "well", "ford", "man", "ski", "ez"))).capitalize()
