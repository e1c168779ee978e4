"""Names for made-up people."""

from random import Random

_SHE = (
    "Ada", "Anouk", "Basia", "Bela", "Carla", "Dara", "Dunya", "Edda", "Enid", "Fenna", "Frida", "Gita", "Greta", "Ida", "Irma", "Jala",
    "Kira", "Leda", "Lotte", "Malin", "Mina", "Nadia", "Odile", "Oona", "Petra", "Pia", "Rhea", "Saba", "Selma", "Sunna", "Thea", "Uma",
    "Vera", "Willa", "Xenia", "Yara",
)  # fmt: skip
_HE = (
    "Aldo", "Amir", "Arne", "Bruno", "Cato", "Elio", "Emre", "Finn", "Hugo", "Imre", "Ivo", "Joris", "Kamil", "Lars", "Lino", "Marek",
    "Nils", "Olaf", "Pavel", "Rafi", "Rolf", "Silas", "Tarek", "Tilo", "Viggo", "Wim", "Zeno", "Ruben", "Otis", "Milan", "Levin", "Jasper",
    "Ferran", "Bashir", "Dario", "Goran",
)  # fmt: skip
_THEY = ("Juno", "Noor", "Quinn", "Robin", "Sasha", "Kim", "Ariel", "Jules", "Toni", "Rowe", "Skye", "Remy")
_LAST = (
    "Abbot", "Barley", "Birch", "Brook", "Carver", "Dale", "Elder", "Fallow", "Finch", "Garland", "Hale", "Heath", "Ivers", "Kestrel",
    "Lark", "Linden", "Marsh", "Moss", "Nettle", "Oakes", "Penn", "Quill", "Reed", "Rowan", "Sedge", "Tarn", "Thorne", "Vale",
    "Wick", "Yarrow",
)  # fmt: skip


class NameBook:
    """First names that go with pronouns, each given once; when all are given they come again with a number."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[str, list[str]] = {}
        self._round: dict[str, int] = {}

    def first(self, pronouns: str) -> str:
        """Return a name that nobody has yet."""
        left = self._left.setdefault(pronouns, [])
        if not left:
            all_names = {"she": _SHE, "he": _HE}.get(pronouns, _THEY)
            left += self._random.sample(all_names, len(all_names))
            self._round[pronouns] = self._round.get(pronouns, 0) + 1
        name, again = left.pop(), self._round[pronouns]
        return name if again == 1 else f"{name} {again}"

    def last(self) -> str:
        """Return a name that a household has."""
        return self._random.choice(_LAST)
