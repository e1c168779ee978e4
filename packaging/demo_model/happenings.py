"""Texts of a generated life: identities, habits, aims, happenings, news, promises and what is remembered of them.

Half of all news is put together from words that do not belong together, so that telling it on can only be done by copying.
"""

from functools import cache
from random import Random

from demo_model.words import bank, invented, name, surname
from sandbox_app.mind.words import gerund

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def jobs_of() -> dict[str, tuple[str, ...]]:
    """Return the jobs of each kind of site."""
    return {kind: tuple(jobs.split("/")) for kind, jobs in (line.split("|") for line in bank("jobs_of"))}


def clock(random: Random, first: int = 6, last: int = 22) -> str:
    """Return a time of day, mostly a round one."""
    minute = random.choice((0, 0, 0, 0, 30, 30, 30, 15, 45, random.randrange(60)))
    return f"{random.randint(first, last):02d}:{minute:02d}"


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
        return random.choice(("two", "three", "five", "seven", "twelve", "forty", "90", str(random.randint(2, 999)))) + " " + " ".join(words) + "s"
    return ("an " if words[0][0] in "aeiou" else "a ") + " ".join(words)


def salad(random: Random) -> str:
    """Return words in no order that makes sense, 3 to 10 of them."""
    kinds = ("nouns", "adjectives", "verbs_now", "verbs_past", "foods", "traits", "hobbies")
    words = [random.choice(bank(random.choice(kinds))) if random.random() < 0.8 else invented(random, 1, 3) for _ in range(random.randint(3, 8))]
    if random.random() < 0.2:
        words.insert(random.randrange(len(words)), str(random.randint(2, 3000)))
    return " ".join(words)


def event(random: Random) -> str:
    """Return an event with an article: "a harvest supper", "the third poetry reading"."""
    what = random.choice(bank("events"))
    if random.random() < 0.4:
        what = random.choice(bank("adjectives") + ("Valentine's", "winter", "summer", "spring", "autumn", "New Year's", "midsummer", invented(random).capitalize())) + " " + what
    draw = random.random()
    if draw < 0.75:
        return ("an " if what[0] in "aeiouAEIOU" else "a ") + what
    return ("the " if draw < 0.9 else "my ") + what


def place_in(random: Random, places: list[str]) -> str:
    """Return one of the places, sometimes with an article."""
    place = random.choice(places)
    return f"the {place}" if random.random() < 0.1 and not place.startswith("The ") else place


def when(random: Random) -> str:
    """Return a day and time, as people say them: "on Saturday at 17:00"."""
    day = random.choice((*("on " + weekday for weekday in WEEKDAYS), "today", "today", "tomorrow", "tomorrow", "tonight", f"on day {random.randint(1, 9)}", f"on day {random.randint(1, 4)}"))
    return f"{day} at {clock(random, 8, 21)}" if random.random() < 0.85 else f"at {clock(random, 8, 21)} {day}"


