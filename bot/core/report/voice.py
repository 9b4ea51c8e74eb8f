"""The voice of a report: our texts, names and numbers in one language."""

from dataclasses import dataclass
from datetime import date

from bot.core import locale
from bot.core.floor import FLOOR
from bot.core.knowledge import Knowledge
from bot.core.report.values import Outcomes, Share
from bot.core.texts import Texts

_LABEL = 34  # characters of a name beside a bar


@dataclass(frozen=True)
class Voice:
    """Says things in `language`."""

    texts: Texts
    language: str
    knowledge: Knowledge

    def say(self, key: str, /, **values: str) -> str:
        """A text of ours, without markup."""
        return self.texts.plain(self.language, key, **values)

    def html(self, key: str, /, **values: str) -> str:
        """A text of ours with its markup."""
        return self.texts.html(self.language, key, **values)

    def day(self, value: date) -> str:
        """`6 April 2026`."""
        return locale.day(value, self.language)

    def count(self, value: int) -> str:
        """`12,345`."""
        return locale.whole(value, self.language)

    def few(self, value: int) -> str:
        """`12,345`, but nothing exact below the floor: whoever knows the hall would know the person."""
        if 0 < value < FLOOR:
            return self.say("fewer", count=self.count(FLOOR))
        return self.count(value)

    def percent(self, rate: float) -> str:
        """`66%`."""
        return locale.percent(rate, self.language)

    def outcomes(self, found: Outcomes) -> tuple[str, str, str]:
        """The shares that were answered at once, offered topics, not known; `0%` each when nobody asked."""
        total = found.total or 1
        return self.percent(found.answer / total), self.percent(found.suggest / total), self.percent(found.none / total)

    def bounds(self, share: Share) -> str:
        """`61% to 70%`."""
        low, high = share.bounds
        return self.say("report_range", low=self.percent(low), high=self.percent(high))

    def topic(self, topic: str) -> str:
        """The title of a topic's page; a topic that is gone shows its id."""
        found = self.knowledge.find(topic, None, self.language)
        if found is None:
            titles = (page.entry.title for (_, _, name), page in self.knowledge.pages.items() if name == topic)
            return next(titles, topic)
        return found.page.entry.title

    def country(self, country: str | None) -> str:
        """The name of a country."""
        if country is None:
            return self.say("report_nowhere")
        name = locale.country_name(country, self.texts, self.language)
        return name[:1].upper() + name[1:]

    def law(self, country: str) -> str:
        """Whose law: a country's, the EU's, or the general base's."""
        return locale.law_name(country, self.texts, self.language)

    def tongue(self, language: str | None) -> str:
        """The name of a language."""
        name = locale.language_name(language or "", self.language)
        return name[:1].upper() + name[1:]


def cut(label: str) -> str:
    """A name that fits beside a bar."""
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"
