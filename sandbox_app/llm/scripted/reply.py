"""The first half of a line: what answers the line before it."""

import re
from collections.abc import Callable

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import find_day, find_time, is_past, minutes, part_of_day
from sandbox_app.llm.scripted import visits
from sandbox_app.llm.scripted.doing import doing_here
from sandbox_app.llm.scripted.events import what_of
from sandbox_app.llm.scripted.hear import hear, is_spoken_by_us
from sandbox_app.llm.scripted.news import announcement, same, tale_of, tales
from sandbox_app.llm.scripted.phrases import at_work, job_bank
from sandbox_app.llm.scripted.recall import ASKING, confirmed, firmness, retold
from sandbox_app.llm.scripted.scene import ANNOYED, CALM, CURIOUS, EXCITED, HAPPY, SAD, TIRED, WORRIED, Scene
from sandbox_app.llm.scripted.self_talk import my_day, my_habit, next_plan, remark_on
from sandbox_app.llm.scripted.weigh import tone
from sandbox_app.llm.scripted.words import ended, named, of_other, plain, stems

_TASTE = re.compile(r"(?:do you (?!know|remember|have|speak|believe|want)|don't you |is it not|isn't )", re.IGNORECASE)
"""Questions about which one can agree without knowing anything."""
_PLAINLY = 0.85
"""So near to what strangers say is a line that it is not about a memory with which it shares words."""
_OF_ONESELF = re.compile(r"(?:I|My|We|Our)\b")
"""How news begins that somebody tells of themselves: nobody has to ask who told them."""
_CURIOUS_ONE_IN = 7
"""One piece of news in so many makes one ask who told it."""
_SUPPORT_FROM = 2
"""Closeness from which one supports a candidate at once."""
_DROP_WORK_FROM = 4
"""Closeness from which one leaves work early for an invitation."""


def reply(scene: Scene) -> str:
    """Return what answers the last line, or "" when it needs no answer; sets the mood."""
    heard = scene.heard
    if not scene.last:
        return ""
    if "insult" in heard.acts:
        scene.mood = SAD if scene.manner == "shy" else ANNOYED
        scene.answered = True
        return scene.phrase("hurt")
    if heard.ask == "come":
        return _answer_invitation(scene)
    if heard.ask == "support":
        return _answer_candidate(scene)
    if "reminded" in heard.acts and not heard.ask:
        scene.mood = HAPPY
        return scene.phrase("reminded")
    if "reminder" in heard.acts:
        scene.mood = HAPPY
        return scene.phrase("counted_on")
    if answered := _to_visitor(scene):
        return answered
    answers = (_to_promise, _to_news) if heard.ask in ("", "how") else (_to_promise,)
    for answer in answers:
        if said := answer(scene):
            return said if heard.ask != "how" else f"{_how_i_am(scene)} {said}".strip()
    if heard.ask:
        greeting = scene.phrase("back") + " " if "greet" in heard.acts and scene.mine == 0 else ""
        return (greeting + answer_question(scene)).strip()
    return _to_courtesy(scene)


def visited(scene: Scene) -> tuple[str, float]:
    """Return of which kind of visits.toml the last line is, and how near to it; ("", 0) for what scripted minds say among each other."""
    facts = scene.facts
    nameless = not scene.partner[:1].isupper()
    if meant := visits.kind_of(facts.meant):
        return meant, 1.0
    if not scene.last or (not nameless and is_spoken_by_us(scene.last)):
        return "", 0.0
    names = (*(person.name for person in facts.people), facts.now.place, facts.me.home, facts.me.workplace)
    return visits.nearest(scene.last, (scene.partner, facts.me.name, facts.town), names)


def _to_visitor(scene: Scene, least: float = visits.NEAR) -> str:
    """Answer what people say who come into the town, or "" when the last line is not so near to anything of that kind."""
    kind, alike = visited(scene)
    if alike < least or (alike < _PLAINLY and recollection(scene)):
        return ""
    return _said_to_visitor(scene, kind)


def _said_to_visitor(scene: Scene, kind: str) -> str:
    facts = scene.facts
    said = visits.answer(kind, scene.manner, scene.dice, visits.values(facts.town, facts.me, facts.now, facts.memories))
    if not said or plain(said) in scene.spoken:
        return ""
    scene.answered = True
    if mood := visits.mood_of(kind):
        scene.mood = f.MOODS.index(mood) + 1
    return said


def _to_promise(scene: Scene) -> str:
    """Answer a yes or no to what I asked."""
    acts = scene.heard.acts
    if scene.mine == 0:
        return ""
    if acts & {"accept", "support_yes"}:
        scene.mood = EXCITED if scene.manner in ("cheerful", "shy") else HAPPY
        return scene.phrase("glad")
    if acts & {"decline", "support_no"}:
        scene.mood = SAD if scene.closeness > 3 else CALM
        return scene.phrase("pity")
    return ""


