"""Frames folded into one bring a picture as far as one after the other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation.messages import AgentNow, Frame
from sandbox_app.ui.scene import Scene, fold

agents = st.lists(st.tuples(st.integers(1, 4), st.text(max_size=3)), max_size=4)
things = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["on", "off"])), max_size=4)


@st.composite
def frames(draw: st.DrawFn) -> list[Frame]:
    return [
        Frame(
            step=step, running=True, x=bytes([step, 0]), y=bytes(2), look=bytes(1),
            changed=[AgentNow(agent, 1, 0, words, 0, 0, False) for agent, words in draw(agents)],
            things=draw(things), events=[], thinking=[], engine=EngineStatus(model="m"), pace=1.0,
        )
        for step in range(draw(st.integers(1, 5)))
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(frames())
def test_folding_loses_nothing(several: list[Frame]) -> None:
    one_by_one, folded = Scene(), Scene()
    whole = several[0]
    for frame in several:
        one_by_one.take(frame)
    for frame in several[1:]:
        whole = fold(whole, frame)
    folded.take(whole)
    assert folded.agents == one_by_one.agents
    assert folded.things == one_by_one.things
    assert folded.step == one_by_one.step
