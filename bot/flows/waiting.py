"""A question waits for an answer, or an answer for its correction, and is told in the same chat: "tell me here"."""

from datetime import timedelta
from typing import Final, Literal

from bot.core import buttons as b, locale
from bot.core.buttons import waiting as w
from bot.core.knowledge import fingerprint
from bot.core.model import Outgoing, Turn
from bot.core.waiting import Shown, Wait
from bot.flows.here import Here

_MOST: Final = 20  # that may wait in one chat, of each kind: nobody reads more
_FIRST: Final = 120  # characters of a question in the list


async def tell_me(here: Here, action: w.TellMe) -> Turn:
    """Keep the redacted question with the way back, until a day."""
    if refusal := _not_here(here):
        return refusal
    kept = await here.store.questions.kept(action.question, here.incoming.chat)
    if kept is None:
        return here.reply("old_button")
    found = here.library.knowledge.find(kept.topic, kept.country, kept.language) if kept.topic else None
    until = here.now + timedelta(days=here.house.wait_days)
    wait = Wait(
        chat=here.incoming.chat,
        question=action.question,
        text=kept.text,
        language=kept.language,
        country=kept.country,
        until=until,
        had_topic=found.page.entry.topic if found else "",
        had_hash=fingerprint(found.page.entry) if found else "",
    )
    number = await here.store.waits.add(wait, _MOST)
    if number is None:
        return here.reply("wait_too_many")
    cancel = here.render.button(here.reader, "button_wait_cancel", w.CancelWait(str(number)))
    text = here.say("wait_noted", text=kept.text, date=locale.day(until.date(), here.person.language))
    return Turn((Outgoing(text, ((cancel,),)),))


async def tell_corrected(here: Here, action: w.TellCorrected) -> Turn:
    """Keep which text was read, with the way back, until a day."""
    if refusal := _not_here(here):
        return refusal
    found = here.library.knowledge.find(action.topic, action.country, here.person.language)
    if found is None:
        return here.reply("gone")
    page, until = found.page, here.now + timedelta(days=here.house.wait_days)
    shown = Shown(here.incoming.chat, action.topic, page.country, page.language, fingerprint(page.entry), until)
    number = await here.store.waits.watch(shown, _MOST)
    if number is None:
        return here.reply("wait_too_many")
    cancel = here.render.button(here.reader, "button_wait_cancel", w.CancelCorrections(str(number)))
    date = locale.day(until.date(), here.person.language)
    return Turn((Outgoing(here.say("wait_correction_noted", title=page.entry.title, date=date), ((cancel,),)),))


def _not_here(here: Here) -> Turn | None:
    """Why nobody could be told in this chat later."""
    return None if here.lasting else here.reply("wait_not_here")


async def show(here: Here, _: w.ShowWaits) -> Turn:
    """All that waits in this chat, each with a button that ends it."""
    if refusal := _not_here(here):
        return refusal
    waits = await here.store.waits.waiting(here.now, here.incoming.chat)
    watched = await here.store.waits.watched(here.now, here.incoming.chat)
    messages = [_line(here, "wait_line", wait, wait.text, w.CancelWait(str(wait.id))) for wait in waits]
    for shown in watched:
        found = here.library.knowledge.find(shown.topic, shown.country, shown.language)
        title = found.page.entry.title if found else shown.topic
        messages.append(_line(here, "wait_correction_line", shown, title, w.CancelCorrections(str(shown.id))))
    return Turn(tuple(messages)) if messages else here.reply("wait_none")


def _line(here: Here, key: str, kept: Wait | Shown, text: str, cancel: b.Action) -> Outgoing:
    date = locale.day(kept.until.date(), here.person.language)
    html = here.say(key, text=text if len(text) <= _FIRST else text[:_FIRST] + "…", date=date)
    return Outgoing(html, ((here.render.button(here.reader, "button_wait_cancel", cancel),),))


async def cancel(here: Here, action: w.CancelWait | w.CancelCorrections) -> Turn:
    """Nothing is told, and nothing is kept for it any more."""
    table: Literal["waits", "shown"] = "waits" if isinstance(action, w.CancelWait) else "shown"
    ended = await here.store.waits.cancel(table, int(action.number), here.incoming.chat)
    text = here.say("wait_cancelled" if ended else "wait_over")
    if isinstance(action, w.CancelCorrections):  # it may stand below a corrected answer, which stays
        return Turn((Outgoing(text),))
    return here.replacing(Outgoing(text))
