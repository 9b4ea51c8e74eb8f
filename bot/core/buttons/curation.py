"""The buttons of maintainers: what to do with a question that was not answered."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.buttons.fields import CardNumber, Topic
from bot.core.standing import Role

_MAINTAINER: Role = "maintainer"


@dataclass(frozen=True, slots=True)
class AttachTo:
    """Propose that this entry answers the card's question."""

    tag: ClassVar[str] = "q+"
    needs: ClassVar[Role] = _MAINTAINER
    card: CardNumber
    topic: Topic


@dataclass(frozen=True, slots=True)
class IgnoreCard:
    """Never show this question again."""

    tag: ClassVar[str] = "qx"
    needs: ClassVar[Role] = _MAINTAINER
    card: CardNumber


@dataclass(frozen=True, slots=True)
class SkipCard:
    """Leave it for later, or for somebody else."""

    tag: ClassVar[str] = "q>"
    needs: ClassVar[Role] = _MAINTAINER
    card: CardNumber


@dataclass(frozen=True, slots=True)
class UndoCard:
    """Take back what was decided about a card."""

    tag: ClassVar[str] = "q<"
    needs: ClassVar[Role] = _MAINTAINER
    card: CardNumber


Action = AttachTo | IgnoreCard | SkipCard | UndoCard
"""All that maintainers may press."""
