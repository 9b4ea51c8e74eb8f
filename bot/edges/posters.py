"""The poster of a workplace on a page of A4: SVG to change, PDF to print, PNG to send.

One layout in millimetres, from the top left corner, drawn twice: as SVG by hand (text stays text, for whoever wants to
move it) and with matplotlib as PDF and PNG.
"""

import io
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import segno

from bot.core.model import File
from bot.core.poster import Poster

_WIDTH, _HEIGHT = 210.0, 297.0  # mm: A4
_MARGIN = 18.0
_POINT = 25.4 / 72  # mm
_DPI = 150
_WORD = 0.53  # width of a letter, as a share of its size: what fits on a line is estimated with it
_INK: Final = "#1f1c1a"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, centred; `top` is its base line in mm, `size` in points."""

    text: str
    top: float
    size: float
    weight: Literal["bold", "normal"] = "normal"


def poster(wanted: Poster) -> tuple[File, ...]:
    """The page as PNG, PDF and SVG."""
    lines, squares, side = list(_lines(wanted)), _squares(wanted.link), _side(wanted)
    png, pdf = _drawn(lines, squares, side)
    svg = _svg(lines, squares, side).encode()
    return (
        File("photo", data=png, name="poster.png"),
        File("document", data=pdf, name="poster.pdf"),
        File("document", data=svg, name="poster.svg"),
    )


def _drawn(lines: list[_Line], squares: "_Squares", side: float) -> tuple[bytes, bytes]:
    """The page as PNG and as PDF."""
    from matplotlib import rc_context  # noqa: PLC0415 - half a second that only organisers should wait for
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    figure = Figure(figsize=(_WIDTH / 25.4, _HEIGHT / 25.4), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(_HEIGHT, 0)
    for x, y, width in squares.placed(side):
        axes.add_patch(Rectangle((x, y), width, squares.unit(side), facecolor=_INK, linewidth=0, antialiased=False))
    for line in lines:  # a name of a stranger's choosing stays text: "$x$" would be read as mathematics
        text = axes.text(_WIDTH / 2, line.top, line.text, size=line.size, weight=line.weight, ha="center", color=_INK)
        text.set_parse_math(False)
    png, pdf = io.BytesIO(), io.BytesIO()
    with rc_context({"pdf.fonttype": 42}):
        figure.savefig(png, format="png", dpi=_DPI)
        figure.savefig(pdf, format="pdf")
    return png.getvalue(), pdf.getvalue()


@dataclass(frozen=True, slots=True)
class _Squares:
    """The dark modules of a code, row by row, neighbours joined: (column, row, length)."""

    size: int
    runs: tuple[tuple[int, int, int], ...]

    def unit(self, side: float) -> float:
        """The side of one module, in mm."""
        return side / self.size

    def placed(self, side: float) -> Iterator[tuple[float, float, float]]:
        """Left, top and width of each run on the page, in mm."""
        unit = self.unit(side)
        for column, row, length in self.runs:
            yield _WIDTH / 2 - side / 2 + column * unit, _TOP + row * unit, length * unit


_TOP = 54.0


def _side(wanted: Poster) -> float:
    """The code shrinks when more languages need room."""
    return 130.0 - 10.0 * min(4, len(wanted.words) - 1)


def _squares(link: str) -> _Squares:
    matrix = segno.make(link, error="m", micro=False).matrix
    runs = []
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start, row, column - start))
                start = None
    return _Squares(len(matrix), tuple(runs))


def _lines(wanted: Poster) -> Iterator[_Line]:
    """All lines of text, from the top."""
    top = 26.0
    for text in _wrapped(wanted.name, 26, 2):
        yield _Line(text, top, 26, "bold")
        top += 12
    top = _TOP + _side(wanted) + 14
    scale = {1: 1.6, 2: 1.35}.get(len(wanted.words), 1.0)
    for words in wanted.words:
        for text in _wrapped(words.title, 15 * scale, 2):
            yield _Line(text, top, 15 * scale, "bold")
            top += 7 * scale
        for text in _wrapped(words.note, 10.5 * scale, 3):
            yield _Line(text, top, 10.5 * scale)
            top += 5 * scale
        top += 5
    yield _Line(wanted.link, _HEIGHT - 10, 8)


def _wrapped(text: str, size: float, most: int) -> list[str]:
    letters = int((_WIDTH - 2 * _MARGIN) / (size * _POINT * _WORD))
    return textwrap.wrap(text, letters, max_lines=most, placeholder=" …")


def _svg(lines: list[_Line], squares: _Squares, side: float) -> str:
    unit = squares.unit(side)
    path = "".join(f"M{x:.3f} {y:.3f}h{width:.3f}v{unit:.3f}h-{width:.3f}z" for x, y, width in squares.placed(side))
    texts = "\n".join(
        f'<text x="{_WIDTH / 2:g}" y="{line.top:.1f}" font-size="{line.size * _POINT:.2f}" '
        f'font-weight="{line.weight}">{escape(line.text)}</text>'
        for line in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}mm" height="{_HEIGHT:g}mm" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">\n<rect width="100%" height="100%" fill="white"/>\n'
        f'<path d="{path}" fill="{_INK}" shape-rendering="crispEdges"/>\n'
        f'<g fill="{_INK}" font-family="DejaVu Sans, Arial, sans-serif" text-anchor="middle">\n{texts}\n</g>\n</svg>\n'
    )
