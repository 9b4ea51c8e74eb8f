"""The buttons of owners (who does what here) and of organisers (workplaces)."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.core.buttons.fields import Country, Handle, Languages, NoWorkplace, Workplace
from bot.core.standing import Role

_OWNER: Role = "owner"
_ORGANISER: Role = "organiser"


@dataclass(frozen=True, slots=True)
class ShowTeam:
    """Who may do what."""

    tag: ClassVar[str] = "team"
    needs: ClassVar[Role] = _OWNER


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a link for a new colleague."""

    tag: ClassVar[str] = "invite"
    needs: ClassVar[Role] = _OWNER
    role: Literal["maintainer", "organiser", "owner"]


@dataclass(frozen=True, slots=True)
class ShowMember:
    """One colleague."""

    tag: ClassVar[str] = "member"
    needs: ClassVar[Role] = _OWNER
    member: Handle


@dataclass(frozen=True, slots=True)
class Limit:
    """An organiser may reach this workplace, or no longer; without one: all. They may have come or be invited."""

    tag: ClassVar[str] = "limit"
    needs: ClassVar[Role] = _OWNER
    member: Handle
    workplace: NoWorkplace


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take a colleague's role, or an invitation, back."""

    tag: ClassVar[str] = "revoke"
    needs: ClassVar[Role] = _OWNER
    member: Handle


@dataclass(frozen=True, slots=True)
class ShowAudit:
    """What was done lately by those with a role."""

    tag: ClassVar[str] = "audit"
    needs: ClassVar[Role] = _OWNER


@dataclass(frozen=True, slots=True)
class ShowWorkplaces:
    """The workplaces."""

    tag: ClassVar[str] = "works"
    needs: ClassVar[Role] = _ORGANISER


@dataclass(frozen=True, slots=True)
class NewWorkplace:
    """Open one: its name is asked next."""

    tag: ClassVar[str] = "work+"
    needs: ClassVar[Role] = _ORGANISER


@dataclass(frozen=True, slots=True)
class PlaceWorkplace:
    """The country of a workplace that was just named."""

    tag: ClassVar[str] = "work@"
    needs: ClassVar[Role] = _ORGANISER
    country: Country


@dataclass(frozen=True, slots=True)
class ShowWorkplace:
    """One workplace: its link, its number of people."""

    tag: ClassVar[str] = "work"
    needs: ClassVar[Role] = _ORGANISER
    workplace: Workplace


@dataclass(frozen=True, slots=True)
class Poster:
    """The poster with its QR code: in which languages? `languages` are those with a tick."""

    tag: ClassVar[str] = "poster"
    needs: ClassVar[Role] = _ORGANISER
    workplace: Workplace
    languages: Languages


@dataclass(frozen=True, slots=True)
class PosterIn:
    """The poster in these languages."""

    tag: ClassVar[str] = "poster@"
    needs: ClassVar[Role] = _ORGANISER
    workplace: Workplace
    languages: Languages


@dataclass(frozen=True, slots=True)
class Rotate:
    """A new link; the old one is dead at once. Asked first, done when `confirmed`."""

    tag: ClassVar[str] = "rotate"
    needs: ClassVar[Role] = _ORGANISER
    workplace: Workplace
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CloseWorkplace:
    """End a workplace. Asked first, done when `confirmed`."""

    tag: ClassVar[str] = "workx"
    needs: ClassVar[Role] = _ORGANISER
    workplace: Workplace
    confirmed: bool


Action = (
    ShowTeam
    | Invite
    | ShowMember
    | Limit
    | Revoke
    | ShowAudit
    | ShowWorkplaces
    | NewWorkplace
    | PlaceWorkplace
    | ShowWorkplace
    | Poster
    | PosterIn
    | Rotate
    | CloseWorkplace
)
