"""The next line of a talk: answer what was said, bring something of one's own, greet first and close at last."""

import re

from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import as_said
from sandbox_app.llm.scripted import visits
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.doing import doing_here
from sandbox_app.llm.scripted.hear import hear
from sandbox_app.llm.scripted.news import Tale, announcement, same, tales
from sandbox_app.llm.scripted.phrases import job_bank
from sandbox_app.llm.scripted.reply import reply, visited
from sandbox_app.llm.scripted.scene import CURIOUS, EXCITED, HAPPY, TIRED, Scene, scene_of
from sandbox_app.llm.scripted.self_talk import my_day, my_feeling, my_habit, my_promise, next_plan, own_thought
from sandbox_app.llm.scripted.weigh import tone
from sandbox_app.llm.scripted.words import ended, face_to_face, fit, plain, stems

_LONGEST = 190
_CLOSEST = 6
"""Closeness from which one tells a secret."""
_ENOUGH = 150
"""A line that is this long already brings nothing more."""
_LONG_TALK = 10
"""After so many lines news can wait for the next time."""
_MOST_NEWS = 1
"""So much gossip one brings into a talk; an invitation of one's own comes on top."""
_PATIENCE = {"gruff": 3, "shy": 4, "dry": 5, "formal": 5, "plain": 5, "warm": 6, "cheerful": 7}
"""After how many lines in all somebody of this manner closes, when there is nothing left to tell."""
_ABOUT = re.compile(r"\b(?:ask|find out|hear|know|learn)\b.*?\b(?:about|whether|if|of) (.+)", re.IGNORECASE)
_TELL = re.compile(r"\b(?:talk|speak|tell|discuss|share)\b.*?(?: about| of|:) (.+)", re.IGNORECASE)
_SOFT_GOAL = re.compile(r"\b(?:say hello|greet|chat|small talk|pass the time|talk a little|catch up|be (?:kind|polite))\b", re.IGNORECASE)


def say(facts: f.Say, dice: Dice) -> a.Say:
    """Return the next line."""
    facts = replace(facts, memories=(*facts.memories, *facts.recalled), recalled=())
    scene = scene_of(facts, dice)
    closed = "farewell" in scene.heard.acts and bool(facts.lines) and scene.heard.ask == ""
    kind, alike = visited(scene)
    leaves = alike >= visits.NEAR and kind in ("farewell", "good_night")
    closed = closed or leaves
    if not scene.last:
        scene.parts.append(_greeting(scene) if not facts.lines else "")
    elif not (closed and (scene.heard.ask or leaves)) and (answer := reply(scene)):
        scene.parts.append(answer)
    waiting = [] if closed else tales(facts, scene.partner)
    end = closed or facts.left <= 1 or ((not waiting or len(facts.lines) >= _LONG_TALK) and len(facts.lines) >= _PATIENCE[scene.manner])
    if scene.answered:  # who asked something is not told another thing in the same breath
        waiting = [tale for tale in waiting if tale.kind in ("invite", "stand")] if facts.left <= 1 else []
    if not closed and (waiting or not scene.answered):
        _bring(scene, waiting, end)
    if end and (closed or facts.lines):
        scene.parts.append(_farewell(scene, closed))
    text = _finished(scene)
    return a.Say(scene.mood, text, end)


def _finished(scene: Scene) -> str:
    """Return the parts as one line that nobody has said yet."""
    text = " ".join(part for part in scene.parts if part)
    text = face_to_face(as_said(text, scene.facts.now), scene.facts.me.name, scene.partner)
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
        tail = scene.phrase("bye_tail") if len(scene.facts.lines) > 2 and scene.dice.below(3) else ""
        return f"{scene.phrase('bye_back')} {tail}".strip()
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
    turns = (_about_me, _question) if scene.dice.below(5) > 1 else (_question, _about_me)
    for part in (_opening_question, my_promise, _their_wish, my_feeling, _about_partner, *turns, _small):
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
    me = scene.facts.me
    aim = announcement(me.name, me.aim)
    said = [hear(line.text).news for line in scene.facts.lines if line.speaker == me.name]
    told = sum(bool(news) and not (aim and same(news, aim.core)) for news in said)
    if not own and told >= _MOST_NEWS:
        return None
    if not own and (scene.closeness < -2 or (goal and scene.mine == 0)):
        return None
    return best if scene.heard.ask not in ("come", "support") or own else None


