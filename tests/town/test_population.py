"""Made-up people: they fit their town, their ties hold on both sides, and a description of them is followed."""

from collections import Counter
from statistics import fmean

import msgspec
import pytest

from sandbox_app.errors import TownProblem
from sandbox_app.town.beds import own_beds
from sandbox_app.town.check import check
from sandbox_app.town.load import load_town, towns
from sandbox_app.town.model import BIG_FIVE, CastMember
from sandbox_app.town.population import Wanted, populate, read_description
from sandbox_app.town.population.temper import compatibility, factors_of

BACK = {"wife": "spouse", "husband": "spouse", "partner": "spouse", "mother": "child", "father": "child", "parent": "child"}
BACK |= {"daughter": "parent", "son": "parent", "child": "parent", "pupil": "teacher", "teacher": "pupil"}
SAME = {
    "wife": "spouse",
    "husband": "spouse",
    "partner": "spouse",
    "mother": "parent",
    "father": "parent",
    "daughter": "child",
    "son": "child",
}
SIBLINGS = {"sister": "sibling", "brother": "sibling"}


@pytest.mark.parametrize("name", towns())
@pytest.mark.parametrize("people", [1, 7, 25, 200])
def test_people_fit_their_town_and_are_the_same_each_time(name: str, people: int) -> None:
    town = load_town(name)
    cast = populate(town, people, seed=7)
    assert cast == populate(town, people, seed=7)
    assert people == 1 or cast != populate(town, people, seed=8)
    assert len(cast) == people
    assert check(msgspec.structs.replace(town, cast=cast)) == []


def test_all_homes_are_lived_in_and_nobody_lives_nowhere() -> None:
    town = load_town("lane")
    assert {person.home for person in populate(town, 200, seed=7)} == {place.name for place in town.places if place.kind == "home"}
    assert populate(town, 0, seed=1) == ()
    assert populate(town, 1, seed=1)[0].ties == ()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("people", [6, 12, 25])
def test_nobody_shares_a_bed_while_one_is_free(people: int, seed: int) -> None:
    town = load_town("alderwick")
    wanted = read_description("mostly old people, two houses in a quarrel, a baker")
    cast = populate(town, people, seed, wanted)
    beds = [bed for bed in own_beds(town, cast) if bed is not None]
    assert {town.place(bed.place).kind for bed in beds} == {"bedroom"}
    assert all(beds.count(bed) <= len(bed.stands) for bed in beds)
    sizes = Counter(person.home for person in cast)
    assert len(sizes) >= min(people / 3, 8)


def kind(relation: str) -> str:
    return SAME.get(relation) or SIBLINGS.get(relation) or relation


@pytest.mark.parametrize("seed", range(5))
def test_both_sides_of_a_tie_say_what_fits(seed: int) -> None:
    cast = populate(load_town("alderwick"), 40, seed)
    by_short = {person.short: person for person in cast}
    for person in cast:
        for tie in person.ties:
            back = next(one for one in by_short[tie.name].ties if one.name == person.short)
            assert kind(back.relation) == kind(BACK.get(tie.relation, tie.relation))
            assert abs(back.closeness - tie.closeness) <= 2
            other = by_short[tie.name]
            if kind(tie.relation) == "parent":
                assert other.age >= person.age + 16
                assert other.home == person.home
            if tie.relation in ("wife", "sister", "mother", "daughter"):
                assert other.pronouns == "she"
            if tie.relation == "colleague":
                assert other.workplace == person.workplace


def test_what_one_friend_remembers_the_other_does_too() -> None:
    cast = populate(load_town("alderwick"), 25, 3)
    by_short = {person.short: person for person in cast}
    stories = 0
    for person in cast:
        for text in person.knows:
            other = next((short for short in by_short if short in text.replace("'s", "").split()), None)
            if other is not None and len(by_short[other].knows) < 4:
                assert any(person.short in back for back in by_short[other].knows)
                stories += 1
    assert stories >= 10


def test_days_off_are_those_of_the_place_one_works_at() -> None:
    town = load_town("alderwick")
    kinds = {place.name: place.kind for place in town.places if place.level == "site"}
    cast = populate(town, 200, 1)
    assert {person.free_days for person in cast if kinds.get(person.workplace) == "school"} == {("Saturday", "Sunday")}
    assert {person.free_days for person in cast if kinds.get(person.workplace) in ("café", "tavern")} == {()}
    assert {person.free_days for person in cast if kinds.get(person.workplace) == "shop"} == {("Sunday",)}
    assert {person.free_days for person in cast if not person.workplace} == {()}


def test_temper_shows_in_words_tags_and_speech() -> None:
    cast = populate(load_town("alderwick"), 200, 1)
    for person in cast:
        assert set(person.big_five) == set(BIG_FIVE)
        assert 2 <= len(person.traits) <= 3
        assert person.speech
        assert (person.mbti[0] == "E") == (person.big_five["extraversion"] >= 0.5)
    lively = [person.big_five["extraversion"] for person in cast if "talkative" in person.traits]
    quiet = [person.big_five["extraversion"] for person in cast if "shy" in person.traits]
    assert fmean(lively) > fmean(quiet) + 0.2
    assert len({person.identity for person in cast}) == len(cast)


