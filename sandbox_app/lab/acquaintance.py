"""The network of who knows whom, and what networks tell.

Density and claims without memory follow "Generative Agents" (Park et al., 2023, section 7.1.2), the friendship paradox Feld
(1991, "Why your friends have more friends than you do").
"""

from statistics import fmean, median
from typing import Any

import networkx as nx

from sandbox_app.lab.past import Past


def acquaintances(past: Past, at: int | None = None) -> "nx.Graph[int]":
    """Return the network at a step: an edge where both are something to each other."""
    relations = {agent: past.relations(agent, at) for agent in past.agents}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(past.agents)
    graph.add_edges_from((one, other) for one in relations for other in relations[one] if one < other and one in relations.get(other, {}))
    return graph


def density(past: Past) -> dict[str, Any]:
    """Return 2|E| / (|V| (|V| - 1)), from 0 (nobody knows anybody) to 1, at the moment and at the start."""
    graph = acquaintances(past)
    return {
        "value": float(nx.density(graph)),
        "start": float(nx.density(acquaintances(past, 0))),
        "edges": graph.number_of_edges(),
        "agents": len(past.agents),
    }


def centrality(past: Past) -> dict[str, Any]:
    """Return how central everybody is: by the share of all whom they know, and by the share of shortest ways that pass them.

    `value` is the greatest share known.
    """
    graph = acquaintances(past)
    degree, between = nx.degree_centrality(graph), nx.betweenness_centrality(graph)
    return {
        "value": max(degree.values(), default=0.0),
        "degree": {past.short[agent]: float(degree[agent]) for agent in past.agents},
        "betweenness": {past.short[agent]: float(between[agent]) for agent in past.agents},
    }


def paradox_shares(graph: "nx.Graph[int]") -> tuple[float, float]:
    """Return the share of nodes whose neighbours' mean (and median) degree exceeds their own, of those who have neighbours.

    A regular graph gives 0, a star with n leaves n / (n + 1).
    """
    with_friends = [node for node in graph if graph.degree(node)]
    if not with_friends:
        return 0.0, 0.0
    degrees = {node: [graph.degree(other) for other in graph[node]] for node in with_friends}
    by_mean = [fmean(degrees[node]) > graph.degree(node) for node in with_friends]
    by_median = [median(degrees[node]) > graph.degree(node) for node in with_friends]
    return fmean(by_mean), fmean(by_median)


def friendship_paradox(past: Past) -> dict[str, Any]:
    """Return the share of people whose friends have more friends than they have, by the mean (`value`) and by the median."""
    mean_share, median_share = paradox_shares(acquaintances(past))
    return {"value": mean_share, "median": median_share}


def invented(past: Past) -> dict[str, Any]:
    """Return the share of claimed acquaintances that no memory backs; those held from the start are not counted as claims."""
    claims, unbacked = 0, []
    for agent in past.agents:
        texts = [row.text for row in past.memories(agent)]
        for other, row in past.relations(agent).items():
            if row.created_step == 0:
                continue
            claims += 1
            if not any(past.short[other] in text for text in texts):
                unbacked.append([past.short[agent], past.short[other]])
    return {"value": len(unbacked) / claims if claims else 0.0, "claims": claims, "unbacked": unbacked}
