"""Where a chat stands with us: its settings, what its owner may do, and what we expect to hear next."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from bot.core.model import Person

Role = Literal["worker", "staff", "maintainer", "organiser", "owner"]
"""What somebody may do. Everybody is a worker; owners may do what organisers and maintainers may.

"staff" answers cases: whoever acts in a staff group, and whoever has a role. It is never kept.
"""


def may(roles: AbstractSet[Role], needed: Role) -> bool:
    """Whether one with these roles may do what needs that role."""
    return needed == "worker" or needed in roles or "owner" in roles


@dataclass(frozen=True, slots=True)
class Expecting:
    """What the next message of a chat is for: `kind` names the flow that waits for it, `about` what it belongs to."""

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known of a chat before its event is read. `person` is None for a newcomer."""

    person: Person | None = None
    roles: frozenset[Role] = frozenset()
    expecting: Expecting | None = None
    subscribed: bool = False
