"""The buttons of "tell me here": wait for an answer or a correction, see what waits, and end it."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.buttons.fields import QuestionId, WaitNumber
from bot.core.buttons.worker import OnAnswer


@dataclass(frozen=True, slots=True)
class TellMe:
    """Tell me here when this question has an answer."""

    tag: ClassVar[str] = "wait"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class TellCorrected(OnAnswer):
    """Tell me here when this answer is corrected."""

    tag: ClassVar[str] = "fix"


@dataclass(frozen=True, slots=True)
class ShowWaits:
    """What waits in this chat."""

    tag: ClassVar[str] = "waits"


@dataclass(frozen=True, slots=True)
class CancelWait:
    """Do not tell me after all."""

    tag: ClassVar[str] = "unwait"
    number: WaitNumber


@dataclass(frozen=True, slots=True)
class CancelCorrections:
    """Tell me of no more corrections of this answer."""

    tag: ClassVar[str] = "unfix"
    number: WaitNumber


Action = TellMe | TellCorrected | ShowWaits | CancelWait | CancelCorrections
