"""Somebody whom a person describes in their own words."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.importing.described import described
from sandbox_app.simulation.importing.moving_in import move_in
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader


def test_they_move_in_as_described(tmp_path: Path) -> None:
    world = tmp_path / "lane.world"
    create_world_file(world, "lane")
    move_in(world, [described("Greta Storm", "sailor", "She is 70 years old and sails alone. She wants to see the sea once more.")], "me")
    assert check(world) == []
    with WorldReader(world) as reader:
        greta = describe(reader).cast[-1]
    assert (greta.name, greta.short, greta.age, greta.pronouns, greta.job) == ("Greta Storm", "Greta", 70, "she", "sailor")
    assert "sails alone" in greta.identity


def test_what_is_not_said_is_made_up_and_named() -> None:
    one = described("Bo", "", "")
    assert set(one.assumed) == {"age", "pronouns", "job", "traits", "identity"}
    assert one.identity == "Bo is new in town."


def test_somebody_needs_a_name() -> None:
    with pytest.raises(Problem, match="names nobody"):
        described("70", "baker", "Bakes.")


def test_no_more_than_an_identity_holds_and_the_rest_is_known() -> None:
    one = described("Bo", "baker", "Bo bakes bread every day and gives the rest to whoever asks. " * 40)
    assert one.memories
    assert all(kept.kind == "known" for kept in one.memories)
