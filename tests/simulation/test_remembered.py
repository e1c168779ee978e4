"""Looking into minds as of any moment: retrieval against a recomputation from the file's raw values, lists, and one memory."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import msgspec
import numpy as np
import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.memory import UNRATED
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.edited import edit_world
from sandbox_app.simulation.editing.operations import RewordMemory
from sandbox_app.simulation.interventions import Edit, Undo
from sandbox_app.simulation.remembered import memories_of, memory_of, retrieve_of
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session

HOURS = 360
EMBEDDER = HashedWords()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that has lived into its second day."""
    path = tmp_path_factory.mktemp("lived") / "lane.world"
    create_world_file(path, "lane", seed=5, settings=Settings(reflection_threshold=60))
    session = Session(path, ScriptedEngine(), EMBEDDER)
    run_until(session, 28 * HOURS, "scripted")
    session.close()
    return path


@pytest.mark.parametrize(("at", "query"), [("5000", "what did my neighbour say"), ("day 2 08:00", "bread"), (None, "plans for today")])
def test_retrieval_is_what_the_raw_values_of_the_file_give(lived: Path, at: str | None, query: str) -> None:
    before = lived.read_bytes()
    found = retrieve_of(lived, "Nell", query, 10_000, at, EMBEDDER)
    assert lived.read_bytes() == before
    with contextlib.closing(sqlite3.connect(lived)) as connection:
        agent = connection.execute("SELECT id FROM agent WHERE short = 'Nell'").fetchone()[0]
        last = int(connection.execute("SELECT value FROM meta WHERE key = 'last_step'").fetchone()[0])
        step = {"5000": 5000, "day 2 08:00": 26 * HOURS, None: last}[at]
        rows = connection.execute(
            "SELECT memory.id, created_step, importance, rated_step, vector FROM memory LEFT JOIN embedding ON embedding.text = memory.text"
            " WHERE agent_id = ? AND created_step <= ? AND (retired_step IS NULL OR retired_step > ?)",
            (agent, step, step),
        ).fetchall()
        texts = dict(connection.execute("SELECT id, text FROM memory").fetchall())
        access: dict[int, int] = {}
        for asked, packed in connection.execute(
            "SELECT step, packed FROM retrieval WHERE agent_id = ? AND step <= ? ORDER BY step", (agent, step)
        ):
            access.update(dict.fromkeys(msgspec.msgpack.decode(packed)[0], asked))

    def scale(values: dict[int, float]) -> dict[int, float]:
        low, high = min(values.values()), max(values.values())
        return {number: 0.0 if high == low else (value - low) / (high - low) for number, value in values.items()}

    asked_for = EMBEDDER.embed([query])[0].astype(np.float64)
    recency, importance, relevance = {}, {}, {}
    for number, created, weight, rated, vector in rows:
        half = np.frombuffer(vector, np.float16) if vector else EMBEDDER.embed([texts[number]])[0].astype(np.float16)
        kept = half.astype(np.float64)
        recency[number] = 0.995 ** ((step - max(created, access.get(number, 0))) * 10 / 3600)
        importance[number] = float(UNRATED if not weight or rated > step else weight)
        relevance[number] = float(kept @ asked_for / np.linalg.norm(kept) / np.linalg.norm(asked_for))
    parts = [scale(values) for values in (recency, importance, relevance)]
    assert {row["id"] for row in found} == set(recency)
    assert len(found) > 20
    for row in found:
        number = row["id"]
        raw = (row["raw_recency"], row["raw_importance"], row["raw_relevance"])
        assert np.allclose(raw, (recency[number], importance[number], relevance[number]), rtol=0, atol=1e-6)
        scaled = (row["recency"], row["importance"], row["relevance"])
        assert np.allclose(scaled, [part[number] for part in parts], rtol=0, atol=1e-6)
        assert abs(row["score"] - sum(part[number] for part in parts)) < 1e-6
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)
    assert retrieve_of(lived, "Nell", query, 7, at, EMBEDDER) == found[:7]


def test_a_memory_that_a_thought_used_is_fresh_from_then_on(lived: Path) -> None:
    with contextlib.closing(sqlite3.connect(lived)) as connection:
        packed, step = connection.execute("SELECT packed, step FROM retrieval WHERE agent_id = 2 ORDER BY step DESC LIMIT 1").fetchone()
    used = msgspec.msgpack.decode(packed)[0]
    then = {row["id"]: row for row in retrieve_of(lived, "2", "anything", 10_000, str(step), EMBEDDER)}
    assert all(then[number]["raw_recency"] == 1.0 for number in used)
    before = {row["id"]: row for row in retrieve_of(lived, "2", "anything", 10_000, str(step - 1), EMBEDDER)}
    assert any(before[number]["raw_recency"] < 1.0 for number in used if number in before)


def test_memories_are_listed_and_found_as_they_were(lived: Path) -> None:
    everything = memories_of(lived, None, None)
    nells = memories_of(lived, "Nell", "day 1 12:00")
    assert 0 < len(nells) < sum(row["agent"] == "Nell Harrow" for row in everything)
    assert all(row["agent"] == "Nell Harrow" and row["step"] <= 6 * HOURS for row in nells)
    talks = memories_of(lived, None, None, kinds="talk,promise")
    assert {row["kind"] for row in talks} <= {"talk", "promise"}
    word = talks[0]["text"].split()[0]
    hits = memories_of(lived, None, None, words=word)
    assert hits
    assert all(word.casefold() in row["text"].casefold() for row in hits)


def test_a_reflection_shows_what_it_rests_on(lived: Path) -> None:
    thoughts = memories_of(lived, None, None, kinds="thought")
    shown = memory_of(lived, thoughts[0]["id"], None)
    assert [row["id"] for row in shown["rests_on"]] == thoughts[0]["evidence"] != []
    first = memory_of(lived, shown["rests_on"][0]["id"], None)
    assert thoughts[0]["id"] in {row["id"] for row in first["supports"]}
    with pytest.raises(Problem, match="no memory 999999"):
        memory_of(lived, 999999, None)
    with pytest.raises(Problem, match="what to look for"):
        retrieve_of(lived, "Nell", " ", 5, None, EMBEDDER)


def test_a_memory_that_was_edited_is_found_as_its_owner_finds_it(lived: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(lived, tmp_path / "lane.world"))
    before = retrieve_of(path, "Nell", "bread", 10_000, None, EMBEDDER)
    oldest = min(before, key=lambda row: row["raw_recency"])
    edited = edit_world(path, Edit(RewordMemory(oldest["id"], "I dreamt of otters.")), "me")
    after = {row["id"]: row["raw_recency"] for row in retrieve_of(path, "Nell", "bread", 10_000, None, EMBEDDER)}
    assert after[edited.memories[0]] == oldest["raw_recency"]
    edit_world(path, Undo(), "me")
    assert retrieve_of(path, "Nell", "bread", 10_000, None, EMBEDDER) == before


def test_what_rests_on_a_memory_still_does_in_other_words(lived: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(lived, tmp_path / "lane.world"))
    thought = memories_of(path, None, None, kinds="thought")[0]
    ground = thought["evidence"][0]
    (made,) = edit_world(path, Edit(RewordMemory(ground, "I dreamt of otters.")), "me").memories
    assert thought["id"] in {row["id"] for row in memory_of(path, made, None)["supports"]}
    edit_world(path, Undo(), "me")
    assert thought["id"] in {row["id"] for row in memory_of(path, ground, None)["supports"]}
    assert ground in {row["id"] for row in memory_of(path, thought["id"], None)["rests_on"]}
