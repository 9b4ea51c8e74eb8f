"""`Update` -> `Incoming`, from the JSON that Telegram sends."""

from typing import Any

import pytest
from hypothesis import given, strategies as st
from telegram import Bot, Update, User

from bot.core.model import Command, Edited, Event, File, Incoming, Media, Pressed, Said
from bot.edges.telegram.reading import chat_key, incoming
from bot.edges.telegram.request import AiohttpRequest
from tests.botapi import World
from tests.botapi.values import TOKEN

ANN = 7
GROUP = -1000000000007
OUR_ID = int(TOKEN.partition(":")[0])
US: dict[str, Any] = {"id": OUR_ID, "is_bot": True, "first_name": "Redress", "username": "redress_bot"}
PERSON: dict[str, Any] = {"id": ANN, "is_bot": False, "first_name": "Ann", "language_code": "es-MX"}
PRIVATE_CHAT = {"id": ANN, "type": "private", "first_name": "Ann"}
GROUP_CHAT = {"id": GROUP, "type": "supergroup", "title": "Works council"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 3}
SIZED = FILE | {"width": 3, "height": 2}
MOVING = SIZED | {"duration": 1}

BOT = Bot(TOKEN, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
BOT._bot_user = User(**US)


def message(**fields: Any) -> dict[str, Any]:
    """A message of Ann's in her private chat; fields replace what is usual."""
    return {"message_id": 40, "date": 1_767_603_600, "chat": PRIVATE_CHAT, "from": PERSON} | fields


def marked(text: str, kind: str, part: str) -> dict[str, Any]:
    """A text whose part Telegram marked as a mention or a command; offsets count UTF-16 units."""
    before = text[: text.index(part)]
    offset, length = (len(piece.encode("utf-16-le")) // 2 for piece in (before, part))
    return {"text": text, "entities": [{"type": kind, "offset": offset, "length": length}]}


def read(content: dict[str, Any], kind: str = "message") -> Incoming | None:
    """What we make of an update."""
    update = Update.de_json({"update_id": 1, kind: content}, BOT)
    return incoming(update, BOT)


def event(content: dict[str, Any]) -> Event:
    """What happened, where something did."""
    found = read(content)
    assert found is not None
    return found.event


def test_a_typed_question_comes_with_chat_message_and_language() -> None:
    """The answer goes to this chat, in the language of the person's telephone."""
    assert read(message(text="am I paid?")) == Incoming(
        chat="tg:7", event=Said("am I paid?"), message=40, language="es-MX", private=True, addressed=True
    )


def test_a_person_without_a_language_is_read_too() -> None:
    """Telegram does not always tell the language."""
    bare = {name: value for name, value in PERSON.items() if name != "language_code"}
    found = read(message(text="hello", **{"from": bare}))
    assert found is not None
    assert found.language is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command("start")),
        ("/START", Command("start")),
        ("/start abc def", Command("start", "abc def")),
        ("/start\nabc", Command("start", "abc")),
        ("/topics@redress_bot", Command("topics")),
        ("/topics@Redress_Bot please", Command("topics", "please")),
        ("/no_such_1", Command("no_such_1")),
    ],
)
def test_a_command_is_its_name_and_what_follows(text: str, command: Command) -> None:
    """Capitals and our own name behind it do not matter."""
    assert event(message(text=text)) == command


@pytest.mark.parametrize("text", ["/", "//start", "/start-me", " /start", "what is /start", "/é", "1/2 of my pay"])
def test_a_slash_alone_makes_no_command(text: str) -> None:
    """A question that happens to hold a slash stays a question."""
    assert event(message(text=text)) == Said(text.strip())


def test_another_bots_command_is_not_for_us() -> None:
    """In a group with two bots only the one that was called answers."""
    assert read(message(text="/start@other_bot", chat=GROUP_CHAT)) is None


def test_our_name_is_not_part_of_the_question() -> None:
    """What is asked of "@redress_bot who decides?" is "who decides?"."""
    content = message(chat=GROUP_CHAT, **marked("@Redress_bot who decides?", "mention", "@Redress_bot"))
    found = read(content)
    assert found is not None
    assert found.event == Said("who decides?")
    assert found.addressed
    assert not found.private


def test_a_mention_after_an_emoji_is_found() -> None:
    """Telegram counts in UTF-16 units: an emoji before the name is two of them."""
    found = read(message(chat=GROUP_CHAT, **marked("\U0001f62d who decides, @redress_bot?", "mention", "@redress_bot")))
    assert found is not None
    assert found.addressed


