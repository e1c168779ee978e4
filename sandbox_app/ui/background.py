"""Work behind the window's back: one thread, answers as calls on the main thread."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sandbox_app.errors import Problem

T = TypeVar("T")


@dataclass(frozen=True)
class _Question:
    key: str
    ticket: int
    work: Callable[[], Any]
    answer: Callable[[Any], None]


class Background(QObject):
    """One thread that works off what it is asked, in order. Lives on the main thread.

    Work whose key is asked again before it is answered is dropped: only the newest counts. The thread is set to work when the main
    thread has painted what it has to: two threads of Python at once wait for each other at every turn, and it is the picture that
    would come late.

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
        self._waiting: deque[_Question] = deque()
        self._working = False
        self._open = True
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._begin)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: str, work: Callable[[], T], answer: Callable[[T], None]) -> None:
        """Have some work done; `answer` is called with its result on the main thread."""
        if not self._open:
            return
        self._asked += 1
        self._newest[key] = self._asked
        self._waiting.append(_Question(key, self._asked, work, answer))
        self._rest.start()

    @property
    def busy(self) -> bool:
        """Whether something asked is not answered yet."""
        return self._working or bool(self._waiting)

    def close(self) -> None:
        """Drop what is asked, and wait for what is being worked on. May be called twice."""
        if self._open:
            self._open = False
            self._newest.clear()
            self._waiting.clear()
            self._rest.stop()
            self._worker.submit(self.let_go)
            self._worker.shutdown()

    def let_go(self) -> None:
        """Called last, on the thread: give back what the work has opened."""

    def _begin(self) -> None:
        """Set the thread to work on the first question that still counts."""
        if self._working:
            return
        while self._waiting and not self._counts(self._waiting[0]):
            self._waiting.popleft()
        if self._waiting:
            question = self._waiting.popleft()
            self._working = True
            self._worker.submit(question.work).add_done_callback(lambda done: self._done.emit((question, done)))
        else:
            self.settled.emit()

    def _counts(self, question: _Question) -> bool:
        return self._open and self._newest.get(question.key) == question.ticket

    def _deliver(self, parcel: tuple[_Question, "Future[Any]"]) -> None:
        question, done = parcel
        self._working = False
        try:
            self._hand_over(question, done)
        finally:
            if self._open:
                self._rest.start()

    def _hand_over(self, question: _Question, done: "Future[Any]") -> None:
        if not self._counts(question):
            return
        try:
            result = done.result()
        except Problem as problem:
            self.trouble.emit(problem)
        except CancelledError:
            return
        else:
            question.answer(result)
