"""Tracks: what runs through the context, one sequence each. Parts of prompts that are kept, and answers under way."""

import logging
import time

from sandbox_app.llm.llama.prompt import Prompt, Transcript
from sandbox_app.llm.llama.sampler import Sampler
from sandbox_app.llm.request import Completion, Done, EngineError, Request, Token, order

NOWHERE = -1

_logger = logging.getLogger(__name__)


class Track:
    """Tokens that are to be remembered by one sequence, after those of another.

    Attributes:
        feed: the tokens; `done` of them are computed.
        base: the position of the first one.
        parent: the kept part before them, if any.
        sequence: its number, or NOWHERE.
    """

    __slots__ = ("base", "done", "feed", "parent", "sequence")

    def __init__(self, feed: list[int], parent: "Kept | None") -> None:
        self.feed = feed
        self.parent = parent
        self.base: int = parent.base + len(parent.feed) if parent else 0
        self.done = 0
        self.sequence = NOWHERE

    @property
    def end(self) -> int:
        """The position after the last token."""
        return self.base + len(self.feed)


class Kept(Track):
    """A part of prompts that is computed once and copied: the shared part of all, or an agent's own part after it.

    Attributes:
        key: the text (with all before it) that it stands for.
        agent: whose part it is, 0 for everybody's.
        users: how many tracks build on it now, kept parts and answers; it stays while there are any.
        answers: how many of these are answers under way.
        used: when it was last needed, in the cache's own counting.
    """

    __slots__ = ("agent", "answers", "key", "used", "users")

    def __init__(self, key: tuple[str, str], agent: int, feed: list[int], parent: "Kept | None") -> None:
        super().__init__(feed, parent)
        self.key = key
        self.agent = agent
        self.users = 0
        self.answers = 0
        self.used = 0

    @property
    def ready(self) -> bool:
        """Whether all of it is computed."""
        return self.done == len(self.feed)


class Answer(Track):
    """A request under way: the changing part of its prompt, then the tokens of its answer.

    Attributes:
        rank: who is served first, smallest first: the request's order, then arrival.
        prompt: what the model reads; `submitted` is its length in tokens.
        chain: the kept parts it builds on, the shared one first.
        limit: how many tokens it may generate.
        reserved: how many cells it may need for itself.
        started: when the request was taken, in seconds of `time.perf_counter`.
        fresh: tokens of the prompt that no kept part had when it was admitted.
        admitted: when it got its place in the context.
        overtaken: how many of its priority went in before it while there was no room for it.
        cancelled: set from any thread.
    """

    __slots__ = (
        "_done",
        "_token",
        "admitted",
        "cancelled",
        "chain",
        "fresh",
        "generated",
        "limit",
        "overtaken",
        "prompt",
        "rank",
        "request",
        "reserved",
        "sampler",
        "started",
        "submitted",
        "transcript",
    )

    def __init__(self, request: Request, arrival: int, done: Done, token: Token | None) -> None:
        super().__init__([], None)
        self.request = request
        self.rank = (order(request), arrival)
        self._done: Done | None = done
        self._token = token
        self.started = time.perf_counter()
        self.admitted = 0.0
        self.cancelled = False
        self.prompt: Prompt | None = None
        self.sampler: Sampler | None = None
        self.transcript: Transcript | None = None
        self.submitted = 0
        self.fresh = 0
        self.generated = 0
        self.limit = 0
        self.reserved = 0
        self.overtaken = 0
        self.chain: list[Kept] = []

    def __lt__(self, other: "Answer") -> bool:
        return self.rank < other.rank

    def say(self, text: str) -> None:
        """Hand on a piece of the answer to whoever watches."""
        if text and self._token is not None:
            try:
                self._token(text)
            except Exception:
                # The engine serves others too: a fault in one receiver is reported, not shared.
                _logger.exception("a receiver of tokens failed")

    def finish(self, result: Completion | EngineError) -> None:
        """Hand on the result, once."""
        done, self._done = self._done, None
        if done is not None:
            try:
                done(result)
            except Exception:
                _logger.exception("a receiver of an answer failed")
