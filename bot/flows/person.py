"""The worker's side of a case: ask a person, add to it, close it, open it again."""

from dataclasses import replace
from typing import Final

from bot.core import buttons as b, cases, locale, markup
from bot.core.cases import Case, Place
from bot.core.model import Command, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting
from bot.edges.store import Post
from bot.flows import profile
from bot.flows.desks import desks, places
from bot.flows.here import Here

ASKING: Final = "case-ask"
ADDING: Final = "case-add"
"""What the next message is for: a question to a person; an addition to a case."""

_TRIES: Final = 5  # a number that is taken already is rarer than this


async def person(here: Here, action: Command | b.AskPerson) -> Turn:
    """Somebody wants a person: say who is there and what they will see, then take the question."""
    question = action.question if isinstance(action, b.AskPerson) else ""
    if own := await _open_one(here):
        return _own(here, own)
    if not await places(here):
        return await _nobody(here)
    await here.store.people.expect(here.incoming.chat, Expecting(ASKING, question), here.now)
    kept = await here.store.questions.kept(question, here.incoming.chat) if question else None
    clerk, country, language = desks(here).clerk, here.person.country, here.person.language
    sees = here.say("person_sees", days=clerk.keep(language))
    parts = [here.say("person_ask"), clerk.hours(country, here.now, language), sees]
    if kept:
        parts.append(here.say("person_asked", text=kept.text))
    return Turn((Outgoing("\n\n".join(parts), _asking_rows(here, question if kept else "")),))


async def _open_one(here: Here) -> Case | None:
    """The newest case of this chat that is open."""
    return next((case for case in await here.store.cases.of(here.incoming.chat) if not case.closed), None)


def _asking_rows(here: Here, question: str) -> Rows:
    leave = here.render.button(here.reader, "button_case_leave", b.cases.LeaveIt())
    if not question:
        return ((leave,),)
    return ((here.render.button(here.reader, "button_case_send", b.cases.SendQuestion(question)),), (leave,))


async def _nobody(here: Here) -> Turn:
    """Nobody is set up here: say so plainly, and who else helps. Without a country, the country may change that."""
    if here.lasting and here.house.desk.places and here.person.country is None:
        choice = await profile.choose_country(here, b.ChooseCountry("", ""))
        return Turn((Outgoing(here.say("person_which_country")), *choice.messages))
    return here.reply("person_later")


def _own(here: Here, case: Case) -> Turn:
    """There is an open case already: where it stands, and what can be done about it."""
    key = "person_own_taken" if case.taken_by else "person_own"
    since = locale.day(case.created.date(), here.person.language)
    return Turn((Outgoing(here.say(key, number=case.number, date=since), _rows(here, case)),))


def _rows(here: Here, case: Case) -> Rows:
    return desks(here).clerk.worker_rows(case, closed=case.closed is not None)


async def asked(here: Here, event: Said | Media) -> Turn:
    """The question for a person."""
    assert here.expecting
    if not cases.can_pass(event):
        return here.reply("case_cannot_pass")
    if own := await _open_one(here):
        await here.store.people.expect(here.incoming.chat, None, here.now)  # from a second tab, or again after a crash
        return await reply(here, event, own.number)
    return await _open(here, event, here.expecting.about)


async def send_question(here: Here, action: b.cases.SendQuestion) -> Turn:
    """The question as it was asked, in the redacted form in which it was kept."""
    if await _open_one(here):
        return await person(here, b.AskPerson(""))
    kept = await here.store.questions.kept(action.question, here.incoming.chat)
    return await _open(here, Said(kept.text), action.question) if kept else here.reply("old_button")


async def _open(here: Here, event: Said | Media, question: str) -> Turn:
    """Keep the case and its cards in one transaction; only then promise anything."""
    where = await places(here)
    if not where:
        return await _nobody(here)
    for _ in range(_TRIES):
        case = _case(here, event, question, where)
        if await here.store.cases.open(case, await _cards(here, case, event), here.now):
            await here.store.people.expect(here.incoming.chat, None, here.now)
            hours = desks(here).clerk.hours(case.country, here.now, case.language)
            text = "\n\n".join((here.say("case_opened", number=case.number), hours))
            return Turn((Outgoing(text, _rows(here, case)),))
    return here.reply("failed")


def _case(here: Here, event: Said | Media, question: str, where: tuple[Place, ...]) -> Case:
    words = cases.words(event)
    return Case(
        number=cases.number(here.new_id()),
        chat=here.incoming.chat,
        question=question,
        words=markup.split(words, cases.SHOWN)[0] if words else "",
        language=here.person.language,
        country=here.person.country,
        desks=where,
        created=here.now,
        last_worker=here.now,
        urgent=cases.urgent(markup.plain(words)),
    )


