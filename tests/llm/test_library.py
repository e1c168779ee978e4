"""Models that lie in other programs' folders are found, described and tried; nothing there is ever changed."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.gguf_check import describe, read_header
from sandbox_app.llm.library import memory
from sandbox_app.llm.library.entries import MOST_ENTRIES, details_of, entry_of
from sandbox_app.llm.library.find import Found, find
from sandbox_app.llm.library.folders import choose_folder, chosen_folders, own_folder
from sandbox_app.llm.library.trial import try_model
from sandbox_app.llm.llama.suited import suited
from sandbox_app.llm.random_model import DEMO, Shape, write_random_model
from sandbox_app.posix import available_memory
from sandbox_app.resources import assets
from tests.llm.small_model import write_small_gguf

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = "HF_HOME HF_HUB_CACHE HUGGINGFACE_HUB_CACHE OLLAMA_MODELS LLAMA_CACHE".split()
BLOB = "sha256-" + "ab" * 32


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder in which every program uses its usual places."""
    made = tmp_path / "somebody"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    for variable in (*VARIABLES, "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    return made


def plant(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF")
    return path


def found() -> dict[str, Found]:
    """What is found beside the models that ship, by path."""
    return {str(one.path): one for one in find() if one.path.parent != assets("models")}


linux = pytest.mark.skipif(sys.platform != "linux", reason="these are the folders on Linux")


@linux
@pytest.mark.parametrize(
    ("place", "source"),
    [
        (".local/share/town-sandbox/models/a.gguf", "town-sandbox"),
        (".lmstudio/models/maker/model/a.gguf", "lm-studio"),
        (".cache/lm-studio/models/maker/model/a.GGUF", "lm-studio"),
        (".cache/huggingface/hub/models--maker--model/snapshots/abc/a.gguf", "hugging-face"),
        (".cache/llama.cpp/a.gguf", "llama.cpp"),
        (".config/Jan/data/llamacpp/models/model/model.gguf", "jan"),
        (".local/share/Jan/data/models/model/a.gguf", "jan"),
        ("jan/models/a.gguf", "jan"),
        (".local/share/nomic.ai/GPT4All/a.gguf", "gpt4all"),
    ],
)
def test_models_are_found_where_programs_keep_them(home: Path, place: str, source: str) -> None:
    path = plant(home / place)
    assert found() == {str(path): Found(path, source)}


@pytest.mark.parametrize(
    ("variable", "inner", "source"),
    [("HF_HOME", "hub", "hugging-face"), ("HF_HUB_CACHE", ".", "hugging-face"), ("LLAMA_CACHE", ".", "llama.cpp")],
)
def test_other_programs_variables_are_respected(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, inner: str, source: str
) -> None:
    plant(home / ".cache/huggingface/hub/a.gguf")
    plant(home / ".cache/llama.cpp/a.gguf")
    path = plant(tmp_path / "elsewhere" / inner / "b.gguf")
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert [one.path for one in found().values() if one.source == source] == [path]


def test_lm_studio_may_be_elsewhere_and_load_elsewhere(home: Path, tmp_path: Path) -> None:
    (home / ".lmstudio-home-pointer").write_text(f"{tmp_path / 'studio'}\n")
    inside, chosen = plant(tmp_path / "studio/models/a.gguf"), plant(tmp_path / "large/b.gguf")
    (tmp_path / "studio/settings.json").write_text(json.dumps({"downloadsFolder": str(tmp_path / "large"), "other": 1}))
    assert {one.path for one in found().values()} == {inside, chosen}
    (tmp_path / "studio/settings.json").write_text("{damaged")
    assert {one.path for one in found().values()} == {inside}


@pytest.mark.parametrize("named", [False, True])
def test_ollamas_manifests_lead_to_its_blobs(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    models = tmp_path / "ollama" if named else home / ".ollama/models"
    if named:
        monkeypatch.setenv("OLLAMA_MODELS", str(models))
    blob = plant(models / "blobs" / BLOB)
    for place, layers in {
        "registry.ollama.ai/library/qwen3/4b": [("model", BLOB), ("license", "sha256-" + "cd" * 32)],
        "registry.ollama.ai/somebody/same/latest": [("model", BLOB)],
        "registry.ollama.ai/library/hostile/latest": [("model", "sha256:../../../../etc/passwd")],
        "registry.ollama.ai/library/away/latest": [("model", "sha256:" + "ef" * 32)],
    }.items():
        manifest = models / "manifests" / place
        manifest.parent.mkdir(parents=True, exist_ok=True)
        rows = [
            {"mediaType": f"application/vnd.ollama.image.{kind}", "digest": digest.replace("-", ":"), "size": 4} for kind, digest in layers
        ]
        manifest.write_text(json.dumps({"schemaVersion": 2, "layers": rows}))
    (models / "manifests/registry.ollama.ai/library/broken").write_text("no json")
    assert list(found().values()) == [Found(blob, "ollama", "qwen3:4b")]


def test_each_file_once_first_parts_only_and_no_end_in_a_circle(home: Path) -> None:
    folder = home / ".lmstudio/models/maker/model"
    first = plant(folder / "big-00001-of-00003.gguf")
    plant(folder / "big-00002-of-00003.gguf")
    (folder / "same.gguf").symlink_to(first)
    (folder / "circle").symlink_to(folder)
    plant(folder / "readme.txt")
    assert list(found()) == [str(first)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_folder_that_may_not_be_read_is_left_out(home: Path) -> None:
    plant(home / ".lmstudio/models/private/a.gguf")
    seen = plant(home / ".lmstudio/models/b.gguf")
    (home / ".lmstudio/models/private").chmod(0)
    assert list(found()) == [str(seen)]
    (home / ".lmstudio/models/private").chmod(0o700)


def test_nothing_is_made_or_changed_by_looking(home: Path) -> None:
    assert found() == {}
    assert not own_folder().exists()
    assert list(home.iterdir()) == []


def test_what_an_entry_says(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "a.gguf", name="Town", tokenizer__chat_template="{{ '<|im_start|>' }}")
    entry = entry_of(Found(path, "jan", "label"))
    assert (entry.path, entry.source, entry.label, entry.problem) == (str(path), "jan", "label", "")
    assert (entry.name, entry.architecture, entry.quantization, entry.context) == ("Town", "llama", "F32", 2048)
    assert (entry.template, entry.size) == ("chatml", path.stat().st_size)
    assert entry.memory > entry.size
    assert entry.parameters == describe(path).parameters


def test_a_bad_file_is_listed_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "half.gguf"
    path.write_bytes(write_small_gguf(tmp_path / "whole.gguf").read_bytes()[:5000])
    entry = entry_of(Found(path, "jan"))
    assert "ends too early" in entry.problem
    assert (entry.size, entry.architecture) == (5000, "")
    assert "no model file" in entry_of(Found(tmp_path / "none.gguf", "jan")).problem


def test_one_part_of_several_says_how_to_join_them(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=r"it is one of 3 parts; join them"):
        describe(_with_number(tmp_path, b"split.count", 3))


def _with_number(folder: Path, name: bytes, number: int) -> Path:
    """A model with one more field."""
    path = write_small_gguf(folder / "more.gguf", **{name.decode().replace(".", "__"): "12345678"})
    data = path.read_bytes()
    old = name + (8).to_bytes(4, "little") + (8).to_bytes(8, "little") + b"12345678"
    assert old in data
    new = name + (10).to_bytes(4, "little") + number.to_bytes(8, "little")
    at = data.index(old)
    # Eight bytes less before the weights are made up for by the padding in front of them.
    rest = data[at + len(old) : (header := read_header(path)).data]
    path.write_bytes((data[:at] + new + rest.rstrip(b"\0")).ljust(header.data, b"\0") + data[header.data :])
    return path


def test_a_closer_look_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    write_random_model(path, DEMO)
    read: list[int] = []
    details = details_of(path, read.append)
    assert details.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read[-1] == path.stat().st_size
    assert details.metadata["general.architecture"] == "llama"
    assert details.cut == {"tokenizer.ggml.tokens": 2048, "tokenizer.ggml.token_type": 2048}
    assert len(details.metadata["tokenizer.ggml.tokens"]) == MOST_ENTRIES
    assert details.entry.memory > path.stat().st_size


def test_a_text_as_long_as_a_bomb_is_refused(tmp_path: Path) -> None:
    path = write_small_gguf(tmp_path / "a.gguf", tokenizer__chat_template="{{ x }}" * 1_000_000)
    with pytest.raises(ModelProblem, match="a text of 7000000 bytes"):
        details_of(path)
    assert not try_model(path).ok


def test_a_model_that_works_and_models_that_do_not(tmp_path: Path, small_gguf: Path) -> None:
    good = try_model(small_gguf)
    assert good.ok
    assert good.tokens > 0
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(small_gguf.read_bytes()[:-1000])
    assert "ends too early" in try_model(bad).problem
    vectors = write_small_gguf(tmp_path / "vectors.gguf", pooling=1)
    assert try_model(vectors).ok
    assert try_model(vectors).tokens == 0


REPORTED = re.compile(r"buffer size *= *([0-9.]+) MiB")
LOAD = """
import logging, sys
from pathlib import Path
logging.basicConfig(level=logging.DEBUG, format="%(message)s", stream=sys.stdout)
from sandbox_app.llm.llama import LlamaEngine
LlamaEngine(Path(sys.argv[1]), threads=1).close()
"""
MIDDLING = Shape("middling", vocabulary=16_384, width=512, layers=3, heads=8, groups=2, inner=2048)


@pytest.mark.parametrize("name", ["demo", "middling"])
def test_the_memory_that_llama_cpp_takes_is_known_before(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.gguf"
    write_random_model(path, DEMO if name == "demo" else MIDDLING)
    said = subprocess.run([sys.executable, "-c", LOAD, str(path)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    taken = sum(float(size) for size in REPORTED.findall(said)) * (1 << 20)
    model = describe(path)
    expected = memory.estimate(read_header(path), model.architecture, suited(model).cells).total
    assert taken > 0
    assert 0.85 < expected / taken < 1.15 or abs(expected - taken) < 2 << 20, (expected / 2**20, taken / 2**20)


def test_a_model_that_does_not_fit_is_refused_before_it_is_loaded(small_gguf: Path) -> None:
    with pytest.raises(ModelProblem, match=r"The model small needs about \d+ MB of memory and 20 MB are free; close other programs"):
        memory.check_memory(small_gguf, 20_000_000)
    memory.check_memory(small_gguf, 2_000_000_000)
    memory.check_memory(small_gguf, None)


@linux
@pytest.mark.parametrize(("count", "said"), [(4_042_176, "4 MB"), (25_279_136, "25 MB"), (7, "1 MB"), (4_100_000_000, "4.1 GB")])
def test_sizes_are_said_as_they_are(count: int, said: str) -> None:
    assert memory.words(count) == said


def test_free_memory_is_known_here() -> None:
    free = available_memory()
    assert free is not None
    assert 1 << 20 < free < 1 << 50


def test_a_persons_own_folders_are_looked_through(home: Path, tmp_path: Path) -> None:
    path = plant(tmp_path / "my models/deep/a.gguf")
    assert found() == {}
    choose_folder(tmp_path / "my models")
    choose_folder(tmp_path / "my models")
    assert chosen_folders() == [tmp_path / "my models"]
    assert found() == {str(path): Found(path, "own")}
    path.unlink()
    path.parent.rmdir()
    path.parent.parent.rmdir()
    assert found() == {}, "a folder that is gone does no harm"
    choose_folder(tmp_path / "my models", wanted=False)
    assert chosen_folders() == []
    with pytest.raises(ModelProblem, match="is no folder; choose one that holds models"):
        choose_folder(tmp_path / "missing")


def test_a_template_that_cannot_be_used_is_told_by_the_check(tmp_path: Path) -> None:
    trial = try_model(write_small_gguf(tmp_path / "small.gguf", tokenizer__chat_template="{{ nothing.at.all() }}"))
    assert trial.ok
    assert trial.remark.startswith("The chat template of small cannot be used: ")
