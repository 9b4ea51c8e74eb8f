"""Other people's libraries accept every answer: aiogram's strict types and python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.botapi import BotApi, faults
from tests.botapi.conftest import Client
from tests.botapi.values import TOKEN

KINDS = ("voice", "photo", "video", "document", "sticker", "location", "contact", "other")


@pytest.fixture
async def aiogram(api: BotApi) -> AsyncIterator[AiogramBot]:
    """Aiogram's bot on our server."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.root))
    async with AiogramBot(TOKEN, session=session).context() as bot:
        yield bot


@pytest.fixture
async def ptb(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's bot on our server."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # its RetryAfter warns otherwise, of a type that will change
    async with telegram.Bot(TOKEN, base_url=api.base_url, base_file_url=api.file_url) as bot:
        yield bot


async def test_aiogram_reads_every_message(api: BotApi, aiogram: AiogramBot) -> None:
    """Text, buttons, replies, edits, files, copies and forwards are all valid messages."""
    api.world.group(-50)
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])
    html = '<b>Hello</b> <a href="https://e.org">you</a> <pre><code class="language-py">x</code></pre>'
    sent = await aiogram.send_message(7, html, parse_mode="HTML", reply_markup=markup)
    assert [entity.type for entity in sent.entities or ()] == ["bold", "text_link", "pre"]
    reply = await aiogram.send_message(7, "re", reply_parameters=ReplyParameters(message_id=sent.message_id))
    assert reply.reply_to_message
    edited = await aiogram.edit_message_text("Bye", chat_id=7, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("Bye", None)
    file = BufferedInputFile(b"content", "paper.pdf")
    for send in (aiogram.send_document, aiogram.send_photo, aiogram.send_video, aiogram.send_voice):
        assert (await send(7, file, caption="paper")).caption == "paper"
    assert (await aiogram.forward_message(-50, 7, sent.message_id)).forward_origin
    assert await aiogram.copy_message(-50, 7, sent.message_id)
    assert await aiogram.delete_message(7, sent.message_id)


async def test_aiogram_reads_every_update(api: BotApi, aiogram: AiogramBot) -> None:
    """All that people can do comes as a valid update of its kind."""
    world = api.world
    said = world.say(7, "/start")
    world.edit(7, said.id, "/help")
    for kind in KINDS:
        world.media(7, kind, caption="look")
    world.group_say(-(10**12) - 5, 8, "hi", mention=True)
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])
    sent = await aiogram.send_message(7, "Sure?", reply_markup=markup)
    query = world.press(7, sent.message_id, "Yes")
    world.block(7)
    updates = await aiogram.get_updates()
    kinds = {"message", "edited_message", "callback_query", "my_chat_member"}
    assert {update.event_type for update in updates} == kinds
    assert len(updates) == 5 + len(KINDS)
    assert await aiogram.answer_callback_query(query, text="Noted", show_alert=True)
    assert (world.toasts[0].text, world.toasts[0].alert) == ("Noted", True)


async def test_aiogram_reads_all_the_rest(api: BotApi, aiogram: AiogramBot) -> None:
    """The bot, its menu, its webhook, chats, members and files are valid objects."""
    assert (await aiogram.get_me()).username == "redress_bot"
    scope, menu = BotCommandScopeChat(chat_id=7), [BotCommand(command="help", description="Help")]
    assert await aiogram.set_my_commands(menu, scope=scope, language_code="it")
    kept = await aiogram.get_my_commands(scope=scope, language_code="it")
    assert [command.description for command in kept] == ["Help"]
    assert await aiogram.delete_my_commands(scope=scope, language_code="it")
    assert await aiogram.set_my_description("What we do")
    assert (await aiogram.get_chat(7)).first_name == "Ann"
    api.world.group(-50, owner=8)
    api.world.kick_bot(-50, 8)
    api.world.group(-51, owner=8)
    members = [await aiogram.get_chat_member(-51, user) for user in (8, api.world.bot.id, 7)]
    assert [member.status for member in members] == ["creator", "member", "left"]
    voice = api.world.media(7, "voice", content=b"sound").media
    assert voice
    assert voice.file
    path = (await aiogram.get_file(voice.file.id)).file_path
    assert path
    content = await aiogram.download_file(path)
    assert content
    assert content.read() == b"sound"
    assert (await aiogram.get_webhook_info()).url == ""


async def test_aiogram_tells_refusals_apart(api: BotApi, aiogram: AiogramBot) -> None:
    """Each refusal arrives as the library's own error for it."""
    errors = {
        faults.too_many(5): TelegramRetryAfter,
        faults.blocked(): TelegramForbiddenError,
        faults.migrated(-1001): TelegramMigrateToChat,
        faults.chat_not_found(): TelegramBadRequest,
    }
    for fault, kind in errors.items():
        api.faults.script("sendMessage", fault)
        with pytest.raises(kind):
            await aiogram.send_message(7, "hi")


async def test_ptb_holds_a_conversation(api: BotApi, ptb: telegram.Bot) -> None:
    """Poll, answer with a button, take the press, edit: as the product does it."""
    api.world.say(7, "/start")
    [update] = await ptb.get_updates(timeout=1)
    assert update.effective_chat
    assert update.effective_user
    assert (update.effective_chat.id, update.effective_user.language_code) == (7, "en")
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await ptb.send_message(7, "<b>Sure?</b>", parse_mode="HTML", reply_markup=markup)
    api.world.press(7, sent.message_id, "Yes")
    [press] = await ptb.get_updates(offset=update.update_id + 1)
    assert press.callback_query
    assert await press.callback_query.answer("Noted")
    await press.callback_query.edit_message_text("Done")
    assert [message.text for message in api.world.transcript(7)] == ["/start", "Done"]
    assert await ptb.set_my_commands([("help", "Help")], language_code="fr")
    assert [command.command for command in await ptb.get_my_commands(language_code="fr")] == ["help"]
    document = (await ptb.send_document(7, b"content", filename="a.txt")).document
    assert document
    assert await (await document.get_file()).download_as_bytearray() == b"content"


async def test_ptb_tells_refusals_apart(api: BotApi, ptb: telegram.Bot) -> None:
    """Each refusal and each broken line arrives as the library's own error for it."""
    errors = {
        faults.too_many(5): RetryAfter,
        faults.blocked(): Forbidden,
        faults.migrated(-1001): ChatMigrated,
        faults.chat_not_found(): BadRequest,
        faults.bad_gateway(): NetworkError,
        faults.cut(): NetworkError,
        faults.accept_then_drop(): NetworkError,
    }
    for fault, kind in errors.items():
        api.faults.script("sendMessage", fault)
        with pytest.raises(kind):
            await ptb.send_message(7, "hi")
    assert len(api.world.transcript(7)) == 2


async def test_ptb_sees_a_conflict_and_a_wrong_token(api: BotApi, client: Client, ptb: telegram.Bot) -> None:
    """A second instance and a wrong token are told apart."""
    first = asyncio.create_task(ptb.get_updates(timeout=10))
    await api.world.wait_for(lambda: api.world.updates.waiting)
    second = asyncio.create_task(client.ok("getUpdates", timeout=10))
    with pytest.raises(Conflict):
        await first
    api.world.say(7, "hi")
    assert len(await second) == 1
    stranger = telegram.Bot("1:wrong", base_url=api.base_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