def _told(scene: Scene, tale: Tale, end: bool) -> str:
    if tale.kind in ("invite", "stand"):
        scene.mood = EXCITED if scene.manner in ("cheerful", "warm") else HAPPY
    elif scene.mood != TIRED:
        scene.mood = HAPPY if tone(tale.core) > 0 else scene.mood
    going = any(memory.text.startswith("I promised") and len(stems(memory.text) & stems(tale.core)) >= 2 for memory in scene.facts.memories)
    act = {
        "invite": "invite",
        "stand": "wish" if f"against {scene.partner}" in tale.core else "stand",
        "along": "invite_along" if going else "invite_other",
    }.get(tale.kind, "tell")
    if end and act != "stand":
        act = "tell"
    line = scene.phrase("tell_heard", news=tale.core) if act == "tell" and tale.source and scene.dice.below(3) == 0 else ""
    line = line or scene.phrase(act, news=tale.core)
    return line if line and len(line) <= _room(scene) else tale.core


def _goal(scene: Scene, waiting: list[Tale]) -> str:
    """Return what the goal of the talk makes the agent say, or "" when it is served by news or was said."""
    goal = scene.facts.goal.strip().rstrip(".!?")
    low = goal.lower()
    wanted = stems(goal)
    if not goal or ":" in goal or any(len(wanted & stems(tale.core)) >= 2 for tale in waiting):
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
    """Bring up what the partner once told, as long as it is not about the partner alone."""
    if scene.closeness < -2:
        return ""
    for memory in scene.facts.memories:
        found = re.match(rf"{re.escape(scene.partner)} (?:told me|said): (.+)", memory.text)
        fresh = found and len(found[1]) <= 90 and plain(found[1]) not in scene.spoken and not memory.when.startswith("today")
        if found and fresh and not re.match(r"(?:I|My|We)\b", found[1]):
            return scene.phrase("think_of", news=ended(found[1]))
    return ""


def _their_wish(scene: Scene) -> str:
    """Ask how it stands with what the partner wants, as far as one knows, or what one may have done to them."""
    if scene.closeness < -2 or scene.dice.below(2):
        return ""
    for belief in scene.facts.beliefs:
        if belief.who != scene.partner or belief.text.startswith(("come to ", "I ")):
            continue
        if belief.kind == "is" and "angry" in belief.text and scene.mine < 2:
            return scene.phrase("ask_cross")
        what = re.sub(r"\b(?:my|their)\b", "your", belief.text.rstrip("."))
        if belief.kind == "wants" and len(what) <= 80 and scene.facts.me.name not in what and plain(what) not in scene.spoken:
            return scene.phrase("ask_wish", what=what)
    return ""


def _about_me(scene: Scene) -> str:
    """Tell of one's work, habit, plan, day, thought or wish, as much as one is at ease with the partner."""
    facts, me = scene.facts, scene.facts.me
    own = announcement(me.name, me.aim)
    tellers = [my_habit, next_plan, my_day, _job]
    if scene.closeness >= 2:
        tellers.append(own_thought)
        if own and own.kind == "wish" and not scene.said(own.core) and scene.partner not in own.core:
            tellers.append(_aim)
    if me.secret and scene.closeness >= _CLOSEST:
        tellers.append(_secret)
    now = doing_here(me, facts.now, facts.memories)
    if now and plain(now) not in scene.spoken and not now.startswith(("talking", "chatting", "sleeping", "waiting")):
        tellers.append(_doing)
    for teller in scene.dice.shuffled(tellers):
        if said := teller(scene):
            return said
    return ""


def _job(scene: Scene) -> str:
    says = [line for line in job_bank(scene.facts.me.job, scene.facts.me.workplace)["says"] if scene.fresh(line)]
    return scene.dice.pick(says) if says else ""


def _aim(scene: Scene) -> str:
    own = announcement(scene.facts.me.name, scene.facts.me.aim)
    return scene.phrase("my_aim", news=own.core) if own else ""


def _secret(scene: Scene) -> str:
    secret = scene.facts.me.secret
    return "" if plain(secret) in scene.spoken or scene.partner in secret else scene.phrase("confide", news=ended(secret))


def _doing(scene: Scene) -> str:
    return scene.phrase("my_doing", what=doing_here(scene.facts.me, scene.facts.now, scene.facts.memories))


def _question(scene: Scene) -> str:
    if scene.closeness < -2:
        return ""
    act = "ask_news" if scene.mine and scene.dice.below(3) == 0 else f"ask_{scene.part}"
    said = scene.phrase(act)
    if said:
        scene.mood = CURIOUS if scene.mood not in (TIRED, EXCITED) else scene.mood
    return said


def _small(scene: Scene) -> str:
    return scene.phrase("small")
