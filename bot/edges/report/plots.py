"""Charts drawn by matplotlib: as SVG for a page, or on the axes of a picture. Import it late: it costs half a second.

The colours are told apart by the colour-blind (Okabe and Ito's blue and vermilion, a light blue between them) and, as
dark, light and dark, on a black and white printer. Text stays text, and takes the colour of the page around it.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.core.report.charts import Bars, Chart, Columns, Series, Shade, Spread

COLOURS: Final[Mapping[Shade, str]] = {
    "answer": "#0072b2",
    "suggest": "#a6d5f2",
    "none": "#d55e00",
    "plain": "#0072b2",
}
INK, FAINT, PAPER = "#010203", "#040506", "#fdfeff"  # replaced in SVG by what the page says
_PAGE = {INK: "var(--ink)", FAINT: "var(--line)", PAPER: "var(--card)"}
_WIDTH = 4.6  # inches of 72 units: as wide as a telephone, so that the letters keep their size there
_ROW = 0.3
_ROOM = 0.16  # of a bar, for a word inside
_TICKS = 6  # labels below upright bars
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "redress",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.parse_math": False,  # a topic may cost $5
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.edgecolor": FAINT,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


ON_PAPER: Final[dict[Any, Any]] = {
    **_STYLE,
    "figure.facecolor": "#ffffff",
    "text.color": "#1b1f24",
    "axes.labelcolor": "#1b1f24",
    "xtick.color": "#1b1f24",
    "ytick.color": "#1b1f24",
    "axes.edgecolor": "#d8dee4",
    "grid.color": "#d8dee4",
}
"""The style of a picture, which has no page around it."""


def svg(chart: Chart, name: str) -> str:
    """A chart as an SVG element without outside references; `name` keeps its ids apart from those of other charts."""
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=(_WIDTH, height(chart)), layout="constrained")
        axes = figure.subplots()
        draw(chart, axes)
        legend(chart, figure, axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _bare(out.getvalue())


def height(chart: Chart) -> float:
    """Inches that a chart needs."""
    match chart:
        case Columns():
            return 2.9
        case Bars(labels, series):
            return 0.35 + _ROW * len(labels) + (0.3 if len(series) > 1 else 0)
        case Spread(labels):
            return 0.55 + _ROW * len(labels)


def draw(chart: Chart, axes: Axes) -> None:
    """Draw on some axes; for pictures of several charts."""
    match chart:
        case Columns():
            _columns(chart, axes)
        case Bars():
            _bars(chart, axes)
        case Spread():
            _spread(chart, axes)


def _columns(chart: Columns, axes: Axes) -> None:
    base = [0.0] * len(chart.labels)
    for series in chart.series:
        axes.bar(range(len(base)), series.values, 0.86, bottom=base, color=COLOURS[series.shade], label=series.label)
        base = [low + value for low, value in zip(base, series.values, strict=True)]
    places = _spaced(len(base))
    axes.set_xticks(places, [chart.labels[place] for place in places])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_ylim(0, max(1.0, *base) * 1.04)
    axes.set_xlim(-0.7, len(base) - 0.3)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.set_title(chart.axis, loc="left", fontsize=9.5)


def _spaced(count: int) -> list[int]:
    """Places for labels, even steps that end with the last bar."""
    step = max(1, -(-count // _TICKS))
    return list(range(count - 1, -1, -step))[::-1]


def _bars(chart: Bars, axes: Axes) -> None:
    rows = range(len(chart.labels))
    base = [0.0] * len(rows)
    for series in chart.series:
        axes.barh(
            rows,
            series.values,
            0.68,
            left=base,
            color=COLOURS[series.shade],
            label=series.label,
            edgecolor=PAPER,
            linewidth=1,
        )
        base = [low + value for low, value in zip(base, series.values, strict=True)]
    longest = max(base, default=1.0) or 1.0
    for row, note in zip(rows, chart.notes, strict=True):
        axes.text(base[row] + longest * 0.02, row, note, va="center_baseline", ha="left")
    for row, words in enumerate(chart.inside):
        if chart.series[0].values[row] > longest * _ROOM:
            axes.text(longest * 0.015, row, words, va="center_baseline", ha="left", color="#ffffff", fontsize=8.5)
    _lines(axes, chart.labels)
    axes.set_xlim(0, longest * 1.16)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _spread(chart: Spread, axes: Axes) -> None:
    for row, (low, share, high) in enumerate(chart.points):
        axes.plot((low, high), (row, row), color=COLOURS["plain"], linewidth=2.4, solid_capstyle="round")
        axes.plot(share, row, "o", color=COLOURS["plain"], markersize=7, markeredgecolor=PAPER)
    for row, note in enumerate(chart.notes):
        axes.text(1.04, row, note, va="center_baseline", ha="left")
    _lines(axes, chart.labels)
    axes.set_xlim(0, 1.16)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], chart.ticks)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_visible(False)


def _lines(axes: Axes, labels: Sequence[str]) -> None:
    """Names of lying bars, the first on top."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)


def legend(chart: Chart, figure: Figure, axes: Axes) -> None:
    """What the colours mean, where there are several: above lying bars, below upright ones."""
    series: tuple[Series, ...] = () if isinstance(chart, Spread) else chart.series
    if len(series) > 1:
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="outside lower left" if isinstance(chart, Columns) else "outside upper left",
            ncols=len(labels),
            frameon=False,
            handlelength=0.9,
            handleheight=0.9,
            columnspacing=1.2,
            handletextpad=0.5,
            borderpad=0,
        )


def _bare(text: str) -> str:
    """The element alone: no declaration, no metadata, no size of its own, the page's colours and letters."""
    found = text[text.index("<svg") :]
    found = re.sub(r"<metadata>.*?</metadata>", "", found, flags=re.DOTALL)
    found = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1" aria-hidden="true">', found, count=1)
    found = re.sub(r"<style.*?</style>", "", found, count=1, flags=re.DOTALL)  # it would hold for the whole page
    found = re.sub(r'<g id="[^"]*"(?=/?>)', "<g", found)
    found = re.sub(r"font-family: [^;\"]*", "font-family: inherit", found)
    found = re.sub(r"<!--.*?-->\s*", "", found, flags=re.DOTALL)
    for colour, name in _PAGE.items():
        found = found.replace(colour, name)
    return found.strip()
