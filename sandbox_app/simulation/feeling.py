"""What the events of a step do to the feelings of those they concern: appraised, felt, and on the record with their cause.

A `feel` event carries the emotion, its intensity, towards whom, the mood after it and the appraisal's variables; its cause is
the event that was appraised. So `why` can answer, and what somebody felt at any step follows from the record.
"""

from collections.abc import Callable

import msgspec

from sandbox_app.llm.facts import MOODS
from sandbox_app.mind.feelings import appraising as ap
from sandbox_app.mind.feelings.affect import Affect, Emotion, emotions_at, joined, mood_after, mood_at, shown
from sandbox_app.mind.feelings.needs import PRESSING, WISHES, Needs, after, pressing
from sandbox_app.mind.feelings.occ import Appraisal, emotions_of
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.surroundings import Noticed
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.messages import HUES
from sandbox_app.worldfile.rows import Event

LEAST_FELT = 1.0
_STRENGTHS = ((2.0, "slight "), (5.0, ""), (7.5, "strong "), (10.0, "overwhelming "))
"""How an emotion is called up to an intensity, of 10."""
"""A weaker emotion is not worth a record."""
MOST_AT_ONCE = 2
"""Emotions that one event brings."""
LOOK_MINUTES = 10
"""How often it is looked whether what somebody felt is over, and, in worlds with needs, every third time how these stand."""
NEEDS_EVERY = 3
_FOOD = HUES.index("food")

Appraised = tuple[int, Appraisal, int]
"""(agent, appraisal, towards whom)"""


