"""Talks between two agents of a generated town, led by the teacher on both sides, with odd remarks of visitors put in."""

from demo_model.lives import Life, Teacher
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f

MOST_LINES = 8
"""Latest lines of a talk that a prompt shows."""


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


def _remark(life: Life) -> str:
    """Return something a visitor or another mind might say."""
    draw = life.random.random()
    if draw < 0.35:
        return life.scene.piece()
    if draw < 0.42:
        return life.scene.fill("{salad}").capitalize() + life.random.choice((".", "?", "!"))
    return life.scene.text("visitor")


def talk(life: Life, teacher: Teacher) -> tuple[list[f.Say], tuple[f.Line, ...]]:
    """Return the facts of every line that the teacher said in a talk of this agent, and all the lines."""
    random = life.random
    partner = random.choice(life.others)
    sides = (life, life.of(partner))
    names = (life.me.name, partner)
    place = random.choice(life.sites)
    moments = [side.now(place, "talking" if random.random() < 0.8 else "") for side in sides]
    known = [side.memories(0, 6) for side in sides]
    goals = [_goal(life, partner), f"answer {life.me.name}" if random.random() < 0.7 else _goal(sides[1], life.me.name)]
    if random.random() < 0.45:
        goals[0] = _why(life, partner, moments[0], known[0], teacher)
    left = [random.randint(1, 8)] * 2
    lines: list[f.Line] = []
    found: list[f.Say] = []
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
            lines=tuple(lines[-MOST_LINES:]),
            left=left[side],
            memories=known[side],
        )
        left[side] -= 1
        if random.random() < 0.12:
            lines.append(f.Line(names[side], _remark(sides[side])))
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
    found, lines = talk(life, teacher)
    partner = next(line.speaker for line in (*lines, *(f.Line(who, "") for who in life.others)) if line.speaker != life.me.name)
    people = [life.person(partner)]
    if random.random() < 0.2:
        people += [life.person(who) for who in random.sample(life.others, 1) if who != partner]
    if random.random() < 0.3:
        random.shuffle(people)
    named = tuple(site for site in life.sites if any(site in line.text for line in lines))
    places = tuple(dict.fromkeys([*named, *life.places()]))[:16]
    if random.random() < 0.15:
        places = tuple(random.sample(places, len(places)))
    now = life.now(found[0].now.place if found else "")
    return f.AfterTalk(town=life.town.name, me=life.me, now=now, people=tuple(people), lines=lines[-MOST_LINES:], places=places)
