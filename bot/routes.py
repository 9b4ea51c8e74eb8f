"""The one table: which command or button leads to which flow. Menus, /help and the docs are made from it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core import buttons as b
from bot.core.model import Command, Media, Said, Turn
from bot.core.standing import Role
from bot.flows import ask, feedback, glossary, menu, other, privacy, profile, stage
from bot.flows.here import Here

Flow = Callable[[Here, Any], Awaitable[Turn]]


@dataclass(frozen=True, slots=True)
class Route:
    """A command: its name, its flow, whether it works in a group (what is personal does not), and who may use it."""

    name: str
    flow: Callable[[Here, Command], Awaitable[Turn]]
    in_groups: bool = True
    role: Role = "worker"

    @property
    def key(self) -> str:
        """The key of its one-line description in the texts."""
        return f"command_{self.name}"


COMMANDS: tuple[Route, ...] = (
    Route("start", profile.start),
    Route("topics", menu.topics),
    Route("stage", stage.stages),
    Route("country", profile.choose_country),
    Route("language", profile.choose_language),
    Route("glossary", glossary.look_up),
    Route("help", other.help_),
    Route("human", other.person, in_groups=False),
    Route("privacy", privacy.privacy, in_groups=False),
    Route("forget", privacy.forget, in_groups=False),
)

BY_NAME: Mapping[str, Route] = {route.name: route for route in COMMANDS}

PRESSES: Mapping[type[b.Action], Flow] = {
    b.ShowTopic: ask.show,
    b.More: ask.view,
    b.Short: ask.view,
    b.Sources: ask.view,
    b.Related: ask.view,
    b.NoneOfThese: ask.none_of_these,
    b.Helped: feedback.helped,
    b.NotHelped: feedback.not_helped,
    b.Reason: feedback.reason,
    b.ExplainTerm: glossary.explain,
    b.ShowStage: stage.show,
    b.AskPerson: other.person,
    b.ShowMenu: menu.topics,
    b.BackToMenu: menu.topics,
    b.ShowArea: menu.area,
    b.ChooseLanguage: profile.choose_language,
    b.SetLanguage: profile.set_language,
    b.ChooseCountry: profile.choose_country,
    b.SetCountry: profile.set_country,
    b.ForgetMe: privacy.forget_me,
}

EXPECTED: Mapping[str, Callable[[Here, Said | Media], Awaitable[Turn]]] = {}
"""Kind of what is expected -> the flow that asked for it (`Here.expecting`)."""

REPLIES: Mapping[str, Callable[[Here, Said | Media, str], Awaitable[Turn]]] = {}
"""What a message of ours is about -> the flow that takes the replies to it."""
