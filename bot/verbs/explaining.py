"""`redress why`: an explanation for a maintainer."""

from rich.console import Console
from rich.table import Table

from bot import running
from bot.core.match.explain import Explanation, explain
from bot.core.model import Answer
from bot.settings import Settings
from bot.verbs.learning import at_hand
from bot.verbs.mending import mend


def why(settings: Settings, text: str, language: str | None, country: str | None, topic: str | None = None) -> None:
    """Print why a question gets its verdict."""
    source, console = running.shelf(settings), Console()
    library = at_hand(source)
    found = explain(library.matcher, text, language, country)
    show(found, console)
    with Console(stderr=True).status("Trying what would change it ..."):
        edit = mend(source, library, found, text, language, topic)
    if edit:
        wrong = "if that is wrong, " if topic is None and isinstance(found.trace.verdict, Answer) else ""
        console.print(f"smallest    {wrong}{edit}", highlight=False, markup=False)


def show(found: Explanation, console: Console) -> None:
    """Print an explanation."""
    verdict, reading = found.trace.verdict, found.trace.verdict.reading
    console.print(f"read as     {' '.join(found.trace.words)}", highlight=False)
    for before, after in found.repairs:
        console.print(f"repaired    {before} -> {after}", highlight=False)
    if found.unknown:
        console.print(f"unknown     {', '.join(found.unknown)}", highlight=False)
    if reading.country:
        console.print(f"country     {reading.country}: named in the question", highlight=False)
    console.print(f"layer       {reading.layer}", highlight=False)
    console.print(f"verdict     {type(verdict).__name__}", style="bold", highlight=False)
    table = Table("score", "topic", "most alike way to ask", box=None, pad_edge=False)
    for candidate, phrase in zip(reading.candidates, found.phrases, strict=True):
        table.add_row(f"{candidate.score:.2f}", candidate.topic, phrase)
    console.print(table)
    weighed = ", ".join(f"{item.word} {item.weight:+.2f}" for item in found.weighed)
    console.print(f"weighed     {weighed}", highlight=False)
    console.print(
        f"confidence  {found.trace.sure:.2f}; answer from {found.answer_from:.2f}, offer from {found.offer_from:.2f}",
        highlight=False,
    )
    console.print(f"change      {found.change}", highlight=False)
