"""From a report to the numbers of its charts."""

from collections.abc import Callable, Iterable, Sequence

from bot.core import locale
from bot.core.report.charts import Bars, Columns, Series, Spread
from bot.core.report.values import Day, Outcomes, Report, Share, Split
from bot.core.report.voice import Voice, cut

BARS = 8  # of a chart that must be read on a telephone
_DAYS = 62  # bars that can be told apart; a longer time is shown by weeks
_WEEK = 7


def outcome_series(outcomes: Sequence[Outcomes], voice: Voice, *, shares: bool = False) -> tuple[Series, ...]:
    """The three outcomes as pieces of bars, by count or as shares of each bar."""
    wholes = [(found.total or 1) if shares else 1 for found in outcomes]

    def values(counts: Iterable[int]) -> tuple[float, ...]:
        return tuple(count / whole for count, whole in zip(counts, wholes, strict=True))

    return (
        Series(voice.say("report_answer"), "answer", values(found.answer for found in outcomes)),
        Series(voice.say("report_suggest"), "suggest", values(found.suggest for found in outcomes)),
        Series(voice.say("report_none"), "none", values(found.none for found in outcomes)),
    )


def columns(report: Report, voice: Voice) -> Columns:
    """A bar for each day, or for each week of a long time."""
    weekly = len(report.days) > _DAYS
    days = _weeks(report.days) if weekly else report.days
    labels = tuple(locale.short_day(day.day, voice.language) for day in days)
    axis = voice.say("report_axis_week" if weekly else "report_axis_day")
    return Columns(labels, outcome_series([day.outcomes for day in days], voice), axis)


def _weeks(days: Sequence[Day]) -> list[Day]:
    """Whole weeks that end with the last day; the first week of the time may be shorter."""
    first = len(days) % _WEEK
    cuts = [0, *range(first or _WEEK, len(days), _WEEK)]
    parts = [days[at:end] for at, end in zip(cuts, [*cuts[1:], len(days)], strict=True)]
    return [Day(part[0].day, _sum(day.outcomes for day in part)) for part in parts]


def _sum(found: Iterable[Outcomes]) -> Outcomes:
    parts = list(found)
    return Outcomes(sum(p.answer for p in parts), sum(p.suggest for p in parts), sum(p.none for p in parts))


def split_bars(split: Split, name: Callable[[str | None], str], voice: Voice) -> Bars:
    """A bar of the same length for each slice, cut by outcome; the number of questions at its end."""
    slices = split.slices[:BARS]
    labels = tuple(cut(name(piece.key)) for piece in slices)
    notes = tuple(voice.count(piece.outcomes.total) for piece in slices)
    inside = tuple(voice.percent(piece.outcomes.at_once.rate) for piece in slices)
    return Bars(labels, outcome_series([piece.outcomes for piece in slices], voice, shares=True), notes, inside)


def spread(shares: Sequence[tuple[str, Share]], voice: Voice) -> Spread:
    """Shares with their ranges; how many told stands at the right."""
    return Spread(
        tuple(cut(name) for name, _ in shares),
        tuple((share.bounds[0], share.rate, share.bounds[1]) for _, share in shares),
        tuple(voice.count(share.of) for _, share in shares),
        tuple(voice.percent(tick / 4) for tick in range(5)),
    )
