"""Keeps the library of a running bot fresh: brings in the encoders in the background, takes in edited knowledge.

The bot answers from the first second, with the best matcher that is there; learning what a large encoder says about
twenty thousand ways to ask takes minutes, once.
"""

import asyncio
import contextlib
import functools
import os
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.app import App, utc_now
from bot.core.knowledge import Knowledge
from bot.core.lint import counted, lint
from bot.core.problems import Problem
from bot.edges.files import load
from bot.edges.library import Shelf, changes
from bot.errors import KnowledgeError
from bot.flows.here import Library

Result = TypeVar("Result")
Tell = Callable[[str], Awaitable[None]]
_QUIET = 300.0  # seconds without another edit
_POLITE = 10  # niceness of a learning thread: answers come first
log = structlog.get_logger()


class _StopLearningError(Exception):
    """The bot is asked to end while a thread is learning."""


async def _nobody() -> None:
    """Nobody waits for a change."""


class Librarian:
    """Swaps the library of an application. `tell` reaches the maintainers.

    `swapped` hears of each change, once the matcher is whole.
    """

    def __init__(
        self,
        app: App,
        source: Shelf,
        tell: Tell,
        swapped: Callable[[], Awaitable[object]] = _nobody,
    ) -> None:
        self._app = app
        self._edited = asyncio.Event()
        self._source = source
        self._tell = tell
        self._swapped = swapped
        self._learning = False
        self._ending = threading.Event()

    def end(self) -> None:
        """Let a learning thread stop at its next step; what it has learnt so far is kept on disk."""
        self._ending.set()

    async def learn(self) -> None:
        """Bring in the encoders one after the other, cheapest first; then those who wait hear what is new."""
        self._learning = True
        try:
            await self._learn()
        finally:
            self._learning = False
        if not self._ending.is_set():
            await self._swapped()

    async def _learn(self) -> None:
        while self._has() < len(self._source.encoders):
            library = await _aside(functools.partial(self._learnt, self._has() + 1))
            if library is None:
                return
            if library.knowledge is self._app.library.knowledge:  # else it was edited meanwhile: once more, quickly
                self._app.library = library
                log.info("the matcher has learnt", encoders=list(library.matcher.index.encoders))

    def _has(self) -> int:
        """How many encoders the bot answers with now."""
        return len(self._app.library.matcher.index.encoders)

    def _learnt(self, count: int) -> Library | None:
        try:
            return self._source.part(count).library(self._app.library.knowledge, self._step)
        except _StopLearningError:
            return None

    def _step(self, *_: int) -> None:
        if self._ending.is_set():
            raise _StopLearningError

    async def watch(self) -> None:
        """Take in edits until cancelled."""
        async for _ in changes(self._source.folder):
            await self.reload()

    async def settle(self) -> None:
        """Some quiet minutes after an edit, learn anew, until cancelled."""
        while True:
            await self._edited.wait()
            self._edited.clear()
            await asyncio.sleep(_QUIET)
            if not self._edited.is_set():
                await self.anew()

    async def anew(self) -> None:
        """Learn from nothing what the bot knows.

        An edit is taken in within seconds by learning on from the weights that there are. That moves some answers near
        the thresholds, and forgets what was taken away only slowly: equal knowledge shall give equal answers.
        """
        count, knowledge = self._has(), self._app.library.knowledge
        library = await _aside(functools.partial(self._source.part(count).afresh, knowledge, keep=True))
        if self._has() == count and self._app.library.knowledge is knowledge:  # else it was edited meanwhile
            self._app.library = library
            log.info("learnt anew from all ways to ask", ways_to_ask=len(knowledge.asks))

    async def reload(self) -> None:
        """Take in what was edited. A broken edit changes nothing, and the maintainers are told."""
        loaded = await _aside(functools.partial(load, self._source.folder))
        problems = list(loaded.problems)
        if loaded.catalogue is not None:
            problems += lint(loaded.knowledge(), utc_now().date())
        if counted(problems)[0]:
            await self._refused(problems)
            return
        knowledge = loaded.knowledge()
        try:
            self._app.library = await self._rebuilt(knowledge)
        except KnowledgeError as error:
            await self._refused(list(error.problems))
            return
        self._edited.set()
        log.info("new knowledge", answers=len(knowledge.pages), ways_to_ask=len(knowledge.asks))
        if not self._learning:  # half a matcher is sure of what the whole one doubts: nobody is called back for that
            await self._swapped()

    async def _rebuilt(self, knowledge: Knowledge) -> Library:
        """The library for edited knowledge, with as many encoders as the bot has by the time that it is done."""
        while True:
            before = self._app.library.matcher
            count = self._has()
            part = self._source.part(count)
            library = await _aside(functools.partial(part.library, knowledge, None, before))
            if self._has() == count:  # else an encoder came in meanwhile, and would be lost
                return library

    async def _refused(self, problems: list[Problem]) -> None:
        errors = [problem for problem in problems if problem.level == "error"]
        log.error("the knowledge was not taken in", problems=len(errors), first=str(errors[0]))
        shown = "\n".join(str(problem) for problem in errors[:5])
        await self._tell(
            f"The edited knowledge was not taken in; {len(errors)} problems. The old one stays.\n\n{shown}"
        )


async def _aside(work: Callable[[], Result]) -> Result:
    """Run work in a daemon thread of low priority: at the end of the bot nobody waits for half a minute of training."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if not done.cancelled():
            done.set_exception(error) if error else done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        _be_polite()
        result, error = None, None
        try:
            result = work()
        except Exception as caught:  # noqa: BLE001 - it is raised where it is awaited
            error = caught
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True).start()
    return await done


def _be_polite() -> None:
    """Lower this thread's priority, where the system can do that for one thread."""
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITE)
