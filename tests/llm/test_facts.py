"""What prompts show that follows from the facts: what a day has already, and what is still to be told."""

from msgspec.structs import replace

from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import ANSWERING, render

ME = f.Persona(
    name="Ada", age=30, job="baker", traits=("calm",), identity="Ada bakes.", home="Mill Cottage", workplace="Bakery", work_from="06:00",
    work_to="11:00", wake="05:00", bed="21:00", habits=(f.Habit("17:00", "Park", "take a walk"), f.Habit("22:30", "Park", "watch stars")),
    aim="I want to hold a lantern picnic at the Park on Friday and invite people.",
)  # fmt: skip
PLACES = ("Mill Cottage", "Bakery", "Park")
PICNIC = f.Appointment(2, "17:00", "Park", "Ben", "a picnic")
NEXT_WEEK = f.Appointment(9, "10:00", "Park", "Cleo", "a race")


def _now(time: str) -> f.Now:
    return f.Now(2, "Friday", "3 May", time, "Mill Cottage", "waking up")


def test_a_day_has_work_habits_promises_and_bed_in_order_by_number() -> None:
    facts = f.DayPlan(town="Brook", me=ME, now=_now("05:10"), places=PLACES, appointments=(PICNIC, NEXT_WEEK))
    text = render(facts).now
    day = (
        "05:10 1 get up\n06:00 2 work until 11:00\n08:30 ?\n11:00 ?\n12:30 ?\n17:00 3 go to a picnic with Ben\n18:30 ?\n"
        "21:00 1 go to bed and sleep\n"
    )
    assert f"Promised: day 9 10:00 Park, a race with Cleo.\nPromised for today: 17:00\nThe day so far:\n{day}Day 2" in text
    late = render(replace(facts, now=_now("18:00"))).now
    short = "18:00 1 get up\n18:45 ?\n19:30 ?\n20:15 ?\n21:00 1 go to bed and sleep\n"
    assert f"The day so far:\n{short}Day 2" in late, "what is over is left out, and what would come after bed"
    assert "work until" not in render(replace(facts, places=("Mill Cottage",))).now, "nor what is at no place of the list"


def test_the_rest_of_a_plan_has_promises_in_place_of_what_else_is_then() -> None:
    rest = (f.PlanItem("12:00", "Bakery", "eat bread"), f.PlanItem("17:00", "Park", "take a walk"), f.PlanItem("18:00", "Quay", "fish"))
    facts = f.RevisePlan(
        town="Brook", me=ME, now=_now("11:30"), change="It rains", rest=rest, places=PLACES, appointments=(PICNIC, NEXT_WEEK)
    )
    text = render(facts).now
    assert "Promised for today: 17:00\nPlan so far:\n12:00 2 eat bread\n17:00 3 go to a picnic with Ben\n18:00 Quay fish\nDay 2" in text
    assert "take a walk" not in text
    assert "day 9" in text


def test_what_one_wants_is_on_one_s_mind_until_it_is_told() -> None:
    facts = f.Say(
        town="Brook", me=ME, now=_now("12:00"), people=(f.Person("Ben", "friend", 4),), goal="talk", left=3,
        lines=(f.Line("Ben", "You hold a lantern picnic at the Park on Friday?"), f.Line("Ada", "Hello, Ben.")),
    )  # fmt: skip
    assert facts.untold == ME.aim, "what others say of it is not told by oneself"
    assert f"On your mind: {ME.aim}\n" in render(facts).now
    told = replace(facts, lines=(*facts.lines, f.Line("Ada", "I hold a lantern picnic on Friday, at the park.")))
    assert told.untold == ""
    assert "On your mind" not in render(told).now
    assert replace(facts, me=replace(ME, aim="")).untold == ""


def test_who_answers_what_is_known_is_asked_no_hotter_than_needed() -> None:
    said = f.Say(
        town="Brook", me=ME, now=_now("12:00"), people=(f.Person("Ben", "friend", 4),), goal="talk", left=3,
        lines=(f.Line("Ben", "When is the race?"),), recalled=(f.Memory("The race is at 10:00", "today 09:00", "heard", near=True),),
    )  # fmt: skip
    assert render(said).temperature == ANSWERING
    assert render(replace(said, recalled=(), meant="how old you are")).temperature == ANSWERING
    assert render(replace(said, recalled=())).temperature > ANSWERING


def test_what_is_said_has_days_as_people_say_them_and_what_is_kept_as_they_stay_true() -> None:
    held = f.Memory("Cleo told me: I hold a race at the Park on day 3 at 10:00", "yesterday", "heard")
    line = f.Line("Ben", "Tomorrow at 10:00 there is a race.")
    said = f.Say(
        town="Brook", me=replace(ME, aim="hold a lantern contest on day 3 at 10:00"), now=_now("12:00"),
        people=(f.Person("Ben", "friend", 4),),
        goal="talk", left=3, lines=(line,), memories=(held,),
    )  # fmt: skip
    assert "I hold a race at the Park tomorrow at 10:00\n" in render(said).now
    assert "On your mind: hold a lantern contest tomorrow at 10:00\n" in render(said).now
    kept = f.AfterTalk(
        town="Brook", me=ME, now=_now("12:00"), people=(f.Person("Ben", "friend", 4),), goal="talk", lines=(line,), places=PLACES,
        memories=(held,),
    )  # fmt: skip
    assert "Ben: on day 3 at 10:00 there is a race.\n" in render(kept).now
    assert "I hold a race at the Park tomorrow at 10:00\n" in render(kept).now, "the beginning is that of the lines before"
