"""The report as a reader sees it: every word said, every number written."""

from bot.core import locale
from bot.core.floor import FLOOR
from bot.core.report import sections
from bot.core.report.grid import grid
from bot.core.report.layout import Sheet, Tile
from bot.core.report.values import Report
from bot.core.report.voice import Voice

SECTIONS = (
    sections.days,
    sections.helped,
    sections.languages,
    sections.countries,
    sections.topics,
    sections.unanswered,
    sections.complaints,
)


def sheet(report: Report, voice: Voice, days_kept: int, *, demo: bool = False) -> Sheet:
    """The report in the words of `voice`. `days_kept` is the retention."""
    asked = bool(report.outcomes.total)
    makers = SECTIONS if asked else ()
    found = [make(report, voice) for make in makers]
    return Sheet(
        language=voice.language,
        title=voice.say("report_title"),
        span=voice.say("report_span", since=voice.day(report.since), until=voice.day(report.until)),
        banner=voice.say("report_demo") if demo else "",
        empty=() if asked else (voice.say("report_empty"), voice.say("report_empty_how")),
        tiles=_tiles(report, voice) if asked else (),
        sections=(*found, sections.reach(report, voice)) if asked or report.broadcasts else (),
        coverage=grid(report, voice),
        in_figures=voice.say("report_table"),
        notes=voice.say(
            "report_notes", floor=voice.count(FLOOR), days=locale.measure(days_kept, "day", voice.language)
        ),
    )


def _tiles(report: Report, voice: Voice) -> tuple[Tile, ...]:
    answer, suggest, none = voice.outcomes(report.outcomes)
    tiles = [
        Tile(voice.count(report.outcomes.total), voice.say("report_tile_questions")),
        Tile(answer, voice.say("report_tile_answer")),
        Tile(suggest, voice.say("report_tile_suggest")),
        Tile(none, voice.say("report_tile_none")),
    ]
    if report.helped.of:
        sure = voice.say("report_tile_sure", range=voice.bounds(report.helped))
        tiles.append(Tile(voice.percent(report.helped.rate), voice.say("report_tile_helped"), sure))
    if report.times:
        most = voice.say("report_tile_most", time=locale.milliseconds(report.times.most, voice.language))
        half = locale.milliseconds(report.times.half, voice.language)
        tiles.append(Tile(half, voice.say("report_tile_time"), most))
    return tuple(tiles)
