"""What made-up people are to one another, known to both sides, and the sentences that tell of it."""

from random import Random

import msgspec
from msgspec import Struct

from sandbox_app.town.model import CastMember, Tie, Town
from sandbox_app.town.population.bank import bank
from sandbox_app.town.population.temper import compatibility

_MOST_KNOWN = 4
_CANDIDATES = 12
"""Among so many others somebody's friends are sought: those who fit best."""

_WORDS = {
    "spouse": {"she": "wife", "he": "husband", "they": "partner"},
    "parent": {"she": "mother", "he": "father", "they": "parent"},
    "child": {"she": "daughter", "he": "son", "they": "child"},
    "sibling": {"she": "sister", "he": "brother", "they": "sibling"},
}


class Household(Struct, frozen=True):
    """Who lives together: `kind` is "alone", "couple", "parent", "family" or "shared"; the first `grown` are no children."""

    kind: str
    grown: int
    members: tuple[int, ...]

    def shifted(self, by: int) -> "Household":
        """Return the household with its members' numbers moved on."""
        return Household(self.kind, self.grown, tuple(member + by for member in self.members))


class _Web:
    """Ties being made: each is set on both sides at once, and the first one between two people stays."""

    def __init__(self, cast: list[CastMember]) -> None:
        self.cast = cast
        self.ties: list[dict[int, Tie]] = [{} for _ in cast]
        self.known: list[list[str]] = [[] for _ in cast]

    def tie(self, one: int, other: int, to_one: str, to_other: str, closeness: int, random: Random) -> bool:
        """Let `other` be `to_one` to one, and one be `to_other` to the other; False when they are something already."""
        if one == other or other in self.ties[one]:
            return False
        for at, whom, relation in ((one, other, to_one), (other, one, to_other)):
            close = max(-10, min(10, closeness + random.randint(-1, 1)))
            self.ties[at][whom] = Tie(self.cast[whom].short, relation, close)
        return True

    def remember(self, one: int, other: int, story: tuple[str, str]) -> None:
        """Let both remember the same story, each from their own side."""
        for at, whom, text in ((one, other, story[0]), (other, one, story[1])):
            if len(self.known[at]) < _MOST_KNOWN:
                self.known[at].append(text.replace("{other}", self.cast[whom].short))


def bind(
    cast: list[CastMember], households: list[Household], town: Town, random: Random, *, friends: int, feuds: int
) -> tuple[CastMember, ...]:
    """Return the people with their ties, what they know of each other, and a few sentences on who they are."""
    web = _Web(cast)
    for household in households:
        _family(web, household, random)
    quarrels = _feuds(web, households, feuds, random)
    _colleagues(web, random)
    _friends(web, friends, random)
    for number, household in enumerate(households):
        after = households[(number + 1) % len(households)]
        web.tie(household.members[0], after.members[0], "neighbour", "neighbour", random.randint(0, 4), random)
    lives_with = {member: household for household in households for member in household.members}
    return tuple(
        msgspec.structs.replace(
            member,
            identity=_identity(web, at, lives_with[at], town),
            ties=tuple(web.ties[at].values()),
            knows=tuple(dict.fromkeys((*quarrels.get(at, ()), *web.known[at])))[:_MOST_KNOWN],
        )
        for at, member in enumerate(cast)
    )


def _family(web: _Web, household: Household, random: Random) -> None:
    members, grown = household.members, household.grown
    if household.kind == "shared":
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                web.tie(one, other, "flatmate", "flatmate", random.randint(1, 5), random)
        return
    parents, children = members[:grown], members[grown:]
    if len(parents) == 2:
        words = [_WORDS["spouse"][web.cast[at].pronouns] for at in parents]
        web.tie(parents[0], parents[1], words[1], words[0], random.randint(6, 9), random)
    for child in children:
        for parent in parents:
            web.tie(child, parent, _word("parent", web, parent), _word("child", web, child), random.randint(6, 9), random)
        for other in children:
            web.tie(child, other, _word("sibling", web, other), _word("sibling", web, child), random.randint(3, 8), random)


def _word(kind: str, web: _Web, at: int) -> str:
    return _WORDS[kind][web.cast[at].pronouns]


def _feuds(web: _Web, households: list[Household], wanted: int, random: Random) -> dict[int, list[str]]:
    """Set pairs of households against each other; return what each member knows of it."""
    told: dict[int, list[str]] = {}
    order = random.sample(households, len(households))
    for first, second in list(zip(order[::2], order[1::2], strict=False))[:wanted]:
        story = random.choice(bank("stories")["feud"])
        for mine, theirs in ((first, second), (second, first)):
            for at in mine.members:
                told.setdefault(at, []).append(story.replace("{theirs}", f"{web.cast[theirs.members[0]].short}'s people"))
        for one in first.members:
            for other in second.members:
                web.tie(one, other, "rival", "rival", random.randint(-7, -4), random)
    return told


def _colleagues(web: _Web, random: Random) -> None:
    at_work: dict[str, list[int]] = {}
    for at, member in enumerate(web.cast):
        if member.workplace:
            at_work.setdefault(member.workplace, []).append(at)
    for workers in at_work.values():
        grown = [at for at in workers if web.cast[at].job != "pupil"]
        for at in workers[:20]:
            pupil = web.cast[at].job == "pupil"
            for other in grown[:4]:
                if pupil:
                    web.tie(at, other, "teacher", "pupil", random.randint(0, 5), random)
                else:
                    web.tie(at, other, "colleague", "colleague", random.randint(0, 5), random)


def _friends(web: _Web, wanted: int, random: Random) -> None:
    for at, member in enumerate(web.cast):
        others = random.sample(range(len(web.cast)), min(_CANDIDATES, len(web.cast)))
        fit = {other: compatibility(member, web.cast[other]) for other in others if other != at}
        friends = sum(tie.relation == "friend" for tie in web.ties[at].values())
        for other in sorted(fit, key=lambda one: -fit[one])[: max(0, wanted - friends)]:
            closeness = round(10 * fit[other]) - 1
            if web.tie(at, other, "friend", "friend", closeness, random):
                web.remember(at, other, tuple(random.choice(bank("stories")["friend"])))


def _identity(web: _Web, at: int, household: Household, town: Town) -> str:
    """Return a few sentences: work, with whom the person lives, and what matters to them."""
    member = web.cast[at]
    place = f" at {member.workplace}" if member.workplace else ""
    job = f"goes to school{place}" if member.job == "pupil" else f"is a {member.job}{place}"
    if member.job[:1] in "aeio" and job.startswith("is a "):
        job = job.replace("is a ", "is an ", 1)
    lines = [f"{member.short} {job} in {town.title}."]
    others = [f"{web.ties[at][other].relation} {web.cast[other].short}" for other in household.members if other in web.ties[at]]
    if others:
        told = others[0] if len(others) == 1 else ", ".join(others[:-1]) + " and " + others[-1]
        lines.append(f"At {member.home}, {member.short} lives with {told}.")
    else:
        lines.append(f"{member.short} lives alone at {member.home}.")
    if member.values:
        lines.append(f"What counts for {member.short} is {' and '.join(member.values)}.")
    return " ".join(lines)
