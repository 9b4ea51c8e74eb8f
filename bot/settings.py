"""The settings: the only reader of the environment and of `.env`. Secrets print as asterisks."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "REDRESS_"


def _ids(value: object) -> object:
    """`12, 34` -> (12, 34)."""
    return tuple(part for part in value.replace(",", " ").split()) if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting with its default and meaning; the environment wins over `.env`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    token: SecretStr | None = Field(None, description="the bot's token from @BotFather; without it: the browser chat")
    data_dir: Path = Field(Path("data"), description="database, caches and keys; keep it private and out of git")
    knowledge: Path = Field(Path("knowledge"), description="the knowledge folder")
    host: str = Field("127.0.0.1", description="address of the browser chat")
    port: int = Field(8484, ge=0, le=65535, description="port of the browser chat")
    owners: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = Field(
        (), description="Telegram ids of those who own the bot, and are told when a knowledge file is broken"
    )
    staff_chat: str = Field(
        "", description="group where people answer cases: -1001234567890, /4 for its topic, gb: before it for a country"
    )
    office_hours: str = Field(
        "", description="when somebody answers: mon-fri 09:00-17:00 Europe/London; it: mon-fri 09:00-13:00 Europe/Rome"
    )
    case_hours: float = Field(24, gt=0, le=720, description="hours without an answer after which a worker is told so")
    case_days: int = Field(30, ge=1, le=3650, description="days after its closing that a case is erased")
    wait_days: int = Field(60, ge=1, le=365, description="days that a question waits for an answer that we lack")
    retention_days: int = Field(180, ge=1, le=3650, description="days after which logged questions are erased")
    log: Literal["console", "json"] = Field("console", description="form of the log lines")
    encoders: str = Field(
        "all", description="sentence encoders: all that are installed, none, or names: use, e5, hub:MODEL"
    )
    caution: float = Field(0.0, ge=-5, le=5, description="added to both thresholds: above 0 answers less, and surer")
    lanes: int = Field(64, ge=1, le=1024, description="chats that are answered at the same time")
    approval: str = Field(
        "never", description="whether a second person approves a message to many: never, above:N (recipients), always"
    )
    quiet_hours: str = Field(
        "21-8", description="hours in which organisers are warned that people sleep, by country too: 21-8 es=22-9"
    )
    broadcast_rate: float = Field(
        25.0, ge=1, le=1000, description="messages a second that a broadcast sends at most; Telegram's limit is 30"
    )
    broadcast_paid: bool = Field(
        False, description="allow Telegram to charge Stars for broadcasts above 30 messages a second"
    )
    api_url: str = Field(
        "https://api.telegram.org/bot", description="the Bot API; for a server of your own, or a test stand-in"
    )

    @field_validator("token", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        """`REDRESS_TOKEN=` means no token."""
        return value or None

    @field_validator("approval")
    @classmethod
    def _approval(cls, value: str) -> str:
        if not re.fullmatch(r"never|always|above:\d{1,7}", value):
            raise ValueError("write never, above:100 or always")
        return value

    @property
    def approval_above(self) -> int | None:
        """The number of recipients above which a second person approves; None: never."""
        words = {"never": None, "always": 0}
        return words[self.approval] if self.approval in words else int(self.approval.removeprefix("above:"))

    @cached_property
    def bundled(self) -> Path:
        """The knowledge folder: as set, else the one that came with an installed package."""
        inside = Path(__file__).parent / "_knowledge"
        return inside if not self.knowledge.exists() and inside.exists() else self.knowledge


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as `redress settings` shows it."""

    name: str
    value: str
    meaning: str
    default: str
    source: Literal["set", "default"]


def read() -> Settings:
    """Read the settings. Raises SettingsError naming the first that makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(fault["loc"][0]).upper()
        raise SettingsError(f"{name} makes no sense: {fault['msg']}. See `redress settings --help`.") from None


def lines(settings: Settings) -> list[Line]:
    """All settings with meaning, default and source; secrets as asterisks."""
    return [
        Line(
            PREFIX + name.upper(),
            "" if (value := getattr(settings, name)) in (None, ()) else str(value),
            field.description or "",
            "" if field.default in (None, ()) else str(field.default),
            "set" if name in settings.model_fields_set else "default",
        )
        for name, field in Settings.model_fields.items()
    ]
