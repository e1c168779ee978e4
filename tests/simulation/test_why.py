"""Why: every thing that a thought decided links to it, and what somebody learned leads back to who said it."""

import re
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.why import why
from sandbox_app.worldfile.reader import WorldReader

HOURS = 360
THOUGHT = {"plan", "replan", "react", "talk_start", "speak", "reflect", "sleep"}
"""Kinds of events that only a thought brings about, with the scripted engine, which never fails."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "lane.world"
    create_world_file(path, "lane", seed=5, settings=Settings(reflection_threshold=60))
    session = Session(path, ScriptedEngine(), HashedWords())
    run_until(session, 28 * HOURS, "scripted")
    session.close()
    return path


def chain(answer: dict[str, Any]) -> list[dict[str, Any]]:
    links = []
    link: dict[str, Any] | None = answer
    while link is not None:
        links.append(link)
        link = link["cause"]
    return links


def test_what_a_thought_decided_links_to_it(lived: Path) -> None:
    with WorldReader(lived) as reader:
        events = reader.events()
        talk_memories = {row.cause for agent in reader.agents() for row in reader.memories(agent.id, kinds=["talk", "promise", "thought"])}
    unlinked = [event for event in events if event.kind in THOUGHT and not event.call_id and event.data.get("plans") != []]
    assert {event.kind for event in unlinked} <= {"plan", "replan", "react"}
    assert all(event.cause for event in unlinked)  # routine, news taken to heart and mended plans follow from what was thought or heard
    by_id = {event.id: event for event in events}
    assert talk_memories
    assert all(by_id[number].call_id for number in talk_memories)
    believed = [event for event in events if event.kind == "believe" and by_id.get(event.cause) and by_id[event.cause].kind == "speak"]
    assert believed
    told = [event.text for event in believed if "closeness" in event.text]
    assert told
    assert all(re.fullmatch(r"(\w+) is (?!\1)\w+'s .+ now \(closeness [+-]\d+ of 10\)", text) for text in told)
    assert all(event.call_id for event in believed)


def test_a_spoken_line_has_its_thought_and_its_memories(lived: Path) -> None:
    with WorldReader(lived) as reader:
        line = next(event for event in reader.events(kinds=["speak"]) if event.data["said"])
        call = reader.call(line.call_id)
    assert call is not None
    answer = why(lived, line.id)
    assert set(answer) == {"event", "call", "retrieved", "promises", "cause", "utterances"}
    assert answer["event"]["text"] == line.text
    assert answer["call"]["purpose"] == "say"
    assert answer["call"]["prompt"] == call.shared + call.own + call.now
    assert line.data["said"] in answer["call"]["output"]
    assert set(answer["call"]["tokens"]) == {"submitted", "computed", "generated"}
    assert [row["memory"] for row in answer["retrieved"]] == [one.memory_id for one in call.retrieved] != []
    for row in answer["retrieved"]:
        assert abs(row["score"] - row["recency"] - row["importance"] - row["relevance"]) < 1e-6
    assert "talk_start" in {link["event"]["kind"] for link in chain(answer)}


def test_what_somebody_learned_leads_to_who_said_it(lived: Path) -> None:
    with WorldReader(lived) as reader:
        kept = next(row for agent in reader.agents() for row in reader.memories(agent.id, kinds=["promise"]))
        days = {call.id for call in reader.calls(agent=kept.agent_id, purpose="day_plan")}
        plan = next(
            event for event in reader.events(agent=kept.agent_id, kinds=["plan"]) if event.id > kept.cause and event.call_id in days
        )
    answer = why(lived, kept.cause)
    assert {"remember", "speak"} <= {link["event"]["kind"] for link in chain(answer)}
    later = why(lived, plan.id)
    assert later["utterances"]
    for line in later["utterances"]:
        assert line["kind"] == "speak"
        assert line["way"][0]["event"] == plan.id
        assert line["way"][-1]["event"] == line["id"]
        assert line["step"] <= plan.step


def test_what_was_seen_leads_to_what_the_other_did(lived: Path) -> None:
    with WorldReader(lived) as reader:
        seen = next(event for event in reversed(reader.events(kinds=["perceive"])) if event.data.get("of"))
        name = reader.agents()[int(seen.data["of"]) - 1].name
        woke = reader.events(kinds=["wake"])[-1]
    links = chain(why(lived, seen.id))
    assert links[1]["event"]["agent"] == name
    assert links[1]["event"]["id"] < seen.id
    assert [link["event"]["kind"] for link in chain(why(lived, woke.id))][:2] == ["wake", "sleep"]


def test_events_that_are_none(lived: Path) -> None:
    with pytest.raises(Problem, match="no event 99999999"):
        why(lived, 99999999)
