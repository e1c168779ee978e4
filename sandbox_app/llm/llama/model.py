"""A GGUF model in memory, with what the engine needs of its vocabulary."""

import ctypes
import re
from functools import cached_property
from pathlib import Path

import llama_cpp.llama_cpp as api
import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import gguf_check
from sandbox_app.llm.llama import log
from sandbox_app.llm.llama.backends import load_backends

_MARK = re.compile(r"<.+>|\[.*[A-Z].*\]", re.DOTALL)
"""How added tokens look that are no text, such as `<think>`, `<tool_call>` or `[PAD7]`; `<b>` is none that people say, either."""
_PARSED = api.LLAMA_TOKEN_ATTR_CONTROL | api.LLAMA_TOKEN_ATTR_UNKNOWN | api.LLAMA_TOKEN_ATTR_USER_DEFINED
_CONTROL = api.LLAMA_TOKEN_ATTR_CONTROL | api.LLAMA_TOKEN_ATTR_UNKNOWN | api.LLAMA_TOKEN_ATTR_UNUSED

_USUAL = frozenset(b" -+0123456789ATaeit{")
"""First bytes with which a line of an answer begins, or goes on."""


class LlamaModel:
    """A loaded model. Belongs to the thread that made it.

    Attributes:
        about: what the file says of itself.
        pointer, vocab: llama.cpp's own.
        size: number of tokens in the vocabulary.
        trained_context: the longest prompt with answer that the model was trained for, in tokens.
        pieces: the bytes each token stands for; marks such as the end mark stand for none.
        ends: which tokens end an answer, boolean per token.
        marks: which tokens are marks that stand apart from the text around them, boolean per token.
        hidden: tokens that are neither text nor an end, such as the marks between which models think; never sampled.
        recurrent: it remembers a state instead of, or beside, what was read, so that the end of a text cannot be forgotten.
        line_end: the token of a line end, if there is one.
        end: a token that ends an answer, if there is one.
        probes: few tokens of which at least one is allowed wherever a grammar goes on with text, the usual ones first.
    """

    def __init__(self, path: Path, gpu_layers: int) -> None:
        """Check and load the file; with 0 layers on GPUs, these are not touched at all.

        Raises:
            ModelProblem: it is missing, no language model, damaged, or llama.cpp cannot load it.
        """
        self.about = gguf_check.describe(path)
        log.listen()
        log.complaints()
        load_backends()
        api.llama_backend_init()
        parameters = api.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        if gpu_layers == 0:  # else a GPU would still multiply what is large
            parameters.split_mode, parameters.main_gpu = api.LLAMA_SPLIT_MODE_NONE, -1
        pointer = api.llama_model_load_from_file(str(path).encode(), parameters)
        if not pointer:
            raise ModelProblem(f"llama.cpp cannot load the model {path}; try another file.", log.complaints())
        self.pointer = pointer
        self.vocab = api.llama_model_get_vocab(pointer)
        self.size = int(api.llama_vocab_n_tokens(self.vocab))
        self.trained_context = int(api.llama_model_n_ctx_train(pointer))
        self.pieces = self._read_pieces()
        attributes = np.array([int(api.llama_vocab_get_attr(self.vocab, token)) for token in range(self.size)])
        self.marks = attributes & _PARSED != 0
        self.ends = np.array([bool(api.llama_vocab_is_eog(self.vocab, token)) for token in range(self.size)])
        self.hidden = np.flatnonzero(self._find_marks(attributes) & ~self.ends).astype(np.int32)
        self.end = int(np.argmax(self.ends)) if self.ends.any() else None
        self.probes = self._find_probes()
        self.recurrent = bool(api.llama_model_is_recurrent(pointer) or api.llama_model_is_hybrid(pointer))
        last = self.tokenize("\n")[-1:]
        self.line_end = last[0] if last and self.pieces[last[0]] == b"\n" else None

    def _read_pieces(self) -> list[bytes]:
        buffer = ctypes.create_string_buffer(256)
        pieces = []
        for token in range(self.size):
            length = api.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, False)
            if length < 0:
                buffer = ctypes.create_string_buffer(-length)
                length = api.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, False)
            pieces.append(buffer.raw[:length])
        return pieces

    def _find_marks(self, attributes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which tokens are no text; what was added to a vocabulary may be either, and its looks decide."""
        found: NDArray[np.bool_] = attributes & _CONTROL != 0
        for token in np.flatnonzero(attributes & api.LLAMA_TOKEN_ATTR_USER_DEFINED):
            found[token] |= _MARK.fullmatch(self.pieces[token].decode(errors="replace")) is not None
        return found

    def _find_probes(self) -> NDArray[np.int32]:
        """A token of one byte stands for all that begin with this byte; where there is none, all of them stand. The usual first."""
        by_byte: dict[int, list[int]] = {}
        for token, piece in enumerate(self.pieces):
            if piece and not self.ends[token]:
                by_byte.setdefault(piece[0], []).append(token)
        probes: list[int] = []
        for _, tokens in sorted(by_byte.items(), key=lambda pair: (pair[0] not in _USUAL, pair[0])):
            single = [token for token in tokens if len(self.pieces[token]) == 1]
            probes.extend(single[:1] or tokens)
        return np.array(probes, np.int32)

    @cached_property
    def start(self) -> list[int]:
        """The tokens that every prompt begins with."""
        return [int(api.llama_vocab_bos(self.vocab))] if api.llama_vocab_get_add_bos(self.vocab) else []

    @property
    def template(self) -> str:
        """The chat template in the file, or ""."""
        text: bytes | None = api.llama_model_chat_template(self.pointer, None)
        return text.decode(errors="replace") if text else ""

    @cached_property
    def spaced(self) -> bool:
        """Whether the vocabulary begins a text with a space of its own, in prompts and in answers."""
        return self.pieces[self.tokenize("a")[0]].startswith(b" ")

    @property
    def bos_and_eos(self) -> tuple[int, int]:
        """The marks that begin and end a text, -1 where there is none."""
        return int(api.llama_vocab_bos(self.vocab)), int(api.llama_vocab_eos(self.vocab))

    def mark(self, token: int) -> str:
        """Return how a mark is written in templates; "" where there is none (-1)."""
        return (api.llama_vocab_get_text(self.vocab, token) or b"").decode(errors="replace") if token >= 0 else ""

    @property
    def vector_size(self) -> int:
        """How many numbers the vectors of an embedding model have."""
        return int(api.llama_model_n_embd_out(self.pointer))

    def tokenize(self, text: str, *, marks: bool = False, read_marks: bool = False, goes_on: bool = False) -> list[int]:
        """Return the tokens of a text; what looks like a mark in it stays text.

        Args:
            marks: put the model's own marks around it, as embedding models expect.
            read_marks: the text is the template's: what looks like a mark is one.
            goes_on: it follows other text, so that no space belongs before it that is not there.
        """
        if goes_on and self.spaced:
            # After a line end no vocabulary adds a space, and what follows is read as it would be there.
            head = self._tokens("\n", marks=False, read_marks=False)
            tokens = self._tokens("\n" + text, marks=False, read_marks=read_marks)
            if tokens[: len(head)] == head:
                return tokens[len(head) :]
        return self._tokens(text, marks=marks, read_marks=read_marks)

    def _tokens(self, text: str, *, marks: bool, read_marks: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            tokens = (api.llama_token * room)()
            count = int(api.llama_tokenize(self.vocab, data, len(data), tokens, room, marks, read_marks))
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def close(self) -> None:
        """Give the memory back; contexts and samplers must be closed before."""
        if self.pointer:
            api.llama_model_free(self.pointer)
            self.pointer = None
