"""Writing to many: the message in one language or several, seen as it will arrive. The draft is a row."""

import html
from collections.abc import Iterable

from bot.core import buttons as b, locale, markup
from bot.core.broadcast import Audience, Broadcast, Content, Counts
from bot.core.broadcast_lint import lint
from bot.core.broadcast_message import arriving
from bot.core.buttons import organiser as o
from bot.core.model import Button, Command, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting
from bot.flows import audience, choices, drafts
from bot.flows.here import Here
from bot.flows.workplace import limits, number as shown

WRITING = "broadcast"
"""What is expected is the text of a broadcast; `about` is `7 en` (number and language), or empty for a new one."""

_HINTS = 6  # hints on one screen


async def broadcast(here: Here, _: Command) -> Turn:
    """Go on with what was begun, on whatever phone, or begin."""
    drafts = await here.store.broadcasts.drafts(here.incoming.who)
    if not drafts:
        return await new(here, o.NewBroadcast())
    rows: Rows = tuple((Button(f"✍️ {_title(each)}", b.encode(o.ShowDraft(str(each.id)))),) for each in drafts[:8])
    fresh = here.render.button(here.reader, "button_new_broadcast", o.NewBroadcast())
    return Turn((Outgoing(here.say("write_drafts"), (*rows, (fresh,))),))


async def new(here: Here, _: o.NewBroadcast) -> Turn:
    """Ask for the message; the row is made when it comes."""
    if await limits(here) == ():
        return here.reply("write_no_workplace")
    await here.store.people.expect(here.incoming.chat, Expecting(WRITING), here.now)
    return here.reply("write_first", language=locale.own_name(here.person.language))


async def write_in(here: Here, action: o.WriteIn) -> Turn:
    """Ask for the message in one language."""
    draft = await drafts.mine(here, action)
    if draft is None or action.language not in here.texts.languages:
        return here.reply("write_closed")
    await here.store.people.expect(here.incoming.chat, Expecting(WRITING, f"{draft.id} {action.language}"), here.now)
    return here.reply("write_in", language=locale.own_name(action.language))


async def wrote(here: Here, event: Said | Media) -> Turn:
    """The message came: keep it, show it as it will arrive, and what is to be looked at again."""
    assert here.expecting is not None
    content = read(event)
    if content is None:
        return here.reply("write_kind")
    if over := too_long(content):
        return here.reply("write_too_long", over=locale.whole(over, here.person.language))
    number, _, language = here.expecting.about.partition(" ")
    language = language or here.person.language
    draft = await _draft(here, number, language)
    if draft is None or not await here.store.broadcasts.set_content(draft, language, content):
        return here.reply("write_closed")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    kept = await here.store.broadcasts.get(draft)
    assert kept is not None
    return Turn((arriving(content, language, here.texts), await card(here, kept)))


async def _draft(here: Here, number: str, language: str) -> int | None:
    """The draft that a text is for; a new one reaches no more than its author may."""
    store = here.store.broadcasts
    if number:
        found = await store.get(int(number))
        return found.id if found and drafts.editable(here, found) else None
    made = await store.begin(here.incoming.who, language, here.now)
    if (only := await limits(here)) is not None:
        await store.set_audience(made, Audience(workplaces=only))
    return made


async def show(here: Here, action: o.ShowDraft) -> Turn:
    """The draft as it stands; nothing is expected of the author any more."""
    await here.store.people.expect(here.incoming.chat, None, here.now)
    draft = await drafts.seen(here, action)
    return here.replacing(await card(here, draft)) if draft else here.reply("write_closed")


async def languages(here: Here, action: o.ShowLanguages) -> Turn:
    """Which languages are written, and which are not."""
    draft = await drafts.mine(here, action)
    if draft is None:
        return here.reply("write_closed")
    number = str(draft.id)
    rows = []
    for each in here.texts.languages:
        written = each in draft.contents
        row = [Button(choices.ticked(written, locale.own_name(each)), b.encode(o.WriteIn(number, each)))]
        if written and each != draft.base:
            row.append(Button("🗑", b.encode(o.DropLanguage(number, each))))
        rows.append(tuple(row))
    back = here.render.button(here.reader, "button_back", o.ShowDraft(number))
    base = locale.language_name(draft.base, here.person.language)
    return here.replacing(Outgoing(here.say("write_languages", base=base), (*rows, (back,))))


async def drop(here: Here, action: o.DropLanguage) -> Turn:
    """One language less."""
    draft = await drafts.mine(here, action)
    if draft is None or action.language == draft.base:
        return here.reply("write_closed")
    await here.store.broadcasts.drop_content(draft.id, action.language)
    return await languages(here, o.ShowLanguages(action.broadcast))


