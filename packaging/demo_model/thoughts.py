"""Facts for every kind of thought, as a running simulation of a generated town would send them."""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from demo_model import happenings, inner
from demo_model.lives import Life, Teacher, shift
from demo_model.nearness import RECALLED, by_words, nearest
from demo_model.questions import interview, question
from demo_model.talks import after_talk, talk
from demo_model.towns import Town
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.words import sentences


def wake_hour(life: Life, _: Teacher) -> f.AnyFacts:
    """When to get up."""
    return f.WakeHour(town=life.town.name, me=life.me, now=life.now(), appointments=life.appointments(), yesterday=life.yesterday())


def day_plan(life: Life, _: Teacher) -> f.AnyFacts:
    """The plan of a day, made when the agent gets up."""
    life.time = life.me.wake
    if life.random.random() < 0.4:
        life.time = shift(life.time, life.random.choice((-60, -30, -15, -6, 8, 15, 30, 60, 90)))
    appointments = life.appointments(life.time)
    return f.DayPlan(
        town=life.town.name,
        me=life.me,
        now=life.now(life.me.home, "waking up"),
        places=life.places(tuple(row.place for row in appointments)),
        appointments=appointments,
        yesterday=life.yesterday(),
        memories=life.memories(0, 8),
    )


def decompose(life: Life, _: Teacher) -> f.AnyFacts:
    """An hour or less of a plan in steps, at home, at work or anywhere."""
    random = life.random
    draw = random.random()
    wanted = life.me.home if draw < 0.35 else life.me.workplace if draw < 0.65 else ""
    site = next((site for site in life.town.sites if site.name == wanted), None) or random.choice(life.town.sites)
    things = list(site.things)
    rooms = tuple(dict.fromkeys(thing.room for thing in things))
    things += [life.thing(rooms) for _ in range(random.choice((0, 0, 2, 4, 8, 12)))]
    random.shuffle(things)
    things = things[: random.choice((15, 15, random.randint(1, 15)))]
    if random.random() < 0.9:
        things.insert(0 if random.random() < 0.9 else len(things), f.ThingOption("", "", ""))
    now = life.now(site.name)
    hour = f.Decompose(
        town=life.town.name, me=life.me, now=now, item=f.PlanItem("", site.name, ""), minutes=60, next=None, things=tuple(things)
    )
    return _hour(life, hour)


def _hour(life: Life, facts: f.Decompose) -> f.Decompose:
    """Return the same place with something else to do there, and something else to do next."""
    random = life.random
    activity = life.scene.text("activity")
    named = [thing for thing in facts.things if thing.name]
    if named and random.random() < 0.3:
        thing = random.choice(named)
        activity = random.choice((thing.use, f"{thing.use} at the {thing.name}", f"use the {thing.name}"))
    after = life.plan(life.time, 1) if random.random() < 0.85 else ()
    return replace(
        facts,
        item=f.PlanItem(life.time, facts.item.place, activity),
        minutes=random.choice((60, 60, 60, 60, 60, 45, 30, 30, 20, 15, 10, 5, random.randint(3, 60))),
        next=after[0] if after else None,
    )


def _change(life: Life, appointments: tuple[f.Appointment, ...]) -> str:
    """Return what made a new plan necessary."""
    random, scene = life.random, life.scene
    draw = random.random()
    if draw < 0.4 and appointments:
        meeting = appointments[0]
        promised = f"I promised {meeting.who}: {meeting.what} at {meeting.time}"
        words = f"I have an appointment with {meeting.who} at {meeting.time} at {meeting.place}: {meeting.what}"
        return random.choice((promised, promised, scene.fill(f"I promised {meeting.who} {{promise}}"), words))
    if draw < 0.7:
        return scene.fill("{other} told me: {piece}")
    if draw < 0.85:
        return scene.text("seen")
    return scene.fill(
        random.choice(
            (
                "I want to do something else than {doing}",
                "{where} is closed",
                "the talk with {other} took longer",
                "I decided to {activity}",
                "{news}",
            )
        )
    )


def revise_plan(life: Life, _: Teacher) -> f.AnyFacts:
    """The rest of a day's plan after something changed."""
    random = life.random
    life.time = happenings.clock(random, 6, 20)
    rest = life.plan(life.time, random.randint(0, 6))
    appointments = life.appointments(life.time)
    named = (*(item.place for item in rest), *(row.place for row in appointments))
    return f.RevisePlan(
        town=life.town.name,
        me=life.me,
        now=life.now(),
        change=_change(life, appointments),
        rest=rest,
        places=life.places(named if random.random() < 0.9 else ()),
        appointments=appointments,
    )


def _noticed(life: Life, now: f.Now, near: list[str]) -> str:
    """Return what is noticed: mostly what those near are doing."""
    random = life.random
    if near and random.random() < 0.75:
        whom = near[: random.choice((1, 1, 1, 2))]
        ends = ("", f" at {now.place}", f" in {now.place}", f" in {now.place}")
        return "; ".join(f"{who} is {life.scene.doing()}{random.choice(ends)}" for who in whom)
    return life.scene.text("seen")


