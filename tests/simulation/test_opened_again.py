"""What a mind has after its world was closed and opened again."""

from pathlib import Path

from sandbox_app.llm import answers as a
from sandbox_app.mind.mind import InTalk
from sandbox_app.mind.planning import revise
from sandbox_app.mind.waiting import Result
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event
from tests.simulation.conftest import Open

HOURS = 360


def replanned(session: Session, agent: int, answer: a.DayPlan) -> None:
    """Let an agent plan the rest of its day anew with this answer, and write it."""
    work = revise(session.simulation.minds[agent], "the rain has stopped")
    work.send(None)
    try:
        work.send(Result(answer, 0))
    except StopIteration:
        session.unsaved = session.simulation.here.batch
        session.save()
        return
    raise AssertionError("a change of plans is one thought")


def test_a_plan_changed_half_way_holds_when_the_world_is_opened_again(world: Path, opened: Open) -> None:
    session = opened()
    while session.step < 4 * HOURS + 3:
        session.live()
    session.simulation.here.batch = type(session.simulation.here.batch)(step=session.step)
    mind = session.simulation.minds[1]
    bed = mind.plan.bed_step
    replanned(session, 1, a.DayPlan((a.PlanLine(session.world.clock.hhmm(session.step + 90), 1, "mend the roof"),)))
    plan = mind.plan
    lived = [(row.start_step, row.end_step, row.place_id, row.activity) for row in plan.parts]
    assert "mend the roof" in [activity for _, _, _, activity in lived]
    assert plan.bed_step == bed, "a change of plans by day does not move the bedtime"
    session.close()
    session = opened()
    plan = session.simulation.minds[1].plan
    assert [(row.start_step, row.end_step, row.place_id, row.activity) for row in plan.parts] == lived
    assert plan.bed_step == bed
    session.close()


def test_an_answer_that_lies_in_the_past_changes_nothing(opened: Open) -> None:
    session = opened()
    while session.step < 4 * HOURS:
        session.live()
    session.simulation.here.batch = type(session.simulation.here.batch)(step=session.step)
    plan = session.simulation.minds[1].plan
    before = [(row.start_step, row.activity) for row in plan.parts if row.start_step > session.step]
    replanned(session, 1, a.DayPlan((a.PlanLine("06:10", 1, "get up"),)))
    assert [(row.start_step, row.activity) for row in plan.parts if row.start_step > session.step] == before
    session.close()


def seen(path: Path) -> Event:
    with WorldReader(path) as reader:
        return next(event for event in reader.events(kinds=["perceive"], limit=20, latest=True) if "of" in event.data)


def test_routines_and_what_was_seen_come_back_when_the_world_is_opened_again(world: Path, opened: Open) -> None:
    session = opened()
    while session.step < 8 * HOURS:
        session.live()
    saw = seen(world)
    known = {agent: mind.routines.hours() for agent, mind in session.simulation.minds.items()}
    assert any(known.values())
    session.close()
    session = opened()
    assert {agent: mind.routines.hours() for agent, mind in session.simulation.minds.items()} == known
    site = session.world.town.site_of(saw.place_id).id
    attention = session.simulation.minds[saw.agent_id].attention
    assert attention.novelty(int(saw.data["of"]), site, "anything", saw.step + 1, 0) == 0, "seen a moment ago"
    session.close()


def test_a_talk_goes_on_with_the_same_things_in_mind_when_the_world_is_opened_again(opened: Open) -> None:
    session = opened()
    held: dict[int, InTalk] = {}
    while not held:
        session.live()
        here, minds = session.simulation.here, session.simulation.minds
        for agent, mind in minds.items():
            talk = here.talk_of(agent)
            if talk is not None and mind.in_talk is not None and mind.in_talk.talk == talk.id and len(talk.lines) > 2 and not talk.over:
                held[agent] = mind.in_talk
    session.close()
    session = opened()
    assert {agent: session.simulation.minds[agent].in_talk for agent in held} == held
    session.close()
