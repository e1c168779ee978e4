"""What is kept of prompts outside the context: those go first whose agents think again last."""

from sandbox_app.llm.llama.shelf import Shelf


def test_what_is_taken_is_gone() -> None:
    shelf = Shelf()
    shelf.put(("town", "Ada"), 1, 1, b"abc", lambda agent: 0)
    assert shelf.take(("town", "Ada")) == b"abc"
    assert shelf.take(("town", "Ada")) is None


def test_whoever_thinks_last_makes_room() -> None:
    wakes = {1: 50, 2: 900, 3: 10, 4: 10}
    shelf = Shelf(most_bytes=12)
    for agent in wakes:
        shelf.put(("town", str(agent)), agent, agent, b"four", wakes.__getitem__)
    assert [agent for agent in wakes if shelf.take(("town", str(agent))) is not None] == [1, 3, 4]


def test_among_equals_the_one_not_used_for_longest() -> None:
    shelf = Shelf(most_bytes=8)
    for agent, used in ((1, 3), (2, 1), (3, 2)):
        shelf.put(("town", str(agent)), agent, used, b"four", lambda agent: 0)
    assert [agent for agent in (1, 2, 3) if shelf.take(("town", str(agent))) is not None] == [1, 3]
