"""Finding GGUF files: a bounded walk through the folders, and Ollama's manifests."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from sandbox_app.llm.library.folders import folders, ollama_folders

MOST_FILES = 2000
"""No more models than this are listed."""
_DEEPEST = 8
_MOST_FOLDERS = 20_000
_MOST_MANIFEST = 1 << 20
_LATER_PART = re.compile(r"-0*([0-9]+)-of-[0-9]+\.gguf$", re.IGNORECASE)
_DIGEST = re.compile(r"sha256[:-][0-9a-f]{64}")


class Found(Struct, frozen=True):
    """A model file, whose folder it lies in, and by what name that program knows it ("" for its file name)."""

    path: Path
    source: str
    label: str = ""


def find() -> list[Found]:
    """Return the model files on this computer, each once, in the order of `folders` and of their paths."""
    found: list[Found] = []
    seen: set[str] = set()
    for one in _all():
        real = os.path.realpath(one.path)
        if real not in seen:
            seen.add(real)
            found.append(one)
        if len(found) == MOST_FILES:
            break
    return found


def _all() -> Iterator[Found]:
    for folder in folders():
        for path in _walk(folder.path):
            yield Found(path, folder.source)
    for place in ollama_folders():
        yield from _ollama(place)


def _walk(root: Path) -> Iterator[Path]:
    """Yield the GGUF files below a folder; of a model in several parts only the first; what cannot be read is left out."""
    depth = len(root.parts)
    for count, (where, inner, files) in enumerate(os.walk(root), 1):
        inner[:] = sorted(name for name in inner if name != "blobs") if len(Path(where).parts) - depth < _DEEPEST else []
        for name in sorted(files):
            part = _LATER_PART.search(name)
            if name.lower().endswith(".gguf") and not (part and int(part[1]) > 1):
                yield Path(where, name)
        if count >= _MOST_FOLDERS:
            return


class _Layer(Struct, frozen=True):
    mediaType: str  # Ollama's own name for it
    digest: str


class _Manifest(Struct, frozen=True):
    layers: list[_Layer] = []


def _ollama(place: Path) -> Iterator[Found]:
    """Yield the models that Ollama's manifests name; a manifest's path says what they are called."""
    manifests = place / "manifests"
    for where, inner, files in os.walk(manifests):
        inner.sort()
        for name in sorted(files):
            path = Path(where, name)
            blob = _blob(path)
            if blob and (place / "blobs" / blob).is_file():
                namespace, model, tag = ("", "", *path.relative_to(manifests).parts)[-3:]
                label = f"{model}:{tag}" if namespace == "library" else f"{namespace}/{model}:{tag}"
                yield Found(place / "blobs" / blob, "ollama", label)


def _blob(manifest: Path) -> str:
    """Return the file name of the model that a manifest names, or ""."""
    try:
        with manifest.open("rb") as file:
            layers = msgspec.json.decode(file.read(_MOST_MANIFEST), type=_Manifest).layers
    except (OSError, msgspec.DecodeError):
        return ""
    digests = [layer.digest for layer in layers if layer.mediaType == "application/vnd.ollama.image.model"]
    return digests[0].replace(":", "-") if digests and _DIGEST.fullmatch(digests[0]) else ""
