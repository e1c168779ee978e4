"""Compare llama.cpp with the network it was exported from: the same tokens for every prompt, and nearly the same logits."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from llama_cpp import Llama


def main() -> int:
    """Print how far they are apart; 1 when too far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("expected", type=Path)
    arguments = parser.parse_args()
    model = Llama(str(arguments.model), n_ctx=2048, n_threads=1, logits_all=False, verbose=False)
    other_tokens, distances, agreed = 0, [], 0
    cases = json.loads(arguments.expected.read_text())
    for case in cases:
        ids = model.tokenize(case["text"].encode(), add_bos=False, special=False)
        other_tokens += ids != case["ids"]
        model.n_tokens = 0
        model.eval(case["ids"])
        got = np.array(model._ctx.get_logits_ith(-1)[: model.n_vocab()])
        wanted = np.array(case["logits"])
        distances.append(float(np.abs(got - wanted).max() / wanted.std()))
        agreed += int(got.argmax() == wanted.argmax())
    apart = f"same best token {agreed}, largest distance {max(distances):.3f} deviations"
    sys.stdout.write(f"{len(cases)} prompts, {other_tokens} tokenized otherwise, {apart}\n")
    return int(other_tokens > 0 or agreed < 0.95 * len(cases) or max(distances) > 0.5)


if __name__ == "__main__":
    sys.exit(main())
