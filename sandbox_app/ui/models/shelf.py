"""The library's process, from the main thread's point of view: one order at a time, answers as signals."""

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from sandbox_app import processes
from sandbox_app.llm.library import told
from sandbox_app.ui.words import tr

_END_MS = 5_000


class Shelf(QObject):
    """Lists models and tries them, in a process of its own; what is asked meanwhile waits its turn. Lives on the main thread.

    Signals:
        listed: a model (`Listed`). complete: all models have been listed.
        begun: a file's trial has begun (path). progress: answers of its trial (path, done, of).
        tried: it is over (path, `Card`). failed: it could not be (path or "", a sentence, details).
    """

    listed = Signal(object)
    complete = Signal()
    begun = Signal(str)
    progress = Signal(str, int, int)
    tried = Signal(str, object)
    failed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders: list[list[str]] = []
        self._order: list[str] = []
        self._answered = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._order)

    def list_all(self) -> None:
        """List the models on this computer."""
        self._ask(["list"])

    def try_out(self, path: str) -> None:
        """Try a model; what is asked twice is done once."""
        self._ask(["try", path])

    def cancel(self, path: str) -> None:
        """Break off the trial of a model, or forget that it is wanted."""
        self._orders = [order for order in self._orders if order != ["try", path]]
        if self._order == ["try", path]:
            self._answered = True
            self._process.kill()

    def close(self) -> None:
        """End everything."""
        self._orders.clear()
        self._answered = True
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(_END_MS)

    def _ask(self, order: list[str]) -> None:
        if order not in (*self._orders, self._order):
            self._orders.append(order)
            self._next()

    def _next(self) -> None:
        if self._order or not self._orders:
            return
        self._order = self._orders.pop(0)
        self._answered = False
        if self._order[0] == "try":
            self.begun.emit(self._order[1])
        program, *arguments = processes.command("sandbox_app.llm.library", *self._order)
        self._process.start(program, arguments)

    def _read(self) -> None:
        while self._process.canReadLine():
            self._take(told.read(bytes(self._process.readLine().data())))

    def _take(self, what: told.Told) -> None:
        path = str(Path(self._order[1])) if len(self._order) > 1 else ""
        match what:
            case told.Listed():
                self.listed.emit(what)
            case told.Progress():
                self.progress.emit(path, what.done, what.of)
            case told.Tried():
                self._answered = True
                self.tried.emit(path, what.card)
            case told.Failed():
                self._answered = True
                self.failed.emit(path, what.sentence, what.details)

    def _finished(self, status: int) -> None:
        self._read()
        order, self._order = self._order, []
        if order == ["list"] and not status:
            self.complete.emit()
        elif not self._answered:
            words = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            self.failed.emit(order[1] if len(order) > 1 else "", tr("The models could not be looked at; the details say why."), words)
        self._next()