def known_from(scene: Scene, core: str) -> str | None:
    """Return who told me this before ("" for nobody), or None when I do not know it."""
    for memory in scene.facts.memories:
        tale = tale_of(scene.facts.me.name, memory.text)
        if tale and same(tale.core, core):
            return tale.source
    return None


def _to_news(scene: Scene) -> str:
    heard = scene.heard
    if not heard.news or (scene.relation == "stranger" and visited(scene)[1] >= visits.VAGUELY_NEAR):
        return ""
    core = of_other(scene.partner, heard.news)
    source = known_from(scene, core)
    if source is not None and source != scene.partner:
        return scene.phrase("known", who=source) if source else scene.phrase("known_self")
    feeling = tone(heard.news)
    scene.mood = {1: HAPPY, 0: CURIOUS, -1: WORRIED}[feeling]
    if feeling == 0 and not _OF_ONESELF.match(heard.news) and scene.dice.below(_CURIOUS_ONE_IN) == 0 and (said := scene.phrase("news_who")):
        return said
    return scene.phrase({1: "news_good", 0: "news_odd", -1: "news_bad"}[feeling])


def _to_courtesy(scene: Scene) -> str:
    """Answer a greeting, thanks, an excuse, praise, or a remark."""
    acts = scene.heard.acts
    if "sorry" in acts:
        return scene.phrase("forgive")
    if "sad" in acts:
        scene.mood = WORRIED if scene.closeness > 1 else scene.mood
        return scene.phrase("pity_mood")
    if "praise" in acts:
        scene.mood = HAPPY
        return scene.phrase("praise")
    if "farewell" in acts:
        return ""
    if "greet" in acts and scene.mine == 0:
        return scene.phrase("greet_cold" if scene.closeness < -2 else "back")
    if "thanks" in acts and "good" not in acts:
        return scene.phrase("welcome")
    if "greet" in acts:
        return ""
    if scene.relation == "stranger" and (said := _to_visitor(scene, visits.VAGUELY_NEAR) or _said_to_visitor(scene, visits.SAID)):
        return said
    return remark_on(scene)


def _answer_invitation(scene: Scene) -> str:
    """Say yes or no, with the reason."""
    verdict, time = judge_invitation(scene)
    if verdict == "accept":
        scene.mood = EXCITED if scene.manner == "cheerful" or scene.closeness > 5 else HAPPY
        when = find_time(scene.heard.news or scene.last)
        more = scene.phrase("accept_when", time=when) if when else ""
        return f"{scene.phrase('accept') or 'Yes, I will come.'} {more}".strip()
    scene.mood = CALM
    return scene.phrase(verdict, time=time) or "No, I cannot come."


def judge_invitation(scene: Scene) -> tuple[str, str]:
    """Return the act that answers the invitation ("accept" or why not) and a time that belongs to the reason."""
    facts, me = scene.facts, scene.facts.me
    core = scene.heard.news or scene.last
    time, day = find_time(core), find_day(core, facts.now)
    if scene.closeness < -1:
        return "refuse", ""
    if time and is_past(core, facts.now):
        return "refuse", ""
    for memory in facts.memories:
        if memory.text.startswith("I promised ") and time and find_time(memory.text) == time and find_day(memory.text, facts.now) == day:
            mine = stems(what_of(core)) & stems(memory.text)
            return ("already", "") if mine else ("promised", "")
    if time and at_work(me, time) and scene.closeness < _DROP_WORK_FROM:
        return "busy", me.work_to
    if time and me.wake < me.bed <= time:
        return "bedtime", ""
    return "accept", ""


def _answer_candidate(scene: Scene) -> str:
    if scene.closeness >= _SUPPORT_FROM:
        scene.mood = HAPPY
        return scene.phrase("vote_yes")
    scene.mood = CURIOUS if scene.closeness >= 0 else ANNOYED
    return scene.phrase("vote_maybe" if scene.closeness >= 0 else "vote_no")


def _how_i_am(scene: Scene) -> str:
    act = "weary" if scene.mood == TIRED else "low" if scene.mood in (WORRIED, SAD) else "fine"
    said = scene.phrase(act)
    if scene.mine == 0:
        said = f"{said} {scene.phrase('and_you')}"
    return said.strip()


def answer_question(scene: Scene) -> str:
    """Answer the question of the last line: from the situation, from memory, or "I don't know"."""
    return _ANSWERS.get(scene.heard.ask, _from_memory)(scene)


def _what_i_do(scene: Scene) -> str:
    activity = doing_here(scene.facts.me, scene.facts.now, scene.facts.memories)
    return scene.phrase("on_the_way") if activity in ("", "talking") else scene.phrase("doing", what=activity)


def _work(scene: Scene) -> str:
    says = [line for line in job_bank(scene.facts.me.job, scene.facts.me.workplace)["says"] if scene.fresh(line)]
    return scene.dice.pick(says) if says else scene.phrase("job")


