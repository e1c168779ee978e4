"""The runner and what thinks for it: exchanged while it runs, elsewhere, or away."""

import json
from pathlib import Path

from sandbox_app.llm.engines import Choice, Thinkers
from sandbox_app.simulation.messages import Frame, Pause, Play, Ready, StepOnce, Thinks, Trouble, UseModels
from sandbox_app.simulation.thinkers import KEY
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.writer import WorldWriter
from tests.simulation.test_runner import PATIENCE, Opens, folder, opens, whole_at, world

__all__ = ["folder", "opens", "world"]

HOURS = 360


def test_another_model_thinks_from_now_on(world: Path, opens: Opens) -> None:
    window = opens(world)
    assert window.hear(Ready).engine == "scripted"
    window.say(Play(pace=0, until=3 * HOURS))
    window.still(3 * HOURS)
    window.say(UseModels(Thinkers()))
    assert window.hear(Thinks) == Thinks("llama", "town-demo")
    assert window.hear(Frame).engine.model == "town-demo"
    window.say(Play(pace=0))
    window.hear(Frame, lambda frame: frame.step > 4 * HOURS)
    window.say(UseModels(Thinkers(everything=Choice("scripted"))))
    assert window.hear(Thinks) == Thinks("scripted", "scripted")
    assert window.hear(Frame, lambda frame: frame.running).step >= 4 * HOURS
    window.say(Pause())
    window.still(4 * HOURS)
    window.client.close(timeout=PATIENCE)
    assert whole_at(world) >= 4 * HOURS
    with WorldReader(world) as reader:
        assert reader.events(kinds=["system"], limit=1)[0].step == 3 * HOURS
        assert reader.events(kinds=["thought_failed"]) == []


def test_a_model_that_cannot_be_opened_leaves_the_old_one(world: Path, opens: Opens, tmp_path: Path) -> None:
    window = opens(world)
    window.hear(Frame)
    window.say(UseModels(Thinkers(everything=Choice("llama", str(tmp_path / "none.gguf")))))
    trouble = window.hear(Trouble)
    assert (trouble.paused, trouble.fatal) == (True, False)
    assert "There is no model file" in trouble.sentence
    window.say(StepOnce())
    assert window.still(1).engine.model == "scripted"


def test_a_world_whose_model_is_elsewhere_is_opened_with_the_demo_model(world: Path, opens: Opens) -> None:
    with WorldWriter(world) as writer:
        writer.set_meta(KEY, json.dumps({"everything": {"kind": "llama", "name": "huge", "sha256": "0" * 64}}))
    window = opens(world, "--model-host", "thread")
    trouble = window.hear(Trouble)
    assert not trouble.fatal
    assert "thinks with the model huge" in trouble.sentence
    assert "the demo model thinks" in trouble.sentence
    assert window.hear(Frame).engine.model == "town-demo"
