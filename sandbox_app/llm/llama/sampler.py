"""Choosing tokens: per-request sampler chains, and grammars that are asked only about the token that was chosen."""

import ctypes
import math
from collections import OrderedDict

import llama_cpp.llama_cpp as api
import numpy as np
from numpy.typing import NDArray

from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.loops import Loop
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.model_settings import USUAL, ModelSettings
from sandbox_app.llm.request import EngineError

_FIRST_LOOK = 24
"""About so many tokens a grammar is asked at once, before it is asked about more: each costs two microseconds."""
_MOST_GRAMMARS = 256
_RANDOM_SEED = 0xFFFFFFFF
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Candidates:
    """An array of tokens with scores, as llama.cpp's samplers take it."""

    def __init__(self, room: int) -> None:
        self.rows = np.zeros(room, _CANDIDATE)
        self._array = api.llama_token_data_array(
            data=self.rows.ctypes.data_as(ctypes.POINTER(api.llama_token_data)), size=0, selected=-1, sorted=False
        )

    def fill(self, tokens: NDArray[np.int32], logits: NDArray[np.float32] | float) -> None:
        """Take these tokens with these scores."""
        self.rows["id"][: len(tokens)] = tokens
        self.rows["logit"][: len(tokens)] = logits
        self._array.size = len(tokens)
        self._array.selected = -1
        self._array.sorted = False

    def apply(self, sampler: object) -> None:
        """Let a sampler change, reorder or choose."""
        api.llama_sampler_apply(sampler, ctypes.byref(self._array))

    def allowed(self) -> NDArray[np.bool_]:
        """Which of them have not been ruled out."""
        logits: NDArray[np.float32] = self.rows["logit"][: self._array.size]
        return np.isfinite(logits)

    @property
    def selected(self) -> int:
        """The token that a sampler chose."""
        return int(self.rows["id"][self._array.selected])


class Grammars:
    """Compiled grammars, each compiled once and cloned for every request."""

    def __init__(self, model: LlamaModel) -> None:
        self._vocab = model.vocab
        self._compiled: OrderedDict[str, object] = OrderedDict()

    def __contains__(self, text: str) -> bool:
        return text in self._compiled

    def clone(self, text: str) -> object:
        """Return a fresh grammar sampler. The text must be one of our own forms': llama.cpp does not survive a bad one.

        Raises:
            EngineError: llama.cpp does not understand the text.
        """
        if text not in self._compiled:
            compiled = api.llama_sampler_init_grammar(self._vocab, text.encode(), b"root")
            if not compiled:
                raise EngineError("llama.cpp cannot read the grammar of this form")
            self._compiled[text] = compiled
            if len(self._compiled) > _MOST_GRAMMARS:
                api.llama_sampler_free(self._compiled.popitem(last=False)[1])
        self._compiled.move_to_end(text)
        return api.llama_sampler_clone(self._compiled[text])

    def close(self) -> None:
        """Give the memory back."""
        while self._compiled:
            api.llama_sampler_free(self._compiled.popitem()[1])


