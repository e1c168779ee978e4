"""A model that answers at random within its forms: the town lives on whatever it says, closed and opened on the way."""

import random
from pathlib import Path

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Completion, Done, EngineError, EngineStatus, Request, Token
from sandbox_app.mind.surroundings import Talk
from sandbox_app.simulation.session import Session
from tests.simulation.conftest import Open
from tests.simulation.test_late_nights import live_by

HOURS = 360
TIMES = ("00:00", "00:01", "02:59", "03:00", "03:59", "04:00", "07:30", "11:59", "12:00", "14:20", "17:05", "22:00", "23:59")
WORDS = ("sleep", "go to bed", "{}", "|", "walk", "eat the soup and read", "…", "x" * 90, "wait - no", "lie in the sun", "-ly")


class Wild:
    """Answers anything that the grammars allow; now and then fails, or says something unreadable."""

    name = "wild"
    context = 2048

    def submit(self, request: Request, done: Done, token: Token | None = None) -> "Wild":
        dice = random.Random(request.seed)
        luck = dice.random()
        if luck < 0.03:
            done(EngineError("no luck"))
        else:
            text = "?" if luck < 0.06 else a.write(answer(request.facts, dice))
            done(Completion(text=text, submitted=1, computed=1, generated=1, seconds=0.0, model="wild"))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""

    def knows(self, purpose: str) -> bool:
        return True

    def status(self) -> EngineStatus:
        return EngineStatus(model=self.name)

    def close(self) -> None:
        """Nothing is open."""


def plan(facts: f.DayPlan | f.RevisePlan, dice: random.Random, least: int) -> a.DayPlan:
    times = [dice.choice(TIMES) for _ in range(dice.randint(least, 8))]
    return a.DayPlan(tuple(a.PlanLine(time, dice.randint(1, len(facts.places)), dice.choice(WORDS)) for time in times))


def promise(facts: f.AfterTalk, dice: random.Random) -> a.AppointmentLine:
    who, place = dice.randint(1, len(facts.people)), dice.randint(1, len(facts.places))
    return a.AppointmentLine(who, place, facts.now.day + dice.choice((0, 0, 1, 400)), dice.choice(TIMES), dice.choice(WORDS))


def beliefs(facts: f.BeliefUpdate, dice: random.Random) -> a.BeliefUpdate:
    verdicts = ("keep", "drop", "sure", "unsure")
    changes = tuple(a.BeliefChange(dice.randint(1, len(facts.beliefs)), dice.choice(verdicts)) for _ in range(2))
    return a.BeliefUpdate(changes, (a.NewBelief(dice.choice(f.BELIEF_KINDS), dice.choice(WORDS), dice.random() < 0.5),))


def conclusions(facts: f.ReflectInsights | f.SummarisePeriod, dice: random.Random) -> a.Insights | a.Summary:
    one = a.Insight(dice.choice(WORDS), (dice.randint(1, len(facts.memories)),))
    return a.Insights((one,)) if isinstance(facts, f.ReflectInsights) else a.Summary((one, one, one))


def tried(facts: f.Attempt | f.Judge | f.WakeHour, dice: random.Random) -> a.Attempt | a.Judge | a.WakeHour:
    if isinstance(facts, f.WakeHour):
        return a.WakeHour(dice.choice(TIMES))
    if isinstance(facts, f.Attempt):
        return a.Attempt(dice.randint(1, len(facts.things)), dice.randint(1, len(facts.people)), dice.choice(WORDS))
    return a.Judge(dice.random() < 0.5, dice.choice(WORDS).replace("|", "!"), (dice.randint(1, len(facts.effects)),))


def answer(facts: f.AnyFacts, dice: random.Random) -> a.Answer:
    match facts:
        case f.Attempt() | f.Judge() | f.WakeHour():
            return tried(facts, dice)
        case f.DayPlan() | f.RevisePlan():
            return plan(facts, dice, 3 if isinstance(facts, f.DayPlan) else 1)
        case f.Decompose():
            count = dice.randint(1, 9)
            lines = [a.StepLine(dice.choice((1, 5, 60)), dice.randint(1, len(facts.things)), dice.choice(WORDS)) for _ in range(count)]
            return a.Decompose(tuple(lines))
        case f.Importance():
            return a.Importance(tuple(dice.randint(1, 10) for _ in facts.texts))
        case f.React():
            return a.React(dice.randint(1, len(facts.options)), dice.choice(WORDS))
        case f.Say():
            return a.Say(dice.randint(1, len(f.MOODS)), dice.choice(WORDS).replace("|", "!"), dice.random() < 0.2)
        case f.AfterTalk():
            notes = tuple(dice.choice(WORDS) for _ in range(dice.randint(1, 3)))
            return a.AfterTalk(notes, promise(facts, dice) if dice.random() < 0.5 else None, dice.randint(-2, 2))
        case f.ReflectInsights() | f.SummarisePeriod():
            return conclusions(facts, dice)
        case f.ReflectQuestions():
            return a.Questions(("why", "{}", dice.choice(WORDS)))
        case f.BeliefUpdate():
            return beliefs(facts, dice)
        case f.SelfSummary():
            return a.SelfSummary(("I am", "{}", dice.choice(WORDS)))


def longest_talk(session: Session) -> int:
    """Return for how many steps the oldest talk under way has lasted."""
    talks: list[Talk] = list(session.simulation.here.state.talks.values())
    return max((session.step - talk.started_step for talk in talks), default=0)


def spots_are_whole(session: Session) -> bool:
    """Say whether every place at a thing that is kept is kept for one who has or heads for it."""
    state = session.simulation.here.state
    return all(state.taken(tile) for tile in state._spot_of.values()) and len(state._taken) <= len(state._spot_of)


def test_the_town_lives_on_whatever_is_answered(world: Path, opened: Open) -> None:
    live_by(world, 1, bed="03:00", wake="11:00")
    live_by(world, 2, bed="10:00", wake="18:00", workplace="", work_from="", work_to="")
    acts: set[int] = set()
    session = opened(engine=Wild())
    while session.step < 30 * HOURS:
        until = session.step + 1511
        while session.step < until:
            acts.update(event.agent_id for event in session.live().events if event.kind == "act")
            assert longest_talk(session) < 120
        assert spots_are_whole(session)
        digest = session.simulation.here.state.digest()
        session.close()
        session = opened(engine=Wild())
        assert session.simulation.here.state.digest() == digest
    assert acts == set(session.simulation.minds)
    session.close()
