"""What is being written at this moment in the thoughts of somebody whom a person looks at."""

import threading
import time
from collections.abc import Callable, Sequence

from sandbox_app.llm.forms import purpose_of
from sandbox_app.llm.request import Token
from sandbox_app.simulation.messages import Writing
from sandbox_app.simulation.thinking import Pending

TELL_SECONDS = 0.05
"""What is written is told at most this often."""


class Listening:
    """Collects the pieces of answers on the engine's threads; whoever owns it takes them on its own.

    Only thoughts that are asked while their agent is watched are heard: pieces cost time, and nobody looks at the others.

    Attributes:
        agent: who is watched, 0 for nobody.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        """`wake` is called, on any thread, when there is something to take."""
        self.agent = 0
        self._wake = wake
        self._lock = threading.Lock()
        self._heard: dict[int, _Heard] = {}
        self._told = 0.0
        self._waking = False

    def watch(self, agent: int) -> None:
        """Listen to somebody else from now on."""
        with self._lock:
            self.agent = agent
            self._heard.clear()

    def token_of(self, pending: Pending) -> Token | None:
        """Return who is told each piece of a thought's answer."""
        if not self.agent or pending.agent != self.agent:
            return None
        heard = _Heard(pending)
        with self._lock:
            self._heard[pending.order] = heard  # also for one that is asked again, whose answer begins anew
        return lambda piece: self._hear(heard, piece)

    def _hear(self, heard: "_Heard", piece: str) -> None:
        with self._lock:
            heard.pieces.append(piece)
            heard.last = time.monotonic()
            if self._heard.get(heard.pending.order) is not heard or self._waking or heard.last - self._told < TELL_SECONDS:
                return
            self._waking = True
        self._wake()

    def take(self, under_way: Sequence[Pending]) -> list[Writing]:
        """Return what has been written of the thoughts under way; on the thread that owns these."""
        now = time.monotonic()
        with self._lock:
            self._told, self._waking = now, False
            written = {pending.order for pending in under_way if pending.agent == self.agent and not pending.done}
            self._heard = {order: heard for order, heard in self._heard.items() if order in written}
            return [heard.so_far(now) for heard in self._heard.values()]


class _Heard:
    """One answer as far as it is written."""

    def __init__(self, pending: Pending) -> None:
        self.pending = pending
        self.pieces: list[str] = []
        self.last = 0.0

    def so_far(self, now: float) -> Writing:
        pending = self.pending
        return Writing(
            agent=pending.agent,
            order=pending.order,
            purpose=purpose_of(pending.thought.facts),
            due_step=pending.thought.due_step,
            seconds=(self.last or now) - pending.started,
            tokens=len(self.pieces),
            text="".join(self.pieces),
        )
