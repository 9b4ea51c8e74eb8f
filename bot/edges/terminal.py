"""The same conversation in a terminal: numbers stand for buttons."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from html import unescape
from typing import Protocol

from rich.console import Console
from rich.text import Text

from bot.core.model import Button, Command, Delivered, Event, Incoming, Outgoing, Pressed, Said, Sender, SendResult

CHAT = "tty:me"
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")  # "²" is a digit for Python too, and no number
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:\s+(.*))?$")
_TOKENS = re.compile(r"<(/?)([a-z]+)(?:\s+href=\"([^\"]*)\")?[^>]*>|([^<]+)")
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "code": "cyan"}


class Conversation(Protocol):
    """What the terminal needs of the application."""

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer one event."""
        ...


class Screen:
    """The door to the one person at this terminal; remembers the buttons that can be pressed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._buttons: list[tuple[int, Button]] = []
        self._count = 0

    async def send(self, message: Outgoing) -> SendResult:
        """Print a message; an edit is printed anew, since paper cannot be changed."""
        self._count += 1
        number = message.edit or self._count
        self._console.print()
        self._console.print(styled(message.html))
        buttons = [button for row in message.rows for button in row]
        if buttons:
            self._buttons = [(number, button) for button in buttons]
            for at, button in enumerate(buttons, 1):
                self._console.print(Text(f"  [{at}] ", style="bold cyan").append(button.label, style="default"))
        return Delivered(number)

    async def delete(self, message: int) -> SendResult:
        """Nothing: what is printed stays printed."""
        return Delivered(message)

    def event(self, line: str) -> tuple[Event, int | None]:
        """What a typed line means: a number presses a button, a slash begins a command."""
        if _NUMBER.fullmatch(line) and int(line) <= len(self._buttons):
            number, button = self._buttons[int(line) - 1]
            return Pressed(button.data), number
        match = _COMMAND.match(line)
        return (Command(match[1].lower(), match[2] or "") if match else Said(line)), None


def styled(html: str) -> Text:
    """Telegram's HTML for a terminal: bold, italic, and links with their address."""
    text, styles, link = Text(), list[str](), ""
    for closing, tag, href, words in _TOKENS.findall(html):
        if words:
            text.append(unescape(words), " ".join(styles))
        elif closing:
            if tag == "a" and link:
                text.append(f" ({unescape(link)})", "dim")
                link = ""
            elif tag in _STYLES and _STYLES[tag] in styles:
                styles.remove(_STYLES[tag])
        elif tag == "a":
            link = href
        elif tag in _STYLES:
            styles.append(_STYLES[tag])
    return text


async def chat(conversation: Conversation, console: Console, lines: AsyncIterator[str], language: str | None) -> None:
    """Talk until the lines end."""
    screen = Screen(console)
    await conversation.handle(Incoming(CHAT, Command("start"), language=language), screen)
    async for line in lines:
        if not line.strip():
            continue
        event, message = screen.event(line.strip())
        await conversation.handle(Incoming(CHAT, event, message, language), screen)


async def typed(read: Callable[[], str]) -> AsyncIterator[str]:
    """Lines from a blocking reader, until it raises EOFError."""
    while True:
        try:
            yield await asyncio.to_thread(read)
        except EOFError:
            return