@pytest.mark.parametrize(
    "content",
    [
        {"text": "who decides?"},
        marked("@ann who decides?", "mention", "@ann"),
        marked("@redress_bot_2 who decides?", "mention", "@redress_bot_2"),
        {"text": "@redress_bot"},  # typed, but not marked by Telegram: as in a code block
        {"photo": [SIZED], "caption": "look at this"},
        {"sticker": SIZED | {"type": "regular", "is_animated": False, "is_video": False}},
    ],
)
def test_talk_in_a_group_is_not_addressed_to_us(content: dict[str, Any]) -> None:
    """Colleagues may talk without the bot joining in."""
    found = read(message(chat=GROUP_CHAT, **content))
    assert found is not None
    assert not found.addressed


def test_a_command_in_a_group_is_addressed_to_us() -> None:
    """A bare command calls every bot in the group."""
    found = read(message(chat=GROUP_CHAT, text="/topics"))
    assert found is not None
    assert found.addressed


@pytest.mark.parametrize(("sender", "addressed"), [(US, True), (PERSON, False)])
def test_a_reply_is_addressed_to_whom_it_replies(sender: dict[str, Any], *, addressed: bool) -> None:
    """In a group, replying to one of our messages asks us; replying to a colleague does not."""
    ours = message(chat=GROUP_CHAT, text="...") | {"from": sender}
    found = read(message(chat=GROUP_CHAT, text="and who pays?", reply_to_message=ours))
    assert found is not None
    assert found.addressed is addressed


def test_words_below_a_photo_can_name_us() -> None:
    """A photo of a letter with "@redress_bot what is this?" below is a question to us."""
    text = marked("@redress_bot what is this?", "mention", "@redress_bot")
    content = {"photo": [SIZED], "caption": text["text"], "caption_entities": text["entities"]}
    found = read(message(chat=GROUP_CHAT, **content))
    assert found is not None
    assert found.addressed
    assert found.event == Media("photo", "what is this?")


@pytest.mark.parametrize("chat", [PRIVATE_CHAT, GROUP_CHAT])
def test_a_changed_message_is_told_apart(chat: dict[str, Any]) -> None:
    """In a private chat the person hears that it is not read again; in a group nobody does."""
    found = read(message(chat=chat, text="new words", edit_date=1_767_603_700), "edited_message")
    assert found is not None
    assert found.event == Edited()
    assert found.addressed is (chat is PRIVATE_CHAT)


def test_a_changed_message_in_a_group_is_not_for_us_though_it_names_us() -> None:
    """Somebody who corrects a typing mistake in front of colleagues is not told off."""
    content = message(chat=GROUP_CHAT, edit_date=1, **marked("@redress_bot who decides?", "mention", "@redress_bot"))
    found = read(content, "edited_message")
    assert found is not None
    assert not found.addressed


def test_a_live_location_that_moves_is_no_changed_message() -> None:
    """Telegram sends an edit every few seconds while somebody shares where they are."""
    assert read(message(location={"latitude": 45.1, "longitude": 7.0}, edit_date=1), "edited_message") is None


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"voice": FILE | {"duration": 3}}, "voice"),
        ({"audio": FILE | {"duration": 3}}, "voice"),
        ({"video_note": FILE | {"duration": 3, "length": 9}}, "voice"),
        ({"photo": [SIZED]}, "photo"),
        ({"sticker": SIZED | {"type": "regular", "is_animated": False, "is_video": False}}, "sticker"),
        ({"animation": MOVING, "document": FILE}, "sticker"),
        ({"dice": {"emoji": "\U0001f3b2", "value": 4}}, "sticker"),
        ({"document": FILE}, "document"),
        ({"video": MOVING}, "document"),
        ({"location": {"latitude": 45.0, "longitude": 7.0}}, "location"),
        ({"contact": {"phone_number": "+39000", "first_name": "Ben"}}, "contact"),
        ({"story": {"chat": GROUP_CHAT, "id": 1}}, "other"),
    ],
)
def test_what_is_not_text_has_a_kind(fields: dict[str, Any], kind: str) -> None:
    """Each kind of message gets its own honest "I cannot read that"."""
    assert event(message(**fields)) == Media(kind, "")  # type: ignore[arg-type]


def test_the_words_below_a_photo_are_kept() -> None:
    """They may hold the question."""
    assert event(message(photo=[SIZED], caption="is this letter a dismissal?")) == Media(
        "photo", "is this letter a dismissal?"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"new_chat_members": [PERSON]},
        {"left_chat_member": PERSON},
        {"pinned_message": message(text="...")},
        {"group_chat_created": True},
        {"migrate_to_chat_id": GROUP},
        {"new_chat_title": "Works council"},
    ],
)
def test_what_telegram_itself_tells_is_no_question(fields: dict[str, Any]) -> None:
    """Somebody who joins or leaves a group is no reason to speak."""
    assert read(message(chat=GROUP_CHAT, **fields)) is None


