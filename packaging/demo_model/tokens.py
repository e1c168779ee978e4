"""The tokenizer: byte-level BPE with GPT-2's splitting, which llama.cpp knows as "gpt-2", and one token for each handle."""

import argparse
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers
from tokenizers import decoders as decode

from sandbox_app.llm.handles import all_handles

END = "<|end|>"
PAD = "<|pad|>"
VOCABULARY = 2048
_HANDLE = re.compile("|".join(re.escape(handle) for handle in all_handles()))


class Tokens:
    """Encodes prompts and decodes answers."""

    def __init__(self, path: Path) -> None:
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        self.end: int = self.tokenizer.token_to_id(END)
        self.pad: int = self.tokenizer.token_to_id(PAD)

    def encode(self, text: str) -> list[int]:
        """Return the ids of the text; handles in it are one token each."""
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def encode_with_ends(self, text: str) -> tuple[list[int], list[int]]:
        """Return the ids of the text and where in it each of them ends."""
        found = self.tokenizer.encode(text, add_special_tokens=False)
        return found.ids, [end for _, end in found.offsets]

    def decode(self, ids: list[int]) -> str:
        """Return the text of the ids, without the end mark."""
        return str(self.tokenizer.decode([number for number in ids if number > self.pad], skip_special_tokens=False))


def train(texts: Iterator[str], path: Path) -> None:
    """Learn the merges from these texts, handles taken out, and write the tokenizer."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decode.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END, PAD, *all_handles()],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    pieces = (piece for text in texts for piece in _HANDLE.split(text) if piece)
    tokenizer.train_from_iterator(pieces, trainer)
    tokenizer.add_tokens([AddedToken(handle, normalized=False, special=False) for handle in all_handles()])
    tokenizer.save(str(path))


def main() -> None:
    """Train on the first documents of one seed."""
    from demo_model.documents import stream

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=8000)
    arguments = parser.parse_args()
    # the shared and own parts repeat in every document: one in four prompts is enough, answers count each time
    texts = (
        item.encoded.text + item.answer if number % 4 == 0 else item.answer
        for number, item in enumerate(islice(stream(arguments.seed), arguments.count))
    )
    train(texts, arguments.out)


if __name__ == "__main__":
    main()
