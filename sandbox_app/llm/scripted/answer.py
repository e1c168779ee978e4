"""The answer to any thought: pure, and the same for the same prompt and seed."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.change import revise_plan
from sandbox_app.llm.scripted.day import day_plan, wake_hour
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.keep import after_talk
from sandbox_app.llm.scripted.react import react
from sandbox_app.llm.scripted.reflect import insights, questions, self_summary
from sandbox_app.llm.scripted.sight import shown
from sandbox_app.llm.scripted.steps import decompose
from sandbox_app.llm.scripted.talk import say
from sandbox_app.llm.scripted.weigh import importance


def answer(facts: f.AnyFacts, seed: int) -> a.Answer:
    """Answer the thought that these facts describe.

    The answer depends on what the prompt shows of the facts, and on `seed` for wording and for choices among equals.
    It always has the form asked for: `parse(facts, write(answer))` gives it back.
    """
    facts = shown(facts)
    dice = Dice(seed, str(type(facts).__struct_config__.tag))
    match facts:
        case f.WakeHour():
            return wake_hour(facts, dice)
        case f.DayPlan():
            return day_plan(facts, dice)
        case f.Decompose():
            return decompose(facts, dice)
        case f.RevisePlan():
            return revise_plan(facts, dice)
        case f.React():
            return react(facts, dice)
        case f.Importance():
            return importance(facts)
        case f.Say():
            return say(facts, dice)
        case f.AfterTalk():
            return after_talk(facts, dice)
        case f.ReflectQuestions():
            return questions(facts, dice)
        case f.ReflectInsights():
            return insights(facts, dice)
        case f.SelfSummary():
            return self_summary(facts, dice)
