"""What the program and the model host say to each other: msgspec structs over a pair of pipes (`sandbox_app.framing`)."""

from typing import BinaryIO

import msgspec
from msgspec import Struct

from sandbox_app import framing
from sandbox_app.llm.model_settings import USUAL, ModelSettings
from sandbox_app.llm.request import Completion, EngineStatus, Request


class Load(Struct, frozen=True, tag="load"):
    """To the host, first: the model to load, and how. 0 leaves a number to the engine, as no `gpu_layers` do.

    `vectors`: it is an embedding model, which is asked to `Embed` alone.
    """

    path: str
    threads: int = 0
    context: int = 0
    gpu_layers: int | None = None
    vectors: bool = False
    settings: ModelSettings = USUAL


class Ask(Struct, frozen=True, tag="ask"):
    """To the host: a request, by the number that its answer will have; `watched` when its tokens are wanted, too."""

    number: int
    request: Request
    watched: bool


class Cancel(Struct, frozen=True, tag="cancel"):
    """To the host: stop working on a request."""

    number: int


class Embed(Struct, frozen=True, tag="embed"):
    """To the host: texts to make vectors of, few enough for a second or two."""

    texts: list[str]


class Chosen(Struct, frozen=True, tag="chosen"):
    """From the host, before it loads a model: the GPUs that will compute, or ""."""

    gpus: str


class Loaded(Struct, frozen=True, tag="loaded"):
    """From the host: it is ready. `trained` are the forms that its model was trained on, purpose to digest; `remark`: see `LlamaEngine`."""

    name: str
    context: int
    trained: dict[str, str] = {}
    remark: str = ""


class Refused(Struct, frozen=True, tag="refused"):
    """From the host: the model cannot be used; it ends."""

    sentence: str
    details: str


class Pulse(Struct, frozen=True, tag="pulse"):
    """From the host, every half second from its start on: it lives, and has computed so many batches."""

    batches: int


class Piece(Struct, frozen=True, tag="piece"):
    """From the host: a piece of an answer."""

    number: int
    text: str


class Answered(Struct, frozen=True, tag="answered"):
    """From the host: an answer, and what the engine is doing now."""

    number: int
    completion: Completion
    status: EngineStatus


class Failed(Struct, frozen=True, tag="failed"):
    """From the host: a request that could not be answered."""

    number: int
    reason: str
    cancelled: bool
    status: EngineStatus


class Vectors(Struct, frozen=True, tag="vectors"):
    """From the host: the vectors of the texts asked last, float32 in this machine's order; or why there are none."""

    data: bytes = b""
    problem: str = ""


ToHost = Load | Ask | Cancel | Embed
FromHost = Chosen | Loaded | Refused | Pulse | Piece | Answered | Failed | Vectors

_FOR_HOST = msgspec.msgpack.Decoder(ToHost)
_FROM_HOST = msgspec.msgpack.Decoder(FromHost)


def send(stream: BinaryIO, message: ToHost | FromHost) -> None:
    """Write one message and flush."""
    framing.send(stream, message)


def receive_in_host(stream: BinaryIO) -> ToHost | None:
    """Read the program's next message; None when it has ended."""
    message: ToHost | None = framing.receive(stream, _FOR_HOST)
    return message


def receive_from_host(stream: BinaryIO) -> FromHost | None:
    """Read the host's next message; None when it has ended."""
    message: FromHost | None = framing.receive(stream, _FROM_HOST)
    return message
