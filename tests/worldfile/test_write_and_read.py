"""What is written into a world is what is read from it, now and as of an earlier step."""

import os
import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.create import create_world
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, MemoryRow, StepBatch
from sandbox_app.worldfile.valid import LastIds
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world


def write(path: Path, *batches: StepBatch) -> None:
    with WorldWriter(path) as writer:
        for batch in batches:
            writer.write(batch)


def test_new_world_holds_what_it_was_made_of(world: Path) -> None:
    with WorldReader(world) as reader:
        assert reader.meta() == {"town": "tiny", "seed": "7", "last_step": "0"}
        assert reader.last_step() == 0
        assert reader.agents() == small_world.AGENTS
        assert reader.personas() == reader.personas(at=0) == small_world.PERSONAS
        assert reader.memories(1) == [small_world.KNOWN[0]]
        assert reader.memories(2) == [small_world.KNOWN[1]]
        assert reader.beliefs(1) == small_world.BELIEFS
        assert reader.events() == []
        assert reader.snapshot_before(100) is None
    assert os.listdir(world.parent) == ["small.world"]


def test_step_is_read_back_whole(world: Path) -> None:
    step = small_world.full_step()
    write(world, step)
    with WorldReader(world) as reader:
        assert reader.last_step() == 3
        assert reader.events() == step.events
        assert reader.event(2) == step.events[1]
        assert reader.event(3) is None
        assert reader.call(1) == step.calls[0]
        assert reader.memories(1) == step.memories
        assert reader.plans(1) == step.plans
        assert reader.beliefs(1) == step.beliefs
        assert reader.personas() == [small_world.PERSONAS[0], step.personas[0]]
        assert reader.embeddings(["Bo asked for a coffee.", "unknown"], "minilm") == {"Bo asked for a coffee.": b"\x00\x3c\x00\x00"}
        assert reader.all_embeddings("minilm") == {"Bo asked for a coffee.": b"\x00\x3c\x00\x00"}
        assert reader.all_embeddings("other") == {}
        assert reader.snapshot_before(3) == reader.snapshot_before(99) == step.snapshot
        assert reader.snapshot_before(2) is None


def test_the_past_does_not_know_the_future(world: Path) -> None:
    later = StepBatch(step=5, rated=[(3, 7)], retired_plans=[1])
    write(world, small_world.full_step(), later)
    with WorldReader(world) as reader:
        assert reader.memories(1, at=2) == [small_world.KNOWN[0]]
        assert [m.importance for m in reader.memories(1, at=4)] == [0]
        assert [(m.importance, m.rated_step) for m in reader.memories(1, at=5)] == [(7, 5)]
        assert reader.memory(1, at=4) == msgspec.structs.replace(small_world.KNOWN[0], retired_step=3)
        assert reader.memory(3, at=2) is None
        assert reader.personas(at=2) == small_world.PERSONAS
        assert reader.beliefs(1, at=2) == small_world.BELIEFS
        assert [plan.retired_step for plan in reader.plans(1, at=4)] == [None]
        assert reader.plans(1, at=5) == []
        assert reader.last_access(1, at=2) == {}
        assert reader.last_access(1) == reader.last_access(at=3) == {1: 3}


def test_plans_within_steps(world: Path) -> None:
    write(world, small_world.full_step(3))  # one line, from step 3 to before 33
    with WorldReader(world) as reader:
        assert [len(reader.plans(1, from_step=a, to_step=b)) for a, b in ((0, 2), (0, 3), (32, 40), (33, 40))] == [0, 1, 1, 0]


