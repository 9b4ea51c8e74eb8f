"""To whom a message goes: countries, languages, workplaces, and "not those with an open case", by buttons."""

from dataclasses import replace
from typing import Final

from bot.core import buttons as b, locale
from bot.core.broadcast import Audience, Broadcast, Counts
from bot.core.buttons import organiser as o
from bot.core.model import Button, Outgoing, Rows, Turn
from bot.flows import drafts
from bot.flows.choices import pairs, ticked
from bot.flows.here import Here
from bot.flows.workplace import limits, number

_PARTS: Final[tuple[o.Part, ...]] = ("countries", "languages", "workplaces")


async def show(here: Here, action: o.ShowAudience) -> Turn:
    """The whole, or one part to choose from."""
    draft = await drafts.mine(here, action)
    if draft is None:
        return here.reply("write_closed")
    return here.replacing(await _screen(here, draft, action.part))


async def toggle(here: Here, action: o.Toggle) -> Turn:
    """One more or less. Who is limited to workplaces always keeps one."""
    draft = await drafts.mine(here, action)
    if draft is None:
        return here.reply("write_closed")
    only = await limits(here)
    after = _toggled(draft.audience, action)
    if only is not None:  # also behind a forged button
        chosen = tuple(each for each in after.workplaces if each in only)
        after = replace(after, workplaces=chosen or only)
    await here.store.broadcasts.set_audience(draft.id, after)
    part: o.Part = "all" if action.part == "case" else action.part
    return here.replacing(await _screen(here, replace(draft, audience=after), part))


async def counted(here: Here, draft: Broadcast) -> Counts:
    """How many it reaches; none where it goes beyond this organiser's workplaces: a number is not theirs to see."""
    reachable = draft.within(await limits(here))
    return await here.store.broadcasts.count(draft.audience) if reachable else Counts(0, {})


async def words(here: Here, audience: Audience) -> str:
    """An audience in words."""
    parts = [", ".join(await _names(here, part, _chosen(audience, part))) for part in _PARTS]
    if audience.without_case:
        parts.append(here.texts.plain(here.person.language, "audience_case"))
    return " · ".join(filter(None, parts)) or here.texts.plain(here.person.language, "audience_all")


def _toggled(audience: Audience, action: o.Toggle) -> Audience:
    def turned(chosen: tuple[str, ...]) -> tuple[str, ...]:
        rest = tuple(each for each in chosen if each != action.value)
        return rest if len(rest) < len(chosen) else (*chosen, action.value)

    match action.part:
        case "countries":
            return replace(audience, countries=turned(audience.countries))
        case "languages":
            return replace(audience, languages=turned(audience.languages))
        case "workplaces":
            return replace(audience, workplaces=turned(audience.workplaces))
        case "case":
            return replace(audience, without_case=not audience.without_case)
        case "all":
            return Audience()


def _chosen(audience: Audience, part: o.Part) -> tuple[str, ...]:
    found: dict[o.Part, tuple[str, ...]] = {
        "countries": audience.countries,
        "languages": audience.languages,
        "workplaces": audience.workplaces,
    }
    return found[part]


async def _choices(here: Here, part: o.Part) -> list[tuple[str, str]]:
    """All that can be chosen in a part: value and name."""
    language = here.person.language
    match part:
        case "countries":
            known = here.library.knowledge.catalogue.countries
            return [(each.id, locale.country_name(each.id, here.texts, language)) for each in known]
        case "languages":
            return [(each, locale.language_name(each, language)) for each in here.texts.languages]
        case _:
            return [(each.id, each.name) for each in await here.store.workplaces.all(await limits(here))]


async def _names(here: Here, part: o.Part, chosen: tuple[str, ...]) -> list[str]:
    if not chosen:
        return []
    if part == "workplaces":
        return [each.name for each in await here.store.workplaces.all(chosen)]
    return [name for value, name in await _choices(here, part) if value in chosen]


async def _screen(here: Here, draft: Broadcast, part: o.Part) -> Outgoing:
    counts = await counted(here, draft)
    told = await words(here, draft.audience)
    text = here.say("audience", audience=told, people=number(here, counts.total))
    rows = await _parts(here, draft) if part == "all" else await _ticks(here, draft, part)
    back = o.ShowDraft(str(draft.id)) if part == "all" else o.ShowAudience(str(draft.id), "all")
    return Outgoing(text, (*rows, (here.render.button(here.reader, "button_done", back),)))


async def _parts(here: Here, draft: Broadcast) -> Rows:
    button, reader, number_ = here.render.button, here.reader, str(draft.id)
    label = ticked(draft.audience.without_case, here.texts.plain(here.person.language, "audience_case"))
    case = Button(label, b.encode(o.Toggle(number_, "case", "yes")))
    rows: Rows = tuple((button(reader, f"button_{part}", o.ShowAudience(number_, part)),) for part in _PARTS)
    if await limits(here) is None:
        every = button(reader, "button_everybody", o.Toggle(number_, "all", "yes"))
        return (*rows, (case,), (every,))
    return (*rows, (case,))


async def _ticks(here: Here, draft: Broadcast, part: o.Part) -> Rows:
    chosen = _chosen(draft.audience, part)
    buttons = [
        Button(ticked(value in chosen, name), b.encode(o.Toggle(str(draft.id), part, value)))
        for value, name in await _choices(here, part)
    ]
    return pairs(buttons)
