"""The weather of a town: what the sky is in each quarter of a day follows from the world's seed and the date, and from nothing else.

It is on the record as `weather` events, so a replay and a fork have the same; a person may change it for the rest of a quarter.
Who is outdoors notices when it begins to rain or snow, and when that is over, and remembers it. Minds are asked in no other words.
"""

import hashlib

from sandbox_app.mind.mind import Mind
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.intervening import keep_weighed
from sandbox_app.simulation.messages import WEATHERS
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.clock import Clock
from sandbox_app.worldfile.rows import Event

QUARTER_MINUTES = 360
"""The sky is another one at midnight, six, noon and six at most."""
CLOUDY_FROM, WET_FROM = 0.42, 0.68
SNOW_MONTHS, SNOW_SHARE = (12, 1, 2), 0.4
"""In these months some wet days are white."""
NOTICED = 3
"""Importance of the memory that it began to rain."""
_SAID = {
    "rain": "It is raining in {town}",
    "snow": "It is snowing in {town}",
    "cloudy": "The sky over {town} is cloudy",
    "clear": "The sky over {town} is clear",
}
_BEGINS, _ENDS = {"rain": "It began to rain", "snow": "It began to snow"}, {"rain": "The rain stopped", "snow": "It stopped snowing"}


def weather_at(seed: int, clock: Clock, step: int) -> str:
    """Return what the sky of a world with this seed is at a step, one of `WEATHERS`: half of it is the day's, half the quarter's."""
    time = clock.time(step)
    day, quarter = time.date().isoformat(), clock.minute(step) // QUARTER_MINUTES
    grey = (_lot(f"{seed}/sky/{day}") + _lot(f"{seed}/sky/{day}/{quarter}")) / 2
    if grey < CLOUDY_FROM:
        return "clear"
    if grey < WET_FROM:
        return "cloudy"
    return "snow" if time.month in SNOW_MONTHS and _lot(f"{seed}/cold/{day}") < SNOW_SHARE else "rain"


def _lot(text: str) -> float:
    """Return a number from 0 to 1 drawn by lot from a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "little") / 2**48


def pass_time(here: Here, minds: dict[int, Mind], since: int) -> None:
    """Let the sky change where a quarter of a day has begun since a step."""
    if not here.settings.weather or _quarter(here.clock, since) == _quarter(here.clock, here.step):
        return
    weather = weather_at(here.seed, here.clock, here.step)
    before = here.state.weather
    if weather != before:
        event = change(here, weather)
        text, agents = noticed(here.state, before, weather)
        for agent in agents:
            keep_weighed(here, minds[agent], "seen", text, event.id, NOTICED)


def _quarter(clock: Clock, step: int) -> tuple[int, int]:
    return clock.day(step), clock.minute(step) // QUARTER_MINUTES


def change(here: Here, weather: str, cause: int = 0) -> Event:
    """Let the sky be another one from now on."""
    assert weather in WEATHERS
    return here.happen("weather", 0, _SAID[weather].format(town=here.town.title), {"weather": weather}, cause=cause)


def noticed(state: WorldState, before: str, after: str) -> tuple[str, list[int]]:
    """Return what is remembered when the sky changes, and by whom: by those awake outdoors, that it began to rain or snow, or is over."""
    words = _BEGINS.get(after) or _ENDS.get(before)
    if words is None:
        return "", []
    town, outdoors = state.town, []
    for agent in range(1, state.count + 1):
        place = int(state.place[agent - 1])
        if not (state.away(agent) or state.asleep[agent - 1] or town.place(place).indoors or town.site_of(place).indoors):
            outdoors.append(agent)
    return f"{words} in {town.title}", outdoors
