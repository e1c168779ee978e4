"""Continuous batching: every batch holds one token of each answer under way, and as much of new prompts as fits."""

import logging
import time
from bisect import insort
from collections import deque

import numpy as np

from sandbox_app.llm.gguf_check import ModelAbout
from sandbox_app.llm.llama import context as contexts
from sandbox_app.llm.llama.cache import Room
from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.drafts import Drafts
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.prompt import Transcript, check_grammar, prepare
from sandbox_app.llm.llama.reading import Reader, frame_of
from sandbox_app.llm.llama.sampler import Candidates, Grammars, Sampler
from sandbox_app.llm.llama.tracks import Answer, Kept, Track
from sandbox_app.llm.llama.waiting import Waiting
from sandbox_app.llm.model_settings import USUAL, ModelSettings
from sandbox_app.llm.request import Cancelled, Completion, EngineError

_logger = logging.getLogger(__name__)

FOR_A_PERSON = 2
"""Places beyond the usual ones that only a person's questions may take."""
MOST_SECONDS = 300.0
"""An answer that takes longer than this, from its place in the context on, is given up."""
_BATCH_SECONDS = 0.5
_LEAST_CHUNK = 64
_PACE_SECONDS = 3.0


def allowance(max_tokens: int, about: ModelAbout) -> int:
    """Return how many tokens an answer may have.

    Forms count in those of ordinary vocabularies; a model trained on the forms has one of its own, small as it is, and
    needs more tokens for the same words.
    """
    return max_tokens * 8 // 5 if about.forms else max_tokens


