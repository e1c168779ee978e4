"""Surveys: a questionnaire to some agents or all, as of any moment; the answers as a table. Nothing in the world changes."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sandbox_app.lab.exporting.writing import cell, write_lines
from sandbox_app.llm.request import Embedder, Engine
from sandbox_app.simulation.description import Description
from sandbox_app.simulation.interviewing import Question, interview, kinds_of_questions
from sandbox_app.worldfile.reader import WorldReader

COLUMNS = ("agent", "kind", "question", "answer", "error", "evidence")
"""Of the table: who, the questionnaire's table that the question stands in, what was asked, answered, or went wrong, and the numbers
of the memories that were offered, best first."""


def survey(
    path: Path,
    file: Path,
    engine: Engine,
    embedder: Embedder,
    *,
    agents: Sequence[str] = (),
    at: str | None = None,
    untrained: bool = False,
    parameters: int = 0,
) -> dict[str, Any]:
    """Put the questions of a file to agents, all at once; return when, who answered, and the table's rows, by agent and question.

    Args:
        file: TOML, a table per kind with its `questions`. agents: whom; none for everybody. The others as in `interview`.

    Raises:
        Problem: the world, the file, the time or an agent is not right, or the model did not learn to be asked.
    """
    report = interview(path, _to(file, agents), engine, embedder, at=at, untrained=untrained, parameters=parameters)
    rows = [
        {name: [one["memory"] for one in row["evidence"]] if name == "evidence" else row[name] for name in COLUMNS}
        for row in report["answers"]
    ]
    answered = sum(bool(row["answer"]) for row in rows)
    return {"time": report["time"], "step": report["step"], "model": report["model"], "answered": answered, "rows": rows}


def _to(file: Path, agents: Sequence[str]) -> Callable[[WorldReader, Description, int], Sequence[Question]]:
    """Return what gives a file's questions to each of these agents, or to all."""
    each = [kinds_of_questions(file, agent) for agent in agents] or [kinds_of_questions(file, None)]
    return lambda reader, world, step: [question for give in each for question in give(reader, world, step)]


def write_table(report: dict[str, Any], out: Path) -> None:
    """Write the rows as CSV, with a head.

    Raises:
        Problem: the file cannot be written.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in report["rows"]:
        table.writerow([" ".join(map(str, row[name])) if name == "evidence" else cell(row[name]) for name in COLUMNS])
    write_lines(out, [text.getvalue().encode()])
