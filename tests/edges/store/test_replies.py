"""Which questions replied to a message to many, and what they were answered with."""

from dataclasses import replace

from bot.core.asked_back import Digest
from bot.core.model import Feedback, Outgoing
from bot.edges.store import Store
from bot.edges.store.replies import Due
from tests.conftest import NOW
from tests.edges.store.test_questions import question

DUE = Due(3, "tg:5", None)


async def test_a_suggestion_that_was_taken_counts_as_an_answer(store: Store) -> None:
    """And one that was refused, or left lying, does not; other people's questions are not counted at all."""
    for name, outcome in (("q1", "suggest"), ("q2", "suggest"), ("q3", "suggest"), ("q4", "answer")):
        asked = question(name, outcome=outcome, topics=(("severance", 1.0),))
        store.questions.record(replace(asked, broadcast=3, chat=f"tg:{name}"))
    store.questions.record(question("q5"))
    store.questions.record(Feedback("q1", "chosen", "unpaid-wages"))
    store.questions.record(Feedback("q2", "none-of-these"))
    await store.database.flush()
    found: list[Digest] = []

    def word(digest: Digest) -> Outgoing:
        found.append(digest)
        return Outgoing("told")

    await store.replies.tell(DUE, word, NOW)
    await store.replies.tell(DUE, word, NOW)
    assert [(each.asked, each.answered) for each in found] == [(4, 2)]
    assert [waiting.post.message.html for waiting in await store.outbox.due(NOW)] == ["told"]