def test_events_by_all_that_one_may_ask_for(world: Path) -> None:
    kinds = ["wake", "move", "speak", "act"]
    events = [
        Event(id=n, step=n // 2, kind=kinds[n % 4], agent_id=n % 3, place_id=n % 5, text=f"Crème brûlée number {n}" if n % 7 else "")
        for n in range(1, 61)
    ]
    write(world, StepBatch(step=40, events=events))

    def ids(**asked: object) -> list[int]:
        return [event.id for event in reader.events(**asked)]  # type: ignore[arg-type]

    with WorldReader(world) as reader:
        assert ids() == [event.id for event in events]
        assert ids(from_step=10, to_step=12) == [20, 21, 22, 23, 24, 25]
        assert ids(from_step=0, to_step=0) == [1]
        assert ids(from_step=99) == []
        assert ids(agent=2, kinds=["move", "act"], to_step=5) == [5, 11]
        assert ids(kinds=[]) == []
        assert ids(places=[4], to_step=7) == [4, 9, 14]
        assert ids(after_id=58) == [59, 60]
        assert ids(limit=2) == [1, 2]
        assert ids(limit=2, latest=True) == [59, 60]
        assert ids(search="creme 12") == [12]
        assert ids(search="number", to_step=3) == [1, 2, 3, 4, 5, 6]
        assert ids(search='" OR ) NEAR(') == []
        assert reader.event_counts(from_step=30) == {"wake": 1}
        assert sum(reader.event_counts().values()) == 60


def test_memories_are_found_by_their_words_as_of_a_step(world: Path) -> None:
    write(world, small_world.full_step())
    with WorldReader(world) as reader:
        assert [m.id for m in reader.find_memories("CAFE", at=2)] == [1]
        assert reader.find_memories("cafe") == []
        assert [m.id for m in reader.find_memories("coff bo")] == [3]
        assert reader.find_memories("coffee", agent_id=2) == []


def test_calls_and_what_they_came_to(world: Path) -> None:
    calls = [small_world.call(n, n, agent=1 + n % 2, error="" if n % 4 else "timed out") for n in range(1, 9)]
    write(world, *(StepBatch(step=n, calls=[call]) for n, call in enumerate(calls, start=1)))
    with WorldReader(world) as reader:
        assert [call.id for call in reader.calls(agent=1)] == [2, 4, 6, 8]
        assert [call.id for call in reader.calls(failed=True)] == [4, 8]
        assert [call.id for call in reader.calls(failed=False, asked_from=3, asked_to=5)] == [3, 5]
        assert [call.id for call in reader.calls(due_from=7)] == [7, 8]
        assert [call.id for call in reader.calls(limit=2, latest=True)] == [7, 8]
        assert reader.calls(purpose="say") == []
        assert [reader.call(call.id) for call in calls] == calls
        (totals,) = reader.call_totals()
        assert (totals.purpose, totals.count, totals.failed, totals.submitted, totals.seconds) == ("react", 8, 2, 800, 2.0)
        assert reader.call_totals(from_step=9) == []
        assert reader.call(9) is None


def test_prompts_that_repeat_are_stored_once_and_come_back_exactly(world: Path) -> None:
    long = "".join(f"Memory {n}: at the café with Bo, he said it was number {n * 37 % 101}.\n" for n in range(400))
    calls = [small_world.call(n, n, now=f"Now {n}.\n{long[n * 50 :]}" if n % 3 else "") for n in range(1, 30)]
    write(world, *(StepBatch(step=n, calls=[call]) for n, call in enumerate(calls[:15], start=1)))
    write(world, *(StepBatch(step=n, calls=[call]) for n, call in enumerate(calls[15:], start=16)))
    with WorldReader(world) as reader:
        assert [reader.call(call.id) for call in reversed(calls)] == calls[::-1]
    texts = {text for call in calls for text in (call.shared, call.own, call.now + call.facts + call.answer) if text}
    database = sqlite3.connect(world)
    stored, packed = database.execute("SELECT count(*), sum(length(packed)) FROM text").fetchone()
    database.close()
    assert stored == len(texts)
    assert packed < sum(len(text) for text in texts) / 20


def test_prompts_that_were_forgotten_are_said_to_be(world: Path) -> None:
    write(world, small_world.full_step())
    database = sqlite3.connect(world)
    database.execute("UPDATE text SET packed = NULL")
    database.commit()
    database.close()
    with WorldReader(world) as reader:
        assert reader.calls()[0].output == "1\nbusy"
        with pytest.raises(WorldProblem, match="told to forget its prompts"):
            reader.call(1)
    assert check(world) == []


def test_writing_goes_on_where_it_ended(world: Path) -> None:
    write(world, small_world.full_step())
    with WorldWriter(world) as writer:
        assert writer.last_ids() == LastIds(event=2, memory=3, plan=1, belief=2, persona=3, call=1)
        assert writer.last_step() == 3
        writer.set_meta("model", "demo")
        writer.set_meta("model", "demo-2")
        writer.write(StepBatch(step=3, events=[Event(id=3, step=3, kind="edit")]))
        writer.write(StepBatch(step=4))
        assert writer.last_ids().event == 3
    with WorldReader(world) as reader:
        assert reader.last_step() == 4
        assert reader.meta()["model"] == "demo-2"
        assert [event.id for event in reader.events()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        (StepBatch(step=2), "comes after step 3"),
        (StepBatch(step=4, events=[Event(id=2, step=4, kind="act")]), "ids must grow"),
        (StepBatch(step=4, events=[Event(id=3, step=5, kind="act")]), "outside 3..4"),
        (StepBatch(step=4, events=[Event(id=3, step=4, kind="act", agent_id=9)]), "does not exist"),
        (StepBatch(step=4, events=[Event(id=3, step=4, kind="act", cause=3)]), "not before it"),
        (StepBatch(step=4, events=[Event(id=3, step=4, kind="act", text="x" * 10_000)]), "over the limit"),
        (StepBatch(step=4, retired_memories=[1]), "only 0 exist"),
        (StepBatch(step=4, rated=[(3, 5), (99, 5)]), "only 1 exist"),
        (StepBatch(step=4, rated=[(2, 5)]), "only 0 exist"),  # rated from the start
        (StepBatch(step=4, rated=[(3, 0)]), "outside 1..10"),
        (StepBatch(step=4, memories=[MemoryRow(id=4, agent_id=9, kind="seen", text="x", importance=1, created_step=4)]), "does not exist"),
        (
            StepBatch(step=4, memories=[MemoryRow(id=4, agent_id=1, kind="seen", text="x", importance=1, created_step=9)]),
            "created in step 9",
        ),
    ],
)
def test_row_that_cannot_be_is_refused_and_nothing_of_its_batch_is_kept(world: Path, batch: StepBatch, said: str) -> None:
    batch.embeddings = [("new", "minilm", b"\0\0")]
    with WorldWriter(world) as writer:
        writer.write(small_world.full_step())
        with pytest.raises(ValueError, match=said):
            writer.write(batch)
        writer.write(StepBatch(step=4, events=[Event(id=3, step=4, kind="act")]))
    with WorldReader(world) as reader:
        assert [event.id for event in reader.events()] == [1, 2, 3]
        assert reader.embeddings(["new"], "minilm") == {}


