"""Re-running a world from its recorded answers: the same without a change, and where it parts from the record with one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.request import Completion, Done, EngineError, Request, Token
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.interventions import Announce, SetRule, SetThing, Whisper
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.tape import rerun
from sandbox_app.worldfile.reader import WorldReader

STEPS = 1300


class Clumsy(ScriptedEngine):
    """Gives now and then an answer that cannot be read, and sometimes none."""

    name = "clumsy"
    context = 1500

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Any:
        def told(outcome: Completion | EngineError) -> None:
            match request.seed % 13:
                case 3 | 7 | 9 if isinstance(outcome, Completion):
                    done(msgspec.structs.replace(outcome, text="Well …", stopped="limit", model=self.name))
                case 5:
                    done(EngineError("the model sulks"))
                case _:
                    done(outcome)

        return super().submit(request, told, token)

    def knows(self, purpose: str) -> bool:
        return purpose != "summarise_period"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world lived with two engines, opened anew once, and meddled with."""
    path = tmp_path_factory.mktemp("lived") / "small.world"
    create_world_file(path, "lane", seed=7)
    for engine, until in ((ScriptedEngine(), 500), (Clumsy(), STEPS)):
        with closing(Session(path, engine, HashedWords())) as session:
            while session.step < until:
                session.live()
                if session.step == 400:
                    session.intervene(Announce("The fair opens at noon."), "somebody")
                    session.intervene(SetRule("early", 'never at "Duck Green" later than 23:00'), "somebody")
                if session.step == 900:
                    session.intervene(Whisper(2, "You want to sing."), "somebody")
                    session.intervene(SetThing(4, "broken"), "somebody")
    return path


@pytest.fixture
def changed(lived: Path, tmp_path: Path) -> Path:
    path = tmp_path / "changed.world"
    shutil.copyfile(lived, path)
    return path


def change(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(sql, values).rowcount == 1


def test_a_world_lived_again_from_its_answers_is_the_same(lived: Path) -> None:
    before = lived.read_bytes()
    found = rerun(lived)
    assert found.parting is None
    assert found.steps == STEPS
    with WorldReader(lived) as reader:
        assert found.events == sum(reader.event_counts().values())
        failed = reader.calls(failed=True)
        assert found.thoughts == len(reader.calls())
    assert {head.error for head in failed if not head.output} == {"the model sulks"}
    assert any(head.output for head in failed)
    assert lived.read_bytes() == before


def test_it_parts_where_an_answer_was_another_one(changed: Path) -> None:
    with WorldReader(changed) as reader:
        line = next(call for call in reader.calls(failed=False, asked_from=200) if call.purpose == "say")
        event = next(event for event in reader.events() if event.call_id == line.id)
    other = line.output.replace(event.data["said"], "Nothing at all.")
    change(changed, "UPDATE call SET output = ? WHERE id = ?", other, line.id)
    parting = rerun(changed).parting
    assert parting is not None
    assert (parting.what, parting.step) == ("event", event.step)
    assert "Nothing at all." in parting.now
    assert event.data["said"] in parting.was


def test_it_parts_where_somebody_is_another_person(changed: Path) -> None:
    change(changed, "UPDATE persona SET data = json_set(data, '$.traits', json(?)) WHERE agent_id = 3", '["mysterious"]')
    parting = rerun(changed).parting
    assert parting is not None
    assert parting.what == "thought"
    assert "mysterious" in parting.now
    assert "mysterious" not in parting.was
    assert parting.sentence.startswith("At Day 1 · Fri 13 Feb · 06:")


def test_the_command(lived: Path, changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(lived), "--rerun", "--until", "300", "--json"]) == 0
    said = msgspec.json.decode(capsys.readouterr().out)
    assert (said["steps"], said["parting"]) == (300, None)
    change(changed, "UPDATE event SET text = 'Nobody knows' WHERE id = 40")
    assert main(["replay", str(changed), "--rerun"]) == 0
    assert "'Nobody knows" in capsys.readouterr().out