def news(random: Random, people: list[str], places: list[str]) -> str:
    """Return a sentence of news, without the first person."""
    who = random.choice(people) if people and random.random() < 0.75 else random.choice(("somebody", "a stranger", "the " + random.choice(bank("nouns")), name(random) + " " + surname(random)))
    other = random.choice(people) if people else "a stranger"
    where = place_in(random, places)
    draw = random.random()
    if draw < 0.22:
        verb = random.choice(("is giving", "gives", "is having", "is holding", "invites everybody to", "plans"))
        text = f"{who} {verb} {event(random)} at {where} {when(random)}"
    elif draw < 0.30:
        text = f"there is {event(random)} at {where} {when(random)}"
    elif draw < 0.36:
        text = f"{who} is running for {random.choice(('mayor', 'mayor', 'the council', 'president of the ' + random.choice(bank('hobbies')) + ' club'))}"
    elif draw < 0.50:
        text = f"{who} {random.choice(bank('verbs_past'))} {thing(random)} {random.choice((random.choice(bank('wheres')), 'at ' + where, 'in ' + where, random.choice(bank('whens')), 'with ' + other))}"
    elif draw < 0.60:
        text = f"{thing(random)} {random.choice(bank('verbs_now'))} {random.choice((random.choice(bank('wheres')), random.choice(bank('whens')), 'at ' + where))}"
    elif draw < 0.68:
        text = random.choice((
            f"{who} and {other} are {random.choice(('engaged', 'no longer friends', 'in love', 'getting married', 'moving away', 'looking for ' + thing(random)))}",
            f"{who} is {random.choice(('ill', 'leaving town', 'in love with ' + other, 'afraid of ' + thing(random), 'looking for ' + thing(random), 'writing about ' + thing(random)))}",
            f"{where} will {random.choice(('close', 'open earlier', 'be painted ' + random.choice(bank('adjectives')), 'close for ' + str(random.randint(2, 30)) + ' days', 'get ' + thing(random)))}",
            f"{who} won {thing(random)} in the {random.choice(bank('events'))}",
            f"the price of {random.choice(bank('foods'))} {random.choice(('went up', 'fell', 'doubled'))}",
        ))
    elif draw < 0.78:
        text = f"{who} wants to {random.choice(bank('goals'))}"
    else:
        text = f"{random.choice((who, thing(random), 'the ' + random.choice(bank('nouns'))))} {salad(random)}"
    text = text[0].upper() + text[1:] + random.choice((".", ".", ".", ".", "!", ""))
    return text if len(text) < 118 else text[:110].rsplit(" ", 1)[0] + "."


def aim(random: Random, me: str, people: list[str], places: list[str]) -> str:
    """Return an aim: one sentence in words to say aloud."""
    draw = random.random()
    where = place_in(random, places)
    if draw < 0.3:
        text = f"{random.choice(('give', 'hold', 'have'))} {event(random)} at {where} {when(random)}"
        if random.random() < 0.5:
            text += random.choice((" and invite everybody", ", and invite everyone I meet", " and tell all my friends"))
    elif draw < 0.4:
        text = random.choice(("run for mayor", "be elected to the council", "run for mayor of the town", "win the election for mayor and make the streets safe"))
    elif draw < 0.5 and people:
        text = random.choice(("make friends with ", "find out more about ", "apologise to ", "spend time with ", "win the heart of ", "learn from ")) + random.choice(people)
    elif draw < 0.6:
        text = f"{random.choice(('find', 'buy', 'sell', 'repair', 'build', 'photograph', 'understand'))} {thing(random)}"
    else:
        text = random.choice(bank("goals"))
    lead = random.choice(("I want to ", "I want to ", f"{me} wants to ", "I would like to ", "I hope to ", "I plan to ", "", "to ", f"{me} is going to ", "I am going to ", "wants to "))
    if random.random() < 0.5:
        return text
    text = lead + text
    return text[0].upper() + text[1:] + random.choice((".", ".", ".", ""))


def habits(random: Random) -> list[tuple[str, str]]:
    """Return up to five habits: time and activity, in order of time."""
    count = random.choice((0, 1, 2, 2, 3, 3, 4, 4, 5))
    rows = []
    for _ in range(count):
        draw = random.random()
        if draw < 0.2:
            activity = random.choice(("eat ", "have ", "cook ", "bake ", "buy ")) + random.choice(bank("foods"))
        elif draw < 0.4:
            activity = deed(random)
        elif draw < 0.55:
            activity = "practise " + random.choice(bank("hobbies")) if random.random() < 0.3 else random.choice(bank("hobbies"))
        elif draw < 0.75:
            activity = plain_form(random.choice(bank("doings")))
        else:
            activity = random.choice(("take a walk", "meet friends", "read the paper", "feed the ducks", "have a drink", "have coffee", "swim", "look at the stars", "play cards with neighbours", "write a diary", "listen to music", "buy fresh bread", "chat with the neighbours", "sit by the water", "play chess", "visit mother"))
        rows.append((clock(random, 6, 22), activity))
    return sorted(rows)


