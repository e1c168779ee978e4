"""Values that are packed into one column: what was retrieved for a call, and the state of a snapshot."""

import zlib
from collections.abc import Sequence

import numpy as np
from msgspec import msgpack

from sandbox_app.worldfile.rows import Retrieved

MAX_STATE = 64 << 20
"""Bytes of a state before packing."""
SCORE = np.dtype("<f2")
"""How the scores of what was retrieved are kept."""


def pack_retrieved(retrieved: Sequence[Retrieved]) -> bytes:
    """Pack what was retrieved, best first; the scores are kept with three digits."""
    scores = np.array([(r.recency, r.importance, r.relevance, r.score) for r in retrieved], dtype=SCORE)
    return msgpack.encode(([r.memory_id for r in retrieved], scores.tobytes()))


_retrieved = msgpack.Decoder(tuple[list[int], bytes])


def unpack_retrieved(packed: bytes) -> tuple[Retrieved, ...]:
    """Undo `pack_retrieved`.

    Raises:
        msgspec.DecodeError, ValueError: it is something else.
    """
    memories, binary = _retrieved.decode(packed)
    scores = np.frombuffer(binary, dtype=SCORE).reshape(len(memories), 4).tolist()
    return tuple(Retrieved(memory, *parts) for memory, parts in zip(memories, scores, strict=True))


def unpack_retrieved_ids(packed: bytes) -> list[int]:
    """Return only the memories that were retrieved; raises as `unpack_retrieved`."""
    return _retrieved.decode(packed)[0]


def pack_state(state: bytes) -> bytes:
    """Pack a snapshot's state."""
    return zlib.compress(state, 6)


def unpack_state(packed: bytes, size: int) -> bytes:
    """Undo `pack_state`, never unpacking more than the size that was recorded.

    Raises:
        zlib.error: it is something else.
    """
    if not 0 <= size <= MAX_STATE:
        raise zlib.error("impossible size")
    inflate = zlib.decompressobj()
    state = inflate.decompress(packed, size + 1)
    if len(state) != size or not inflate.eof:
        raise zlib.error("wrong size")
    return state
