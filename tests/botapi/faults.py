"""What goes wrong between the bot and Telegram: by script (call after call) or by rule (every so many calls)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, repeat
from random import Random
from typing import Literal

from tests.botapi.checks import too_many as _too_many
from tests.botapi.values import ApiError, bad_request
from tests.botapi.world import BLOCKED, DEACTIVATED, KICKED


@dataclass(frozen=True, slots=True)
class Fault:
    """`error` is answered in place of the work; `accepts` says whether the work is done all the same.

    `seconds` pass before the answer, which is whole, cut in the middle, a gateway's HTML page, or none at all.
    """

    name: str
    error: ApiError | None = None
    accepts: bool = True
    seconds: float = 0
    answer: Literal["whole", "cut", "page", "none"] = "whole"


FINE = Fault("")


def too_many(retry_after: int = 1) -> Fault:
    """429: come back after so many seconds."""
    return Fault("too_many", _too_many(retry_after))


def blocked() -> Fault:
    """403: the person blocked the bot."""
    return Fault("blocked", ApiError(403, BLOCKED))


def deactivated() -> Fault:
    """403: the account is gone."""
    return Fault("deactivated", ApiError(403, DEACTIVATED))


def kicked() -> Fault:
    """403: the group threw the bot out."""
    return Fault("kicked", ApiError(403, KICKED))


def chat_not_found() -> Fault:
    """400: no such chat."""
    return Fault("chat_not_found", bad_request("chat not found"))


def migrated(to: int) -> Fault:
    """400: the group is a supergroup now, with this id."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return Fault("migrated", ApiError(400, reason, {"migrate_to_chat_id": to}))


def bad_gateway(*, accepts: bool = False) -> Fault:
    """502 with an HTML page; whether the request took effect is not to be seen from it."""
    return Fault("bad_gateway", accepts=accepts, answer="page")


def delay(seconds: float) -> Fault:
    """The request takes effect at once, and the answer is late."""
    return Fault("delay", seconds=seconds)


def accept_then_drop() -> Fault:
    """The request takes effect, and the line breaks before the answer."""
    return Fault("accept_then_drop", answer="none")


def cut() -> Fault:
    """The request takes effect, and the line breaks in the middle of the answer."""
    return Fault("cut", answer="cut")


def refuse() -> Fault:
    """The line breaks before anything happens."""
    return Fault("refuse", accepts=False, answer="none")


BY_NAME: Mapping[str, Callable[..., Fault]] = {
    make.__name__: make
    for make in (
        too_many,
        blocked,
        deactivated,
        kicked,
        chat_not_found,
        migrated,
        bad_gateway,
        delay,
        accept_then_drop,
        cut,
        refuse,
    )
}


@dataclass(frozen=True, slots=True)
class _Rule:
    method: str
    chat: int | None
    plan: Iterator[Fault]

    def meets(self, method: str, chat: int | None) -> bool:
        return self.method in {"*", method.lower()} and self.chat in {None, chat}


class Faults:
    """The plans for what goes wrong. Methods are named as in the Bot API; `*` is all of them, getUpdates too."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def script(self, method: str, *faults: Fault | None, chat: int | None = None) -> None:
        """The next calls meet these, one each; None is a call that goes well."""
        self._rules.append(_Rule(method.lower(), chat, iter([fault or FINE for fault in faults])))

    def rule(
        self, fault: Fault, method: str = "*", *, chat: int | None = None, every: int = 1, times: int | None = None
    ) -> None:
        """Each call, or each so-manieth, meets this fault; for ever, or so many times."""
        round_ = (*repeat(FINE, every - 1), fault)
        plan = chain.from_iterable(repeat(round_))
        self._rules.append(_Rule(method.lower(), chat, plan if times is None else islice(plan, times * every)))

    def chance(self, fault: Fault, method: str = "*", *, share: float, seed: int) -> None:
        """This share of the calls meets the fault, by dice that fall the same way for the same seed."""
        dice = Random(seed)
        self._rules.append(_Rule(method.lower(), None, (fault if dice.random() < share else FINE for _ in repeat(0))))

    def clear(self) -> None:
        """All is well again."""
        self._rules.clear()

    def pick(self, method: str, chat: int | None) -> Fault:
        """What this call meets. A rule that has run out is dropped."""
        for rule in [rule for rule in self._rules if rule.meets(method, chat)]:
            fault = next(rule.plan, None)
            if fault is None:
                self._rules.remove(rule)
            elif fault is not FINE:
                return fault
        return FINE
