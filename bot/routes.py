"""The one table: which command or button leads to which flow. Menus, /help and the docs are made from it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core import buttons as b
from bot.core.buttons import (
    cases as c,
    curation as q,
    limits as l,
    organiser as o,
    subscriber as s,
    team as t,
    waiting as w,
)
from bot.core.model import Command, Media, Said, Turn
from bot.core.standing import Role
from bot.flows import (
    approving,
    ask,
    audience,
    broadcasts,
    curation,
    desk,
    drafting,
    feedback,
    glossary,
    launching,
    limits,
    menu,
    other,
    person,
    privacy,
    profile,
    stage,
    stats,
    subscribe,
    team,
    waiting,
    workplace,
)
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

    @property
    def called(self) -> str:
        """The key of its name in each language: `/plazos` is `/deadlines`, whatever language somebody chose."""
        return f"name_{self.name}"


COMMANDS: tuple[Route, ...] = (
    Route("start", profile.start),
    Route("topics", menu.topics),
    Route("stage", stage.stages),
    Route("deadlines", limits.limits_of),
    Route("country", profile.choose_country),
    Route("language", profile.choose_language),
    Route("glossary", glossary.look_up),
    Route("help", other.help_),
    Route("subscribe", subscribe.subscribe, in_groups=False),
    Route("unsubscribe", subscribe.leave, in_groups=False),
    Route("human", person.person, in_groups=False),
    Route("broadcast", drafting.broadcast, in_groups=False, role="organiser"),
    Route("broadcasts", broadcasts.broadcasts, in_groups=False, role="organiser"),
    Route("workplace", workplace.workplaces, in_groups=False, role="organiser"),
    Route("team", team.team, in_groups=False, role="owner"),
    Route("tickets", desk.tickets, role="staff"),
    Route("stats", stats.stats, role="staff"),
    Route("queue", curation.queue, in_groups=False, role="maintainer"),
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
    l.FromEvent: limits.from_event,
    l.FromDay: limits.from_day,
    b.AskPerson: person.person,
    w.TellMe: waiting.tell_me,
    w.TellCorrected: waiting.tell_corrected,
    w.ShowWaits: waiting.show,
    w.CancelWait: waiting.cancel,
    w.CancelCorrections: waiting.cancel,
    c.SendQuestion: person.send_question,
    c.LeaveIt: person.leave,
    c.AddToCase: person.add,
    c.CloseMine: person.close,
    c.ReopenMine: person.reopen,
    c.TakeCase: desk.change,
    c.HandOver: desk.change,
    c.CloseCase: desk.change,
    c.ReopenCase: desk.change,
    c.AnswerCase: desk.answer,
    c.ShowCase: desk.show,
    q.AttachTo: curation.decide,
    q.IgnoreCard: curation.decide,
    q.SkipCard: curation.decide,
    q.UndoCard: curation.decide,
    b.ShowMenu: menu.topics,
    b.BackToMenu: menu.topics,
    b.ShowArea: menu.area,
    b.ChooseLanguage: profile.choose_language,
    b.SetLanguage: profile.set_language,
    b.ChooseCountry: profile.choose_country,
    b.SetCountry: profile.set_country,
    b.ForgetMe: privacy.forget_me,
    s.Subscribe: subscribe.subscribe,
    s.AskToJoin: subscribe.ask_again,
    s.Join: subscribe.join,
    s.NotNow: subscribe.not_now,
    s.Leave: subscribe.leave,
    s.Accept: team.accept,
    o.NewBroadcast: drafting.new,
    o.ShowDraft: drafting.show,
    o.WriteIn: drafting.write_in,
    o.ShowLanguages: drafting.languages,
    o.DropLanguage: drafting.drop,
    o.Train: drafting.train,
    o.Preview: drafting.preview,
    o.Discard: drafting.discard,
    o.ShowAudience: audience.show,
    o.Toggle: audience.toggle,
    o.Ready: launching.ready,
    o.Launch: launching.launch,
    o.LaunchAt: launching.launch_at,
    o.Later: launching.later,
    o.SetZone: launching.ask_zone,
    o.Submit: approving.submit,
    o.Return: approving.return_,
    o.Cancel: launching.cancel,
    o.ShowBroadcasts: broadcasts.broadcasts,
    o.Report: broadcasts.report,
    o.Control: broadcasts.control,
    o.Correct: broadcasts.correct,
    o.Withdraw: broadcasts.withdraw,
    t.ShowTeam: team.team,
    t.Invite: team.invite,
    t.ShowMember: team.show_member,
    t.Limit: team.limit,
    t.Revoke: team.revoke,
    t.ShowAudit: team.audit,
    t.ShowWorkplaces: workplace.workplaces,
    t.NewWorkplace: workplace.new,
    t.PlaceWorkplace: workplace.place,
    t.ShowWorkplace: workplace.show,
    t.Poster: workplace.choose_poster,
    t.PosterIn: workplace.poster,
    t.Rotate: workplace.rotate,
    t.CloseWorkplace: workplace.close,
}

EXPECTED: Mapping[str, Callable[[Here, Said | Media], Awaitable[Turn]]] = {
    limits.DAY: limits.typed,
    person.ASKING: person.asked,
    person.ADDING: person.added,
    desk.ANSWERING: desk.answered,
    workplace.NAMING: workplace.named,
    team.INVITING: team.invited,
    drafting.WRITING: drafting.wrote,
    launching.WHEN: launching.timed,
    launching.ZONE: launching.zoned,
    approving.WHY: approving.returned,
    broadcasts.CORRECTING: broadcasts.corrected,
}
"""Kind of what is expected -> the flow that asked for it (`Here.expecting`)."""

REPLIES: Mapping[str, Callable[[Here, Said | Media, str], Awaitable[Turn]]] = {
    "queue": curation.replied,
    "case": desk.reply,
    "mine": person.reply,
    "note": desk.remark,
}
"""What a message of ours is about -> the flow that takes the replies to it."""
