"""Facts of the thoughts that come now and then: what to believe of somebody, what would come of an option, what a period leaves,
and free actions with their judging."""

from random import Random

from demo_model.lives import Life, Teacher
from demo_model.words import bank
from sandbox_app.llm import facts as f
from sandbox_app.llm.answers import Attempt
from sandbox_app.llm.scripted.judging import item_of

_NOTHING = f.ThingOption("", "", "")
_MOST_SEEN = 4


def _about(life: Life, who: str, held: tuple[f.Belief, ...]) -> str:
    """Return a memory that has to do with somebody: what they told, were told, did, or what others say of them."""
    random, scene = life.random, life.scene
    scene.fixed["other"] = who
    known = [belief.text for belief in held if belief.kind == "knows"]
    draw = random.random()
    if draw < 0.3:
        text = f"{who} told me: {random.choice(known) + '.' if known and random.random() < 0.35 else scene.piece()}"
    elif draw < 0.45:
        text = f"I told {who}: {random.choice(known) + '.' if known and random.random() < 0.35 else scene.piece()}"
    elif draw < 0.55:
        text = scene.fill(f"{who} told me: {who} wants to {{goals}}.")
    elif draw < 0.67:
        teller = random.choice(life.others)
        text = scene.fill(f"{teller} told me: {who} {random.choice(('is {state_of_one}', 'wants to {goals}', 'knows {thing}'))}.")
    elif draw < 0.75:
        text = scene.fill(f"{who} promised me to come to {{event}}.")
    elif draw < 0.8:
        wanted = next((belief.text for belief in held if belief.kind == "wants"), "")
        text = f"{who} does not want to {wanted}." if wanted else scene.fill(f"{who} cannot come to {{event}}.")
    elif draw < 0.85:
        text = scene.fill(f"{who} and I quarrelled at {{where}}.")
    elif draw < 0.89:
        text = f"{who} promised to support me."
    else:
        text = scene.fill(f"{who} is {{doing}} in {{where}}")
    del scene.fixed["other"]
    return text


def seen_of(life: Life, who: str, held: tuple[f.Belief, ...]) -> tuple[str, ...]:
    """Return what was seen and heard of somebody of late."""
    return tuple(_about(life, who, held) for _ in range(life.random.choice((1, 1, 1, 2, 2, _MOST_SEEN))))


def belief_update(life: Life, _: Teacher) -> f.AnyFacts:
    """What to believe of somebody after something was seen or heard."""
    who = life.random.choice(life.others)
    person = life.person(who)
    held = (f.Belief("is", person.relation, True), *life.beliefs((who,), 5))
    seen = seen_of(life, who, held)
    return f.BeliefUpdate(town=life.town.name, me=life.me, now=life.now(), person=person, beliefs=held, seen=seen)


def foresee(life: Life, _: Teacher) -> f.AnyFacts:
    """What would come of talking to somebody, and of going on."""
    random = life.random
    who = random.choice(life.others)
    held = life.beliefs((who,), 4)
    known = [belief.text for belief in held if belief.kind == "knows"]
    life.scene.fixed["other"] = who
    draw = random.random()
    if draw < 0.45:
        why = f"I want to tell {who}: {random.choice(known) if known and random.random() < 0.4 else life.scene.piece()}"
    elif draw < 0.7:
        why = life.scene.text("goal")
    else:
        why = random.choice((f"I have not seen {who} for long.", f"There is {who}! I have to say hello.", f"I like to talk with {who}."))
    del life.scene.fixed["other"]
    options = (f"talk to {who}: {why[:100]}", "go on with what I am doing")
    return f.Foresee(
        town=life.town.name,
        me=life.me,
        now=life.now(),
        person=life.person(who),
        beliefs=held,
        options=options,
        memories=life.memories(0, 6),
    )