def react(life: Life, _: Teacher) -> f.AnyFacts:
    """Whether to go on or talk when something is noticed."""
    random = life.random
    near = random.sample(life.others, min(len(life.others), random.choice((0, 1, 1, 1, 1, 1, 2, 3))))
    now = life.now()
    perceived = _noticed(life, now, near)
    options = [f.ReactOption("go_on", "")]
    for who in near:
        options.append(f.ReactOption("talk", who))
        if random.random() < 0.3:
            options.append(f.ReactOption("wait", who))
    if random.random() < 0.9:
        options.append(f.ReactOption("other", ""))
    if random.random() < 0.08:
        random.shuffle(options)
    return f.React(
        town=life.town.name,
        me=life.me,
        now=now,
        perceived=perceived + random.choice(("", ".")),
        people=tuple(life.person(who) for who in near),
        beliefs=life.beliefs(tuple(near), 2),
        options=tuple(options),
        memories=life.memories(0, 8),
    )


def importance(life: Life, _: Teacher) -> f.AnyFacts:
    """How much new memories matter."""
    random = life.random
    texts = [life.scene.memory()[0] for _ in range(random.choice((10, random.randint(1, 10), random.randint(1, 10))))]
    if life.me.aim and random.random() < 0.3:
        texts[random.randrange(len(texts))] = life.scene.fill("{other} told me: ") + life.me.aim
    return f.Importance(town=life.town.name, me=life.me, now=life.now(), texts=tuple(dict.fromkeys(texts)))


def reflect_questions(life: Life, _: Teacher) -> f.ReflectQuestions:
    """Which questions the latest memories raise."""
    memories = life.memories(3, life.random.choice((8, 12, 20)))
    return f.ReflectQuestions(town=life.town.name, me=life.me, now=life.now(), memories=memories)


def reflect_insights(life: Life, teacher: Teacher) -> f.AnyFacts:
    """What follows from memories for a question that they raised."""
    asked = reflect_questions(life, teacher)
    questions = teacher(asked, life.random.getrandbits(32))
    assert isinstance(questions, a.Questions)
    memories = asked.memories
    if life.random.random() < 0.8:
        kept = sorted(life.random.sample(range(len(memories)), min(8, len(memories))))
        memories = tuple(memories[at] for at in kept)
    else:
        memories = life.memories(1, 8)
    question = life.random.choice(questions.lines)
    return f.ReflectInsights(town=life.town.name, me=life.me, now=asked.now, question=question, memories=memories)


def self_summary(life: Life, _: Teacher) -> f.AnyFacts:
    """Who the agent is, what occupies it, how it feels."""
    return f.SelfSummary(town=life.town.name, me=life.me, now=life.now(), memories=life.memories(0, 8))


MAKERS: dict[str, Callable[[Life, Teacher], f.AnyFacts]] = {
    made.__name__: made
    for made in (
        wake_hour,
        day_plan,
        decompose,
        revise_plan,
        react,
        importance,
        after_talk,
        reflect_questions,
        reflect_insights,
        self_summary,
        interview,
        inner.belief_update,
        inner.foresee,
        inner.summarise_period,
        inner.attempt,
        inner.judge,
    )
}


def draw(purpose: str, town: Town, random: Random, teacher: Teacher) -> list[f.AnyFacts]:
    """Return the facts of one thought of this purpose, or of every line of one talk; of some agents little is known."""
    life = Life(town, random)
    if random.random() < 0.3:
        life.me = replace(life.me, aim="")
    if random.random() < 0.6:
        habits = life.me.habits if purpose in ("day_plan", "interview") else life.me.habits[: random.choice((0, 1, 2))]
        life.me = replace(life.me, identity=sentences(life.me.identity)[0], summary="", habits=habits)
    return list(talk(life, teacher)[0]) if purpose == "say" else [MAKERS[purpose](life, teacher)]


def again(facts: f.AnyFacts, town: Town, random: Random, teacher: Teacher) -> f.AnyFacts | None:
    """Return facts whose prompt begins the same and asks something else; None where a prompt ends with what it is about."""
    life = Life(town, random).of(facts.me.name)
    life.me, life.day, life.time = facts.me, facts.now.day, facts.now.time
    match facts:
        case f.Interview():
            asked = question(life, facts.memories)
            return replace(facts, question=asked, memories=nearest(facts.memories, asked, by_words(random)))
        case f.Say():
            if not facts.lines or facts.lines[-1].speaker == facts.me.name:
                return None
            asked = question(life, (*facts.memories, *facts.recalled)) if random.random() < 0.7 else life.scene.text("visitor")
            known = tuple(dict.fromkeys((*facts.memories, *facts.recalled)))
            recalled = nearest(known, asked, by_words(random), RECALLED)
            return replace(facts, lines=(*facts.lines[:-1], f.Line(facts.lines[-1].speaker, asked)), recalled=recalled)
        case f.Decompose():
            return _hour(life, facts)
        case f.React():
            return replace(facts, perceived=_noticed(life, facts.now, [person.name for person in facts.people]))
        case f.ReflectInsights():
            raised = teacher(
                f.ReflectQuestions(town=facts.town, me=facts.me, now=facts.now, memories=facts.memories), random.getrandbits(32)
            )
            assert isinstance(raised, a.Questions)
            return replace(facts, question=random.choice(raised.lines))
        case f.BeliefUpdate():
            return replace(facts, seen=inner.seen_of(life, facts.person.name, facts.beliefs))
        case f.Attempt():
            return replace(facts, wish=inner.wish(life, list(facts.things[1:]), list(facts.people[1:])))
        case _:
            return None
