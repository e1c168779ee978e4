"""The map as a hand uses it: clicks hit what is drawn, it moves, follows, looks into houses, and rests when nothing moves."""

import sys
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QWheelEvent
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.messages import AgentNow, Frame, Thinking
from sandbox_app.town.model import Town
from sandbox_app.ui.map import MapView, render_image
from sandbox_app.ui.map.bubbles import Box
from sandbox_app.ui.map.sheets import TILE
from tests.ui.map.conftest import outdoors

MakeFrame = Callable[..., Frame]
LEFT = Qt.MouseButton.LeftButton


def point(view: MapView, x: float, y: float) -> QPoint:
    return QPointF(*view.camera.to_screen(x, y)).toPoint()


def still(qtbot: QtBot, view: MapView) -> None:
    qtbot.waitUntil(lambda: not view.animating, timeout=3000)


def spot(lane: Town) -> tuple[int, int]:
    return outdoors(lane)[0]


def now(agent: int, place: int, *, asleep: bool = False, partners: tuple[int, ...] = ()) -> AgentNow:
    return AgentNow(agent, place, 0, "reading", 6, 0, asleep, partners)


def bright(image: QImage) -> float:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return float(np.frombuffer(plain.constBits(), np.uint8).reshape(-1, 4)[:, :3].mean())