def test_reading_while_writing_from_another_thread(world: Path) -> None:
    counts: list[int] = []
    wrote, read = threading.Barrier(2, timeout=30), threading.Barrier(2, timeout=30)

    def look() -> None:
        with WorldReader(world) as reader:
            for _ in range(20):
                wrote.wait()
                counts.append(len(reader.events()))
                read.wait()

    thread = threading.Thread(target=look)
    thread.start()
    with WorldWriter(world) as writer:
        for step in range(20):
            events = [Event(id=step * 5 + n, step=step, kind="act") for n in range(1, 6)]
            writer.write(StepBatch(step=step, events=events))
            wrote.wait()
            read.wait()
        thread.join()
    assert counts == [5 * n for n in range(1, 21)]
    assert os.listdir(world.parent) == ["small.world"]


def test_world_closed_while_somebody_reads_is_whole_and_becomes_one_file_with_the_next_writer(world: Path) -> None:
    with WorldReader(world) as reader:
        write(world, small_world.full_step())
        assert len(reader.events()) == 2
    with WorldReader(world) as reader:
        assert len(reader.events()) == 2
    write(world)
    assert os.listdir(world.parent) == ["small.world"]


def test_closed_world_can_be_copied_as_one_file_and_read_with_any_sqlite_tool(world: Path) -> None:
    write(world, small_world.full_step())
    copy = world.parent / "elsewhere.db"
    copy.write_bytes(world.read_bytes())
    database = sqlite3.connect(copy)
    assert database.execute("SELECT id, step, kind, agent_id, place_id, text, data, cause FROM event").fetchall()[1] == (
        (2, 3, "hear", 1, 4, "Ada hears Bo.", "{}", 1)
    )
    assert database.execute("SELECT id, agent_id, kind, text, importance, created_step, retired_step FROM memory").fetchall()[0] == (
        (1, 1, "known", "I keep the café by the harbour.", 5, 0, 3)
    )
    assert database.execute("SELECT name FROM agent WHERE id = 2").fetchall() == [("Bo Quist",)]
    assert database.execute("SELECT value FROM meta WHERE key = 'town'").fetchall() == [("tiny",)]
    assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    database.close()


def test_what_exists_is_never_overwritten(world: Path) -> None:
    before = world.read_bytes()
    with pytest.raises(WorldProblem, match=r"small.world exists already"):
        small_world.make(world)
    assert world.read_bytes() == before


def test_new_world_without_a_folder_or_with_a_bad_row_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(WorldProblem, match="There is no folder"):
        small_world.make(tmp_path / "missing" / "a.world")
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(UnicodeEncodeError):
        create_world(folder / "a.world", {"town": "half a sign \ud800"}, small_world.AGENTS)
    assert os.listdir(folder) == []


def test_missing_world_is_said(tmp_path: Path) -> None:
    for opening in (WorldReader, WorldWriter):
        with pytest.raises(WorldProblem, match=r"There is no world at .*a\.world"):
            opening(tmp_path / "a.world")
    assert not (tmp_path / "a.world").exists()
