"""Where a server is and with which key it is spoken to: what the person named, and nothing that a world file says."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from sandbox_app.errors import ModelProblem

KEY = "TOWN_SANDBOX_API_KEY"
"""The environment variable with the server's key."""
KEY_FILE = "TOWN_SANDBOX_API_KEY_FILE"
"""The environment variable that names a file with the key alone in it."""
_MOST_KEY = 4096
_PATHS = {"/chat/completions": True, "/completions": False}


class ServerProblem(ModelProblem):
    """A server of models is not there, wants a key, has no such model, or answers what cannot be understood."""


class Address(Struct, frozen=True):
    """A server's base address, such as `http://127.0.0.1:8080/v1`, without a slash at its end.

    Attributes:
        chat: whether the person named the path for chats or that for plain completions; None when neither was named.
    """

    base: str
    chat: bool | None = None

    @property
    def root(self) -> str:
        """The address without the protocol's version, where some servers tell more of themselves."""
        return self.base.removesuffix("/v1")


def parse_address(text: str) -> Address:
    """Read what a person wrote: `http://host:port`, with `/v1` or with a whole path such as `/v1/completions`.

    Raises:
        ServerProblem: it is no address, or has a password in it.
    """
    try:
        parts = urlsplit(text.strip())
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise ServerProblem(f"{text!r} is not a server's address; write it like http://127.0.0.1:8080.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ServerProblem(f"{text!r} is not a server's address; write it like http://127.0.0.1:8080.")
    if "@" in parts.netloc:
        raise ServerProblem(f"Leave name and password out of the server's address; put its key into the variable {KEY}.")
    path, chat = parts.path.rstrip("/"), None
    for end, kind in _PATHS.items():
        if path.endswith(end):
            path, chat = path.removesuffix(end), kind
            break
    return Address(f"{parts.scheme}://{parts.netloc}{path or '/v1'}", chat)


def read_key() -> str:
    """Return the server's key from the environment or from the file that it names, "" when there is none.

    Raises:
        ServerProblem: the file cannot be read, or the key is no key.
    """
    key = os.environ.get(KEY, "")
    name = os.environ.get(KEY_FILE, "")
    if not key and name:
        try:
            with Path(name).expanduser().open(encoding="ascii") as file:
                key = file.read(_MOST_KEY)
        except (OSError, UnicodeDecodeError) as error:
            raise ServerProblem(f"The file with the server's key ({KEY_FILE}={name}) cannot be read; name another one.") from error
    key = key.strip()
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise ServerProblem(f"The server's key in {KEY} or {KEY_FILE} is not one line of plain letters and digits.")
    return key
