"""What is read of the file about what somebody feels over time; no widgets. Asked behind the window's back."""

from dataclasses import dataclass

from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

MOST_FEELINGS = 40
EVERY_MINUTES = 5
"""How finely the fading of the mood is drawn."""


@dataclass(frozen=True)
class Feelings:
    """What somebody felt in some hours.

    Attributes:
        steps, moods: the mood (-10 to 10) at these steps. felt: the latest emotions, newest first.
    """

    steps: tuple[int, ...]
    moods: tuple[float, ...]
    felt: tuple[Event, ...]


def feelings(reader: WorldReader, agent: int, start: int, at: int, step_seconds: int) -> Feelings:
    """Read what an agent felt from a step on until another: each emotion moves the mood, which fades in between."""
    from sandbox_app.mind.feelings.affect import Affect, mood_at  # late: minds are not needed before a world is open

    events = [event for event in reader.events(start, at, agent=agent, kinds=["feel"]) if "emotion" in event.data]
    every = max(1, EVERY_MINUTES * 60 // step_seconds)
    steps, moods = [start], [0.0]
    now = Affect()
    for event in events:
        for between in range(steps[-1] + every, event.step, every):
            steps.append(between)
            moods.append(mood_at(now, between, step_seconds))
        steps += [event.step, event.step]
        moods += [mood_at(now, event.step, step_seconds), float(event.data["level"])]
        now = Affect(float(event.data["level"]), event.step)
    for between in (*range(steps[-1] + every, at, every), at):
        steps.append(between)
        moods.append(mood_at(now, between, step_seconds))
    return Feelings(tuple(steps), tuple(moods), tuple(reversed(events[-MOST_FEELINGS:])))
