"""Interviews: answered from memory as of any moment, with evidence, and without a trace in the world."""

from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.budget import budget
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.interviewing import Question, interview, kinds_of_questions, one_question, prepared
from sandbox_app.simulation.remembered import memories_of
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

HOURS = 360
EMBEDDER = HashedWords()
ENGINE = ScriptedEngine()


class Untaught(ScriptedEngine):
    """Never learned to be interviewed, and says it was asked."""

    def knows(self, purpose: str) -> bool:
        return purpose != "interview"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "lane.world"
    create_world_file(path, "lane", seed=5, settings=Settings(reflection_threshold=60))
    session = Session(path, ENGINE, EMBEDDER)
    run_until(session, 14 * HOURS, "scripted")
    session.close()
    return path


def test_an_answer_rests_on_memories_of_that_moment_and_leaves_no_trace(lived: Path) -> None:
    before = lived.read_bytes()
    news = memories_of(lived, None, None, kinds="promise")[0]
    whom = news["text"].split()[2].rstrip(":")
    asked = one_question(news["agent"], f"What did you promise {whom}?")
    late = interview(lived, asked, ENGINE, EMBEDDER)["answers"][0]
    early = interview(lived, asked, ENGINE, EMBEDDER, at=str(news["step"] - 1))["answers"][0]
    assert lived.read_bytes() == before
    assert news["id"] in {row["memory"] for row in late["evidence"]}
    assert news["id"] not in {row["memory"] for row in early["evidence"]}
    assert whom in late["answer"]
    assert "promised" in late["answer"]
    assert late["answer"] != early["answer"]
    assert late["answer"] in late["call"]["output"]
    scores = [row["score"] for row in late["evidence"]]
    assert 3 < len(scores) <= 50
    assert scores == sorted(scores, reverse=True)
    assert interview(lived, asked, ENGINE, EMBEDDER)["answers"][0]["answer"] == late["answer"]


def test_five_questions_of_five_kinds_for_everybody(lived: Path) -> None:
    rows = interview(lived, kinds_of_questions(None, None), ENGINE, EMBEDDER)["answers"]
    kinds = ["self-knowledge", "memory", "plans", "reactions", "reflections"]
    for name in {row["agent"] for row in rows}:
        own = [row for row in rows if row["agent"] == name]
        assert list(dict.fromkeys(row["kind"] for row in own)) == kinds
        assert len(own) >= 22  # who knows everybody is not asked about strangers
    assert len({row["agent"] for row in rows}) == 5
    assert all(row["answer"] and not row["error"] for row in rows)
    assert not any("{" in row["question"] for row in rows)


def test_faculties_can_be_left_out_of_one_and_the_same_life(lived: Path) -> None:
    asked = one_question("Nell", "Whom did you see?")
    assert {"seen", "talk"} & {row["kind"] for row in interview(lived, asked, ENGINE, EMBEDDER)["answers"][0]["evidence"]}
    answer = interview(lived, asked, ENGINE, EMBEDDER, without=("observation", "reflection"))["answers"][0]
    assert {row["kind"] for row in answer["evidence"]} <= {"known", "plan", "whisper"}
    with pytest.raises(Problem, match="no faculty 'wit'"):
        interview(lived, asked, ENGINE, EMBEDDER, without=("wit",))


def test_a_model_that_did_not_learn_it_is_asked_only_if_the_person_allows(lived: Path) -> None:
    asked = one_question("Nell", "Who are you?")
    with pytest.raises(Problem, match="did not learn to be interviewed"):
        interview(lived, asked, Untaught(), EMBEDDER)
    assert interview(lived, asked, Untaught(), EMBEDDER, untrained=True)["answers"][0]["answer"]


def test_a_file_of_questions_of_ones_own(lived: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[gossip]\nquestions = ["Who is {friend}?", "Have you met {nobody}?"]\n')
    rows = interview(lived, kinds_of_questions(file, "Iris"), ENGINE, EMBEDDER)["answers"]
    assert [(row["agent"], row["kind"]) for row in rows] == [("Iris Okoro", "gossip")]
    assert "{" not in rows[0]["question"]
    file.write_text("gossip = 3")
    with pytest.raises(Problem, match="has no questions"):
        interview(lived, kinds_of_questions(file, "Iris"), ENGINE, EMBEDDER)
    with pytest.raises(Problem, match="Say what to ask"):
        one_question("Iris", " ")


def test_who_had_a_party_does_not_announce_it_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lane.world"
    create_world_file(path, "lane", seed=5)
    with WorldReader(path) as reader:
        world = describe(reader)
        host = next(number for number, one in enumerate(world.cast, 1) if "day 2 at 17:00" in one.aim)
        for time, wanted in (("day 2 12:00", True), ("day 3 12:00", False)):
            step = world.clock.parse(time)
            (one,) = prepared(reader, world, step, [Question(host, "What do you plan?")], budget(Settings(), 2048), EMBEDDER)
            assert ("party" in one.facts.me.aim) is wanted


def test_what_a_stranger_means_is_told_to_small_models_alone(lived: Path) -> None:
    with closing(open_embedder(str(default_embedding()), "thread")) as shipped, WorldReader(lived) as reader:
        world = describe(reader)
        step = reader.last_step()
        for context, about in ((2048, "how old you are"), (32_768, "")):
            (one,) = prepared(reader, world, step, [Question(1, "how old r u")], budget(Settings(), context), shipped)
            assert one.facts.meant == about
