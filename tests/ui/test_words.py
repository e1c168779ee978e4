"""What the window says: every kind of event belongs to a group of the log, every kind of thought has a sentence."""

from sandbox_app.llm.forms import purposes
from sandbox_app.simulation.questions import KINDS
from sandbox_app.ui.words import event_kinds, quiet_kinds, thinking


def test_every_kind_of_event_is_in_one_group_of_the_log() -> None:
    grouped = [kind for _, kinds in event_kinds().values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS)
    assert quiet_kinds() <= set(KINDS)


def test_every_kind_of_thought_has_a_sentence() -> None:
    other = thinking("Ines", "something else")
    assert all(thinking("Ines", purpose) != other for purpose in purposes())
