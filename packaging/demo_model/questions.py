"""Questions that visitors ask: in an interview, or as lines of a talk; some about what is remembered, some about what is not."""

from random import Random

from demo_model.lives import Life, Teacher
from demo_model.nearness import by_words, nearest
from demo_model.words import name
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.words import stems

_IDLE = frozenset("the a an and or of at in on to is are was were it that this i you he she they with for me my told said day".split())


def topic_of(text: str, random: Random) -> str:
    """Return two to four words in a row out of a memory, to ask about it: "the rusty piano"; "" when it has none that say anything."""
    words = [word.strip(".,:;!?") for word in text.split(": ", 1)[-1].split()]
    starts = [at for at, word in enumerate(words) if word.lower() not in _IDLE and word.isalpha() and word.islower() and stems(word)]
    if not starts:
        return ""
    at = random.choice(starts)
    found = words[at : at + random.choice((1, 2, 2, 3))]
    while found and (found[-1] in _IDLE or not found[-1].islower()):
        found.pop()
    topic = " ".join(found)
    return topic if random.random() < 0.4 else f"the {topic}"


def question(life: Life, memories: tuple[f.Memory, ...]) -> str:
    """Return a question or remark to this agent; of those about memories, most find one."""
    random, scene = life.random, life.scene
    scene.fixed |= {"me": life.me.name, "town": life.town.name}
    draw = random.random()
    told = [memory for memory in memories if memory.kind in ("talk", "promise", "known", "thought")] or list(memories)
    if draw < 0.24:
        return scene.text(random.choice(("q_self", "q_self", "q_self", "q_mood", "q_manners")))
    if draw < 0.33:
        return scene.text("q_plans")
    if draw < 0.38:
        return scene.text("q_react")
    if draw < 0.46:
        return scene.text("q_reflect")
    if draw < 0.66:
        mentioned = [who for who in life.others if any(who in memory.text for memory in told)]
        unknown = [who for who in life.others if who not in mentioned] + [name(random)]
        chosen = random.choice(mentioned) if mentioned and random.random() < 0.68 else random.choice(unknown)
        return scene.text("q_who") if not chosen else _with(life, "who", chosen, "q_who")
    if draw < 0.90:
        topic = topic_of(random.choice(told).text, random) if told and random.random() < 0.72 else ""
        return _with(life, "topic", topic or scene.fill(random.choice(("{thing}", "the {events}", "the {nouns}", "{where}"))), "q_topic")
    return scene.text("q_news" if draw < 0.94 else "q_world")


def _with(life: Life, slot: str, value: str, section: str) -> str:
    life.scene.fixed[slot] = value
    said = life.scene.text(section)
    del life.scene.fixed[slot]
    return said


def interview(life: Life, _: Teacher) -> f.AnyFacts:
    """A question from outside the town, with what was found in memory for it."""
    memories = life.memories(0, 8)
    asked, now = question(life, memories), life.now()
    offered = nearest(memories, asked, by_words(life.random))
    return f.Interview(town=life.town.name, me=life.me, now=now, question=asked, memories=offered)
