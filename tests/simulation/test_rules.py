"""Rules in a world that lives: what they forbid is not offered, what breaks them is reported, and they are on the record."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.interventions import RemoveRule, SetRule
from sandbox_app.simulation.questions import rules_of
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOUR = 360
NELL = 2


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def test_a_forbidden_place_is_not_offered_and_not_gone_to(opened: Open, world: Path) -> None:
    session = opened()
    session.intervene(SetRule("no green", 'never at "Duck Green"', NELL), "me")
    session.intervene(SetRule("no stove", "never uses stove", 0), "me")
    live(session, 15 * HOUR)
    session.close()
    with WorldReader(world) as reader:
        offered = [call.facts for call in (reader.call(row.id) for row in reader.calls(agent=NELL)) if call and '"places":' in call.facts]
        assert offered
        assert not any('"Duck Green"' in facts.split('"places":')[1].split("]")[0] for facts in offered)
        others = [call.facts for call in (reader.call(row.id) for row in reader.calls(agent=4)) if call and '"places":' in call.facts]
        assert any('"Duck Green"' in facts.split('"places":')[1].split("]")[0] for facts in others)
        assert not [event for event in reader.events(kinds=["rule"]) if event.data["op"] == "broken" and event.data["name"] == "no stove"]
    assert check(world) == []


def test_what_breaks_a_rule_is_reported_with_its_cause(opened: Open, world: Path) -> None:
    session = opened()
    session.intervene(SetRule("silence", "never says i", NELL), "me")
    session.intervene(SetRule("one talk", "after talks with Sol, never talks with Sol until sleeps", 0), "me")
    live(session, 14 * HOUR)
    session.close()
    with WorldReader(world) as reader:
        broken = [event for event in reader.events(kinds=["rule"]) if event.data["op"] == "broken"]
        said = [event for event in broken if event.data["name"] == "silence"]
        assert said
        for event in said:
            cause = reader.event(event.cause)
            assert cause is not None
            assert (cause.kind, cause.agent_id) == ("speak", NELL)
    shown = {rule["name"]: rule for rule in rules_of(world, None)}
    assert shown["silence"]["broken"] == len(said)
    assert shown["silence"]["agent"] == "Nell Harrow"


def test_rules_hold_from_when_they_were_set_until_they_are_removed_also_when_reopened(opened: Open, world: Path) -> None:
    session = opened()
    live(session, HOUR)
    session.intervene(SetRule("early", "after wakes, eventually sleeps", 0), "me")
    live(session, 2 * HOUR)
    standing = [(rule.name, rule.state, rule.broken) for rule in session.simulation.rules.rules.values()]
    session.close()
    session = opened()
    assert [(rule.name, rule.state, rule.broken) for rule in session.simulation.rules.rules.values()] == standing
    session.intervene(RemoveRule("early"), "me")
    assert not session.simulation.rules.rules
    with pytest.raises(Problem, match="no rule called 'early'"):
        session.intervene(RemoveRule("early"), "me")
    with pytest.raises(Problem, match="does not make sense at 'flies'"):
        session.intervene(SetRule("x", "never flies"), "me")
    session.close()
    assert rules_of(world, "10") == []
    assert [rule["name"] for rule in rules_of(world, str(HOUR))] == ["early"]
    assert rules_of(world, None) == []
