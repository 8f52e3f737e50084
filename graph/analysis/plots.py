"""In: an analysis. Out: its plots as PNG pictures. It refuses to work without matplotlib, which the extra `plots` brings.

Drawn without a screen and without the day's date or the program's version, so that the same analysis gives the same bytes on one machine.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from graph.analysis.camps import Conflict
from graph.analysis.overview import Analysis
from graph.errors import SettingsError

_BLUE, _RED = "#2b6cb0", "#c53030"
_CAMPS = ("#2c5282", "#b7791f")
_LONGEST = 32


def draw_plots(analysis: Analysis) -> dict[str, bytes]:
    """The plots by name ("actors", "sources", "camps"), as PNG; one that would show nothing is left out.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise SettingsError("plots need matplotlib; try: pip install 'triplewire[plots]'") from error
    plots: dict[str, Callable[[Any], None]] = {}
    if analysis.actors:
        plots["actors"] = lambda axes: _draw_bars(axes, [a.label for a in analysis.actors], [a.score for a in analysis.actors], "score of the main actors")
    if analysis.sources.words:
        named = [source for source in analysis.sources.sources if source.words]
        plots["sources"] = lambda axes: _draw_bars(axes, [s.label for s in named], [s.words for s in named], "quoted words")
    if analysis.camps.conflicts:
        plots["camps"] = lambda axes: _draw_camps(axes, analysis.camps.conflicts[0])
    return {name: _paint(Figure(figsize=(8, 5), dpi=120, layout="constrained"), draw) for name, draw in plots.items()}


def _paint(figure: Any, draw: Callable[[Any], None]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a name in a script that the font lacks is drawn as boxes
        draw(figure.add_subplot())
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _draw_bars(axes: Any, labels: Sequence[str], values: Sequence[float], title: str) -> None:
    axes.barh(range(len(values)), values, color=_BLUE)
    axes.set_yticks(range(len(values)), [_shorten(label) for label in labels], parse_math=False)
    axes.invert_yaxis()
    axes.set_title(title)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_camps(axes: Any, conflict: Conflict) -> None:
    """The camps of a conflict at left and right, support as blue lines, opposition as broken red ones."""
    shown = {name for tie in conflict.ties for name in (tie.first, tie.second)}
    places: dict[str, tuple[int, float]] = {}
    for side, camp in enumerate(conflict.camps):
        members = [(name, label) for name, label in zip(camp.members, camp.labels, strict=True) if name in shown]
        for place, (name, label) in enumerate(members):
            places[name] = (side, -(place + 0.5) / len(members))
            axes.plot(*places[name], "o", color=_CAMPS[side], markersize=9, zorder=2)
            shift, align = (-0.04, "right") if side == 0 else (0.04, "left")
            axes.text(side + shift, places[name][1], _shorten(label), ha=align, va="center", parse_math=False)
    for tie in conflict.ties:
        if tie.first in places and tie.second in places:
            _draw_tie(axes, places[tie.first], places[tie.second], is_support=tie.weight > 0)
    axes.set_xlim(-1.1, 2.1)
    axes.set_ylim(-1.05, 0.05)
    axes.set_title("camps: support (blue) and opposition (red, broken)")
    axes.set_axis_off()


def _draw_tie(axes: Any, start: tuple[int, float], end: tuple[int, float], *, is_support: bool) -> None:
    bend = 0.0 if start[0] != end[0] else 0.35  # ties within a camp would lie on each other
    style = {"arrowstyle": "-", "color": _BLUE if is_support else _RED, "linestyle": "-" if is_support else "--", "connectionstyle": f"arc3,rad={bend}"}
    axes.annotate("", xy=end, xytext=start, arrowprops=style, zorder=1)


def _shorten(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
