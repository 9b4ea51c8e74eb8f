"""What a button does, as a value, and as the text that Telegram carries for it.

A press comes back as `Pressed.data`, which anybody can forge and which may stem from a message of last year. So the
text starts with a version, then the tag of the action, then its fields: `1:m:guarantee-fund:gb:Zk3_x9QbLw0`.
A new kind of button is a class with its tag in the module of those who may press it, named in that module's `Action`.
"""

from typing import Final, get_args

from bot.core.buttons import cases, curation, limits, organiser, subscriber, team, waiting, worker
from bot.core.buttons.codec import kind
from bot.core.buttons.fields import Why
from bot.core.buttons.worker import (
    AskPerson,
    BackToMenu,
    ChooseCountry,
    ChooseLanguage,
    ExplainTerm,
    ForgetMe,
    Helped,
    More,
    NoneOfThese,
    NotHelped,
    OnAnswer,
    Reason,
    Related,
    SetCountry,
    SetLanguage,
    Short,
    ShowArea,
    ShowMenu,
    ShowStage,
    ShowTopic,
    Sources,
)
from bot.core.standing import Role

__all__ = [
    "LIMIT",
    "VERSION",
    "Action",
    "AskPerson",
    "BackToMenu",
    "ChooseCountry",
    "ChooseLanguage",
    "ExplainTerm",
    "ForgetMe",
    "Helped",
    "More",
    "NoneOfThese",
    "NotHelped",
    "OnAnswer",
    "Reason",
    "Related",
    "SetCountry",
    "SetLanguage",
    "Short",
    "ShowArea",
    "ShowMenu",
    "ShowStage",
    "ShowTopic",
    "Sources",
    "Why",
    "cases",
    "curation",
    "decode",
    "encode",
    "in_groups",
    "limits",
    "needed",
    "organiser",
    "subscriber",
    "team",
    "waiting",
]

VERSION: Final = "1"
LIMIT: Final = 64
"""Bytes that Telegram carries. Only ASCII is ever written, so a character is a byte."""

Action = (
    worker.Action
    | limits.Action
    | cases.Action
    | curation.Action
    | waiting.Action
    | subscriber.Action
    | team.Action
    | organiser.Action
)

_KINDS: Final = {action.tag: kind(action) for action in get_args(Action)}


_PRIVATE: Final = frozenset(
    (
        AskPerson,
        ForgetMe,
        *get_args(subscriber.Action),
        *get_args(waiting.Action),
        *get_args(team.Action),
        *get_args(organiser.Action),
        *get_args(curation.Action),
    )
)


def in_groups(action: Action) -> bool:
    """Whether it may be pressed in a group: not what is about one person, or goes to many."""
    return type(action) not in _PRIVATE


def needed(action: Action) -> Role:
    """The role that somebody must have to press it: `needs` of its class, where it has one."""
    role: Role = getattr(type(action), "needs", "worker")
    return role


def encode(action: Action) -> str:
    """The callback data of `action`: ASCII, at most 64 bytes.

    Raises:
        ValueError: a field holds what `decode` would refuse, or the whole is too long.
    """
    found = _KINDS[action.tag]
    data = ":".join((VERSION, action.tag, *found.write([getattr(action, field.name) for field in found.fields])))
    if len(data) > LIMIT:
        raise ValueError(f"the button {data!r} has {len(data)} bytes, Telegram carries {LIMIT}")
    return data


def decode(data: str) -> Action | None:
    """The action that `encode` made `data` from; None for anything else, whoever sent it."""
    version, _, rest = data.partition(":")
    tag, *parts = rest.split(":")
    found = _KINDS.get(tag)
    if len(data) > LIMIT or version != VERSION or found is None:
        return None
    action: Action | None = found.read(parts)
    return action
