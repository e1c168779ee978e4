"""A town to draw, frames to draw it with, and the map on the screen."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation.messages import AgentNow, Frame, Thinking
from sandbox_app.town.load import load_town
from sandbox_app.town.model import Town
from sandbox_app.ui.map import MapView
from sandbox_app.worldfile.rows import Event

MakeFrame = Callable[..., Frame]


@pytest.fixture(scope="session")
def lane() -> Town:
    """The tiny town that ships."""
    return load_town("lane")


@pytest.fixture(scope="session")
def make_frame() -> MakeFrame:
    """Make a frame from tiles, one for each agent."""

    def frame(
        where: Sequence[tuple[int, int]],
        *,
        facing: int = 0,
        pose: int = 0,
        changed: Sequence[AgentNow] = (),
        said: Sequence[tuple[int, str]] = (),
        thinking: Sequence[Thinking] = (),
        things: Sequence[tuple[int, str]] = (),
        running: bool = False,
    ) -> Frame:
        return Frame(
            step=1,
            running=running,
            x=np.array([x for x, _ in where], "<i2").tobytes(),
            y=np.array([y for _, y in where], "<i2").tobytes(),
            look=bytes([facing + 4 * pose] * len(where)),
            changed=list(changed),
            things=list(things),
            events=[
                Event(id=number, step=1, kind="speak", agent_id=agent, data={"said": text}) for number, (agent, text) in enumerate(said, 1)
            ],
            thinking=list(thinking),
            engine=EngineStatus(model="script"),
            pace=4.0,
        )

    return frame


@pytest.fixture
def shown(qtbot: QtBot, lane: Town) -> Iterator[MapView]:
    """The map of the tiny town on the screen, moving as for everybody."""
    view = MapView()
    view.set_reduced_motion(False)
    view.resize(900, 600)
    view.set_town(lane)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def outdoors(town: Town) -> list[tuple[int, int]]:
    """All tiles under the open sky where one can stand, from the middle outwards."""
    open_sky = np.array([False, *(not place.indoors for place in town.places)])[town.place_at]
    tiles = [(int(x), int(y)) for y, x in np.argwhere(town.walkable & open_sky)]
    return sorted(tiles, key=lambda tile: abs(tile[0] - town.width / 2) + abs(tile[1] - town.height / 2))
