"""Another model takes over in the middle of a day, and nothing is lost."""

import json
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models
from sandbox_app.llm.engines import Choice, Thinkers, default_model, open_thinkers
from sandbox_app.llm.request import Done, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import KEY, Chosen, note
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOURS = 360
SCRIPTED = Thinkers(everything=Choice("scripted"))
LLAMA = Thinkers(host="thread")


class Dreaming(ScriptedEngine):
    """Takes every request and never answers; says Cancelled when it is let go."""

    name = "dreaming"

    def submit(self, request: Request, done: Done, token: Token | None = None) -> object:
        return self

    def cancel(self) -> None:
        """It dreams on."""


def use(session: Session, thinkers: Thinkers) -> None:
    session.exchange(open_thinkers(thinkers), note(Chosen(thinkers))).close()


def until(session: Session, step: int) -> None:
    while session.step < step:
        session.live()


def test_from_rules_to_the_demo_model_and_back(world: Path, opened: Open) -> None:
    session = opened()
    until(session, int(3.2 * HOURS))
    before = session.step
    remembered = {agent: len(mind.stream.rows) for agent, mind in session.simulation.minds.items()}
    use(session, LLAMA)
    assert session.step == before
    assert {agent: len(mind.stream.rows) for agent, mind in session.simulation.minds.items()} == remembered
    until(session, int(4.5 * HOURS))
    middle = session.step
    use(session, SCRIPTED)
    until(session, int(5.5 * HOURS))
    session.close()
    assert check(world) == []
    with WorldReader(world) as reader:
        switches = reader.events(kinds=["system"])
        assert [event.step for event in switches] == [before, middle]
        assert switches[0].text == "From now on town-demo thinks, no longer scripted."
        assert switches[0].data["models"]["everything"]["sha256"] == known_models.digest(default_model())
        assert json.loads(reader.meta()[KEY]) == {"everything": {"kind": "scripted"}}
        calls = [call for event in reader.events() if event.call_id and (call := reader.call(event.call_id)) is not None]
    thinkers = {call.model for call in calls}
    assert thinkers == {"scripted", "town-demo"}
    assert not [call.error for call in calls if call.error]
    with_demo = [call.asked_step for call in calls if call.model == "town-demo"]
    assert before <= min(with_demo)
    assert max(with_demo) <= middle


def test_it_is_the_same_world_when_opened_again(world: Path, opened: Open) -> None:
    session = opened()
    until(session, 3 * HOURS)
    use(session, SCRIPTED)
    state = session.simulation.snapshot()
    session.close()
    again = opened()
    assert again.simulation.snapshot() == state
    assert again.step == 3 * HOURS
    again.close()


def test_a_thought_that_the_clock_waits_for_is_asked_of_the_new_engine(world: Path, opened: Open) -> None:
    session = opened(engine=Dreaming())
    waited: list[int] = []

    def meanwhile() -> None:
        waited.append(session.step)
        if len(waited) == 3:
            use(session, SCRIPTED)

    while session.step < 4 * HOURS:
        session.live(meanwhile)
    session.close()
    assert len(waited) >= 3
    assert check(world) == []
    with WorldReader(world) as reader:
        [switch] = reader.events(kinds=["system"])
        assert switch.step == waited[2]
        assert reader.events(kinds=["thought_failed"]) == []
        assert reader.events(kinds=["plan"])


def test_prompts_are_as_long_as_the_new_model_bears(world: Path, opened: Open) -> None:
    class Roomy(ScriptedEngine):
        context = 32_768

    session = opened()
    small = session.simulation.here.budget
    session.exchange(Roomy(), note(Chosen(SCRIPTED)))
    assert session.simulation.here.budget.thought > small.thought
    session.close()


@pytest.mark.parametrize("kind", ["file", "server"])
def test_what_cannot_be_opened_changes_nothing(world: Path, opened: Open, kind: str, tmp_path: Path) -> None:
    session = opened()
    wrong = Choice("llama", str(tmp_path / "none.gguf")) if kind == "file" else Choice("remote")
    with pytest.raises(ModelProblem):
        use(session, Thinkers(everything=wrong))
    until(session, 10)
    assert session.simulation.thoughts.engine.name == "scripted"
    session.close()
    with WorldReader(world) as reader:
        assert KEY not in reader.meta()
