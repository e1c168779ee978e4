"""How varied a day was."""

import pytest

from sandbox_app.simulation.diversity import Diversity, Lived
from sandbox_app.worldfile.rows import Event


def act(agent: int, activity: str) -> Event:
    return Event(id=1, step=1, kind="act", agent_id=agent, data={"activity": activity})


def test_nobody_did_anything() -> None:
    assert Lived().measure() == Diversity(0.0, 0.0, 0)


def test_activities_and_entropy_are_means_over_agents_and_days() -> None:
    lived = Lived()
    lived.add(1, [act(1, "bake"), act(1, "knead"), act(1, "sell"), act(1, "rest"), Event(id=2, step=1, kind="move", agent_id=1)])
    lived.add(1, [act(2, "sleep"), act(2, "sleep")])
    assert lived.measure() == Diversity(2.5, pytest.approx((2.0 + 0.0) / 2), 2)
    lived.add(2, [act(2, "sleep")])
    assert lived.measure().days == 3
