"""The card of a place: what it is, when it is open, who is there, which things stand there."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.town.model import Place
from sandbox_app.ui.inspector.links import Rows, person_row, place_link, thing_link
from sandbox_app.ui.pieces import column, label, scrolled
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
        self.people = Rows(tr("Who is here"))
        self.rooms = Rows(tr("Rooms"))
        self.things = Rows(tr("Things"))
        self._around = Rows(tr("Part of"))
        content = QWidget()
        content.setLayout(
            column(self.name, self.what, self.people, self._around, self.rooms, self.things, 1, spacing=8, margins=(16, 14, 16, 16))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        scene.selected.connect(self._selected)
        scene.moved.connect(self._people)

    def _selected(self, selection: Selection) -> None:
        self._place = self._scene.place(selection.id) if selection.kind == "place" else None
        place = self._place
        if place is None:
            return
        scene, town = self._scene, self._scene.town
        self.name.setText(place.name)
        hours = tr("open {opens}–{closes}", opens=place.opens, closes=place.closes) if place.opens else ""
        self.what.setText(" · ".join(part for part in (place.kind, tr("indoors") if place.indoors else "", hours) if part))
        around = [town.place(place.parent)] if place.level == "room" else []
        self._around.show_rows(place.id, [place_link(scene, other) for other in around])
        rooms = [other for other in town.places if other.parent == place.id and other.level == "room"]
        self.rooms.show_rows(place.id, [place_link(scene, room) for room in rooms])
        inside = {place.id, *(room.id for room in rooms)} if place.level == "site" else {place.id}
        things = [thing for thing in town.things if thing.place in inside]
        self.things.show_rows(place.id, [thing_link(scene, thing) for thing in things], tr("Nothing to use here."))
        self._people()

    def _people(self, _frame: object = None) -> None:
        place, scene = self._place, self._scene
        if place is None or not self.isVisibleTo(self.window()):
            return
        inside = {place.id, *(other.id for other in scene.town.places if other.parent == place.id and place.level == "site")}
        people = scene.people_in(inside)
        said = {who.id: scene.agents[who.id].activity if who.id in scene.agents else "" for who in people}
        key = (place.id, tuple(said.items()))
        if not self.people.is_shown(key):
            self.people.show_rows(key, [person_row(scene, who, said[who.id]) for who in people], tr("Nobody at the moment."))
