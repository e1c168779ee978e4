"""Facts of every purpose for property tests: towns, people and memories that no shipped world has, odd texts among them."""

from hypothesis import strategies as st

from sandbox_app.llm import facts as f

NAMES = ("Tomas", "Ada", "Bo", "Maria Lopez", "Dr. Weiss", "Yūki", "O'Hara")
PLACES = ("Hobbs Café", "Oak Bakery", "Lindenpark", "the old mill", "Library", "Pier 3", "Tomas's house", "Ada's room", "Market Square")
JOBS = ("baker", "innkeeper", "retired teacher", "painter", "clerk", "beekeeper", "dragon tamer", "student of music", "")
TRAITS = ("warm", "gruff", "shy", "cheerful", "formal", "dry", "very curious", "odd", "hot-tempered")
AIMS = (
    "",
    "give a Valentine's party at Hobbs Café on 14 February at 17:00 and invite everyone",
    "wants to run for mayor",
    "finish her novel",
    "I want to learn the violin before winter.",
    "hold a concert in Lindenpark tomorrow at 19:30, and tell all",
)
TEXTS = (
    "Tomas told me: I am giving a Valentine's party at Hobbs Café on 14 February at 17:00.",
    "Ada told me: Tomas is running for mayor.",
    "A whale was seen at the pier",
    "I promised Ada to come to a concert on day 3 at 19:30.",
    "I told Bo: A whale was seen at the pier.",
    "Ada is kneading the dough",
    "Bo and I quarrelled at Library.",
    "The stove is in use",
    "I feel lonely at times.",
    "Maria Lopez said: The oven was slow (again).",
    "a | sign {and} more",
)
LINES = (
    "Good morning, Ada. How are you?",
    "I am giving a Valentine's party at Hobbs Café on 14 February at 17:00. Will you come?",
    "Gladly, I will come. See you there at 17:00.",
    "I cannot come, I work until 18:00.",
    "Have you heard? A whale was seen at the pier.",
    "I am running for mayor. Will you vote for me?",
    "Who told you that?",
    "What do you know about the whale?",
    "You are a fool!",
    "Shall we meet at Library tomorrow at 10:00?",
    "Thank you. Goodbye, Tomas.",
    "Hm.",
    "xq zzyx 17",
)

times = st.builds(lambda hour, minute: f"{hour:02d}:{minute:02d}", st.integers(0, 23), st.integers(0, 59))
words = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x24F), min_size=1, max_size=90)
names = st.sampled_from(NAMES)
places = st.sampled_from(PLACES)
texts = st.sampled_from(TEXTS) | words
place_lists = st.lists(places, min_size=1, max_size=8, unique=True).map(tuple)
appointments = st.lists(
    st.builds(
        f.Appointment, st.integers(1, 4), times, places, names, st.sampled_from(("a Valentine's party", "help with the boat")) | words
    ),
    max_size=5,
).map(tuple)
memories = st.lists(
    st.builds(f.Memory, texts, st.sampled_from(("today 09:10", "yesterday", "day 1")), st.sampled_from(("event", "talk", "thought"))),
    max_size=8,
).map(tuple)
some_memories = memories.filter(bool)
people = st.lists(
    st.builds(f.Person, names, st.sampled_from(("neighbour", "sister", "friend")), st.integers(-10, 10)),
    min_size=1,
    max_size=3,
    unique_by=lambda person: person.name,
).map(tuple)
personas = st.builds(
    f.Persona,
    name=names,
    age=st.integers(5, 99),
    job=st.sampled_from(JOBS),
    traits=st.lists(st.sampled_from(TRAITS), max_size=3).map(tuple),
    identity=words,
    home=places,
    workplace=places,
    work_from=times | st.just(""),
    work_to=times,
    wake=times,
    bed=times,
    habits=st.lists(st.builds(f.Habit, times, places, st.sampled_from(("drink a coffee", "play chess with friends"))), max_size=3).map(
        tuple
    ),
    aim=st.sampled_from(AIMS) | words,
    summary=st.sampled_from(("", "I am worried about the mill.")),
)
nows = st.builds(
    f.Now,
    day=st.integers(1, 4),
    weekday=st.sampled_from(("Monday", "Saturday", "Sunday")),
    date=st.sampled_from(("13 February", "14 February", "31 December")),
    time=times,
    place=places,
    doing=st.sampled_from(("knead the dough", "walking", "sleep", "", "use the stove")),
    feeling=st.sampled_from(("", "", "worried", "sad", "tired", "annoyed with Bo", "happy with Ada", "unheard of")),
)
items = st.builds(
    f.PlanItem, times, places, st.sampled_from(("cook lunch", "sleep", "paint by the window", "talk with people", "zzz")) | words
)
things = st.lists(
    st.builds(
        f.ThingOption,
        st.sampled_from(("", "stove", "bed", "Desk", "easel", "piano")),
        st.sampled_from(("cook", "sleep", "write", "paint", "play", "")),
        places,
    ),
    min_size=1,
    max_size=9,
).map(tuple)
said = st.lists(st.builds(f.Line, names, st.sampled_from(LINES) | words), max_size=8).map(tuple)
kinds = st.sampled_from(("talk", "wait", "go_on", "other"))
options = st.lists(st.builds(f.ReactOption, kinds, names), min_size=1, max_size=5).map(tuple)

