"""`/queue`: questions without an answer, one card after the other. What is decided here goes into the files later.

A card is a message of its own, so that a maintainer can reply to it: that reply is a draft of the answer. Nothing that
is tapped or typed here goes live; `redress curate` shows it first, and a person writes it into the files.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.buttons import curation as q
from bot.core.markup import plain
from bot.core.model import Command, Media, Outgoing, Rows, Said, Turn
from bot.core.queue import Group, severities, untouched
from bot.core.standing import may
from bot.edges.store import Post
from bot.edges.store.queue import Proposal
from bot.flows import ask
from bot.flows.here import Here

_ROUND = 30  # cards that are laid out at once
_FRESH = timedelta(hours=1)  # after that, a round is laid out anew
_NEAREST = 3
_SHOWN = 4  # wordings on a card
_LONGEST = 3000  # characters of a draft
_LABEL = 48  # characters of a title on a button


async def queue(here: Here, _: Command) -> Turn:
    """The next card of this round, or of a new one."""
    count, since = await here.store.queue.dealt()
    if not count or datetime.fromisoformat(since) + _FRESH < here.now:
        await _deal(here)
    return await _next(here, ())


async def _deal(here: Here) -> None:
    """Lay out the most pressing groups that nobody has proposed anything for."""
    groups = await here.store.queue.groups(severities(here.library.knowledge.deadlines.values()))
    proposed = await here.store.queue.proposals("attach", "answer")
    free = untouched(groups, (wording for proposal in proposed for wording in proposal.wordings))[:_ROUND]
    cards = await asyncio.to_thread(lambda: [(group, _nearest(here, group)) for group in free])
    await here.store.queue.deal(cards, here.now)


def _nearest(here: Here, group: Group) -> list[str]:
    """What people took comes first, then what the matcher says now."""
    first = group.wordings[0]
    reading = here.library.matcher.match(first.text, first.language, group.country).reading
    topics = [*(topic for topic, _ in group.meant), *(candidate.topic for candidate in reading.candidates)]
    return list(dict.fromkeys(topics))[:_NEAREST]


async def _next(here: Here, before: Sequence[Outgoing]) -> Turn:
    """What is to be said first, and the next open card: through the outbox, so that a reply leads back to it."""
    cards = await here.store.queue.proposals("open")
    if not cards:
        return Turn((*before, Outgoing(here.say("queue_empty"))))
    card = cards[0]
    message = _laid(here, card, len(cards) - 1)
    await here.store.outbox.put(Post(here.incoming.chat, message, f"queue:{card.id}"), now=here.now)
    return Turn(tuple(before))


def _laid(here: Here, card: Proposal, left: int) -> Outgoing:
    return Outgoing(here.say("queue_card", left=str(left), words=_words(card)), _rows(here, card))


def _words(card: Proposal) -> str:
    return "\n".join(f"• {wording.count}: {wording.shown}" for wording in card.wordings[:_SHOWN])


def _rows(here: Here, card: Proposal) -> Rows:
    button, reader, number = here.render.button, here.reader, str(card.id)
    nearest = tuple(
        (button(reader, "button_queue_attach", q.AttachTo(number, topic), title=_title(here, topic)),)
        for topic in card.nearest
    )
    ignore = button(reader, "button_queue_ignore", q.IgnoreCard(number))
    return (*nearest, (ignore, button(reader, "button_queue_skip", q.SkipCard(number))))


def _title(here: Here, topic: str) -> str:
    found = here.library.knowledge.find(topic, here.person.country, here.person.language)
    title = found.page.entry.title if found else topic
    return title if len(title) <= _LABEL else f"{title[: _LABEL - 1]}…"


async def decide(here: Here, action: q.Action) -> Turn:
    """A button below a card. A card that somebody else has dealt with meanwhile stays as that person left it."""
    store, who = here.store.queue, here.incoming.who
    card = await store.proposal(int(action.card))
    if card is None or (card.state != "open") != isinstance(action, q.UndoCard):
        return here.replacing(Outgoing(here.say("queue_gone")))
    match action:
        case q.AttachTo(topic=topic):
            await store.propose(card.id, "attach", who, here.now, topic=topic)
            return await _decided(here, card, "queue_attached", title=_title(here, topic))
        case q.IgnoreCard():
            await store.ignore(card, who, here.now)
            return await _decided(here, card, "queue_ignored")
        case q.SkipCard():
            await store.propose(card.id, "skipped", who, here.now)
            return await _decided(here, card, "queue_skipped")
        case q.UndoCard():
            await store.reconsider(card, who, here.now)
            return here.replacing(_laid(here, card, 0))


async def _decided(here: Here, card: Proposal, key: str, **values: str) -> Turn:
    said = Outgoing(here.say(key, words=_words(card), **values), _undo(here, card), edit=here.incoming.message)
    return await _next(here, (said,))


def _undo(here: Here, card: Proposal) -> Rows:
    return ((here.render.button(here.reader, "button_queue_undo", q.UndoCard(str(card.id))),),)


async def replied(here: Here, event: Said | Media, number: str) -> Turn:
    """A reply to a card: the answer in a maintainer's words, kept as a draft."""
    if not may(here.roles, "maintainer"):  # the role was taken away since the card came
        return await ask.ask(here, event.text) if isinstance(event, Said) else here.reply("queue_words_only")
    text = event.text.strip() if isinstance(event, Said) else ""
    card = await here.store.queue.proposal(int(number))
    if card is None or card.state == "done":
        return here.reply("queue_gone")
    if not text:
        return here.reply("queue_words_only")
    await here.store.queue.propose(card.id, "answer", here.incoming.who, here.now, draft=plain(text)[:_LONGEST])
    said = Outgoing(here.say("queue_drafted", words=_words(card)), _undo(here, card))
    return await _next(here, (said,))