class Feelings:
    """The feelings of all agents of a world. Owned by the step loop; what is felt lies in the state."""

    def __init__(self, here: Here, minds: dict[int, Mind]) -> None:
        self._here = here
        self._minds = minds
        self._names = {here.short_name(agent): agent for agent in here.agents()}
        self._appraise: dict[str, Callable[[Event], list[Appraised]]] = {
            "hear": self._heard,
            "speak": self._spoke,
            "remember": self._remembered,
            "perceive": self._saw,
            "act": self._began,
            "queue": lambda event: [(event.agent_id, Appraisal(desirability=-2.0), 0)],
            "promise": self._settled,
        }

    def appraise(self) -> None:
        """Feel what the events recorded since the last step mean."""
        here = self._here
        if not (here.settings.feelings and here.settings.thinking):
            return
        for event in list(here.batch.events):
            if (appraise := self._appraise.get(event.kind)) is not None and event.agent_id:
                for agent, appraisal, toward in appraise(event):
                    self.feel(agent, appraisal, toward, event)

    def pass_time(self) -> list[int]:
        """Let feelings fade and needs grow; return those whose attention a need calls."""
        here = self._here
        if not (here.settings.feelings and here.settings.thinking):
            return []
        minute = 60 // here.settings.step_seconds
        if here.step % (LOOK_MINUTES * minute):
            return []
        for agent in list(here.state.affects):
            self._let_pass(agent)
        return self._live_needs() if here.settings.needs and not here.step % (NEEDS_EVERY * LOOK_MINUTES * minute) else []

    def feel(self, agent: int, appraisal: Appraisal, toward: int, cause: Event) -> None:
        """Let an agent feel what an appraisal brings."""
        here, seconds = self._here, self._here.settings.step_seconds
        if here.asleep(agent) or here.cast[agent - 1].visitor:
            return
        name = here.short_name(agent)
        traits = here.cast[agent - 1].traits
        for emotion, plain in emotions_of(appraisal)[:MOST_AT_ONCE]:
            intensity = round(ap.tempered(emotion, plain, traits), 3)
            before = here.state.affects.get(agent, Affect())
            left = {(one.name, one.toward): one.intensity for one in emotions_at(before, here.step, seconds)}.get((emotion, toward), 0.0)
            if intensity < LEAST_FELT or left >= intensity:
                continue
            felt = Emotion(emotion, intensity, here.step, toward)
            level = round(mood_after(before, felt, seconds), 3)
            mood = shown(joined(before, felt, level), here.step, seconds)
            data = {
                "mood": MOODS.index(mood),
                "emotion": emotion,
                "intensity": intensity,
                "toward": toward,
                "level": level,
                "appraisal": msgspec.to_builtins(appraisal),
            }
            at = f" towards {here.short_name(toward)}" if toward else ""
            strength = next((word for most, word in _STRENGTHS if intensity <= most), _STRENGTHS[-1][1])
            here.happen("feel", agent, f"{name} feels {strength}{emotion}{at}", data, cause=cause.id)
            self._minds[agent].mood = MOODS.index(mood)

    def _let_pass(self, agent: int) -> None:
        """Show how somebody feels now that feelings have faded; say so when nothing of them is left."""
        here, seconds = self._here, self._here.settings.step_seconds
        affect = here.state.affects[agent]
        mood = shown(affect, here.step, seconds)
        over = not emotions_at(affect, here.step, seconds) and not mood_at(affect, here.step, seconds)
        if over or MOODS.index(mood) != here.state.mood[agent - 1]:
            cause = affect.emotions[-1].cause if affect.emotions else 0
            data = {"mood": MOODS.index(mood), **({"over": True} if over else {})}
            here.happen("feel", agent, f"{here.short_name(agent)} feels {mood}", data, cause=cause)
            self._minds[agent].mood = MOODS.index(mood)

    # -- appraisals ----------------------------------------------------------------------------------------------

    def _closeness(self, agent: int, other: int) -> float:
        row = self._minds[agent].relations.get(other)
        return row.value if row is not None else 0.0

    def _named(self, agent: int, text: str, without: int = 0) -> tuple[float, ...]:
        """Return the agent's closeness to the others that a text names."""
        others = [other for name, other in self._names.items() if other not in (agent, without) and name in text]
        return tuple(self._closeness(agent, other) for other in others)

    def _heard(self, event: Event) -> list[Appraised]:
        speaker, agent = int(event.data["by"]), event.agent_id
        _, _, said = event.text.partition(": ")
        if not event.data["member"]:
            return []
        others = self._named(agent, said, speaker)
        appraisal = ap.told(said, others) if others else ap.said_to_me(said, self._closeness(agent, speaker) if speaker else 0)
        return [(agent, appraisal, speaker if appraisal.praiseworthiness else 0)]

    def _spoke(self, event: Event) -> list[Appraised]:
        return [(event.agent_id, ap.said_by_me(str(event.data.get("said", ""))), 0)]

    def _remembered(self, event: Event) -> list[Appraised]:
        if event.data.get("kind") == "whisper":
            return [(event.agent_id, ap.told(event.text, self._named(event.agent_id, event.text)), 0)]
        if event.data.get("kind") == "promise" and event.text.startswith("I promised"):
            other = next((one for name, one in self._names.items() if event.text.startswith(f"I promised {name}")), 0)
            return [(event.agent_id, ap.promised(self._closeness(event.agent_id, other)), 0)]
        return []

    def _saw(self, event: Event) -> list[Appraised]:
        if "thing" in event.data and "of" not in event.data:
            return [(event.agent_id, ap.saw_amiss(), 0)] if str(event.data.get("state", "")) else []
        other = int(event.data.get("of", 0))
        return [(event.agent_id, ap.met(self._closeness(event.agent_id, other)), other)] if other else []

    def _began(self, event: Event) -> list[Appraised]:
        me = self._here.cast[event.agent_id - 1]
        activity = str(event.data["activity"])
        return [(event.agent_id, ap.began(activity, tuple(habit.activity for habit in me.habits), me.aim), 0)]

    def _settled(self, event: Event) -> list[Appraised]:
        how, other = event.data.get("how"), int(event.data.get("with", 0))
        if how == "broken":
            return [(event.agent_id, Appraisal(praiseworthiness=-3.0, by_self=True), 0)]
        importance = ap.promised(self._closeness(event.agent_id, other)).importance
        return [(event.agent_id, Appraisal(probability=0.8, importance=importance, confirmed=how == "kept"), other)]

    # -- needs ---------------------------------------------------------------------------------------------------

    def _live_needs(self) -> list[int]:
        here, called = self._here, []
        for agent in here.agents():
            if here.cast[agent - 1].visitor:
                continue
            before = here.state.needs.get(agent, Needs())
            eating = int(here.state.hue[agent - 1]) == _FOOD
            asleep, talking = here.asleep(agent), here.talk_of(agent) is not None
            now = after(before, NEEDS_EVERY * LOOK_MINUTES / 60, eating=eating, sleeping=asleep, talking=talking)
            data = {"needs": [round(level, 4) for level in (now.hunger, now.energy, now.company)]}
            text = f"{here.short_name(agent)}: food {now.hunger:.0%}, rest {now.energy:.0%}, company {now.company:.0%}"
            event = here.happen("feel", agent, text, data)
            if asleep:
                continue
            for need in pressing(now):
                self.feel(agent, Appraisal(desirability=-3.0), 0, event)
                if getattr(before, need) >= PRESSING[need]:  # it has begun to press
                    self._minds[agent].suggested.append(Noticed(0, WISHES[need], event.id))
                    called.append(agent)
        return called
