"""The context: the cells that remember tokens, and the batch that is computed at once."""

import ctypes
import time

import llama_cpp.llama_cpp as api
import numpy as np
from numpy.typing import NDArray

from sandbox_app import posix
from sandbox_app.errors import ModelProblem
from sandbox_app.llm.llama import log
from sandbox_app.llm.llama.crew import Crew
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.model_settings import USUAL, ModelSettings

MOST_STATES = 16
"""Sequences of a model that keeps a state for each, which may take tens of megabytes and is there from the start."""
_KINDS = {"f16": 1, "q8_0": 8, "q4_0": 2}
"""ggml's numbers of the types in which keys and values can be kept."""
COMPUTED, FULL, ABORTED = 0, 1, 2
"""What `Context.decode` returns: done; no free cells; the abort flag was seen. Negative numbers are failures."""


class AbortFlag:
    """Stops a computation of llama.cpp from any thread.

    llama.cpp asks a callback after every operation whether to go on. A Python function there would take the
    interpreter's lock hundreds of times per token, so the callback is the C library's `strlen`: the text it measures is
    empty (0: go on) or one letter long (1: stop).
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)
        self.callback = ctypes.cast(posix.c_library().strlen, api.ggml_abort_callback)
        self.data = ctypes.cast(self._text, ctypes.c_void_p)

    def set(self) -> None:
        """Stop the computation that runs now, or the next one."""
        self._text[0] = b"x"

    def clear(self) -> None:
        """Let computations run."""
        self._text[0] = b"\0"


class Context:
    """A llama.cpp context with one batch. Belongs to the thread that made it, but for `abort`.

    Attributes:
        cells: how many tokens all sequences together can remember.
        width: how many tokens fit into a batch.
        sequences: sequence numbers are below this.
        abort: the flag that stops `decode`.
        token, position, sequence, wanted: the batch's columns; `wanted` is 1 where logits are asked for.
    """

    def __init__(
        self,
        model: LlamaModel,
        *,
        cells: int,
        sequences: int,
        width: int,
        threads: int,
        vectors: bool = False,
        settings: ModelSettings = USUAL,
    ) -> None:
        """Make room; with `vectors`, it gives a vector for each sequence instead of scores of tokens.

        Of the settings, `kv` and `lora` count here.

        Raises:
            ModelProblem: there is not enough memory, or the settings do not fit the model.
        """
        self.abort = AbortFlag()
        if model.recurrent:
            sequences = min(sequences, MOST_STATES)
        parameters = api.llama_context_default_params()
        parameters.n_ctx = cells
        parameters.n_batch = parameters.n_ubatch = width
        parameters.n_seq_max = sequences
        parameters.n_outputs_max = width if vectors else sequences
        parameters.embeddings = vectors
        parameters.n_threads = parameters.n_threads_batch = threads
        self._crew, self._threads = Crew(threads), threads
        parameters.flash_attn_type = api.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.kv_unified = True
        # A window that forgets would refuse the removal of a sequence's end; remembering all of it costs memory only.
        parameters.swa_full = True
        parameters.no_perf = True
        parameters.type_k = parameters.type_v = _KINDS[settings.kv]
        parameters.abort_callback = self.abort.callback
        parameters.abort_callback_data = self.abort.data
        log.complaints()
        self._pointer = api.llama_init_from_model(model.pointer, parameters)
        if not self._pointer and settings.kv != USUAL.kv:
            raise ModelProblem(
                f"There is not enough memory for the model {model.about.name}, or it cannot remember with kv={settings.kv}; say kv=f16, "
                "close other programs, or use a smaller model.",
                log.complaints(),
            )
        if not self._pointer:
            raise ModelProblem(
                f"There is not enough memory for the model {model.about.name}; close other programs or use a smaller model.",
                log.complaints(),
            )
        self._lay_over(model, settings)
        self._memory = api.llama_get_memory(self._pointer)
        self.cells = int(api.llama_n_ctx(self._pointer))
        self.width = width
        self.sequences = sequences
        self._size = model.size
        self._recurrent = model.recurrent
        self.token, self.position, self.sequence = (np.zeros(width, np.int32) for _ in range(3))
        self.wanted = np.zeros(width, np.int8)
        self._one_each = np.ones(width, np.int32)
        starts = self.sequence.ctypes.data + 4 * np.arange(width)
        self._sequence_pointers = starts.astype(np.uintp)
        self._batch = api.llama_batch(
            n_tokens=0,
            token=self.token.ctypes.data_as(ctypes.POINTER(api.llama_token)),
            embd=None,
            pos=self.position.ctypes.data_as(ctypes.POINTER(api.llama_pos)),
            n_seq_id=self._one_each.ctypes.data_as(ctypes.POINTER(ctypes.c_int32)),
            seq_id=self._sequence_pointers.ctypes.data_as(ctypes.POINTER(ctypes.POINTER(api.llama_seq_id))),
            logits=self.wanted.ctypes.data_as(ctypes.POINTER(ctypes.c_int8)),
        )

    def _lay_over(self, model: LlamaModel, settings: ModelSettings) -> None:
        """Lay the adapters over the model; they are given back with it."""
        if not settings.lora:
            return
        adapters = (api.llama_adapter_lora_p_ctypes * len(settings.lora))()
        scales = (ctypes.c_float * len(settings.lora))()
        for number, one in enumerate(settings.lora):
            adapters[number] = api.llama_adapter_lora_init(model.pointer, one.path.encode())
            scales[number] = one.scale
            if not adapters[number]:
                self.close()
                raise ModelProblem(
                    f"The adapter {one.path} does not fit the model {model.about.name}; choose a LoRA made for it, or say lora= for none.",
                    log.complaints(),
                )
        api.llama_set_adapters_lora(self._pointer, adapters, len(settings.lora), scales)

    @property
    def pointer(self) -> object:
        """llama.cpp's own, for samplers."""
        return self._pointer

    def decode(self, count: int) -> int:
        """Compute the first `count` rows of the batch; see `COMPUTED`, `FULL`, `ABORTED`."""
        self._batch.n_tokens = count
        threads = self._crew.threads(count)
        if threads != self._threads:
            api.llama_set_n_threads(self._pointer, threads, threads)
            self._threads = threads
        started = time.perf_counter()
        code = int(api.llama_decode(self._pointer, self._batch))
        if code == COMPUTED:
            self._crew.learn(count, threads, time.perf_counter() - started)
        return code

    def logits(self, row: int) -> NDArray[np.float32]:
        """Return the scores that follow a row, shape (vocabulary,); they are llama.cpp's own and live until `decode`."""
        return np.ctypeslib.as_array(api.llama_get_logits_ith(self._pointer, row), (self._size,))

    def vector(self, sequence: int, size: int) -> NDArray[np.float32] | None:
        """Return the vector of a sequence, shape (size,), or None where the model makes none; see `logits`."""
        pointer = api.llama_get_embeddings_seq(self._pointer, sequence)
        return np.ctypeslib.as_array(pointer, (size,)) if pointer else None

    def copy(self, source: int, target: int) -> None:
        """Let `target`, which must be empty, remember what `source` remembers; no cell is copied."""
        api.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def forget(self, sequence: int, start: int = 0) -> bool:
        """Forget a sequence from position `start` on; False when this kind of memory can only forget all of it."""
        return bool(api.llama_memory_seq_rm(self._memory, sequence, start if start else -1, -1))

    def lift(self, sequence: int, start: int, most: int = 1 << 40) -> bytes | None:
        """Return what a sequence remembers from position `start` on; before that it is forgotten.

        None where it is one state, or more than `most` bytes.
        """
        if self._recurrent or not api.llama_memory_seq_rm(self._memory, sequence, 0, start):
            return None
        size = api.llama_state_seq_get_size(self._pointer, sequence)
        if size > most:
            return None
        buffer = (ctypes.c_uint8 * size)()
        written = api.llama_state_seq_get_data(self._pointer, buffer, size, sequence)
        return bytes(buffer) if written == size else None

    def lay_down(self, data: bytes, sequence: int) -> bool:
        """Let `sequence`, which must be empty, remember what `lift` returned; False when there are no cells for it."""
        buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        return int(api.llama_state_seq_set_data(self._pointer, buffer, len(data), sequence)) == len(data)

    def forget_all(self) -> None:
        """Forget every sequence."""
        if self._memory:
            api.llama_memory_clear(self._memory, False)

    def close(self) -> None:
        """Give the memory back."""
        if self._pointer:
            api.llama_free(self._pointer)
            self._pointer = None
