"""The remote engine: its thread, its queue, and the requests it has under way at a server."""

import asyncio
import heapq
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from sandbox_app.llm import forms
from sandbox_app.llm.remote import wire
from sandbox_app.llm.remote.address import parse_address, read_key
from sandbox_app.llm.remote.connection import FIRST_PAUSE, Connection
from sandbox_app.llm.remote.opening import Abilities, find_out
from sandbox_app.llm.request import Cancelled, Completion, Done, EngineError, EngineStatus, Request, Token, order

_logger = logging.getLogger(__name__)

_RECENT_SECONDS = 10.0


class _Asked:
    """A request, from `submit` up to its end."""

    def __init__(self, request: Request, done: Done, token: Token | None) -> None:
        self.request = request
        self.done = done
        self.token = token
        self.taken = time.monotonic()
        self.task: asyncio.Task[Completion] | None = None
        self.over = False

    def finish(self, outcome: Completion | EngineError) -> None:
        """Call `done`, once."""
        if not self.over:
            self.over = True
            self.done(outcome)


class _Handle:
    def __init__(self, engine: "RemoteEngine", asked: _Asked) -> None:
        self._engine = engine
        self._asked = asked

    def cancel(self) -> None:
        self._engine.cancel(self._asked)


class RemoteEngine:
    """An `Engine` whose model lives on a server that speaks OpenAI's protocol.

    An event loop on a thread of its own holds the connections and calls `done` and `token`; as many requests are at the
    server as it works on together, the others wait here in order of priority. Cancelling closes the connection.
    `submit`, `status` and `close` may be called from any thread.

    Attributes:
        name: the model's name. context: tokens of a prompt and its answer together.
        abilities: what the server can do.
    """

    def __init__(self, server: str, model: str = "", first_pause: float = FIRST_PAUSE) -> None:
        """Find out what the server can do, and wait for that.

        Args:
            server: its address, as the person named it.
            model: which of its models; may be left out when it has one only.
            first_pause: seconds before a request that got no answer is tried again.

        Raises:
            ServerProblem: the server cannot be used.
        """
        address, key = parse_address(server), read_key()
        self._lock = threading.Lock()
        self._closed = False
        self._waiting: list[tuple[tuple[bool, int, int], int, _Asked]] = []
        self._running: set[_Asked] = set()
        self._count = 0
        self._recent: deque[tuple[float, int]] = deque()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="remote", daemon=True)
        self._thread.start()
        self._connection = Connection(address, key, first_pause)
        try:
            self.abilities: Abilities = asyncio.run_coroutine_threadsafe(find_out(self._connection, address, model), self._loop).result()
        except BaseException:
            self.close()
            raise
        self.name = self.abilities.name
        self.context = self.abilities.context

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Handle:
        """Take a request; see `Engine`."""
        asked = _Asked(request, done, token)
        with self._lock:
            closed = self._closed
            if not closed:
                self._count += 1
                heapq.heappush(self._waiting, (order(request), self._count, asked))
                self._loop.call_soon_threadsafe(self._start)
        if closed:
            asked.finish(EngineError("the engine is closed"))
        return _Handle(self, asked)

    def cancel(self, asked: _Asked) -> None:
        """Stop working on a request."""
        with self._lock:
            if not self._closed:
                self._loop.call_soon_threadsafe(self._drop, asked)

    def knows(self, purpose: str) -> bool:
        """Say that the model can be asked this form: what it was trained on is not known; see `Engine`."""
        return bool(forms.load(purpose))

    def status(self) -> EngineStatus:
        """Say what the engine is doing."""
        now = time.monotonic()
        with self._lock:
            while self._recent and now - self._recent[0][0] > _RECENT_SECONDS:
                self._recent.popleft()
            tokens = sum(count for _, count in self._recent)
            span = now - self._recent[0][0] if self._recent else 0.0
            running = len(self._running)
            return EngineStatus(
                model=self.name,
                waiting=sum(not asked.over for *_, asked in self._waiting),
                running=running,
                tokens_per_second=tokens / max(span, 1.0) if running else 0.0,
            )

    def close(self) -> None:
        """Cancel everything and close the connections."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # -- on the loop's thread ------------------------------------------------------------------------------------

    async def _end(self) -> None:
        tasks = [asked.task for asked in self._running if asked.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for *_, asked in self._waiting:
            asked.finish(Cancelled("the engine was closed"))
        await self._connection.close()

    def _start(self) -> None:
        """Send as many requests as the server works on together."""
        while not self._closed and len(self._running) < self.abilities.at_once:
            with self._lock:
                if not self._waiting:
                    return
                asked = heapq.heappop(self._waiting)[-1]
                if asked.over:
                    continue
                self._running.add(asked)
            asked.task = self._loop.create_task(self._ask(asked))
            asked.task.add_done_callback(partial(self._end_of, asked))

    def _drop(self, asked: _Asked) -> None:
        if asked.task is not None:
            asked.task.cancel()
        else:
            asked.finish(Cancelled("cancelled"))

    def _end_of(self, asked: _Asked, task: "asyncio.Task[Completion]") -> None:
        outcome: Completion | EngineError
        if task.cancelled():
            outcome = Cancelled("the engine was closed" if self._closed else "cancelled")
        elif (error := task.exception()) is None:
            outcome = task.result()
        elif isinstance(error, EngineError):
            outcome = error
        else:
            _logger.error("a request failed by a fault of the engine", exc_info=error)
            outcome = EngineError(f"the engine failed: {error}")
        with self._lock:
            self._running.discard(asked)
            if isinstance(outcome, Completion):
                self._recent.append((time.monotonic(), outcome.generated))
        try:
            asked.finish(outcome)
        finally:
            self._start()

    async def _ask(self, asked: _Asked) -> Completion:
        able, request = self.abilities, asked.request
        body: dict[str, Any] = {
            "model": able.model,
            **wire.prompt_fields(request, able.chat, not able.constraint),
            "max_tokens": request.max_tokens + (wire.ROOM_TO_THINK if able.thinks else 0),
            "temperature": request.temperature,
            "seed": request.seed & 0x7FFFFFFF,
            **able.extra,
        }
        if able.constraint and request.grammar:
            body |= wire.CONSTRAINTS[able.constraint](request.grammar)
        if asked.token is None:
            answer = wire.read_answer(await self._connection.post(able.path, body))
        else:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
            token, lines = asked.token, request.lines

            async def take(chunks: AsyncIterator[bytes]) -> wire.Answer:
                return await wire.watch(chunks, token, lines)

            answer = await self._connection.stream(able.path, body, take)
        return self._completion(asked, answer)

    def _completion(self, asked: _Asked, answer: wire.Answer) -> Completion:
        if not answer.choices:
            raise EngineError("the server answered nothing")
        choice = answer.choices[0]
        text, whole = wire.shorten(choice.said, asked.request.lines)
        usage = answer.usage or wire.Usage(len(asked.request.prompt) // wire.SIGNS_PER_TOKEN, len(choice.said) // wire.SIGNS_PER_TOKEN)
        cached = (usage.prompt_tokens_details and usage.prompt_tokens_details.cached_tokens) or 0
        return Completion(
            text=text,
            submitted=usage.prompt_tokens,
            computed=max(0, usage.prompt_tokens - cached) + usage.completion_tokens,
            generated=usage.completion_tokens,
            seconds=time.monotonic() - asked.taken,
            model=self.name,
            stopped="limit" if choice.finish_reason == "length" and not whole else "end",
        )
