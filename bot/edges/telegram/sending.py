"""`Outgoing` -> Bot API: send or edit, and say what became of it."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.core import markup
from bot.core.model import Delivered, Outgoing, SendResult
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
        bare = Outgoing(markup.plain(message.html), message.rows, message.edit)
        try:
            return await self._send(bare, None)
        except TelegramError as error:
            return result(error)

    async def _send(self, message: Outgoing, mode: ParseMode | None) -> SendResult:
        keyboard = _keyboard(message)
        if message.edit is not None:
            await self._bot.edit_message_text(
                message.html,
                self._chat,
                message.edit,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return Delivered(message.edit)
        sent: Message = await self._bot.send_message(
            self._chat, message.html, parse_mode=mode, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
        )
        return Delivered(sent.message_id)


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
