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
    ended: dict[int, list[int]] = {}
    for event in said:
        talk = event.data["talk"]
        if talk in ended:
            assert event.data["end"]
            ended[talk].append(event.agent_id)
        elif event.data["end"]:
            ended[talk] = [event.agent_id]
    assert ended
    assert all(len(set(farewells)) == len(farewells) for farewells in ended.values()), "each takes leave once"
