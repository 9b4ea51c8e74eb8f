"""Shares with their bounds, and what a row of the log says."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bot.core.report.values import Asked, Outcomes, Share

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_bounds_are_those_of_wilson(count: int, of: int, low: float, high: float) -> None:
    """Figures of the literature (Newcombe 1998): no zero width at the ends, where the plain interval has none."""
    assert Share(count, of).bounds == pytest.approx((low, high), abs=6e-5)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_rate_lies_within_its_bounds(count: int, more: int) -> None:
    """Whatever is counted: 0 <= low <= rate <= high <= 1."""
    share = Share(count, count + more)
    low, high = share.bounds
    assert 0 <= low <= share.rate + 1e-12
    assert share.rate - 1e-12 <= high <= 1


def test_nobody_asked_proves_nothing() -> None:
    """A share of nothing is 0, and anything may be true."""
    assert (Share(0, 0).rate, Share(0, 0).bounds) == (0, (0, 1))
    assert Outcomes().at_once.rate == 0


@pytest.mark.parametrize(
    ("outcome", "chosen", "shown", "unanswered"),
    [
        ("answer", None, "severance", False),
        ("suggest", None, None, False),
        ("suggest", "notice-pay", "notice-pay", False),
        ("suggest", "none", None, True),
        ("none", None, None, True),
    ],
)
def test_what_a_person_was_shown(outcome: str, chosen: str | None, shown: str | None, unanswered: bool) -> None:
    """The answer, or the topic that was picked; "none of these" counts as unanswered."""
    asked = Asked(AT, "q", "en", "gb", outcome, "severance", chosen=chosen)  # type: ignore[arg-type]
    assert (asked.shown, asked.unanswered) == (shown, unanswered)
