"""Opening hours of sites. Minutes are counted from midnight; hours may pass midnight ("20:00" to "02:00")."""

from sandbox_app.town.clock import hhmm_minutes
from sandbox_app.town.model import Place

DAY = 24 * 60


def is_open(site: Place, minute: int) -> bool:
    """Say whether a site is open; one without hours always is."""
    if not site.opens or not site.closes:
        return True
    opens, closes = hhmm_minutes(site.opens), hhmm_minutes(site.closes)
    minute %= DAY
    return opens <= minute < closes if opens <= closes else minute >= opens or minute < closes


def opens_in(site: Place, minute: int) -> int:
    """Return the minutes until a site opens, 0 while it is open."""
    return 0 if is_open(site, minute) else (hhmm_minutes(site.opens) - minute) % DAY


def closes_in(site: Place, minute: int) -> int | None:
    """Return the minutes until an open site closes, 0 while it is closed; None for a site that never does."""
    if not site.opens or not site.closes:
        return None
    return (hhmm_minutes(site.closes) - minute) % DAY if is_open(site, minute) else 0
