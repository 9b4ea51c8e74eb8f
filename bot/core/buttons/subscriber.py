"""The buttons by which people ask to be reached, and leave."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.buttons.fields import Code, Language, NoCode


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Show what would be kept, and ask."""

    tag: ClassVar[str] = "sub"


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """The same screen in another language; `code` is that of the workplace's link, where one was scanned."""

    tag: ClassVar[str] = "sub?"
    language: Language
    code: NoCode


@dataclass(frozen=True, slots=True)
class Join:
    """Yes, keep me informed; with a code, about that workplace."""

    tag: ClassVar[str] = "join"
    language: Language
    code: NoCode


@dataclass(frozen=True, slots=True)
class NotNow:
    """No, do not."""

    tag: ClassVar[str] = "nojoin"


@dataclass(frozen=True, slots=True)
class Leave:
    """Write to me no more."""

    tag: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True)
class Accept:
    """Take the role that an invitation offers."""

    tag: ClassVar[str] = "accept"
    code: Code


Action = Subscribe | AskToJoin | Join | NotNow | Leave | Accept
