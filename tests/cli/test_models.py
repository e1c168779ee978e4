"""`sandbox-app models` as a person or a script meets it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.llm.llama.gpu import gpu_can
from tests.llm.small_model import write_small_gguf

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in this process; gives its status and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        return (status, *capsys.readouterr())

    return run


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model in the program's own folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "data/town-sandbox/models"
    folder.mkdir(parents=True)
    return write_small_gguf(folder / "a.gguf", name="Tiny", general__description="word " * 100)


def test_the_list(ask: Ask, model: Path) -> None:
    status, out, err = ask("models", "list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert (status, err) == (0, "")
    tiny = rows["Tiny"]
    assert (tiny["path"], tiny["architecture"], tiny["quantization"], tiny["context"]) == (str(model), "llama", "F32", 2048)
    assert (tiny["template"], tiny["size"], tiny["source"]) == ("", model.stat().st_size, "town-sandbox")
    assert tiny["memory"] > tiny["size"] > tiny["parameters"] > 1000
    (model.parent / "bad.gguf").write_bytes(b"bad")
    status, out, err = ask("models")
    assert (status, err) == (0, "")
    assert f"{model}  (town-sandbox)\n  Tiny: llama, " in out
    assert "bad.gguf cannot be used as a model: it is not a GGUF file." in out
    assert f"Put more GGUF files into {model.parent}" in out


def test_what_models_compute_on(ask: Ask, model: Path) -> None:
    status, out, err = ask("models", "devices", "--json")
    assert (status, err) == (0, "")
    *_, processor = json.loads(out)
    assert processor["kind"] == "processor"
    assert processor["total"] > 1 << 28
    assert f"the processor {processor['name']}" in ask("models", "devices")[1]
    assert f"They compute on the processor {processor['name']}" in ask("models")[1] or gpu_can()


def test_a_closer_look(ask: Ask, model: Path) -> None:
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    status, out, _ = ask("models", "show", model)
    assert status == 0
    assert f"sha256 {digest}" in out
    assert "  general.description = word word" in out
    assert "… (500 characters)" in out
    assert max(map(len, out.splitlines())) < 400
    status, out, _ = ask("models", "show", model, "--json")
    details = json.loads(out)
    assert details["sha256"] == digest
    assert details["metadata"]["general.description"] == "word " * 100
    assert details["entry"]["name"] == "Tiny"


def test_a_model_that_works_is_said_to_work(ask: Ask, model: Path) -> None:
    status, out, err = ask("models", "check", model)
    assert (status, err) == (0, "")
    assert f"{model} can be used: it was loaded and computed" in out
    assert json.loads(ask("models", "check", model, "--json")[1])["ok"]


def test_a_bad_model_is_said_to_be_bad_and_why(ask: Ask, model: Path) -> None:
    model.write_bytes(model.read_bytes()[:-100])
    status, out, err = ask("models", "check", model)
    assert (status, out) == (3, "")
    assert err == f"sandbox-app: {model} cannot be used as a model: it ends too early; the download may be incomplete.\n"
    status, out, err = ask("models", "check", model, "--json")
    assert (status, err) == (3, "")
    assert "ends too early" in json.loads(out)["problem"]


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_model_that_is_not_there(ask: Ask, tmp_path: Path, command: str) -> None:
    status, out, err = ask("models", command, tmp_path / "none.gguf")
    assert (status, out) == (3, "")
    assert "There is no model file" in err


def test_layers_on_a_gpu_that_this_build_cannot_use_are_refused_with_what_to_do(ask: Ask, tmp_path: Path) -> None:
    world = tmp_path / "a.world"
    assert ask("new", world, "--town", "lane")[0] == 0
    if gpu_can():
        pytest.skip("this build can")
    status, out, err = ask("run", world, "--for", "1h", "--gpu-layers", "-1")
    assert (status, out) == (3, "")
    assert 'build it again: CMAKE_ARGS="-DGGML_CUDA=on" pip install' in err


def test_models_are_tried_side_by_side_and_keep_their_cards(ask: Ask, model: Path, tmp_path: Path) -> None:
    other = write_small_gguf(tmp_path / "b.gguf", name="Other", seed=2)
    for one in (model, other):
        ask("models", "set", one, "threads=1")
    status, out, _ = ask("models", "try", model, other, "--answers")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].split() == ["Tiny", "Other"]
    assert [line[:18].strip() for line in lines[1:10]] == [
        "follows forms",
        "copies names",
        "remembers",
        "stays in character",
        "plays by a rule",
        "judges attempts",
        "seconds; to load",
        "tokens a second",
        "game master",
    ]
    assert "Tiny, memory, " in out
    tiny = next(row for row in json.loads(ask("models", "list", "--json")[1]) if row["name"] == "Tiny")
    assert 0 <= tiny["fitness"] < 1
    assert tiny["speed"] in ("quick", "fair", "slow", "very slow")


def test_settings_of_a_model(ask: Ask, model: Path) -> None:
    status, out, _ = ask("models", "set", model, "kv=q8_0", "temperature=0.8", "--json")
    assert status == 0
    assert json.loads(out) == json.loads(ask("models", "set", model, "--json")[1])
    assert (json.loads(out)["kv"], json.loads(out)["temperature"], json.loads(out)["gpu_layers"]) == ("q8_0", 0.8, None)
    assert "  kv = q8_0\n" in ask("models", "set", model)[1]
    status, _, err = ask("models", "set", model, "kv=f9")
    assert (status, err) == (3, "sandbox-app: kv cannot be 'f9'; it is f16, q8_0 or q4_0.\n")


def test_folders_of_ones_own(ask: Ask, model: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    status, out, _ = ask("models", "folders", "--add", mine, "--json")
    assert status == 0
    assert {"source": "own", "path": str(mine)} in json.loads(out)
    assert f"{model.parent}  (town-sandbox)" in ask("models", "folders", "--remove", mine)[1]
    assert str(mine) not in ask("models", "folders")[1]