async def train(here: Here, action: o.Train) -> Turn:
    """Rehearse, or not."""
    draft = await drafts.mine(here, action)
    if draft is None:
        return here.reply("write_closed")
    await here.store.broadcasts.set_training(draft.id, action.on)
    kept = await here.store.broadcasts.get(draft.id)
    assert kept is not None
    return here.replacing(await card(here, kept))


async def preview(here: Here, action: o.Preview) -> Turn:
    """To oneself, in every language, as it will arrive; then the draft again."""
    draft = await drafts.seen(here, action)
    if draft is None:
        return here.reply("write_closed")
    return Turn((*arrivals(here, draft), await card(here, draft)))


async def discard(here: Here, action: o.Discard) -> Turn:
    """Throw it away: asked first."""
    draft = await drafts.mine(here, action)
    if draft is None:
        return here.reply("write_closed")
    if not action.confirmed:
        yes = here.render.button(here.reader, "button_discard_yes", o.Discard(action.broadcast, confirmed=True))
        back = here.render.button(here.reader, "button_back", o.ShowDraft(action.broadcast))
        return here.replacing(Outgoing(here.say("discard_ask"), ((yes,), (back,))))
    await here.store.broadcasts.discard(draft.id)
    return here.replacing(Outgoing(here.say("discarded")))


# --- what the other flows of a broadcast need ---------------------------------------------------------


def read(event: Said | Media) -> Content | None:
    """What was sent or forwarded, with its formatting; None for what cannot be sent on."""
    if isinstance(event, Said):
        marked = event.html or "\n".join(markup.html(line) for line in event.text.splitlines())
        return Content(marked) if event.text.strip() else None
    return Content(event.html or html.escape(event.caption), event.file) if event.file else None


def too_long(content: Content) -> int:
    """By how many characters it is longer than one message: a broadcast is never cut."""
    limit = markup.CAPTION if content.file else markup.LIMIT
    return max(0, markup.units(markup.plain(content.html)) - limit)


def arrivals(here: Here, draft: Broadcast) -> Iterable[Outgoing]:
    """The message in every language that is written, the base first."""
    order = sorted(draft.contents, key=lambda language: (language != draft.base, language))
    return tuple(arriving(draft.contents[language], language, here.texts) for language in order)


async def card(here: Here, draft: Broadcast) -> Outgoing:
    """The draft on one screen: to whom, how many, what to look at again, what to do."""
    counts = await audience.counted(here, draft)
    lines = [here.say("write_card", number=str(draft.id), state=here.texts.plain(here.person.language, _state(draft)))]
    if draft.note and draft.state == "returned":
        lines.append(here.say("write_returned", reason=draft.note))
    names = ", ".join(locale.own_name(each) for each in draft.contents)
    lines.append(here.say("write_card_languages", languages=names))
    lines.append(here.say("write_card_audience", audience=await audience.words(here, draft.audience)))
    lines.append(here.say("write_card_count", people=shown(here, counts.total)))
    lines += ["", *hints(here, draft, counts)]
    return Outgoing("\n".join(lines), _rows(here, draft))


def hints(here: Here, draft: Broadcast, counts: Counts) -> list[str]:
    """What to look at again, each once; and always that the employer reads along."""
    lines = dict.fromkeys(
        here.say(
            f"lint_{each.kind}",
            sample=each.sample,
            language=locale.language_name(each.language, here.person.language),
            base=locale.language_name(draft.base, here.person.language),
        )
        for each in lint(draft.contents, counts.by_language)
    )
    return [*list(lines)[:_HINTS], here.say("lint_employer")]


def _state(draft: Broadcast) -> str:
    return "state_training" if draft.training and draft.state == "draft" else f"state_{draft.state}"


def _rows(here: Here, draft: Broadcast) -> Rows:
    number, button, reader = str(draft.id), here.render.button, here.reader
    if draft.state == "approval":
        return ((button(reader, "button_take_back", o.Return(number)),),)
    if not drafts.editable(here, draft):
        return ()
    train_ = "button_train_off" if draft.training else "button_train_on"
    return (
        (
            button(reader, "button_audience", o.ShowAudience(number, "all")),
            button(reader, "button_languages", o.ShowLanguages(number)),
        ),
        (
            button(reader, "button_rewrite", o.WriteIn(number, draft.base)),
            button(reader, "button_preview", o.Preview(number)),
        ),
        (
            button(reader, train_, o.Train(number, on=not draft.training)),
            button(reader, "button_discard", o.Discard(number, confirmed=False)),
        ),
        (button(reader, "button_ready", o.Ready(number)),),
    )


def _title(draft: Broadcast) -> str:
    """The first words of a draft, for a button."""
    content = draft.contents.get(draft.base)
    words = " ".join(markup.plain(content.html).split()) if content else ""
    return f"{draft.id} · {words[:40] or '…'}"
