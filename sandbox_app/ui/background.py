"""Work behind the window's back: one thread, answers as calls on the main thread."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from sandbox_app.errors import Problem

T = TypeVar("T")


class Background(QObject):
    """One thread that works off what it is asked, in order. Lives on the main thread.

    Work whose key is asked again before it is answered is dropped: only the newest counts.

    Signals:
        trouble: a `Problem` that some work met. Any other error is raised on the main thread, where it is a bug.
        settled: all that was asked has been answered.
    """

    trouble = Signal(object)
    settled = Signal()
    _done = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: dict[str, int] = {}
        self._asked = 0
        self._unanswered = 0
        self._open = True
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: str, work: Callable[[], T], answer: Callable[[T], None]) -> None:
        """Have some work done; `answer` is called with its result on the main thread."""
        if not self._open:
            return
        self._asked += 1
        self._unanswered += 1
        ticket = self._asked
        self._newest[key] = ticket
        future = self._worker.submit(self._work, key, ticket, work)
        future.add_done_callback(lambda done: self._done.emit((key, ticket, done, answer)))

    @property
    def busy(self) -> bool:
        """Whether something asked is not answered yet."""
        return self._unanswered > 0

    def close(self) -> None:
        """Drop what is asked, and wait for what is being worked on. May be called twice."""
        if self._open:
            self._open = False
            self._newest.clear()
            self._worker.submit(self.let_go)
            self._worker.shutdown()

    def let_go(self) -> None:
        """Called last, on the thread: give back what the work has opened."""

    def _work(self, key: str, ticket: int, work: Callable[[], T]) -> T | None:
        return work() if self._newest.get(key) == ticket else None

    def _deliver(self, parcel: tuple[str, int, "Future[Any]", Callable[[Any], None]]) -> None:
        key, ticket, done, answer = parcel
        self._unanswered -= 1
        try:
            self._hand_over(key, ticket, done, answer)
        finally:
            if not self.busy:
                self.settled.emit()

    def _hand_over(self, key: str, ticket: int, done: "Future[Any]", answer: Callable[[Any], None]) -> None:
        if not self._open or self._newest.get(key) != ticket:
            return
        try:
            result = done.result()
        except Problem as problem:
            self.trouble.emit(problem)
        except CancelledError:
            return
        else:
            answer(result)