async def _cards(here: Here, case: Case, event: Said | Media) -> list[Post]:
    """The cards, and below each what does not fit on it: the rest of a long question, and the file."""
    table, words = desks(here), cases.words(event)
    rest = [Outgoing(part) for part in markup.split(words, cases.SHOWN)[1:]] if words else []
    if isinstance(event, Media) and event.file:
        rest.append(Outgoing("", file=event.file))
    posts = []
    for place in case.desks:
        card = table.clerk.card(case, await table.language(place, case), place)
        said = (replace(message, thread=place.thread) for message in (card, *rest))
        posts += [Post(place.chat, message, case.staff_side) for message in said]
    return posts


async def leave(here: Here, _: b.cases.LeaveIt) -> Turn:
    """Nothing (more) for a person: what is typed next is a question to the bot again."""
    await here.store.people.expect(here.incoming.chat, None, here.now)
    return here.replacing(Outgoing(here.say("case_left")))


# --- an open case -------------------------------------------------------------------------------------


async def _mine(here: Here, number: str) -> Case | None:
    """The case with this number, if it is this chat's."""
    case = await here.store.cases.get(number)
    return case if case and case.chat == here.incoming.chat else None


async def add(here: Here, action: b.cases.AddToCase) -> Turn:
    """What is sent from now on belongs to the case, until the worker says that it is all."""
    if await _mine(here, action.number) is None:
        return here.reply("case_gone")
    await here.store.people.expect(here.incoming.chat, Expecting(ADDING, action.number), here.now)
    return Turn((Outgoing(here.say("case_add", number=action.number), _done(here)),))


def _done(here: Here) -> Rows:
    return ((here.render.button(here.reader, "button_case_done", b.cases.LeaveIt()),),)


async def added(here: Here, event: Said | Media) -> Turn:
    """Something for the case; more may follow (an album comes as several messages)."""
    assert here.expecting
    number = here.expecting.about
    if not await _pass_on(here, event, number):
        return await _not_passed(here, event)
    await here.store.people.expect(here.incoming.chat, Expecting(ADDING, number), here.now)
    return Turn((Outgoing(here.say("case_added", number=number), _done(here)),))


async def reply(here: Here, event: Said | Media, number: str) -> Turn:
    """A reply to what the team said."""
    passed = await _pass_on(here, event, number)
    return here.reply("case_added", number=number) if passed else await _not_passed(here, event)


async def _not_passed(here: Here, event: Said | Media) -> Turn:
    if not cases.can_pass(event):
        return here.reply("case_cannot_pass")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    return here.reply("case_gone")


async def _pass_on(here: Here, event: Said | Media, number: str) -> bool:
    """Bring it to the desks. A closed case is open again by that."""
    case = await _mine(here, number)
    if case is None or not cases.can_pass(event):
        return False
    table = desks(here)
    posts = await table.posts(
        case,
        case.staff_side,
        lambda language, place: cases.passed_on(
            table.clerk.wrote(case, language), event, table.clerk.answer_rows(case, language, place)
        ),
    )
    if not await here.store.cases.move(number, "added", posts, here.now):
        return False  # erased at this moment
    if case.closed:
        await table.redraw(number, here.now)
    return True


async def close(here: Here, action: b.cases.CloseMine) -> Turn:
    """The worker says that it is settled."""
    return await _end(here, action.number, closing=True)


async def reopen(here: Here, action: b.cases.ReopenMine) -> Turn:
    """It is not settled after all."""
    return await _end(here, action.number, closing=False)


async def _end(here: Here, number: str, *, closing: bool) -> Turn:
    case = await _mine(here, number)
    if case is None:
        return here.reply("case_gone")
    table, note = desks(here), "desk_closed_worker" if closing else "desk_reopened_worker"
    posts = await table.remarks(case, lambda language: table.clerk.note(case, note, language))
    await here.store.cases.move(number, "close" if closing else "reopen", posts, here.now)
    await table.redraw(number, here.now)
    days = table.clerk.keep(here.person.language)
    text = here.say("case_closed_own" if closing else "case_reopened_own", number=number, days=days)
    return Turn((Outgoing(text, table.clerk.worker_rows(case, closed=closing)),))


async def erase_own(here: Here) -> None:
    """Erase the cases of this chat; the desks are told that they were erased, not why."""
    await here.store.people.expect(here.incoming.chat, None, here.now)
    if own := await here.store.cases.of(here.incoming.chat):
        await desks(here).erase(own, here.now)