base = {"town": st.just("Oakham"), "me": personas, "now": nows}
wake_hours = st.builds(f.WakeHour, **base, appointments=appointments, yesterday=st.lists(words, max_size=2).map(tuple))
day_plans = st.builds(f.DayPlan, **base, places=place_lists, appointments=appointments, memories=memories)
decomposes = st.builds(f.Decompose, **base, item=items, minutes=st.integers(3, 60), next=st.none() | items, things=things)
rests = st.lists(items, max_size=6).map(tuple)
changes = st.sampled_from(("Oak Bakery is closed", "I want to visit Ada at Library at 18:00", "I promised Bo to come")) | words
revise_plans = st.builds(f.RevisePlan, **base, change=changes, rest=rests, places=place_lists, appointments=appointments)
seen = (
    st.sampled_from(("Ada is using the stove", "Bo is asleep", "There is a fire at the mill", "Oak Bakery is closed", "Tomas is walking"))
    | words
)
of_those = st.lists(st.builds(f.Belief, st.sampled_from(f.BELIEF_KINDS), texts, st.booleans(), names), max_size=4).map(tuple)
reacts = st.builds(f.React, **base, perceived=seen, people=people, options=options, memories=memories, beliefs=of_those)
importances = st.builds(f.Importance, **base, texts=st.lists(texts, min_size=1, max_size=10).map(tuple))
goals = st.sampled_from(("", "ask about the whale", "invite everybody to the party", "talk about the mill", "thank them")) | words
says = st.builds(
    f.Say, **base, people=people, goal=goals, lines=said, left=st.integers(1, 8), memories=memories, beliefs=of_those, recalled=memories
)
after_talks = st.builds(f.AfterTalk, **base, people=people, lines=said, places=place_lists, goal=goals, memories=memories, beliefs=of_those)
reflect_questions = st.builds(f.ReflectQuestions, **base, memories=memories)
reflect_insights = st.builds(f.ReflectInsights, **base, question=texts, memories=some_memories)
beliefs = st.builds(f.Belief, st.sampled_from(f.BELIEF_KINDS), texts, st.booleans())
some_people = st.builds(f.Person, names, st.sampled_from(("neighbour", "friend")), st.integers(-10, 10))
belief_updates = st.builds(
    f.BeliefUpdate,
    **base,
    person=some_people,
    beliefs=st.lists(beliefs, min_size=1, max_size=6).map(tuple),
    seen=st.lists(texts, min_size=1, max_size=6).map(tuple),
)
things_here = st.lists(
    st.builds(
        f.ThingOption,
        st.sampled_from(("stove", "old piano", "well", "bookshelf")),
        st.sampled_from(("cook, boil water", "read", "")),
        st.just(""),
    ),
    max_size=4,
).map(lambda things: (f.ThingOption("", "", ""), *things))
WISHES = ("light the stove", "fly away", "You want to give flowers to Ada", "read", "push Bo", "put out the fire", "sing")
attempts = st.builds(
    f.Attempt,
    **base,
    wish=st.sampled_from(WISHES) | words,
    things=things_here,
    people=st.lists(names, max_size=3, unique=True).map(lambda found: ("", *found)),
)
judgements = st.builds(
    f.Judge,
    **base,
    attempt=st.sampled_from(WISHES) | words,
    thing=st.builds(f.ThingOption, st.sampled_from(("", "stove", "well")), st.just(""), st.just("")),
    uses=st.sampled_from(((), ("cook", "boil water"))),
    state=st.sampled_from(("", "off", "burning")),
    person=names | st.just(""),
    carried=st.sampled_from(((), ("flowers",))),
    rules=st.sampled_from(((), ("Nobody may sing.",))),
    effects=st.sampled_from(
        (("nothing else changes",), ("nothing else changes", "the stove becomes on", "Ada is hurt", "Bo gives flowers to Ada"))
    ),
)
foresights = st.builds(
    f.Foresee,
    **base,
    person=some_people,
    beliefs=st.lists(beliefs, max_size=6).map(tuple),
    options=st.lists(texts, min_size=1, max_size=4).map(tuple),
    memories=memories,
)
self_summaries = st.builds(f.SelfSummary, **base, memories=memories)

summaries = st.builds(
    f.SummarisePeriod, **base, period=st.sampled_from(("day 1", "days 1 to 7", "your life until now")), memories=some_memories
)
asked = st.sampled_from(
    (
        "Give an introduction of yourself.", "Who is Tomas?", "Who is Zed Quill?", "What will you be doing tomorrow at 10:00?",
        "Your breakfast is burning! What would you do?", "What have you learned of late?", "Is there a party?",
    )
)  # fmt: skip
interviews = st.builds(f.Interview, **base, question=asked | words, memories=memories)

any_facts = st.one_of(
    wake_hours,
    day_plans,
    decomposes,
    revise_plans,
    reacts,
    importances,
    says,
    after_talks,
    reflect_questions,
    reflect_insights,
    self_summaries,
    belief_updates,
    foresights,
    attempts,
    judgements,
    summaries,
    interviews,
)
