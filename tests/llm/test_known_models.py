"""The list of model files by SHA-256."""

import hashlib
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models


def test_a_file_once_used_is_found_while_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"one")
    sha256 = hashlib.sha256(b"one").hexdigest()
    assert known_models.find(sha256) is None
    assert known_models.digest(path) == known_models.digest(path) == sha256
    assert known_models.find(sha256) == path
    path.write_bytes(b"another")
    assert known_models.find(sha256) is None
    assert known_models.digest(path) == hashlib.sha256(b"another").hexdigest()
    path.unlink()
    assert known_models.find(hashlib.sha256(b"another").hexdigest()) is None


def test_a_second_copy_is_found_when_the_first_is_gone(tmp_path: Path) -> None:
    copies = [tmp_path / name for name in ("a.gguf", "b.gguf")]
    for path in copies:
        path.write_bytes(b"same")
        sha256 = known_models.digest(path)
    copies[1].unlink()
    assert known_models.find(sha256) == copies[0]


def test_a_spoilt_list_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"one")
    sha256 = known_models.digest(path)
    [listed] = (tmp_path / "home").rglob("models.json")
    listed.write_text("{oh")
    assert known_models.find(sha256) is None
    assert known_models.digest(path) == sha256
    assert known_models.find(sha256) == path


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=r"There is no model file .*none\.gguf"):
        known_models.digest(tmp_path / "none.gguf")
