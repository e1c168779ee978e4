"""Messages between processes arrive whole, in order, or not at all."""

import io
import sys

import msgspec
import pytest

from sandbox_app import framing


class Word(msgspec.Struct, frozen=True):
    text: str


DECODER = msgspec.msgpack.Decoder(Word)


class Trickle(io.RawIOBase):
    """An unbuffered stream that gives one byte at a time, as a slow pipe may."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 1))


def sent(*texts: str) -> bytes:
    stream = io.BytesIO()
    for text in texts:
        framing.send(stream, Word(text))
    return stream.getvalue()


@pytest.mark.parametrize("kind", [io.BytesIO, Trickle])
def test_messages_arrive_whole_and_in_order(kind: type) -> None:
    stream = kind(sent("a", "", "ö" * 1000))
    assert [framing.receive(stream, DECODER) for _ in range(4)] == [Word("a"), Word(""), Word("ö" * 1000), None]


@pytest.mark.parametrize("left", [1, 3, 4, 7])
def test_a_message_that_is_cut_off_is_the_end(left: int) -> None:
    assert framing.receive(io.BytesIO(sent("abc")[:left]), DECODER) is None


def test_an_absurd_length_is_not_believed() -> None:
    with pytest.raises(ValueError, match="a message of"):
        framing.receive(io.BytesIO((framing.MOST_BYTES + 1).to_bytes(4, sys.byteorder) + b"x"), DECODER)
