"""The answer to any thought: pure, and the same for the same prompt and seed."""

from collections.abc import Callable
from typing import Any

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.believe import belief_update, foresee
from sandbox_app.llm.scripted.change import revise_plan
from sandbox_app.llm.scripted.day import day_plan, wake_hour
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.interview import interview
from sandbox_app.llm.scripted.judging import attempt, judge
from sandbox_app.llm.scripted.keep import after_talk
from sandbox_app.llm.scripted.react import react
from sandbox_app.llm.scripted.reflect import insights, questions, self_summary
from sandbox_app.llm.scripted.sight import shown
from sandbox_app.llm.scripted.steps import decompose
from sandbox_app.llm.scripted.summarise import summarise_period
from sandbox_app.llm.scripted.talk import say
from sandbox_app.llm.scripted.weigh import importance

_RULES: dict[type[f.Facts], Callable[[Any, Dice], a.Answer]] = {
    f.WakeHour: wake_hour,
    f.DayPlan: day_plan,
    f.Decompose: decompose,
    f.RevisePlan: revise_plan,
    f.React: react,
    f.Importance: lambda facts, _: importance(facts),
    f.Say: say,
    f.AfterTalk: after_talk,
    f.ReflectQuestions: questions,
    f.ReflectInsights: insights,
    f.SelfSummary: self_summary,
    f.BeliefUpdate: belief_update,
    f.Foresee: foresee,
    f.SummarisePeriod: lambda facts, _: summarise_period(facts),
    f.Interview: interview,
    f.Attempt: attempt,
    f.Judge: lambda facts, _: judge(facts),
}


def answer(facts: f.AnyFacts, seed: int) -> a.Answer:
    """Answer the thought that these facts describe.

    The answer depends on what the prompt shows of the facts, and on `seed` for wording and for choices among equals.
    It always has the form asked for: `parse(facts, write(answer))` gives it back.
    """
    facts = shown(facts)
    return _RULES[type(facts)](facts, Dice(seed, str(type(facts).__struct_config__.tag)))
