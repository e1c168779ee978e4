"""Memories wait for their importance in the order in which they came, none is forgotten."""

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.mind.memory import MemoryStream
from sandbox_app.worldfile.rows import MemoryRow


def row(number: int, importance: int = 0) -> MemoryRow:
    return MemoryRow(id=number, agent_id=1, kind="seen", text=f"sight {number}", importance=importance, created_step=number)


def test_none_is_passed_over_however_many_there_are() -> None:
    words = HashedWords()
    stream = MemoryStream(words.embed, words.dimensions, 10)
    for number in range(1, 401):
        stream.add(row(number, importance=5 if number % 100 == 0 else 0))
    waiting = stream.unrated()
    assert len(waiting) == 396
    assert [one.id for one in waiting[:3]] == [1, 2, 3]
    stream.rate(1, 7, 500)
    assert stream.unrated()[0].id == 2
