"""What comes to mind: the nearest memories, the nearest last."""

from random import Random

from demo_model.asked import stream
from demo_model.nearness import RECALLED, by_embedding, by_words, nearest
from msgspec.structs import replace

from sandbox_app.llm import facts as f
from sandbox_app.llm.engines import default_embedding, open_embedder

_SAID = "When is the lantern walk?"
_MEMORIES = tuple(
    f.Memory(text, "today 09:00", "heard")
    for text in ("Ada told me: the lantern walk is on Friday", "I am brushing my teeth", "Ben has bought a new saw", "It rains in the park")
)


def test_the_nearest_stands_last_by_words_and_by_embedding() -> None:
    embedder = open_embedder(str(default_embedding()), "thread")
    try:
        for near in (by_words(Random(2)), by_embedding(embedder)):
            offered = nearest(_MEMORIES, _SAID, near)
            assert offered[-1] == replace(_MEMORIES[0], near=True)
            assert set(offered[:-1]) == set(_MEMORIES[1:])
            assert nearest(_MEMORIES, _SAID, near, 1) == offered[-1:]
            assert not nearest(_MEMORIES[1:], _SAID, near)[-1].near, "nothing of the rest is about it"
        assert nearest((), _SAID, by_embedding(embedder)) == ()
    finally:
        embedder.close()


def test_questions_to_learn_from_bring_mostly_the_right_memory_last() -> None:
    last = known = 0
    for _, (_, rows) in zip(range(40), stream(5, 6), strict=False):
        for facts in rows:
            offered = facts.memories if isinstance(facts, f.Interview) else facts.recalled if isinstance(facts, f.Say) else ()
            asked = facts.question if isinstance(facts, f.Interview) else facts.lines[-1].text if isinstance(facts, f.Say) else ""
            assert len(offered) <= (6 if isinstance(facts, f.Interview) else RECALLED)
            words = {word.strip("?.,").casefold() for word in asked.split() if len(word) > 3}
            named = [memory for memory in offered if words & {word.strip("?.,:").casefold() for word in memory.text.split()}]
            known += bool(named)
            last += bool(named) and named[-1] == offered[-1]
    assert known > 100
    assert last > 0.8 * known
