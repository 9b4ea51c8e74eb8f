"""A message to many as it arrives."""

import pytest

from bot.core import buttons
from bot.core.broadcast import Content
from bot.core.broadcast_message import arriving
from bot.core.buttons.subscriber import Leave
from bot.core.model import File
from bot.core.texts import Texts


@pytest.mark.parametrize(("language", "label"), [("en", "No more messages"), ("es", "No más mensajes")])
def test_below_every_message_one_tap_leaves(texts: Texts, language: str, label: str) -> None:
    """In the language of the text; the words above it are the organiser's, untouched."""
    file = File("photo", "id")
    message = arriving(Content("<b>Tuesday</b>", file), language, texts)
    ((button,),) = message.rows
    assert (message.html, message.file) == ("<b>Tuesday</b>", file)
    assert label in button.label
    assert buttons.decode(button.data) == Leave()
