"""What a world thinks with: what is asked for, what it notes, and what a file from a stranger cannot make the program do."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm import known_models
from sandbox_app.llm.engines import Choice, Thinkers, default_embedding, default_model
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.opened import open_to_live
from sandbox_app.simulation.thinkers import KEY, USED, Asked, Chosen, Elsewhere, choose, read_roles
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.writer import WorldWriter
from tests.llm.small_model import write_small_gguf

DEMO = Choice("llama", "")
SCRIPTED = Choice("scripted")


@pytest.fixture
def small(tmp_path: Path) -> str:
    return str(write_small_gguf(tmp_path / "small.gguf", name="small"))


def chosen(world: Path, **asked: object) -> Chosen:
    return choose(world, Asked(**asked))  # type: ignore[arg-type]


def noted(world: Path, key: str = KEY) -> object:
    with WorldReader(world) as reader:
        return json.loads(reader.meta().get(key, "null"))


def live(world: Path, **asked: object) -> None:
    """Open a world as the command line does, and close it."""
    wish = Asked(host="thread", **asked)  # type: ignore[arg-type]
    with open_to_live(world, choose(world, wish), keep=wish.says_which):
        pass


def test_a_new_world_thinks_with_the_demo_model_or_what_is_asked_for(world: Path, small: str) -> None:
    assert chosen(world).thinkers.everything == DEMO
    assert chosen(world, engine="scripted").thinkers.everything == SCRIPTED
    assert chosen(world, model=small).thinkers.everything == Choice("llama", small)
    remote = chosen(world, server="http://127.0.0.1:1", model="big").thinkers
    assert (remote.everything, remote.server) == (Choice("remote", "big"), "http://127.0.0.1:1")
    roles = {"dialogue": small, "reflection": "scripted", "routine": "remote:big", "embedding": "e.gguf"}
    made = chosen(world, roles=roles, server="http://127.0.0.1:1")
    assert made.thinkers.roles == {"dialogue": Choice("llama", small), "reflection": SCRIPTED, "routine": Choice("remote", "big")}
    assert made.embedding == "e.gguf"


def test_a_model_that_was_chosen_is_noted_by_its_digest_and_thinks_the_next_time(world: Path, small: str) -> None:
    live(world, model=small, roles={"dialogue": "scripted"})
    sha256 = known_models.digest(Path(small))
    everything = {"kind": "llama", "name": "small", "sha256": sha256}
    embedding = {"kind": "llama", "name": default_embedding().stem, "sha256": known_models.digest(default_embedding())}
    assert noted(world) == {"everything": everything, "dialogue": {"kind": "scripted"}, "embedding": embedding}
    again = chosen(world).thinkers
    assert (again.everything, again.roles) == (Choice("llama", small), {"dialogue": SCRIPTED})
    assert chosen(world, roles={"reflection": "scripted"}).thinkers.roles == {"dialogue": SCRIPTED, "reflection": SCRIPTED}
    assert chosen(world, engine="llama").thinkers.everything == Choice("llama", small)
    assert chosen(world, engine="scripted").thinkers.roles == {}
    assert small.encode() not in world.read_bytes(), "where the file lies is nobody's business"


def test_a_kind_of_engine_alone_is_for_this_time(world: Path) -> None:
    live(world, engine="scripted")
    assert noted(world) is None
    assert chosen(world).thinkers.everything == DEMO


def test_every_model_that_ever_thought_is_noted(world: Path, small: str) -> None:
    live(world, engine="scripted")
    live(world, model=small)
    live(world)
    live(world, engine="scripted")
    demo = {"kind": "llama", "name": default_model().stem, "sha256": known_models.digest(default_model())}
    live(world, model=str(default_model()))
    first = {"kind": "llama", "name": "small", "sha256": known_models.digest(Path(small))}
    assert noted(world, USED) == [{"kind": "scripted"}, first, demo]


def test_a_model_that_is_not_here_is_asked_for(world: Path, small: str, tmp_path: Path) -> None:
    live(world, model=small)
    Path(small).unlink()
    with pytest.raises(Elsewhere, match=r"thinks with the model small \(\w{12}…\), which has not been used on this computer"):
        chosen(world)
    assert chosen(world, model="other.gguf").thinkers.everything == Choice("llama", "other.gguf")
    found = write_small_gguf(tmp_path / "elsewhere.gguf", name="small")
    known_models.digest(found)
    assert chosen(world).thinkers.everything == Choice("llama", str(found))


def test_the_demo_model_is_found_wherever_the_program_lies(world: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    live(world, model=str(default_model()))
    shutil.rmtree(tmp_path / "home" / "data")
    assert chosen(world).thinkers.everything == DEMO


@pytest.mark.parametrize(
    "models",
    [
        {"everything": {"kind": "remote", "name": "big"}},
        {"dialogue": {"kind": "remote", "name": "big", "server": "http://example.invalid", "sha256": "http://example.invalid"}},
    ],
)
def test_a_world_from_a_stranger_names_no_server(world: Path, models: object) -> None:
    with WorldWriter(world) as writer:
        writer.set_meta(KEY, json.dumps(models))
        writer.set_meta("server", "http://example.invalid")
    with pytest.raises(Elsewhere, match="is to think on a server; say which"):
        chosen(world)
    assert chosen(world, server="http://127.0.0.1:9", engine="remote").thinkers.server == "http://127.0.0.1:9"


def test_a_world_from_a_stranger_names_no_file(world: Path) -> None:
    with WorldWriter(world) as writer:
        writer.set_meta(KEY, json.dumps({"everything": {"kind": "llama", "name": "/etc/passwd", "sha256": "/etc/passwd"}}))
    with pytest.raises(Elsewhere):
        chosen(world)
    with WorldWriter(world) as writer:
        writer.set_meta(KEY, '{"everything": {"kind": "shell"}}')
    with pytest.raises(Problem, match="notes in an unknown way"):
        chosen(world)


@pytest.mark.parametrize("text", ["dialogue", "dialogue=", "cook=a.gguf", "=a.gguf"])
def test_a_role_that_is_none(text: str) -> None:
    with pytest.raises(Problem, match="gives no role a model; write ROLE=FILE"):
        read_roles([text])


def test_what_is_loaded_when_nobody_waits_for_it_any_more_is_closed(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left, told = threading.Event(), []

    class Late(ScriptedEngine):
        def close(self) -> None:
            told.append("closed")

    def load(thinkers: Thinkers) -> Late:
        assert left.wait(10)
        return Late()

    def leave() -> None:
        left.set()
        raise Problem("The window is gone.")

    monkeypatch.setattr("sandbox_app.simulation.opened.open_thinkers", load)
    with pytest.raises(Problem, match="window is gone"), open_to_live(world, chosen(world, engine="scripted"), meanwhile=leave):
        pass
    assert told == ["closed"]