class Batcher:
    """Works on requests in a context. Belongs to the engine's thread.

    Attributes:
        remark: what a person should know of how the model is spoken to, or "".
        longest: tokens that a prompt and its answer may have together.
        waiting: requests without a place.
        running: answers under way, by rank.
        submitted, found: tokens of all prompts so far, and those of them that were kept from earlier ones.
    """

    def __init__(self, model: LlamaModel, context: Context, places: int, settings: ModelSettings = USUAL) -> None:
        self._settings = settings
        self._model = model
        self._context = context
        self._places = places
        frame, self.remark = frame_of(model)
        self._reader = Reader(model, frame)
        self._room = Room(context, self._reader)
        self._drafts = Drafts(context)
        self._grammars = Grammars(model)
        self._candidates = Candidates(model.size)
        self._checked: set[str] = set()
        self.longest = min(context.cells, model.trained_context)
        self._chunk = context.width
        self._recent: deque[tuple[float, int]] = deque()
        self._recent_count = 0
        self.waiting = Waiting()
        self.submitted = self.found = 0
        self.running: list[Answer] = []

    @property
    def busy(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.waiting or self.running)

    @property
    def pace(self) -> float:
        """Tokens generated per second of late."""
        now = time.perf_counter()
        while self._recent and self._recent[0][0] < now - _PACE_SECONDS:
            self._recent_count -= self._recent.popleft()[1]
        if not self._recent:
            return 0.0
        return self._recent_count / max(now - self._recent[0][0], 0.05)

    def add(self, answer: Answer) -> None:
        """Take a request: read its prompt, and let it wait for a place."""
        try:
            self._read(answer)
        except EngineError as error:
            answer.finish(error)
        else:
            self._room.learn(answer.request)
            self.waiting.add(answer)

    def step(self) -> None:
        """Compute one batch, and answer what it completes."""
        self._drop_cancelled()
        self.waiting.admit(self._has_place, self._find_room)
        work = self._fill()
        if not work:
            return
        count = sum(rows for _, rows in work)
        started = time.perf_counter()
        code = self._context.decode(count)
        if code != contexts.COMPUTED:
            self._undo(work, code)
            return
        self._learn_pace(count, time.perf_counter() - started)
        generated = 0
        row = -1
        for track, rows in work:
            row += rows
            track.done += rows
            if isinstance(track, Answer) and track.done == len(track.feed):
                generated += 1
                self._go_on(track, row)
        if generated:
            self._recent.append((time.perf_counter(), generated))
            self._recent_count += generated

    def fail_all(self, error: EngineError) -> None:
        """Answer everything with this error."""
        for answer in [*self.running, *self.waiting]:
            self._finish(answer, error)
        self.running.clear()
        self.waiting.clear()

    def close(self) -> None:
        """Give the memory of grammars back; everything must be answered."""
        self._grammars.close()

    def _read(self, answer: Answer) -> None:
        request = answer.request
        if request.grammar and request.grammar not in self._checked:
            check_grammar(request)
            self._checked.add(request.grammar)
        prompt = prepare(request, self._model.about.handles, self._reader.spaced)
        answer.prompt = prompt
        answer.feed = self._reader.now(prompt)
        if not answer.feed:
            raise EngineError("the prompt is empty")
        answer.transcript = Transcript(prompt.names, self._reader.spaced)

    def _has_place(self, answer: Answer) -> bool:
        return len(self.running) < self._places + (FOR_A_PERSON if answer.request.priority == "person" else 0)

    def _find_room(self, answer: Answer) -> bool:
        """Give a request its room and put it among those under way; False when there is none now."""
        prompt = answer.prompt
        assert prompt is not None
        chain, new = self._room.kept(prompt.shared, prompt.own, answer.request.agent)
        before = sum(len(part.feed) for part in chain)
        submitted = before + len(answer.feed)
        if submitted >= self.longest:
            raise EngineError(f"the prompt of {answer.request.purpose} has {submitted} tokens and the model reads {self.longest - 1}")
        answer.chain = chain
        answer.parent = chain[-1] if chain else None
        answer.base = before
        answer.submitted = submitted
        answer.limit = min(allowance(answer.request.max_tokens, self._model.about), self.longest - submitted)
        answer.reserved = len(answer.feed) + answer.limit
        if not self._room.admit(answer, new, self._wanted):
            return False
        answer.fresh = len(answer.feed) + sum(len(part.feed) - part.done for part in new)
        self.submitted += submitted
        self.found += submitted - answer.fresh
        answer.admitted = time.perf_counter()
        grammar = self._grammars.clone(prompt.grammar) if prompt.grammar else None
        request = answer.request
        temperature = min(request.temperature * self._settings.temperature, self._model.about.hottest)
        answer.sampler = Sampler(self._model, self._candidates, temperature, request.seed, grammar, self._settings)
        insort(self.running, answer)
        return True

    def _wanted(self) -> set[tuple[str, str]]:
        """Return the keys of the parts that waiting requests would use."""
        prompts = [answer.prompt for answer in self.waiting if answer.prompt is not None]
        return {key for prompt in prompts for key in ((prompt.shared, ""), (prompt.shared, prompt.own))}

    def _drop_cancelled(self) -> None:
        for answer in self.waiting.take_cancelled():
            answer.finish(Cancelled("cancelled"))
        late = time.perf_counter() - MOST_SECONDS
        for answer in [answer for answer in self.running if answer.cancelled or answer.admitted < late]:
            self.running.remove(answer)
            if answer.cancelled:
                self._finish(answer, Cancelled("cancelled"))
            else:
                self._finish(answer, EngineError(f"no answer within {MOST_SECONDS:.0f} seconds"))

    def _fill(self) -> list[tuple[Track, int]]:
        """Write the next batch; return whose tokens are in it, with how many rows each."""
        work: list[tuple[Track, int]] = []
        used = 0
        prompts: list[Track] = []
        for answer in self.running:
            track: Track = next((part for part in answer.chain if not part.ready), answer)
            if track is answer and answer.generated and track.done == len(track.feed) - 1:
                self._write(track, used, 1)
                work.append((track, 1))
                used += 1
            elif track not in prompts:
                prompts.append(track)
        room = min(self._context.width, used + self._chunk)
        for track in prompts:
            if room == used:
                break
            if not track.done and track.parent is not None:
                self._begin(track, track.parent)
            rows = min(room - used, len(track.feed) - track.done)
            self._write(track, used, rows)
            work.append((track, rows))
            used += rows
        return work

    def _begin(self, track: Track, parent: Kept) -> None:
        """Let a track go on from the part it stands on, and from what is left of an earlier thought that began as it does."""
        if isinstance(track, Answer):
            track.done = self._drafts.recall(track)
            track.fresh -= track.done
            self.found += track.done
        if not track.done:
            self._context.copy(parent.sequence, track.sequence)

    def _write(self, track: Track, row: int, rows: int) -> None:
        context = self._context
        here = slice(row, row + rows)
        done = track.done
        context.token[here] = track.feed[done : done + rows]
        context.position[here] = np.arange(track.base + done, track.base + done + rows, dtype=np.int32)
        context.sequence[here] = track.sequence
        context.wanted[here] = 0
        if isinstance(track, Answer) and done + rows == len(track.feed):
            context.wanted[row + rows - 1] = 1

    def _go_on(self, answer: Answer, row: int) -> None:
        """Choose the next token of an answer; finish it when that was the last."""
        sampler, transcript = answer.sampler, answer.transcript
        assert sampler is not None
        assert transcript is not None
        try:
            token = sampler.choose(self._context, row)
            answer.generated += 1
            ended = bool(self._model.ends[token])
            if not ended:
                piece = self._model.pieces[token]
                answer.say(transcript.add(piece))
                # Every form closes with a line end, so only there can it be complete.
                ended = b"\n" in piece and (self._enough_lines(answer) or sampler.complete())
            if ended or answer.generated >= answer.limit:
                answer.say(transcript.finish())
                result: Completion | EngineError = self._completion(answer, "end" if ended else "limit")
            else:
                answer.feed.append(token)
                return
        except EngineError as error:
            result = error
        self.running.remove(answer)
        self._finish(answer, result)

    def _enough_lines(self, answer: Answer) -> bool:
        assert answer.transcript is not None
        return 0 < answer.request.lines <= answer.transcript.lines

    def _completion(self, answer: Answer, stopped: str) -> Completion:
        assert answer.transcript is not None
        return Completion(
            text=answer.transcript.text,
            submitted=answer.submitted,
            computed=answer.fresh + answer.generated,
            generated=answer.generated,
            seconds=time.perf_counter() - answer.started,
            model=self._model.about.name,
            stopped=stopped,
        )

    def _finish(self, answer: Answer, result: Completion | EngineError) -> None:
        if isinstance(result, Completion):
            self._drafts.keep(answer)
        self._room.release(answer)
        if answer.sampler is not None:
            answer.sampler.close()
        answer.finish(result)

    def _undo(self, work: list[tuple[Track, int]], code: int) -> None:
        """Forget what a batch that was not computed may have left, so that the next one begins as this one did."""
        if self._model.recurrent:
            self._start_over()
        else:
            for track, _ in work:
                if not (track.done and self._context.forget(track.sequence, track.base + track.done)):
                    self._context.forget(track.sequence)
                    track.done = 0
        if code == contexts.ABORTED:
            return
        if code == contexts.FULL and self._room.give_up_one(self._wanted):
            return
        _logger.error("llama_decode returned %d for %d sequences", code, len(work))
        reason = "the context is full" if code == contexts.FULL else f"llama.cpp failed with code {code}"
        tracks = {id(track) for track, _ in work}
        for answer in [a for a in self.running if tracks & {id(a), *map(id, a.chain)}]:
            self.running.remove(answer)
            self._finish(answer, EngineError(f"the model could not compute this thought: {reason}"))

    def _start_over(self) -> None:
        """Forget everything: states, of sequences outside the batch, too, may have been on their way to another place."""
        self._context.forget_all()
        self._room.start_over()
        for answer in self.running:
            answer.done = 0

    def _learn_pace(self, count: int, seconds: float) -> None:
        """Keep batches short enough to be interrupted and watched, on slow machines too."""
        if count >= _LEAST_CHUNK:
            fitting = int(count * _BATCH_SECONDS / max(seconds, 1e-6))
            self._chunk = max(_LEAST_CHUNK, min(self._context.width, fitting, self._chunk * 2))
