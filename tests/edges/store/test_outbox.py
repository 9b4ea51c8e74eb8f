"""The outbox: what was promised to somebody else stays a row until it has arrived."""

from datetime import timedelta

import pytest

from bot.core.model import Button, Delivered, File, Outgoing, Refused, Retry, Stop, Unknown
from bot.edges.store import Post, Store
from bot.edges.store.outbox import read, written
from tests.conftest import NOW

CARD = Outgoing("<b>New case</b>", ((Button("Take", "1:take:17"), Button("Law", url="https://example.org")),), thread=4)


async def test_a_post_arrives_once_and_its_number_leads_back(store: Store) -> None:
    """What staff reply to is found by the number of the message, whatever its words."""
    await store.outbox.put(Post("tg:-9", CARD, "case:17"), now=NOW)
    (waiting,) = await store.outbox.due(NOW)
    assert waiting.post == Post("tg:-9", CARD, "case:17")
    await store.outbox.settle(waiting, Delivered(55), NOW)
    assert await store.outbox.due(NOW) == []
    assert await store.outbox.about("tg:-9", 55) == "case:17"
    assert await store.outbox.about("tg:-8", 55) is None
    assert await store.outbox.message("case:17", "tg:-9") == 55


async def test_a_post_that_a_crash_left_half_sent_is_sent_again(store: Store) -> None:
    """A kill between the claim and the settling loses nothing."""
    await store.outbox.put(Post("tg:1", CARD), now=NOW)
    assert len(await store.outbox.due(NOW)) == 1
    assert len(await store.outbox.due(NOW)) == 1


@pytest.mark.parametrize(
    ("result", "later", "left"),
    [
        (Retry(5), 4, 0),
        (Retry(5), 6, 1),
        (Unknown(), 61, 1),
        (Stop(), 61, 1),
        (Refused("blocked"), 3600, 0),
        (Refused("moved", moved_to="tg:2"), 0, 1),
    ],
)
async def test_what_did_not_arrive_is_tried_again_in_its_time(
    store: Store, result: Retry | Unknown | Stop | Refused, later: int, left: int
) -> None:
    """A line that fails delays a promise; only the recipient's own refusal ends it."""
    await store.outbox.put(Post("tg:1", CARD), now=NOW)
    (waiting,) = await store.outbox.due(NOW)
    await store.outbox.settle(waiting, result, NOW)
    assert len(await store.outbox.due(NOW + timedelta(seconds=later))) == left


async def test_what_may_have_arrived_three_times_is_left(store: Store) -> None:
    """Nobody gets the same message for ever because the line breaks after each sending."""
    await store.outbox.put(Post("tg:1", CARD), now=NOW)
    now = NOW
    for _ in range(3):
        (waiting,) = await store.outbox.due(now)
        await store.outbox.settle(waiting, Unknown(), now)
        now += timedelta(hours=1)
    assert await store.outbox.due(now) == []
    assert await store.outbox.next_due() is None


def test_a_message_survives_being_a_row() -> None:
    """Buttons, files and topics of groups come back as they were."""
    message = Outgoing("a", CARD.rows, 3, File("document", "", b"\x00\xff", "poster.pdf"), 9)
    assert read(written(message)) == message
