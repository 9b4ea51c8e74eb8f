"""The buttons of organisers who write to many: the draft, its audience, the way out, and the way back."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.core.buttons.fields import Broadcast, Language, Mark, Moment, Value
from bot.core.standing import Role

Part = Literal["all", "countries", "languages", "workplaces", "case"]
Act = Literal["pause", "resume", "stop", "late", "resend"]


@dataclass(frozen=True, slots=True)
class OnBroadcast:
    """What they share: the broadcast, and who may press."""

    needs: ClassVar[Role] = "organiser"
    broadcast: Broadcast


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """Begin another one."""

    needs: ClassVar[Role] = "organiser"
    tag: ClassVar[str] = "b+"


@dataclass(frozen=True, slots=True)
class ShowBroadcasts:
    """Those of the last time."""

    needs: ClassVar[Role] = "organiser"
    tag: ClassVar[str] = "b*"


@dataclass(frozen=True, slots=True)
class ShowDraft(OnBroadcast):
    """The draft as it stands."""

    tag: ClassVar[str] = "b"


@dataclass(frozen=True, slots=True)
class WriteIn(OnBroadcast):
    """The next message is the text in this language."""

    tag: ClassVar[str] = "bw"
    language: Language


@dataclass(frozen=True, slots=True)
class ShowLanguages(OnBroadcast):
    """Which languages are written."""

    tag: ClassVar[str] = "bl"


@dataclass(frozen=True, slots=True)
class DropLanguage(OnBroadcast):
    """Take a language out again."""

    tag: ClassVar[str] = "bl-"
    language: Language


@dataclass(frozen=True, slots=True)
class ShowAudience(OnBroadcast):
    """To whom: the whole of it, or one part to choose from."""

    tag: ClassVar[str] = "ba"
    part: Part


@dataclass(frozen=True, slots=True)
class Toggle(OnBroadcast):
    """One more, or one less, in a part of the audience."""

    tag: ClassVar[str] = "bt"
    part: Part
    value: Value


@dataclass(frozen=True, slots=True)
class Train(OnBroadcast):
    """Rehearse only: everything happens but the sending."""

    tag: ClassVar[str] = "bx"
    on: bool


@dataclass(frozen=True, slots=True)
class Preview(OnBroadcast):
    """The message in every language, as it will arrive."""

    tag: ClassVar[str] = "bv"


@dataclass(frozen=True, slots=True)
class Discard(OnBroadcast):
    """Throw the draft away. Asked first, done when `confirmed`."""

    tag: ClassVar[str] = "b-"
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Ready(OnBroadcast):
    """All that is to be looked at before it goes."""

    tag: ClassVar[str] = "br"


@dataclass(frozen=True, slots=True)
class Launch(OnBroadcast):
    """Go, in a minute. `seen` is the mark of what stood there: a colleague approves that, and nothing newer."""

    tag: ClassVar[str] = "bgo"
    seen: Mark = ""


@dataclass(frozen=True, slots=True)
class Later(OnBroadcast):
    """Times to choose from."""

    tag: ClassVar[str] = "bwhen"
    seen: Mark = ""


@dataclass(frozen=True, slots=True)
class LaunchAt(OnBroadcast):
    """Go at this time, UTC."""

    tag: ClassVar[str] = "bat"
    moment: Moment
    seen: Mark = ""


@dataclass(frozen=True, slots=True)
class SetZone(OnBroadcast):
    """Where the organiser's clock stands: asked next."""

    tag: ClassVar[str] = "bz"
    seen: Mark = ""


@dataclass(frozen=True, slots=True)
class Submit(OnBroadcast):
    """Ask a colleague to approve."""

    tag: ClassVar[str] = "bask"


@dataclass(frozen=True, slots=True)
class Return(OnBroadcast):
    """Give it back to its author: the reason is asked next."""

    tag: ClassVar[str] = "bno"


@dataclass(frozen=True, slots=True)
class Cancel(OnBroadcast):
    """Stop the countdown: it is a draft again."""

    tag: ClassVar[str] = "bstop"


@dataclass(frozen=True, slots=True)
class Control(OnBroadcast):
    """Pause, resume or stop what runs; start what is late; send again what may not have arrived."""

    tag: ClassVar[str] = "bc"
    act: Act


@dataclass(frozen=True, slots=True)
class Report(OnBroadcast):
    """How it went."""

    tag: ClassVar[str] = "bi"


@dataclass(frozen=True, slots=True)
class Correct(OnBroadcast):
    """Replace what has arrived: the new text in this language is asked next."""

    tag: ClassVar[str] = "bfix"
    language: Language


@dataclass(frozen=True, slots=True)
class Withdraw(OnBroadcast):
    """Take it back from every chat. Asked first, done when `confirmed`."""

    tag: ClassVar[str] = "bundo"
    confirmed: bool


Action = (
    NewBroadcast
    | ShowBroadcasts
    | ShowDraft
    | WriteIn
    | ShowLanguages
    | DropLanguage
    | ShowAudience
    | Toggle
    | Train
    | Preview
    | Discard
    | Ready
    | Launch
    | Later
    | LaunchAt
    | SetZone
    | Submit
    | Return
    | Cancel
    | Control
    | Report
    | Correct
    | Withdraw
)