_PLAIN = {
    "writing": "write", "taking": "take", "serving": "serve", "practising": "practise", "wiping": "wipe", "kneading": "knead", "having": "have",
    "examining": "examine", "getting": "get", "making": "make", "baking": "bake", "planning": "plan", "chatting": "chat", "tidying": "tidy",
    "setting": "set", "chopping": "chop", "planing": "plane", "repairing": "repair", "sewing": "sew", "oiling": "oil", "stacking": "stack",
}  # fmt: skip


def plain_form(doing: str) -> str:
    """Return "read the paper" for "reading the paper"."""
    verb, space, rest = doing.partition(" ")
    return _PLAIN.get(verb, verb.removesuffix("ing")) + space + rest


def identity(random: Random, me: str, job: str, people: list[str], home: str, work: str, town: str) -> str:
    """Return one paragraph about somebody, at most 320 characters."""
    they = random.choice(("She", "He"))
    other = random.choice(people) if people else "nobody"
    second = random.choice(people) if people else "nobody"
    sentences = [
        f"{me} {random.choice(('is', 'has always been', 'became'))} {'an' if job[0] in 'aeiou' else 'a'} {job}{random.choice(('', ' at ' + work if work else '', ' by chance', ' and proud of it', ' like ' + other))}.",
        f"{they} {random.choice(('lives', 'lives alone', 'shares rooms'))} {random.choice(('at', 'in'))} {home}{random.choice(('', ' with ' + other, ' with ' + thing(random)))}.",
        f"{they} {random.choice(('loves', 'likes', 'cannot stand', 'dreams of', 'collects', 'writes about', 'is known for'))} {random.choice((random.choice(bank('hobbies')), thing(random), random.choice(bank('foods'))))}.",
        f"{they} {random.choice(('trusts', 'admires', 'avoids', 'misses', 'helps', 'looks after', 'argues with', 'has known'))} {other}{random.choice(('', ' and ' + second, ' since childhood', ' a little'))}.",
        f"{they} {random.choice(('once', 'last year', 'as a child'))} {random.choice(bank('verbs_past'))} {thing(random)}.",
        f"{they} {random.choice(('wants to', 'would like to', 'hopes to', 'never managed to'))} {random.choice(bank('goals'))}.",
        f"{me} came to {town} {random.choice(('years ago', 'last spring', 'as a student', 'with ' + other, 'after the flood'))}.",
        f"{they} worries about {random.choice((other, thing(random), 'money', 'the future of ' + (work or home)))}.",
    ]
    chosen = [sentences[0], *random.sample(sentences[1:], random.randint(0, 4))]
    text = ""
    for sentence in chosen:
        if len(text) + len(sentence) < 318:
            text += (" " if text else "") + sentence
    return text


def summary(random: Random, people: list[str]) -> str:
    """Return the agent's own words about itself of late."""
    other = random.choice(people) if people else "somebody"
    parts = [
        random.choice(("I have been busy with ", "I think a lot about ", "My days are full of ")) + random.choice((thing(random), random.choice(bank("hobbies")), other, "my work")),
        random.choice(("I feel ", "I am ")) + random.choice(("calm", "happy", "worried about " + other, "tired", "curious", "a little lonely", "well")),
        random.choice(("I look forward to ", "I should talk to ", "I care about ")) + random.choice((other, event(random))),
    ]
    return ". ".join(random.sample(parts, random.randint(1, 3))) + "."


def deed(random: Random) -> str:
    """Return something one does, as plans say it: "bake bread"."""
    draw = random.random()
    if draw < 0.55:
        return random.choice(bank("deeds"))
    if draw < 0.8:
        return plain_form(random.choice(bank("doings")))
    if draw < 0.9:
        name, use = random.choice(bank("furniture")).split(":")
        return random.choice((use, use, f"{use} at the {name}"))
    return random.choice(("cook", "eat", "prepare", "have", "buy", "share")) + " " + random.choice(bank("foods"))


