"""What the person looks at: what is selected, who is followed, and the ways to find somebody."""

from functools import partial
from typing import TYPE_CHECKING

from sandbox_app.ui.scene import OF_SOMEBODY, Selection

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Attention:
    """Keeps map, rail and inspector of one window at one thing."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def listen(self) -> None:
        """Let the map choose, and be told what is chosen elsewhere."""
        window, scene = self._window, self._window.scene
        window.map.agent_clicked.connect(partial(scene.select, "agent"))
        window.map.thing_clicked.connect(partial(scene.select, "thing"))
        window.map.place_clicked.connect(partial(scene.select, "place"))
        window.toolbar.search_button.clicked.connect(self.search)
        scene.selected.connect(self._selected)
        scene.followed.connect(window.map.follow)

    def _selected(self, selection: Selection) -> None:
        window = self._window
        if selection.kind not in OF_SOMEBODY:  # these are somebody's, who stays marked
            window.map.select(selection.id if selection.kind == "agent" else 0)
        if selection.kind != "none" and not window.inspector.isVisible() and window.layout_.in_town:
            window.toolbar.inspector_button.setChecked(True)

    def search(self) -> None:
        """Find people, places, things, memories, events and commands by words."""
        self._window.palette_.open_with()

    def find_somebody(self) -> None:
        """Put the keyboard into the filter of the rail."""
        rail = self._window.rail
        self._window.toolbar.rail_button.setChecked(True)
        rail.show()
        rail.filter_box.setFocus()
        rail.filter_box.selectAll()

    def follow(self, agent: int) -> None:
        """Keep somebody in the middle, near enough to be seen, and show them."""
        self._window.scene.select("agent", agent)
        self._window.map.centre_on_agent(agent)
        self._window.scene.follow(agent)

    def toggle_follow(self) -> None:
        """Follow the selected agent, or let go."""
        scene = self._window.scene
        scene.follow(0 if scene.following or scene.selection.kind != "agent" else scene.selection.id)

    def select_nothing(self) -> None:
        """Let go of what is followed and selected; during the tour, leave that."""
        window = self._window
        if window.tour is not None:
            window.tour.leave()
            return
        window.scene.follow(0)
        window.scene.select("none")
        window.toolbar.inspector_button.setChecked(False)
        window.map.setFocus()
