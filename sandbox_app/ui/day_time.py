"""How long a simulated day will take with the model that thinks: from how fast it answered lately, here, on this computer."""

from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.words import several, tr

THOUGHTS = 50
"""Thoughts of one person on one day: 1,247 of 25 people were measured (README.md, Figures)."""
_SHIPPED = {"scripted": 250.0, "town-demo": 20.0}
"""Thoughts a second of what ships, for the first time, measured on two cores."""


class DayTime:
    """What has been learnt about how fast models answer; kept from one start to the next."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    def learn(self, model: str, rate: float) -> None:
        """Take note that a model answers so many thoughts a second."""
        if model and rate > 0:
            self._remembered.keep_number(_key(model), max(1, round(rate * 1000)))

    def rate(self, model: str) -> float:
        """Thoughts a second, 0.0 when nothing is known of this model."""
        shipped = next((rate for name, rate in _SHIPPED.items() if model.startswith(name)), 0.0)
        return self._remembered.number(_key(model), 0) / 1000 or shipped

    def words(self, model: str, agents: int) -> str:
        """What the window says before Play; "" without a model."""
        if not model or not agents:
            return ""
        rate = self.rate(model)
        if rate <= 0:
            return tr("How long a day takes with {model} will be known after a minute of play", model=model)
        return tr("A day will take {time} with {model}", time=about(agents * THOUGHTS / rate), model=model)


def about(seconds: float) -> str:
    """A length of time as people say it: "about 3 minutes"."""
    if seconds < 50:
        return tr("less than a minute")
    if seconds < 50 * 60:
        return tr("about {time}", time=several(round(seconds / 60), "{count} minute", "{count} minutes"))
    hours = seconds / 3600
    if hours < 20:
        return tr("about {time}", time=several(max(1, round(hours)), "{count} hour", "{count} hours"))
    return tr("about {time}", time=several(max(1, round(hours / 24)), "{count} day", "{count} days"))


def _key(model: str) -> str:
    return f"rate/{model.replace('/', '_')}"