class Sampler:
    """Chooses the tokens of one answer. Belongs to the engine's thread; `close` must be called.

    The grammar is asked after sampling, about the one token that was chosen. Only when it refuses are the others asked:
    first the likeliest, then those that min-p leaves beside the best of the allowed, which gives the same distribution
    as asking the grammar about the whole vocabulary first. A model that wants to end its answer ends the line, where the
    grammar wants a line end before the end: that is what it meant. Min-p is what keeps small models from stumbling, and
    where they say the same words for ever, the next best token leads out.
    """

    def __init__(
        self,
        model: LlamaModel,
        candidates: Candidates,
        temperature: float,
        seed: int,
        grammar: object | None,
        settings: ModelSettings = USUAL,
    ) -> None:
        self._model = model
        self._candidates = candidates
        self._grammar = grammar
        self._greedy = temperature <= 0
        self._min_p = settings.min_p
        chain = api.llama_sampler_chain_init(api.llama_sampler_chain_default_params())
        if len(model.hidden):
            never = [api.llama_logit_bias(token=int(token), bias=-math.inf) for token in model.hidden]
            bias = (api.llama_logit_bias * len(never))(*never)
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_logit_bias(model.size, len(bias), bias))
        if self._greedy:
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_greedy())
        else:
            if settings.top_k:
                api.llama_sampler_chain_add(chain, api.llama_sampler_init_top_k(settings.top_k))
            if settings.top_p < 1:
                api.llama_sampler_chain_add(chain, api.llama_sampler_init_top_p(settings.top_p, 1))
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_min_p(settings.min_p, 1))
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_temp(temperature))
            # One seed means "any" to llama.cpp.
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_dist(seed % _RANDOM_SEED))
        self._chain: object | None = chain
        self._loop = Loop()
        self._one = api.llama_token_data()
        self._one_array = api.llama_token_data_array(data=ctypes.pointer(self._one), size=1, selected=-1, sorted=False)
        self._one_pointer = ctypes.byref(self._one_array)

    def choose(self, context: Context, row: int) -> int:
        """Return the next token after a row of the batch and go on from it.

        Raises:
            EngineError: the grammar allows no token of this vocabulary.
        """
        token = int(api.llama_sampler_sample(self._chain, context.pointer, row))
        ends = self._model.ends
        if not self._allows(token):
            line_end = self._model.line_end
            if ends[token] and line_end is not None and self._allows(line_end):
                token = line_end
            else:
                token = self._choose_allowed(context.logits(row).copy())
        if self._loop.closes(token):
            token = self._lead_out(token, context.logits(row).copy())
        if not ends[token]:
            self._loop.add(token, b"\n" in self._model.pieces[token])
            if self._grammar is not None:
                api.llama_sampler_accept(self._grammar, token)
        return token

    def complete(self) -> bool:
        """Say whether the grammar leaves nothing to add; False without a grammar."""
        if self._grammar is None or not (self._model.end is None or self._allows(self._model.end)):
            return False  # where the answer may not end, it goes on
        probes = self._model.probes
        return not (self._mask(probes[:_FIRST_LOOK], 0.0).any() or self._mask(probes[_FIRST_LOOK:], 0.0).any())

    def close(self) -> None:
        """Give the memory back."""
        if self._chain is not None:
            api.llama_sampler_free(self._chain)
            self._chain = None
        if self._grammar is not None:
            api.llama_sampler_free(self._grammar)
            self._grammar = None

    def _allows(self, token: int) -> bool:
        if self._grammar is None:
            return True
        self._one.id = token  # type: ignore[assignment]  # declared as the C type
        self._one.logit = 0.0
        api.llama_sampler_apply(self._grammar, self._one_pointer)
        return bool(self._one.logit == 0.0)

    def _mask(self, tokens: NDArray[np.int32], logits: NDArray[np.float32] | float) -> NDArray[np.bool_]:
        self._candidates.fill(tokens, logits)
        if self._grammar is not None:
            self._candidates.apply(self._grammar)
        return self._candidates.allowed()

    def _lead_out(self, token: int, scores: NDArray[np.float32]) -> int:
        """Return another token than this one, unless the grammar allows no other."""
        scores[token] = -np.inf
        try:
            return self._choose_allowed(scores)
        except EngineError:
            return token

    def _choose_allowed(self, scores: NDArray[np.float32]) -> int:
        scores[self._model.hidden] = -np.inf
        looked = min(_FIRST_LOOK, len(scores))
        likeliest = np.argpartition(scores, -looked)[-looked:].astype(np.int32)
        allowed = likeliest[self._mask(likeliest, scores[likeliest])]
        if not len(allowed):
            looked = len(scores)
            everything = np.arange(looked, dtype=np.int32)
            allowed = everything[self._mask(everything, scores)]
        if not len(allowed):
            raise EngineError("the vocabulary of this model cannot write an answer of the form asked for")
        if not self._greedy:
            least = scores[allowed].max() + math.log(self._min_p)
            near = np.flatnonzero(scores >= least).astype(np.int32)
            # So few are all among the likeliest, about which the grammar has been asked.
            allowed = allowed[scores[allowed] >= least] if len(near) <= looked else near[self._mask(near, scores[near])]
        self._candidates.fill(allowed, scores[allowed])
        self._candidates.apply(self._chain)
        return self._candidates.selected
