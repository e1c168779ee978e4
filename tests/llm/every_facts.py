"""Facts for one thought of every kind."""

from sandbox_app.llm import facts as f

ADA = f.Persona(
    name="Ada",
    age=34,
    job="baker",
    traits=("patient", "curious"),
    identity="Ada bakes the bread of the town and worries about the mill.",
    home="Ada's house",
    workplace="Bakery",
    work_from="06:00",
    work_to="14:00",
    wake="05:00",
    bed="21:30",
    habits=(f.Habit("15:00", "Park", "feed the ducks"),),
)
_NOW = f.Now(day=2, weekday="Sunday", date="15 February", time="10:20", place="Bakery", doing="bake", feeling="worried")
_PLACES = ("Ada's house", "Bakery", "Park", "Café")
_PEOPLE = (f.Person("Ben", "neighbour", 3), f.Person("Cleo", "stranger", 0))
_MEMORIES = (f.Memory("Ben asked for rye bread", "today 09:10", "heard"), f.Memory("The mill is closed", "day 1", "seen"))
_BELIEFS = (f.Belief("is", "neighbour", True), f.Belief("knows", "the mill is closed", False))
_OF_BEN = (f.Belief("wants", "buy rye bread", True, "Ben"),)
_LINES = (f.Line("Ben", "Do you have rye bread?"), f.Line("Ada", "Not today."))


def every_facts(me: f.Persona = ADA) -> list[f.AnyFacts]:
    """Return facts for each kind of thought."""
    town = "Brook"
    return [
        f.WakeHour(town=town, me=me, now=_NOW, yesterday=("went to bed late",)),
        f.DayPlan(town=town, me=me, now=_NOW, places=_PLACES, memories=_MEMORIES),
        f.Decompose(
            town=town,
            me=me,
            now=_NOW,
            item=f.PlanItem("10:00", "Bakery", "bake bread"),
            minutes=60,
            next=None,
            things=(f.ThingOption("oven", "bake", "kitchen"), f.ThingOption("", "", "")),
        ),
        f.RevisePlan(
            town=town,
            me=me,
            now=_NOW,
            change="Ben asked for help",
            rest=(f.PlanItem("12:00", "Park", "walk"),),
            places=_PLACES,
        ),
        f.React(
            town=town,
            me=me,
            now=_NOW,
            perceived="Ben comes in",
            people=_PEOPLE,
            options=(f.ReactOption("go_on", ""), f.ReactOption("talk", "Ben")),
            memories=_MEMORIES,
            beliefs=_OF_BEN,
        ),
        f.Importance(town=town, me=me, now=_NOW, texts=("Ben asked for rye bread",)),
        f.Say(
            town=town,
            me=me,
            now=_NOW,
            people=_PEOPLE,
            goal="sell bread",
            lines=_LINES,
            left=3,
            memories=_MEMORIES[:1],
            beliefs=_OF_BEN,
            recalled=_MEMORIES[1:],
        ),
        f.AfterTalk(
            town=town,
            me=me,
            now=_NOW,
            people=_PEOPLE,
            lines=_LINES,
            places=_PLACES,
            goal="sell bread",
            memories=_MEMORIES[:1],
            beliefs=_OF_BEN,
        ),
        f.ReflectQuestions(town=town, me=me, now=_NOW, memories=_MEMORIES),
        f.ReflectInsights(town=town, me=me, now=_NOW, question="Who needs bread?", memories=_MEMORIES),
        f.SelfSummary(town=town, me=me, now=_NOW, memories=_MEMORIES),
        f.BeliefUpdate(town=town, me=me, now=_NOW, person=_PEOPLE[0], beliefs=_BELIEFS, seen=("Ben told me: The mill is closed.",)),
        f.Attempt(
            town=town,
            me=me,
            now=_NOW,
            wish="light the oven",
            things=(f.ThingOption("", "", ""), f.ThingOption("oven", "bake", "kitchen")),
            people=("", "Ben"),
        ),
        f.Judge(
            town=town,
            me=me,
            now=_NOW,
            attempt="light the oven",
            thing=f.ThingOption("oven", "bake", "kitchen"),
            uses=("bake", "warm hands"),
            state="cold",
            person="",
            carried=(),
            rules=("Nobody may break windows.",),
            effects=("nothing else changes", "the oven becomes hot"),
        ),
        f.Foresee(
            town=town,
            me=me,
            now=_NOW,
            person=_PEOPLE[0],
            beliefs=_BELIEFS,
            options=("talk to Ben: The mill is closed.", "go on with what I am doing"),
            memories=_MEMORIES,
        ),
        f.SummarisePeriod(town=town, me=me, now=_NOW, period="day 1", memories=_MEMORIES),
        f.Interview(town=town, me=me, now=_NOW, question="Who is Ben?", memories=_MEMORIES),
    ]
