"""Scripted minds in conversation: news and invitations travel word for word, from mouth to memory to mouth."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import answer
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.hear import hear
from sandbox_app.llm.scripted.news import tales

TOWN = "Oakham"
PLACES = ("Elm House", "Reed House", "Salt House", "Round Café", "Lindenpark", "Pier")
NEWS = "A whale was seen at the pier"
PARTY = "a lantern party at Round Café on day 2 at 19:00"


def persona(name: str, home: str, *, aim: str = "", traits: tuple[str, ...] = ("friendly",), job: str = "weaver") -> f.Persona:
    return f.Persona(
        name=name,
        age=40,
        job=job,
        traits=traits,
        identity=f"{name} lives here.",
        home=home,
        workplace="",
        work_from="",
        work_to="",
        wake="07:00",
        bed="23:00",
        aim=aim,
    )


HOST = persona("Tilda", "Elm House", aim=f"give {PARTY} and invite everyone")
SECOND = persona("Osric", "Reed House", traits=("gruff",), job="fisherman")
THIRD = persona("Wynn", "Salt House", traits=("shy",), job="retired teacher")


def now(day: int = 1, time: str = "10:00") -> f.Now:
    weekday, date = (("Saturday", "13 February"), ("Sunday", "14 February"), ("Monday", "15 February"))[day - 1]
    return f.Now(day=day, weekday=weekday, date=date, time=time, place="Lindenpark", doing="talking")


class Mind:
    """A persona with memories and promises, as the simulation would keep them."""

    def __init__(self, me: f.Persona, *memories: str) -> None:
        self.me = me
        self.memories = [f.Memory(text, "today 08:00", "event") for text in memories]
        self.promises: list[f.Appointment] = []

    def say(self, other: f.Persona, lines: list[f.Line], left: int, seed: int, at: f.Now, closeness: int) -> a.Say:
        facts = f.Say(
            town=TOWN,
            me=self.me,
            now=at,
            people=(f.Person(other.name, "neighbour", closeness),),
            goal="" if not lines else f"answer {other.name}",
            lines=tuple(lines[-8:]),
            left=left,
            memories=tuple(self.memories[-8:]),
        )
        said = answer(facts, seed)
        assert isinstance(said, a.Say)
        return said

    def keep(self, other: f.Persona, lines: list[f.Line], seed: int, at: f.Now, closeness: int) -> a.AfterTalk:
        people = (f.Person(other.name, "neighbour", closeness),)
        kept = answer(f.AfterTalk(town=TOWN, me=self.me, now=at, people=people, lines=tuple(lines), places=PLACES), seed)
        assert isinstance(kept, a.AfterTalk)
        self.memories += [f.Memory(text, f"today {at.time}", "talk") for text in kept.lines]
        if promise := kept.appointment:
            kept_at = f.Appointment(promise.day, promise.time, PLACES[promise.place - 1], people[promise.who - 1].name, promise.what)
            self.promises.append(kept_at)
        return kept


def talk(one: Mind, other: Mind, seed: int, at: f.Now | None = None, closeness: int = 3) -> list[f.Line]:
    """Let two minds talk until one ends (and the other has answered), and both keep of it what they do."""
    moment = at or now()
    lines: list[f.Line] = []
    left = {one.me.name: 8, other.me.name: 8}
    speaker, listener, ends = one, other, 0
    while ends < 2 and left[speaker.me.name]:
        said = speaker.say(listener.me, lines, left[speaker.me.name], seed * 31 + len(lines), moment, closeness)
        lines.append(f.Line(speaker.me.name, said.text))
        left[speaker.me.name] -= 1
        ends += said.end
        speaker, listener = listener, speaker
    for mind, partner in ((one, other), (other, one)):
        mind.keep(partner.me, lines, seed, moment, closeness)
    return lines


@pytest.mark.parametrize("seed", range(12))
def test_an_invitation_passes_through_two_talks_and_is_kept(seed: int) -> None:
    host, second, third = Mind(HOST), Mind(SECOND), Mind(THIRD)
    talk(host, second, seed)
    assert any(memory.text == f"Tilda told me: I am giving {PARTY}." for memory in second.memories)
    talk(second, third, seed + 1, now(time="15:00"))
    assert any(memory.text == f"Osric told me: Tilda is giving {PARTY}." for memory in third.memories)
    for mind, who in ((host, "Osric"), (second, "Tilda"), (third, "Osric")):
        what = "host a lantern party" if mind is host else "a lantern party"
        assert f.Appointment(2, "19:00", "Round Café", who, what) in mind.promises
    places = ("Salt House", "Round Café", "Lindenpark")
    promises, memories = tuple(third.promises), tuple(third.memories)
    dawn = f.DayPlan(town=TOWN, me=THIRD, now=now(2, "07:00"), places=places, appointments=promises, memories=memories)
    plan = answer(dawn, seed)
    assert isinstance(plan, a.DayPlan)
    line = next(line for line in plan.lines if line.time == "19:00")
    assert places[line.place - 1] == "Round Café"
    assert "Osric" in line.activity
    assert "lantern party" in line.activity


@pytest.mark.parametrize("seed", range(8))
def test_a_free_event_spreads_word_for_word(seed: int) -> None:
    one, second, third = Mind(SECOND, NEWS), Mind(HOST), Mind(THIRD)
    talk(one, second, seed)
    assert f"Osric told me: {NEWS}." in [memory.text for memory in second.memories]
    talk(second, third, seed + 50, now(time="16:00"))
    assert f"Tilda told me: {NEWS}." in [memory.text for memory in third.memories]


@pytest.mark.parametrize("seed", range(6))
def test_a_candidacy_spreads_in_the_third_person(seed: int) -> None:
    candidate = Mind(persona("Una", "Elm House", aim="wants to run for mayor and win over the town"))
    second, third = Mind(SECOND), Mind(THIRD)
    talk(candidate, second, seed, closeness=4)
    assert "Una told me: I am running for mayor." in [memory.text for memory in second.memories]
    talk(second, third, seed + 1, now(time="16:00"))
    assert "Osric told me: Una is running for mayor." in [memory.text for memory in third.memories]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("closeness", [-6, 0, 5])
def test_a_talk_opens_exchanges_and_closes(seed: int, closeness: int) -> None:
    lines = talk(Mind(HOST, NEWS), Mind(THIRD, "I have mended the blue coat."), seed, closeness=closeness)
    texts = [line.text for line in lines]
    assert len(set(texts)) == len(texts) >= 2
    assert "Wynn" in texts[0]
    assert "farewell" in hear(texts[-1]).acts or len(texts) == 16


def test_nobody_is_told_twice_nor_told_of_their_own() -> None:
    host, second = Mind(HOST), Mind(SECOND)
    talk(host, second, 3)
    again = talk(host, second, 4, now(time="18:00"))
    assert not any("lantern party" in line.text for line in again)


def test_who_is_at_work_or_not_liked_does_not_come() -> None:
    invitation = f.Line("Tilda", f"Good day. I am giving {PARTY}. Will you come?")
    busy = replace(SECOND, workplace="Pier", work_from="12:00", work_to="21:00")
    for me, closeness, reason in ((busy, 1, "21:00"), (SECOND, -4, "")):
        said = Mind(me).say(HOST, [invitation], 4, 1, now(), closeness)
        assert "decline" in hear(said.text).acts
        assert reason in said.text


@pytest.mark.parametrize("seed", range(5))
def test_a_question_is_answered_from_memory_or_not_at_all(seed: int) -> None:
    asked = [f.Line("Tilda", "What do you know about the whale?")]
    knows = Mind(SECOND, NEWS).say(HOST, asked, 4, seed, now(), 2)
    assert NEWS in knows.text
    silent = Mind(SECOND, "I have mended the nets.").say(HOST, asked, 4, seed, now(), 2)
    assert any(part in silent.text.lower() for part in ("don't know", "how should i know"))
    assert "whale" not in silent.text


def test_days_are_spoken_of_as_people_do_and_kept_as_they_stay_true() -> None:
    for day, words in ((1, "today at"), (2, "tomorrow at"), (4, "on Tuesday at"), (9, "on day 9 at")):
        host, guest = Mind(persona("Tilda", "Elm House", aim=f"give a dance at Round Café on day {day} at 19:00")), Mind(THIRD)
        lines = talk(host, guest, 3)
        assert any(f"I am giving a dance at Round Café {words} 19:00." in line.text for line in lines), lines
        assert f"Tilda told me: I am giving a dance at Round Café on day {day} at 19:00." in [memory.text for memory in guest.memories]
        asked = answer(f.Interview(town=TOWN, me=THIRD, now=now(), question="Who is giving a dance?", memories=tuple(guest.memories)), 1)
        assert isinstance(asked, a.Interview)
        assert f"Tilda told me: I am giving a dance at Round Café {words} 19:00." in asked.text


def test_who_is_named_in_the_news_is_spoken_of_as_me_and_you() -> None:
    una = persona("Una", "Elm House", aim="wants to run for mayor against Wynn")
    against = "Una told me: I am running for mayor against Wynn."
    candidate, mayor, other, last = Mind(una), Mind(THIRD), Mind(SECOND), Mind(HOST)
    lines = talk(candidate, mayor, 3, closeness=0)
    assert any("I am running for mayor against you." in line.text for line in lines)
    assert not any("vote" in line.text or "support" in line.text for line in lines), "nobody asks for help against oneself"
    assert against in [memory.text for memory in mayor.memories]
    assert "I told Wynn: I am running for mayor against Wynn." in [memory.text for memory in candidate.memories]
    lines = talk(mayor, other, 4, now(time="15:00"))
    assert any("Una is running for mayor against me." in line.text for line in lines)
    assert "Wynn told me: Una is running for mayor against Wynn." in [memory.text for memory in other.memories]
    lines = talk(other, last, 5, now(time="18:00"))
    assert any("Una is running for mayor against Wynn." in line.text for line in lines)
    fence = "The ivy has grown over Wynn's fence and the old well."
    lines = talk(Mind(THIRD, fence), keeps := Mind(SECOND), 3)
    assert any("The ivy has grown over my fence and the old well." in line.text for line in lines)
    assert f"Wynn told me: {fence}" in [memory.text for memory in keeps.memories]


def test_tomorrow_is_kept_as_a_day_that_stays_true() -> None:
    lines = [f.Line("Tilda", "I am giving a dance at Round Café tomorrow at 19:00. Will you come?"), f.Line("Wynn", "Gladly, I will come.")]
    kept = Mind(THIRD).keep(HOST, lines, 1, now(), 2)
    assert "Tilda told me: I am giving a dance at Round Café on day 2 at 19:00." in kept.lines
    assert kept.appointment == a.AppointmentLine(1, 4, 2, "19:00", "a dance")


@pytest.mark.parametrize(
    ("words", "day"), [("today", 1), ("on day 3", 3), ("on Sunday", 2), ("on 15 February", 3), ("tomorrow evening", 2), ("on Saturday", 1)]
)
def test_the_day_of_an_appointment_is_read_from_the_words(words: str, day: int) -> None:
    lines = [f.Line("Tilda", f"Shall we meet at Lindenpark {words} at 18:30?"), f.Line("Wynn", "With pleasure, I will be there.")]
    appointment = Mind(THIRD).keep(HOST, lines, 1, now(), 2).appointment
    assert appointment is not None
    assert (appointment.day, appointment.time, appointment.place) == (day, "18:30", 5)


def test_unkind_words_part_people() -> None:
    lines = [f.Line("Osric", "You are a fool!"), f.Line("Wynn", "That hurts me.")]
    kept = Mind(THIRD).keep(SECOND, lines, 1, now(), 2)
    assert kept.relation < 0
    assert kept.appointment is None
    assert "quarrel" in kept.lines[0]


def test_every_mood_of_an_answer_suits_the_line_before() -> None:
    def mood(text: str, me: f.Persona, closeness: int) -> str:
        return f.MOODS[Mind(me).say(HOST, [f.Line("Tilda", text)], 4, 2, now(), closeness).mood - 1]

    assert mood("You are a fool!", SECOND, 2) == "annoyed"
    assert mood("Have you heard? The old mill burned down.", SECOND, 2) == "worried"
    assert mood(f"I am giving {PARTY}. Will you come?", THIRD, 6) in ("happy", "excited")


def _all(act: str) -> list[str]:
    return [phrase for phrases in bank("talk")[act].values() for phrase in phrases]


@pytest.mark.parametrize(
    ("act", "understood"),
    [
        ("accept", lambda line: "accept" in line.acts),
        ("already", lambda line: "accept" in line.acts),
        ("busy", lambda line: "decline" in line.acts),
        ("promised", lambda line: "decline" in line.acts),
        ("bedtime", lambda line: "decline" in line.acts),
        ("refuse", lambda line: "decline" in line.acts),
        ("vote_yes", lambda line: "support_yes" in line.acts),
        ("vote_no", lambda line: "support_no" in line.acts),
        ("hurt", lambda line: "decline" not in line.acts),
        ("invite", lambda line: line.ask == "come"),
        ("invite_along", lambda line: line.ask == "come"),
        ("invite_other", lambda line: line.ask == "come"),
        ("stand", lambda line: line.ask == "support"),
        ("how", lambda line: line.ask == "how"),
        ("and_you", lambda line: line.ask == "how"),
        ("ask_morning", lambda line: line.ask not in ("", "other")),
        ("ask_noon", lambda line: line.ask not in ("", "other")),
        ("ask_afternoon", lambda line: line.ask not in ("", "other")),
        ("ask_evening", lambda line: line.ask not in ("", "other")),
        ("ask_night", lambda line: line.ask not in ("", "other")),
        ("ask_news", lambda line: line.ask == "news"),
        ("bye_morning", lambda line: "farewell" in line.acts),
        ("bye_noon", lambda line: "farewell" in line.acts),
        ("bye_afternoon", lambda line: "farewell" in line.acts),
        ("bye_evening", lambda line: "farewell" in line.acts),
        ("bye_night", lambda line: "farewell" in line.acts),
        ("bye_back", lambda line: "farewell" in line.acts),
        ("low", lambda line: "sad" in line.acts),
    ],
)
def test_what_the_bank_says_is_understood_as_it_is_meant(act: str, understood: Callable[..., bool]) -> None:
    for phrase in _all(act):
        line = phrase.replace("{news}", f"Tilda is giving {PARTY}.").replace("{name}", "Tilda").replace("{time}", "21:00")
        assert understood(hear(line)), line


def test_news_is_heard_word_for_word_in_every_phrase_that_carries_it() -> None:
    for act in ("tell", "tell_heard", "invite", "invite_along", "invite_other", "stand"):
        for phrase in _all(act):
            assert hear(phrase.replace("{news}", f"{NEWS}.")).news == f"{NEWS}.", phrase


def test_what_is_told_of_oneself_is_heard_without_the_turn_of_phrase_before_it() -> None:
    for phrase in _all("share"):
        line = phrase.replace("{news}", "I have found a letter from the year of the great flood.")
        assert hear(line).news.startswith("I have found"), phrase


def test_turns_of_phrase_carry_no_news() -> None:
    carriers = {
        "tell",
        "tell_heard",
        "invite",
        "invite_along",
        "invite_other",
        "stand",
        "wish",
        "recall",
        "my_aim",
        "my_promise",
        "share",
        "confide",
    }
    for act, manners in bank("talk").items():
        for phrase in () if act in carriers else [phrase for phrases in manners.values() for phrase in phrases]:
            for name in ("name", "who", "me"):
                phrase = phrase.replace("{" + name + "}", "Tilda")
            line = phrase.replace("{place}", "Round Café").replace("{time}", "18:00").replace("{what}", "painting")
            line = line.replace("{job}", "a weaver")
            assert hear(line).news == "", line


def test_a_chapter_about_a_flood_frightens_nobody() -> None:
    told = [f.Line("Tilda", "There is news: Agnes wants to finish the chapter about the great flood.")]
    facts = f.Say(
        town=TOWN, me=SECOND, now=now(), people=(f.Person("Tilda", "neighbour", 2),), goal="answer Tilda", lines=tuple(told), left=4
    )
    bad = {phrase for phrases in bank("talk")["news_bad"].values() for phrase in phrases}
    for seed in range(20):
        said = answer(facts, seed)
        assert isinstance(said, a.Say)
        assert not any(phrase in said.text for phrase in bad)
        flood = answer(replace(facts, lines=(f.Line("Tilda", "There is news: A flood destroyed the mill."),)), seed)
        assert isinstance(flood, a.Say)
        assert any(phrase in flood.text for phrase in bad)


def waiting(teller: f.Persona, partner: str, *memories: str, present: tuple[str, ...] = (), when: str = "yesterday") -> list[str]:
    """What somebody could tell a partner, with others beside them who listen."""
    facts = f.Say(
        town=TOWN, me=teller, now=now(), people=tuple(f.Person(name, "neighbour", 3) for name in (partner, *present)), goal="",
        lines=(), left=8, memories=tuple(f.Memory(text, when, "event") for text in memories),
    )  # fmt: skip
    return [tale.core for tale in tales(facts, partner)]


def test_nobody_tells_a_piece_of_news_to_the_one_it_is_about_or_who_told_it() -> None:
    love = "Una told me: Jonas is in love with Wynn."
    assert waiting(SECOND, "Tilda", love) == ["Jonas is in love with Wynn."]
    assert waiting(SECOND, "Una", love) == []
    assert waiting(SECOND, "Wynn", love) == []
    assert waiting(SECOND, "Jonas", love) == []
    for listener in ("Una", "Wynn", "Jonas"):
        assert waiting(SECOND, "Tilda", love, present=(listener,)) == [], f"{listener} stands beside them"
    assert waiting(SECOND, "Jonas", "Una told me: Jonas's boat has been stolen.") == []
    against = "Una told me: Una is running for mayor against Wynn."
    assert waiting(SECOND, "Wynn", against) == ["Una is running for mayor against Wynn."], "whom somebody stands against has to know"


def test_what_somebody_thinks_is_told_with_their_name_or_not_at_all() -> None:
    assert waiting(SECOND, "Tilda", "Una told me: I think the election will change a lot here.") == [
        "Una thinks the election will change a lot here."
    ]
    assert waiting(SECOND, "Tilda", "Una told me: I keep thinking of this: I find it hard that the mayor wants to leave us.") == []
    assert waiting(SECOND, "Tilda", "Una told me: At 17:00 I drink coffee at Round Café.", when="today 08:00") == []
    assert waiting(SECOND, "Tilda", "I overheard Una: At 17:00 I am at Round Café.", when="today 08:00") == []


def test_nobody_says_in_one_line_twice_what_they_want() -> None:
    me = persona("Una", "Elm House", aim="wants to see the northern lights from the pier")
    for seed in range(60):
        said = Mind(me).say(HOST, [f.Line("Tilda", "Hello, Una. What do you wish for most just now?")], 6, seed, now(), 5)
        assert said.text.count("northern lights") < 2


def test_what_two_have_told_is_no_news_any_more_and_what_was_told_often_comes_last() -> None:
    whale, linden = "A whale was seen at the pier.", "The old linden in the park will fall in the next storm."
    heard = (f"Una told me: {whale}", f"Jonas told me: {linden}")
    assert set(waiting(SECOND, "Tilda", *heard)) == {whale, linden}
    assert waiting(SECOND, "Tilda", *heard, f"Wynn told me: {whale}") == [linden]
    assert waiting(SECOND, "Tilda", *heard, f"I told Wynn: {linden}")[-1] == linden
    assert waiting(SECOND, "Tilda", *heard, f"I told Wynn: {whale}")[-1] == whale
    assert waiting(SECOND, "Tilda", *heard, f"I told Wynn: {whale}", f"I told Una: {whale}") == [linden]
    twice = ("Una told me: Jonas is giving a dance at Round Café on day 2 at 19:00.",)
    assert waiting(SECOND, "Tilda", *twice, twice[0].replace("Una", "Wynn")), "one can still go there"


def test_gossip_is_over_after_a_day_but_where_one_can_go_is_not() -> None:
    whale, dance = "A whale was seen at the pier.", "Jonas is giving a dance at Round Café on day 4 at 19:00."
    heard = (f"Una told me: {whale}", f"Una told me: {dance}")
    assert set(waiting(SECOND, "Tilda", *heard, when="today 08:00")) == {whale, dance}
    assert waiting(SECOND, "Tilda", *heard, when="day 1") == [dance]


def test_what_somebody_does_is_no_news_whatever_it_is_called() -> None:
    for seen in ("Hanna is doing the difficult part in Clover Café", "Dorian is busy in Clover Café", "Ida is rehearsing the hard part"):
        assert waiting(SECOND, "Tilda", seen, when="today 08:00") == [], seen
