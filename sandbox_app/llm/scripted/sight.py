"""What a prompt shows of its facts: the rest is blanked before any rule looks.

A model sees the prompt alone, so a teacher that knew more could not be learned from. The forms in `assets/prompts/` decide;
a test renders them and compares.
"""

from msgspec.structs import replace

from sandbox_app.llm import facts as f

_HIDDEN_NOW: dict[type[f.Facts], dict[str, str | int]] = {
    f.WakeHour: {"time": "", "place": "", "doing": "", "feeling": ""},
    f.DayPlan: {"place": "", "doing": "", "feeling": ""},
    f.Decompose: {"date": "", "place": "", "doing": "", "feeling": ""},
    f.RevisePlan: {"feeling": ""},
    f.React: {"date": ""},
    f.Importance: {"day": 0, "weekday": "", "date": "", "time": "", "place": "", "doing": "", "feeling": ""},
    f.Say: {},
    f.AfterTalk: {"feeling": ""},
    f.ReflectQuestions: {"date": "", "place": "", "doing": "", "feeling": ""},
    f.ReflectInsights: {"date": "", "place": "", "doing": "", "feeling": ""},
    f.SelfSummary: {"date": "", "place": "", "doing": "", "feeling": ""},
    f.BeliefUpdate: {"day": 0, "weekday": "", "date": "", "time": "", "place": "", "doing": "", "feeling": ""},
    f.Foresee: {"date": "", "feeling": ""},
    f.SummarisePeriod: {"date": "", "place": "", "doing": "", "feeling": ""},
    f.Interview: {"place": "", "doing": "", "feeling": ""},
    f.Attempt: {"date": ""},
    f.Judge: {"day": 0, "weekday": "", "date": "", "doing": "", "feeling": ""},
}


def shown(facts: f.AnyFacts) -> f.AnyFacts:
    """Return the facts with everything blanked that the prompt of their purpose does not show.

    A memory's kind is in no prompt; rules never read it.
    """
    hidden = _HIDDEN_NOW[type(facts)]
    now = replace(facts.now, **hidden) if hidden else facts.now
    me = facts.me
    if not me.work_from and (me.workplace or me.work_to):
        me = replace(me, workplace="", work_to="")
    if isinstance(facts, f.Decompose):
        things = tuple(thing if thing.name else f.ThingOption("", "", "") for thing in facts.things)
        return replace(facts, me=me, now=now, things=things, item=replace(facts.item, time=""))
    if isinstance(facts, f.React):
        options = tuple(option if option.kind in ("talk", "wait") else f.ReactOption(option.kind, "") for option in facts.options)
        return replace(facts, me=me, now=now, options=options)
    if isinstance(facts, f.Attempt):
        return replace(facts, me=me, now=now, things=tuple(_shown_thing(thing) for thing in facts.things))
    if isinstance(facts, f.Judge):
        thing = f.ThingOption(facts.thing.name, "", "")
        about = {} if facts.thing.name else {"uses": (), "state": ""}
        return replace(facts, me=me, now=now, thing=thing, **about)
    if isinstance(facts, f.BeliefUpdate):
        return replace(facts, me=me, now=now, person=f.Person(facts.person.name, "", 0))
    return replace(facts, me=me, now=now)


def _shown_thing(thing: f.ThingOption) -> f.ThingOption:
    return f.ThingOption(thing.name, thing.use, "")
