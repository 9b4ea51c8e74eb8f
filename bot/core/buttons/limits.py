"""The buttons of the calculator of time limits."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, get_args

from bot.core.knowledge import Start

Event = Annotated[str, "|".join(get_args(Start))]
IsoDay = Annotated[str, r"\d{4}-\d{2}-\d{2}"]


@dataclass(frozen=True, slots=True)
class FromEvent:
    """Which event it is: the day is asked for next."""

    tag: ClassVar[str] = "from"
    event: Event


@dataclass(frozen=True, slots=True)
class FromDay:
    """The event, and its day."""

    tag: ClassVar[str] = "day"
    event: Event
    day: IsoDay


Action = FromEvent | FromDay