def doing_of(random: Random, things: tuple[str, ...] = ()) -> str:
    """Return what somebody is doing, in the -ing form, perhaps at a thing."""
    text = random.choice(bank("doings")) if random.random() < 0.45 else gerund(deed(random))
    if things and random.random() < 0.4 and " at " not in text:
        text += f" at the {random.choice(things)}"
    return text


def seen(random: Random, people: list[str], places: list[str], things: tuple[str, ...]) -> str:
    """Return something perceived: somebody's doing, coming and going, a line overheard, or a thing's state."""
    where = place_in(random, places)
    draw = random.random()
    if draw < 0.58 and people:
        tail = random.choice((f" in {where}", f" in {where}", f" at {where}", ""))
        return random.choice(people) + " is " + doing_of(random, things) + tail
    if draw < 0.66 and people:
        who = random.choice(people)
        return random.choice((f"{who} is walking to {where}", f"{who} wakes up", f"{who} falls asleep", f"{who} is asleep", f"{who} is waiting for the {random.choice(things or ('door',))}"))
    if draw < 0.70 and people:
        return f"{random.choice(people)}: {random.choice(('Good morning.', 'How are you?', 'I am well, thank you.', news(random, people, places), salad(random).capitalize() + '.'))}"
    if draw < 0.78 and len(people) > 1:
        one, two = random.sample(people, 2)
        return random.choice((f"{one} and {two} are talking", f"{one} begins to talk with {two}", f"{one} and {two} end their talk", f"{one} is talking with {two} at {where}", f"{one} and {two} are {doing_of(random)}"))
    what = random.choice(things) if things else random.choice(bank("nouns"))
    state = random.choice(bank("thing_states"))
    return random.choice((f"The {what} is {state}", f"The {what} is {state}", f"The {what} at {where} is {state}", f"the {what} in {where} is {state}"))


def promise(random: Random, what: str, where: str, day: str, time: str) -> str:
    """Return what was promised, in words."""
    return random.choice((f"to come to {what} at {where} {day} at {time}", f"to meet at {where} {day} at {time}", f"{what} at {where} on {day} at {time}", f"to be at {where} at {time} {day} for {what}"))


def conclusion(random: Random, people: list[str], places: list[str]) -> str:
    """Return something concluded earlier."""
    who = random.choice(people) if people else "somebody"
    where = place_in(random, places)
    return random.choice((
        f"Much that I notice happens at {where}", "Work gives my days their shape", f"{who} trusts me enough to tell me things", f"{who} is good company",
        f"I should spend more time with {who}", f"{where} means a lot to me", f"I am somebody who {random.choice(('listens', 'worries', 'helps', 'keeps promises', 'likes order'))}",
        f"{who} cares about {thing(random)}", f"I keep coming back to {where}", f"{who} and I see each other often", f"What matters to me is {random.choice(bank('hobbies'))}",
        f"There is more going on at {where} than I thought", f"I conclude that {who} wants to {random.choice(bank('goals'))}", f"News travels fast through {who}",
    ))  # fmt: skip


def agreed(random: Random, other: str, places: list[str], day: int) -> str:
    """Return a note on something that was promised in a talk."""
    what, on, time = event(random), day + random.choice((0, 0, 0, 1, 1, 2, 4)), clock(random, 8, 21)
    return random.choice((
        f"I promised {other}: {what} at {place_in(random, places)} on day {on} at {time}",
        f"I promised {other} to come to {what} on day {on} at {time}.",
        f"{other} promised me to come to {what}.",
        f"{other} cannot come to {what}.",
        f"I told {other} that I cannot come to {what}.",
        f"I promised {other} {promise(random, what, place_in(random, places), random.choice(('today', 'tomorrow', 'on ' + random.choice(WEEKDAYS))), time)}",
    ))  # fmt: skip


