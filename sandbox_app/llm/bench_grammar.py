"""What grammars cost: the same steps with and without them, on the forms that the demo model was trained on."""

from statistics import median

import msgspec
import numpy as np

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.bench_sides import Clock, batched
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.prompt import prepare
from sandbox_app.llm.request import Completion, Name, Request

_EACH = 4
"""Answers to each form."""

_ADA = f.Persona(
    name="Ada",
    age=34,
    job="baker",
    traits=("patient", "curious"),
    identity="Ada bakes the bread of the town and worries about the old mill.",
    home="Ada's house",
    workplace="Bakery",
    work_from="06:00",
    work_to="14:00",
    wake="05:00",
    bed="21:30",
    habits=(f.Habit("15:00", "Park", "feed the ducks"),),
    aim="to give a party for the whole street",
)
_NOW = f.Now(day=2, weekday="Sunday", date="15 February", time="10:20", place="Bakery", doing="baking bread")
_PLACES = ("Ada's house", "Bakery", "Park", "Café", "Library", "Market")
_PEOPLE = (f.Person("Ben", "neighbour", 3), f.Person("Cleo", "colleague", 1))
_MEMORIES = tuple(
    f.Memory(text, when, "heard")
    for text, when in (
        ("Ben told me: The mill is closed since Friday.", "day 1"),
        ("Cleo is giving a party at the Café on day 3 at 17:00.", "today 08:28"),
        ("I am kneading the dough", "today 06:10"),
        ("I saw Ben: walking to the Park", "today 07:45"),
        ("I told Cleo: Somebody takes the jam from the Market.", "today 09:05"),
        ("Ben asked me for rye bread.", "today 09:10"),
    )
)
_LINES = (
    f.Line("Ben", "Good morning, Ada. Do you have rye bread?"),
    f.Line("Ada", "Not today, Ben. How is the mill?"),
    f.Line("Ben", "Closed."),
)
_USES = (("", ""), ("oven", "bake bread"), ("table", "knead dough"), ("counter", "serve"))
_THINGS = tuple(f.ThingOption(name, use, "bakehouse") for name, use in _USES)


def _facts() -> list[f.AnyFacts]:
    return [
        f.WakeHour(town="Brook", me=_ADA, now=_NOW),
        f.DayPlan(town="Brook", me=_ADA, now=_NOW, places=_PLACES, memories=_MEMORIES),
        f.Decompose(
            town="Brook", me=_ADA, now=_NOW, item=f.PlanItem("10:00", "Bakery", "bake bread"), minutes=60, next=None, things=_THINGS
        ),
        f.React(
            town="Brook",
            me=_ADA,
            now=_NOW,
            perceived="Ben comes in",
            people=_PEOPLE,
            options=(f.ReactOption("go_on", ""), f.ReactOption("talk", "Ben")),
            memories=_MEMORIES,
        ),
        f.Importance(town="Brook", me=_ADA, now=_NOW, texts=tuple(memory.text for memory in _MEMORIES)),
        f.Say(town="Brook", me=_ADA, now=_NOW, people=_PEOPLE, goal="I want to hear of the mill", lines=_LINES, left=3, memories=_MEMORIES),
        f.AfterTalk(town="Brook", me=_ADA, now=_NOW, people=_PEOPLE, lines=_LINES, places=_PLACES),
        f.ReflectQuestions(town="Brook", me=_ADA, now=_NOW, memories=_MEMORIES),
        f.ReflectInsights(town="Brook", me=_ADA, now=_NOW, question="Who needs bread?", memories=_MEMORIES),
    ]


def constraint_percent(model: LlamaModel, threads: int, clock: Clock, rounds: int) -> float:
    """Return by how many percent grammars lengthen the steps that generate, at equal numbers of tokens.

    Every form is answered with its grammar first; then the same prompts are answered without it, each with exactly as
    many tokens as before, so that both runs are the same steps. Only steps that read no prompt are counted.
    """
    names = tuple(Name("person", person.name) for person in _PEOPLE) + tuple(Name("place", place) for place in _PLACES)
    asked = [msgspec.structs.replace(forms.render(facts, names=names, agent=1), seed=seed) for facts in _facts() for seed in range(_EACH)]
    about, hidden = model.about, model.hidden
    ends = np.union1d(hidden, np.flatnonzero(model.ends)).astype(np.int32)
    added: list[float] = []
    for _ in range(rounds):
        answers, bound = batched(model, asked, threads, clock)
        model.hidden, model.about = ends, msgspec.structs.replace(about, forms={}, handles=False)
        _, free = batched(
            model, [_free(request, answer, about.handles) for request, answer in zip(asked, answers, strict=True)], threads, clock
        )
        model.hidden, model.about = hidden, about
        added.append(bound.generating() / free.generating() - 1)
    return 100 * median(added)


def _free(request: Request, answer: Completion, with_handles: bool) -> Request:
    """Return the same prompt for exactly as many tokens, with handles as plain text: without a grammar any of them may be written."""
    prompt = prepare(request, with_handles)
    texts = {"shared": prompt.shared, "own": prompt.own, "now": prompt.now}
    return msgspec.structs.replace(request, **texts, grammar="", lines=0, max_tokens=answer.generated)
