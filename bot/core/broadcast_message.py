"""A message to many as each of them gets it: the organiser's words, and below them the way out."""

from bot.core.broadcast import Content
from bot.core.buttons import encode
from bot.core.buttons.subscriber import Leave
from bot.core.model import Button, Outgoing
from bot.core.texts import Texts


def arriving(content: Content, language: str, texts: Texts) -> Outgoing:
    """The message in a language; one tap below it leaves the list."""
    leave = Button(texts.plain(language, "button_leave"), encode(Leave()))
    return Outgoing(content.html, ((leave,),), file=content.file)
