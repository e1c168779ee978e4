"""The life that the timeline knows is the life that was lived."""

from pathlib import Path

import numpy as np
import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.editing.operations import Annotate
from sandbox_app.simulation.interventions import Edit, Undo
from sandbox_app.simulation.session import Session
from sandbox_app.ui.timeline import life as module
from sandbox_app.ui.timeline.life import LANES, NOTHING, SORTS, Life, Mark, Piece, first_hues, read_on
from sandbox_app.worldfile.reader import WorldReader


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny town after five hours, with two bookmarks, one of them undone."""
    path = tmp_path_factory.mktemp("life") / "morning.world"
    create_world_file(path, "lane")
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < 1800:
        session.live()
    for what in (Edit(Annotate(900, "It all began here")), Edit(Annotate(1200, "A mistake")), Undo()):
        session.intervene(what, "person")
    session.close()
    return path


def test_everybody_has_the_colour_of_what_they_did(morning: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE", 37)
    with WorldReader(morning) as reader:
        world = describe(reader)
        life = Life(first_hues(reader, world))
        pieces = 0
        while not (piece := read_on(reader, life.last)).whole:
            life.take(piece)
            pieces += 1
        life.take(piece)
        assert pieces > 2
        assert life.until == reader.last_step()
        steps = np.arange(0, life.until + 1, 60, dtype=np.int32)
        found = life.hues(steps, range(1, life.count + 1))
        lived = np.array([state_at(reader, world, int(step)).hue for step in steps]).T
    assert (found == lived).all()
    assert len(np.unique(lived)) > 3
    assert (life.hues(np.array([life.until + 1, -5], np.int32), [1]) == NOTHING).all()


def test_no_mark_is_drawn_over_another_and_each_stands_for_those_beside_it() -> None:
    rng = np.random.default_rng(7)
    life = Life(np.zeros(3, np.uint8))
    sorts = rng.choice(len(SORTS), 800)
    marks = [Mark(int(step), SORTS[sort], 1, 0, f"{step}") for step, sort in zip(rng.integers(0, 9000, 800), sorts, strict=True)]
    life.take(Piece(1, 9000, {}, marks, [], True))
    apart = 76.5
    drawn = life.spread(0, 9000, apart)
    places = [(LANES[sort], cell) for cell, sort in drawn]
    assert len(places) == len(set(places))
    assert {(LANES[mark.sort], int(mark.step / apart)) for mark in marks} == set(places)
    for cell, sort in drawn:
        here = life.in_cell(LANES[sort], cell, apart)
        assert here[0].sort == sort
        assert len(here) == sum((LANES[mark.sort], int(mark.step / apart)) == (LANES[sort], cell) for mark in marks)


def test_what_is_marked_is_found_in_both_directions(morning: Path) -> None:
    with WorldReader(morning) as reader:
        life = Life(first_hues(reader, describe(reader)))
        life.take(read_on(reader, 0))
    assert [(mark.step, mark.text) for mark in life.marks if mark.sort == "bookmark"] == [(900, "It all began here")]
    assert {mark.sort for mark in life.marks} >= {"talk", "bookmark"}
    onward, step = [], -1
    while (mark := life.next_mark(step, 1)) is not None:
        onward.append(mark.step)
        step = mark.step
    back = []
    while (mark := life.next_mark(step + 1, -1)) is not None:
        back.append(mark.step)
        step = mark.step - 1
    assert onward == sorted({mark.step for mark in life.marks}) == back[::-1]
