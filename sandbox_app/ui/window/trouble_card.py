"""Trouble as a card over the map: what happened, to what, what to do. One at a time, the others wait behind it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from sandbox_app.ui.living import Card
from sandbox_app.ui.pieces import IconButton, button, column, label, row
from sandbox_app.ui.theme import drawing, fixed_font, look, theme
from sandbox_app.ui.words import several, tr

MOST = 20
"""Cards kept; older ones fall off."""


class TroubleCards(QFrame):
    """The card of the newest trouble, floating at the top of `over`."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "trouble")
        self._over = over
        self._cards: list[Card] = []
        self._sign = QLabel()
        self._sentence = label("", wrap=True, selectable=True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._more = label("", "caption")
        self.close_button = IconButton("close", tr("Put away"), size=14)
        self.close_button.clicked.connect(self.put_away)
        self.action = button("", self._act, "primary")
        self.details_button = button(tr("Details"), self._toggle_details, "link")
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setFont(fixed_font(11))
        self.details.setMaximumHeight(180)
        self.details.setAccessibleName(tr("Details"))
        head = row(self._sign, self._sentence, self.close_button, spacing=10)
        head.setAlignment(self.close_button, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self.setLayout(
            column(head, row(self.action, self.details_button, 1, self._more), self.details, spacing=6, margins=(12, 10, 10, 10))
        )
        over.installEventFilter(self)
        look.changed.connect(self._paint_sign)
        self._paint_sign()
        self.hide()

    def show_card(self, card: Card) -> None:
        """Show a card; one that says the same as the newest replaces it."""
        if self._cards and self._cards[-1].sentence == card.sentence:
            self._cards.pop()
        self._cards = [*self._cards, card][-MOST:]
        self._draw()

    def put_away(self) -> None:
        """Take the newest card away; the one behind it is shown."""
        if self._cards:
            self._cards.pop()
        self._draw()

    def clear(self) -> None:
        """Take all cards away."""
        self._cards.clear()
        self._draw()

    @property
    def sentences(self) -> list[str]:
        """What the cards say, newest last."""
        return [card.sentence for card in self._cards]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the top of the widget below."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in the middle when growing."""
        super().resizeEvent(event)
        self._place()

    def _draw(self) -> None:
        self.setVisible(bool(self._cards))
        if not self._cards:
            return
        card = self._cards[-1]
        self._sentence.setText(card.sentence)
        self.setAccessibleName(card.sentence)
        self.action.setVisible(card.action is not None)
        self.action.setText(card.action_words)
        self.details_button.setVisible(bool(card.details))
        self.details.setPlainText(card.details)
        self.details.hide()
        behind = len(self._cards) - 1
        self._more.setText(several(behind, "and {count} more", "and {count} more") if behind else "")
        self._place()
        self.raise_()

    def _place(self) -> None:
        if self.isHidden():
            return
        width = min(520, self._over.width() - 24)
        self.setFixedWidth(max(240, width))
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.setFixedHeight(height)
        self.move((self._over.width() - self.width()) // 2, 12)

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self._place()

    def _act(self) -> None:
        card = self._cards[-1]
        self.put_away()
        if card.action is not None:
            card.action()

    def _paint_sign(self) -> None:
        self._sign.setPixmap(drawing("alert", theme().error, 20, 2.0))
