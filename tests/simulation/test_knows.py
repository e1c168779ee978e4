"""Minds can ask whether what thinks for them ever learned a form."""

from sandbox_app.llm.scripted import ScriptedEngine
from tests.simulation.conftest import Open


class Unlettered(ScriptedEngine):
    """An engine that learned everything but talking."""

    def knows(self, purpose: str) -> bool:
        return purpose != "say"


def test_minds_are_told_what_the_engine_of_now_has_learned(opened: Open) -> None:
    session = opened(engine=Unlettered())
    here = session.simulation.here
    assert [here.knows("say"), here.knows("react")] == [False, True]
    session.simulation.thoughts.engine = ScriptedEngine()
    assert here.knows("say")
    session.close()
