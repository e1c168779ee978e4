"""The card of a thing: what one does with it, how it is now, where it stands, who uses it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.town.model import Thing
from sandbox_app.ui.inspector.links import Rows, link, place_link
from sandbox_app.ui.pieces import column, label, scrolled
from sandbox_app.ui.scene import Scene, Selection
from sandbox_app.ui.words import tr


class ThingPage(QWidget):
    """A stove, a bed, a piano."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._thing: Thing | None = None
        self.name = label("", "name", wrap=True)
        self.state = label("", "now", wrap=True)
        self.uses = label("", "quiet", wrap=True)
        self.alike = link("", self._next)
        self.people = Rows(tr("Who uses it"))
        self.place = Rows(tr("Where it stands"))
        content = QWidget()
        content.setLayout(
            column(self.name, self.state, self.uses, self.alike, self.people, self.place, 1, spacing=8, margins=(16, 14, 16, 16))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        scene.selected.connect(self._selected)
        scene.moved.connect(self._now)

    def _selected(self, selection: Selection) -> None:
        self._thing = self._scene.thing(selection.id) if selection.kind == "thing" else None
        thing, scene = self._thing, self._scene
        if thing is None:
            return
        self.name.setText(thing.name[:1].upper() + thing.name[1:])
        self.uses.setText(tr("For: {uses}", uses=", ".join(thing.uses)) if thing.uses else tr("Only to look at."))
        town = scene.town
        places = dict.fromkeys((town.place(thing.place), town.site_of(thing.place)))
        self.place.show_rows(thing.id, [place_link(scene, place) for place in places])
        alike = self._alike()
        self.alike.setVisible(len(alike) > 1)
        self.alike.setText(tr("One of {count} in the same room: show the next", count=len(alike)))
        self._now()

    def _alike(self) -> list[Thing]:
        """The things of its kind in the same room, with itself."""
        own = self._thing
        return [] if own is None else [other for other in self._scene.town.things if (other.place, other.name) == (own.place, own.name)]

    def _next(self) -> None:
        alike = self._alike()
        if self._thing is not None:
            self._scene.select("thing", alike[(alike.index(self._thing) + 1) % len(alike)].id)

    def _now(self, _frame: object = None) -> None:
        thing, scene = self._thing, self._scene
        if thing is None:
            return
        state = scene.things.get(thing.id) or (thing.states[0] if thing.states else "")
        self.state.setText(tr("Now: {state}", state=state) if state else "")
        self.state.setVisible(bool(state))
        users = [(who, now.activity) for who in scene.residents if (now := scene.agents.get(who.id)) and now.thing_id == thing.id]
        self.people.show_people(scene, users, tr("Nobody at the moment."))
