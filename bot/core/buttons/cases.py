"""The buttons of a case: the worker's below what the team said, and the staff's below its card."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.buttons.fields import CaseNumber, QuestionId
from bot.core.standing import Role

_STAFF: Role = "staff"


@dataclass(frozen=True, slots=True)
class SendQuestion:
    """Hand over the question as it was asked, so that nobody types it twice."""

    tag: ClassVar[str] = "c-send"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class LeaveIt:
    """Ask no person after all; or nothing more for the case."""

    tag: ClassVar[str] = "c-no"


@dataclass(frozen=True, slots=True)
class AddToCase:
    """What comes next belongs to my case."""

    tag: ClassVar[str] = "c-add"
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class CloseMine:
    """My case is settled."""

    tag: ClassVar[str] = "c-end"
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class ReopenMine:
    """My case is not settled."""

    tag: ClassVar[str] = "c-again"
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class TakeCase:
    """I answer this one."""

    tag: ClassVar[str] = "d-take"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class HandOver:
    """Somebody else answers this one."""

    tag: ClassVar[str] = "d-hand"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Nothing is left to do."""

    tag: ClassVar[str] = "d-end"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """Something is left to do after all."""

    tag: ClassVar[str] = "d-again"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """What I write next goes to the worker: for chats where nobody can reply to a message."""

    tag: ClassVar[str] = "d-write"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class ShowCase:
    """The card of a case once more, from the list of those that are open."""

    tag: ClassVar[str] = "d-show"
    needs: ClassVar[Role] = _STAFF
    number: CaseNumber


OnCard = TakeCase | HandOver | CloseCase | ReopenCase
Action = SendQuestion | LeaveIt | AddToCase | CloseMine | ReopenMine | OnCard | AnswerCase | ShowCase
