"""The verbs of `redress`. An error of ours becomes one sentence on stderr and an exit code."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot import __version__, logs, settings as conf
from bot.errors import KnowledgeError, RedressError

app = typer.Typer(
    name="redress",
    help="What workers can do when their employer goes bankrupt: a bot for Telegram, a browser and a terminal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


@app.command()
def run() -> None:
    """Run the bot: on Telegram with a token, and as a page in the browser."""
    from bot import running  # noqa: PLC0415 - each verb loads what it needs: `settings` must not wait for numpy

    settings = _settings()
    typer.echo(f"Redress: http://{settings.host}:{settings.port}  (Ctrl-C ends it)", err=True)
    _loop(running.run(settings, lambda text: typer.echo(text, err=True)))


@app.command()
def chat(language: Annotated[str | None, typer.Option("--lang", help="Language to begin in.")] = None) -> None:
    """Talk to the bot in this terminal."""
    from bot.verbs import talking  # noqa: PLC0415

    settings = _settings()
    _loop(talking.chat(settings, language))


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="The question, as a worker would type it.")],
    language: Annotated[str | None, typer.Option("--lang", help="Language of the answer.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Whose law: gb, it, ... or int.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")] = False,
) -> None:
    """Answer one question."""
    from bot.verbs import asking  # noqa: PLC0415

    asking.ask(_settings(), text, language, country, as_json=as_json)


@app.command()
def match(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write one JSON object a line.")] = False,
) -> None:
    """Match many questions from stdin: {"q","lang","country"} a line in, the verdict a line out."""
    from bot.verbs import asking  # noqa: PLC0415

    if not jsonl:
        raise typer.BadParameter("say --jsonl: one JSON object a line is the only form", param_hint="--jsonl")
    asking.match(_settings(), sys.stdin.buffer, sys.stdout.buffer)


@app.command()
def why(
    text: Annotated[str, typer.Argument(help="The question.")],
    language: Annotated[str | None, typer.Option("--lang")] = None,
    country: Annotated[str | None, typer.Option("--country")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="The entry that should have answered.")] = None,
) -> None:
    """Explain an answer: what was read, which topics came near, and what would change the outcome."""
    from bot.verbs import explaining  # noqa: PLC0415

    explaining.why(_settings(), text, language, country, topic)


@app.command()
def check(
    form: Annotated[
        Literal["text", "github"], typer.Option("--format", help="github writes notes on a pull request.")
    ] = "text",
    on: Annotated[str | None, typer.Option("--on", help="Look at the knowledge as of this day, YYYY-MM-DD.")] = None,
    curve: Annotated[
        bool, typer.Option("--learning-curve", help="Show which topics gain most from more ways to ask.")
    ] = False,
) -> None:
    """Check the knowledge: every problem with its file and line, then the test questions. Exit 1 on errors."""
    from bot.verbs import checking  # noqa: PLC0415

    raise typer.Exit(checking.check(_settings(), form, on, curve=curve))


@app.command()
def index(
    quick: Annotated[bool, typer.Option("--quick", help="Only the part without encoders.")] = False,
) -> None:
    """Teach the matcher now, so that the next start need not: minutes at the first time, seconds after an edit."""
    from bot.verbs import learning  # noqa: PLC0415

    learning.index(_settings(), quick=quick)


@app.command()
def coverage() -> None:
    """Show which topics are answered, for which country, in which language."""
    from bot.verbs import checking  # noqa: PLC0415

    checking.coverage(_settings())


@app.command()
def curate() -> None:
    """Go through the questions that were not answered: attach, write, ignore, one key each. Writes YAML and tests."""
    from bot.verbs import curating  # noqa: PLC0415

    curating.curate(_settings())


@app.command()
def diff(
    base: Annotated[str, typer.Argument(help="A git revision, such as main or HEAD~3.")],
    last: Annotated[int, typer.Option("--last", min=0, help="How many questions of the log are asked again.")] = 500,
    markdown: Annotated[bool, typer.Option("--markdown", help="A table for a pull request.")] = False,
) -> None:
    """Show which real questions and tests are answered otherwise than with the knowledge of an earlier revision."""
    from bot.verbs import comparing  # noqa: PLC0415

    comparing.diff(_settings(), base, last, markdown=markdown)


@app.command()
def debt(most: Annotated[int, typer.Option("--top", min=1, help="How many lines.")] = 10) -> None:
    """Show what to do next in twenty minutes: unanswered questions, missing languages, old figures and reviews."""
    from bot.verbs import owing  # noqa: PLC0415

    owing.debt(_settings(), most)


@app.command()
def stamp(only: Annotated[Path | None, typer.Argument(help="One file; without it, all.")] = None) -> None:
    """Note in each translation which text it was made from, so that it shows when that text changes."""
    from bot.verbs import stamping  # noqa: PLC0415

    stamping.stamp(_settings(), only)


@app.command()
def scaffold(
    what: Annotated[Literal["country"], typer.Argument(help="What to begin: a country.")],
    code: Annotated[str, typer.Argument(help="Its two letters: pt, be, mx.")],
    language: Annotated[str, typer.Argument(help="The language of its answers.")],
    under: Annotated[str | None, typer.Option("--under", help="The layer of law it lies on: eu.")] = None,
) -> None:
    """Write the skeleton of a country's knowledge, to be filled in by someone who knows its law."""
    from bot.verbs import scaffolding  # noqa: PLC0415

    assert what == "country"
    scaffolding.country(_settings(), code.lower(), language, under)


