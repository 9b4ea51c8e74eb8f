"""What a person sees: the answer's views, suggestions, menus. Pages -> `Outgoing` in Telegram's HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core import buttons as b, glossary, locale, markup
from bot.core.buttons import waiting as w
from bot.core.knowledge import BASE, LIGHT, Found, Knowledge, Page
from bot.core.model import Button, Outgoing, Rows
from bot.core.texts import Texts

_TERMS = 4  # terms of an answer that can be tapped
_BUTTON = 60  # characters of a label: more does not show on a phone


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom and when something is rendered. Who is informed already is not offered it.

    `spoken` is the language again where it is not that of the person's setting: the buttons then carry it along.
    """

    language: str
    country: str | None
    today: date
    informed: bool = True
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders with one state of the knowledge."""

    knowledge: Knowledge
    texts: Texts

    # --- pieces ---

    def say(self, reader: Reader, key: str, /, **values: str) -> str:
        """A text of ours, as HTML."""
        return self.texts.html(reader.language, key, **values)

    def button(self, reader: Reader, key: str, action: b.Action, /, **values: str) -> Button:
        """A button with a text of ours."""
        return Button(self.texts.plain(reader.language, key, **values), b.encode(action))

    def topic_button(self, page: Page, question: str, reader: Reader) -> Button:
        """A button that opens a topic. Its label is in the reader's language, also where the page is in another."""
        action = b.ShowTopic(page.entry.topic, page.country, question, reader.spoken)
        own = page if page.language == reader.language else self._base(page.entry.topic, reader) or page
        return Button(_cut(own.entry.title), b.encode(action))

    def _base(self, topic: str, reader: Reader) -> Page | None:
        """The base's page on a topic in the reader's language, if there is one."""
        found = self.knowledge.find(topic, BASE, reader.language)
        return found.page if found and found.page.language == reader.language else None

    def filled(self, text: str, reader: Reader, language: str) -> str:
        """A maintainer's text as HTML, its figures and time limits put in."""
        return markup.fill(markup.html(text), lambda hole: self._value(hole, reader, language))

    def _value(self, hole: str, reader: Reader, language: str) -> str | None:
        kind, _, name = hole.partition(":")
        if kind == "figure" and (figure := self.knowledge.figure(name, reader.today)):
            return locale.figure_text(figure, self.texts, language, reader.today)
        if kind == "deadline" and (deadline := self.knowledge.deadlines.get(name)):
            return locale.deadline_text(deadline, self.texts, language)
        return None

    # --- one answer, four views ---

    def short(self, found: Found, reader: Reader, question: str, notices: Sequence[str] = ()) -> Outgoing:
        """The answer in three lines, with the ways on."""
        page = found.page
        notes = (*notices, *self._notices(found, reader))
        parts = [self._title(page), self.filled(page.entry.short, reader, page.language)]
        parts += [f"<i>{note}</i>" for note in notes]
        if page.entry.sources:
            parts.append(f"<i>{self._trust(page, reader)}</i>")
        return Outgoing("\n\n".join(filter(None, parts)), self._ways(page, reader, question, b.More, "button_more"))

    def more(self, found: Found, reader: Reader, question: str) -> Outgoing:
        """The whole answer."""
        page = found.page
        parts = [self._title(page)]
        parts += [self.filled(text, reader, page.language) for text in (page.entry.short, page.entry.answer) if text]
        if page.entry.missing_papers:
            lack = self.filled(page.entry.missing_papers, reader, page.language)
            parts.append(self.say(reader, "missing_papers", text="\0").replace("\0", lack))
        parts += [f"<i>{note}</i>" for note in self._notices(found, reader)]
        if page.entry.sources:
            parts.append(f"<i>{self._trust(page, reader)}</i>")
        return Outgoing("\n\n".join(filter(None, parts)), self._ways(page, reader, question, b.Short, "button_short"))

    def sources(self, found: Found, reader: Reader, question: str) -> Outgoing:
        """The trust card: whose law, who wrote and checked it, when, and where it stands."""
        page, entry = found.page, found.page.entry
        lines = [self.say(reader, "sources_title", title=entry.title), ""]
        lines += [_source(s.title, s.article, s.url) for s in entry.sources] or [self.say(reader, "sources_none")]
        figures = self._figure_lines(page, reader)
        if figures:
            lines += ["", self.say(reader, "sources_figures"), *figures]
        law = locale.law_name(page.country, self.texts, reader.language)
        checked = locale.day(entry.reviewed.on, reader.language)
        lines += ["", self.say(reader, "sources_law", country=law), self.say(reader, "sources_written")]
        lines.append(self.say(reader, "sources_checked", date=checked, review=self._review(page, reader)))
        at = w.TellCorrected(entry.topic, page.country, question)
        rows = ((self.button(reader, "button_tell_corrected", at),),) if entry.sources else ()
        return Outgoing("\n".join(lines), rows + self._back(page, reader, question))

    def related(self, found: Found, reader: Reader, question: str) -> Outgoing:
        """Where to go from here."""
        entry = found.page.entry
        rows = tuple((self.topic_button(page, question, reader),) for page in self.pages(entry.related, reader))
        text = f"{entry.short} {entry.answer}"
        terms = glossary.inside(self.knowledge, text, found.page.country, found.page.language, _TERMS)
        rows += tuple((Button(_cut(f"📘 {term.term.term}"), b.encode(b.ExplainTerm(term.id))),) for term in terms)
        return Outgoing(self.say(reader, "related_title"), rows + self._back(found.page, reader, question))

    def _title(self, page: Page) -> str:
        title = markup.plain(markup.html(page.entry.title))
        return markup.fill("<b>{title}</b>", lambda _: title) if page.area != "chat" else ""

    def _ways(self, page: Page, reader: Reader, question: str, view: type[b.More | b.Short], key: str) -> Rows:
        if page.area == "chat":
            return ((self.button(reader, "button_topics", b.ShowMenu()),),)
        at = (page.entry.topic, page.country, question, reader.spoken)
        first = [self.button(reader, key, view(*at))] if page.entry.answer else []
        second = [self.button(reader, "button_sources", b.Sources(*at))] if page.entry.sources else []
        if page.entry.related:
            second.append(self.button(reader, "button_related", b.Related(*at)))
        third = [self.button(reader, "button_helped", b.Helped(question))] if question else []
        third += [self.button(reader, "button_not_helped", b.NotHelped(question))] if question else []
        last = [self.button(reader, "button_person", b.AskPerson(question))]
        if reader.country is None and page.area not in LIGHT:
            last.insert(0, self.button(reader, "button_country", b.ChooseCountry(page.entry.topic, question)))
        elif not reader.informed and page.area not in LIGHT:
            last.append(self.button(reader, "button_subscribe", b.subscriber.Subscribe()))
        return tuple(tuple(row) for row in (first, second, third, last) if row)

    def _back(self, page: Page, reader: Reader, question: str) -> Rows:
        at = b.Short(page.entry.topic, page.country, question, reader.spoken)
        return ((self.button(reader, "button_back", at),),)

    def _notices(self, found: Found, reader: Reader) -> Iterable[str]:
        page = found.page
        if page.area in LIGHT:
            return
        if found.other_country and reader.country is None:
            yield self.say(reader, "notice_no_country")
        elif found.other_country:
            country = locale.country_name(reader.country, self.texts, reader.language)
            law = locale.law_name(page.country, self.texts, reader.language)
            yield self.say(reader, "notice_other_country", country=country, law=law)
        if self.knowledge.stale(page):
            yield self.say(reader, "notice_stale")
        if found.other_language:
            name = locale.language_name(page.language, reader.language)
            yield self.say(reader, "notice_other_language", language=name)

    def _trust(self, page: Page, reader: Reader) -> str:
        known = self.knowledge.catalogue.by_country.get(page.country)
        return self.say(
            reader,
            "trust_line",
            flag=known.flag if known else "",
            country=locale.law_name(page.country, self.texts, reader.language),
            date=locale.day(page.entry.reviewed.on, reader.language),
            review=self._review(page, reader),
        ).strip()

    def _review(self, page: Page, reader: Reader) -> str:
        name = page.entry.reviewed.by
        key = "reviewed_by" if name else "reviewed_by_nobody"
        return self.texts.plain(reader.language, key, name=name or "")

    def _figure_lines(self, page: Page, reader: Reader) -> list[str]:
        text = f"{page.entry.short} {page.entry.answer} {page.entry.missing_papers}"
        names = dict.fromkeys(hole.removeprefix("figure:") for hole in markup.holes(text) if hole.startswith("figure:"))
        rows = [row for name in names if (row := self.knowledge.figure(name, reader.today))]
        return [
            "• "
            + self.say(
                reader,
                "figure_line_until" if row.valid_until else "figure_line",
                label=row.label.get(reader.language) or next(iter(row.label.values())),
                value=locale.amount(row, reader.language),
                date=locale.day(row.valid_from, reader.language),
                until=locale.day(row.valid_until, reader.language) if row.valid_until else "",
            )
            + ("" if row.confidence == "page" else " " + self.say(reader, "figure_unsure"))
            + f" ({_source(row.source.title, row.source.article, row.source.url).removeprefix('• ')})"
            for row in rows
        ]

    # --- lists of topics ---

    def pages(self, topics: Iterable[str], reader: Reader) -> list[Page]:
        """The pages of some topics, those that exist."""
        found = (self.knowledge.find(topic, reader.country, reader.language) for topic in topics)
        return [hit.page for hit in found if hit]

    def offer(self, heading: str, topics: Iterable[str], reader: Reader, question: str) -> Outgoing:
        """Topics to choose from, and "none of these"."""
        rows = [(self.topic_button(page, question, reader),) for page in self.pages(topics, reader)]
        rows.append((self.button(reader, "button_none", b.NoneOfThese(question)),))
        return Outgoing(heading, tuple(rows))

    def lost(self, topics: Iterable[str], reader: Reader, question: str) -> Outgoing:
        """We do not know; the nearest topics (no signposts or small talk: they are no way on), and the ways on."""
        pages = self.pages((topic for topic in topics if topic in self.knowledge.catalogue.by_topic), reader)
        heading = self.say(reader, "no_match")
        if pages:
            heading += "\n\n" + self.say(reader, "no_match_nearest")
        rows = [(self.topic_button(page, question, reader),) for page in pages]
        return Outgoing(heading, (*rows, *self.ways_on(reader, question)))

    def ways_on(self, reader: Reader, question: str) -> Rows:
        """The topics, a person, and to be told when there is an answer."""
        topics = self.button(reader, "button_topics", b.ShowMenu())
        rows = ((topics, self.button(reader, "button_person", b.AskPerson(question))),)
        return (*rows, *self.tell_me(reader, question))

    def tell_me(self, reader: Reader, question: str) -> Rows:
        """To be told when the question has an answer; nothing without a question."""
        return ((self.button(reader, "button_tell_me", w.TellMe(question)),),) if question else ()


def _source(title: str, article: str | None, url: str) -> str:
    name = markup.plain(markup.html(title + (f", {article}" if article else "")))
    return f'• <a href="{markup.fill("{url}", lambda _: url)}">{markup.fill("{name}", lambda _: name)}</a>'


def _cut(label: str) -> str:
    return label if len(label) <= _BUTTON else label[: _BUTTON - 1].rstrip() + "…"
