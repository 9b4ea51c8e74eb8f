"""The browser chat: the same conversation as on Telegram, on a page of our own and without a token."""

from bot.edges.web.server import Site, serve
from bot.edges.web.session import Conversation

__all__ = ["Conversation", "Site", "serve"]
