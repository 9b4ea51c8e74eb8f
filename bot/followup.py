"""When new knowledge is loaded, those who wait for it are told: once, paced, in the chat where they asked.

A question that waits is asked anew. Whoever wanted to hear of corrections of an answer is told those that its
maintainers want told. Nothing here remembers what was loaded before: what was changed while the bot was down is told at
its start.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.app import App
from bot.core.buttons import waiting as w
from bot.core.knowledge import Found, fingerprint
from bot.core.model import Outgoing, Verdict
from bot.core.render import Reader
from bot.core.waiting import Shown, Wait, answer_to, correction_of
from bot.edges.store import Post, Store
from bot.flows.here import Library

_BETWEEN = timedelta(milliseconds=200)  # answers come first: news are let out five a second
log = structlog.get_logger()


class FollowUp:
    """Tells those who wait. Call `news` after each change of the library."""

    def __init__(self, app: App, store: Store, now: Callable[[], datetime]) -> None:
        self._app = app
        self._store = store
        self._now = now
        self._one = asyncio.Lock()  # two at once would ask the same questions twice

    async def news(self) -> int:
        """Ask and compare all that waits anew; returns how many are told."""
        async with self._one:
            library, now = self._app.library, self._now()
            told = await self._answers(library, now, 0)
            told += await self._corrections(library, now, told)
        if told:
            log.info("told those who waited", count=told)
        return told

    async def _answers(self, library: Library, now: datetime, before: int) -> int:
        verdicts: dict[tuple[str, str, str | None], Verdict] = {}
        told = 0
        for wait in await self._store.waits.waiting(now):
            asked = (wait.text, wait.language, wait.country)
            if asked not in verdicts:  # after a bankruptcy many wait with the same words
                verdicts[asked] = await asyncio.to_thread(library.matcher.match, *asked)
            verdict = verdicts[asked]
            if found := answer_to(wait, verdict, library.knowledge):
                country = verdict.reading.country or wait.country
                post = Post(wait.chat, self._answer(wait, found, country, now))
                await self._store.waits.answer(wait, post, now, now + (before + told) * _BETWEEN)
                told += 1
        return told

    async def _corrections(self, library: Library, now: datetime, before: int) -> int:
        told = 0
        for shown in await self._store.waits.watched(now):
            if page := correction_of(shown, library.knowledge.pages):
                person = await self._store.people.get(shown.chat)
                language = person.language if person else shown.language
                found = Found(page, other_language=page.language != language, other_country=False)
                post = Post(shown.chat, self._correction(shown, found, language, now))
                due = now + (before + told) * _BETWEEN
                await self._store.waits.correct(shown, fingerprint(page.entry), post, now, due)
                told += 1
        return told

    def _answer(self, wait: Wait, found: Found, country: str | None, now: datetime) -> Outgoing:
        reader = Reader(wait.language, country, now.date())
        answer = self._app.render.short(found, reader, wait.question)
        heading = self._app.texts.html(wait.language, "wait_answer", text=wait.text)
        return replace(answer, html=f"{heading}\n\n{answer.html}")

    def _correction(self, shown: Shown, found: Found, language: str, now: datetime) -> Outgoing:
        reader = Reader(language, shown.country, now.date())
        render = self._app.render
        answer = render.short(found, reader, "")
        cancel = render.button(reader, "button_wait_cancel", w.CancelCorrections(str(shown.id)))
        heading = render.say(reader, "wait_correction", title=found.page.entry.title)
        return Outgoing(f"{heading}\n\n{answer.html}", (*answer.rows, (cancel,)))
