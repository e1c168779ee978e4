"""The toolbar: run controls in the middle, the large clock beside them, panels and menu at the ends."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from sandbox_app.ui.pieces import IconButton, button, label, row, set_role
from sandbox_app.ui.words import tr, weathers

PACES = (1.0, 3.0, 6.0, 12.0, 30.0, 60.0, 0.0)
"""Steps per second of the slider's places; 0 is as fast as it can."""
FIRST_PACE = 2
_SEPARATOR = " · "
"""Between the parts of a moment in words: the day, the date, the time."""


def pace_words(pace: float, step_seconds: int) -> str:
    """What a pace means: "1 min a second"."""
    if pace == 0:
        return tr("as fast as it can")
    seconds = max(1, round(pace * step_seconds))
    if seconds < 60:
        return tr("{count} s a second", count=seconds)
    return tr("{count} min a second", count=seconds // 60)


class Toolbar(QWidget):
    """Run controls and clock, 44 pixels high.

    Signals:
        play, pause, step: the person wants it. moment_asked: to be shown another moment.
        paced: the pace is another one (steps per second, 0: as fast as it can).
    """

    play = Signal()
    pause = Signal()
    step = Signal()
    paced = Signal(float)
    moment_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self._running = False
        self._parts = True
        self._time, self._short = "", False
        self._step_seconds = 10
        self._slowed = False
        self._pace_said = ""
        self.menu_button = IconButton("menu", tr("Menu"))
        self.menu_button.setPopupMode(self.menu_button.ToolButtonPopupMode.InstantPopup)
        self.rail_button = IconButton("rail", tr("Show names beside the portraits"), checkable=True)
        self.title = label("", "quiet")
        self.play_button = IconButton("play", tr("Play (Space)"), size=20)
        self.play_button.setObjectName("playButton")
        self.step_button = IconButton("step", tr("One step (.)"))
        self.until_button = IconButton("until", tr("Run until…"))
        self.until_button.setObjectName("untilButton")
        self.until_button.setPopupMode(self.until_button.ToolButtonPopupMode.InstantPopup)
        self.slower = IconButton("slower", tr("Slower ([)"))
        self.faster = IconButton("faster", tr("Faster (])"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.pace_label = label("", "caption")
        self.search_button = IconButton("search", tr("Search everything (Ctrl+F)"))
        self.clock = button("", self.moment_asked.emit, "clock", name="clock")
        self.clock.setToolTip(tr("Go to a moment (Ctrl+G)"))
        self.place_in_time = label("", "live")
        self.log_button = IconButton("log", tr("Log (Ctrl+L)"), checkable=True)
        self.inspector_button = IconButton("inspector", tr("Inspector (Ctrl+I)"), checkable=True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.slider.setRange(0, len(PACES) - 1)
        self.slider.setValue(FIRST_PACE)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(96)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr("Speed"))
        self.play_button.draw("play", "on_accent")
        self.clock.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        left = row(self.menu_button, self.rail_button, self.title, 1, spacing=4)
        speed = row(self.slower, self.slider, self.faster, spacing=0)
        middle = row(self.step_button, self.play_button, self.until_button, spacing=6)
        middle.addLayout(speed)
        middle.addWidget(self.pace_label)
        self.place_in_time.setFixedHeight(20)
        right = row(self.clock, self.place_in_time, 1, self.search_button, self.log_button, self.inspector_button, spacing=8)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 0, 8, 0)
        whole.setSpacing(18)
        whole.addLayout(left, 3)
        whole.addLayout(middle)
        whole.addLayout(right, 5)
        self._say_pace()

    def _connect(self) -> None:
        self.play_button.clicked.connect(self.toggle)
        self.step_button.clicked.connect(self.step)
        self.slower.clicked.connect(lambda: self.slider.setValue(self.slider.value() - 1))
        self.faster.clicked.connect(lambda: self.slider.setValue(self.slider.value() + 1))
        self.slider.valueChanged.connect(self._slid)

    @property
    def pace(self) -> float:
        """Steps per second wanted, 0 for as fast as it can."""
        return PACES[self.slider.value()]

    def toggle(self) -> None:
        """Play, or pause."""
        if self.play_button.isEnabled():
            (self.pause if self._running else self.play).emit()

    def one_step(self) -> None:
        """Live one step, if that is possible now."""
        if self.step_button.isEnabled():
            self.step.emit()

    def show_running(self, running: bool) -> None:
        """Show whether time passes."""
        if running != self._running:
            self._running = running
            self.play_button.draw("pause" if running else "play", "on_accent")
            self.play_button.say(tr("Pause (Space)") if running else tr("Play (Space)"))

    def show_time(self, words: str) -> None:
        """Show what the clock says."""
        if words != self._time:
            self._time = words
            if self._say_time():
                self._fold()

    def _say_time(self) -> bool:
        """Let the clock say what it is, without the date where that has no room; it keeps the widest width so that nothing dances.

        Returns:
            Whether it takes more room than before.
        """
        parts = self._time.split(_SEPARATOR)
        words = _SEPARATOR.join((parts[0], parts[-1])) if self._short and len(parts) > 1 else self._time
        width = QFontMetrics(self.clock.font()).horizontalAdvance(words) + 4
        wider = width > self.clock.minimumWidth()
        if wider:
            self.clock.setFixedSize(width, self.height())  # whatever it says then, nothing around it is laid out anew
        self.clock.setText(words)
        return wider

    def show_weather(self, weather: str) -> None:
        """Tell what the sky is, where one points at the clock."""
        said = tr("Go to a moment (Ctrl+G)") + "\n" + tr("The weather: {weather}", weather=weathers()[weather])
        if said != self.clock.toolTip():
            self.clock.setToolTip(said)
            self.clock.setAccessibleDescription(said)

    def show_pace(self, pace: float) -> None:
        """Show how fast the town really goes where that is much slower than asked: its people think. 0.0 when it stands."""
        slowed = 0 < pace < 0.6 * self.pace
        if slowed != self._slowed or slowed:
            self._slowed = slowed
            self.pace_label.setText(tr("slowed: {pace}", pace=pace_words(pace, self._step_seconds)) if slowed else self._pace_said)
            self.pace_label.setToolTip(tr("The people think; the town goes as fast as they do.") if slowed else "")

    def show_live(self, live: bool, words: str) -> None:
        """Show whether the town lives, and what else is shown instead."""
        self.place_in_time.setText(words)
        set_role(self.place_in_time, "live" if live else "past")

    def show_world(self, title: str, step_seconds: int) -> None:
        """Show the town's name."""
        self.title.setText(title)
        self._step_seconds = step_seconds
        self._say_pace()

    def enable_run(self, possible: bool) -> None:
        """Let the person run the town, or not."""
        for item in (self.play_button, self.step_button, self.until_button, self.slower, self.faster, self.slider):
            item.setEnabled(possible)

    def show_parts(self, shown: bool) -> None:
        """Show or hide all that needs a town."""
        for item in (
            self.rail_button,
            self.title,
            self.play_button,
            self.step_button,
            self.until_button,
            self.slower,
            self.faster,
            self.slider,
            self.pace_label,
            self.clock,
            self.place_in_time,
            self.search_button,
            self.log_button,
            self.inspector_button,
        ):
            item.setVisible(shown)
        self._parts = shown
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what can be read elsewhere where there is no room for it."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Leave out as little as there is need to: the names of town and pace, then the date, then the slider between its buttons."""
        for left_out in range(4):
            for item in (self.title, self.pace_label):
                item.setVisible(self._parts and left_out < 1)
            if self._short != (left_out >= 2):
                self._short = not self._short
                self.clock.setMinimumWidth(0)
                self._say_time()
            self.slider.setVisible(self._parts and left_out < 3)
            if self._needed() <= self.width():
                return

    def _needed(self) -> int:
        """The least width in pixels at which nothing lies over another."""
        whole = self.layout()
        assert whole is not None
        whole.invalidate()
        whole.activate()
        return whole.minimumSize().width()

    def _slid(self) -> None:
        self._say_pace()
        self.paced.emit(self.pace)

    def _say_pace(self) -> None:
        widest = max(QFontMetrics(self.pace_label.font()).horizontalAdvance(pace_words(pace, 10)) for pace in PACES)
        self.pace_label.setMinimumWidth(widest + 6)
        self._slowed, self._pace_said = False, pace_words(self.pace, self._step_seconds)
        self.pace_label.setText(self._pace_said)
        self.slider.setToolTip(self._pace_said)
