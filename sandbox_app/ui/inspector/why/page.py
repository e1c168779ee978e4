"""The page that says why: the sentence first, then what was remembered, what was asked and answered, and what led to it."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.again.panel import AgainPart
from sandbox_app.ui.inspector.bars import Bar
from sandbox_app.ui.inspector.links import INSET, Rows, SaidRow, link
from sandbox_app.ui.inspector.raw_part import RawPart
from sandbox_app.ui.inspector.why.found import Remembered, Why, because, read, said_before
from sandbox_app.ui.pieces import card, column, label, scrolled
from sandbox_app.ui.scene import Scene, Selection
from sandbox_app.ui.words import memory_kinds, several, thought, tr
from sandbox_app.worldfile.rows import Event

FIRST = 5
"""Memories shown at once; a click shows the others."""


class WhyPage(QWidget):
    """Why one thing happened. What was lived does not change, so neither does this."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._number = 0
        self._why: Why | None = None
        self._all = False
        self.caption = label("", "caption", wrap=True)
        self.sentence = label("", "now", wrap=True, selectable=True)
        self.because = label("", "", wrap=True, selectable=True)
        self.who = link("", self._show_who)
        self.remembered = Rows(tr("What was remembered for it"))
        self.more = link("", self._show_all)
        self.thought = label("", "heading", wrap=True)
        self.shared = RawPart(tr("Asked: what is the same for all"), "quiet")
        self.own = RawPart(tr("Asked: who they are"), "home")
        self.now = RawPart(tr("Asked: the situation and the question"), "accent")
        self.answer = RawPart(tr("Answer"), "warm", opened=True)
        self.again = AgainPart(scene)
        self.no_thought = label("", "quiet", wrap=True)
        self.chain = Rows(tr("What led to it, the nearest first"))
        self.said = Rows(tr("What was said that led here"))
        self._content = QWidget()
        self._content.setLayout(
            column(
                card(self.caption, self.sentence, self.because, role="nowcard"),
                self.remembered,
                self.more,
                self.thought,
                self.no_thought,
                self.shared,
                self.own,
                self.now,
                self.answer,
                self.again,
                self.chain,
                self.said,
                self.who,
                1,
                spacing=7,
                margins=(16, 8, 16, 16),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(self._content)
        layout.addWidget(self._area)
        scene.selected.connect(self._selected)

    def _selected(self, selection: Selection) -> None:
        number = self._number = selection.id if selection.kind == "event" else 0
        if number:
            self._content.hide()
            self._all = False
            self._scene.ask("why", lambda reader: (number, read(reader, number)), self._answer)

    def _answer(self, answer: tuple[int, Why | None]) -> None:
        number, why = answer
        if number != self._number:
            return
        self._why = why
        self._content.show()
        self._area.verticalScrollBar().setValue(0)
        if why is None:
            self.sentence.setText(tr("This event is not in the record."))
            return
        self._say(why)
        self._show_remembered()
        self._show_thought(why)
        self.chain.show_events(self._scene, why.chain, tr("Nothing on the record: it began here."))
        self.said.show_events(self._scene, [])
        self._scene.ask("said", lambda reader: (number, said_before(reader, number)), self._said)

    def _say(self, why: Why) -> None:
        scene, event = self._scene, why.event
        name = scene.short(event.agent_id)
        when = scene.calendar.said(event.step)
        where = scene.where(event.place_id)
        self.caption.setText(" · ".join(part for part in (when, where) if part))
        self.sentence.setText(event.text)
        self.because.setText(because(why, name, scene.calendar.hhmm(why.line.start_step) if why.line else ""))
        self.who.setVisible(bool(name))
        self.who.setText(tr("Show {name}", name=name))

    def _show_remembered(self) -> None:
        why = self._why
        if why is None:
            return
        shown = why.told if self._all else why.told[:FIRST]
        none = tr("No memory was needed for this.") if why.call is not None else ""
        self.remembered.show_rows((self._number, len(shown)), [MemoryCard(self._scene, one) for one in shown], none)
        rest = len(why.told) - len(shown)
        self.more.setVisible(rest > 0)
        self.more.setText(several(rest, "{count} more", "{count} more"))

    def _show_thought(self, why: Why) -> None:
        call = why.call
        self.again.show_call(call)
        self.thought.setVisible(call is not None)
        self.no_thought.setVisible(call is None)
        for part in (self.shared, self.own, self.now, self.answer):
            part.setVisible(call is not None)
        if call is None:
            gone = tr("The words of the thought behind this are gone: this world was told to forget its prompts.")
            plain = tr("No model was asked for this: it follows from what came before, or from the rules of the town.")
            self.no_thought.setText(gone if why.prompts_gone else plain)
            return
        self.thought.setText(tr("The thought behind it: {title}", title=thought(call.purpose)))
        for part, text in (
            (self.shared, call.shared),
            (self.own, call.own),
            (self.now, call.now),
            (self.answer, call.output or call.error),
        ):
            part.show_text(text)

    def _said(self, answer: tuple[int, list[Event]]) -> None:
        number, events = answer
        if number == self._number:
            self.said.show_events(self._scene, events)

    def _show_all(self) -> None:
        self._all = True
        self._show_remembered()

    def _show_who(self) -> None:
        if self._why is not None:
            self._scene.select("agent", self._why.event.agent_id)


class MemoryCard(QFrame):
    """A memory that was retrieved, with three thin bars for its score, and their sum."""

    def __init__(self, scene: Scene, one: Remembered) -> None:
        super().__init__()
        self.setProperty("role", "card")
        memory, scores = one.memory, one.scores
        kind = memory_kinds().get(memory.kind, memory.kind)
        caption = tr("{when} · {kind}", when=scene.calendar.since(memory.created_step, scene.step), kind=kind)
        self.row = SaidRow(caption, memory.text, lambda: scene.select("memory", memory.id), tr("Show this memory"))
        self.row.setProperty("role", "within")
        self.bars = tuple(
            Bar(name, colour) for name, colour in ((tr("recency"), "accent"), (tr("importance"), "warm"), (tr("relevance"), "quiet"))
        )
        for bar, share in zip(self.bars, (scores.recency, scores.importance, scores.relevance), strict=True):
            bar.show_value(share, f"{share:.2f}")
        self.total = label(tr("together {score}", score=f"{scores.score:.2f}"), "caption")
        score = column(*self.bars, self.total, spacing=1, margins=(INSET, 0, 0, 0))
        self.setLayout(column(self.row, score, spacing=1, margins=(6, 6, 10, 6)))
