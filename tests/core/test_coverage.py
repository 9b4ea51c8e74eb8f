"""Which topic is answered for whom: the marks of the coverage matrix."""

from dataclasses import replace

from bot.core.coverage import columns, marks
from bot.core.knowledge import fingerprint
from tests import small


def test_every_topic_has_a_mark_for_every_country_and_language() -> None:
    """Row by row as in the catalogue, column by column."""
    found = marks(small.KNOWLEDGE)
    names = [topic.id for topic in small.CATALOGUE.topics]
    assert list(found) == [(name, *column) for name in names for column in columns(small.KNOWLEDGE)]


def test_a_text_that_nobody_needs_is_not_missing() -> None:
    """A topic that does not depend on the country is served by the base; one that does is missing."""
    empty = marks(replace(small.KNOWLEDGE, pages={}))
    assert empty["worker-buyout", "gb", "en"] == "base"
    assert empty["worker-buyout", "int", "en"] == empty["severance", "gb", "en"] == "missing"


def test_review_and_age_show() -> None:
    """A page is written, reviewed by a lawyer, or older than the text that it translates."""
    key = ("int", "it", "severance")
    page = replace(small.KNOWLEDGE.pages["int", "en", "severance"], language="it")
    written = {**small.KNOWLEDGE.pages, key: page}
    entry = page.entry.model_copy(update={"of": fingerprint(page.entry)})
    for of, mark in ((entry.of, {"answered", "reviewed"}), ("0" * 12, {"stale"})):
        pages = {**written, key: replace(page, entry=entry.model_copy(update={"of": of}))}
        assert marks(replace(small.KNOWLEDGE, pages=pages))["severance", "int", "it"] in mark
