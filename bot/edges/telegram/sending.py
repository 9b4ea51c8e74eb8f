"""`Outgoing` -> Bot API: send or edit, and say what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.core import markup
from bot.core.model import Delivered, File, Outgoing, SendResult
from bot.edges.telegram.results import result

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview of a law's page would bury the answer


class ChatSender:
    """The door to one chat."""

    def __init__(self, bot: Bot, chat: int) -> None:
        self._bot = bot
        self._chat = chat

    async def send(self, message: Outgoing) -> SendResult:
        """Send or edit a message; never raises for what Telegram says."""
        try:
            return await self._send(message, ParseMode.HTML)
        except BadRequest as error:
            text = error.message.casefold()
            if "message is not modified" in text and message.edit is not None:
                return Delivered(message.edit)
            if "can't parse entities" in text:  # our HTML was wrong: the words count more than the bold print
                return await self._plainly(message)
            return result(error)
        except TelegramError as error:
            return result(error)

    async def _plainly(self, message: Outgoing) -> SendResult:
        bare = replace(message, html=markup.plain(message.html))
        try:
            return await self._send(bare, None)
        except TelegramError as error:
            return result(error)

    async def _send(self, message: Outgoing, mode: ParseMode | None) -> SendResult:
        shape: dict[str, Any] = {"parse_mode": mode, "reply_markup": _keyboard(message)}
        if message.edit is not None:
            await self._amend(message, message.edit, shape)
            return Delivered(message.edit)
        shape["allow_paid_broadcast"] = message.paid or None
        if message.file is not None:
            return await self._send_file(message, message.file, shape)
        sent: Message = await self._bot.send_message(
            self._chat, message.html, **shape, link_preview_options=_NO_PREVIEW, message_thread_id=message.thread
        )
        return Delivered(sent.message_id)

    async def _amend(self, message: Outgoing, number: int, shape: dict[str, Any]) -> None:
        if message.file is not None:
            await self._bot.edit_message_caption(self._chat, number, caption=message.html, **shape)
            return
        try:
            await self._bot.edit_message_text(
                message.html, self._chat, number, **shape, link_preview_options=_NO_PREVIEW
            )
        except BadRequest as error:
            if "no text in the message" not in error.message.casefold():
                raise
            # Words below a file, whose erasure does not know about the file.
            await self._bot.edit_message_caption(self._chat, number, caption=message.html, **shape)

    async def _send_file(self, message: Outgoing, file: File, shape: dict[str, Any]) -> SendResult:
        send = getattr(self._bot, f"send_{file.kind}")
        content = file.id or InputFile(file.data, filename=file.name or file.kind)
        sent: Message = await send(
            self._chat, content, caption=message.html or None, message_thread_id=message.thread, **shape
        )
        return Delivered(sent.message_id)

    async def menu(self, commands: Sequence[tuple[str, str]]) -> None:
        """Give the chat a menu of its own; an empty one takes it away again. Raises TelegramError."""
        scope = BotCommandScopeChat(self._chat)
        if commands:
            await self._bot.set_my_commands([BotCommand(name, text) for name, text in commands], scope)
        else:
            await self._bot.delete_my_commands(scope)

    async def delete(self, message: int) -> SendResult:
        """Take a message of ours away. One that is gone already counts as taken away."""
        try:
            await self._bot.delete_message(self._chat, message)
        except BadRequest as error:
            if "message to delete not found" in error.message.casefold():
                return Delivered(message)
            return result(error)
        except TelegramError as error:
            return result(error)
        return Delivered(message)


def _keyboard(message: Outgoing) -> InlineKeyboardMarkup | None:
    if not message.rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.label, url=button.url or None, callback_data=button.data or None)
                for button in row
            ]
            for row in message.rows
        ]
    )
