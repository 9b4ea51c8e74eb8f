"""What was sent: how it goes, stop and resume, correct what has arrived, take it back."""

import dataclasses

from bot.core import buttons as b, floor, locale, markup, progress
from bot.core.broadcast import Broadcast, Content, Kind
from bot.core.buttons import organiser as o
from bot.core.model import Button, Command, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting
from bot.flows import drafting, drafts
from bot.flows.here import Here
from bot.flows.workplace import limits

CORRECTING = "broadcast-correct"
_LAST = 10  # broadcasts on one screen
_BACK = 200  # broadcasts among which those within somebody's workplaces are looked for
_SENDING = frozenset({"resume", "late", "resend"})


async def broadcasts(here: Here, action: Command | o.ShowBroadcasts) -> Turn:
    """Those of the last time."""
    only = await limits(here)
    recent = await here.store.broadcasts.recent(_LAST if only is None else _BACK)
    found = [each for each in recent if drafts.visible(here, each, only)][:_LAST]
    rows: Rows = tuple((Button(_line(here, each), b.encode(o.Report(str(each.id)))),) for each in found)
    message = Outgoing(here.say("broadcasts" if found else "broadcasts_none"), rows)
    return here.replacing(message) if isinstance(action, o.ShowBroadcasts) else Turn((message,))


async def report(here: Here, action: o.Report) -> Turn:
    """How it went, by reason and by language, and what can still be done."""
    found = await _launched(here, action)
    return here.replacing(await _report(here, found)) if found else here.reply("write_closed")


async def control(here: Here, action: o.Control) -> Turn:
    """Pause, resume, stop, start late, send again what may not have arrived. Whoever may see it may stop it."""
    found = await (_reached(here, action) if action.act in _SENDING else _launched(here, action))
    if found is None:
        return here.reply("write_closed")
    store, by, now = here.store.broadcasts, here.incoming.who, here.now
    match action.act:
        case "pause":
            done: bool | int = await store.pause(found.id, by, now)
        case "resume":
            done = await store.resume(found.id, by, now)
        case "stop":
            done = await store.stop(found.id, by, now)
        case "late":
            done = await store.start_late(found.id, by, now)
        case "resend":
            done = await store.resend_unknown(found.id, by, now)
    if not done:
        return here.reply("control_too_late")
    kept = await store.get(found.id)
    assert kept is not None
    return here.replacing(await _report(here, kept))


async def correct(here: Here, action: o.Correct) -> Turn:
    """Ask for the text that takes the place of what has arrived."""
    found = await _reached(here, action)
    if found is None or action.language not in found.contents:
        return here.reply("write_closed")
    about = f"{found.id} {action.language}"
    await here.store.people.expect(here.incoming.chat, Expecting(CORRECTING, about), here.now)
    return here.reply("correct_ask", language=locale.own_name(action.language))


async def corrected(here: Here, event: Said | Media) -> Turn:
    """The right text came. A file that has arrived stays: only words can be changed in their place."""
    assert here.expecting is not None
    number, _, language = here.expecting.about.partition(" ")
    found = await _reached(here, o.Correct(number, language))
    before = found.contents.get(language) if found else None
    if found is None or before is None:
        return here.reply("write_closed")
    if not isinstance(event, Said):
        return here.reply("correct_words_only")
    content = await _marked(here, drafting.read(event), before, language)
    if content is None:
        return here.reply("correct_words_only")
    if over := drafting.too_long(content):
        return here.reply("write_too_long", over=locale.whole(over, here.person.language))
    await here.store.people.expect(here.incoming.chat, None, here.now)
    done = await here.store.broadcasts.correct(found.id, language, content, here.incoming.who, here.now)
    return here.reply("correct_begun" if done else "control_too_late")


async def withdraw(here: Here, action: o.Withdraw) -> Turn:
    """Take it back: asked first, because it cannot be sent again."""
    found = await _launched(here, action)
    if found is None:
        return here.reply("write_closed")
    if not action.confirmed:
        yes = here.render.button(here.reader, "button_withdraw_yes", o.Withdraw(action.broadcast, confirmed=True))
        back = here.render.button(here.reader, "button_back", o.Report(action.broadcast))
        return here.replacing(Outgoing(here.say("withdraw_ask"), ((yes,), (back,))))
    message = here.incoming.message
    shown = (here.incoming.chat, message) if message else None
    done = await here.store.broadcasts.withdraw(found.id, here.incoming.who, here.now, shown)
    return here.replacing(Outgoing(here.say("withdraw_begun"))) if done else here.reply("control_too_late")


