"""Our errors. A person at a terminal sees their text as one sentence.

RedressError
├── SettingsError      a setting is missing or makes no sense
├── KnowledgeError     the knowledge cannot be used; carries every problem found
├── InsertError        a line cannot be put into a knowledge file as it is
├── RevisionError      an earlier state of the knowledge cannot be had from git
├── StoreError         the database cannot be opened or is newer than this program
├── AddressInUseError  something else listens where the browser chat wants to
└── TelegramError      Telegram cannot be reached or refuses us
    ├── TokenRefusedError   the token is wrong or was revoked
    └── AnotherPollerError  another program reads the updates of the same bot
"""

from bot.core.problems import Problem


class RedressError(Exception):
    """The root; `exit_code` is what the command line ends with."""

    exit_code = 2


class SettingsError(RedressError):
    """A setting is missing or makes no sense; the text names it."""


class KnowledgeError(RedressError):
    """The knowledge cannot be used. `problems` holds all that was found, not just the first."""

    exit_code = 1

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"the knowledge has {len(problems)} problem(s); the first: {problems[0] if problems else '-'}")


class InsertError(RedressError):
    """A line cannot be put into a knowledge file; the text says why, and nothing was changed."""


class RevisionError(RedressError):
    """An earlier state of the knowledge cannot be had: no git, no repository, no such revision."""


class StoreError(RedressError):
    """The database cannot be opened, or a newer program wrote it."""


class AddressInUseError(RedressError):
    """Something else listens on the address of the browser chat."""


class TelegramError(RedressError):
    """Telegram cannot be reached or refuses us."""


class TokenRefusedError(TelegramError):
    """The token is wrong or was revoked. The text never holds the token."""


class AnotherPollerError(TelegramError):
    """Another program reads the updates of the same bot."""
