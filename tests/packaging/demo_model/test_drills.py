"""The drills: every answer is right, told from what stands before it."""

import re
from itertools import pairwise
from random import Random

import pytest
from demo_model.drills import Drill, evidence, first_words, kept, numbers, recall
from demo_model.planning import agreed, minutes, plan, timed
from demo_model.taking_up import taken_up

ALL = (agreed, evidence, first_words, kept, minutes, numbers, plan, recall, taken_up, timed)
MANY = 60


def _many(made: object, seed: int) -> list[Drill]:
    assert callable(made)
    random = Random(seed)
    return [made(random) for _ in range(MANY)]


@pytest.mark.parametrize("made", ALL)
def test_an_answer_ends_its_line_and_every_end_asks_something(made: object) -> None:
    for beginning, ends in _many(made, 1):
        assert beginning.endswith("\n")
        assert ends
        assert all(asked and answer.endswith("\n") for asked, answer in ends)


def test_a_plan_has_the_lines_of_the_day_word_for_word_and_the_same_for_every_open_time() -> None:
    opened = 0
    for _, ends in _many(plan, 2):
        for asked, answer in ends:
            listed = re.findall(r"^(\d\d:\d\d) (.+)$", asked, re.MULTILINE)
            planned = re.findall(r"^(\d\d:\d\d) (.+)$", answer, re.MULTILINE)
            assert all(one[0] < other[0] for one, other in pairwise(planned))
            free = re.search(r"^When free: (.+)$", asked, re.MULTILINE)
            assert planned == [(time, free[1] if free and told == "?" else told) for time, told in listed]
            opened += sum(told == "?" for _, told in listed)
    assert opened


def test_what_belongs_to_a_time_is_told_and_the_next_one() -> None:
    for beginning, ends in _many(timed, 7):
        places = re.findall(r"^\d+ (\{L\d+\})$", beginning, re.MULTILINE)
        found = re.findall(r"^(?:Likes: |Promised: day \d |)(\d\d:\d\d) (\{L\d+\}), (.+?)\.?$", beginning, re.MULTILINE)
        told = {time: (place, activity) for time, place, activity in found}
        assert len(told) == len(found) >= len(ends) > 1
        for asked, answer in ends:
            time = asked.removeprefix("After ")[:5]
            place, activity = told[time]
            if asked.startswith("After "):
                assert answer.strip() == min((other for other in told if other > time), default="none")
            elif asked == time:
                assert places[int(answer) - 1] == place
            else:
                assert places[int(asked[5:]) - 1] == place
                assert answer == f" {activity}\n"


def test_evidence_is_the_numbers_of_those_that_name_somebody_or_say_the_same() -> None:
    for beginning, ends in _many(evidence, 3):
        lines = beginning.splitlines()
        for asked, answer in ends:
            last = asked.splitlines()[-1].removesuffix(" (")
            who = re.findall(r"\{P\d+\}", last)
            for number in map(int, re.findall(r"\d+", answer)):
                assert last in lines[number - 1] or (len(who) == 1 and who[0] in lines[number - 1])


def test_what_is_kept_is_repeated_in_order_with_its_number() -> None:
    for beginning, ends in _many(kept, 4):
        for asked, answer in ends:
            if not asked.startswith("What of"):
                continue
            found = re.findall(r"^(.+) \((\d+)\)$", answer, re.MULTILINE)
            assert [int(number) for _, number in found] == sorted({int(number) for _, number in found})
            assert all(beginning.splitlines()[int(number) - 1].endswith(f": {text}") for text, number in found)


def test_minutes_add_up() -> None:
    for _, ends in _many(minutes, 5):
        for asked, answer in ends:
            whole = re.search(r"\d+", asked)
            assert whole
            assert sum(int(line.split()[0]) for line in answer.splitlines()) == int(whole[0])


def test_an_appointment_is_what_was_agreed_and_only_when_it_was() -> None:
    for beginning, ends in _many(agreed, 6):
        places = re.findall(r"^\d+ (\{L\d+\})$", beginning, re.MULTILINE)
        for asked, answer in ends:
            found = re.fullmatch(r" \d+ (\d+) \d+ (\d\d:\d\d) .+\n", answer)
            assert (found is None) == (answer == " none\n")
            assert found is None or (found[2] in asked and places[int(found[1]) - 1] in asked)


def test_a_line_takes_up_what_its_prompt_says_word_for_word() -> None:
    doing = 0
    for beginning, ends in _many(taken_up, 9):
        here = re.search(r"^Day .* At \{L\d+\}, (.+)\.$", beginning, re.MULTILINE)
        with_whom = re.search(r"^1 (\{P\d+\}):", beginning, re.MULTILINE)
        assert here
        assert with_whom
        for asked, answer in ends:
            if asked.endswith(("| I am just", "| I am in the middle of", "| Today I am")):
                assert answer == f" {here[1]}.\n"
                doing += 1
            if asked.endswith(("| Hello,", "| Good morning,")):
                assert answer.startswith(f" {with_whom[1]}")
    assert doing > MANY
