"""Visitors' remarks: never trained on, all of them asked, every answer shown, and verdicts that hold for what was read alone."""

import re
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from demo_model import card, visiting
from demo_model.documents import HELD_OUT, asked, stream
from demo_model.nearness import by_words
from demo_model.visiting import Answered, Verdict, judged, put, read_verdicts, remarks, strange_words, summary, write_verdicts

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms

DOCUMENTS = 600


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_there_are_two_hundred_from_many_angles_and_eighty_more() -> None:
    texts = [remark.text for remark in remarks()]
    assert len(texts) == 280
    assert len(set(texts[:200])) == 200
    assert all(remark.group.startswith(visiting.LATER) is (number >= 200) for number, remark in enumerate(remarks()))
    assert len({remark.group for remark in remarks()}) >= 15
    assert {remark.asked for remark in remarks()} == {"talk", "interview"}


def test_no_module_of_the_generator_reads_them() -> None:
    readers = {path.name for path in visiting.HERE.glob("*.py") if re.search(r"visitors(_later)?\.toml", path.read_text(encoding="utf-8"))}
    assert readers == {"visiting.py"}
    importers = {path.name for path in visiting.HERE.glob("*.py") if re.search(r"\bvisiting\b.*import", path.read_text(encoding="utf-8"))}
    assert importers <= {"evaluate.py"}


def test_none_of_them_stands_in_what_is_trained_on() -> None:
    """Greetings of a word or two are everybody's; what is longer must not be found, names aside."""
    ours = {words: remark.text for remark in remarks() if len((words := _plain(re.sub(r"\{\w+\}", " ", remark.text))).split()) > 3}
    texts = [document.encoded.text + document.answer for document in (*islice(stream(21), DOCUMENTS), *islice(asked(21, 6), 40))]
    phrases = [*visiting.HERE.glob("[!v]*.toml"), *visiting.HERE.parents[1].glob("assets/phrases/*.toml")]
    lines = [line for text in (*texts, *(path.read_text(encoding="utf-8") for path in phrases)) for line in text.splitlines()]
    said = "\n".join(_plain(re.sub(r"\{\w+\}", " ", line)) for line in lines)
    assert not [text for words, text in ours.items() if words in said], "these must be put otherwise where the model learns"


def test_each_is_put_to_somebody_who_has_memories() -> None:
    for number, remark in enumerate(remarks(), 1):
        question = put(remark, number, by_words(Random(1)), interviews=True)
        facts = question.facts
        text = facts.question if isinstance(facts, f.Interview) else facts.lines[0].text if isinstance(facts, f.Say) else ""
        assert isinstance(facts, f.Interview) is (remark.asked == "interview")
        assert "{" not in text
        assert text in forms.render(facts).prompt
        assert isinstance(facts, f.Interview | f.Say)
        assert facts.memories
    assert visiting.SEED > HELD_OUT
    assert isinstance(put(remarks()[60], 61, by_words(Random(1)), interviews=False).facts, f.Say)


def test_strange_words_are_those_of_no_text() -> None:
    assert strange_words("I am walking to the mill, thank you.", "") == ()
    assert strange_words("I am sleepdor with Xylvo.", "Xylvo is here.") == ("sleepdor",)
    assert strange_words("and so on and so on and so on and so on", "")


def test_a_verdict_holds_for_the_same_model_and_answer_alone(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.toml"
    said = Answered("plans", "talk", 'Say "A|B"\\?', "Süß – ✓", ("x",))
    write_verdicts(path, [Verdict("abc", said.remark, said.answer, "fits"), Verdict("abc", "?", "What?")])
    rows = read_verdicts(path)
    assert rows == [Verdict("abc", said.remark, said.answer, "fits"), Verdict("abc", "?", "What?", "")]
    other = Answered("plans", "talk", said.remark, "Something else.")
    assert judged([said, other], "abc", rows) == ["fits", ""]
    assert judged([said], "def", rows) == [""]
    later = Answered("later_talk", "talk", "Hm?", "Yes.")
    told = summary([said, other, later], ["fits", "", "off"])
    assert (told["read"], told["fitting_or_graceful"], told["strange"], told["distinct"]) == (1, 1.0, 0.5, 2)
    assert (told["later"]["remarks"], told["later"]["fitting_or_graceful"]) == (1, 0.0)
    assert read_verdicts(tmp_path / "none.toml") == []
    path.write_text('[[answer]]\nmodel = "a"\nremark = "b"\nanswer = "c"\nverdict = "good"\n')
    with pytest.raises(ValueError, match="'good' is no verdict"):
        read_verdicts(path)


def test_the_page_shows_every_answer_in_a_table() -> None:
    rows = [{"group": "plans", "asked": "talk", "remark": "a | b", "answer": "<i>", "verdict": ""}]
    rows += [{"group": "past", "asked": "interview", "remark": f"What {n}?", "answer": "So.", "verdict": "off"} for n in range(30)]
    page = card.answers({"model": "m.gguf", "answers": rows})
    assert "| talk | a \\| b | \\<i\\> | not read yet |" in page
    assert page.count("| interview | What") == 30
    assert page.count("beside the point") == 30
