"""What was concluded before is not concluded again."""

from collections import Counter
from pathlib import Path

from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Completion, Done, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.run import run_until
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open, opened, world

__all__ = ["opened", "world"]


class OneTrack(ScriptedEngine):
    """Concludes the same, twice in one breath, whatever it is asked."""

    def submit(self, request: Request, done: Done, token: Token | None = None) -> object:
        if not isinstance(request.facts, f.ReflectInsights):
            return super().submit(request, done, token)
        done(Completion(text="Life is good (1)\nLife is good (1)", submitted=1, computed=1, generated=1, seconds=0.0, model="one-track"))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""


def test_a_conclusion_is_kept_once(world: Path, opened: Open) -> None:
    session = opened(engine=OneTrack())
    run_until(session, 40 * 360, "one-track")
    session.close()
    with WorldReader(world) as reader:
        thoughts = Counter((agent.id, row.text) for agent in reader.agents() for row in reader.memories(agent.id, kinds=["thought"]))
    assert thoughts
    assert set(thoughts.values()) == {1}
