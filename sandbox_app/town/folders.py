"""Towns in folders of the person's own: which they have named, and so which a world may name.

A world's file may come from a stranger and can name any folder of the computer, or of another one; none is looked into that the
person has not named, by making a world of it (`new --town DIR`) or by `town folders --add DIR`.
"""

import shlex
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from sandbox_app.errors import TownProblem
from sandbox_app.town.load import load_town, towns
from sandbox_app.town.model import Town

_MOST_LIST = 1 << 20
_LONGEST = 300


def _list_file() -> Path:
    return user_data_path("town-sandbox", appauthor=False) / "town-folders.json"


def chosen_towns() -> list[Path]:
    """Return the folders of towns that the person has named, in the order in which that was."""
    try:
        with _list_file().open("rb") as file:
            return [Path(name) for name in msgspec.json.decode(file.read(_MOST_LIST), type=list[str])]
    except (OSError, msgspec.DecodeError):
        return []  # they can be named again; nothing else was lost


def choose_town(folder: Path, *, wanted: bool = True) -> Path:
    """Let worlds name the town in a folder from now on, or no longer; return the folder as they name it.

    Raises:
        TownProblem: there is no town that can be read in it, or the list cannot be written.
    """
    folder = load_town(folder).source if wanted else folder.expanduser().resolve()
    before = chosen_towns()
    if wanted == (folder in before):
        return folder
    kept = [one for one in before if one != folder] + [folder] * wanted
    try:
        _list_file().parent.mkdir(parents=True, exist_ok=True)
        _list_file().write_bytes(msgspec.json.encode([str(one) for one in kept]))
    except OSError as error:
        raise TownProblem(f"{_list_file()} cannot be written: {error.strerror}.") from error
    return folder


def town_of_world(source: str, *, people: bool = False) -> Town:
    """Read the town that a world names: one that ships, or one in a folder that the person has named.

    Its cast is read only with `people`: a world has people of its own, and is read whatever has become of the town's.

    Raises:
        TownProblem: it names anything else, or the town cannot be read.
    """
    if source in towns():
        return load_town(source, people=people)
    if len(source) > _LONGEST or not source.isprintable() or not Path(source).is_absolute():
        raise TownProblem(f"This world names a town that cannot be, {source[:60]!r}; towns that ship: {', '.join(towns())}.")
    if Path(source) not in chosen_towns():
        raise TownProblem(
            f"This world's town lies in the folder {source}, which nobody on this computer has named yet, so it was not looked into;"
            f" where you know it, say `sandbox-app town folders --add {shlex.quote(source)}`, then open the world again."
        )
    return load_town(Path(source), people=people)
