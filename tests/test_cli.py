"""The command line as a person or a script meets it: what it prints, where, and with which status it ends."""

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox_app.cli import main, parser
from sandbox_app.cli.commands import every_command
from sandbox_app.resources import worlds
from sandbox_app.simulation.sample import LIVED
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.writer import WorldWriter
from tests.llm.small_model import write_small_gguf

PATIENCE = 60.0
"""Seconds after which something that does not come is held to have failed."""
CAST = ["Iris Okoro", "Nell Harrow", "Piet Harrow", "Sol Okoro", "Wanda Birch"]


class Said:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        assert (self.status, self.err) == (0, ""), self.err
        return json.loads(self.out)

    @property
    def problem(self) -> str:
        """The one line of a problem, without the program's name."""
        assert (self.status, self.out) == (3, "")
        assert self.err.startswith("sandbox-app: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("sandbox-app: ").strip()


Ask = Callable[..., Said]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in this process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return run


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A world that has lived two hours, and what its run reported."""
    path = tmp_path_factory.mktemp("lived") / "small.world"
    assert main(["new", str(path), "--town", "lane", "--seed", "7"]) == 0
    done = subprocess.run(
        [sys.executable, "-m", "sandbox_app", "run", str(path), "--for", "2h", "--engine", "scripted", "--json"],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return path, json.loads(done.stdout)


@pytest.fixture
def lived(lived_once: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of that world, alone in its folder."""
    folder = tmp_path / "worlds"
    folder.mkdir()
    return Path(shutil.copy(lived_once[0], folder))


# -- new ---------------------------------------------------------------------------------------------------------


def test_towns_are_listed(ask: Ask) -> None:
    rows = {row["name"]: row for row in ask("new", "--list", "--json").json}
    assert set(rows) >= {"alderwick", "lane"}
    assert rows["lane"]["title"] == "Little Lark"
    assert rows["lane"]["agents"] == 5
    assert rows["alderwick"]["agents"] == 25
    assert all(row["places"] > 10 and row["things"] > 10 for row in rows.values())
    assert "Little Lark: 5 agents" in ask("new", "--list").out


def test_a_new_world_is_whole_and_at_its_start(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    made = ask("new", path, "--town", "lane", "--agents", "3", "--seed", "9", "--start", "2027-05-01 05:30", "--json").json
    assert made == {"world": str(path), "town": "lane", "title": "Little Lark", "agents": 3, "beds": 7, "seed": 9}
    assert check(path) == []
    state = ask("state", path, "--json").json
    assert (state["time"], state["step"]) == ("Day 1 · Sat 1 May · 05:30", 0)
    assert [agent["name"] for agent in state["agents"]] == CAST[:3]
    said = ask("new", tmp_path / "b.world", "--town", "lane")
    assert (said.status, said.err) == (0, "")
    assert f"sandbox-app run {tmp_path / 'b.world'} --for 6h" in said.out


def test_names_are_found_without_regard_for_capitals_and_accents(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    assert ask("new", path, "--town", "Alderwick").status == 0
    assert "Clover Café" in ask("close", path, "--place", "clover cafe", "--preview").out
    assert "did you mean Clover Café?" in ask("close", path, "--place", "clovr caffe").problem
    assert "did you mean Helene?" in ask("persona", "show", path, "--agent", "Helen").problem
    assert "did you mean lane? Towns that ship: " in ask("new", tmp_path / "b.world", "--town", "lanes").problem


def test_what_is_no_world_is_called_what_it_is(ask: Ask, tmp_path: Path) -> None:
    empty = tmp_path / "x.world"
    empty.touch()
    assert "x.world is an empty file" in ask("state", empty).problem
    assert "x.world is an empty file" in ask("run", empty, "--for", "1h", "--engine", "scripted").problem
    assert "is a folder, not a world" in ask("state", tmp_path).problem
    assert "is a folder, not a world" in ask("check", tmp_path).problem
    checked = ask("check", empty)
    assert (checked.status, checked.out) == (3, "the file: it is empty\n")


def test_a_time_below_nothing_is_told_in_a_sentence(ask: Ask, lived: Path) -> None:
    assert "'-3h' is no length of time" in ask("run", lived, "--engine", "scripted", "--for", "-3h").problem


def test_a_persona_is_shown_in_words(ask: Ask, lived: Path) -> None:
    shown = ask("persona", "show", lived, "--agent", "Iris").out
    assert "traits     lively, generous, restless\n" in shown
    assert "habits     07:40 Blue Kettle: bake scones\n           18:15 Duck Green: take a walk\n" in shown
    assert "ties       Sol: father (closeness +7 of 10)\n" in shown
    assert not set("(){}[]") & set(shown.replace("(closeness", "").replace("of 10)", ""))


def test_a_crowd_is_told_how_many_beds_there_are(ask: Ask, tmp_path: Path) -> None:
    said = ask("new", tmp_path / "a.world", "--town", "lane", "--agents", "60")
    assert said.status == 0
    assert "There are beds for 7 in Little Lark, and 60 people live there now" in said.err


def test_a_description_of_the_people_says_what_was_not_understood(ask: Ask, tmp_path: Path) -> None:
    said = ask("new", tmp_path / "a.world", "--town", "alderwick", "--people", "sixteen people, two of them wizards")
    assert "Understood of the people: 16 people.\nNot understood, and passed over: wizards.\n" in said.out
    assert "with 16 agents" in said.out
    nothing = ask("new", tmp_path / "b.world", "--town", "lane", "--people", "")
    assert "Nothing in this description of the people was understood" in nothing.problem
    assert not (tmp_path / "b.world").exists()


def test_a_world_is_never_written_over(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    path.write_text("mine")
    assert "a.world exists already" in ask("new", path, "--town", "lane").problem
    assert path.read_text() == "mine"


def test_what_cannot_become_a_world(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    assert "There is no town 'nowhere'; towns that ship: " in ask("new", path, "--town", "nowhere").problem
    assert "'soon' is not a time to begin at" in ask("new", path, "--town", "lane", "--start", "soon").problem
    assert "1 to 2000 agents" in ask("new", path, "--town", "lane", "--agents", "0").problem
    assert "There is no folder" in ask("new", tmp_path / "none" / "a.world", "--town", "lane").problem
    assert "File name too long" in ask("new", tmp_path / ("a" * 300), "--town", "lane").problem
    assert not path.exists()


# -- run ---------------------------------------------------------------------------------------------------------


def test_a_run_reports_what_happened(lived_once: tuple[Path, dict[str, Any]]) -> None:
    path, report = lived_once
    assert set(report) == {
        "world", "steps", "sim_seconds", "wall_seconds", "agents", "events", "calls", "tokens", "engine", "model", "routines",
        "diversity", "errors", "thinking",
    }  # fmt: skip
    assert (report["world"], report["steps"], report["sim_seconds"], report["agents"]) == (str(path), 720, 7200, 5)
    assert (report["engine"], report["model"], report["errors"]) == ("scripted", "scripted", [])
    assert report["events"]["wake"] == 5
    assert set(report["diversity"]) == {"activities", "entropy", "days"}
    assert report["diversity"]["days"] == 5
    assert report["calls"]["failed"] == 0
    assert report["thinking"]["longest_wait_seconds"] <= report["thinking"]["waited_seconds"] <= report["wall_seconds"]
    assert report["calls"]["total"] == sum(report["calls"]["by_purpose"].values()) > 0
    assert set(report["tokens"]) == {"submitted", "computed", "generated"}
    with WorldReader(path) as reader:
        assert reader.last_step() == 720
        assert reader.event_counts() == report["events"]
    assert os.listdir(path.parent) == ["small.world"]


def test_a_run_goes_on_until_a_time(ask: Ask, lived: Path) -> None:
    report = ask("run", lived, "--until", "day 1 08:10", "--engine", "scripted", "--json").json
    assert report["steps"] == 60
    said = ask("run", lived, "--for", "5m", "--engine", "scripted")
    assert "30 steps (0.1 simulated hours)" in said.out
    assert "thoughts by scripted, 0 of them failed" in said.out
    assert ask("state", lived, "--json").json["step"] == 810


def test_wrong_lengths_and_times_of_a_run(ask: Ask, lived: Path) -> None:
    def problem(*how: str) -> str:
        return ask("run", lived, *how, "--engine", "scripted").problem

    assert "'ages' is no length of time; write it like 90m, 6h or 2d." in problem("--for", "ages")
    assert "choose a later time" in problem("--until", "day 1 07:00")
    assert "is no time" in problem("--until", "tea time")
    assert "is before this world begins" in problem("--until", "2020-01-01 10:00")


def test_models_that_are_none(ask: Ask, lived: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.gguf"
    text.write_text("not a model")
    for model in (tmp_path / "none.gguf", text, tmp_path):
        said = ask("run", lived, "--for", "1h", "--model", model)
        assert str(model) in said.problem or model.name in said.problem
    assert ask("state", lived, "--json").json["step"] == 720


@contextmanager
def killed_after(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process to a test and kill what is left of it afterwards, so that a failed test never waits for it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_stops_after_the_step_in_flight_with_a_report(lived: Path) -> None:
    command = [sys.executable, "-m", "sandbox_app", "run", str(lived), "--for", "90d", "--engine", "scripted", "--json"]
    with killed_after(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)) as process:
        with closing(sqlite3.connect(f"{lived.as_uri()}?mode=ro", uri=True)) as other:
            while other.execute("SELECT max(step) FROM event").fetchone()[0] < 760:
                assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "Stopping after the step in flight" in err.decode()
    assert check(lived) == []
    with WorldReader(lived) as reader:
        assert reader.last_step() == 720 + json.loads(out)["steps"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no process groups of this kind")
def test_ctrl_c_in_a_terminal_reaches_the_model_host_too_and_nothing_breaks(lived: Path, tmp_path: Path) -> None:
    model = write_small_gguf(tmp_path / "small.gguf")
    command = [sys.executable, "-m", "sandbox_app", "run", str(lived), "--for", "90d", "--model", str(model), "--json"]
    with killed_after(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)) as process:
        with closing(sqlite3.connect(f"{lived.as_uri()}?mode=ro", uri=True)) as other:
            while other.execute("SELECT count(*) FROM call WHERE model = 'small'").fetchone()[0] < 3:
                assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert err.decode().strip() == "Stopping after the step in flight; press Ctrl+C again to stop at once."
    report = json.loads(out)
    assert report["model"] == "small"
    assert not [error for error in report["errors"] if "host" in error]
    assert check(lived) == []


def test_a_world_that_another_program_has_open_can_be_read_but_not_run(ask: Ask, lived: Path) -> None:
    with WorldWriter(lived, "the other window"):
        assert (
            "small.world is open for writing already (the other window" in ask("run", lived, "--for", "1h", "--engine", "scripted").problem
        )
        assert ask("state", lived, "--json").json["step"] == 720
        assert ask("check", lived, "--json").json == {"ok": True, "problems": []}


# -- state and events --------------------------------------------------------------------------------------------


def test_the_state_of_now_and_of_then(ask: Ask, lived: Path) -> None:
    now = ask("state", lived, "--json").json
    assert (now["time"], now["step"]) == ("Day 1 · Fri 13 Feb · 08:00", 720)
    assert len(now["agents"]) == 5
    assert all({"name", "place", "x", "y", "activity", "plan_item", "mood"} <= set(agent) for agent in now["agents"])
    assert any(agent["plan_item"] for agent in now["agents"])
    assert all(set(thing) == {"id", "name", "place", "state"} for thing in now["things"])
    then = ask("state", lived, "--at", "day 1 06:00", "--agent", "iris", "--json").json
    (iris,) = then["agents"]
    assert (iris["name"], iris["activity"], iris["place"].partition(", ")[2]) == ("Iris Okoro", "sleeping", "Brook Cottage")
    for same in ("720", "2026-02-13 08:00", "day 1 08:00"):
        assert ask("state", lived, "--at", same, "--json").json == now
    said = ask("state", lived, "--agent", "Sol Okoro").out.splitlines()
    assert said[0] == f"{now['time']} · clear"
    assert said[1].startswith("Sol Okoro ")


def test_questions_about_nobody_and_never(ask: Ask, lived: Path) -> None:
    assert "still to come" in ask("state", lived, "--at", "day 9 10:00").problem
    assert "is no time" in ask("state", lived, "--at", "noonish").problem
    nobody = ask("state", lived, "--agent", "Nobody").problem
    assert nobody == "Nobody called 'Nobody' lives in this world; there are Iris, Nell, Piet, Sol, Wanda."
    assert ask("events", lived, "--agent", "Nobody").problem == nobody
    assert "is no time" in ask("events", lived, "--from", "noonish").problem
    assert "no kind 'shout'" in ask("events", lived, "--kind", "act,shout").problem


def test_interventions_say_who_heard_and_are_on_the_record(ask: Ask, lived: Path) -> None:
    told = ask("tell", lived, "--agent", "nell", "--as", "the postman", "Twelve geese sleep in the tower.", "--json").json
    assert [event["kind"] for event in told["events"]][:2] == ["intervene", "hear"]
    assert told["events"][0]["data"]["speaker"] == "the postman"
    assert told["events"][0]["data"]["author"]
    assert "Heard by Nell Harrow" in ask("tell", lived, "--agent", "Nell", "Hello there.").out
    assert "A voice within Iris says: Rest." in ask("whisper", lived, "--agent", "Iris", "Rest.").out
    who = [one["name"] for one in ask("state", lived, "--json").json["agents"] if "Brook Meadow" in one["place"]]
    assert f"Heard by {', '.join(who)}." in ask("announce", lived, "--place", "Brook Meadow", "The well is dry.").out
    assert who
    assert "is made burning" in ask("set", lived, "--thing", "stove in Blue Kettle", "--state", "burning").out
    assert [event["agent"] for event in ask("events", lived, "--kind", "intervene", "--json").json][:2] == ["Nell Harrow", "Nell Harrow"]
    things = ask("state", lived, "--json").json["things"]
    assert [thing["state"] for thing in things if (thing["name"], thing["place"]) == ("stove", "kitchen, Blue Kettle")] == ["burning"]
    assert "there are Iris" in ask("whisper", lived, "--agent", "Nobody", "Rest.").problem
    assert "several things" in ask("set", lived, "--thing", "stove", "--state", "burning").problem
    assert ask("check", lived).status == 0


def test_a_visit_from_the_command_line(ask: Ask, lived: Path) -> None:
    assert "`visit enter` comes first" in ask("visit", "leave", lived).problem
    assert "Mara comes to Brook Meadow" in ask("visit", "enter", lived, "Mara Quill", "--place", "Brook Meadow").out
    assert "Mara is walking to Blue Kettle" in ask("visit", "walk", lived, "--place", "Blue Kettle").out
    led = ask("events", lived, "--agent", "Mara", "--kind", "enter,lead,move", "--json").json
    assert [event["kind"] for event in led] == ["enter", "lead", "move"]
    assert led[1]["data"]["author"]
    assert "is not near" in ask("visit", "say", lived, "--to", "Nell", "Hello!").problem
    assert "Mara leaves Little Lark" in ask("visit", "leave", lived).out
    assert "Mara Quill" not in ask("state", lived).out
    assert ask("check", lived).status == 0


def test_rules_are_set_listed_and_removed(ask: Ask, lived: Path) -> None:
    assert ask("rule", "list", lived).out == "There are no rules.\n"
    said = ask("rule", "set", lived, "curfew", 'never at "Blue Kettle" later than 21:00', "--agent", "Nell")
    assert said.out == "The rule 'curfew' holds for Nell: never at \"Blue Kettle\" later than 21:00\n"
    (rule,) = ask("rule", "list", lived, "--json").json
    assert (rule["name"], rule["agent"], rule["standing"], rule["broken"]) == ("curfew", "Nell Harrow", "holds", 0)
    assert "does not make sense at 'flies'" in ask("rule", "set", lived, "x", "never flies").problem
    assert ask("rule", "remove", lived, "curfew").status == 0
    assert ask("rule", "list", lived, "--json").json == []
    assert "there are: none" in ask("rule", "remove", lived, "curfew").problem


def test_events_and_their_filters(ask: Ask, lived: Path) -> None:
    def events(*filters: str) -> list[dict[str, Any]]:
        return list(ask("events", lived, *filters, "--json").json)

    everything = events()
    assert set(everything[0]) == {"id", "step", "time", "kind", "agent", "place", "text", "data", "cause"}
    assert [event["id"] for event in everything] == sorted(event["id"] for event in everything)

    def such(test: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        found = [event for event in everything if test(event)]
        assert found
        assert len(found) < len(everything)
        return found

    assert events("--from", "day 1 07:00") == such(lambda event: event["step"] >= 360)
    assert events("--to", "360") == such(lambda event: event["step"] <= 360)
    assert events("--from", "300", "--to", "day 1 07:00") == such(lambda event: 300 <= event["step"] <= 360)
    assert events("--agent", "Nell") == such(lambda event: event["agent"] == "Nell Harrow")
    assert events("--kind", "wake") == such(lambda event: event["kind"] == "wake")
    assert events("--kind", "wake, move") == such(lambda event: event["kind"] in ("wake", "move"))
    assert events("--search", "WAKES up") == such(lambda event: event["text"].endswith("wakes up"))
    assert events("--search", "wakes", "--agent", "4", "--to", "1000") == such(lambda event: event["text"] == "Sol wakes up")
    assert events("--from", "day 3") == []
    assert events("--search", '"; DROP') == []
    lines = ask("events", lived, "--kind", "wake").out.splitlines()
    assert len(lines) == 5
    assert re.fullmatch(r" +\d+ Day 1 · Fri 13 Feb · 06:\d\d  wake +\w+ wakes up", lines[0])


def test_a_reader_that_stops_reading_is_no_fault(lived: Path) -> None:
    command = [sys.executable, "-m", "sandbox_app", "events", str(lived), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=PATIENCE) == 0


# -- worlds that are none, damaged, or cannot be written -----------------------------------------------------------


@pytest.mark.parametrize(
    "command", [("run", "--for", "1h", "--engine", "scripted"), ("state",), ("events",), ("check",), ("screenshot", "-o", "x.png")]
)
def test_a_world_that_is_not_there(ask: Ask, tmp_path: Path, command: tuple[str, ...]) -> None:
    none = tmp_path / "none.world"
    assert ask(command[0], none, *command[1:]).problem == f"There is no world at {none}."
    assert ask(command[0], tmp_path, *command[1:]).problem.startswith(f"{tmp_path} is a folder, not a world; ")
    assert not Path("x.png").exists()


def test_check_names_what_is_damaged(ask: Ask, lived: Path) -> None:
    assert ask("check", lived, "--json").json == {"ok": True, "problems": []}
    assert ask("check", lived).out == f"{lived} is whole.\n"
    with closing(sqlite3.connect(lived)) as connection:
        connection.execute("UPDATE event SET agent_id = 99 WHERE id = 3")
        connection.commit()
    before = lived.read_bytes()
    said = ask("check", lived, "--json")
    found = json.loads(said.out)
    assert (said.status, said.err, found["ok"]) == (3, "", False)
    assert {"what", "where", "fixable"} == set(found["problems"][0])
    assert found["problems"][0]["where"] == "event 3"
    said = ask("check", lived)
    assert said.status == 3
    assert said.out.startswith("event 3: ")
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


def test_backups_are_listed_and_restored(ask: Ask, lived: Path) -> None:
    assert ask("backups", lived, "--json").json == []
    assert "no backups of small.world yet" in ask("backups", lived).out
    assert ask("run", lived, "--for", "10m", "--engine", "scripted", "--json").json["steps"] == 60
    (row,) = ask("backups", lived, "--json").json
    assert (row["number"], row["why"]) == (1, "hour")
    lived.unlink()
    assert "as every hour" in ask("backups", lived).out
    assert "There is no backup 2 of small.world; there are 1 to 1." in ask("backups", lived, "--restore", "2", lived).problem
    assert ask("backups", lived, "--restore", "1", lived, "--json").json["restored"] == str(lived)
    assert ask("state", lived, "--json").json["step"] == 720
    assert "small.world exists already" in ask("backups", lived, "--restore", "1", lived).problem


def test_a_damaged_world_is_repaired_into_a_new_one(ask: Ask, lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as database:
        database.execute("UPDATE event SET cause = id - 1 WHERE id = 3")
        database.execute("DELETE FROM event WHERE id = 2")
        database.execute("DELETE FROM persona WHERE agent_id = 2")
        database.commit()
    before = lived.read_bytes()
    new = lived.with_name("new.world")
    told = ask("check", lived, "--repair", new, "--json").json
    assert (told["ok"], told["repaired"]) == (False, str(new))
    assert {"event 3", "agent 2"} <= {loss["where"] for loss in told["lost"]}
    assert lived.read_bytes() == before
    assert ask("check", new, "--json").json == {"ok": True, "problems": []}
    assert ask("run", new, "--for", "10m", "--engine", "scripted", "--json").json["steps"] == 60
    assert "new.world exists already" in ask("check", lived, "--repair", new).problem
    new.unlink()
    assert f"{new} is whole. What is above was lost" in ask("check", lived, "--repair", new).out


@pytest.mark.parametrize("command", [("run", "--for", "1h", "--engine", "scripted"), ("state",), ("events",)])
@pytest.mark.parametrize("content", [b"no world", b""])
def test_a_file_that_is_no_world(ask: Ask, tmp_path: Path, command: tuple[str, ...], content: bytes) -> None:
    path = tmp_path / "strange.world"
    path.write_bytes(content)
    assert "strange.world" in ask(command[0], path, *command[1:]).problem
    assert path.read_bytes() == content
    said = ask("check", path, "--json")
    assert (said.status, json.loads(said.out)["ok"]) == (3, False)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE meta SET value = 'nonsense' WHERE key = 'settings'",
        "UPDATE meta SET value = 'nonsense' WHERE key = 'start'",
        "UPDATE meta SET value = 'nonsense' WHERE key = 'seed'",
        "DELETE FROM meta WHERE key = 'town'",
        "UPDATE persona SET data = '{}' WHERE id = 1",
        "UPDATE snapshot SET state = zeroblob(40)",
        "UPDATE event SET data = '{}' WHERE kind IN ('act', 'move')",
    ],
)
def test_a_world_whose_content_is_damaged_is_named_so(ask: Ask, lived: Path, damage: str) -> None:
    with closing(sqlite3.connect(lived)) as connection:
        connection.execute(damage)
        connection.commit()
    for command in (("state", lived, "--at", "700"), ("run", lived, "--for", "1h", "--engine", "scripted")):
        if "event" in damage and command[0] == "run":
            continue  # it begins at the last snapshot, which is whole
        assert "small.world is damaged" in ask(*command).problem
    assert os.listdir(lived.parent) == ["small.world"]


def mounted(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let the test mount: {done.stderr.strip()}")


@pytest.fixture
def read_only(lived: Path) -> Iterator[Path]:
    """The lived world in a folder that cannot be written."""
    mounted("--bind", lived.parent, lived.parent)
    mounted("-o", "remount,bind,ro", lived.parent)
    yield lived
    subprocess.run(["umount", "-l", lived.parent], check=True)


def test_a_folder_that_is_read_only(ask: Ask, read_only: Path) -> None:
    assert "small.world cannot be written" in ask("run", read_only, "--for", "1h", "--engine", "scripted").problem
    assert "you may not write there" in ask("new", read_only.parent / "b.world", "--town", "lane").problem
    assert ask("state", read_only, "--json").json["step"] == 720
    assert ask("check", read_only, "--json").json["ok"]
    assert "could not be written" in ask("screenshot", read_only, "-o", read_only.parent / "x.png", "--size", "400x300").problem


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of eight megabytes: a log of some steps and the file it goes into find room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted("-t", "tmpfs", "-o", "size=8m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_full(ask: Ask, small_disk: Path) -> None:
    world = small_disk / "a.world"
    assert ask("new", world, "--town", "lane").status == 0
    assert ask("run", world, "--for", "10m", "--engine", "scripted").status == 0
    room = os.statvfs(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize - 80_000))
    assert "a.world" in ask("run", world, "--for", "2d", "--engine", "scripted").problem
    ballast.unlink()
    room = os.statvfs(small_disk)  # the world has grown meanwhile
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize))
    assert "There is no room left on the disk for b.world" in ask("new", small_disk / "b.world", "--town", "lane").problem
    ballast.unlink()
    assert ask("check", world, "--json").json["ok"]
    said = ask("run", world, "--for", "10m", "--engine", "scripted")
    assert (said.status, said.err) == (0, "")
    assert os.listdir(small_disk) == ["a.world"]


# -- screenshot and bench ----------------------------------------------------------------------------------------


def test_a_screenshot_is_a_picture_of_the_size_asked_for(ask: Ask, lived: Path, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    path = tmp_path / "x.png"
    made = ask("screenshot", lived, "--at", "day 1 07:30", "--agent", "Iris", "--panel", "plan", "--size", "900x600", "-o", path, "--json")
    assert made.json == {"file": str(path)}
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (900, 600)
    assert len({picture.pixel(x, y) for x in range(0, 900, 7) for y in range(0, 600, 7)}) > 50


def test_screenshots_that_cannot_be(ask: Ask, lived: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    for wrong in ("big", "100x100", "1600", "²00x600", "9999x9999"):
        assert "is not a size" in ask("screenshot", lived, "--size", wrong, "-o", path).problem
    assert "There is no panel 'garage'" in ask("screenshot", lived, "--panel", "garage", "-o", path).problem
    assert "Name somebody with --agent" in ask("screenshot", lived, "--panel", "plan", "-o", path).problem
    assert not path.exists()


def test_the_bench_of_the_simulation(ask: Ask) -> None:
    figures = ask("bench", "simulation", "--agents", "7", "--steps", "20", "--town", "lane", "--json").json
    assert (figures["agents"], figures["steps"]) == (7, 20)
    assert 0 < figures["step_p50_ms"] <= figures["step_p99_ms"]
    assert figures["us_per_agent_step"] > 0
    assert figures["limits"] == {"us_per_agent_step": 5.0, "step_p99_ms": 10.0}
    assert "7 agents, 20 steps" in ask("bench", "simulation", "--agents", "7", "--steps", "20", "--town", "lane").out
    assert "at least one step" in ask("bench", "simulation", "--agents", "7", "--steps", "0", "--town", "lane").problem
    assert "1 to 2000 agents" in ask("bench", "simulation", "--agents", "0", "--town", "lane").problem


def test_the_bench_of_retrieval(ask: Ask) -> None:
    small = ("bench", "retrieval", "--memories", "3000", "--dimensions", "16", "--k", "7")
    figures = ask(*small, "--json").json
    assert (figures["memories"], figures["k"], figures["recall"], figures["same_order"]) == (3000, 7, 1.0, 1.0)
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
    assert figures["baseline"]["p50_ms"] > 0
    assert figures["limits"]["p50_ms"] == 1.0
    assert "7 of 3000 memories" in ask(*small).out
    assert "at least one memory" in ask("bench", "retrieval", "--memories", "0").problem


# -- usage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "a.world"),
        ("run", "a.world", "--for", "1h", "--until", "day 2"),
        ("run", "a.world", "--for", "1h", "--engine", "magic"),
        ("new",),
        ("new", "a.world"),
        ("new", "a.world", "--town", "lane", "--agents", "many"),
        ("screenshot", "a.world"),
        ("bench",),
        ("bench", "luck"),
        ("state",),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_told_with_status_2(ask: Ask, arguments: tuple[str, ...]) -> None:
    said = ask(*arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("usage: sandbox-app")


def test_a_fault_of_the_program_is_told_with_where_its_log_is(ask: Ask, lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox_app.simulation.questions.state_at", None)
    said = ask("state", lived)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    log = re.search(r"fault in the program \(TypeError\); (\S+) has the details", said.err)
    assert log is not None
    assert "Traceback" in Path(log[1]).read_text()


@pytest.mark.parametrize("name", sorted(every_command(parser())))
def test_the_readme_tells_of_every_command_and_option(name: str) -> None:
    told = (Path(__file__).parents[1] / "README.md").read_text().replace("[open]", "open")
    lines = [line for line in told.splitlines() if f"{name} " in line]
    assert lines, f"README.md does not tell of {name}"
    for action in every_command(parser())[name]._actions:
        shared = {"--help", "--json"} & set(action.option_strings)
        assert shared or not action.option_strings or any(option in line for line in lines for option in action.option_strings), (
            f"README.md does not tell of {name} {action.option_strings}"
        )
    assert "--json" in told


def queries_of_the_readme() -> list[str]:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## Query a world") : text.index("## A file to trust")]
    return [line.removeprefix("sqlite-utils ") for line in section.splitlines() if line.startswith("sqlite-utils ")]


def test_every_query_of_the_readme_finds_something_and_leaves_no_trace(lived: Path) -> None:
    from click.testing import CliRunner
    from sqlite_utils.cli import cli

    queries = queries_of_the_readme()
    assert len(queries) >= 9
    before = lived.read_bytes()
    for query in queries:
        asked = [str(lived) if part == "my.world" else part for part in shlex.split(query)]
        done = CliRunner().invoke(cli, asked)
        assert done.exit_code == 0, (query, done.output)
        assert len(done.output.strip()) > 2, query
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


def test_every_command_answers_a_call_for_help(ask: Ask) -> None:
    for name in every_command(parser()):
        said = ask(*name.split()[1:], "--help")
        assert (said.status, said.err) == (0, "")
        assert f"usage: {name}" in said.out
    assert re.fullmatch(r"Town Sandbox \d+\.\d+.*\n", ask("--version").out)


def test_moments_are_named_as_in_the_window(ask: Ask, lived: Path, tmp_path: Path) -> None:
    new = tmp_path / "early.world"
    assert ask("fork", lived, new, "--at", "today 07:00").status == 0
    assert ask("state", new, "--json").json["time"] == ask("state", lived, "--at", "day 1 07:00", "--json").json["time"]
    assert "is before this world begins" in ask("state", lived, "--at", "yesterday noon").problem
    assert ask("events", lived, "--to", "07:00", "--json").json == ask("events", lived, "--to", "day 1 07:00", "--json").json


def test_events_are_listed_with_the_numbers_that_why_takes(ask: Ask, lived: Path) -> None:
    rows = ask("events", lived, "--kind", "speak", "--json").json
    lines = ask("events", lived, "--kind", "speak").out.splitlines()
    assert [int(line.split()[0]) for line in lines] == [row["id"] for row in rows] != []
    assert rows[0]["text"] in ask("why", lived, lines[0].split()[0]).out


def test_a_packed_world_says_how_it_is_opened(ask: Ask, tmp_path: Path) -> None:
    packed = Path(shutil.copy(worlds(LIVED), tmp_path / "two.world.xz"))
    for command in ("state", "check"):
        assert "two.world.xz is packed; unpack it first (unxz --keep two.world.xz)" in ask(command, packed).problem
    made = tmp_path / "two.world"
    assert "two days have been lived" in ask("new", made, "--lived").out
    assert ask("state", made, "--json").json["time"].startswith("Day 3")
    assert "two.world exists already" in ask("new", made, "--lived").problem
    assert ask("new", tmp_path / "b.world", "--lived", "--town", "lane").status == 2


def test_who_visits_reads_what_is_answered(ask: Ask, lived: Path) -> None:
    ask("run", lived, "--until", "12:00", "--engine", "scripted")
    place = next(one["place"] for one in ask("state", lived, "--json").json["agents"] if one["name"].startswith("Nell")).split(", ")[-1]
    ask("visit", "enter", lived, "Mara Quill", "--place", place)
    ask("visit", "walk", lived, "--to", "Nell")
    assert "Nell:" not in ask("run", lived, "--for", "2m", "--engine", "scripted").out
    said = ask("visit", "say", lived, "--to", "Nell", "Good day! How are you?").out
    assert said.splitlines()[-1] == f"now: sandbox-app run {lived} --for 1m"
    told = ask("run", lived, "--for", "2m", "--engine", "scripted").out
    heard = ask("events", lived, "--agent", "Mara", "--kind", "hear", "--json").json
    assert [row["text"] for row in heard] != []
    assert all(f"{row['time']}  {row['text']}" in told for row in heard)
    assert heard[0]["text"] not in ask("run", lived, "--for", "10s", "--engine", "scripted").out
