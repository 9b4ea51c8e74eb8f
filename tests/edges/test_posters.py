"""The poster: a page to send, to print and to change, whose code holds the link."""

import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import segno
from matplotlib.image import imread

from bot.core.poster import Poster, Words
from bot.edges.posters import poster

LINK = "https://t.me/redress_bot?start=join_abcdefghijk"
WORDS = Words("Employer in trouble? Ask what you can do", "Scan with your phone. Free, no name needed.")
SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg: bytes) -> str:
    return " ".join(each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text"))


def test_there_is_a_picture_a_page_and_a_drawing() -> None:
    """For chats, for the printer, and for whoever wants to move a line."""
    png, pdf, svg = poster(Poster("Acme", LINK, (WORDS,)))
    assert (png.kind, png.name, png.data[:8]) == ("photo", "poster.png", b"\x89PNG\r\n\x1a\n")
    assert (pdf.kind, pdf.name, pdf.data[:5]) == ("document", "poster.pdf", b"%PDF-")
    assert (svg.kind, svg.name) == ("document", "poster.svg")
    assert ET.fromstring(svg.data).get("width") == "210mm"


@pytest.mark.parametrize("languages", [1, 2, 4])
def test_the_words_of_all_languages_stand_on_it(languages: int) -> None:
    """Name, words and link; nothing runs over the end of the page."""
    words = tuple(Words(f"Title {number}", WORDS.note) for number in range(languages))
    _, _, svg = poster(Poster("Acme & Söhne <Fabrik>", LINK, words))
    text = _texts(svg.data)
    assert "Acme & Söhne <Fabrik>" in text
    assert all(each.title in text for each in words)
    assert LINK in text
    tops = [float(each.get("y", "0")) for each in ET.fromstring(svg.data).iter(f"{SVG}text")]
    assert tops == sorted(tops)
    assert tops[-2] < tops[-1] - 5 < 290


def test_the_code_on_the_page_is_the_links_code() -> None:
    """Every module of the code, seen in the picture, is that of the link: a phone reads nothing else."""
    png, *_ = poster(Poster("Acme", LINK, (WORDS,)))
    picture = imread(io.BytesIO(png.data), format="png")
    dark = picture[..., :3].mean(axis=2) < 0.5
    matrix = np.array([list(row) for row in segno.make(LINK, error="m", micro=False).matrix], dtype=bool)
    scale, side, top = dark.shape[1] / 210, 130.0, 54.0
    unit = side / len(matrix)
    at = np.arange(len(matrix)) * unit + unit / 2
    rows, columns = ((at + top) * scale).astype(int), ((at + 105 - side / 2) * scale).astype(int)
    assert (dark[np.ix_(rows, columns)] == matrix).all()


def test_a_strange_name_stays_text() -> None:
    """Dollars are no mathematics, and a very long name is cut and not squeezed out of the page."""
    _, pdf, svg = poster(Poster("$x$ " + "Long " * 60, LINK, (WORDS,)))
    assert pdf.data
    assert "$x$" in _texts(svg.data)
    assert "…" in _texts(svg.data)
