"""What the organiser sees of a broadcast."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.broadcast import Progress
from bot.core.buttons import decode
from bot.core.buttons.organiser import Cancel, Control, Report
from bot.core.model import Outgoing
from bot.core.progress import View, halted, late, live, report
from bot.core.texts import Texts

HALF = Progress(8000, queued=3000, sending=1000, sent=3900, failed={"blocked": 88, "gone": 2}, unknown=10, doubled=4)
VIEW = View(7, "send", "running", HALF, timedelta(minutes=2, seconds=40))
LANGUAGES = ("en", "es", "fr", "it")


def _actions(message: Outgoing) -> list[object]:
    return [decode(button.data) for row in message.rows for button in row]


def test_the_live_message_shows_bar_counts_and_time(texts: Texts) -> None:
    """Half of it is done; small counts by reason point at nobody."""
    assert live(VIEW, texts, "en").html.split("\n") == [
        "📣 <b>Message 7</b>: under way",
        "▓▓▓▓▓▓░░░░░░ 50%",
        "Reached: 3,900 of 8,000",
        "Not reached: 90 (blocked the bot: 5 or more; account deleted: fewer than 5)",
        "May have arrived, nobody knows: 10",
        "Sent again after an interruption, perhaps twice: 4",
        "Left: 4,000. Time to go: about 3 minutes",
    ]


def test_the_live_message_offers_what_can_be_done(texts: Texts) -> None:
    """Pause and stop while it runs, go on and stop while it is paused, nothing at the end."""
    assert _actions(live(VIEW, texts, "en")) == [Control("7", "pause"), Control("7", "stop")]
    assert _actions(live(replace(VIEW, state="paused"), texts, "en")) == [Control("7", "resume"), Control("7", "stop")]
    assert not live(replace(VIEW, state="done"), texts, "en").rows


def test_the_report_offers_to_resend_what_is_unknown(texts: Texts) -> None:
    """Only where there is something unknown, and only for the sending itself."""
    assert _actions(report(VIEW, texts, "en")) == [Control("7", "resend"), Report("7")]
    assert _actions(report(replace(VIEW, kind="withdraw"), texts, "en")) == [Report("7")]
    assert _actions(report(replace(VIEW, progress=Progress(3, sent=3)), texts, "en")) == [Report("7")]


def test_a_rehearsal_says_so(texts: Texts) -> None:
    """Nobody mistakes the counts of a rehearsal for people."""
    assert "Rehearsal" in live(replace(VIEW, training=True), texts, "en").html
    assert "Rehearsal" in report(replace(VIEW, training=True), texts, "en").html


def test_one_that_is_late_asks(texts: Texts) -> None:
    """Send it all the same, or back to the draft."""
    assert _actions(late(7, texts, "en")) == [Control("7", "late"), Cancel("7")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_of_it(texts: Texts, language: str) -> None:
    """No key is missing, no hole stays open, in any state, for any reason and fault, at any length of time."""
    reasons = ("blocked", "gone", "moved", "not-allowed", "bad-message", "left", "late")
    progress = replace(HALF, failed=dict.fromkeys(reasons, 12))
    views = [
        replace(VIEW, kind=kind, state=state, progress=progress, to_go=to_go, training=True)
        for kind in ("send", "correct", "withdraw")
        for state in ("running", "paused", "stopped", "done")
        for to_go in (timedelta(seconds=4), timedelta(minutes=5), timedelta(hours=3))
    ]
    messages = [make(view, texts, language) for view in views for make in (live, report)]
    messages += [halted(7, why, texts, language) for why in ("token", "no-door", "bad-message")]
    messages.append(late(7, texts, language))
    for message in messages:
        assert "{" not in message.html
        assert all("{" not in button.label for row in message.rows for button in row)
