"""What a world is like and what happened there, now and then, and what a person does to it from outside."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import PATIENCE, Ask


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


def test_names_are_found_without_regard_for_capitals_and_accents(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    assert ask("new", path, "--town", "Alderwick").status == 0
    assert "Clover Café" in ask("close", path, "--place", "clover cafe", "--preview").out
    assert "did you mean Clover Café?" in ask("close", path, "--place", "clovr caffe").problem
    assert "did you mean Helene?" in ask("persona", "show", path, "--agent", "Helen").problem
    assert "did you mean lane? Towns that ship: " in ask("new", tmp_path / "b.world", "--town", "lanes").problem


def test_a_time_below_nothing_is_told_in_a_sentence(ask: Ask, lived: Path) -> None:
    assert "'-3h' is no length of time" in ask("run", lived, "--engine", "scripted", "--for", "-3h").problem


def test_moments_are_named_as_in_the_window(ask: Ask, lived: Path, tmp_path: Path) -> None:
    new = tmp_path / "early.world"
    assert ask("fork", lived, new, "--at", "today 07:00").status == 0
    assert ask("state", new, "--json").json["time"] == ask("state", lived, "--at", "day 1 07:00", "--json").json["time"]
    assert "is before this world begins" in ask("state", lived, "--at", "yesterday noon").problem
    assert ask("events", lived, "--to", "07:00", "--json").json == ask("events", lived, "--to", "day 1 07:00", "--json").json


def test_a_persona_is_shown_in_words(ask: Ask, lived: Path) -> None:
    shown = ask("persona", "show", lived, "--agent", "Iris").out
    assert "traits     lively, generous, restless\n" in shown
    assert "habits     07:40 Blue Kettle: bake scones\n           18:15 Duck Green: take a walk\n" in shown
    assert "ties       Sol: father (closeness +7 of 10)\n" in shown
    assert not set("(){}[]") & set(shown.replace("(closeness", "").replace("of 10)", ""))


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


def test_events_are_listed_with_the_numbers_that_why_takes(ask: Ask, lived: Path) -> None:
    rows = ask("events", lived, "--kind", "speak", "--json").json
    lines = ask("events", lived, "--kind", "speak").out.splitlines()
    assert [int(line.split()[0]) for line in lines] == [row["id"] for row in rows] != []
    assert rows[0]["text"] in ask("why", lived, lines[0].split()[0]).out


def test_a_reader_that_stops_reading_is_no_fault(lived: Path) -> None:
    command = [sys.executable, "-m", "sandbox_app", "events", str(lived), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=PATIENCE) == 0
