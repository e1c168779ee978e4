"""Documents out of the calls that a world's file recorded: thoughts as the simulation really asked them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from demo_model.documents import Document, document
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name
from sandbox_app.worldfile.reader import WorldReader


def recorded(path: Path, names: tuple[Name, ...]) -> Iterator[Document]:
    """Yield the world's calls in order, with the scripted engine's answer to each."""
    with WorldReader(path) as reader:
        for head in reader.calls():
            call = reader.call(head.id)
            if call is not None:
                facts = msgspec.json.decode(call.facts, type=f.AnyFacts)
                yield document(facts, names, call.id)
