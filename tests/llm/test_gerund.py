"""What goes on: "-ing" forms of all that people of the shipped towns and of the phrase banks do."""

import re
from itertools import pairwise

import pytest

from sandbox_app.llm.gerund import gerund
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.town.load import load_town, towns

_DOUBLED = set(
    """
    beginning chatting chopping cutting digging dipping getting humming jogging knitting labelling letting patting pinning planning potting
    putting running scrubbing setting sipping sitting splitting stepping stirring stopping strumming swimming tapping trimming
    winning wrapping
    """.split()
)
"""All that rightly have a letter twice before "-ing" that the verb has once."""
_NOUNS_AFTER_AND = set(
    "a and bread butter cheese closing down it locks milk me mine others rolls salt slowly such the then what water who with higher".split()
)


def _phrases() -> list[str]:
    found: set[str] = set()
    for name in towns():
        town = load_town(name)
        found |= {habit.activity for person in town.cast for habit in person.habits}
        found |= {use for thing in town.things for use in thing.uses}
    for entry in bank("jobs").values():
        found |= set(entry["does"])
    for entry in bank("steps").values():
        found |= set(entry["free"])
    for entry in bank("uses").values():
        found |= set(entry["do"])
    plan = [manners for act, manners in bank("plan").items() if act not in ("words", "meet")]
    found |= {phrase for manners in plan for phrases in manners.values() for phrase in phrases}
    return sorted(found)


@pytest.mark.parametrize(
    ("phrase", "going_on"),
    [
        ("knead the dough", "kneading the dough"),
        ("wash, dress and eat some bread", "washing, dressing and eating some bread"),
        ("cook and eat lunch", "cooking and eating lunch"),
        ("quietly read a book", "quietly reading a book"),
        ("sit down and then quietly read", "sitting down and then quietly reading"),
        ("lie in the sun", "lying in the sun"),
        ("tie a knot", "tying a knot"),
        ("buy bread and butter", "buying bread and butter"),
        ("have food and drink", "having food and drink"),
        ("kneading dough", "kneading dough"),
        ("Take a walk.", "taking a walk"),
        ("to take a walk", "taking a walk"),
        ("dip a hand in", "dipping a hand in"),
        ("taste and add salt", "tasting and adding salt"),
        ("glue and clamp", "gluing and clamping"),
        ("throw in a coin and wish", "throwing in a coin and wishing"),
        ("read a chapter and mark it", "reading a chapter and marking it"),
        ("clean and oil the tools", "cleaning and oiling the tools"),
        ("visit Ada", "visiting Ada"),
        ("open and close the door", "opening and closing the door"),
        ("whisper to Ada", "whispering to Ada"),
        ("plan and set the table", "planning and setting the table"),
        ("bring a spring roll", "bringing a spring roll"),
        ("mix, sew and fix", "mixing, sewing and fixing"),
        ("dye wool and see", "dyeing wool and seeing"),
        ("be at home", "being at home"),
        ("a lantern party with Ada", "a lantern party with Ada"),
    ],
)
def test_a_phrase_goes_on(phrase: str, going_on: str) -> None:
    assert gerund(phrase) == going_on


def test_letters_are_doubled_where_they_are_in_all_that_people_do() -> None:
    going_on = {phrase: gerund(phrase).split(" ")[0].strip(",") for phrase in _phrases() if "{" not in phrase.split(" ")[0]}
    assert len(going_on) > 500
    assert not [phrase for phrase, word in going_on.items() if not word.endswith("ing")]
    doubled = {word for phrase, word in going_on.items() if re.sub(r"(.)\1ing$", r"\1", word) == phrase.split(" ")[0].strip(",")}
    assert doubled <= _DOUBLED
    single = {word for phrase, word in going_on.items() if word == phrase.split(" ")[0].strip(",") + "ing"}
    short = {word for word in single if re.fullmatch(r"[^aeiouy]*[aeiou][^aeiouwxy]ing", word)}
    assert short <= {"adding", "asking"}, "a short verb doubles its last letter"


def test_verbs_joined_by_and_all_go_on_in_all_that_people_do() -> None:
    left = set()
    for phrase in _phrases():
        words = gerund(phrase).split(" ")
        for before, word in pairwise(words):
            bare = word.strip(",;")
            if (before in ("and", "then", "or") or before.endswith((",", ";"))) and not bare.endswith("ing"):
                left.add(bare)
    assert left <= _NOUNS_AFTER_AND, "a verb after a conjunction that the rule does not know, or a noun to be listed here"
