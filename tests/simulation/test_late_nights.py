"""People whose day does not end before midnight."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from sandbox_app.simulation.run import run_until
from tests.simulation.conftest import Open

HOURS = 360


def live_by(world: Path, agent: int, **hours: str) -> None:
    """Give somebody other hours before the world begins."""
    with contextlib.closing(sqlite3.connect(world)) as connection, connection:
        (data,) = connection.execute("SELECT data FROM persona WHERE agent_id = ?", (agent,)).fetchone()
        connection.execute("UPDATE persona SET data = ? WHERE agent_id = ?", (json.dumps({**json.loads(data), **hours}), agent))


@pytest.mark.parametrize("bed", ["03:00", "04:30"])
def test_who_goes_to_bed_late_in_the_night_does_go(world: Path, opened: Open, bed: str) -> None:
    live_by(world, 1, bed=bed, wake="11:00")
    session = opened()
    clock = session.world.clock
    run_until(session, clock.day_time(2, "02:30"), "scripted")
    mind, state = session.simulation.minds[1], session.simulation.here.state
    assert not state.asleep[0]
    assert mind.plan.day == mind.life_day() == 1
    session.close()
    session = opened()
    assert session.simulation.minds[1].plan.day == 1, "opened again in the small hours it is still the same day"
    run_until(session, clock.day_time(2, "06:00"), "scripted")
    state = session.simulation.here.state
    assert state.asleep[0]
    assert clock.day_time(2, "09:00") <= state.wake[0] <= clock.day_time(2, "12:00")
    session.close()
