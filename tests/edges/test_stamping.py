"""Translations are tied to the text they were made from."""

from bot.edges.stamping import stamped

FILE = """\
# a comment on top
- topic: severance
  title: Indemnización
  short: Sí.
  reviewed: {on: 2026-11-24, by: null}

# a comment between
- topic: notice-pay
  title: Preaviso
  short: Sí.
  of: 0123456789ab
  reviewed: {on: 2026-11-24, by: null}
"""


def test_a_stamp_adds_one_line_and_touches_no_other() -> None:
    """Comments, order and quoting stay as the translator wrote them."""
    after = stamped(FILE, {"severance": "aaaaaaaaaaaa"})
    assert after.splitlines() == [
        *FILE.splitlines()[:5],
        "  of: aaaaaaaaaaaa",
        *FILE.splitlines()[5:],
    ]


def test_an_old_stamp_is_replaced() -> None:
    """An entry has one stamp, the newest."""
    after = stamped(FILE, {"notice-pay": "bbbbbbbbbbbb"})
    assert after.count("of: ") == 1
    assert "of: bbbbbbbbbbbb" in after


def test_stamping_twice_changes_nothing() -> None:
    """The second run finds everything as it should be."""
    hashes = {"severance": "aaaaaaaaaaaa", "notice-pay": "bbbbbbbbbbbb"}
    once = stamped(FILE, hashes)
    assert stamped(once, hashes) == once
