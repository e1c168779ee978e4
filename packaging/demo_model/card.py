"""Write the model's card and its page of answers from what `evaluate` found.

    PYTHONPATH=.:packaging python -m demo_model.card build/judged.json --steps 3000 --out assets/models/town-demo.md

The page of answers lies beside the card: all remarks of visitors in their order, each with the raw answer, none left out.
"""

import argparse
import json
from pathlib import Path
from typing import Any

LIVED = (
    ("lines said", "lines"),
    ("different lines, names masked", "distinct"),
    ("how often the most frequent line is said in a day", "oftenest"),
    ("share of lines said more than three times in their day", "over"),
)
_MEANING = {"fits": "fits", "unknown": "gracefully does not know", "off": "beside the point", "gibberish": "gibberish", "": "not read yet"}


def _percent(told: dict[str, float] | None) -> str:
    return f"{told['share']:.1%} of {told['of']}" if told else "–"


def rows(report: dict[str, Any]) -> str:
    """Return the rows of the card's table: figure, what is wanted, generated towns, prompts of a town that lived."""
    recorded = report.get("recorded")
    wanted = report["wanted"]
    lines = []
    for name, told in report["right"].items():
        limit = f"{wanted[name]:.0%}" if name in wanted else ""
        lines.append(f"| {name} | {limit} | {_percent(told)} | {_percent(recorded['right'].get(name) if recorded else None)} |")
    for purpose, shares in report["probes"].items():
        lines += [f"| … {name}, in {purpose} | | {_percent(told)} | – |" for name, told in shares.items()]
    for name, told in report["forms"]["valid_form_by_purpose"].items():
        other = recorded["valid_form_by_purpose"].get(name) if recorded else None
        lines.append(f"| valid form, `{name}` | | {_percent(told)} | {_percent(other)} |")
    return "\n".join(lines)


def lived(report: dict[str, Any]) -> str:
    """Return what the card tells of the lines of a world that lived, as a list."""
    if "lived" not in report:
        return "Not measured."
    told = report["lived"]
    head = f"{told['agents']} agents, {told['days']} {'day' if told['days'] == 1 else 'days'}, spoken by {', '.join(told['models'])}:\n\n"
    return head + "\n".join(f"- {words}: {told[key]:.1%}" if key == "over" else f"- {words}: {told[key]:,}" for words, key in LIVED)


def visitors(told: dict[str, Any]) -> str:
    """Return what readers said of the answers to visitors, as a list."""
    machine = f"- words of no text of this project, or said over and over, as a machine finds them: {told['strange']:.1%} of the answers"
    if not told["read"]:
        return "Nobody has read them yet.\n\n" + machine
    head = f"{told['read']} of {told['remarks']} answers were read:\n\n"
    return head + "\n".join([*(f"- {_MEANING[name]}: {share:.1%}" for name, share in told["verdicts"].items()), machine])


def answers(report: dict[str, Any]) -> str:
    """Return the page of raw answers, unselected, group by group."""
    parts = [
        f"# What {Path(report['model']).stem} answers to visitors\n\n"
        "Two hundred questions and remarks such as visitors type, written before the model was made, and eighty more by somebody who knew "
        "neither these nor what the model learns from; none was trained on, each is put once to somebody of another generated town. "
        "Nothing is selected. *Talk*: said by a stranger in the town; "
        "*interview*: asked from outside. The last column is a reader's verdict.\n"
    ]
    groups = dict.fromkeys(one["group"] for one in report["answers"])
    for group in groups:
        parts.append(f"\n## {group.replace('_', ' ').capitalize()}\n\n| | visitor | answer | verdict |\n|---|---|---|---|\n")
        for one in report["answers"]:
            if one["group"] == group:
                parts.append(f"| {one['asked']} | {_cell(one['remark'])} | {_cell(one['answer'])} | {_MEANING[one['verdict']]} |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    """Return a text as a cell of a table shows it, whatever signs are in it."""
    text = " ".join(text.split())
    for sign in "\\`*_<>[]|":
        text = text.replace(sign, "\\" + sign)
    return text


def main() -> None:
    """Fill in the card and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="the JSON of evaluate")
    parser.add_argument("--steps", type=int, required=True, help="of the training")
    parser.add_argument("--out", type=Path, required=True, help="the card; the answers go beside it as ...-answers.md")
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text(encoding="utf-8"))
    page = arguments.out.with_name(f"{arguments.out.stem}-answers.md")
    wrong = [f"    {' / '.join(text.strip().splitlines())[:150]}" for text in report["forms"]["not_in_form"][:6]]
    slots = {
        "rows": rows(report),
        "lived": lived(report),
        "visitors": visitors(report["visitors"]),
        "later": visitors(report["visitors"]["later"]),
        "command": f"    PYTHONPATH=.:packaging python -m demo_model.evaluate {report['command']}",
        "answers": page.name,
        "wrong": "\n".join(wrong) or "    none",
        "steps": f"{arguments.steps:,}",
    }
    card = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    for slot, text in slots.items():
        card = card.replace("{" + slot + "}", text)
    arguments.out.write_text(card, encoding="utf-8")
    page.write_text(answers(report), encoding="utf-8")


if __name__ == "__main__":
    main()
