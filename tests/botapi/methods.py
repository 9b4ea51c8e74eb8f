"""The methods of the Bot API that concern the bot, its updates, files and chats; `sending` has those for messages."""

import re
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

import orjson

from tests.botapi import checks, wire
from tests.botapi.values import ApiError, Ask, Json, Webhook, bad_request
from tests.botapi.world import World

Method = Callable[[World, Ask], object | Awaitable[object]]

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LONGEST_POLL = 50
_DESCRIPTION_LIMITS = {"description": 512, "short_description": 120}
_QUERY_LIFETIME = 15
_TOAST_LIMIT = 200
_ACTION = re.compile(r"typing|(upload|record)_(photo|video|voice|document|video_note)|choose_sticker|find_location")
_SCOPE = re.compile(r"default|all_(private_chats|group_chats|chat_administrators)|chat(_administrators|_member)?")


def get_me(world: World, _: Ask) -> Json:
    """The bot itself."""
    powers = ("supports_inline_queries", "can_read_all_group_messages", "can_connect_to_business", "has_main_web_app")
    return wire.person(world.bot) | dict.fromkeys(powers, False) | {"can_join_groups": True}


async def get_updates(world: World, ask: Ask) -> list[Json]:
    """Long polling; `allowed_updates` is remembered until another list comes."""
    if world.courier.hook:
        advice = "use deleteWebhook to delete the webhook first"
        raise ApiError(409, f"Conflict: can't use getUpdates method while webhook is active; {advice}")
    _remember_kinds(world, ask)
    limit = min(max(ask.number("limit", 100), 1), 100)
    timeout = min(max(ask.number("timeout"), 0), _LONGEST_POLL)
    return await world.updates.poll(ask.number("offset"), limit, timeout)


def _remember_kinds(world: World, ask: Ask) -> None:
    kinds = ask.json("allowed_updates")
    if isinstance(kinds, list):
        world.updates.allowed = frozenset(kinds)


async def set_webhook(world: World, ask: Ask) -> bool:
    """Updates go to an address from now on. Plain http is taken too: everything here is on loopback."""
    url, secret = ask.text("url"), ask.text("secret_token")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise bad_request("invalid webhook URL specified")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_kinds(world, ask)
    return await _switch_webhook(world, ask, Webhook(url, secret, ask.number("max_connections", 40)) if url else None)


async def delete_webhook(world: World, ask: Ask) -> bool:
    """Back to polling."""
    return await _switch_webhook(world, ask, None)


async def _switch_webhook(world: World, ask: Ask, hook: Webhook | None) -> bool:
    if ask.flag("drop_pending_updates"):
        world.updates.clear()
    await world.courier.deliver_to(hook)
    return True


def get_webhook_info(world: World, _: Ask) -> Json:
    """Where updates go, and how many wait."""
    hook = world.courier.hook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook:
        info["max_connections"] = hook.max_connections
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def answer_callback_query(world: World, ask: Ask) -> bool:
    """End the waiting after a press, within 15 seconds of it."""
    query = ask.text("callback_query_id")
    chat_id, asked = world.queries.get(query, (0, float("-inf")))
    if world.clock() - asked > _QUERY_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(ask.text("text")) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    world.toast(query, chat_id, ask.text("text"), alert=ask.flag("show_alert"))
    return True


def send_chat_action(world: World, ask: Ask) -> bool:
    """Typing, and the like; the call is recorded, nothing else remains."""
    chat(world, ask)
    if not _ACTION.fullmatch(ask.text("action")):
        raise bad_request("wrong parameter action in request")
    return True


def get_file(world: World, ask: Ask) -> Json:
    """Where a file can be had."""
    if not ask.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(ask.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    return wire.file(file) | {"file_path": file.path}


def get_chat(world: World, ask: Ask) -> Json:
    """A chat in full."""
    return wire.full_chat(world.chats[chat(world, ask)])


def get_chat_member(world: World, ask: Ask) -> Json:
    """What somebody is in a chat; `left` for who never was there."""
    chat_id, user_id = chat(world, ask), ask.number("user_id")
    if user_id not in world.people:
        raise bad_request("user not found")
    private = chat_id in {user_id, -user_id} or (chat_id > 0 and user_id == world.bot.id)
    return wire.member(world.people[user_id], world.members[chat_id].get(user_id, "member" if private else "left"))


def set_my_commands(world: World, ask: Ask) -> bool:
    """The menu for a scope and a language."""
    world.commands[_scope(ask)] = checks.commands(ask)
    return True


def get_my_commands(world: World, ask: Ask) -> list[Json]:
    """The menu of exactly this scope and language."""
    return [{"command": name, "description": text} for name, text in world.commands.get(_scope(ask), ())]


def delete_my_commands(world: World, ask: Ask) -> bool:
    """No menu of its own for this scope and language."""
    world.commands.pop(_scope(ask), None)
    return True


def _scope(ask: Ask) -> tuple[str, str]:
    scope = ask.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or not _SCOPE.fullmatch(str(scope.get("type"))):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return orjson.dumps(scope, option=orjson.OPT_SORT_KEYS).decode(), _language(ask)


def _language(ask: Ask) -> str:
    code = ask.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def set_my_description(world: World, ask: Ask) -> bool:
    """What stands in an empty chat with the bot."""
    return _describe(world, ask, "description")


def set_my_short_description(world: World, ask: Ask) -> bool:
    """What stands on the bot's profile."""
    return _describe(world, ask, "short_description")


def _describe(world: World, ask: Ask, kind: str) -> bool:
    if len(ask.text(kind)) > _DESCRIPTION_LIMITS[kind]:
        raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
    world.descriptions[kind, _language(ask)] = ask.text(kind)
    return True


def chat(world: World, ask: Ask, name: str = "chat_id") -> int:
    """The id of the chat that a request is about.

    Raises:
        ApiError: none was named, it is unknown, or the bot may not write there.
    """
    if not ask.text(name):
        raise bad_request(f"{name} is empty")
    return world.reach(ask.number(name)).id


def table(methods: Iterable[Method]) -> dict[str, tuple[str, Method]]:
    """Methods by their names in lower case, each with its name as the Bot API writes it."""
    named = ((_camel(method), method) for method in methods)
    return {name.lower(): (name, method) for name, method in named}


def _camel(method: Method) -> str:
    first, *others = getattr(method, "__name__").split("_")  # noqa: B009 - Callable has no __name__ for mypy
    return "".join((first, *map(str.title, others)))


METHODS = table(
    (
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        get_webhook_info,
        answer_callback_query,
        send_chat_action,
        get_file,
        get_chat,
        get_chat_member,
        set_my_commands,
        get_my_commands,
        delete_my_commands,
        set_my_description,
        set_my_short_description,
    )
)
