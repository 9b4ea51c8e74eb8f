"""`redress chat`: the conversation in this terminal."""

from rich.console import Console

from bot import running
from bot.edges import terminal
from bot.settings import Settings


async def chat(settings: Settings, language: str | None) -> None:
    """Talk until end of file or Ctrl-C."""
    console = Console()

    def read() -> str:
        return console.input("\n[bold]> [/bold]")

    async with running.opened(settings, running.shelf(settings)) as (app, _):
        await terminal.chat(app, console, terminal.typed(read), language)
