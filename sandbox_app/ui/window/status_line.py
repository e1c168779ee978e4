"""The status line: who thinks and why the clock waits, the model, its pace and its queue."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.day_time import DayTime
from sandbox_app.ui.pieces import ElidedLabel, label, row, set_role
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import several, thinking, tr


class StatusLine(QWidget):
    """One line, 24 pixels high."""

    def __init__(self, scene: Scene, day_time: DayTime) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(24)
        self._scene = scene
        self._day_time = day_time
        self._past = False
        self._note = ""
        self.minds = ElidedLabel()
        self.pace = label()
        self.queue = label()
        self.model = label()
        self.setLayout(row(self.minds, self.pace, self.queue, self.model, spacing=18, margins=(12, 0, 12, 0)))
        layout = self.layout()
        assert layout is not None
        layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        scene.moved.connect(self._moved)
        scene.opened.connect(self._opened)

    def say(self, words: str) -> None:
        """Say something in the place of who thinks, until the next frame."""
        self.minds.setText(words)

    def show_past(self, past: bool) -> None:
        """Say that nobody thinks at a moment that has been, or say it no longer."""
        self._past = past
        if past:
            set_role(self.minds, "")
            self.minds.setText(tr("This is the past"))

    def note(self, words: str) -> None:
        """Say why the town stands still; it is said until it goes on."""
        self._note = words
        self.minds.setText(words)

    def _opened(self) -> None:
        for item in (self.pace, self.queue, self.model):
            item.setText("")
        self.minds.setText("")
        self._note = ""

    def _moved(self, frame: Frame) -> None:
        self._day_time.learn(frame.engine.model, frame.thoughts_per_second)
        if frame.running:
            self._note = ""
        if self._past:
            self.show_past(True)
        else:
            self._say_minds(frame)
        engine = frame.engine
        self.model.setText(tr("Mind: {model}", model=engine.model) if engine.model else "")
        self.queue.setText(
            several(engine.waiting + engine.running, "{count} thought under way", "{count} thoughts under way")
            if engine.waiting + engine.running
            else ""
        )
        self.queue.setToolTip(tr("{running} being thought, {waiting} waiting", running=engine.running, waiting=engine.waiting))
        self.pace.setText(tr("{count} tokens/s", count=round(engine.tokens_per_second)) if engine.tokens_per_second else "")

    def _paused(self, model: str) -> str:
        takes = self._day_time.words(model, len(self._scene.residents))
        return tr("Paused · {more}", more=takes) if takes else tr("Paused")

    def _say_minds(self, frame: Frame) -> None:
        holding = [thought for thought in frame.thinking if thought.holds]
        shown = max(holding or frame.thinking, key=lambda thought: thought.seconds, default=None)
        set_role(self.minds, "waiting" if holding else "")
        if shown is None:
            self.minds.setText("" if frame.running else self._note or self._paused(frame.engine.model))
            return
        words = f"{thinking(self._scene.short(shown.agent), shown.purpose)} · {round(shown.seconds)} s"
        more = len(holding or frame.thinking) - 1
        if more:
            words = tr("{first}, and {more}", first=words, more=several(more, "{count} more", "{count} more"))
        self.minds.setText(tr("The clock waits: {words}", words=words) if holding else words)
