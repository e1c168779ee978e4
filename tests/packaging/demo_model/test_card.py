"""The card is written whole from what `evaluate` found, with the page of answers beside it."""

import json
import re
import sys
from pathlib import Path

import pytest
from demo_model import card

SHARE = {"share": 0.5, "of": 10}
READ = {"remarks": 1, "read": 1, "verdicts": {"fits": 1.0, "unknown": 0.0, "off": 0.0, "gibberish": 0.0}, "strange": 0.0}
FORMS = {"valid_form_by_purpose": {"say": SHARE, "interview": SHARE}, "not_in_form": ["say: no end: Hello\nHello"]}
REPORT = {
    "model": "town-demo.gguf",
    "command": "assets/models/town-demo.gguf --count 500",
    "forms": FORMS,
    "probes": {"say": {"fact used that was asked about": SHARE}},
    "right": {"valid form without grammar": SHARE, "plan strictly in order": SHARE},
    "wanted": {"valid form without grammar": 0.97},
    "visitors": READ | {"later": READ},
    "answers": [{"group": "plans", "asked": "talk", "remark": "Hi?", "answer": "Hello.", "verdict": "fits"}],
}
LIVED = {"agents": 25, "days": 5, "models": ["town-demo"], "lines": 4000, "distinct": 1600, "oftenest": 3, "over": 0.0}


@pytest.mark.parametrize("lived", [False, True])
def test_every_slot_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lived: bool) -> None:
    report = REPORT | ({"lived": LIVED, "recorded": FORMS | {"right": {"plan strictly in order": SHARE}}} if lived else {})
    (tmp_path / "judged.json").write_text(json.dumps(report), encoding="utf-8")
    out = tmp_path / "town-demo.md"
    monkeypatch.setattr(sys, "argv", ["card", str(tmp_path / "judged.json"), "--steps", "3000", "--out", str(out)])
    card.main()
    text = out.read_text(encoding="utf-8")
    assert not re.findall(r"\{[a-z]+\}", text)
    assert "| valid form without grammar | 97% | 50.0% of 10 |" in text
    assert "- fits: 100.0%" in text
    assert "    say: no end: Hello / Hello" in text
    assert ("different lines, names masked: 1,600" in text) is lived
    assert "(town-demo-answers.md)" in text
    assert "| talk | Hi? | Hello. | fits |" in (tmp_path / "town-demo-answers.md").read_text(encoding="utf-8")
