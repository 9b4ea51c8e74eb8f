"""What is said about a case: to the worker in their language, without names; at the desks with the colleague's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import buttons as b, locale, markup
from bot.core.cases import Case, Desk, Place, Step
from bot.core.model import Button, Outgoing, Rows
from bot.core.texts import Texts

_TOLD: dict[Step, str] = {
    "take": "case_taken",
    "hand": "case_handed",
    "close": "case_closed",
    "reopen": "case_reopened",
    "late": "case_late",
}
_REMARKS: dict[Step, str] = {
    "take": "desk_took",
    "hand": "desk_handed",
    "close": "desk_closed",
    "reopen": "desk_reopened",
    "answered": "desk_answered",
}
_LISTED = 20  # cases in a list: the most urgent
_FIRST = 80  # characters of a question in a list


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes the messages about cases."""

    texts: Texts
    desk: Desk

    def button(self, language: str, key: str, action: b.Action) -> Button:
        """A button with a text of ours."""
        return Button(self.texts.plain(language, key), b.encode(action))

    # --- to the worker ---

    def hours(self, country: str | None, now: datetime, language: str) -> str:
        """Whether and when somebody is there, and when the bot would say that nobody has answered."""
        late = self.texts.html(language, "person_late", hours=_span(self.desk.late, language))
        until, start = self.desk.open_until(country, now), self.desk.opens(country, now)
        if until:
            return self.texts.html(language, "person_there", until=locale.moment(until, language)) + " " + late
        if start:
            return self.texts.html(language, "person_away", start=locale.moment(start, language)) + " " + late
        return self.texts.html(language, "person_any_time") + " " + late

    def keep(self, language: str) -> str:
        """How long a closed case is kept."""
        return locale.measure(self.desk.keep.days, "day", language)

    def told(self, case: Case, step: Step) -> Outgoing:
        """What the worker is told when something happens to their case."""
        keep, hours = self.keep(case.language), _span(self.desk.late, case.language)
        html = self.texts.html(case.language, _TOLD[step], number=case.number, days=keep, hours=hours)
        return Outgoing(html, self.worker_rows(case, closed=step == "close"))

    def worker_rows(self, case: Case, *, closed: bool) -> Rows:
        """What a worker can do about a case."""
        if closed:
            return ((self.button(case.language, "button_case_again", b.cases.ReopenMine(case.number)),),)
        add = self.button(case.language, "button_case_add", b.cases.AddToCase(case.number))
        end = self.button(case.language, "button_case_end", b.cases.CloseMine(case.number))
        return ((add,), (end,))

    def from_team(self, case: Case) -> str:
        """The heading above what a colleague wrote: no name."""
        return self.texts.html(case.language, "case_from_team", number=case.number)

    # --- at the desks ---

    def card(self, case: Case, language: str, place: Place) -> Outgoing:
        """The card of a case as it stands now. In a private chat with a button to answer."""
        mark = "🔴" if case.urgent else "⚪" if case.closed else "🔵"
        country = locale.country_name(case.country, self.texts, language)
        writes = locale.language_name(case.language, language)
        head = self.texts.html(language, "desk_card", mark=mark, number=case.number, country=country, language=writes)
        urgent = self.texts.html(language, "desk_urgent") if case.urgent else ""
        words = case.words or self.texts.html(language, "desk_file_only")
        parts = (head, urgent, f"<blockquote>{words}</blockquote>", self._state(case, language))
        how = "" if case.closed else self.texts.html(language, "desk_how")
        rows = self._card_rows(case, language)
        if not case.closed:
            rows = (*self.answer_rows(case, language, place), *rows)
        return Outgoing("\n\n".join(filter(None, (*parts, how))), rows, thread=place.thread)

    def _state(self, case: Case, language: str) -> str:
        if case.closed:
            return self.texts.html(language, "desk_is_closed")
        if not case.taken_by:
            return self.texts.html(language, "desk_is_free")
        return self.texts.html(language, "desk_is_taken", name=case.taken_by)

    def _card_rows(self, case: Case, language: str) -> Rows:
        if case.closed:
            return ((self.button(language, "button_desk_again", b.cases.ReopenCase(case.number)),),)
        end = self.button(language, "button_desk_end", b.cases.CloseCase(case.number))
        if case.taken_by:
            return ((self.button(language, "button_desk_hand", b.cases.HandOver(case.number)), end),)
        return ((self.button(language, "button_desk_take", b.cases.TakeCase(case.number)), end),)

    def answer_rows(self, case: Case, language: str, place: Place) -> Rows:
        """In a private chat, a button to answer: not everybody knows replies, and not every host has them."""
        if place.is_group:
            return ()
        return ((self.button(language, "button_desk_answer", b.cases.AnswerCase(case.number)),),)

    def wrote(self, case: Case, language: str) -> str:
        """The heading above what the worker adds."""
        return self.texts.html(language, "desk_wrote", number=case.number)

    def answered(self, case: Case, name: str, language: str) -> str:
        """The heading above what a colleague wrote, for desks that did not see it."""
        return self.texts.html(language, "desk_answered", number=case.number, name=name)

    def remark(self, case: Case, step: Step, name: str, language: str) -> Outgoing:
        """A line among staff: who did what."""
        text = self.texts.html(language, _REMARKS[step], number=case.number, name=name)
        return Outgoing(text)

    def note(self, case: Case, key: str, language: str) -> Outgoing:
        """Another line among staff, by its key: it may name the number, and how long is too long."""
        hours = _span(self.desk.late, language)
        return Outgoing(self.texts.html(language, key, number=case.number, hours=hours))

    def moved(self, chat: str, language: str) -> Outgoing:
        """For the owners: a staff group has another number now."""
        return Outgoing(self.texts.html(language, "desk_moved", chat=chat.partition(":")[2]))

    def tickets(self, cases: list[Case], now: datetime, language: str) -> Outgoing:
        """What is open, with a button for each card."""
        if not cases:
            return Outgoing(self.texts.html(language, "tickets_none"))
        lines = [self.texts.html(language, "tickets", count=str(len(cases)))]
        lines += [self._line(case, now, language) for case in cases[:_LISTED]]
        shown = [Button(f"🗂 {case.number}", b.encode(b.cases.ShowCase(case.number))) for case in cases[:_LISTED]]
        return Outgoing("\n\n".join(lines), tuple(tuple(shown[at : at + 3]) for at in range(0, len(shown), 3)))

    def _line(self, case: Case, now: datetime, language: str) -> str:
        late = case.late is not None or self.desk.is_late(case, now)
        marks = ("🔴" if case.urgent else "") + ("⏰" if late else "") or "🔵"
        text = " ".join(markup.plain(case.words).split())
        words = text if len(text) <= _FIRST else text[:_FIRST].rstrip() + "…"
        head = f"{marks} <b>{case.number}</b> · {locale.day(case.created.date(), language)} · "
        turn = "" if case.waits_since else " " + self.texts.html(language, "tickets_answered")
        return head + self._state(case, language) + turn + "\n" + markup.fill("{words}", lambda _: words)


def _span(span: timedelta, language: str) -> str:
    """`24 hours`, `2 days`."""
    hours = span.total_seconds() / 3600
    whole = hours % 24 == 0 and hours > 24
    return locale.measure(hours / 24 if whole else hours, "day" if whole else "hour", language)