def test_a_click_on_somebody_names_them(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    shown.show_frame(make_frame([(2, 2), (x, y)]))
    shown.camera.jump(zoom=2.0, x=x * TILE, y=y * TILE)
    with qtbot.waitSignal(shown.agent_clicked) as clicked:
        qtbot.mouseClick(shown, LEFT, pos=point(shown, x * TILE + 16, y * TILE + 5))
    assert clicked.args == [2]


def test_a_click_on_a_thing_in_an_open_house_names_it(qtbot: QtBot, shown: MapView, lane: Town) -> None:
    thing = next(thing for thing in lane.things if lane.place(thing.place).indoors and thing.kind == "stove")
    shown.camera.jump(zoom=2.0, x=thing.x * TILE, y=thing.y * TILE)
    shown.follow(0)
    still(qtbot, shown)
    with qtbot.waitSignal(shown.thing_clicked) as clicked:
        qtbot.mouseClick(shown, LEFT, pos=point(shown, thing.x * TILE + 16, thing.y * TILE + 16))
    assert clicked.args == [thing.id]


def test_a_click_on_open_ground_names_the_place(qtbot: QtBot, shown: MapView, lane: Town) -> None:
    things = {(thing.x + dx, thing.y + dy) for thing in lane.things for dx in range(-2, 4) for dy in range(-3, 5)}
    x, y = next(tile for tile in outdoors(lane) if tile not in things)
    with qtbot.waitSignal(shown.place_clicked) as clicked:
        qtbot.mouseClick(shown, LEFT, pos=point(shown, x * TILE + 16, y * TILE + 16))
    assert clicked.args == [int(lane.place_at[y, x])]


def test_a_drag_moves_the_picture_and_is_no_click(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=2.0)
    before = shown.camera.x
    heard: list[int] = []
    shown.place_clicked.connect(heard.append)
    shown.thing_clicked.connect(heard.append)
    qtbot.mousePress(shown, LEFT, pos=QPoint(400, 300))
    qtbot.mouseMove(shown, QPoint(380, 300))
    qtbot.mouseMove(shown, QPoint(340, 300))
    qtbot.mouseRelease(shown, LEFT, pos=QPoint(340, 300))
    assert shown.camera.x == pytest.approx(before + 30, abs=2)
    assert heard == []


def test_the_wheel_zooms_where_the_pointer_is(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=1.0)
    at = QPointF(250, 200)
    before = shown.camera.to_world(250, 200)
    wheel = QWheelEvent(
        at,
        shown.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    shown.wheelEvent(wheel)
    qtbot.waitUntil(lambda: shown.camera.zoom == shown.camera.target)
    assert shown.camera.zoom > 1.2
    assert shown.camera.to_world(250, 200) == pytest.approx(before, abs=0.5)


@pytest.mark.parametrize(("key", "grows"), [(Qt.Key.Key_Plus, True), (Qt.Key.Key_Minus, False)])
def test_keys_zoom(qtbot: QtBot, shown: MapView, key: Qt.Key, grows: bool) -> None:
    shown.camera.jump(zoom=1.5)
    qtbot.keyClick(shown, key, Qt.KeyboardModifier.ControlModifier)
    assert (shown.camera.target > 1.5) == grows
    qtbot.keyClick(shown, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert shown.camera.target == 1.0
    qtbot.keyClick(shown, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert shown.camera.target == shown.camera.fit


def test_arrows_move_the_picture(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=2.0)
    before = shown.camera.x
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert shown.camera.x > before


def test_people_walk_to_where_the_next_frame_says(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    stage = shown.stage
    assert stage is not None
    shown.show_frame(make_frame([(x, y)]))
    still(qtbot, shown)
    start = stage.crowd.x[0]
    shown.show_frame(make_frame([(x + 1, y)], facing=2, pose=1))
    assert stage.crowd.x[0] == start
    assert shown.animating
    still(qtbot, shown)
    assert stage.crowd.x[0] == start + TILE


def test_reduced_motion_puts_people_where_they_are(shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    shown.set_reduced_motion(True)
    shown.show_frame(make_frame([(x, y)]))
    shown.show_frame(make_frame([(x + 1, y)], facing=2, pose=1))
    assert shown.stage is not None
    assert shown.stage.crowd.x[0] == (x + 1) * TILE + TILE / 2


def test_following_keeps_somebody_in_the_middle_and_opens_their_house(
    qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame
) -> None:
    stage = shown.stage
    assert stage is not None
    room = next(place for place in lane.places if place.level == "room" and place.indoors)
    ys, xs = np.nonzero((lane.place_at == room.id) & lane.walkable)
    x, y = int(xs[0]), int(ys[0])
    shown.camera.jump(zoom=0.6)
    shown.show_frame(make_frame([(x, y)]))
    still(qtbot, shown)
    site = lane.site_of(room.id).id
    assert stage.roof[site] == 1.0
    assert not stage.seen_agents()[0]
    shown.follow(1)
    still(qtbot, shown)
    assert stage.roof[site] == 0.0
    assert stage.seen_agents()[0]
    feet = stage.feet(1)
    left, top, right, bottom = shown.camera.seen()
    assert left < feet[0] < right
    assert top < feet[1] < bottom
    shown.follow(0)
    still(qtbot, shown)
    assert stage.roof[site] == 1.0


def test_roofs_fade_when_one_comes_near(qtbot: QtBot, shown: MapView) -> None:
    stage = shown.stage
    assert stage is not None
    assert set(stage.roof.values()) == {1.0}
    shown.zoom_in()
    shown.camera.jump(zoom=1.5)
    still(qtbot, shown)
    assert set(stage.roof.values()) == {0.0}


def test_from_afar_a_face_on_the_roof_says_who_is_inside(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    room = next(place for place in lane.places if place.level == "room" and place.indoors)
    ys, xs = np.nonzero((lane.place_at == room.id) & lane.walkable)
    inside = [(int(x), int(y)) for x, y in zip(xs[:3], ys[:3], strict=True)]
    shown.show_frame(make_frame([spot(lane), *inside]))
    still(qtbot, shown)
    shown.grab()
    assert set(shown._faces.boxes) == {2, 3, 4}
    with qtbot.waitSignal(shown.agent_clicked) as clicked:
        qtbot.mouseClick(shown, LEFT, pos=shown._faces.boxes[3].center().toPoint())
    assert clicked.args == [3]


def test_hovering_a_house_opens_it(qtbot: QtBot, shown: MapView, lane: Town) -> None:
    stage = shown.stage
    assert stage is not None
    shown.camera.jump(zoom=0.6)
    site, roof = next(iter(stage.roofs.items()))
    qtbot.mouseMove(shown, point(shown, roof.x + roof.image.width() / 2, roof.y + roof.image.height() / 2))
    qtbot.waitUntil(lambda: stage.roof[site] == 0.0)


def test_a_name_makes_way_for_the_face_of_who_stands_in_front(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = outdoors(lane)[len(outdoors(lane)) // 2]
    shown.set_reduced_motion(True)
    shown.show_frame(make_frame([(x, y), (x, y + 1)]))
    shown.centre_on_agent(1)
    shown.grab()
    overlays = shown._overlays
    behind, before = overlays.names[1], overlays.names[2]
    assert not behind.meets(before)
    head = overlays._head(shown.camera, 2)
    assert not behind.meets(Box(head.x() - 5, head.y(), 10, 24))
    assert before.y > head.y()
    assert abs(before.x + before.width / 2 - head.x()) < 2


def test_bubbles_of_many_speakers_do_not_overlap(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    shown.camera.jump(zoom=1.0, x=x * TILE, y=y * TILE)
    where = [(x, y), (x + 1, y), (x, y + 1), (x - 1, y), (x + 1, y + 1)]
    words = "There will be music and cake at five, and everybody is welcome to come along."
    shown.show_frame(make_frame(where, said=[(agent, words) for agent in range(1, 6)]))
    shown.grab()
    boxes = list(shown._overlays.bubbles.values())
    assert len(boxes) == 5
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_a_bubble_does_not_cover_those_who_stand_behind(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    shown.camera.jump(zoom=1.0, x=x * TILE, y=y * TILE)
    shown.show_frame(make_frame([(x, y), (x, y - 1), (x + 1, y - 1)], said=[(1, "There will be music and cake at five.")]))
    shown.grab()
    bubble = shown._overlays.bubbles[1]
    for agent in (2, 3):
        feet = shown.camera.to_screen(*shown.stage.feet(agent)) if shown.stage else (0.0, 0.0)
        assert not bubble.meets(Box(feet[0] - 8, feet[1] - 36, 16, 36))


def test_words_fade_and_then_the_map_rests(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    stage = shown.stage
    assert stage is not None
    shown.show_frame(make_frame([spot(lane)], said=[(1, "Hello!")]))
    assert [speech.text for speech in stage.speeches] == ["Hello!"]
    qtbot.waitUntil(lambda: not stage.speeches, timeout=8000)
    still(qtbot, shown)


def test_nothing_is_painted_while_nothing_moves(qtbot: QtBot, shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    shown.show_frame(make_frame([spot(lane)]))
    still(qtbot, shown)
    shown.show_frame(make_frame([spot(lane)], thinking=[Thinking(1, "day_plan", 1.0, True)]))
    qtbot.waitUntil(lambda: shown._clock.interval() > 100)
    assert shown.animating
    shown.show_frame(make_frame([spot(lane)]))
    still(qtbot, shown)
    shown.show_frame(make_frame([spot(lane)], running=True))
    assert shown.animating
    shown.hide()
    assert not shown.animating


def test_the_overview_goes_where_it_is_clicked(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=2.0, x=300, y=300)
    box = shown._minimap.box(shown.camera)
    qtbot.mouseClick(shown, LEFT, pos=box.center().toPoint())
    assert shown.camera.x == pytest.approx(shown.camera.world_width / 2, abs=80)


def test_the_overview_is_put_away_and_comes_back_by_its_button(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=2.0, x=300, y=300)
    box = shown._minimap.box(shown.camera)
    shown.overview_wanted.connect(lambda: shown.show_overview(not shown._minimap.open))
    where = (shown.camera.x, shown.camera.y)
    heard: list[int] = []
    shown.place_clicked.connect(heard.append)
    qtbot.mouseClick(shown, LEFT, pos=shown._minimap.button(shown.camera).center().toPoint())
    assert not shown._minimap.open
    assert (shown.camera.x, shown.camera.y) == where
    assert heard == [], "what lies under the button is not meant"
    under = box.topLeft().toPoint() + QPoint(4, 4)
    assert shown.under(QPointF(under))[0], "what the overview covered can be pointed at"
    assert "in this corner" in shown._tip(shown._minimap.button(shown.camera).center())
    qtbot.mouseClick(shown, LEFT, pos=shown._minimap.button(shown.camera).center().toPoint())
    assert shown._minimap.open
    assert shown.under(QPointF(under)) == ("", 0)


def test_the_overview_is_smaller_on_a_smaller_map(qtbot: QtBot, shown: MapView) -> None:
    shown.camera.jump(zoom=2.0, x=300, y=300)
    shown.camera.resize(1400, 900)
    large = shown._minimap.box(shown.camera)
    shown.camera.resize(830, 590)
    small = shown._minimap.box(shown.camera)
    assert small.width() < large.width()
    assert small.width() <= 830 / 6


def test_tool_tips_say_who_and_what(shown: MapView, lane: Town, make_frame: MakeFrame) -> None:
    x, y = spot(lane)
    shown.show_frame(make_frame([(x, y)], changed=[now(1, int(lane.place_at[y, x]))]))
    shown.camera.jump(zoom=2.0, x=x * TILE, y=y * TILE)
    said = shown._tip(QPointF(point(shown, x * TILE + 16, y * TILE + 5)))
    assert lane.cast[0].name in said
    assert "reading" in said


def test_night_is_dark_and_lit_windows_shine(qtbot: QtBot, lane: Town, make_frame: MakeFrame) -> None:
    room = next(place for place in lane.places if place.level == "room" and place.indoors)
    size = QSize(700, 420)

    def picture(minutes: float, *, asleep: bool) -> QImage:
        frame = make_frame([room.door], changed=[now(1, room.id, asleep=asleep)])
        return render_image(lane, [frame], size, minutes=minutes)

    noon, night, dark = picture(720, asleep=False), picture(1380, asleep=False), picture(1380, asleep=True)
    assert bright(night) < bright(noon) * 0.7
    assert bright(dark) < bright(night)


def test_no_tree_leans_out_of_the_town_into_daylight(qtbot: QtBot, lane: Town, make_frame: MakeFrame) -> None:
    pictures = [render_image(lane, [make_frame([(2, 2)])], QSize(900, 900), minutes=minutes) for minutes in (720, 1380)]
    noon, night = (np.frombuffer(picture.constBits(), np.uint32) for picture in pictures)
    beyond = noon[noon == night]
    assert beyond.size > 900 * 90
    assert np.unique(beyond).size <= 8, "beyond the town is nothing but the desk, the frame and its shadow"


def test_a_thing_that_is_turned_on_looks_so(qtbot: QtBot, lane: Town, make_frame: MakeFrame) -> None:
    thing = next(thing for thing in lane.things if thing.kind == "stove")
    tile = (float(thing.x), float(thing.y))
    off, on = (
        render_image(lane, [make_frame([(0, 0)], things=[(thing.id, state)])], QSize(300, 200), minutes=720, zoom=2.0, tile=tile)
        for state in thing.states
    )
    assert off != on


def test_whoever_stands_behind_a_counter_is_hidden_by_it(qtbot: QtBot, lane: Town, make_frame: MakeFrame) -> None:
    thing = next(thing for thing in lane.things if thing.kind == "counter")
    tile = (float(thing.x + 1), float(thing.y))

    def picture(y: int) -> QImage:
        return render_image(lane, [make_frame([(thing.x + 1, y)])], QSize(200, 200), minutes=720, zoom=1.0, tile=tile)

    empty = render_image(lane, [make_frame([(0, 0)])], QSize(200, 200), minutes=720, zoom=1.0, tile=tile)
    front = QPoint(100, 100 + 8)
    assert picture(thing.y - 1).pixelColor(front) == empty.pixelColor(front)
    assert picture(thing.y - 1) != empty
    assert picture(thing.y + 1).pixelColor(100, 100 + 26) != empty.pixelColor(100, 100 + 26)


def test_painting_pixmaps_keeps_no_reference_to_none(qapp: object) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    pixmap = QPixmap(8, 8)
    pixmap.fill(Qt.GlobalColor.red)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for number in range(5000):
        painter.drawPixmap(number % 50, 3, pixmap)
    grown = sys.getrefcount(None) - before
    painter.end()
    assert grown < 500
