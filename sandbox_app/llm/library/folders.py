"""Where models lie: with the program, in its own folder, and where LM Studio, Hugging Face, Ollama and others keep theirs."""

import contextlib
import os
import sys
from pathlib import Path

import msgspec
from msgspec import Struct
from platformdirs import user_data_path

from sandbox_app.errors import ModelProblem
from sandbox_app.resources import assets

_MOST_SETTINGS = 1 << 20
_MOST_CHOSEN = 50


class Folder(Struct, frozen=True):
    """A folder with models; `source` is whose it is."""

    source: str
    path: Path


def own_folder() -> Path:
    """Return where a person may put models for this program; it need not exist."""
    return user_data_path("town-sandbox", appauthor=False) / "models"


def _list_file() -> Path:
    return user_data_path("town-sandbox", appauthor=False) / "model-folders.json"


def chosen_folders() -> list[Path]:
    """Return the folders that the person has named, in the order in which that was."""
    try:
        return [Path(name) for name in msgspec.json.decode(_text(_list_file()) or "[]", type=list[str])]
    except msgspec.DecodeError:
        return []  # the folders can be named again; nothing else was lost


def choose_folder(path: Path, *, wanted: bool = True) -> None:
    """Look for models in a folder from now on, or no longer.

    Raises:
        ModelProblem: it is no folder, there are too many, or the list cannot be written.
    """
    path = path.expanduser().absolute()
    before = [one for one in chosen_folders() if one != path]
    if wanted and not _is_folder(path):
        raise ModelProblem(f"{path} is no folder; choose one that holds models (*.gguf).")
    if wanted and len(before) >= _MOST_CHOSEN:
        raise ModelProblem(f"{_MOST_CHOSEN} folders are looked through already; take one of them out first.")
    try:
        _list_file().parent.mkdir(parents=True, exist_ok=True)
        _list_file().write_bytes(msgspec.json.encode([str(one) for one in (*before, *([path] if wanted else []))]))
    except OSError as error:
        raise ModelProblem(f"{_list_file()} cannot be written: {error.strerror}.") from error


def folders() -> list[Folder]:
    """Return the folders that exist, ours first; each program's own environment variables are respected."""
    places = [
        ("town-sandbox", [assets("models"), own_folder()]),
        ("own", chosen_folders()),
        ("lm-studio", _lm_studio()),
        ("hugging-face", [_hugging_face()]),
        ("llama.cpp", [_named("LLAMA_CACHE") or _caches() / "llama.cpp"]),
        ("jan", _jan()),
        ("gpt4all", [_data() / "nomic.ai" / "GPT4All"]),
    ]
    found = {path.resolve(): Folder(source, path) for source, paths in reversed(places) for path in reversed(paths) if _is_folder(path)}
    return list(found.values())[::-1]


def ollama_folders() -> list[Path]:
    """Return where Ollama keeps models, as far as that exists: manifests that name blobs."""
    named = _named("OLLAMA_MODELS")
    places = [named] if named else [Path.home() / ".ollama" / "models", Path("/usr/share/ollama/.ollama/models")]
    return [path for path in places if _is_folder(path / "manifests") and _is_folder(path / "blobs")]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable, "")
    return Path(value).expanduser() if value else None


def _data() -> Path:
    """Where programs keep data for one person, as GPT4All asks Qt."""
    if sys.platform == "win32":
        return _named("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return _named("XDG_DATA_HOME") or Path.home() / ".local" / "share"


def _caches() -> Path:
    if sys.platform == "win32":
        return _named("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return _named("XDG_CACHE_HOME") or Path.home() / ".cache"


def _hugging_face() -> Path:
    """The hub's cache, which is in `.cache` on every system."""
    exact = _named("HF_HUB_CACHE") or _named("HUGGINGFACE_HUB_CACHE")
    if exact:
        return exact
    home = _named("HF_HOME") or (_named("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface"
    return home / "hub"


def _lm_studio() -> list[Path]:
    """Its own pointer says where its home is, and its settings where downloads go; older versions kept them in `.cache`."""
    home = Path.home() / ".lmstudio"
    pointer = _text(Path.home() / ".lmstudio-home-pointer").strip()
    if pointer:
        home = Path(pointer)
    chosen = _Settings("")
    with contextlib.suppress(msgspec.DecodeError):  # their file, their business: the usual folders are looked through all the same
        chosen = msgspec.json.decode(_text(home / "settings.json") or "{}", type=_Settings)
    places = [Path(chosen.downloadsFolder)] if chosen.downloadsFolder else []
    return [*places, home / "models", Path.home() / ".cache" / "lm-studio" / "models"]


class _Settings(Struct, frozen=True):
    downloadsFolder: str = ""  # LM Studio's own name for it


def _jan() -> list[Path]:
    """Newer versions keep them under `llamacpp`, older ones under `models`, the oldest in the home folder."""
    if sys.platform == "win32":
        base = _named("APPDATA") or Path.home() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = _named("XDG_CONFIG_HOME") or Path.home() / ".config"
    bases = [base] if sys.platform in ("win32", "darwin") else [base, _data()]
    places = [root / "Jan" / "data" / inner for root in bases for inner in ("llamacpp/models", "models")]
    return [*places, Path.home() / "jan" / "models"]


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_SETTINGS).decode("utf-8", "replace")
    except OSError:
        return ""
