"""Measures on worlds whose numbers are known: who knows of something and through whom, who knows whom, who came."""

from pathlib import Path

import networkx as nx
import pytest

from sandbox_app.errors import Problem
from sandbox_app.lab.acquaintance import paradox_shares
from sandbox_app.lab.knowledge import Topic
from sandbox_app.lab.measures import MEASURES, Asked, measure
from sandbox_app.simulation.create import create_world_file
from tests.lab.conftest import NEWS, Told

DANCE = Asked(topic="dance lighthouse")


def test_a_topic_is_all_words_of_one_way_to_say_it() -> None:
    topic = Topic("Valentine's party|party at Clover Café")
    assert topic.of("I am giving a Valentine party!")
    assert topic.of("Two parties, both at Clover Café")
    assert not topic.of("The party is over")
    with pytest.raises(ValueError, match="at least one word"):
        Topic("of the | at")


def test_knowledge_is_traced_from_mouth_to_mouth(told: Told) -> None:
    told.here.remember(1, "whisper", NEWS, cause=told.here.happen("intervene", 1, "A voice: " + NEWS).id)
    told.tells(1, 2, NEWS, "I heard of a dance at the lighthouse")
    told.tells(2, 3, "There is a dance at the lighthouse, they say.", "A dance! At the lighthouse!")
    result = measure(told.close(), ["diffusion"], asked=DANCE)["diffusion"]
    assert (result["known_start"], result["known_end"], result["agents"]) == (0, 3, 5)
    assert result["value"] == 3 / 5
    assert result["traced"] == 1.0
    assert result["untraced"] == []


def test_what_nobody_said_is_not_traced(told: Told) -> None:
    told.tells(1, 2, "Nice weather.", "There will be a dance at the lighthouse")
    told.tells(2, 3, NEWS, "A dance at the lighthouse")
    result = measure(told.close(), ["diffusion"], asked=DANCE)["diffusion"]
    assert result["known_end"] == 2
    assert result["traced"] == 0.0
    assert len(result["untraced"]) == 2


def test_nobody_knows_what_never_was(told: Told) -> None:
    result = measure(told.close(), ["diffusion"], asked=Asked(topic="unicorn parade"))["diffusion"]
    assert (result["known_end"], result["traced"]) == (0, 1.0)


def test_the_past_knows_nothing_of_what_came_later(told: Told) -> None:
    told.tells(1, 2, NEWS, NEWS)
    path = told.close()
    assert measure(path, ["diffusion"], at="0", asked=DANCE)["diffusion"]["known_end"] == 0
    assert measure(path, ["diffusion"], asked=DANCE)["diffusion"]["known_end"] == 1


def test_the_friendship_paradox_of_networks_with_known_answers() -> None:
    assert paradox_shares(nx.cycle_graph(8)) == (0.0, 0.0)
    assert paradox_shares(nx.star_graph(4)) == (4 / 5, 4 / 5)
    assert paradox_shares(nx.empty_graph(3)) == (0.0, 0.0)


def test_density_counts_those_who_are_something_to_each_other(told: Told) -> None:
    before = len(told.session.simulation.minds[1].relations)
    assert before
    result = measure(told.close(), ["density", "centrality"])
    graph = result["density"]
    assert graph["value"] == pytest.approx(2 * graph["edges"] / (5 * 4))
    assert graph["value"] == graph["start"]
    assert 0 < result["centrality"]["value"] <= 1


def test_who_came_and_who_of_them_had_heard_of_it(told: Told) -> None:
    told.tells(1, 2, NEWS, NEWS)
    tea_room = told.here.town.site_of(told.here.place_of(1)).name
    path = told.close()
    asked = Asked(topic=DANCE.topic, place=tea_room.upper(), start="1", end="1")
    result = measure(path, ["attendance"], asked=asked)["attendance"]
    assert set(result) == {"value", "came", "knew", "invited", "present"}
    with pytest.raises(Problem, match="no place called"):
        measure(path, ["attendance"], asked=Asked(place="Nowhere", start="1"))
    with pytest.raises(Problem, match="--place"):
        measure(path, ["attendance"])


def test_every_measure_has_a_value_and_an_unknown_one_is_named(told: Told) -> None:
    path = told.close()
    asked = Asked("dance", "Blue Kettle", "0", "1")
    results = measure(path, list(MEASURES), asked=asked)
    assert all("value" in result for result in results.values())
    with pytest.raises(Problem, match="no measure 'luck'"):
        measure(path, ["luck"])
    with pytest.raises(Problem, match="--topic"):
        measure(path, ["diffusion"])


def test_compatibility_is_of_those_who_know_one_another(tmp_path: Path) -> None:
    path = tmp_path / "made.world"
    wanted = create_world_file(path, "alderwick", people="20 people, a quarrel, proud", seed=3)
    assert wanted is not None
    assert wanted.understood == ("20 people", "a quarrel between households", "proud")
    found = measure(path, ["compatibility"])["compatibility"]
    assert 0 < found["strangers"] < found["value"] < 1
    assert found["pairs"] > 20
    assert -1 <= found["correlation"] <= 1


def test_compatibility_of_nobody(tmp_path: Path) -> None:
    path = tmp_path / "one.world"
    create_world_file(path, "lane", agents=1)
    assert measure(path, ["compatibility"])["compatibility"] == {"value": None, "strangers": None, "correlation": None, "pairs": 0}