@pytest.mark.parametrize("sender", [US, {"id": 99, "is_bot": True, "first_name": "Another"}])
def test_bots_are_not_answered(sender: dict[str, Any]) -> None:
    """Two bots in a group would talk for ever."""
    assert read(message(text="hello", **{"from": sender})) is None


def test_a_channel_is_not_answered() -> None:
    """A post in a channel has no person behind it."""
    channel = {"id": -100, "type": "channel", "title": "News"}
    post = {"message_id": 1, "date": 1_767_603_600, "chat": channel, "text": "news"}
    assert read(post, "channel_post") is None
    assert read(post) is None


def press(**fields: Any) -> dict[str, Any]:
    """A press on a button below one of our messages."""
    ours = message(text="Yes?") | {"from": US}
    usual = {"id": "1", "from": PERSON, "chat_instance": "1", "data": "1:menu", "message": ours}
    return {name: value for name, value in (usual | fields).items() if value is not None}


def test_a_press_carries_its_data_and_our_message() -> None:
    """The answer can change the message whose button was pressed."""
    assert read(press(), "callback_query") == Incoming("tg:7", Pressed("1:menu"), 40, "es-MX", private=True)


def test_a_press_in_a_group_is_for_us() -> None:
    """Buttons are ours, so whoever presses them means us; the group is no private chat."""
    found = read(press(message=message(chat=GROUP_CHAT, text="Yes?") | {"from": US}), "callback_query")
    assert found is not None
    assert (found.chat, found.private, found.addressed) == (chat_key(GROUP), False, True)


def test_a_press_on_a_message_too_old_to_see_still_counts() -> None:
    """Telegram shows an old message by its number alone; the button below it still works."""
    old = {"message_id": 3, "date": 0, "chat": PRIVATE_CHAT}
    found = read(press(message=old), "callback_query")
    assert found is not None
    assert (found.event, found.message) == (Pressed("1:menu"), 3)


@pytest.mark.parametrize("fields", [{"message": None}, {"data": None, "game_short_name": "game"}])
def test_a_press_without_message_or_data_is_not_ours(fields: dict[str, Any]) -> None:
    """We make no such buttons."""
    assert read(press(**fields), "callback_query") is None


def test_other_kinds_of_updates_are_left_alone() -> None:
    """What we did not ask for does no harm when it comes."""
    assert read({"id": "1", "from": PERSON, "query": "x", "offset": ""}, "inline_query") is None


@given(text=st.text(min_size=1), chat=st.sampled_from([PRIVATE_CHAT, GROUP_CHAT]))
def test_whatever_is_typed_can_be_read(text: str, chat: dict[str, Any]) -> None:
    """No text makes the reading fail, and a command's name is always a plain word."""
    found = read(message(text=text, chat=chat))
    if found is not None and isinstance(found.event, Command):
        assert found.event.name == found.event.name.lower()
        assert found.event.name.replace("_", "").isascii()


@pytest.mark.parametrize("kind", ["voice", "photo", "video", "document", "sticker", "location", "contact", "other"])
async def test_all_that_people_of_the_stand_in_send_is_understood(kind: str) -> None:
    """The end-to-end tests stand on messages that are read as what they are."""
    world = World()
    world.person(ANN, language="es-MX")
    world.media(ANN, kind)
    (update,) = await world.updates.poll(0, 100, 0)
    found = read(update["message"])
    assert found is not None
    assert isinstance(found.event, Media)


def test_formatting_and_files_can_be_sent_on() -> None:
    """An organiser's bold print and photo reach the others as they were."""
    bold = event(message(text="all of us", entities=[{"type": "bold", "offset": 0, "length": 3}]))
    assert isinstance(bold, Said)
    assert bold.html == "<b>all</b> of us"
    photo = event(message(photo=[SIZED, {**SIZED, "file_id": "large"}], caption="a & b"))
    assert isinstance(photo, Media)
    assert (photo.html, photo.file) == ("a &amp; b", File("photo", "large"))


def test_in_a_group_who_spoke_and_what_was_answered_is_read() -> None:
    """Staff are told apart by their numbers; a reply leads back to the message of ours."""
    ours = message(text="Case 17", chat=GROUP_CHAT, **{"from": US}) | {"message_id": 88}
    found = read(message(text="I take it", chat=GROUP_CHAT, reply_to_message=ours))
    assert found is not None
    assert (found.chat, found.who, found.name, found.answers) == (chat_key(GROUP), "tg:7", "Ann", 88)


def test_whatever_somebody_does_says_where_our_links_begin() -> None:
    """An organiser gets a link to this very bot, under its own name."""
    for found in (read(message(text="/workplace")), read(message(text="hello"))):
        assert found is not None
        assert found.home == "https://t.me/redress_bot?start="
