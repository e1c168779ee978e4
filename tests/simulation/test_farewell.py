"""How a talk ends."""

from pathlib import Path

from sandbox_app.simulation.run import run_until
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open
from tests.simulation.test_living import HOURS


def test_nobody_talks_on_to_who_has_taken_leave(world: Path, opened: Open) -> None:
    session = opened()
    run_until(session, 10 * HOURS, "scripted")
    session.close()
    with WorldReader(world) as reader:
        said = reader.events(kinds=["speak"])
    ended: dict[int, int] = {}
    for event in said:
        talk = event.data["talk"]
        if talk in ended:
            ended[talk] += 1
            assert event.data["end"]
        elif event.data["end"]:
            ended[talk] = 0
    assert ended
    assert max(ended.values()) <= 1
