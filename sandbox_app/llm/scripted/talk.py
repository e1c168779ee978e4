"""The next line of a talk: answer what was said, bring something of one's own, greet first and close at last."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.news import Tale, announcement, tales
from sandbox_app.llm.scripted.phrases import at_work, job_bank
from sandbox_app.llm.scripted.reply import reply
from sandbox_app.llm.scripted.scene import CURIOUS, EXCITED, HAPPY, TIRED, Scene, doing, scene_of
from sandbox_app.llm.scripted.weigh import tone
from sandbox_app.llm.scripted.words import ended, fit, plain, stems

_LONGEST = 200
_ENOUGH = 150
"""A line that is this long already brings nothing more."""
_PATIENCE = {"gruff": 3, "shy": 4, "dry": 5, "formal": 5, "plain": 5, "warm": 6, "cheerful": 7}
"""After how many lines in all somebody of this manner closes, when there is nothing left to tell."""
_ABOUT = re.compile(r"\b(?:ask|find out|hear|know|learn)\b.*?\b(?:about|whether|if|of) (.+)", re.IGNORECASE)
_TELL = re.compile(r"\b(?:talk|speak|tell|discuss|share)\b.*?(?: about| of|:) (.+)", re.IGNORECASE)
_SOFT_GOAL = re.compile(r"\b(?:say hello|greet|chat|small talk|pass the time|talk a little|catch up|be (?:kind|polite))\b", re.IGNORECASE)
_SEEN = re.compile(r"([A-ZÀ-Þ][\w\u2019'-]*(?: [A-ZÀ-Þ][\w\u2019'-]*)?) (?:is|was) (\w+ing\b[^.]*)")


def say(facts: f.Say, dice: Dice) -> a.Say:
    """Return the next line."""
    scene = scene_of(facts, dice)
    closed = "farewell" in scene.heard.acts and bool(facts.lines) and not scene.heard.ask
    if not scene.last:
        scene.parts.append(_greeting(scene) if not facts.lines else "")
    elif answer := reply(scene):
        scene.parts.append(answer)
    waiting = [] if closed else tales(facts, scene.partner)
    end = closed or facts.left <= 1 or (not waiting and len(facts.lines) >= _PATIENCE[scene.manner])
    if not closed:
        _bring(scene, waiting, end)
    if end and (closed or facts.lines):
        scene.parts.append(_farewell(scene, closed))
    text = _finished(scene)
    return a.Say(scene.mood, text, end)


def _finished(scene: Scene) -> str:
    """Return the parts as one line that nobody has said yet."""
    text = " ".join(part for part in scene.parts if part)
    text = fit(text or scene.phrase("aside") or scene.phrase("small") or "Well.", _LONGEST)
    said = {plain(line.text) for line in scene.facts.lines}
    while plain(text) in said:
        text = fit("Well, " + text, _LONGEST)
        if text.endswith("…"):
            text = "Well."
    return text


def _greeting(scene: Scene) -> str:
    return scene.phrase("greet_cold" if scene.closeness < -2 else f"greet_{scene.part}") or f"Hello, {scene.partner}."


def _farewell(scene: Scene, closed: bool) -> str:
    if scene.closeness < -2:
        return scene.phrase("bye_cold")
    if closed:
        return scene.phrase("bye_back")
    return scene.phrase(f"bye_{scene.part}") or scene.phrase("bye_back")


def _room(scene: Scene) -> int:
    return _LONGEST - sum(len(part) + 1 for part in scene.parts)


def _bring(scene: Scene, waiting: list[Tale], end: bool) -> None:
    """Add what the agent says of its own accord."""
    length = sum(len(part) for part in scene.parts)
    goal = _goal(scene, waiting)
    tale = _first(scene, waiting, goal)
    if tale and (not end or scene.facts.left <= 1) and len(tale.core) + 12 <= _room(scene) - (40 if end else 0):
        scene.parts.append(_told(scene, tale, end))
        return
    if end or length > _ENOUGH or scene.heard.ask in ("come", "support"):
        return
    if goal and not _SOFT_GOAL.search(scene.facts.goal):
        scene.parts.append(goal)
        return
    if scene.parts and scene.parts[-1].endswith("?"):
        return
    for part in (_opening_question, _about_partner, _about_me, _question, _small):
        if said := part(scene):
            if len(said) <= _room(scene):
                scene.parts.append(said)
            return


def _first(scene: Scene, waiting: list[Tale], goal: str) -> Tale | None:
    """Return what is told next: what the goal speaks of, else the weightiest; a cold heart keeps gossip to itself."""
    if not waiting:
        return None
    wanted = stems(scene.facts.goal)
    ranked = sorted(waiting, key=lambda tale: -len(wanted & stems(tale.core)))
    best = ranked[0] if len(wanted & stems(ranked[0].core)) >= 2 else waiting[0]
    own = best.kind in ("invite", "stand")
    if not own and (scene.closeness < -2 or (goal and scene.mine == 0)):
        return None
    return best if scene.heard.ask not in ("come", "support") or own else None


def _told(scene: Scene, tale: Tale, end: bool) -> str:
    if tale.kind in ("invite", "stand"):
        scene.mood = EXCITED if scene.manner in ("cheerful", "warm") else HAPPY
    elif scene.mood != TIRED:
        scene.mood = HAPPY if tone(tale.core) > 0 else scene.mood
    going = any(memory.text.startswith("I promised") and len(stems(memory.text) & stems(tale.core)) >= 2 for memory in scene.facts.memories)
    act = {"invite": "invite", "stand": "stand", "along": "invite_along" if going else "invite_other"}.get(tale.kind, "tell")
    if end and act != "stand":
        act = "tell"
    line = scene.phrase(act, news=tale.core)
    return line if line and len(line) <= _room(scene) else tale.core


def _goal(scene: Scene, waiting: list[Tale]) -> str:
    """Return what the goal of the talk makes the agent say, or "" when it is served by news or was said."""
    goal = scene.facts.goal.strip().rstrip(".!?")
    low = goal.lower()
    wanted = stems(goal)
    if not goal or any(len(wanted & stems(tale.core)) >= 2 for tale in waiting):
        return ""
    if "thank" in low:
        return scene.phrase("thank") if scene.mine < 2 else ""
    if "apolog" in low or "sorry" in low:
        return scene.phrase("sorry") if scene.mine < 2 else ""
    for pattern, act in ((_ABOUT, "ask_about"), (_TELL, "speak_of")):
        found = pattern.search(goal)
        if found and len(found[1]) <= 80:
            what = re.sub(r"\b(?:his|her|their)\b", "your", found[1])
            topic = plain(what)
            return "" if topic in scene.spoken else scene.phrase(act, what=what)
    return ""


def _opening_question(scene: Scene) -> str:
    """After the first greeting, ask how the other is."""
    if scene.mine == 0 and not scene.last and scene.closeness >= -2:
        return scene.phrase("how")
    return ""


def _about_partner(scene: Scene) -> str:
    """Bring up what memory holds of the partner, once."""
    if scene.closeness < -2:
        return ""
    name = re.escape(scene.partner)
    for memory in scene.facts.memories:
        text = memory.text.rstrip(".")
        if found := re.match(rf"{name} told me: (.+)", text):
            if len(found[1]) <= 90 and plain(found[1]) not in scene.spoken and not found[1].startswith(("I ", "I'")):
                return scene.phrase("think_of", news=ended(found[1]))
        elif (found := re.match(rf"{name} (?:is|was) (\w+ing\b[^.]{{,52}})$", text)) and plain(found[1]) not in scene.spoken:
            return scene.phrase("seen_you", what=re.sub(r"\b(?:his|her|their)\b", "your", found[1]))
        elif (found := _SEEN.match(text)) and len(text) <= 80 and found[1] != scene.facts.me.name and plain(found[2]) not in scene.spoken:
            return scene.phrase("seen", who=found[1], what=found[2])
    return ""


def _about_me(scene: Scene) -> str:
    """Tell of one's work, habit, wish or doing, as much as one is at ease with the partner."""
    facts, me = scene.facts, scene.facts.me
    options: list[str] = []
    own = announcement(me.name, me.aim)
    if own and own.kind == "wish" and scene.closeness >= 2 and plain(own.core) not in scene.spoken:
        options.append(scene.phrase("my_aim", news=own.core))
    if at_work(me, facts.now.time) or scene.dice.below(2):
        options += [line for line in job_bank(me.job)["says"] if scene.fresh(line)][:3]
    for habit in me.habits:
        if plain(habit.activity) not in scene.spoken:
            options.append(scene.phrase("my_habit", time=habit.time, what=habit.activity, place=habit.place))
    if (now := doing(facts.now.doing)) and plain(now) not in scene.spoken and not now.startswith(("talking", "chatting")):
        options.append(scene.phrase("my_doing", what=now))
    options = [option for option in options if option]
    return scene.dice.pick(options) if options and scene.dice.below(3) else ""


def _question(scene: Scene) -> str:
    if scene.closeness < -2:
        return ""
    act = "ask_news" if scene.mine and scene.dice.below(3) == 0 else f"ask_{scene.part}"
    said = scene.phrase(act) if scene.dice.below(3) else ""
    if said:
        scene.mood = CURIOUS if scene.mood not in (TIRED, EXCITED) else scene.mood
    return said


def _small(scene: Scene) -> str:
    return scene.phrase("small")
