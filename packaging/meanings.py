"""Make `assets/phrases/visits.npz`: the examples of `visits.toml` in the embedding that ships, so that no visitor waits for them.

PYTHONPATH=. python packaging/meanings.py
"""

from contextlib import closing

import numpy as np

from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.mind.meaning import digest_of, embedded
from sandbox_app.resources import assets


def main() -> None:
    """Write the vectors in half precision."""
    with closing(open_embedder(str(default_embedding()), "thread")) as embedder:
        vectors, digest = embedded(embedder.embed), digest_of(embedder.name)
    np.savez(assets("phrases", "visits.npz"), vectors=vectors.astype(np.float16), digest=np.array(digest))


if __name__ == "__main__":
    main()
