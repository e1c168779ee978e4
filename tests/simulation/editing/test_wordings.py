"""A world whose thoughts are asked in words of its own: on the record, undone, refused where they may not be, and failing in sight."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.forms import load
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.llm.wording import digest_of
from sandbox_app.simulation.again.asking import ask_again
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.edited import edit_world
from sandbox_app.simulation.editing.operations import SetSetting, SetWording
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.wordings import preview, wordings_of
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow

OWN = "{% for place in facts.places %}{{ loop.index }} {{ place }}\n{% endfor %}Plan like a pirate, {{ me.name }}."
HOURS = 360


@pytest.fixture
def world(tmp_path: Path) -> Path:
    path = tmp_path / "lane.world"
    create_world_file(path, "lane", seed=5)
    return path


def live(path: Path, until: int) -> None:
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        run_until(session, until, "scripted")


def plans(path: Path) -> Iterator[CallRow]:
    with WorldReader(path) as reader:
        for head in reader.calls(purpose="day_plan"):
            call = reader.call(head.id)
            assert call is not None
            yield call


def test_thoughts_are_asked_in_the_worlds_own_words_until_these_are_undone(world: Path) -> None:
    edited = edit_world(world, Edit(SetWording("day_plan", OWN)), "somebody")
    assert edited.text == "Ask day_plan in words of this world's own"
    with WorldReader(world) as reader:
        event = reader.event(edited.event)
        assert event is not None
        assert event.data["digest"] == digest_of("day_plan", OWN)
        assert describe(reader, 0).settings.wordings == {"day_plan": OWN}
    own = next(one for one in wordings_of(world) if one.purpose == "day_plan")
    assert (own.own, own.text, own.digest) == (True, OWN, digest_of("day_plan", OWN))
    live(world, 8 * HOURS)
    calls = list(plans(world))
    assert calls
    assert all(call.now.rstrip().endswith("Plan like a pirate, " + call.own.split(": ")[1].split(",")[0] + ".") for call in calls)
    again = ask_again(world, calls[0].id, [], ScriptedEngine())
    assert (again.prompt, again.now) == (calls[0].now, calls[0].output)
    edit_world(world, Undo(), "somebody")
    assert not any(one.own for one in wordings_of(world))
    edit_world(world, Redo(), "somebody")
    assert [one.purpose for one in wordings_of(world) if one.own] == ["day_plan"]
    edit_world(world, Edit(SetWording("day_plan")), "somebody")
    assert not any(one.own for one in wordings_of(world))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (SetWording("day_plan", "{{ facts.secret }}"), "has no 'secret'"),
        (SetWording("day_plan", "Plan!"), "list them all"),
        (SetWording("no_such", "x"), "no_such"),
        (SetWording("say"), "asked already"),
        (SetWording("say", load("say").body), "asked already"),
        (SetSetting("wordings", "{}"), "no setting 'wordings'"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(world: Path, what: SetWording | SetSetting, said: str) -> None:
    with pytest.raises(Problem, match=said):
        edit_world(world, Edit(what), "somebody")
    with WorldReader(world) as reader:
        assert reader.events(kinds=["edit"]) == []


def test_a_strangers_world_with_words_that_may_not_be_is_refused(tmp_path: Path) -> None:
    from sandbox_app.mind.settings import Settings

    path = tmp_path / "strange.world"
    create_world_file(path, "lane", settings=Settings(wordings={"say": "{{ ''.__class__.__mro__ }}"}))
    with WorldReader(path) as reader, pytest.raises(Problem, match="damaged"):
        describe(reader)


def test_words_that_do_not_fit_a_thought_fail_in_sight_and_people_live_on(world: Path) -> None:
    text = "{% for thing in facts.things %}{{ loop.index }} {{ thing.name }}\n{% endfor %}Before {{ facts.next.time }}."
    edit_world(world, Edit(SetWording("decompose", text)), "somebody")
    live(world, 24 * HOURS - 1)
    with WorldReader(world) as reader:
        failed = [event for event in reader.events(kinds=["thought_failed"]) if event.data["purpose"] == "decompose"]
        calls = [reader.call(head.id) for head in reader.calls(purpose="decompose")]
    assert failed
    assert "does not fit this thought" in failed[0].text
    assert any(call is not None and "Before " in call.now and not call.error for call in calls)


def test_how_somebodys_latest_thought_would_be_asked_is_seen_before(world: Path) -> None:
    with WorldReader(world) as reader:
        assert preview(reader, "day_plan", OWN, 1) == ""
    live(world, 8 * HOURS)
    with WorldReader(world) as reader:
        shown = preview(reader, "day_plan", OWN, 1)
        with pytest.raises(Problem, match="list them all"):
            preview(reader, "day_plan", "Plan!", 1)
    call = next(call for call in plans(world) if call.agent_id == 1)
    assert shown.startswith(call.shared + call.own)
    assert "Plan like a pirate" in shown
