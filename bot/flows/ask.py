"""A question in, an answer out: or three to choose from, or an honest "I do not know"."""

import asyncio
from dataclasses import replace

from bot.core import buttons as b, glossary, locale
from bot.core.knowledge import LIGHT, Found, Page
from bot.core.match.fold import LONGEST, fold
from bot.core.match.leaning import leans
from bot.core.model import Answer, Feedback, NoMatch, Outcome, Outgoing, Question, Rows, Suggest, Turn, Verdict
from bot.core.render import Reader
from bot.flows.here import Here


async def ask(here: Here, text: str) -> Turn:
    """Answer a typed question."""
    if not fold(text):
        return here.reply("empty")
    verdict, context = await _understood(here, text)
    here, switch = _speaking(here, verdict)
    reader = _reader(here, verdict)
    question = here.new_id()
    message = _message(here, verdict, reader, question, context)
    if isinstance(verdict, Answer):
        here.store.people.dwell(here.incoming.chat, verdict.topic, here.now)
    message = replace(message, rows=(*message.rows, *switch))
    messages = (Outgoing(here.say("too_long")), message) if len(text) > LONGEST else (message,)
    return Turn(messages, _record(here, verdict, reader, question, text))


async def _understood(here: Here, text: str) -> tuple[Verdict, Page | None]:
    """What a text means, and the page before it that it leans on, if it does."""
    match_ = here.library.matcher.match  # tens of milliseconds with encoders: others must not wait for it
    settings = (here.person.language, here.person.country)
    recent = await here.store.people.recent(here.incoming.chat, here.now) if leans(text) else None
    before = here.library.knowledge.find(recent, here.person.country, here.person.language) if recent else None
    if before is None or before.page.area in LIGHT:
        return await asyncio.to_thread(match_, text, *settings), None
    verdict = await asyncio.to_thread(match_, f"{before.page.entry.title}: {text}", *settings)
    if isinstance(verdict, NoMatch) or verdict.reading.layer == "emergency":
        return await asyncio.to_thread(match_, text, *settings), None
    return verdict, before.page


def _speaking(here: Here, verdict: Verdict) -> tuple[Here, Rows]:
    """A question surely in another language of ours is answered in it, with an offer to stay with it."""
    spoken = verdict.reading.language
    if spoken is None or spoken == here.person.language or spoken not in here.texts.languages:
        return here, ()
    there = here.speaking(spoken)
    name = locale.own_name(spoken)
    stay = there.render.button(there.reader, "button_stay", b.SetLanguage(spoken), language=name)
    return there, ((stay,),)


def _reader(here: Here, verdict: Verdict) -> Reader:
    """A country named in the question wins over the setting, for this answer."""
    named = verdict.reading.country
    return replace(here.reader, country=named) if named else here.reader


def _message(here: Here, verdict: Verdict, reader: Reader, question: str, context: Page | None) -> Outgoing:
    render = here.render
    topics = [candidate.topic for candidate in verdict.reading.candidates[:3]]
    match verdict:
        case Answer():
            found = here.library.knowledge.find(verdict.topic, reader.country, reader.language)
            if found is None:
                return render.lost(topics, reader, question)
            if context and found.page.entry.topic == context.entry.topic:  # the short one has just been read
                return render.more(found, reader, question)
            return render.short(found, reader, question, _notices(here, verdict, reader, found, context))
        case Suggest():
            heading = "several_questions" if verdict.reading.layer == "parts" else "did_you_mean"
            return render.offer(here.say(heading), verdict.topics, reader, question)
        case NoMatch():
            return render.lost(topics, reader, question)


def _notices(here: Here, verdict: Answer, reader: Reader, found: Found, context: Page | None) -> tuple[str, ...]:
    leaning = (here.say("notice_follow_up", title=context.entry.title),) if context else ()
    return (*leaning, *_named(here, verdict, reader, found))


def _named(here: Here, verdict: Answer, reader: Reader, found: Found) -> tuple[str, ...]:
    """Why this is not the law of the person's own country."""
    reading = verdict.reading
    if not reading.country or found.page.country != reading.country:
        return ()
    if reading.country == "eu":
        return (here.say("notice_named_member"),)
    name = locale.country_name(reader.country, here.texts, reader.language)
    term = glossary.look_up(here.library.knowledge, reading.named_by, reading.country) if reading.named_by else None
    if term:
        return (here.say("notice_named_institution", term=term.term.term, country=name),)
    return (here.say("notice_named_country", country=name),)


def _record(here: Here, verdict: Verdict, reader: Reader, question: str, text: str) -> Question:
    reading = verdict.reading
    outcomes: dict[type[Verdict], Outcome] = {Answer: "answer", Suggest: "suggest", NoMatch: "none"}
    return Question(
        id=question,
        chat=here.incoming.chat,
        at=here.now,
        text=text,
        language=reader.language,
        country=reader.country,
        outcome=outcomes[type(verdict)],
        topics=tuple((candidate.topic, candidate.score) for candidate in reading.candidates),
        layer=reading.layer,
        broadcast=here.broadcast,
    )


async def show(here: Here, action: b.ShowTopic) -> Turn:
    """A suggestion or a topic was tapped: a new answer, so that the list stays to be tapped again."""
    found, reader = _page(here, action)
    if found is None:
        return here.reply("gone")
    here.store.people.dwell(here.incoming.chat, action.topic, here.now)
    chosen = Feedback(action.question, "chosen", action.topic) if action.question else None
    return Turn((here.render.short(found, reader, action.question),), chosen)


async def view(here: Here, action: b.More | b.Short | b.Sources | b.Related) -> Turn:
    """Another view of an answer, in its place."""
    found, reader = _page(here, action)
    if found is None:
        return here.reply("gone")
    views = {
        b.More: here.render.more,
        b.Short: here.render.short,
        b.Sources: here.render.sources,
        b.Related: here.render.related,
    }
    return here.replacing(views[type(action)](found, reader, action.question))


def _page(here: Here, action: b.ShowTopic | b.More | b.Short | b.Sources | b.Related) -> tuple[Found | None, Reader]:
    """The page a button belongs to. It keeps the country and the language of its answer, whatever the setting is."""
    catalogue = here.library.knowledge.catalogue
    if action.language in here.texts.languages and action.language != here.person.language:
        here = here.speaking(action.language)
    named = action.country not in catalogue.chain(here.person.country)
    reader = replace(here.reader, country=action.country) if named else here.reader
    return here.library.knowledge.find(action.topic, reader.country, reader.language), reader


async def none_of_these(here: Here, action: b.NoneOfThese) -> Turn:
    """No suggestion fitted."""
    ways = here.render.ways_on(here.reader, action.question)
    record = Feedback(action.question, "none-of-these") if action.question else None
    return Turn((Outgoing(here.say("none_of_these"), ways),), record)
