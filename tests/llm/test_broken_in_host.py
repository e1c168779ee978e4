"""Hundreds of damaged model files: each is refused with a sentence, or loaded in the host alone; the program lives on."""

import random
import struct
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.engines import default_model
from sandbox_app.llm.gguf_check import read_header
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.random_model import DEMO, write_random_model
from sandbox_app.llm.request import EngineError
from tests.llm.asking import Asked
from tests.llm.broken_models import damaged
from tests.llm.every_facts import every_facts
from tests.llm.test_llama_engine import free_text

FACTS = every_facts()
ABSURD = (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**63 - 1, 2**64 - 1)
Damage = Callable[[bytes, int, random.Random], bytes]


def in_the_numbers(whole: bytes, header: int, chance: random.Random) -> bytes:
    """One to three bytes of the first fields, where the model's shape stands."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(8, min(header, 1200))] = chance.randrange(256)
    return bytes(data)


def in_the_tensors(whole: bytes, header: int, chance: random.Random) -> bytes:
    """One to three bytes of the tensors' names, shapes, types and offsets."""
    data = bytearray(whole)
    first = whole.rindex(b"token_embd.weight", 0, header) - 8
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(first, header)] = chance.randrange(256)
    return bytes(data)


def in_the_weights(whole: bytes, header: int, chance: random.Random) -> bytes:
    """A stretch of weights, so that some become no numbers at all."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(header, len(data) - 64)
        data[place : place + 64] = chance.choice((b"\xff" * 64, b"\0" * 64, chance.randbytes(64)))
    return bytes(data)


def an_absurd_count(whole: bytes, header: int, chance: random.Random) -> bytes:
    """A count or a length of eight or four bytes."""
    data = bytearray(whole)
    place = chance.choice((8, 16, chance.randrange(8, min(header, 1200)), chance.randrange(8, header - 8)))
    number = chance.choice(ABSURD)
    data[place : place + 8] = struct.pack("<Q", number)
    return bytes(data)


def cut_off(whole: bytes, header: int, chance: random.Random) -> bytes:
    """The end is missing."""
    return whole[: chance.choice((chance.randrange(header), chance.randrange(len(whole))))]


def anywhere_in_the_header(whole: bytes, header: int, chance: random.Random) -> bytes:
    """A few bytes anywhere before the weights."""
    return damaged(whole, header, chance.randrange(1 << 30))


DAMAGES: tuple[Damage, ...] = (in_the_numbers, in_the_tensors, in_the_weights, an_absurd_count, cut_off, anywhere_in_the_header)


def outcome(copy: Path, seed: int) -> str:
    """Load a copy in a host and ask it something; say how that went. Whatever else happens is raised."""
    try:
        engine = HostedEngine(copy, threads=1, context=4096)
    except ModelProblem as problem:
        return refusal(copy, problem.sentence)
    with closing(engine):
        requests = [free_text("Hello", 12, seed=seed), forms.render(FACTS[seed % len(FACTS)], seed=seed)]
        results = [Asked(engine, request).wait() for request in requests]
        if engine.deaths:
            assert all(isinstance(result, EngineError) for result in results) or engine.deaths < 3
            return "crashed"
        return "failed" if any(isinstance(result, EngineError) for result in results) else "answered"


def refusal(copy: Path, sentence: str) -> str:
    """Say whether a file was refused, or killed the host that loaded it; a person must learn which file and why."""
    assert str(copy) in sentence or "memory" in sentence, sentence
    assert sentence.endswith("."), sentence
    return "died" if "cannot be loaded" in sentence else "refused"


def try_copies(bases: list[Path], folder: Path, seeds: range) -> Counter[str]:
    """Damage and try; return how often what happened."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        chance = random.Random(seed)
        base = bases[seed % len(bases)]
        whole = base.read_bytes()
        damage = DAMAGES[seed // len(bases) % len(DAMAGES)]
        copy = folder / f"{seed}.gguf"
        copy.write_bytes(damage(whole, read_header(base).data, chance))
        what = outcome(copy, seed)
        if what in ("died", "crashed"):
            sys.stderr.write(f"{what}: seed {seed}, {base.stem}, {damage.__name__}\n")
        counts[what] += 1
        copy.unlink()
    return counts


def test_damaged_copies_in_the_host(tmp_path: Path, small_gguf: Path) -> None:
    counts = try_copies([small_gguf], tmp_path, range(18))
    assert counts["refused"] >= 6
    assert counts["answered"] >= 1
    assert not counts["died"] + counts["crashed"], counts


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_three_hundred_damaged_copies(tmp_path: Path, small_gguf: Path) -> None:
    random_one = tmp_path / "random.gguf"
    write_random_model(random_one, DEMO)
    bases = [default_model(), small_gguf, random_one]
    counts = try_copies(bases, tmp_path, range(300))
    sys.stderr.write(f"{dict(counts)}\n")
    assert counts["refused"] >= 100
    assert counts["answered"] >= 20
    assert not counts["died"] + counts["crashed"], counts
