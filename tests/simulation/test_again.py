"""A thought on record asked again: the same as it was, with a part altered, and as the beginning of another world."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm import facts as f
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.again.asking import ask_again, facts_of
from sandbox_app.simulation.again.edits import branch, branch_of
from sandbox_app.simulation.again.parts import altered, parts_of
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, CallRow

HOURS = 360
ENGINE = ScriptedEngine()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "lane.world"
    create_world_file(path, "lane", seed=5, settings=Settings(reflection_threshold=60))
    session = Session(path, ENGINE, HashedWords())
    run_until(session, 14 * HOURS, "scripted")
    session.close()
    return path


def thought(path: Path, such: Callable[[CallRow, f.AnyFacts], bool]) -> tuple[CallRow, f.AnyFacts]:
    with WorldReader(path) as reader:
        return next(found for head in reader.calls() if such(*(found := facts_of(reader, head.id))))


def with_memories(call: CallRow, facts: f.AnyFacts) -> bool:
    return call.purpose == "say" and len(facts.memories) > 2 and call.asked_step > HOURS  # type: ignore[union-attr]


def test_asked_as_it_was_the_rules_answer_as_they_did_and_nothing_is_written(lived: Path) -> None:
    before = lived.read_bytes()
    with WorldReader(lived) as reader:
        heads = reader.calls(limit=60)
    assert {head.purpose for head in heads} > {"say", "day_plan", "decompose"}
    for head in heads:
        again = ask_again(lived, head.id, [], ENGINE)
        assert (again.now, again.error) == (head.output, head.error)
    assert lived.read_bytes() == before


def test_who_was_not_told_of_the_invitation_does_not_accept_it(lived: Path) -> None:
    call, facts = thought(lived, lambda call, facts: call.purpose == "say" and "I will come" in call.output)
    assert isinstance(facts, f.Say)
    invited = next(part for part in parts_of(facts) if part.where.startswith("lines.") and "party" in part.text)
    again = ask_again(lived, call.id, [Altered(invited.where)], ENGINE)
    assert "I will come" in again.was
    assert "I will come" not in again.now
    assert invited.text not in again.prompt
    assert not again.error


def test_a_part_of_the_persona_stands_in_the_new_prompt(lived: Path) -> None:
    call, _ = thought(lived, with_memories)
    again = ask_again(lived, call.id, [Altered("me.aim", "to leave | the town"), Altered("me.traits", "shy, exact")], ENGINE)
    assert "Aim: to leave the town\n" in again.own
    assert "shy, exact." in again.own
    assert "Aim: to leave" not in call.own


def test_what_is_altered_can_be_put_otherwise_or_left_out_and_nothing_else_changes(lived: Path) -> None:
    _, facts = thought(lived, with_memories)
    assert isinstance(facts, f.Say)
    told = altered(facts, [Altered("memories.1"), Altered("memories.0", "The ferry sank."), Altered("goal", "to be alone")])
    assert isinstance(told, f.Say)
    assert [row.text for row in told.memories] == ["The ferry sank.", *(row.text for row in facts.memories[2:])]
    assert told.memories[0].when == facts.memories[0].when
    assert (told.goal, told.people, told.me) == ("to be alone", facts.people, facts.me)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([Altered("memories.900", "x")], "was told nothing under"),
        ([Altered("people.0")], "cannot be left out"),
        ([Altered("memories.0", "  ")], "no words"),
        ([Altered("memories.0", "x" * 601)], "at most 600"),
        ([Altered("memories.0", "x"), Altered("memories.0")], "twice"),
        ([Altered("now.time", "12:00")], "was told nothing under"),
    ],
)
def test_what_cannot_be_altered_is_said(lived: Path, changes: list[Altered], said: str) -> None:
    call, _ = thought(lived, with_memories)
    with pytest.raises(Problem, match=said):
        ask_again(lived, call.id, changes, ENGINE)


def test_a_list_whose_entries_are_numbered_keeps_one(lived: Path) -> None:
    call, facts = thought(lived, lambda call, facts: call.purpose == "belief_update")
    assert isinstance(facts, f.BeliefUpdate)
    with pytest.raises(Problem, match="beliefs"):
        ask_again(lived, call.id, [Altered(f"beliefs.{number}") for number in range(len(facts.beliefs))], ENGINE)


def test_a_thought_that_is_not_there_cannot_be_asked_again(lived: Path) -> None:
    with pytest.raises(Problem, match="no thought with the number 99999"):
        ask_again(lived, 99999, [], ENGINE)


def test_a_fork_goes_on_from_before_the_thought_with_what_is_altered(lived: Path, tmp_path: Path) -> None:
    before = lived.read_bytes()
    call, facts = thought(lived, with_memories)
    assert isinstance(facts, f.Say)
    changes = [Altered("memories.0"), Altered("memories.1", "The ferry sank."), Altered("me.aim", "to be alone"), Altered("goal", "none")]
    found = branch(lived, tmp_path / "other.world", call.id, changes, "person")
    assert found.left == ("goal",)
    assert found.step == call.asked_step - 1
    assert lived.read_bytes() == before
    with WorldReader(lived) as reader:
        was = [row.text for row in reader.memories(call.agent_id, found.step)]
    with WorldReader(tmp_path / "other.world") as reader:
        assert reader.last_step() == found.step
        now = [row.text for row in reader.memories(call.agent_id, found.step)]
        assert "to be alone" in next(row.data for row in reader.personas() if row.agent_id == call.agent_id)
    assert facts.memories[0].text in was
    assert facts.memories[0].text not in now
    assert "The ferry sank." in now
    assert len(now) == len(was) - 1
    session = Session(tmp_path / "other.world", ENGINE, HashedWords())
    run_until(session, found.step + HOURS, "scripted")  # it can be lived on
    session.close()


def test_what_is_believed_and_what_somebody_is_to_them_go_into_the_fork(lived: Path, tmp_path: Path) -> None:
    call, facts = thought(lived, lambda call, facts: isinstance(facts, f.React) and bool(facts.beliefs))
    assert isinstance(facts, f.React)
    branch(lived, tmp_path / "other.world", call.id, [Altered("beliefs.0", "not to be trusted"), Altered("people.0", "rival")], "person")
    with WorldReader(tmp_path / "other.world") as reader:
        rows: list[BeliefRow] = reader.beliefs(call.agent_id)
    assert any(row.text == "not to be trusted" and row.kind == facts.beliefs[0].kind for row in rows)
    assert any(row.text == "rival" and row.kind == "relation" and row.value == facts.people[0].closeness for row in rows)


def test_what_was_so_at_that_moment_alone_begins_no_other_world(lived: Path, tmp_path: Path) -> None:
    call, _ = thought(lived, with_memories)
    with WorldReader(lived) as reader, pytest.raises(Problem, match="at that moment alone"):
        branch_of(reader, call.id, [Altered("goal", "to be alone")])
    with pytest.raises(Problem, match="at that moment alone"):
        branch(lived, tmp_path / "other.world", call.id, [Altered("goal", "to be alone")], "person")
    assert not (tmp_path / "other.world").exists()
