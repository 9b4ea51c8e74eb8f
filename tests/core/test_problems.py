"""How a problem reads."""

import pytest

from bot.core.problems import Place, Problem

PLACE = Place("gb/en/rights.yaml", 12)


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem(PLACE, "has no source", "severance", "add one"),
            "gb/en/rights.yaml:12: severance: has no source; add one",
        ),
        (
            Problem(PLACE, "has 2 ways to ask", level="warning"),
            "gb/en/rights.yaml:12: warning: has 2 ways to ask",
        ),
    ],
)
def test_a_problem_is_one_line(problem: Problem, line: str) -> None:
    """An editor jumps to the place, and the line says what to type."""
    assert str(problem) == line


def test_problems_are_read_from_top_to_bottom() -> None:
    """Line 9 comes before line 10, and the files in the order of their names."""
    problems = [Problem(Place(path, line), "x") for path in ("b.yaml", "a.yaml") for line in (10, 9)]
    places = [(problem.place.path, problem.place.line) for problem in sorted(problems)]
    assert places == [("a.yaml", 9), ("a.yaml", 10), ("b.yaml", 9), ("b.yaml", 10)]
