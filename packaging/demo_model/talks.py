"""Talks between two agents of a generated town, led by the teacher on both sides, with odd remarks of visitors put in."""

from msgspec.structs import replace

from demo_model.lives import Life, Teacher
from demo_model.nearness import RECALLED, by_words, nearest
from demo_model.questions import question
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f

MOST_LINES = 10
"""Latest lines of a talk that a prompt shows; when there are more, the oldest go by the half."""


def shown(lines: list[f.Line]) -> tuple[f.Line, ...]:
    """Return the lines that a prompt shows."""
    half = MOST_LINES // 2
    return tuple(lines[-(-max(0, len(lines) - MOST_LINES) // half) * half :])


def _goal(life: Life, partner: str) -> str:
    life.scene.fixed["other"] = partner
    goal = life.scene.text("goal")
    del life.scene.fixed["other"]
    return life.me.aim if life.me.aim and life.random.random() < 0.05 else goal


def _why(life: Life, partner: str, now: f.Now, memories: tuple[f.Memory, ...], teacher: Teacher) -> str:
    """Return the reason to talk that the agent itself gave when it noticed the partner."""
    facts = f.React(
        town=life.town.name,
        me=life.me,
        now=now,
        perceived=f"{partner} is {life.scene.doing()} in {now.place}",
        people=(life.person(partner),),
        options=(f.ReactOption("go_on", ""), f.ReactOption("talk", partner), f.ReactOption("other", "")),
        memories=memories,
    )
    answer = teacher(facts, life.random.getrandbits(32))
    assert isinstance(answer, a.React)
    return answer.why


def _remark(life: Life, other: Life, known: tuple[f.Memory, ...]) -> str:
    """Return something a visitor or another mind might say: mostly a question to the other, who knows these memories or not."""
    draw = life.random.random()
    if draw < 0.6:
        return question(other, known)
    if draw < 0.75:
        return life.scene.piece()
    if draw < 0.8:
        return life.scene.fill("{salad}").capitalize() + life.random.choice((".", "?", "!"))
    return life.scene.text("visitor")


def _invited(life: Life) -> None:
    """Give the agent something to invite others to, so that talks agree on something."""
    aim = life.scene.fill("{hold} {event} at {where} {sometime}{invitation}")
    life.me = replace(life.me, aim=life.random.choice((aim, f"I want to {aim}.")))


def talk(life: Life, teacher: Teacher, *, inviting: float = 0.15) -> tuple[list[f.Say], tuple[f.Line, ...]]:
    """Return the facts of every line that the teacher said in a talk of this agent, and all the lines.

    Args:
        inviting: in what share of the talks one of the two has something to invite to.
    """
    random = life.random
    partner = random.choice(life.others)
    sides = (life, life.of(partner))
    if random.random() < inviting:
        _invited(random.choice(sides))
    names = (life.me.name, partner)
    place = random.choice(life.sites)
    moments = [side.now(place, "talking" if random.random() < 0.15 else "") for side in sides]
    known = [side.memories(0, 6) for side in sides]
    believed = [side.beliefs((names[1 - number],), 2) for number, side in enumerate(sides)]
    goals = [_goal(life, partner), f"answer {life.me.name}" if random.random() < 0.7 else _goal(sides[1], life.me.name)]
    if random.random() < 0.45:
        goals[0] = _why(life, partner, moments[0], known[0], teacher)
    left = [random.randint(1, 8)] * 2
    lines: list[f.Line] = []
    found: list[f.Say] = []
    near = by_words(random)
    held = [(*known[number], *(side.memories(0, 3) if random.random() < 0.6 else ())) for number, side in enumerate(sides)]
    for turn in range(random.choice((2, 4, 4, 6, 6, 8, 12))):
        side = turn % 2
        if left[side] < 1:
            break
        facts = f.Say(
            town=life.town.name,
            me=sides[side].me,
            now=moments[side],
            people=(sides[side].person(names[1 - side]),),
            goal=goals[side],
            lines=shown(lines),
            left=left[side],
            memories=known[side],
            beliefs=believed[side],
            recalled=nearest(held[side], lines[-1].text, near, RECALLED) if lines else (),
        )
        left[side] -= 1
        if random.random() < 0.12:
            lines.append(f.Line(names[side], _remark(sides[side], sides[1 - side], held[1 - side])))
            continue
        found.append(facts)
        answer = teacher(facts, random.getrandbits(32))
        assert isinstance(answer, a.Say)
        lines.append(f.Line(names[side], answer.text))
        if answer.end and random.random() < 0.9:
            break
    return found, tuple(lines)


def after_talk(life: Life, teacher: Teacher) -> f.AfterTalk:
    """Return the facts for what is kept of a talk."""
    random = life.random
    found, lines = talk(life, teacher, inviting=0.5)
    partner = next(line.speaker for line in (*lines, *(f.Line(who, "") for who in life.others)) if line.speaker != life.me.name)
    people = [life.person(partner)]
    if random.random() < 0.2:
        people += [life.person(who) for who in random.sample(life.others, 1) if who != partner]
    if random.random() < 0.3:
        random.shuffle(people)
    mine = next((facts for facts in found if facts.me.name == life.me.name), None)
    held = mine if mine and random.random() < 0.8 else None
    now = mine.now if mine else life.now(found[0].now.place if found else "")
    named = [site for site in life.sites if any(site in line.text for line in lines)]
    others = random.sample(life.sites, min(len(life.sites), random.choice((0, 0, 0, 1, 3))))
    return f.AfterTalk(
        town=life.town.name,
        me=life.me,
        now=now,
        people=tuple(people),
        lines=shown(list(lines)),
        places=tuple(dict.fromkeys([*named, *others, now.place, life.me.home]))[:16],
        goal=held.goal if held else "",
        memories=held.memories if held else (),
        beliefs=held.beliefs if held else (),
    )
