"""What becomes of a row, and what a broadcast takes and costs."""

from datetime import timedelta

import pytest

from bot.core.broadcast import Fate, Progress, cost, eta, fate, fate_of_change
from bot.core.model import Delivered, Refused, Retry, SendResult, Stop, Unknown

TABLE: tuple[tuple[SendResult, Fate], ...] = (
    (Delivered(7), Fate("sent", message=7)),
    (Refused("blocked"), Fate("failed", "blocked", leaves=True)),
    (Refused("gone"), Fate("failed", "gone", leaves=True)),
    (Refused("moved", "tg:-100"), Fate("queued", moved_to="tg:-100")),
    (Refused("moved"), Fate("failed", "moved", leaves=True)),
    (Refused("not-allowed"), Fate("failed", "not-allowed")),
    (Refused("bad-message"), Fate("failed", "bad-message")),
    (Retry(3), Fate("queued", pause=3, shaky=True)),
    (Unknown(), Fate("unknown", shaky=True)),
    (Stop(), Fate("queued", halts=True)),
)


@pytest.mark.parametrize(("result", "meant"), TABLE)
def test_each_end_of_a_send_has_its_fate(result: SendResult, meant: Fate) -> None:
    """The recipient's faults settle the row, the line's keep it, ours halt the run; unknown is only the organiser's."""
    assert fate(result) == meant


def test_a_change_of_unknown_fate_is_made_again() -> None:
    """An edit or deletion done twice is the same as once; all else is as for a send."""
    assert fate_of_change(Unknown()) == Fate("queued", pause=1.0, shaky=True)
    assert all(fate_of_change(result) == meant for result, meant in TABLE if result != Unknown())


def test_progress_adds_up() -> None:
    """Queued and sending are left, the rest is settled; nothing to do is done."""
    progress = Progress(10, queued=2, sending=1, sent=4, failed={"blocked": 2}, unknown=1)
    assert (progress.left, progress.settled, progress.share) == (3, 7, 0.7)
    assert Progress().share == 1.0


def test_the_time_to_go_follows_from_the_rate() -> None:
    """Eight thousand at twenty-five a second take five minutes and twenty seconds."""
    assert eta(8000, 25) == timedelta(minutes=5, seconds=20)
    assert eta(0, 25) == timedelta(0)


def test_only_what_is_above_the_free_rate_costs() -> None:
    """Up to 30 messages a second are free; at 60 half of them are charged 0.1 Star each."""
    assert cost(100_000, 30) == 0
    assert cost(10_000, 60) == 500
    assert cost(1, 1000) == 1
