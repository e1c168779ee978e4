"""A world is written anew, as small as it can be, and may forget its prompts."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.shrinking import sizes, vacuum
from sandbox_app.worldfile.texts import TextForgotten
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world

CALLS = [small_world.call(n, n, now=f"Now {n}: " + " ".join(str(n * k % 997) for k in range(300))) for n in range(1, 41)]


@pytest.fixture
def lived(world: Path) -> Path:
    with WorldWriter(world) as writer:
        writer.write_all(
            StepBatch(step=call.asked_step, calls=[call], embeddings=[(f"text {call.id}", "m", b"\0\1" * 200)]) for call in CALLS
        )
    return world


def test_a_world_written_anew_holds_the_same_and_is_smaller(lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as connection, connection:
        connection.execute("DELETE FROM embedding WHERE id > 3")
    before, after = vacuum(lived)
    assert after < before
    assert after == lived.stat().st_size
    assert check(lived) == []
    with WorldReader(lived) as reader:
        assert [reader.call(call.id) for call in CALLS] == CALLS
        assert reader.last_step() == CALLS[-1].asked_step
    assert [path.name for path in lived.parent.iterdir()] == [lived.name]


def test_a_world_forgets_its_prompts_and_keeps_those_to_come_when_told(lived: Path) -> None:
    before, after = vacuum(lived, forget=True)
    assert after < before
    forgotten = small_world.call(41, 41, now="A prompt of a world that forgets.")
    with WorldWriter(lived) as writer:
        writer.write(StepBatch(step=41, calls=[forgotten]))
    with WorldReader(lived) as reader:
        for number in (1, 40, 41):
            with pytest.raises(TextForgotten, match="told to forget"):
                reader.call(number)
        assert [head.output for head in reader.calls()] == [call.output for call in [*CALLS, forgotten]]
    vacuum(lived, forget=False)
    again = [small_world.call(42, 42, now=CALLS[3].now), small_world.call(43, 43, now="And a new one.")]
    with WorldWriter(lived) as writer:
        writer.write_all([StepBatch(step=42, calls=again[:1]), StepBatch(step=43, calls=again[1:])])
    with WorldReader(lived) as reader:
        assert [reader.call(42), reader.call(43)] == again
        with pytest.raises(TextForgotten):
            reader.call(41)
    assert check(lived) == []


def test_the_command(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vacuum", str(lived), "--forget-prompts", "--json"]) == 0
    said = msgspec.json.decode(capsys.readouterr().out)
    assert said["bytes_before"] > said["bytes_after"] == lived.stat().st_size
    with WorldReader(lived) as reader, pytest.raises(TextForgotten):
        reader.call(1)
    assert main(["vacuum", str(lived)]) == 0
    assert "MB now." in capsys.readouterr().out


def test_what_the_size_is_made_of(lived: Path) -> None:
    before = lived.read_bytes()
    found = sizes(lived)
    assert found.whole == len(before)
    assert found.whole > found.without_embeddings > found.without_prompts
    assert lived.read_bytes() == before


def test_many_steps_at_once_are_written_wholly_or_not_at_all(world: Path) -> None:
    with WorldWriter(world) as writer:
        with pytest.raises(ValueError, match="comes after step"):
            writer.write_all([StepBatch(step=5, calls=[CALLS[0]]), StepBatch(step=4)])
        assert (writer.last_step(), writer.last_ids().call) == (0, 0)
        writer.write_all([StepBatch(step=5, calls=[small_world.call(1, 5)]), StepBatch(step=6)])
        assert (writer.last_step(), writer.last_ids().call) == (6, 1)
    with WorldReader(world) as reader:
        assert (reader.last_step(), len(reader.calls())) == (6, 1)


def test_a_world_that_is_open_is_not_touched(lived: Path) -> None:
    with WorldWriter(lived), pytest.raises(WorldProblem, match="open for writing already"):
        vacuum(lived)
    with pytest.raises(WorldProblem, match="There is no world"):
        vacuum(lived.with_name("none.world"))