def _aim(scene: Scene) -> str:
    own = announcement(scene.facts.me.name, scene.facts.me.aim)
    if own and scene.said(own.core):
        return scene.phrase("my_reason" if own.kind == "stand" else "no_aim")
    if own and scene.partner in own.core:
        return scene.phrase("no_aim")
    return scene.phrase("my_aim", news=own.core) if own else scene.phrase("no_aim")


def _plans(scene: Scene) -> str:
    """Say what comes next today: work, or the next habit."""
    facts, me = scene.facts, scene.facts.me
    if at_work(me, facts.now.time) and "evening" not in scene.last and "tonight" not in scene.last:
        return scene.phrase("plans_work", place=me.workplace, time=me.work_to)
    if planned := next_plan(scene):
        return planned
    least = "17:00" if "evening" in scene.last or "tonight" in scene.last else facts.now.time
    for habit in sorted(me.habits, key=lambda habit: habit.time):
        if habit.time > least and minutes(habit.time) > minutes(facts.now.time):
            return scene.phrase("plans", time=habit.time, place=habit.place, what=habit.activity)
    if me.work_from and facts.now.time < me.work_from and part_of_day(facts.now.time) != "evening":
        return scene.phrase("plans_work", place=me.workplace, time=me.work_to)
    return scene.phrase("plans_none")


def _source(scene: Scene) -> str:
    """Say who told me what is asked about, or the news that I told last; what I know of nobody, I know myself."""
    scene.answered = True
    me = scene.facts.me.name
    mine = [line.text for line in scene.facts.lines if line.speaker == me]
    told = next((news for text in reversed(mine) if (news := hear(text).news)), "")
    if not told and (held := recollection(scene)):
        return _recalled(scene, held)
    if _OF_ONESELF.match(told):
        return scene.phrase("source_own")
    source = known_from(scene, told) if told else None
    if source:
        return scene.phrase("source", who=source)
    if source is None:
        return scene.phrase("source_forgotten" if mine else "dont_know")
    return scene.phrase("source_self")


def recollection(scene: Scene) -> str:
    """Return the memory that shares most words with the last line, of equals the firmest, then the latest, or "".

    Where somebody is asked about by name, only what speaks of them counts; else one word of several is not enough.
    """
    asked = stems(scene.last) - stems(scene.partner) - ASKING
    who = named(scene.last, (scene.partner, scene.facts.me.name, scene.facts.town, "I"))
    about = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, who.split()))})(?!\w)" if who else "")
    best, most, sure = "", 0, 0
    for memory in reversed(scene.facts.memories):
        shared, firm = len(asked & stems(memory.text)), firmness(memory.text)
        if (shared, firm) > (most, sure) and not memory.text.startswith("My plan for ") and about.search(memory.text):
            best, most, sure = memory.text, shared, firm
    return best if most >= (1 if who else min(2, len(asked))) and most > 0 else ""


def _recalled(scene: Scene, memory: str) -> str:
    """Tell a memory: of somebody as it is, of something with what was asked first."""
    idle = ASKING | stems(scene.partner)
    about_somebody = named(scene.last, (scene.partner, scene.facts.me.name, scene.facts.town, "I"))
    if about_somebody and not confirmed(memory, scene.last, idle):
        return scene.phrase("recall", news=ended(memory))
    return retold(memory, scene.last, idle)


def _from_memory(scene: Scene) -> str:
    if scene.heard.ask == "news":
        return "" if scene.parts else _news_or_none(scene)
    scene.answered = True
    if memory := recollection(scene):
        return _recalled(scene, memory)
    if said := _to_visitor(scene, visits.FAIRLY_NEAR):
        return said
    if _TASTE.match(scene.last):
        return scene.phrase("agree")
    return scene.phrase("dont_know")


def _news_or_none(scene: Scene) -> str:
    """A question for news is answered by the news itself, if there is any (the second half of the line brings it)."""
    return "" if tales(scene.facts, scene.partner) else scene.phrase("no_news")


_ANSWERS: dict[str, Callable[[Scene], str]] = {
    "how": _how_i_am,
    "doing": _what_i_do,
    "plans": _plans,
    "source": _source,
    "sleep": lambda scene: scene.phrase("slept"),
    "eat": lambda scene: scene.phrase("eaten"),
    "work": _work,
    "name": lambda scene: scene.phrase("who_am_i"),
    "age": lambda scene: scene.phrase("my_age", age=str(scene.facts.me.age)),
    "character": lambda scene: scene.phrase("my_character", traits=" and ".join(scene.facts.me.traits[:2]) or "like everybody"),
    "rest": lambda scene: scene.phrase("my_rest", time=scene.facts.me.wake, bed=scene.facts.me.bed),
    "home": lambda scene: scene.phrase("where_home", place=scene.facts.me.home),
    "help": lambda scene: scene.phrase("help_yes" if scene.closeness >= 0 else "help_no"),
    "aim": _aim,
    "past": lambda scene: my_day(scene) or _work(scene),
    "habit": lambda scene: my_habit(scene) or scene.phrase("plans_none"),
}
"""How each kind of question of hear.toml is answered; others from memory."""
