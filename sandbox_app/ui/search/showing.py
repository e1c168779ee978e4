"""Showing what was found: on the map, in the inspector, at its moment."""

from typing import TYPE_CHECKING

import numpy as np

from sandbox_app.ui.search.finding import Found

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


def show(window: "MainWindow", found: Found) -> None:
    """Show what was found in the window: an event of the past with its moment, beliefs and plans with whose they are."""
    scene = window.scene
    match found.kind:
        case "agent":
            scene.select("agent", found.number)
            window.map.centre_on_agent(found.number)
        case "place":
            scene.select("place", found.number)
            window.map.centre_on(*_middle(window, found.number))
        case "thing":
            thing = scene.town.thing(found.number)
            scene.select("thing", found.number)
            window.map.centre_on(thing.x, thing.y)
        case "memory":
            scene.select("memory", found.number)
        case "belief" | "plan":
            scene.select("agent", found.agent)
            window.inspector.agent_page.show_tab("people" if found.kind == "belief" else "plan")
        case "event":
            window.travel.go(found.step)
            scene.select("event", found.number)
            if found.agent:
                window.map.centre_on_agent(found.agent)


def _middle(window: "MainWindow", place: int) -> tuple[int, int]:
    """The tile in the middle of a place, with all its rooms."""
    town = window.scene.town
    inside = [other.id for other in town.places if place in (other.id, other.parent)]
    rows, columns = np.nonzero(np.isin(town.place_at, inside))
    return (int(columns.mean()), int(rows.mean())) if len(rows) else (town.width // 2, town.height // 2)
