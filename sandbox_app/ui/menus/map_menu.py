"""The menu of the right mouse button: what one can do with a person, a thing or a place."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from sandbox_app.simulation.editing.closing import LONGEST_WHY
from sandbox_app.simulation.editing.operations import Close, Give, Reopen, TakeAway
from sandbox_app.simulation.interventions import Announce, Edit, SetThing, Tell, Whisper
from sandbox_app.ui.menus.words_box import WordsBox
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class MapMenu:
    """Makes the menus of one window. What changes the town can be chosen only where the town lives and the present is shown."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.menu: QMenu | None = None
        self.box: WordsBox | None = None

    def show(self, kind: str, number: int, at: QPoint) -> None:
        """Open the menu of an agent, a thing or a place at a point of the screen."""
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._window)
        self.menu.setAccessibleName(tr("What can be done here"))
        if kind == "place":
            self._place(self.menu, number, at)
        else:
            (self._agent if kind == "agent" else self._thing)(self.menu, number)
        self.menu.addSeparator()
        self._window.visiting.fill_menu(self.menu, kind, number)
        self.menu.popup(at)

    def _agent(self, menu: QMenu, agent: int) -> None:
        window, name = self._window, self._window.scene.short(agent)
        menu.addAction(tr("Show {name}", name=name), partial(window.scene.select, "agent", agent))
        if window.scene.following == agent:
            menu.addAction(tr("No longer follow {name}", name=name), partial(window.scene.follow, 0))
        else:
            menu.addAction(tr("Follow {name}", name=name), partial(window.attention.follow, agent))
        menu.addAction(tr("Bring to the middle"), partial(window.map.centre_on_agent, agent))
        menu.addSeparator()
        now = window.scene.agents.get(agent)
        self._change(menu, tr("Whisper to {name}…", name=name), partial(self._whisper, agent, name))
        told = self._change(menu, tr("Say something to {name}…", name=name), partial(self._tell, agent, name))
        self._change(menu, tr("Give {name} money or an object…", name=name), partial(self._give, agent, name))
        for item in now.carried if now is not None else ():
            self._change(menu, tr("Take {item} away", item=item), partial(window.intervene, Edit(TakeAway(agent, item))))
        if now is not None and now.asleep:
            told.setEnabled(False)
            told.setText(tr("Say something to {name} (asleep)", name=name))

    def _thing(self, menu: QMenu, number: int) -> None:
        window, thing = self._window, self._window.scene.town.thing(number)
        menu.addAction(tr("Show the {name}", name=thing.name), partial(window.scene.select, "thing", number))
        menu.addAction(tr("Bring to the middle"), partial(window.map.centre_on, thing.x, thing.y))
        menu.addSeparator()
        now = window.scene.things.get(number, thing.states[0] if thing.states else "")
        for state in thing.states:
            action = self._change(menu, tr("Let it be {state}", state=state), partial(window.intervene, SetThing(number, state)))
            action.setCheckable(True)
            action.setChecked(state == now)
        self._change(menu, tr("Let it be…"), partial(self._set, number, thing.name))

    def _place(self, menu: QMenu, number: int, at: QPoint) -> None:
        window, place = self._window, self._window.scene.town.place(number)
        menu.addAction(tr("Show {name}", name=place.name), partial(window.scene.select, "place", number))
        menu.addAction(tr("The whole town"), window.map.zoom_fit)
        menu.addSeparator()
        self._closing(menu, number, at)
        self._change(menu, tr("Announce something here…"), partial(self._announce, number, place.name))
        self._change(menu, tr("Announce something to everybody…"), partial(self._announce, 0, tr("the whole town")))

    def _closing(self, menu: QMenu, number: int, at: QPoint) -> None:
        """Close or open again the place, and where it is a way in the open, the stretch of it under the pointer."""
        scene = self._window.scene
        site = scene.town.site_of(number)
        if site.level == "site":
            if scene.closure(site.id) is not None:
                self._change(menu, tr("Open {name} again", name=site.name), partial(self._window.intervene, Edit(Reopen(site.id))))
            else:
                self._change(menu, tr("Close {name}…", name=site.name), partial(self._close, site.id, site.name))
        x, y = self._window.map.tile_at(QPointF(self._window.map.mapFromGlobal(at)))
        town = scene.town
        if site.indoors or not (0 <= x < town.width and 0 <= y < town.height) or town.place_at[y, x] != number or not town.walkable[y, x]:
            return
        if (there := scene.closure(site.id, (x, y))) is not None:
            reopen = Edit(Reopen(there.place, there.x, there.y))
            self._change(menu, tr("Open the way here again"), partial(self._window.intervene, reopen))
        else:
            self._change(menu, tr("Close the way here…"), partial(self._close, site.id, tr("the way here"), x, y))

    def _close(self, place: int, name: str, x: int = -1, y: int = -1) -> None:
        def told(text: str) -> str:
            if x >= 0:
                said = tr("Nobody walks along here. Paths lead around it; who has no other way plans anew.")
            else:
                said = tr("Nobody comes in but those who live there. Who meant to go there finds out and plans anew.")
            return " ".join((said, tr("They learn why: “{text}”", text=text) if text else "", tr("It can be undone."))).replace("  ", " ")

        self.box = WordsBox(
            self._window,
            tr("Close {name}: why?", name=name),
            tr("the roof leaks"),
            told,
            lambda text: self._window.intervene(Edit(Close(place, x, y, text))),
            wordless=True,
        )
        self.box.words.setMaxLength(LONGEST_WHY)
        self.box.show_in_the_middle_of(self._window.map)

    def _change(self, menu: QMenu, words: str, does: Callable[[], object]) -> QAction:
        action = menu.addAction(words, does)
        action.setEnabled(self._window.can_change)
        return action

    def _ask(self, title: str, hint: str, preview: Callable[[str], str], done: Callable[[str], None]) -> None:
        self.box = WordsBox(self._window, title, hint, preview, done)
        self.box.show_in_the_middle_of(self._window.map)

    def _whisper(self, agent: int, name: str) -> None:
        self._ask(
            tr("Whisper to {name}", name=name),
            tr("You want to learn to dance."),
            lambda text: tr("It will come to {name}'s own mind: “{text}” Nobody else hears it.", name=name, text=text),
            lambda text: self._window.intervene(Whisper(agent, text)),
        )

    def _tell(self, agent: int, name: str) -> None:
        self._ask(
            tr("Say something to {name}", name=name),
            tr("The bridge is closed today."),
            lambda text: tr(
                "A visitor says it. {name} hears it and remembers it, and so does whoever is near: “{text}”", name=name, text=text
            ),
            lambda text: self._window.intervene(Tell(agent, text)),
        )

    def _give(self, agent: int, name: str) -> None:
        self._ask(
            tr("Give {name} money or an object", name=name),
            tr("12 coins"),
            lambda text: tr("{name} carries “{text}” and remembers that a visitor gave it. It can be undone.", name=name, text=text),
            lambda text: self._window.intervene(Edit(Give(agent, text))),
        )

    def _announce(self, place: int, name: str) -> None:
        self._ask(
            tr("Announce: {name}", name=name),
            tr("There will be music on the square at six."),
            lambda text: (
                tr("All who are there remember the news: “{text}”", text=text)
                if place
                else tr("Everybody remembers the news: “{text}”", text=text)
            ),
            lambda text: self._window.intervene(Announce(text, place)),
        )

    def _set(self, thing: int, name: str) -> None:
        self._ask(
            tr("How is the {name} from now on?", name=name),
            tr("burning"),
            lambda text: tr("The {name} is {text}. Whoever comes near sees it.", name=name, text=text),
            lambda text: self._window.intervene(SetThing(thing, text)),
        )
