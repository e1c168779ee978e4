"""What can be seen of what somebody does: the act, not what it is for.

Knowledge moves by words, sight and memory alone. "Decorating for the party" is no sight: whoever has not been told of a party
sees somebody who is busy. So an activity that speaks of its owner's aim, of a promise, or of what an inner voice or a person said
to it, shows only as far as eyes go: where one walks, at which thing one is.
"""

import re

from sandbox_app.mind.mind import Mind
from sandbox_app.simulation.here import Here

_WORD = re.compile(r"[^\W\d_]{3,}")
_ROOT = 5
_IDLE = frozenset(
    "and are ask asking at day for from get give going have her him his into its like make more not our out people see some somebody "
    "something take talk tell that the their them there they this time visit want wants was who will with work you your".split()
)
_PRIVATE = frozenset({"whisper", "told", "promise"})
"""Kinds of memories whose words are not to be seen in what one does."""


class Visible:
    """What everybody looks like to others. Owned by the senses; remembers what it worked out until somebody does something else."""

    def __init__(self, here: Here, minds: dict[int, Mind]) -> None:
        self._here = here
        self._minds = minds
        self._seen: dict[int, tuple[int, str]] = {}
        self._private: dict[int, set[str]] = {}
        self._read: dict[int, int] = dict.fromkeys(minds, 0)
        names = [member.short for member in here.cast] + [place.name for place in here.town.places]
        self._public = _roots(" ".join([*names, *(word for thing in here.town.things for word in (thing.name, *thing.uses))]))

    def activity(self, agent: int) -> str:
        """Return what somebody does as others see it, as a phrase that goes on."""
        version = int(self._here.state.version[agent - 1])
        kept = self._seen.get(agent)
        if kept is None or kept[0] != version:
            kept = self._seen[agent] = (version, self._look(agent))
        return kept[1]

    def _look(self, agent: int) -> str:
        here = self._here
        activity = here.activity(agent)
        if not (_roots(activity) - self._public) & self._words_of(agent):
            return activity
        if agent in here.state.journeys:
            x, y = here.state.destination(agent)
            return f"walking to {here.town.site_of(int(here.town.place_at[y, x])).name}"
        used = here.doing(agent)[1]
        return f"busy at the {here.town.thing(used).name}" if used else "busy"

    def _words_of(self, agent: int) -> set[str]:
        mind = self._minds[agent]
        words = self._private.setdefault(agent, set())
        last = self._read[agent]
        for row in reversed(mind.stream.rows.values()):
            if row.id <= last:
                break
            if row.kind in _PRIVATE:
                words |= _roots(row.text)
            self._read[agent] = max(self._read[agent], row.id)
        return words | _roots(mind.me.aim)


def _roots(text: str) -> set[str]:
    return {word[:_ROOT] for word in _WORD.findall(text.casefold()) if word not in _IDLE}
