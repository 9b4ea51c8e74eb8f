"""What a button does, as a value, and as the text that Telegram carries for it.

A press comes back as `Pressed.data`, which anybody can forge and which may stem from a message of last year. So the
text starts with a version, then the tag of the action, then its fields: `1:m:guarantee-fund:gb:Zk3_x9QbLw0`.
What each field may look like is said once, in its type; from that both directions are built, so that they cannot
drift apart. A new kind of button is a class with its tag, named in `Action`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, ClassVar, Final, Literal, get_args, get_origin, get_type_hints

VERSION: Final = "1"
LIMIT: Final = 64
"""Bytes that Telegram carries. Only ASCII is ever written, so a character is a byte."""

Topic = Annotated[str, r"[a-z0-9]+(?:[.-][a-z0-9]+)*"]
NoTopic = Annotated[str, r"(?:[a-z0-9]+(?:[.-][a-z0-9]+)*)?"]
"""A topic, or nothing."""
Area = Annotated[str, r"[a-z0-9]+(?:-[a-z0-9]+)*"]
Country = Annotated[str, r"[a-z]{2,3}"]
AnswerCountry = Annotated[str, r"[a-z]{2,3}|-"]
"""The country whose answer is shown, "-" when none was asked for."""
Language = Annotated[str, r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}"]
QuestionId = Annotated[str, r"(?:[A-Za-z0-9_-]{11})?"]
"""Eleven random characters, or nothing when the button did not come from a question."""
TermId = Annotated[str, r"[0-9a-f]{8}"]
Why = Literal["unclear", "not-my-case", "wrong", "too-long", "other"]


@dataclass(frozen=True, slots=True)
class OnAnswer:
    """What the buttons below an answer share."""

    topic: Topic
    country: AnswerCountry
    question: QuestionId


@dataclass(frozen=True, slots=True)
class ShowTopic(OnAnswer):
    """Answer with this topic: a suggestion that was taken, or a line of the menu."""

    tag: ClassVar[str] = "t"


@dataclass(frozen=True, slots=True)
class More(OnAnswer):
    """The long answer in the place of the short one."""

    tag: ClassVar[str] = "m"


@dataclass(frozen=True, slots=True)
class Short(OnAnswer):
    """Back to the short answer."""

    tag: ClassVar[str] = "s"


@dataclass(frozen=True, slots=True)
class Sources(OnAnswer):
    """The laws and pages that the answer rests on."""

    tag: ClassVar[str] = "l"


@dataclass(frozen=True, slots=True)
class Related(OnAnswer):
    """The topics next to this one."""

    tag: ClassVar[str] = "r"


@dataclass(frozen=True, slots=True)
class Helped:
    """The answer helped."""

    tag: ClassVar[str] = "h"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class NotHelped:
    """The answer did not help; we ask why."""

    tag: ClassVar[str] = "n"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer did not help."""

    tag: ClassVar[str] = "w"
    question: QuestionId
    why: Why


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the suggested topics is what was meant."""

    tag: ClassVar[str] = "x"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class ExplainTerm:
    """What a term of the glossary means; `term` is its short hash (terms hold spaces and accents)."""

    tag: ClassVar[str] = "g"
    term: TermId


@dataclass(frozen=True, slots=True)
class ShowStage:
    """The next steps at one stage of an employer's fall."""

    tag: ClassVar[str] = "stage"
    topic: Topic


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Hand the question to a person."""

    tag: ClassVar[str] = "p"
    question: QuestionId


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """The areas."""

    tag: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True)
class BackToMenu:
    """The areas again, in the place of the topics of one."""

    tag: ClassVar[str] = "back"


@dataclass(frozen=True, slots=True)
class ShowArea:
    """The topics of one area."""

    tag: ClassVar[str] = "area"
    area: Area


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The languages to choose from."""

    tag: ClassVar[str] = "langs"


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language from now on."""

    tag: ClassVar[str] = "lang"
    language: Language


@dataclass(frozen=True, slots=True)
class ChooseCountry:
    """The countries to choose from; with a topic, the choice leads back to its answer."""

    tag: ClassVar[str] = "lands"
    topic: NoTopic
    question: QuestionId


@dataclass(frozen=True, slots=True)
class SetCountry:
    """The law of this country from now on."""

    tag: ClassVar[str] = "land"
    country: Country
    topic: NoTopic
    question: QuestionId


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete what is kept of this chat: asked first, done when `confirmed`."""

    tag: ClassVar[str] = "forget"
    confirmed: bool


Action = (
    ShowTopic
    | More
    | Short
    | Sources
    | Related
    | Helped
    | NotHelped
    | Reason
    | NoneOfThese
    | ExplainTerm
    | ShowStage
    | AskPerson
    | ShowMenu
    | BackToMenu
    | ShowArea
    | ChooseLanguage
    | SetLanguage
    | ChooseCountry
    | SetCountry
    | ForgetMe
)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of an action: its name, how its text may look, and whether it stands for yes or no."""

    name: str
    pattern: re.Pattern[str]
    boolean: bool

    def write(self, value: str | bool) -> str:
        text = str(int(value)) if isinstance(value, bool) else value
        if not self.pattern.fullmatch(text):
            raise ValueError(f"{text!r} cannot be the {self.name} of a button")
        return text

    def read(self, text: str) -> str | bool:
        return text == "1" if self.boolean else text


def _pattern(hint: object) -> str:
    if hint is bool:
        return "[01]"
    if get_origin(hint) is Literal:
        return "|".join(map(re.escape, get_args(hint)))
    _, pattern = get_args(hint)
    return str(pattern)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One class of `Action`: how it is made, and its fields in the order in which they are written."""

    make: Callable[..., Action]
    fields: tuple[_Field, ...]


def _kind(action: type[Action]) -> _Kind:
    hints = get_type_hints(action, include_extras=True)
    names = (field.name for field in fields(action))
    return _Kind(action, tuple(_Field(name, re.compile(_pattern(hints[name])), hints[name] is bool) for name in names))


_KINDS: Final = {action.tag: _kind(action) for action in get_args(Action)}


def encode(action: Action) -> str:
    """The callback data of `action`: ASCII, at most 64 bytes.

    Raises:
        ValueError: a field holds what `decode` would refuse, or the whole is too long.
    """
    parts = (field.write(getattr(action, field.name)) for field in _KINDS[action.tag].fields)
    data = ":".join((VERSION, action.tag, *parts))
    if len(data) > LIMIT:
        raise ValueError(f"the button {data!r} has {len(data)} bytes, Telegram carries {LIMIT}")
    return data


def decode(data: str) -> Action | None:
    """The action that `encode` made `data` from; None for anything else, whoever sent it."""
    version, _, rest = data.partition(":")
    tag, *parts = rest.split(":")
    kind = _KINDS.get(tag)
    if len(data) > LIMIT or version != VERSION or kind is None or len(parts) != len(kind.fields):
        return None
    pairs = tuple(zip(kind.fields, parts, strict=True))
    if not all(field.pattern.fullmatch(part) for field, part in pairs):
        return None
    return kind.make(*(field.read(part) for field, part in pairs))
