"""The 22 emotions of OCC, and which of them follow from the appraisal of an event.

Source of the rules: Ortony, Clore, Collins (1988), chapters 5 to 7; of the variables and their combination: FAtiMA (Dias,
Mascarenhas, Paiva, 2014, "affect derivation"). All variables and intensities are on FAtiMA's scale of 0 to 10.
"""

from msgspec import Struct

STRONGEST = 10.0

GOOD = frozenset(
    {"joy", "happy-for", "gloating", "hope", "satisfaction", "relief", "pride", "admiration", "gratification", "gratitude", "love"}
)
BAD = frozenset(
    {"distress", "resentment", "pity", "fear", "fears-confirmed", "disappointment", "shame", "reproach", "remorse", "anger", "hate"}
)
EMOTIONS = tuple(sorted(GOOD | BAD))
"""All 22, in alphabetical order."""


class Appraisal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an event means to an agent.

    Attributes:
        desirability: for the agent's own goals, -10..10.
        for_other: desirability for the other whom it concerns, as the agent sees it, -10..10.
        praiseworthiness: of what was done by its own standards, -10..10.
        by_self: whether the agent did it itself.
        like: how it is to the agent's taste, -10..10.
        probability: 0..1, how probable a hoped-for goal is now; None when the event is about no prospect.
        importance: 0..10, of that goal.
        confirmed: True, False: the prospect has come true, or has failed; None: it is still open.
    """

    desirability: float = 0.0
    for_other: float = 0.0
    praiseworthiness: float = 0.0
    by_self: bool = False
    like: float = 0.0
    probability: float | None = None
    importance: float = 0.0
    confirmed: bool | None = None


def emotions_of(appraisal: Appraisal) -> tuple[tuple[str, float], ...]:
    """Return the emotions that follow from an appraisal, as (name, intensity 0..10), the strongest first.

    Joy and distress follow from desirability; happy-for, resentment, gloating and pity from the fortunes of others, at the
    mean of both desirabilities; pride, shame, admiration and reproach from praiseworthiness; gratification, remorse,
    gratitude and anger stand in the place of both where an act was also desirable or not, at the mean of the two; love and
    hate from like; hope and fear from the probability p of a goal of importance i, at i p and i (1 - p); satisfaction and
    disappointment (relief and fears-confirmed, where p < 1/2) when it is settled.
    """
    found: dict[str, float] = {}
    own, act, other = appraisal.desirability, appraisal.praiseworthiness, appraisal.for_other
    if own and act and (own > 0) == (act > 0):
        kind = ("gratification", "remorse") if appraisal.by_self else ("gratitude", "anger")
        found[kind[own < 0]] = abs(own + act) / 2
    else:
        if own and not other:
            found["joy" if own > 0 else "distress"] = abs(own)
        if act:
            kind = ("pride", "shame") if appraisal.by_self else ("admiration", "reproach")
            found[kind[act < 0]] = abs(act)
    if other:
        glad = own >= 0
        name = ("happy-for" if glad else "resentment") if other > 0 else ("gloating" if own > 0 else "pity")
        found[name] = (abs(own) + abs(other)) / 2
    if appraisal.like:
        found["love" if appraisal.like > 0 else "hate"] = abs(appraisal.like)
    found |= _prospect(appraisal)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((name, min(intensity, STRONGEST)) for name, intensity in ordered if intensity > 0)


def _prospect(appraisal: Appraisal) -> dict[str, float]:
    probable, importance = appraisal.probability, appraisal.importance
    if probable is None:
        return {}
    if appraisal.confirmed is None:
        return {"hope": importance * probable, "fear": importance * (1 - probable)}
    if appraisal.confirmed:
        return {"satisfaction" if probable >= 0.5 else "relief": importance}
    return {"disappointment" if probable >= 0.5 else "fears-confirmed": importance}
