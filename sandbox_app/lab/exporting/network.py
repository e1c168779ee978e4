"""Who is what to whom, and who talked with whom, over time: GraphML, as Gephi, Cytoscape, igraph and networkx read it.

A directed graph with several edges between two people. An edge of kind `relation` says what `source` holds `target` to be, from
`start` until `end` (steps; an edge without `end` still holds), with `closeness` from -10 to 10; one of kind `talk` is a talk of both.
`start_time` is the same moment as a date. Keep the edges with `start <= s < end` to have the network of step s.
"""

import io
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx

from sandbox_app.lab.exporting.writing import write_lines
from sandbox_app.lab.past import Past, past

_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_network(path: Path, out: Path, at: str | None = None) -> dict[str, Any]:
    """Write the network up to a time to `out`; return what was written, as `export network --json` prints it.

    Raises:
        Problem: the world or the time is not right, or the file cannot be written.
    """
    with past(path, at) as was:
        graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(title=_xml(was.world.title), step=was.step)
        for agent, member in zip(was.agents, was.world.cast, strict=False):
            graph.add_node(agent, name=_xml(member.name), age=member.age, job=_xml(member.job), home=_xml(member.home))
        relations = _relations(was, graph)
        talks = _talks(was, graph)
    buffer = io.BytesIO()
    nx.write_graphml(graph, buffer)
    write_lines(out, [buffer.getvalue()])
    return {"file": str(out), "agents": graph.number_of_nodes(), "relations": relations, "talks": talks}


def _relations(was: Past, graph: "nx.MultiDiGraph[int]") -> int:
    rows = [row for agent in was.agents for row in was.reader.beliefs(agent, was.step, lapsed=True) if row.kind == "relation"]
    for row in rows:
        ended = {} if row.retired_step is None or row.retired_step > was.step else {"end": row.retired_step}
        graph.add_edge(
            row.agent_id,
            row.about_id,
            kind="relation",
            relation=_xml(row.text),
            closeness=float(row.value),
            start=row.created_step,
            start_time=_time(was, row.created_step),
            **ended,
        )
    return len(rows)


def _talks(was: Past, graph: "nx.MultiDiGraph[int]") -> int:
    """Add an edge for each two who talked with each other, from the smaller number to the greater."""
    members: dict[int, set[int]] = {}
    began: dict[int, int] = {}
    ended: dict[int, int] = {}
    lines: Counter[int] = Counter()
    for event in was.reader.events(to_step=was.step, kinds=["talk_start", "speak", "talk_end"]):
        talk = int(event.data.get("talk", 0))
        began.setdefault(talk, event.step)
        ended[talk] = event.step
        members.setdefault(talk, set()).update(int(one) for one in (*event.data.get("members", ()), event.agent_id) if one)
        lines[talk] += event.kind == "speak"
    for talk, together in members.items():
        for one, other in combinations(sorted(together), 2):
            times = {"start": began[talk], "end": ended[talk] + 1, "start_time": _time(was, began[talk])}
            graph.add_edge(one, other, kind="talk", lines=lines[talk], **times)
    return len(members)


def _time(was: Past, step: int) -> str:
    return was.world.clock.time(step).isoformat(timespec="minutes")


def _xml(text: str) -> str:
    """Return words without the signs that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
