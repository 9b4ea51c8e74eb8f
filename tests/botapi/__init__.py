"""A Bot API on loopback: what Telegram checks and refuses, with a world of people that tests can drive.

`async with BotApi() as api:` serves; `api.world` is the person's side, `api.faults` and `api.limits` make it difficult.
"""

from tests.botapi.faults import Fault, Faults
from tests.botapi.limits import Limits
from tests.botapi.server import BotApi
from tests.botapi.values import Button, Call, Chat, Counts, Entity, ManualClock, Message, Person
from tests.botapi.world import World

__all__ = [
    "BotApi",
    "Button",
    "Call",
    "Chat",
    "Counts",
    "Entity",
    "Fault",
    "Faults",
    "Limits",
    "ManualClock",
    "Message",
    "Person",
    "World",
]
