"""Texts of a generated life: identities, habits, aims, news, promises and what is remembered of them.

They are put together from `texts.toml` and the banks of `words.toml`. A good part of all news is made of words that do
not belong together, so that telling it on can only be done by copying.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from demo_model.words import bank, invented
from sandbox_app.llm.gerund import gerund

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_NEWS = 117
LONGEST_IDENTITY = 317
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def jobs_of() -> dict[str, tuple[str, ...]]:
    """Return the jobs of each kind of site."""
    return {kind: tuple(jobs.split("/")) for kind, jobs in (line.split("|") for line in bank("jobs_of"))}


@cache
def _section(name: str) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]] | None:
    """Return the lists of entries of a section of texts.toml and their summed shares, or None when there is none."""
    with (Path(__file__).parent / "texts.toml").open("rb") as file:
        sections = tomllib.load(file)
    if name not in sections:
        return None
    shares = sections[name]
    return tuple(map(tuple, shares.values())), tuple(accumulate(map(int, shares)))


def clock(random: Random, first: int = 6, last: int = 22) -> str:
    """Return a time of day, mostly a round one."""
    minute = random.choice((0, 0, 0, 0, 30, 30, 30, 15, 45, random.randrange(60)))
    return f"{random.randint(first, last):02d}:{minute:02d}"


def _with_article(phrase: str) -> str:
    return ("an " if phrase[0] in "aeiouAEIOU" else "a ") + phrase


def thing(random: Random) -> str:
    """Return something with an article, possibly odd: "a copper violin"."""
    words = []
    if random.random() < 0.7:
        words.append(random.choice(bank("adjectives")) if random.random() < 0.9 else invented(random))
    words.append(random.choice(bank("nouns")) if random.random() < 0.88 else invented(random, 2, 3))
    draw = random.random()
    if draw < 0.3:
        return random.choice(("the", "my", "our", "his", "her", "this", "every", "no")) + " " + " ".join(words)
    if draw < 0.4:
        many = random.choice(("two", "three", "five", "seven", "twelve", "forty", "90", str(random.randint(2, 999))))
        return f"{many} {' '.join(words)}s"
    return _with_article(" ".join(words))


def salad(random: Random) -> str:
    """Return words in no order that makes sense, 3 to 9 of them."""
    kinds = ("nouns", "adjectives", "verbs_now", "verbs_past", "foods", "traits", "hobbies")
    count = random.randint(3, 8)
    words = [random.choice(bank(random.choice(kinds))) if random.random() < 0.8 else invented(random, 1, 3) for _ in range(count)]
    if random.random() < 0.2:
        words.insert(random.randrange(len(words)), str(random.randint(2, 3000)))
    return " ".join(words)


def event(random: Random) -> str:
    """Return an event with an article: "a harvest supper", "the third poetry reading"."""
    what = random.choice(bank("events"))
    if random.random() < 0.4:
        what = f"{random.choice((*bank('adjectives'), *bank('seasons'), invented(random).capitalize()))} {what}"
    draw = random.random()
    if draw < 0.75:
        return _with_article(what)
    return ("the " if draw < 0.9 else "my ") + what


_PLAIN = {
    "writing": "write", "taking": "take", "serving": "serve", "practising": "practise", "wiping": "wipe", "having": "have",
    "examining": "examine", "getting": "get", "making": "make", "baking": "bake", "planning": "plan", "chatting": "chat",
    "setting": "set", "chopping": "chop", "planing": "plane",
}  # fmt: skip


def plain_form(doing: str) -> str:
    """Return "read the paper" for "reading the paper"."""
    verb, space, rest = doing.partition(" ")
    return _PLAIN.get(verb, verb.removesuffix("ing")) + space + rest


class Scene:
    """Fills the texts for one agent: who it is and whom, where and what it knows.

    Attributes:
        known: news going round in the town, to which memories refer. day: today, counted from 1.
        sensible: whether no news is made of words that do not belong together, as in a town that people visit.
    """

    def __init__(self, random: Random, people: list[str], places: list[str], tools: tuple[str, ...] = ()) -> None:
        self.random = random
        self.people, self.places = people or ["somebody"], places
        self.tools = tools or ("stove", "bench", "desk")
        self.known: list[str] = []
        self.day = 1
        self.sensible = False
        self._odd = False
        self.fixed: dict[str, str] = {}
        pick = random.choice
        self._made: dict[str, Callable[[], str]] = {
            "who": lambda: pick(self.people),
            "other": lambda: pick(self.people),
            "second": lambda: pick(self.people),
            "where": self._where,
            "time": lambda: clock(random, 8, 21),
            "thing": lambda: thing(random),
            "event": lambda: event(random),
            "salad": self._salad,
            "piece": self.piece,
            "news": self.news,
            "doing": self.doing,
            "base_doing": lambda: plain_form(pick(bank("doings"))),
            "tool": lambda: pick(self.tools),
            "use": lambda: pick(bank("furniture")).split(":")[1],
            "furnished": lambda: pick(bank("furniture")).split(":")[0],
            "number": lambda: str(random.randint(2, 30)),
            "weekdays": lambda: pick(WEEKDAYS),
            "day": lambda: str(self.day + pick((0, 0, 0, 1, 1, 2, 4))),
        }

    def text(self, section: str) -> str:
        """Return an entry of a section, drawn by its shares and filled."""
        found = _section(section)
        if found is None:
            return self.random.choice(bank(section))
        lists, summed = found
        drawn = self.random.random() * summed[-1]
        entries = next(entries for entries, share in zip(lists, summed, strict=True) if drawn < share)
        return self.fill(self.random.choice(entries))

    def fill(self, template: str) -> str:
        """Return a template with every slot filled."""
        return _SLOT.sub(lambda slot: self._slot(slot[1]), template)

    def _slot(self, name: str) -> str:
        if name in self.fixed:
            return self.fixed[name]
        made = self._made.get(name)
        return made() if made else self.text(name)

    def _where(self) -> str:
        place = self.random.choice(self.places)
        return f"the {place}" if self.random.random() < 0.1 and not place.startswith("The ") else place

    def news(self) -> str:
        """Return a sentence of news, without the first person."""
        self._odd = True
        while self._odd:
            self._odd = False
            text = self.text("news")
            self._odd = self._odd and self.sensible
        text = text[0].upper() + text[1:] + self.random.choice((".", ".", ".", ".", "!", ""))
        return text if len(text) <= LONGEST_NEWS else text[: LONGEST_NEWS - 7].rsplit(" ", 1)[0] + "."

    def _salad(self) -> str:
        self._odd = True
        return salad(self.random)

    def piece(self) -> str:
        """Return news, half of it what goes round in the town."""
        return self.random.choice(self.known) if self.known and self.random.random() < 0.5 else self.news()

    def doing(self) -> str:
        """Return what somebody is doing, in the -ing form, perhaps at a thing."""
        text = self.random.choice(bank("doings")) if self.random.random() < 0.45 else gerund(self.text("deed"))
        if self.random.random() < 0.4 and " at " not in text:
            text += f" at the {self.random.choice(self.tools)}"
        return text

    def aim(self, me: str) -> str:
        """Return an aim: words to say aloud, half of them a whole sentence."""
        text = self.text("aim")
        if self.random.random() < 0.5:
            return text
        lead = self.random.choice(
            ("I want to ", "I want to ", f"{me} wants to ", "I would like to ", "I hope to ", "I plan to ", "", "to ")
        )
        text = lead + text
        return text[0].upper() + text[1:] + self.random.choice((".", ".", ".", ""))

    def habits(self) -> list[tuple[str, str]]:
        """Return up to five habits: time and activity, in order of time."""
        count = self.random.choice((0, 1, 2, 2, 3, 3, 4, 4, 5))
        return sorted((clock(self.random, 6, 22), self.text("habit")) for _ in range(count))

    def identity(self, job: str) -> str:
        """Return one paragraph about somebody; `fixed` says who, where and of which town."""
        self.fixed |= {"They": self.random.choice(("She", "He")), "a_job": _with_article(job)}
        text = self.text("identity_first")
        for _ in range(self.random.randint(0, 4)):
            more = self.text("identity_more")
            if len(text) + len(more) < LONGEST_IDENTITY:
                text += " " + more
        return text

    def summary(self) -> str:
        """Return the agent's own words about itself of late."""
        return ". ".join(self.text("summary") for _ in range(self.random.randint(1, 3))) + "."

    def memory(self) -> tuple[str, str]:
        """Return a memory's text and kind."""
        kinds = (
            ("seen", 30),
            ("did", 42),
            ("told", 70),
            ("agreed", 79),
            ("plan", 83),
            ("feeling", 86),
            ("conclusion", 91),
            ("known", 95),
            ("opinion", 97),
        )
        drawn = self.random.random() * 100
        section = next((kind for kind, share in kinds if drawn < share), "piece")
        if section == "plan":
            lines = "; ".join(f"{time} {activity}" for time, activity in self.habits()) or "08:00 work"
            return f"My plan for {self.random.choice(WEEKDAYS)}: {lines}", "plan"
        kind = {"told": "talk", "agreed": "promise", "feeling": "thought", "conclusion": "thought", "opinion": "known", "piece": "known"}
        return (self.piece() if section == "piece" else self.text(section)), kind.get(section, section)
