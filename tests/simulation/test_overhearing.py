"""Who hears what is said."""

from sandbox_app.mind.surroundings import StartTalk
from sandbox_app.simulation.effects import hearers, take_effect
from tests.simulation.conftest import Open


def test_those_near_overhear_a_talk_unless_they_sleep_or_talk_themselves(opened: Open) -> None:
    session = opened()
    here = session.simulation.here
    agents = list(here.agents())[:5]
    for agent in agents:
        here.happen("wake", agent, "")
        here.state.settle(agent, *here.position(1))
    take_effect(here, 1, StartTalk(2, "hello"))
    talk = here.talk_of(1)
    assert talk is not None
    assert hearers(here, talk, 1) == [2, 3, 4, 5]
    here.happen("sleep", 3, "", {"thing": 0, "wake": 100})
    assert hearers(here, talk, 1) == [2, 4, 5]
    take_effect(here, 4, StartTalk(5, "hello"))
    assert hearers(here, talk, 1) == [2]
    session.close()
