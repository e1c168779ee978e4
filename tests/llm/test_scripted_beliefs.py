"""What the scripted engine believes of others: from what they tell, from what they are told, from hearsay, and how beliefs end."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import answer
from tests.llm.every_facts import ADA

_NOW = f.Now(day=2, weekday="Sunday", date="15 February", time="10:20", place="Bakery", doing="bake")
_NEIGHBOUR = f.Belief("is", "neighbour", True)


def renewed(*seen: str, beliefs: tuple[f.Belief, ...] = ()) -> a.BeliefUpdate:
    """Return what Ada believes of Ben after what she saw and heard."""
    person = f.Person("Ben", "neighbour", 3)
    facts = f.BeliefUpdate(town="Brook", me=ADA, now=_NOW, person=person, beliefs=(_NEIGHBOUR, *beliefs), seen=seen)
    given = answer(facts, 7)
    assert isinstance(given, a.BeliefUpdate)
    return given


def foreseen(option: str, closeness: int = 3, beliefs: tuple[f.Belief, ...] = ()) -> a.Foresee:
    """Return what Ada foresees of speaking to Ben."""
    facts = f.Foresee(
        town="Brook",
        me=ADA,
        now=_NOW,
        person=f.Person("Ben", "neighbour", closeness),
        beliefs=beliefs,
        options=(option, "go on with what I am doing"),
    )
    given = answer(facts, 7)
    assert isinstance(given, a.Foresee)
    return given


def test_who_tells_something_knows_it_and_so_does_who_is_told() -> None:
    assert renewed("Ben told me: The mill is closed.").new == (a.NewBelief("knows", "The mill is closed", True),)
    assert renewed("I told Ben: I am giving a party.").new == (a.NewBelief("knows", "Ada is giving a party", True),)
    assert renewed("I told Cleo: I am giving a party.").new == ()


def test_a_wish_that_is_told_is_what_somebody_wants() -> None:
    assert renewed("Ben told me: I want to mend the bridge.").new == (a.NewBelief("wants", "mend the bridge", True),)


def test_hearsay_is_believed_without_certainty() -> None:
    assert renewed("Cleo told me: Ben is ill.").new == (a.NewBelief("is", "ill", False),)


def test_what_is_heard_again_from_the_person_becomes_sure() -> None:
    unsure = f.Belief("knows", "The mill is closed", False)
    given = renewed("Ben told me: The mill is closed.", beliefs=(unsure,))
    assert given.changes == (a.BeliefChange(2, "sure"),)
    assert given.new == ()


def test_a_refusal_ends_the_belief_that_somebody_wants_to_come() -> None:
    wish = f.Belief("wants", "come to the Valentine's party", True)
    assert renewed("Ben cannot come to the Valentine's party.", beliefs=(wish,)).changes == (a.BeliefChange(2, "drop"),)


def test_nothing_to_learn_changes_nothing() -> None:
    assert renewed("I had a bun.") == a.BeliefUpdate((a.BeliefChange(1, "keep"),), ())


def test_one_speaks_where_it_is_worth_it() -> None:
    known = f.Belief("knows", "Ada gives a party at the Bakery", True)
    option = "talk to Ben: I am giving a party at the Bakery."
    assert foreseen(option).option == 1
    assert foreseen(option, beliefs=(known,)).option == 2
    assert foreseen(option, closeness=-5).option == 2
    assert len(foreseen(option).outcomes) == 2