def test_friends_fit_better_than_people_at_large() -> None:
    cast = populate(load_town("alderwick"), 60, 2)
    by_short = {person.short: person for person in cast}
    friends = [compatibility(one, by_short[tie.name]) for one in cast for tie in one.ties if tie.relation == "friend"]
    everybody = [compatibility(one, other) for one in cast for other in cast if one is not other]
    assert fmean(friends) > fmean(everybody) + 0.05
    assert all(0 <= value <= 1 for value in everybody)
    assert compatibility(cast[0], cast[1]) == compatibility(cast[1], cast[0])


def test_factors_without_tags_come_from_the_words_for_the_temper() -> None:
    plain = CastMember(name="A B", short="A", age=40, pronouns="she", job="baker", traits=("shy", "curious"), identity="A.", home="H")
    told = factors_of(plain)
    assert told["extraversion"] < 0.5 < told["openness"]
    assert told["neuroticism"] == 0.5


def test_a_description_is_followed() -> None:
    wanted = read_description(
        "Twelve mostly old people who know each other well, two houses in a quarrel, proud and quiet; a baker and a fisher."
    )
    assert wanted.people == 12
    assert wanted.feuds == 1
    assert set(wanted.traits) == {"proud", "quiet"}
    assert set(wanted.jobs) == {"baker", "fisher"}
    cast = populate(load_town("alderwick"), wanted.people, 1, wanted)
    grown = [person for person in cast if person.age >= 18]
    assert sum(person.age >= 65 for person in grown) > len(grown) / 2
    assert any(tie.relation == "rival" and tie.closeness < 0 for person in cast for tie in person.ties)
    counts = Counter(trait for person in cast for trait in person.traits)
    assert counts["proud"] >= 4
    assert counts["quiet"] >= 4


def test_jobs_that_were_asked_for_are_given() -> None:
    cast = populate(load_town("alderwick"), 10, 1, Wanted(old=0.0, young=0.0, families=0.0, jobs=("baker", "fisher", "nurse")))
    assert {"baker", "fisher", "nurse"} <= {person.job for person in cast}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("20 young people", "people", 20),
        ("a village of lonely old men", "alone", 0.85),
        ("students, nobody knows anybody", "ties", 0),
        ("three feuds between families", "feuds", 3),
        ("families with many children", "families", 0.7),
    ],
)
def test_words_of_a_description(text: str, key: str, value: float) -> None:
    assert getattr(read_description(text), key) == value


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("three thousand people", 3000),
        ("sixty people", 60),
        ("a hundred and twenty souls", 120),
        ("3,000 people", 3000),
        ("twenty-five inhabitants", 25),
        ("half a dozen students", 6),
        ("a dozen old fishers, two families in a quarrel", 12),
        ("ten quarrelsome bakers", 10),
        ("a couple of bakers and 3 teachers", 5),
        ("two families", 8),
        ("a baker and a baker's wife, both young", 2),
        ("they know one another, and one is a mayor", 0),
        ("three feuds between families", 0),
    ],
)
def test_numbers_are_read_in_words_and_digits(text: str, people: int) -> None:
    assert read_description(text).people == people


def test_a_number_of_tradespeople_is_no_number_of_quarrels() -> None:
    wanted = read_description("ten quarrelsome bakers")
    assert (wanted.feuds, wanted.jobs, wanted.traits) == (0, ("baker",) * 10, ("stubborn",))
    cast = populate(load_town("alderwick"), wanted.people, 1, wanted)
    assert sum(person.job == "baker" for person in cast) >= 9


def test_old_people_of_a_trade_still_ply_it() -> None:
    wanted = read_description("five old fishers")
    cast = populate(load_town("alderwick"), wanted.people, 1, wanted)
    assert [person.job for person in cast] == ["fisher"] * 5


def test_as_many_families_as_were_named_have_a_house_each() -> None:
    wanted = read_description("two families")
    cast = populate(load_town("alderwick"), wanted.people, 1, wanted)
    assert sorted(Counter(person.home for person in cast).values()) == [4, 4]


def test_a_couple_is_a_couple() -> None:
    wanted = read_description("a baker and a baker's wife, both young")
    one, other = populate(load_town("alderwick"), wanted.people, 1, wanted)
    assert {tie.relation for tie in one.ties} <= {"wife", "husband", "partner"}
    assert one.home == other.home
    assert max(one.age, other.age) < 32
    assert "baker" in (one.job, other.job)


def test_what_was_not_understood_is_named() -> None:
    assert read_description("twenty people, three of them purple wizards, and a dragon").passed_over == ("purple wizards", "dragon")
    assert read_description("Twelve mostly old people, two houses in a quarrel, proud and quiet; a baker and a fisher.").passed_over == ()


@pytest.mark.parametrize("text", ["", "xyzzy plugh", "a" * 3000])
def test_a_description_that_says_nothing_is_a_problem(text: str) -> None:
    with pytest.raises(TownProblem):
        read_description(text)
