"""A talk as the one who speaks next sees it: who is there, what was said, and how to choose words not yet used."""

import re
from dataclasses import dataclass, field

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import as_said, minutes, part_of_day
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.hear import Heard, hear
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.weigh import keyword_score, tone
from sandbox_app.llm.scripted.words import face_to_face, plain, stems, with_article

CALM, HAPPY, EXCITED, CURIOUS, WORRIED, SAD, ANNOYED, TIRED = range(1, len(f.MOODS) + 1)

_SPOKEN_TO = re.compile(r",? ?(?:dear |you, )?\{name\}(?=[.,!?])")
_GAP = re.compile(r"\{\w+\}")
_OF_LATE = (
    (WORRIED, "worried worry afraid"),
    (SAD, "sad lonely"),
    (TIRED, "tired weary"),
    (EXCITED, "excited"),
    (HAPPY, "happy glad content"),
)
"""Words of a self-summary and the mood they bring."""
_SILENT = Heard(frozenset(), "", "", "", 0)


@dataclass(slots=True)
class Scene:
    """The state of one `say`: what the rules look at, and the mood they leave.

    Attributes:
        partner: who is spoken to: the last other speaker, else the first of the people.
        closeness: to the partner, -10..10.
        heard: the last line, if somebody else said it.
        spoken: everything said so far, as it is compared.
        mine: how many lines the agent has said.
        mood: number into MOODS.
        answered: whether this line answers a question from memory, or says that one does not know.
    """

    facts: f.Say
    dice: Dice
    partner: str = ""
    closeness: int = 0
    relation: str = ""
    manner: str = "plain"
    heard: Heard = _SILENT
    last: str = ""
    spoken: str = ""
    mine: int = 0
    mood: int = CALM
    answered: bool = False
    part: str = "noon"
    parts: list[str] = field(default_factory=list)

    def fresh(self, phrase: str) -> bool:
        """Return whether nothing of this phrase's own words was said in this talk."""
        pieces = [plain(piece) for piece in _GAP.split(phrase)]
        solid = max(pieces, key=len)
        here = " ".join(plain(part) for part in self.parts)
        return len(solid) < 4 or (solid not in self.spoken and solid not in here)

    def told(self, text: str) -> bool:
        """Return whether these words were said in this talk already, or in this very line."""
        words = plain(text)
        return words in self.spoken or any(words in plain(part) for part in self.parts)

    def said(self, core: str) -> bool:
        """Return whether somebody has said this piece of news in this talk, with whatever words for the day and who is there."""
        return self.told(core) or self.told(face_to_face(as_said(core, self.facts.now), self.facts.me.name, self.partner))

    def phrase(self, act: str, **values: str) -> str:
        """Return a phrase of this act, filled in, or "" when all were used up."""
        me = self.facts.me
        values = {"name": self.partner, "me": me.name, "place": self.facts.now.place, "job": with_article(me.job)} | values
        phrases = [phrase for phrase in pool("talk", act, self.manner) if self.fresh(phrase)]
        if not self.partner[:1].isupper():  # "a visitor" is nobody's name
            phrases = [phrase for phrase in phrases if "{name}" not in phrase] or [bare for phrase in phrases if (bare := unnamed(phrase))]
        return fill(self.dice.pick(phrases), **values) if phrases else ""


def scene_of(facts: f.Say, dice: Dice) -> Scene:
    """Return the scene that these facts describe."""
    me = facts.me.name
    scene = Scene(facts, dice, manner=register(facts.me.traits), part=part_of_day(facts.now.time))
    others = [line.speaker for line in facts.lines if line.speaker != me]
    known = {person.name: person for person in facts.people}
    scene.partner = others[-1] if others else next((name for name in known if name != me), "my friend")
    if person := known.get(scene.partner):
        scene.closeness, scene.relation = person.closeness, person.relation
    if facts.lines and facts.lines[-1].speaker != me:
        scene.last = facts.lines[-1].text
        scene.heard = hear(scene.last)
    scene.spoken = " / ".join(plain(line.text) for line in facts.lines)
    scene.mine = sum(line.speaker == me for line in facts.lines)
    scene.mood = _mood(facts, scene.manner)
    return scene


def feeling(now: f.Now) -> str:
    """Return the mood that somebody is in, a word of MOODS, or ""."""
    mood = now.feeling.partition(" ")[0]
    return mood if mood in f.MOODS else ""


def _mood(facts: f.Say, manner: str) -> int:
    """Return the mood one brings along: what one feels, tired near bedtime, worried or sad from what weighs on one, else by temper."""
    if felt := feeling(facts.now):
        return f.MOODS.index(felt) + 1
    now, bed = minutes(facts.now.time), minutes(facts.me.bed)
    if 0 <= bed - now <= 45 or now < 4 * 60:
        return TIRED
    for memory in facts.memories[:3]:
        if keyword_score(memory.text) >= 7 and tone(memory.text) < 0:
            return WORRIED if memory.when.startswith("today") else SAD
    summary = stems(facts.me.summary)
    for mood, words in _OF_LATE:
        if summary & stems(words):
            return mood
    return HAPPY if manner == "cheerful" else CALM


def unnamed(phrase: str) -> str:
    """Return a phrase without the name that it speaks to: "Good night, {name}." gives "Good night."; "" when nothing is left."""
    bare = _SPOKEN_TO.sub("", phrase).lstrip(", ")
    return bare[:1].upper() + bare[1:] if any(map(str.isalpha, bare)) and "{name}" not in bare else ""
