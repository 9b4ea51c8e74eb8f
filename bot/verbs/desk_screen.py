"""What stands on the screen of `redress curate`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.comparing import Moved
from bot.core.knowledge import Knowledge
from bot.core.problems import Problem
from bot.flows.here import Library

if TYPE_CHECKING:
    from bot.verbs.desk import Card
    from bot.verbs.rehearsal import Preview

_KEYS = (
    "1-5 attach   a attach by words   n new entry   i ignore for good   s skip   u undo   w check and write   q quit"
)
_SHOWN = 6  # wordings on the screen
_TABLE = 25  # questions in a table that is read in two minutes
_COLOURS = {"worse": "red", "better": "green", "other": ""}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the maintainer is: the card's number, how many there are, how many decisions wait to be written."""

    at: int
    of: int
    staged: int
    saved: bool


def card(console: Console, library: Library, shown: "Card | None", place: Place) -> tuple[str, ...]:
    """Show a card; returns the nearest topics in the order of their numbers."""
    waiting = f" · {place.staged} not written" if place.staged else ""
    if shown is None:
        console.print(f"\nThat was all ({place.of}).{waiting}  u undo   w check and write   q quit", style="bold")
        return ()
    console.rule(f"{place.at} of {place.of}{waiting}")
    _asked(console, shown)
    found = _nearest(console, library, shown)
    keys = f"y do what is proposed   {_KEYS}" if shown.proposal else _KEYS
    console.print(f"\n{keys}", style="dim", highlight=False)
    return found


def _asked(console: Console, shown: "Card") -> None:
    group = shown.group
    if group:
        where = f"{_counts(group.languages)} · {_counts(group.countries)}"
        head = f"{group.count} asked · severity {group.severity:g} · {where}"
        console.print(head, style="bold", highlight=False, markup=False)
        console.print(f"how it ended: {_counts(group.kinds)}", highlight=False, markup=False)
    for wording in shown.wordings[:_SHOWN]:
        console.print(f"{wording.count:5}  {wording.shown}", highlight=False, markup=False)
    if len(shown.wordings) > _SHOWN:
        console.print(f"       and {len(shown.wordings) - _SHOWN} more", style="dim", highlight=False)
    if group and group.meant:
        console.print(f"people took: {_counts(group.meant)}", style="green", highlight=False, markup=False)
    if shown.proposal:
        what = f"attach to {shown.proposal.topic}" if shown.proposal.state == "attach" else "this reply is the answer:"
        console.print(f"proposed in the chat: {what}", style="magenta", highlight=False, markup=False)
        console.print(shown.proposal.draft, highlight=False, markup=False)


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in list(pairs)[:5])


def _nearest(console: Console, library: Library, shown: "Card") -> tuple[str, ...]:
    first = shown.wordings[0]
    trace = library.matcher.trace(first.text, first.language, shown.country)
    reading = trace.verdict.reading
    answer_from, offer_from = library.matcher.thresholds(reading.language or first.language, trace.look.index)
    limits = f"answers from {answer_from:.2f}, offers from {offer_from:.2f}"
    console.print(f"now: {type(trace.verdict).__name__} ({trace.sure:.2f}; {limits})", highlight=False)
    found = tuple(candidate.topic for candidate in reading.candidates)
    table = Table("", "score", "topic", "title", "most alike way to ask", box=None, pad_edge=False)
    for number, candidate in enumerate(reading.candidates, 1):
        title = _title(library.knowledge, candidate.topic, shown)
        phrase = Text(library.matcher.phrase(trace, candidate.topic))
        table.add_row(str(number), f"{candidate.score:.2f}", candidate.topic, Text(title), phrase)
    console.print(table)
    return found


def _title(knowledge: Knowledge, topic: str, shown: "Card") -> str:
    found = knowledge.find(topic, shown.country, shown.language)
    return found.page.entry.title if found else "(no entry)"


def topics(console: Console, knowledge: Knowledge, found: Sequence[str], shown: "Card") -> None:
    """A list to choose from by a digit."""
    for number, topic in enumerate(found, 1):
        console.print(f"{number}  {topic}  {_title(knowledge, topic, shown)}", highlight=False, markup=False)


def errors(console: Console, problems: Iterable[Problem]) -> None:
    """Problems, one a line."""
    for problem in problems:
        console.print(str(problem), style="red", highlight=False, markup=False)


def preview(console: Console, found: "Preview") -> None:
    """What would be written, what `redress check` would say, and which questions would change hands."""
    for change in found.changes:
        console.print(str(change.path), style="bold", highlight=False, markup=False)
        before = set(change.before.splitlines())
        for line in change.after.splitlines():
            if line not in before:
                console.print(f"  + {line}", style="green", highlight=False, markup=False)
    errors(console, found.errors)
    if not found.moved:
        console.print("No other question changes hands.", style="bold")
        return
    console.print(f"{len(found.moved)} other questions change hands:", style="bold", highlight=False)
    console.print(moved_table(found.moved))


def moved_table(found: Sequence[Moved]) -> Table:
    """Questions that are answered otherwise, what got worse first."""
    table = Table("", "asked", "question", "wanted", "before", "after", box=None, pad_edge=False)
    for one in found[:_TABLE]:
        asked = "test" if one.posed.wanted else str(one.posed.count)
        cells = (asked, Text(one.posed.shown), one.posed.wanted, str(one.before), str(one.after))
        table.add_row(one.judgement, *cells, style=_COLOURS[one.judgement])
    if len(found) > _TABLE:
        table.add_row("", "", f"and {len(found) - _TABLE} more", "", "", "")
    return table
