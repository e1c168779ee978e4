"""Write the model's card: `card.md` with the numbers of three evaluations filled in."""

import argparse
import json
from pathlib import Path
from typing import Any


def _numbers(report: dict[str, Any]) -> dict[str, str]:
    found = {"prompts": str(report["prompts"]), "valid form": f"{report['valid_form']:.1%}"}
    found |= {f"valid form, `{name}`": f"{share:.1%}" for name, share in report["valid_form_by_purpose"].items()}
    found |= {what: f"{told['share']:.1%} of {told['of']}" for what, told in report["right"].items()}
    found |= {"tokens of an answer": f"{report['mean_tokens_of_all']}", "seconds of an answer": f"{report['seconds_per_answer']}"}
    return found


def main() -> None:
    """Fill in the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, nargs=3, help="JSON of evaluate: greedy, at the forms' temperatures, on a recorded day")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in arguments.reports]
    columns = [_numbers(report) for report in reports]
    names = list(dict.fromkeys(name for column in columns for name in column))
    rows = "\n".join(f"| {name} | " + " | ".join(column.get(name, "–") for column in columns) + " |" for name in names)
    commands = "\n".join(f"    PYTHONPATH=.:packaging python -m demo_model.evaluate {report['command']}" for report in reports)
    wrong = "\n".join(
        f"    {line[:150]}" for report in reports for text in report["not_in_form"][:4] for line in [text.strip().replace("\n", " / ")]
    )
    card = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    for slot, text in {"rows": rows, "commands": commands, "wrong": wrong or "    none", "steps": f"{arguments.steps:,}"}.items():
        card = card.replace("{" + slot + "}", text)
    arguments.out.write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
