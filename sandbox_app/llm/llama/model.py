"""A GGUF model in memory, with what the engine needs of its vocabulary."""

import ctypes
from functools import cached_property
from pathlib import Path

import llama_cpp.llama_cpp as api
import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import gguf_check
from sandbox_app.llm.llama import log

_CONTROL = api.LLAMA_TOKEN_ATTR_CONTROL | api.LLAMA_TOKEN_ATTR_UNKNOWN | api.LLAMA_TOKEN_ATTR_UNUSED


class LlamaModel:
    """A loaded model. Belongs to the thread that made it.

    Attributes:
        about: what the file says of itself.
        pointer, vocab: llama.cpp's own.
        size: number of tokens in the vocabulary.
        trained_context: the longest prompt with answer that the model was trained for, in tokens.
        pieces: the bytes each token stands for; marks such as the end mark stand for none.
        ends: which tokens end an answer, boolean per token.
        hidden: tokens that are neither text nor an end; they are never sampled.
        probes: few tokens of which at least one is allowed wherever a grammar goes on with text.
    """

    def __init__(self, path: Path, gpu_layers: int = -1) -> None:
        """Check and load the file.

        Raises:
            ModelProblem: it is missing, no language model, damaged, or llama.cpp cannot load it.
        """
        self.about = gguf_check.describe(path)
        log.listen()
        log.complaints()
        api.llama_backend_init()
        parameters = api.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers if api.llama_supports_gpu_offload() else 0
        pointer = api.llama_model_load_from_file(str(path).encode(), parameters)
        if not pointer:
            raise ModelProblem(f"llama.cpp cannot load the model {path}; try another file.", log.complaints())
        self.pointer = pointer
        self.vocab = api.llama_model_get_vocab(pointer)
        self.size = int(api.llama_vocab_n_tokens(self.vocab))
        self.trained_context = int(api.llama_model_n_ctx_train(pointer))
        self.pieces = self._read_pieces()
        attributes = [int(api.llama_vocab_get_attr(self.vocab, token)) for token in range(self.size)]
        self.ends = np.array([bool(api.llama_vocab_is_eog(self.vocab, token)) for token in range(self.size)])
        self.hidden = np.flatnonzero((np.array(attributes) & _CONTROL != 0) & ~self.ends).astype(np.int32)
        self.probes = self._find_probes()

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

    def _find_probes(self) -> NDArray[np.int32]:
        """A token of one byte stands for all that begin with this byte; where there is none, all of them stand."""
        by_byte: dict[int, list[int]] = {}
        for token, piece in enumerate(self.pieces):
            if piece and not self.ends[token]:
                by_byte.setdefault(piece[0], []).append(token)
        probes: list[int] = []
        for tokens in by_byte.values():
            single = [token for token in tokens if len(self.pieces[token]) == 1]
            probes.extend(single[:1] or tokens)
        return np.array(probes, np.int32)

    @cached_property
    def start(self) -> list[int]:
        """The tokens that every prompt begins with."""
        return [int(api.llama_vocab_bos(self.vocab))] if api.llama_vocab_get_add_bos(self.vocab) else []

    @property
    def vector_size(self) -> int:
        """How many numbers the vectors of an embedding model have."""
        return int(api.llama_model_n_embd_out(self.pointer))

    def tokenize(self, text: str, *, marks: bool = False) -> list[int]:
        """Return the tokens of a text; what looks like a mark in it stays text.

        Args:
            marks: put the model's own marks around it, as embedding models expect.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            tokens = (api.llama_token * room)()
            count = int(api.llama_tokenize(self.vocab, data, len(data), tokens, room, marks, False))
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def close(self) -> None:
        """Give the memory back; contexts and samplers must be closed before."""
        if self.pointer:
            api.llama_model_free(self.pointer)
            self.pointer = None
