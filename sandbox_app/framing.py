"""How messages between processes are laid on a pipe: the length in four bytes, then the message in msgpack.

Every room of the program may import this module; it imports nothing of the program.
"""

import sys
from typing import Any, BinaryIO

import msgspec

MOST_BYTES = 64 * 1024 * 1024
"""A longer message is a bug, not a message."""
_LENGTH = 4


def send(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Write one message and flush.

    Raises:
        BrokenPipeError: nobody reads any more.
        ValueError: the stream is closed.
    """
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(_LENGTH, sys.byteorder) + data)
    stream.flush()


def receive(stream: BinaryIO, decoder: "msgspec.msgpack.Decoder[Any]") -> Any:
    """Read the next message; None when the other side has ended, also in the middle of one.

    Raises:
        ValueError: what comes is no message.
    """
    head = _exactly(stream, _LENGTH)
    if head is None:
        return None
    size = int.from_bytes(head, sys.byteorder)
    if size > MOST_BYTES:
        raise ValueError(f"a message of {size} bytes")
    data = _exactly(stream, size)
    return None if data is None else decoder.decode(data)


def _exactly(stream: BinaryIO, count: int) -> bytes | None:
    """Read so many bytes, from unbuffered streams, too, which give what is there; None when the stream ends before."""
    parts = bytearray()
    while len(parts) < count:
        part = stream.read(count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)