async def _launched(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    found = await drafts.seen(here, action)
    return found if found and found.state not in {"draft", "approval", "returned"} else None


async def _reached(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """The same for what sends something: limits that came since its author wrote it count too."""
    found = await _launched(here, action)
    return found if found and found.within(await limits(here)) else None


async def _marked(here: Here, content: Content | None, before: Content, language: str) -> Content | None:
    """The new words with the file that is there, and below them that and when they were corrected."""
    if content is None:
        return None
    moment = locale.moment(here.now.astimezone(await drafts.clock(here)), language)
    mark = here.texts.html(language, "corrected_at", moment=moment)
    return dataclasses.replace(before, html=f"{content.html}\n\n<i>{mark}</i>")


async def _report(here: Here, found: Broadcast) -> Outgoing:
    if found.state in {"waiting", "late"} and found.start_at:
        moment = locale.moment(found.start_at.astimezone(await drafts.clock(here)), here.person.language)
        text = here.say("report_waiting", number=str(found.id), moment=moment)
        return Outgoing(text, await _report_rows(here, found))
    lines = [await _summary(here, found, kind) for kind in ("send", "correct", "withdraw")]
    by_language = await here.store.broadcasts.by_language(found.id)
    told = here.texts, here.person.language
    sent = floor.parts({language: each.sent for language, each in by_language.items()}, *told)
    total = floor.parts({language: each.total for language, each in by_language.items()}, *told)
    for language in sorted(by_language):
        name = locale.language_name(language, here.person.language)
        lines.append(here.say("report_language", language=name, sent=sent[language], total=total[language]))
    if found.state == "paused" and found.note:
        lines.append(progress.halted(found.id, found.note, here.texts, here.person.language).html)
    return Outgoing("\n".join(filter(None, lines)), await _report_rows(here, found))


async def _summary(here: Here, found: Broadcast, kind: Kind) -> str:
    """The lines about one pass, in the words of the live message."""
    done = await here.store.broadcasts.progress_of(found.id, kind)
    if kind != "send" and not done.total:
        return ""
    state = found.state if kind == "send" else ("done" if not done.left else "running")
    view = progress.View(found.id, kind, state, done, training=found.training)
    return progress.live(view, here.texts, here.person.language).html


async def _report_rows(here: Here, found: Broadcast) -> Rows:
    on, button, reader = str(found.id), here.render.button, here.reader
    if found.state in {"waiting", "late"}:
        return ((button(reader, "button_stop_countdown", o.Cancel(on)),),)
    acts: dict[str, tuple[tuple[str, o.Act], ...]] = {
        "running": (("broadcast_button_pause", "pause"), ("broadcast_button_stop", "stop")),
        "paused": (("broadcast_button_resume", "resume"), ("broadcast_button_stop", "stop")),
    }
    row = tuple(button(reader, key, o.Control(on, act)) for key, act in acts.get(found.state, ()))
    again: Rows = ()
    if found.state == "done" and (unknown := (await here.store.broadcasts.progress(found.id)).unknown):
        count = locale.whole(unknown, here.person.language)
        again = ((button(reader, "broadcast_button_resend", o.Control(on, "resend"), count=count),),)
    fixes = tuple(
        (button(reader, "button_correct", o.Correct(on, each), language=locale.own_name(each)),)
        for each in found.contents
    )
    back = button(reader, "button_undo", o.Withdraw(on, confirmed=False))
    listed = button(reader, "button_broadcasts", o.ShowBroadcasts())
    return (*((row,) if row else ()), *again, *fixes, (back,), (listed,))


def _line(here: Here, found: Broadcast) -> str:
    content = found.contents.get(found.base)
    words = markup.plain(content.html).strip().partition("\n")[0][:30] if content else ""
    state = here.texts.plain(here.person.language, f"state_{found.state}")
    return f"{found.id} · {state} · {words}"
