"""Runs damaged copies of a model, one after the other: `python -m tests.llm.broken_models FILE FOLDER FIRST COUNT`.

Each copy has a few bytes of its header changed. It must be refused with a ModelProblem or work; should llama.cpp end
the process instead, the last line printed says which copy did it. Prints the number refused at the end.
"""

import random
import sys
from pathlib import Path

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.gguf_check import read_header
from sandbox_app.llm.llama import LlamaEngine
from tests.llm.asking import Asked
from tests.llm.every_facts import every_facts


def damaged(whole: bytes, header: int, seed: int) -> bytes:
    """Return a copy with one to four changes in the first `header` bytes."""
    chance = random.Random(seed)
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        place = chance.randrange(4, header)
        kind = chance.randrange(4)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 2:
            data[place : place + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\1\0\0\0"))
        else:
            data[place : place + 8] = chance.randbytes(8)
    return bytes(data)


def main(path: Path, folder: Path, first: int, count: int) -> None:
    """Try the copies with the seeds from `first` on."""
    whole = path.read_bytes()
    header = read_header(path).data
    refused = 0
    for seed in range(first, first + count):
        sys.stdout.write(f"copy {seed}\n")
        sys.stdout.flush()
        copy = folder / f"{seed}.gguf"
        copy.write_bytes(damaged(whole, header, seed))
        try:
            engine = LlamaEngine(copy, threads=1, context=2048)
        except ModelProblem:
            refused += 1
        else:
            for facts in every_facts()[:3]:
                Asked(engine, forms.render(facts, seed=seed)).wait()
            engine.close()
        copy.unlink()
    sys.stdout.write(f"refused {refused}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
