"""Model files are checked before llama.cpp sees them; what is wrong is said in one sentence."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.gguf_check import describe, read_header
from tests.llm.small_model import write_small_gguf

ROOT = Path(__file__).resolve().parents[2]


def changed(path: Path, target: Path, field: bytes, old: bytes, new: bytes) -> Path:
    """Copy a model with the value after a field's name changed."""
    data = path.read_bytes()
    place = data.index(old, data.index(field))
    target.write_bytes(data[:place] + new + data[place + len(old) :])
    return target


def test_what_a_model_says_of_itself(tmp_path: Path) -> None:
    path = write_small_gguf(
        tmp_path / "a.gguf",
        name="Town demo",
        town_sandbox__handles="yes",
        town_sandbox__forms='{"say": "0123456789abcdef", "react": "fedcba9876543210"}',
    )
    about = describe(path)
    assert (about.name, about.architecture, about.context, about.quantization) == ("Town demo", "llama", 2048, "F32")
    assert about.size == path.stat().st_size
    assert about.size / 5 < about.parameters < about.size / 4
    assert about.handles
    assert about.forms == {"say": "0123456789abcdef", "react": "fedcba9876543210"}
    assert not about.embedding


def test_an_ordinary_model_has_no_forms_and_no_handles(small_gguf: Path) -> None:
    about = describe(small_gguf)
    assert about.forms == {}
    assert not about.handles


def test_forms_in_a_way_nobody_knows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="unknown way"):
        describe(write_small_gguf(tmp_path / "a.gguf", town_sandbox__forms="say, react"))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=r"no model file .*nowhere\.gguf"):
        describe(tmp_path / "nowhere.gguf")
    with pytest.raises(ModelProblem, match="is a folder"):
        describe(tmp_path)


@pytest.mark.parametrize("content", [b"", b"GGUF", b"PK\x03\x04" + bytes(100), b"\xff" * 5000, b"GGUF" + b"\xff" * 5000])
def test_what_is_no_gguf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "junk.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelProblem, match="cannot be used as a model"):
        describe(path)


@pytest.mark.parametrize("share", [0.001, 0.01, 0.015, 0.1, 0.5, 0.999])
def test_a_download_that_stopped_is_refused(tmp_path: Path, small_gguf: Path, share: float) -> None:
    data = small_gguf.read_bytes()
    path = tmp_path / "half.gguf"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelProblem, match="ends too early"):
        describe(path)


@pytest.mark.parametrize(
    ("field", "old", "new", "said"),
    [
        (b"llama.block_count", struct.pack("<I", 2), struct.pack("<I", 4_000_000_000), "block_count"),
        (b"llama.block_count", struct.pack("<I", 2), struct.pack("<I", 3), "3 layers"),
        (b"llama.embedding_length", struct.pack("<I", 64), struct.pack("<I", 2**31), "embedding_length"),
        (b"llama.embedding_length", struct.pack("<I", 64), struct.pack("<I", 128), "shape"),
        (b"head_count", struct.pack("<II", 4, 4), struct.pack("<II", 4, 0), "heads"),
        (b"head_count_kv", struct.pack("<I", 2), struct.pack("<I", 3), "heads"),
        (b"rms_epsilon", struct.pack("<f", 1e-5), struct.pack("<f", float("nan")), "epsilon"),
        (b"eos_token_id", struct.pack("<I", 265), struct.pack("<I", 9999), "eos token"),
        (b"general.architecture", b"llama", b"\xff\xfe\xfd\xfc\xfb", "UTF-8"),
        (b"tokenizer.ggml.tokens", "ā".encode(), "Ā".encode(), "token twice"),
        (b"tokenizer.ggml.merges", b"o n", b"oon", "merges"),
        (b"tokenizer.ggml.tokens", b"tokenizer", b"tokenizxr", "no language model"),
    ],
)
def test_a_header_that_cannot_be_right_is_refused(
    tmp_path: Path, small_gguf: Path, field: bytes, old: bytes, new: bytes, said: str
) -> None:
    path = changed(small_gguf, tmp_path / "changed.gguf", field, old, new)
    with pytest.raises(ModelProblem, match=said):
        describe(path)


def test_a_model_without_a_name_is_called_after_its_file(tmp_path: Path, small_gguf: Path) -> None:
    path = changed(small_gguf, tmp_path / "nameless.gguf", b"general.name", b"general.name", b"general.type")
    assert describe(path).name == "nameless"


def test_counts_larger_than_the_file_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "counts.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 2**60, 2**60) + bytes(100))
    with pytest.raises(ModelProblem, match="counts"):
        describe(path)
    listed = struct.pack("<Q", 1) + b"a" + struct.pack("<IIQ", 9, 4, 2**61)
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + listed)
    with pytest.raises(ModelProblem, match="list of"):
        describe(path)


def test_tensors_lie_inside_the_file(small_gguf: Path) -> None:
    header = read_header(small_gguf)
    assert len(header.tensors) == 21
    assert header.data < header.size


def test_damaged_models_are_refused_or_work_and_never_end_the_process(tmp_path: Path, small_gguf: Path) -> None:
    command = [sys.executable, "-m", "tests.llm.broken_models", str(small_gguf), str(tmp_path), "0", "120"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr[-2000:]
    assert 60 < int(done.stdout.split()[-1]) < 120


def test_a_long_list_of_texts_is_read_whole(tmp_path: Path) -> None:
    texts = ["", *("ä" * (number % 97) for number in range(9000)), "x" * 700_000, "", "last"]
    listed = b"".join(struct.pack("<Q", len(text.encode())) + text.encode() for text in texts)
    path = tmp_path / "texts.gguf"
    start = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1) + b"a" + struct.pack("<IIQ", 9, 8, len(texts))
    path.write_bytes(start + listed)
    assert read_header(path).fields == {"a": tuple(texts)}
    path.write_bytes(start + listed[:-1])
    with pytest.raises(ModelProblem, match="ends too early"):
        read_header(path)
