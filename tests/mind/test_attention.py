"""What is worth a memory of all that is seen and overheard."""

from sandbox_app.mind.attention import CALLING, COMPANY, MOST_OF_A_TALK, WORTH_A_MEMORY, Attention, salience

HOUR = 360


def test_the_first_sight_of_somebody_is_kept_and_the_next_minutes_are_not() -> None:
    attention = Attention(HOUR)
    assert attention.novelty(2, 1, "kneading dough", 10, 0) == 1
    attention.saw(2, 1, "kneading dough", 10)
    assert attention.novelty(2, 1, "shaping rolls", 20, 0) < WORTH_A_MEMORY
    assert attention.novelty(2, 1, "shaping rolls", 10 + HOUR, 0) >= WORTH_A_MEMORY
    assert attention.novelty(2, 1, "kneading dough", 10 + HOUR, 0) < WORTH_A_MEMORY


def test_what_was_seen_yesterday_is_new_again_today() -> None:
    attention = Attention(HOUR)
    attention.saw(2, 1, "kneading dough", 10)
    assert attention.novelty(2, 1, "kneading dough", 24 * HOUR + 10, 24 * HOUR) == 1


def test_somebody_where_nobody_expects_them_is_a_surprise() -> None:
    attention = Attention(HOUR)
    for step in range(4):
        attention.saw(2, 1, f"baking {step}", step * HOUR)
    assert attention.surprise(2, 9, "fishing") == 1
    assert attention.surprise(2, 1, "fishing") == 0
    assert attention.surprise(3, 9, "fishing") == 0


def test_of_an_overheard_line_only_new_sentences_with_something_in_them_are_kept() -> None:
    attention = Attention(HOUR)
    line = "Good morning, Iris. The school roof leaks above the atlas. Is that so?"
    assert attention.worth_keeping(1, line) == "The school roof leaks above the atlas."
    assert attention.worth_keeping(2, line) == ""


def test_what_was_heard_in_a_talk_of_ones_own_is_not_new_when_overheard() -> None:
    attention = Attention(HOUR)
    attention.heard("The school roof leaks above the atlas.")
    assert attention.worth_keeping(1, "Listen: nothing. The school roof leaks above the atlas.") == ""


def test_of_one_talk_little_is_kept() -> None:
    attention = Attention(HOUR)
    lines = [f"Number{n} word{n} bring{n} thing{n} stone{n}." for n in range(10)]
    assert sum(bool(attention.worth_keeping(1, line)) for line in lines) == MOST_OF_A_TALK


def test_what_is_new_calls_and_so_does_who_is_close() -> None:
    assert salience(1.0, 3) >= CALLING > salience(1.0, 0) >= COMPANY > salience(WORTH_A_MEMORY, 0)
    assert salience(WORTH_A_MEMORY, 5) >= CALLING > salience(1.0, -5)
