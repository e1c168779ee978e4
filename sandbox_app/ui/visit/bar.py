"""The strip above the map while one is in the town: who one is, what was said last, whose turn it is, and a line to speak."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from sandbox_app.simulation.intervening import LONGEST_TEXT
from sandbox_app.simulation.interventions import Leave, Say
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import ElidedLabel, button, column, label, row, set_role
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr


class VisitBar(QWidget):
    """Shown while a visitor is in town and the present is shown. What is said goes to `scene.wish`."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("visitBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scene = scene
        self._heard = ""
        self._company: tuple[int, ...] = ()
        self.who = label("", "heading")
        self.words = ElidedLabel("")
        self.leave = button(tr("Leave the town"), self._leave, name="leaveTown")
        self.turn = label(tr("Your turn: the town waits for you"), "your_turn")
        self.to = QComboBox()
        self.to.setAccessibleName(tr("To whom"))
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_TEXT)
        self.line.setAccessibleName(tr("What you say"))
        self.say = button(tr("Say it"), self._say, "primary_small", name="sayIt")
        self.nothing = button(tr("Say nothing"), self._say_nothing, name="sayNothing")
        self.end = button(tr("Take leave"), self._take_leave, name="takeLeave")
        self.nothing.setToolTip(tr("Let your turn pass and time go on"))
        self.end.setToolTip(tr("Say what is in the line, if anything, and end your part in the talk"))
        top = row(self.who, self.words, self.leave)
        top.setStretchFactor(self.words, 1)
        below = row(self.turn, self.to, self.line, self.say, self.nothing, self.end)
        below.setStretchFactor(self.line, 1)
        self.setLayout(column(top, below, spacing=5, margins=(14, 6, 10, 7)))
        self.line.returnPressed.connect(self._say)
        scene.moved.connect(self._moved)
        scene.peopled.connect(lambda: self._say_who(scene.visitor))
        scene.opened.connect(self.hide)
        self.hide()

    def focus(self, other: int = 0) -> None:
        """Put the keyboard into the line, to speak to somebody."""
        at = self.to.findData(other)
        if at >= 0:
            self.to.setCurrentIndex(at)
        self.line.setFocus()

    def _moved(self, frame: Frame) -> None:
        me = self._scene.visitor
        shown = bool(me) and not self._scene.past
        if shown == self.isHidden():
            self.setVisible(shown)
            self._heard = ""
        if not shown:
            return
        for event in frame.events:
            if event.kind == "hear" and event.agent_id == me and event.data.get("member"):
                self._heard = event.text
        self._say_who(me)
        self._say_talk(me)

    def _say_who(self, me: int) -> None:
        where = self._scene.where(self._scene.place_of(me))
        self.who.setText(tr("You are {name} · {place}", name=self._scene.short(me), place=where))

    def _say_talk(self, me: int) -> None:
        scene, now = self._scene, self._scene.agents.get(me)
        company = tuple(now.talking_with) if now is not None else ()
        mine = scene.your_turn
        if self._company and not company:
            self._heard = ""
        self._company = company
        near = [] if company else scene.near(me)
        self._offer([(scene.short(other), other) for other in near])
        names = ", ".join(scene.short(other) for other in company)
        if company:
            hint = tr("Answer {names}", names=names) if mine else tr("{names} is thinking of an answer…", names=names)
        elif near:
            hint = tr("Say something")
        else:
            hint = tr("Nobody is near. Click the ground or press the arrow keys to walk.")
        self.words.setText(self._heard or (tr("talking with {names}", names=names) if company else hint if not near else ""))
        self.line.setPlaceholderText(hint)
        can_speak = mine or (bool(near) and not company)
        for widget in (self.line, self.say):
            widget.setEnabled(can_speak)
        self.to.setVisible(not company and bool(near))
        self.turn.setVisible(mine)
        self.nothing.setVisible(bool(company))
        self.nothing.setEnabled(mine)
        self.end.setVisible(bool(company))
        role = "mine" if mine else ""
        if self.property("role") != role:
            set_role(self, role)
            if mine:
                self.line.setFocus()

    def _offer(self, people: list[tuple[str, int]]) -> None:
        if [self.to.itemData(at) for at in range(self.to.count())] == [number for _, number in people]:
            return
        before = self.to.currentData()
        self.to.clear()
        for name, number in people:
            self.to.addItem(tr("to {name}", name=name), number)
        self.to.setCurrentIndex(max(self.to.findData(before), 0))

    def _speak(self, text: str, *, end: bool = False) -> None:
        to = 0 if self._company else self.to.currentData() or 0
        self.line.clear()
        self._scene.wish(Say(self._scene.visitor, text, to, end))

    def _say(self) -> None:
        text = self.line.text().strip()
        if text and self.line.isEnabled():
            self._speak(text)

    def _say_nothing(self) -> None:
        self._speak("")

    def _take_leave(self) -> None:
        self._speak(self.line.text().strip(), end=True)

    def _leave(self) -> None:
        self._scene.wish(Leave(self._scene.visitor))
