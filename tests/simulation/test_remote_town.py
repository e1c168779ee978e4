"""A town that thinks on a real server on loopback: llama-cpp-python's own, with the demo model."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm import answers, forms
from sandbox_app.llm.engines import Choice, Thinkers, default_model
from sandbox_app.llm.remote import RemoteEngine
from sandbox_app.simulation.messages import Frame, Play, Trouble, UseModels
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.llm.asking import Asked
from tests.llm.every_facts import every_facts
from tests.simulation.remote_server import RemoteServer, remote_server
from tests.simulation.test_runner import PATIENCE, Opens, folder, opens, whole_at, world

__all__ = ["folder", "opens", "world"]

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

HOURS = 360
WAKING = 3 * HOURS
"""When people get up in the tiny town."""


@pytest.fixture(scope="module")
def server() -> Iterator[RemoteServer]:
    with remote_server() as made:
        yield made


def test_every_form_is_answered_in_its_form(server: RemoteServer) -> None:
    engine = RemoteEngine(server.url)
    try:
        assert (engine.name, engine.context, engine.abilities.constraint) == ("town-demo", 2048, "grammar")
        watched = Asked(engine, forms.render(every_facts()[0]))
        completion = watched.completion()
        assert "".join(watched.pieces).strip() == completion.text
        asked = [(facts, Asked(engine, forms.render(facts), watch=False)) for facts in every_facts()]
        for facts, one in asked:
            completion = one.completion()
            assert completion.model == "town-demo"
            assert completion.submitted > completion.generated > 0
            if completion.stopped == "end":
                answers.parse(facts, completion.text)
    finally:
        engine.close()


def test_a_town_lives_an_hour_on_it(server: RemoteServer, world: Path) -> None:
    asleep = ["--until", str(WAKING - HOURS // 2), "--engine", "scripted"]
    awake = ["--for", "1h", "--engine", "remote", "--server", server.url, "--model", server_model(), "--json"]
    for options in (asleep, awake):
        command = [sys.executable, "-m", "sandbox_app", "run", str(world), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["engine"], report["model"], report["steps"]) == ("remote", "town-demo", HOURS)
    assert report["calls"]["total"] > 5
    assert report["calls"]["failed"] <= report["calls"]["total"] * 0.3, report["errors"]
    assert report["tokens"]["submitted"] > report["tokens"]["generated"] > 0
    assert check(world) == []
    with WorldReader(world) as reader:
        models = json.loads(reader.meta()["models"])
    assert models["everything"] == {"kind": "remote", "name": server_model()}
    assert models["embedding"]["name"] == "all-MiniLM-L6-v2"
    assert server.url.encode() not in world.read_bytes()


def server_model() -> str:
    """Return the id under which the server lists its model: the path it was started with."""
    return str(default_model())


def test_a_server_that_dies_makes_the_town_wait_until_it_is_back(world: Path, opens: Opens) -> None:
    server = RemoteServer()
    try:
        window = opens(world, "--engine", "scripted")
        window.say(Play(pace=0, until=WAKING - HOURS // 2))
        window.still(WAKING - HOURS // 2)
        window.say(UseModels(Thinkers(everything=Choice("remote"), server=server.url)))
        window.hear(Frame, lambda frame: frame.engine.model == "town-demo")
        server.kill()
        window.say(Play(pace=0, until=WAKING + HOURS // 2))
        trouble = window.hear(Trouble)
        assert trouble.paused
        assert f"The server {server.url}/v1 does not answer" in trouble.sentence
        waiting = window.hear(Frame, lambda frame: not frame.running)
        assert waiting.thinking
        server = RemoteServer(server.port)
        window.say(Play(pace=0, until=WAKING + HOURS // 2))
        window.still(WAKING + HOURS // 2)
        window.client.close(timeout=PATIENCE)
    finally:
        server.kill()
    assert whole_at(world) == WAKING + HOURS // 2
    with WorldReader(world) as reader:
        assert "does not answer" not in "".join(event.text for event in reader.events(kinds=["thought_failed"]))
        assert reader.events(kinds=["plan"])
