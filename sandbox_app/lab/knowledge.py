"""Who knows of something, and how they came to know: diffusion as in "Generative Agents" (Park et al., 2023, section 7.1).

The paper asks every agent in an interview and checks the answer against its memory. Here the memory itself is asked: an
agent knows of a topic when something it remembers, or its own persona, is about it.
"""

import re
from typing import Any

import msgspec

from sandbox_app.lab.past import Past
from sandbox_app.worldfile.rows import Event, MemoryRow

_WORD = re.compile(r"[^\W\d_]+")
_IDLE = frozenset(
    "a an and at by for from he her his i in is it its my of on or our s she that the their they this to was we will with you".split()
)
_ROOT = 5
"""Letters that words have to share to count as the same, so that "parties" is about a party and "Valentine's" about Valentine."""


class Topic:
    """Something that can be known: words that all occur, or other words that do, divided by "|"."""

    def __init__(self, text: str) -> None:
        """Read a topic, such as "Valentine's party|party at Clover Café".

        Raises:
            ValueError: there is no word in it.
        """
        self._ways = [roots for way in text.split("|") if (roots := _roots(way))]
        if not self._ways:
            raise ValueError("a topic needs at least one word")

    def of(self, text: str) -> bool:
        """Say whether a text is about the topic."""
        roots = _roots(text)
        return any(way <= roots for way in self._ways)


def _roots(text: str) -> frozenset[str]:
    return frozenset(re.sub("ies$", "y", word)[:_ROOT] for word in _WORD.findall(text.casefold()) if word not in _IDLE)


class Diffusion:
    """Who knew of a topic when, and by which words.

    Attributes:
        first: the first memory about the topic of each agent that has one.
        born: agents whose persona is about it: they knew from the start.
    """

    def __init__(self, past: Past, topic: Topic) -> None:
        self._past = past
        self._topic = topic
        self.born = {
            row.agent_id for row in past.reader.personas(past.step) if any(topic.of(text) for text in _texts(msgspec.json.decode(row.data)))
        }
        self.first: dict[int, MemoryRow] = {}
        for agent in past.agents:
            about = next((row for row in past.memories(agent) if topic.of(row.text)), None)
            if about is not None:
                self.first[agent] = about
        self._traced: dict[int, bool] = {}

    def knowers(self, step: int) -> list[int]:
        """Return who knew at a step, in order."""
        return [agent for agent in self._past.agents if self._knew(agent, step)]

    def _knew(self, agent: int, step: int) -> bool:
        row = self.first.get(agent)
        return agent in self.born or (row is not None and row.created_step <= step)

    def traced(self, agent: int) -> bool:
        """Say whether what an agent knows leads back, word by word, to somebody who knew from the start, or to a person's words."""
        if agent in self.born or self.first[agent].created_step == 0:
            return True
        if agent not in self._traced:
            self._traced[agent] = False  # whoever only knows through itself does not know through words
            heard = self.utterance(agent)
            self._traced[agent] = heard is not None and self._speaker_knew(heard)
        return self._traced[agent]

    def utterance(self, agent: int) -> Event | None:
        """Return the event in which words first told an agent of the topic, or None where there is none."""
        reader = self._past.reader
        event = reader.event(self.first[agent].cause)
        while event is not None:
            if event.kind == "intervene" or (event.kind in ("hear", "speak") and self._topic.of(event.text)):
                return event
            if talk := event.data.get("talk"):
                told = reader.events(0, event.step, kinds=("hear",), agent=agent)
                lines = [one for one in told if one.data.get("talk") == talk and one.id < event.id and self._topic.of(one.text)]
                if lines:
                    return lines[0]
            event = reader.event(event.cause) if event.cause else None
        return None

    def _speaker_knew(self, event: Event) -> bool:
        if event.kind == "intervene":
            return True
        speaker = int(event.data.get("by", 0)) or (event.agent_id if event.kind == "speak" else 0)
        if not speaker:  # a person's words
            return True
        return self._knew(speaker, event.step) and self.traced(speaker)


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for one in inside for text in _texts(one)]


def diffusion(past: Past, topic: Topic) -> dict[str, Any]:
    """Return who knew of a topic at the start and at the moment; `traced` is the share of those who came to know through words.

    `value` is the share of all agents who know. Whoever knew from the start counts in neither part of `traced`; with nobody
    else it is 1.
    """
    spread = Diffusion(past, topic)
    start, end = spread.knowers(0), spread.knowers(past.step)
    learned = [agent for agent in end if agent not in start]
    traced = [agent for agent in learned if spread.traced(agent)]
    return {
        "value": len(end) / len(past.agents) if past.agents else 0.0,
        "known_start": len(start),
        "known_end": len(end),
        "agents": len(past.agents),
        "traced": len(traced) / len(learned) if learned else 1.0,
        "start": [past.short[agent] for agent in start],
        "end": [past.short[agent] for agent in end],
        "untraced": [past.short[agent] for agent in learned if agent not in traced],
    }
