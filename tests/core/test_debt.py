"""What the knowledge owes, heaviest first."""

from dataclasses import replace
from datetime import date, timedelta

from bot.core.debt import owed
from bot.core.queue import collect, severities
from bot.flows.here import Library
from tests.core.test_queue import asked
from tests.folder import TODAY

NO_ONE = {("x", "en", None): 0}


def whats(library: Library, *args: object, most: int = 50, today: date = TODAY) -> list[str]:
    """What there is to do."""
    groups, answers = args or ((), {})
    return [debt.what for debt in owed(library.knowledge, groups, answers, today, most)]  # type: ignore[arg-type]


def test_what_many_ask_comes_before_what_nobody_asks(small_library: Library) -> None:
    """An unanswered question of thirty people is the first thing to do, with the command that does it."""
    group = collect([asked("when is the fund closing", 30)], severities([]))
    first = owed(small_library.knowledge, [group], {}, TODAY)[0]
    assert first.what == 'answer "when is the fund closing"'
    assert "30 asked, unanswered" in first.why
    assert "redress curate" in first.why
    assert first.file == "int/en/rights.asks.yaml"


def test_a_missing_language_weighs_by_those_who_met_it(small_library: Library) -> None:
    """Spaniards who got an English text weigh more than a country where nobody has asked."""
    answers = {("severance", "es", "es"): 40}
    found = whats(small_library, (), answers)
    assert found[0] == "write severance for es in es"
    assert "write severance for es in en" in found


def test_old_reviews_and_figures_are_owed(small_library: Library) -> None:
    """After two years every figure of a year is overdue, and reviewed answers want a second look."""
    later = TODAY + timedelta(days=800)
    figures = [what for what in whats(small_library, (), {}, today=later) if what.startswith("look up")]
    assert figures
    assert not any(what.startswith("look up gb.week") for what in whats(small_library))
    checks = [what for what in whats(small_library, (), {}, today=later) if what.startswith("check severance")]
    assert checks


def test_the_longer_it_waits_the_more_it_weighs(small_library: Library) -> None:
    """A question of last year is heavier than the same one of yesterday."""
    group = collect([asked("when is the fund closing", 3)], {})
    old = replace(group, first="2025-01-01")
    weight = [owed(small_library.knowledge, [one], {}, TODAY, 1)[0].weight for one in (group, old)]
    assert weight[1] > weight[0]


def test_questions_do_not_crowd_out_the_rest(small_library: Library) -> None:
    """However many questions wait: half of the list is for languages, figures and reviews."""
    groups = [collect([asked(f"question number {at}", 90)], {}) for at in range(30)]
    found = whats(small_library, groups, {}, most=10)
    assert len([what for what in found if what.startswith("answer")]) == 5
    assert len(found) == 10


def test_the_list_is_short(small_library: Library) -> None:
    """Twenty minutes, not a dashboard."""
    assert len(owed(small_library.knowledge, (), {}, TODAY)) == 10
    assert len(whats(small_library, most=3)) == 3
