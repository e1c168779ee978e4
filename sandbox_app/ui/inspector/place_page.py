"""The card of a place: what it is, when it is open or that it is closed, who is there, which things stand there."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sandbox_app.simulation.closures import Closure
from sandbox_app.simulation.editing.closing import LONGEST_WHY
from sandbox_app.simulation.editing.operations import Close, Reopen
from sandbox_app.simulation.interventions import Edit
from sandbox_app.town.model import Place, Thing
from sandbox_app.ui.inspector.links import Rows, link, place_link, things_link
from sandbox_app.ui.pieces import button, column, label, row, scrolled
from sandbox_app.ui.scene import Scene, Selection
from sandbox_app.ui.words import tr


class PlacePage(QWidget):
    """A room, a building or an open area."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._place: Place | None = None
        self.name = label("", "name", wrap=True)
        self.what = label("", "quiet", wrap=True)
        self.closed = label("", "now", wrap=True)
        self.shut = button("", self._shut, name="closePlace")
        self.why = QLineEdit()
        self.why.setPlaceholderText(tr("why it is closed, if you like"))
        self.why.setAccessibleName(tr("Why it is closed"))
        self.why.setMaxLength(LONGEST_WHY)
        self.why.returnPressed.connect(self._shut)
        self.stretches = Rows(tr("Closed stretches"))
        self.people = Rows(tr("Who is here"))
        self.rooms = Rows(tr("Rooms"))
        self.things = Rows(tr("Things"))
        self._around = Rows(tr("Part of"))
        content = QWidget()
        content.setLayout(
            column(
                self.name,
                self.what,
                self.closed,
                self.people,
                self._around,
                self.rooms,
                self.things,
                self.stretches,
                row(self.why, self.shut),
                1,
                spacing=8,
                margins=(16, 14, 16, 16),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        scene.selected.connect(self._selected)
        scene.moved.connect(self._now)
        scene.freed.connect(self._closing)

    def showEvent(self, event: QShowEvent) -> None:
        """Say who is here: nobody looked before."""
        super().showEvent(event)
        self._people()

    def _selected(self, selection: Selection) -> None:
        self._place = self._scene.place(selection.id) if selection.kind == "place" else None
        place = self._place
        if place is None:
            return
        scene, town = self._scene, self._scene.town
        self.name.setText(place.name[:1].upper() + place.name[1:])
        hours = tr("open {opens}–{closes}", opens=place.opens, closes=place.closes) if place.opens else ""
        around = [town.place(place.parent)] if place.level == "room" else []
        kind = tr("a room of {name}", name=around[0].name) if around else place.kind
        self.what.setText(" · ".join(part for part in (kind, tr("indoors") if place.indoors else "", hours) if part))
        self._around.show_rows(place.id, [place_link(scene, other) for other in around])
        rooms = [other for other in town.places if other.parent == place.id and other.level == "room"]
        self.rooms.show_rows(place.id, [place_link(scene, room) for room in rooms])
        inside = {place.id, *(room.id for room in rooms)} if place.level == "site" else {place.id}
        alike: dict[tuple[int, str], list[Thing]] = {}
        for thing in town.things:
            if thing.place in inside:
                alike.setdefault((thing.place, thing.name), []).append(thing)
        things = [things_link(scene, same, town.place(same[0].place).name if rooms else "") for same in alike.values()]
        self.things.show_rows(place.id, things, tr("Nothing to use here."))
        self.why.clear()
        self._now()

    def _now(self, _frame: object = None) -> None:
        self._closing()
        self._people()

    def _closing(self, _can_change: object = None) -> None:
        """Say what is closed here, and let it be closed or opened."""
        place, scene = self._place, self._scene
        if place is None:
            return
        site = scene.town.site_of(place.id)
        closure = scene.closure(site.id)
        can_close = scene.can_change and place.level != "town"
        self.closed.setVisible(closure is not None)
        self.closed.setText("" if closure is None else tr("Closed: {why}", why=closure.why) if closure.why else tr("Closed"))
        self.shut.setText(tr("Close {name}", name=site.name) if closure is None else tr("Open {name} again", name=site.name))
        self.shut.setEnabled(can_close)
        self.shut.setVisible(place.level != "town")
        self.why.setEnabled(can_close)
        self.why.setVisible(closure is None and place.level != "town")
        stretches = [one for one in scene.closed if one.stretch and one.place == site.id]
        key = (place.id, tuple(stretches), scene.can_change)
        if not self.stretches.is_shown(key):
            self.stretches.show_rows(key, [self._stretch(one) for one in stretches])

    def _stretch(self, closure: Closure) -> QWidget:
        words = tr("around tile {x}, {y}", x=closure.x, y=closure.y) + (f": {closure.why}" if closure.why else "")
        again = link(tr("Open it again"), lambda: self._scene.wish(Edit(Reopen(closure.place, closure.x, closure.y))))
        again.setEnabled(self._scene.can_change)
        whole = QWidget()
        whole.setLayout(row(label(words, "quiet", wrap=True), again))
        return whole

    def _shut(self) -> None:
        if self._place is None:
            return
        site = self._scene.town.site_of(self._place.id).id
        closed = self._scene.closure(site) is not None
        self.why.clearFocus()  # it disappears, and would leave the keyboard to the button, which Space presses
        self._scene.wish(Edit(Reopen(site) if closed else Close(site, why=self.why.text().strip())))
        self.why.clear()

    def _people(self) -> None:
        place, scene = self._place, self._scene
        if place is None or not self.isVisibleTo(self.window()):
            return
        inside = {place.id, *(other.id for other in scene.town.places if other.parent == place.id and place.level == "site")}
        people = scene.people_in(inside)
        said = [(who, scene.agents[who.id].activity if who.id in scene.agents else "") for who in people]
        self.people.show_people(scene, said, tr("Nobody at the moment."))