def fact(random: Random, people: list[str], places: list[str]) -> str:
    """Return something known from the start, in the first person or about somebody."""
    other = random.choice(people) if people else "my neighbour"
    where = place_in(random, places)
    return random.choice((
        f"I have {random.choice(('ordered', 'bought', 'lost', 'hidden', 'borrowed', 'promised away'))} {thing(random)} for {random.choice(('my ' + random.choice(bank('events')), other, 'the winter', where))}.",
        f"{other} still owes me {thing(random)} for {where}.",
        f"{other} lent me {thing(random)} and would like it back.",
        f"I promised {other} to {random.choice(('mend', 'paint', 'return', 'look after', 'sell'))} {thing(random)} in {where} this week.",
        f"{other} and I disagree about {thing(random)}.",
        f"My {random.choice(bank('relations'))} {other} {random.choice(('skips lunch', 'cannot sleep', 'works too much', 'forgets everything'))} when nobody {random.choice(('reminds', 'helps', 'watches'))} {random.choice(('him', 'her'))}.",
        f"{other} has been {doing_of(random)} all week and will not say why.",
        f"{other} knows {random.choice(('more than I do', 'nothing'))} about {thing(random)}.",
        f"I saw {thing(random)} {random.choice(bank('wheres'))} and told nobody.",
        f"{other} wants to {random.choice(bank('goals'))}.",
    ))  # fmt: skip


def memory(
    random: Random, people: list[str], places: list[str], things: tuple[str, ...], known: list[str], day: int = 1
) -> tuple[str, str]:
    """Return a memory's text and kind; `known` is news going round in this town, to which others refer."""
    other = random.choice(people) if people else "a stranger"
    piece = random.choice(known) if known and random.random() < 0.5 else news(random, people, places)
    draw = random.random()
    if draw < 0.30:
        return seen(random, people, places, things), "seen"
    if draw < 0.42:
        return f"I {random.choice(('am', 'am', 'am', 'was'))} {doing_of(random, things)} in {place_in(random, places)}", "did"
    if draw < 0.62:
        form = random.choice(("{} told me: {}", "{} told me: {}", "{} told me: {}", "{} told me: {}", "{} told me that {}", "{} said: {}", "{} invited me: {}"))
        return form.format(other, piece), "talk"
    if draw < 0.70:
        return random.choice(("I told {}: {}", "I told {}: {}", "I told {}: {}", "I asked {}: {}", "I invited {}: {}")).format(other, piece), "talk"
    if draw < 0.79:
        return agreed(random, other, places, day), "promise"
    if draw < 0.82:
        topic = random.choice(("this and that", "work", "the weather", "the town", "food", "plans", random.choice(bank("hobbies")), random.choice(bank("nouns"))))
        return random.choice((f"{other} and I talked about {topic}", f"I talked with {other} about {topic} at {place_in(random, places)}", f"I talked with {other} in {place_in(random, places)}", f"{other} and I quarrelled at {place_in(random, places)}.")), "talk"
    if draw < 0.85:
        lines = "; ".join(f"{time} {activity}" for time, activity in (habits(random) or [("08:00", "work")]))
        return f"My plan for {random.choice(WEEKDAYS)}: {lines}", "plan"
    if draw < 0.88:
        feeling = random.choice(bank("feelings"))
        return random.choice(("I felt ", "I feel ")) + feeling, "thought"
    if draw < 0.92:
        return conclusion(random, people, places), "thought"
    if draw < 0.96:
        return fact(random, people, places), "known"
    if draw < 0.975:
        return random.choice((f"{other} {random.choice(('likes', 'wants', 'needs', 'is proud of', 'worries about', 'talks a lot about'))} {thing(random)}", f"I {random.choice(('like', 'trust', 'admire', 'do not trust', 'care for', 'miss'))} {other}")), "known"
    return piece, "known"
