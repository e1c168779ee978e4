"""Talks that the model leads on both sides, between two agents of a town it never saw."""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from demo_model.asking import Asker, Question
from demo_model.lives import Life
from demo_model.nearness import RECALLED, Nearness, nearest
from demo_model.towns import make_town
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name
from sandbox_app.mind.talking import unlooped, unsaid

LINES = 8
"""Lines of a talk in all; the latest as many are shown, as the program does for a small context."""
_GOALS = ("say hello to {other}", "talk with {other} for a while", "find out what {other} is up to", "pass on what is new to {other}")


class _Talk(Struct):
    sides: tuple[f.Say, f.Say]
    names: tuple[Name, ...]
    lines: list[f.Line]
    over: bool = False
    lost: int = 0


def conversations(asker: Asker, near: Nearness, seed: int, count: int) -> tuple[list[list[str]], int]:
    """Return the lines of `count` talks, and how many of them broke off since a line could not be read.

    The lines are asked as the program asks them: at the form's temperature and with its grammar, and as in the program who
    would only say again what they said has no more to say.
    """
    random = Random(seed)
    talks = [_begin(random, seed + number) for number in range(count)]
    for turn in range(LINES):
        open_ = [talk for talk in talks if not talk.over]
        questions = [_next(talk, near, turn, at) for at, talk in enumerate(open_)]
        for talk, said in zip(open_, asker.ask(questions, grammar=True, greedy=False), strict=True):
            if not isinstance(said.answer, a.Say):
                talk.over, talk.lost = True, 1
                continue
            me = talk.sides[turn % 2].me.name
            text = unsaid(unlooped(said.answer.text), [line.text for line in talk.lines if line.speaker == me])
            if text:
                talk.lines.append(f.Line(me, text))
            talk.over = not text or (said.answer.end and turn > 0)
    return [[line.text for line in talk.lines] for talk in talks], sum(talk.lost for talk in talks)


def _begin(random: Random, seed: int) -> _Talk:
    life = Life(make_town(seed), random)
    partner = random.choice(life.others)
    other = life.of(partner)
    place = random.choice(life.sites)
    people = ((life, partner), (other, life.me.name))
    one, two = (
        f.Say(
            town=life.town.name, me=side.me, now=side.now(place, "talking"), people=(side.person(whom),),
            goal=random.choice(_GOALS).format(other=whom), lines=(), left=LINES // 2, memories=side.memories(2, 6),
        )
        for side, whom in people
    )  # fmt: skip
    return _Talk((one, two), life.town.names, [])


def _next(talk: _Talk, near: Nearness, turn: int, number: int) -> Question:
    side = talk.sides[turn % 2]
    recalled = nearest(side.memories, talk.lines[-1].text, near, RECALLED) if talk.lines else ()
    facts = replace(side, lines=tuple(talk.lines[-LINES:]), left=LINES // 2 - turn // 2, recalled=recalled)
    return Question(facts, talk.names, 1000 * turn + number)
