"""A `Board` as a PNG. As a program it reads one as JSON and writes the picture: `paint` runs it so.

A process of its own, because matplotlib would stay in the bot's memory for good, and drawing would hold up answers.
"""

import io
import subprocess
import sys
import textwrap

import structlog
from pydantic import TypeAdapter

from bot.core.model import File
from bot.core.report.charts import Chart
from bot.core.report.summary import Board

_BOARD = TypeAdapter(Board)
_PATIENCE = 60.0  # seconds
_LINE = 62  # letters of a heading
_DOTS = 160  # an inch: 1,080 across
log = structlog.get_logger()


def paint(board: Board) -> tuple[File, ...]:
    """The picture, or nothing where it cannot be drawn: the lines beside it say the same. Takes a second or two."""
    command = (sys.executable, "-m", __name__)
    try:
        drawn = subprocess.run(  # noqa: S603 - our own program
            command, input=_BOARD.dump_json(board), capture_output=True, timeout=_PATIENCE, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        log.error("a picture was not drawn", error=type(error).__name__)
        return ()
    return (File("photo", data=drawn, name="redress.png"),)


def png(board: Board) -> bytes:
    """The picture itself."""
    import matplotlib as mpl  # noqa: PLC0415 - the bot imports this module, and must not grow by matplotlib
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    from bot.edges.report import plots  # noqa: PLC0415

    charts: tuple[tuple[str, Chart], ...] = (
        (board.days_heading, board.days),
        (board.languages_heading, board.languages),
        (board.countries_heading, board.countries),
    )
    heights = [plots.height(chart) for _, chart in charts]
    with mpl.rc_context(plots.ON_PAPER):
        layout = ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.1)
        figure = Figure(figsize=(6.75, sum(heights) + 2.6), layout=layout)
        figure.suptitle(f"{board.title} · {board.span}", x=0.02, ha="left", fontsize=10.5, color="#57606a")
        grid = figure.subfigures(len(charts), 1, squeeze=False, height_ratios=heights, hspace=0.06)
        parts = [grid[row, 0] for row in range(len(charts))]
        for part, (heading, chart) in zip(parts, charts, strict=True):
            title = textwrap.fill(heading, _LINE)
            part.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
            plots.draw(chart, part.subplots())
        plots.legend(board.days, figure, parts[0].axes[0])
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=_DOTS)
    return out.getvalue()


def main() -> None:
    """JSON in, picture out."""
    sys.stdout.buffer.write(png(_BOARD.validate_json(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