def summarise_period(life: Life, _: Teacher) -> f.AnyFacts:
    """What a day, a week or a life leaves."""
    random = life.random
    life.day = max(life.day, 2)
    period = random.choice((f"day {life.day - 1}", f"day {life.day - 1}", f"days 1 to {life.day - 1}", "your life until now"))
    memories = life.memories(4, 16)
    return f.SummarisePeriod(town=life.town.name, me=life.me, now=life.now(), period=period, memories=memories)


def _things(life: Life, most: int) -> list[f.ThingOption]:
    site = life.random.choice(life.town.sites)
    things = [f.ThingOption(thing.name, thing.use, "") for thing in site.things]
    things += [life.thing(("",)) for _ in range(3)]
    once = {thing.name: thing for thing in life.random.sample(things, len(things))}
    return list(once.values())[: life.random.randint(1, most)]


def wish(life: Life, things: list[f.ThingOption], people: list[str]) -> str:
    """Return something to try, possible or not, mostly with what and who is here."""
    random, scene = life.random, life.scene
    thing = random.choice(things)
    scene.fixed |= {"tried": thing.name if random.random() < 0.8 else random.choice(bank("nouns")), "it_use": thing.use}
    scene.fixed["friend"] = random.choice(people) if people and random.random() < 0.85 else random.choice(life.others)
    drawn = scene.text("wish_thing" if random.random() < 0.6 else "wish_person" if random.random() < 0.5 else "wish_body")
    return random.choice(("", "", "I want to ", "I will ", "I would like to ", "you should ")) + drawn


def attempt(life: Life, _: Teacher) -> f.AnyFacts:
    """What of a wish is tried with which thing and to whom."""
    things = _things(life, 10)
    people = life.random.sample(life.others, min(len(life.others), life.random.randint(0, 3)))
    tried = wish(life, things, people)
    return f.Attempt(town=life.town.name, me=life.me, now=life.now(), wish=tried, things=(_NOTHING, *things), people=("", *people))


def _effects(random: Random, me: str, thing: str, states: list[str], state: str, person: str, carried: tuple[str, ...]) -> tuple[str, ...]:
    """Return what may follow, in the words of the simulation."""
    found = ["nothing else changes"]
    if thing:
        found += [f"the {thing} becomes {other}" for other in (*states, "broken") if other != state]
        found.append(f"{me} steps up to the {thing}")
        item = item_of(thing)
        if item and random.random() < 0.9:
            found.append(f"{me} takes {item}")
    if person:
        found += [f"{person} is pleased", f"{person} is hurt"]
    for item in carried:
        if person:
            found.append(f"{me} gives {item} to {person}")
        found.append(f"{me} puts down {item}")
    return tuple(found[:16])


def judge(life: Life, teacher: Teacher) -> f.AnyFacts:
    """Whether something tried is possible, and what follows."""
    random, scene = life.random, life.scene
    tried = attempt(life, teacher)
    assert isinstance(tried, f.Attempt)
    answer = teacher(tried, random.getrandbits(32))
    assert isinstance(answer, Attempt)
    thing = tried.things[answer.thing - 1]
    person = tried.people[answer.person - 1]
    states = random.choice(([], ["in order"], ["off", "on"], ["off", "lit"], ["cold", "hot"], ["closed", "open"])) if thing.name else []
    state = random.choice((*states, *states, "broken")) if states else ""
    items = ("a book", "flowers", "a loaf of bread", "a glass of water", "apples", "honey", "a letter", "a coat")
    carried = tuple(random.sample(items, random.choice((0, 0, 0, 1, 2))))
    rules = [scene.text("house_rule") for _ in range(random.choice((0, 0, 0, 1, 2)))]
    if random.random() < 0.12:
        rules.append(f"Nobody may {answer.text}.")
    effects = _effects(random, life.me.name, thing.name, states, state, person, carried)
    return f.Judge(
        town=life.town.name,
        me=life.me,
        now=tried.now,
        attempt=answer.text,
        thing=f.ThingOption(thing.name, "", ""),
        uses=tuple(thing.use.split(", ")) if thing.use else (),
        state=state,
        person=person,
        carried=carried,
        rules=tuple(rules),
        effects=effects,
    )