@app.command()
def schema() -> None:
    """Write the JSON Schemas of the knowledge files, for editors."""
    from bot.verbs import checking  # noqa: PLC0415

    checking.schema(_settings())


@app.command()
def purge() -> None:
    """Erase now what is older than the retention."""
    from bot.verbs import keeping  # noqa: PLC0415

    _loop(keeping.purge(_settings()))


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write a consistent copy of the database, also while the bot runs."""
    from bot.verbs import keeping  # noqa: PLC0415

    _loop(keeping.backup(_settings(), target))


@app.command()
def export() -> None:
    """Write the redacted log to stdout, as CSV."""
    from bot.verbs import keeping  # noqa: PLC0415

    _loop(keeping.export(_settings(), sys.stdout))


@app.command()
def report(
    since: Annotated[str, typer.Option("--since", help="30d, 12w, or a day as YYYY-MM-DD.")] = "30d",
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")] = Path("report.html"),
    language: Annotated[str, typer.Option("--lang", help="Language of the report.")] = "en",
) -> None:
    """Write what people asked, and what they got, as one HTML file with charts."""
    from bot.verbs import reporting  # noqa: PLC0415

    _loop(reporting.report(_settings(), since, out, language))


@app.command(name="demo-log")
def demo_log(
    into: Annotated[Path | None, typer.Option("--into", help="Data folder for it; else `demo` in yours.")] = None,
    questions: Annotated[int, typer.Option("--questions", min=1, max=1_000_000, help="How many.")] = 3000,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Over how many days.")] = 30,
    seed: Annotated[int, typer.Option("--seed", help="Equal seeds make equal logs.")] = 7,
) -> None:
    """Make up a log, marked as such, to see how a report looks. Never mixed with real questions."""
    from bot.verbs import reporting  # noqa: PLC0415

    _loop(reporting.demo_log(_settings(), into, questions, days, seed))


@app.command(name="settings")
def show_settings() -> None:
    """Show every setting: value, meaning, default, and where it comes from."""
    from bot.verbs import keeping  # noqa: PLC0415

    keeping.show_settings(_settings())


def _settings() -> conf.Settings:
    settings = conf.read()
    logs.configure(settings.log)  # for every verb: left alone, structlog writes to stdout, into the data
    return settings


def _loop(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on the fastest loop there is."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def main() -> None:
    """The entry point: `redress`, and `python -m bot`."""
    try:
        app(standalone_mode=True)
    except KnowledgeError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        sys.exit(error.exit_code)
    except RedressError as error:
        typer.echo(f"redress: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
