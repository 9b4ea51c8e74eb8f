"""The buttons that everybody may press: below answers, in menus, about oneself."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.buttons.fields import (
    AnswerCountry,
    AnswerLanguage,
    Area,
    Country,
    Language,
    NoTopic,
    QuestionId,
    TermId,
    Topic,
    Why,
)


@dataclass(frozen=True, slots=True)
class OnAnswer:
    """What the buttons below an answer share. `language` where it is not that of the person's setting."""

    topic: Topic
    country: AnswerCountry
    question: QuestionId
    language: AnswerLanguage = ""


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
