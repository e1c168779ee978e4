"""The connection to one server: requests, what is said when they fail, and how long it is tried again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx

from sandbox_app import __version__
from sandbox_app.llm.remote.address import KEY, Address
from sandbox_app.llm.remote.wire import MOST_BYTES, Cut, words_of
from sandbox_app.llm.request import EngineError, Unavailable

_logger = logging.getLogger(__name__)

ANSWER_SECONDS = 300.0
"""Wall clock that one request may take, waiting at the server included."""
_CONNECT_SECONDS = 5.0
_TRIES = 6
FIRST_PAUSE = 0.25
"""Seconds before a request is tried again; each further time twice as long."""
_LONGEST_PAUSE = 8.0
_BUSY = {429, 502, 503, 504}
_T = TypeVar("_T")


class Refused(EngineError):
    """The server refused a request. `status` is HTTP's."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class _Busy(Exception):
    """The server cannot answer just now; `after` is how many seconds it asks to wait, 0 when it does not say."""

    def __init__(self, text: str, after: float) -> None:
        super().__init__(text)
        self.after = after


class Connection:
    """Asks one server, in one event loop. Follows no redirection, and knows nothing of proxies or passwords in the environment."""

    def __init__(self, address: Address, key: str, first_pause: float) -> None:
        self._address = address
        self._first_pause = first_pause
        headers = {"User-Agent": f"town-sandbox/{__version__}"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=64),
            trust_env=False,
            follow_redirects=False,
        )

    async def get(self, url: str) -> bytes:
        """Return what lies at a URL of the server.

        Raises:
            Refused, Unavailable, EngineError: as `post`.
        """
        return await self._persist(lambda: self._once("GET", url, None))

    async def post(self, path: str, body: dict[str, Any]) -> bytes:
        """Return the answer to a request, which is tried again when the server is busy or the connection is lost.

        Raises:
            Refused: the server does not want this request.
            Unavailable: the server is gone, busy for too long, or wants a key.
            EngineError: it took too long, or the answer does not end.
        """
        return await self._persist(lambda: self._once("POST", self._address.base + path, body))

    async def stream(self, path: str, body: dict[str, Any], take: Callable[[AsyncIterator[bytes]], Awaitable[_T]]) -> _T:
        """Let `take` read an answer as it arrives; it is called anew when the answer was cut. Raises as `post`."""

        async def once() -> _T:
            async with self._asked("POST", self._address.base + path, body) as answer:
                return await take(answer.aiter_bytes())

        return await self._persist(once)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _once(self, method: str, url: str, body: dict[str, Any] | None) -> bytes:
        async with self._asked(method, url, body) as answer:
            return await _whole(answer)

    @asynccontextmanager
    async def _asked(self, method: str, url: str, body: dict[str, Any] | None) -> AsyncIterator[httpx.Response]:
        async with self._client.stream(method, url, json=body) as answer:
            if answer.status_code != 200:
                self._explain(answer, words_of(await _whole(answer)))
            yield answer

    def _explain(self, answer: httpx.Response, words: str) -> None:
        """Raise what stands for an answer that is none."""
        status, where = answer.status_code, self._address.base
        if status in _BUSY:
            after = answer.headers.get("Retry-After", "")
            raise _Busy(f"it says: {words}", float(after) if after.isdecimal() else 0.0)
        if status in (401, 403):
            raise Unavailable(f"The server {where} wants a key, or another one ({words}); put it into the variable {KEY}.")
        if answer.is_redirect:
            raise Unavailable(f"The server {where} sends one on to another address; name the right one with --server.")
        raise Refused(f"the server refused it: {words}", status)

    async def _persist(self, call: Callable[[], Awaitable[_T]]) -> _T:
        pause, why = self._first_pause, ""
        for attempt in range(_TRIES):
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    return await call()
            except TimeoutError as error:
                raise EngineError(f"the server took longer than {ANSWER_SECONDS:.0f} seconds") from error
            except _Busy as busy:
                why, wanted = f"it is too busy; {busy}", busy.after
            except Cut:
                why, wanted = "its answers are cut off", 0.0
            except httpx.ReadTimeout as error:
                raise EngineError(f"the server took longer than {ANSWER_SECONDS:.0f} seconds") from error
            except httpx.TransportError as error:
                why, wanted = str(error) or type(error).__name__, 0.0
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise EngineError(f"the server cannot be understood ({error})") from error
            _logger.info("the server %s did not answer (%s)", self._address.base, why)
            if attempt + 1 < _TRIES:
                await asyncio.sleep(min(max(pause, wanted), _LONGEST_PAUSE))
                pause *= 2
        where = self._address.base
        raise Unavailable(f"The server {where} does not answer ({why}); see that it runs there, or name another one with --server.")


async def _whole(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise EngineError("the server's answer does not end")
        parts.append(part)
    return b"".join(parts)
