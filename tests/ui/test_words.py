"""What the window says: every kind of event belongs to a group of the log, every kind of thought has a sentence."""

from sandbox_app.llm.forms import purposes
from sandbox_app.simulation.questions import KINDS
from sandbox_app.ui.telling import ASKED, DEED, MAIN, WAY, told
from sandbox_app.ui.words import event_kinds, thinking
from sandbox_app.worldfile.rows import Event


def test_every_kind_of_event_is_in_one_group_of_the_log() -> None:
    grouped = [kind for _, kinds in event_kinds().values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS)


def test_talks_decisions_and_meetings_are_told_before_deeds_and_ways() -> None:
    def of(kind: str, **data: object) -> str:
        return told(Event(id=1, step=1, kind=kind, agent_id=1, text="Something", data=data))

    assert {
        of(kind) for kind in ("speak", "talk_start", "plan", "replan", "wake", "promise", "reflect", "intervene", "thought_failed")
    } == {MAIN}
    assert of("act") == DEED
    assert of("move") == of("queue") == WAY
    assert of("hear") == of("remember") == of("talk_end") == ASKED
    assert of("plan", site=1) == of("plan", hour={"site": 1}) == of("plan", routine=3) == ASKED, "the minutes of an hour are no decision"
    assert of("react", option="news") == MAIN
    assert of("react", option="go_on") == ASKED


def test_every_kind_of_thought_has_a_sentence() -> None:
    other = thinking("Ines", "something else")
    assert all(thinking("Ines", purpose) != other for purpose in purposes())
