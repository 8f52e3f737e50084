"""In: the network of one or more graphs. Out: what it shows, as frozen records. It refuses to count claims, denials and plans as facts unless told to.

overview      everything about one network at once
counting      which statements count, and the plain graphs that NetworkX's algorithms run on
actors        the main actors by several centralities
communities   communities and the brokers between them
camps         support and opposition: camps, how balanced they are (balance), who stands between
sources       who is quoted and how much, who is never heard, who speaks unnamed
paths         the ways between two entities, found by name (names)
compare       what is only in one of two networks, and what contradicts
tables        all results as rows and as JSON; report: as Markdown; plots: as pictures
backends      a faster backend for NetworkX's algorithms
"""

from __future__ import annotations

from graph.analysis.backends import list_backends
from graph.analysis.compare import Comparison, compare_networks
from graph.analysis.contradictions import Contradiction, find_disputes
from graph.analysis.counting import ACTOR_TYPES, Counting
from graph.analysis.names import find_entity
from graph.analysis.overview import Analysis, analyze_network
from graph.analysis.paths import Path, find_paths
from graph.analysis.plots import draw_plots
from graph.analysis.report import render_comparison, render_report
from graph.analysis.tables import Table, make_tables, tabulate_comparison, tabulate_paths, write_json

__all__ = [
    "ACTOR_TYPES",
    "Analysis",
    "Comparison",
    "Contradiction",
    "Counting",
    "Path",
    "Table",
    "analyze_network",
    "compare_networks",
    "draw_plots",
    "find_disputes",
    "find_entity",
    "find_paths",
    "list_backends",
    "make_tables",
    "render_comparison",
    "render_report",
    "tabulate_comparison",
    "tabulate_paths",
    "write_json",
]
