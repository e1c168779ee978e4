"""Finding out what a server can do, once, when it is opened: its models, its context, and whether it holds them to a grammar."""

import secrets
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.llm.remote.address import Address, ServerProblem
from sandbox_app.llm.remote.connection import Connection, Refused
from sandbox_app.llm.remote.wire import CONSTRAINTS, NO_THINKING, Choice, read_answer
from sandbox_app.llm.request import EngineError, Unavailable

USUAL_CONTEXT = 4096
"""Tokens that a server which does not say is held to have room for."""
_CONTEXT_OF = {"me": 2048}
"""The same by who a server says it is; "me" is llama-cpp-python's own."""
_AT_ONCE = {"vllm": 64, "me": 1}
"""Requests that a server works on together, by who it says it is; llama-server says the number itself."""
_USUALLY_AT_ONCE = 4
_OURS = frozenset({"llamacpp", "vllm", "me"})
"""Servers that pass over what they do not know in a body, or know it: they are told more."""
_FIRST_TRIED = {"vllm": ("structured_outputs", "guided_grammar", "grammar")}
_PROBE_TOKENS = 16


class Listed(Struct):
    """A model in a server's list; servers name its context in different ways."""

    id: str
    owned_by: str = ""
    max_model_len: int | None = None
    loaded_context_length: int | None = None
    context_length: int | None = None
    context_window: int | None = None

    @property
    def context(self) -> int:
        """Tokens that it has room for, 0 when the list does not say."""
        return self.max_model_len or self.loaded_context_length or self.context_length or self.context_window or 0


class _List(Struct):
    data: list[Listed]


class _Generation(Struct):
    n_ctx: int = 0


class _Props(Struct):
    """What llama-server says of itself: the context of each of its places."""

    default_generation_settings: _Generation = msgspec.field(default_factory=_Generation)
    total_slots: int = 0


class _Loaded(Struct):
    """What Ollama says of a model in its memory."""

    name: str = ""
    context_length: int = 0


class _Running(Struct):
    models: list[_Loaded] = []


class Abilities(Struct, frozen=True, kw_only=True):
    """What a server can do.

    Attributes:
        model: the model's id there. name: the same for people and the record.
        path: where it is asked. chat: whether in messages.
        constraint: the field of a body that holds an answer to a grammar (a key of CONSTRAINTS), or "".
        extra: fields that every body has besides.
        thinks: it thinks aloud, and cannot be kept from it.
        context: tokens of a prompt and its answer together. at_once: requests it works on together.
    """

    model: str
    path: str
    chat: bool
    constraint: str
    extra: dict[str, Any]
    thinks: bool
    context: int
    at_once: int

    @property
    def name(self) -> str:
        """Names a file without its folders and ending."""
        return self.model.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gguf") if self.model.endswith(".gguf") else self.model


async def find_out(connection: Connection, address: Address, wanted: str) -> Abilities:
    """Ask a server what it can do; `wanted` is the model's id, or "" for the only one there is.

    Raises:
        ServerProblem: it is not there, wants a key, has no such model, or is no server of models.
    """
    try:
        listed = _choose(await _models(connection, address), wanted, address)
        props = await _props(connection, address)
        extra: dict[str, Any] = {"min_p": 0.05} if listed.owned_by in _OURS else {}
        probe = await _probe(connection, address, listed, extra)
        context = listed.context or props.default_generation_settings.n_ctx or await _in_memory(connection, address, listed)
    except EngineError as error:
        said = str(error)
        raise ServerProblem(said if isinstance(error, Unavailable) else f"The server {address.base} cannot be used: {said}.") from error
    path, chat, constraint, thinks = probe
    return Abilities(
        model=listed.id,
        path=path,
        chat=chat,
        constraint=constraint,
        extra=extra | (NO_THINKING if chat and listed.owned_by in _OURS else {}),
        thinks=thinks,
        context=context or _CONTEXT_OF.get(listed.owned_by, USUAL_CONTEXT),
        at_once=props.total_slots or _AT_ONCE.get(listed.owned_by, _USUALLY_AT_ONCE),
    )


async def _models(connection: Connection, address: Address) -> list[Listed]:
    try:
        data = await connection.get(f"{address.base}/models")
    except Refused as refused:
        if refused.status in (404, 405):
            return []
        raise
    try:
        return msgspec.json.decode(data, type=_List).data
    except (msgspec.DecodeError, RecursionError) as error:
        raise EngineError("it answers, but not as a server of language models does") from error


def _choose(listed: list[Listed], wanted: str, address: Address) -> Listed:
    names = ", ".join(model.id for model in listed[:8]) + (" …" if len(listed) > 8 else "")
    if wanted:
        found = [model for model in listed if wanted in (model.id, model.id.removesuffix(":latest"))]
        if listed and not found:
            raise ServerProblem(f"The server {address.base} has no model {wanted!r}; it has: {names}.")
        return found[0] if found else Listed(wanted)
    if not listed:
        raise ServerProblem(f"The server {address.base} names no models; say which one with --model.")
    if len(listed) > 1:
        raise ServerProblem(f"The server {address.base} has several models; choose one with --model: {names}.")
    return listed[0]


async def _props(connection: Connection, address: Address) -> _Props:
    try:
        return msgspec.json.decode(await connection.get(f"{address.root}/props"), type=_Props)
    except (Refused, msgspec.DecodeError, RecursionError):
        return _Props()  # it is not llama-server


async def _in_memory(connection: Connection, address: Address, listed: Listed) -> int:
    """Ask Ollama, once the model is loaded, how much room it gave it; it cuts longer prompts without a word."""
    if listed.owned_by != "library":
        return 0
    try:
        running = msgspec.json.decode(await connection.get(f"{address.root}/api/ps"), type=_Running)
    except (Refused, msgspec.DecodeError, RecursionError):
        return 0
    return next((model.context_length for model in running.models if model.name == listed.id), 0)


async def _probe(connection: Connection, address: Address, listed: Listed, extra: dict[str, Any]) -> tuple[str, bool, str, bool]:
    """Ask for a word that no model would say by itself, in every way; return path, chat, constraint, and whether it thinks aloud."""
    refusal: Refused | None = None
    for chat in (True, False) if address.chat is None else (address.chat,):
        path = "/chat/completions" if chat else "/completions"
        more = extra | (NO_THINKING if chat and listed.owned_by in _OURS else {})
        try:
            plain = await _say(connection, path, listed.id, more, chat)
        except Refused as refused:
            refusal = refused
            continue
        for name in _FIRST_TRIED.get(listed.owned_by, tuple(CONSTRAINTS)):
            if await _holds(connection, path, listed.id, more, chat, name):
                return path, chat, name, False
        return path, chat, "", plain.thought or plain.said.lstrip().startswith("<think")
    assert refusal is not None
    raise refusal


async def _holds(connection: Connection, path: str, model: str, extra: dict[str, Any], chat: bool, name: str) -> bool:
    word = secrets.token_hex(2)
    try:
        return (await _say(connection, path, model, extra | CONSTRAINTS[name](f'root ::= "{word}"'), chat)).said.strip() == word
    except Refused:
        return False


async def _say(connection: Connection, path: str, model: str, extra: dict[str, Any], chat: bool) -> Choice:
    prompt: dict[str, Any] = {"messages": [{"role": "user", "content": "Say hello."}]} if chat else {"prompt": "Say hello."}
    body = {"model": model, **prompt, "max_tokens": _PROBE_TOKENS, "temperature": 0.0, **extra}
    choices = read_answer(await connection.post(path, body)).choices
    if not choices:
        raise EngineError("it answers, but says nothing")
    return choices[0]
