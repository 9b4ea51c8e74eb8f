"""What the bot says around the answers, per language: one key, one sentence, the same keys everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.core import markup

FALLBACK = "en"
_html = lru_cache(maxsize=None)(markup.html)


@dataclass(frozen=True)
class Texts:
    """All languages' texts: language -> key -> Markdown with `{named}` holes."""

    languages: Mapping[str, Mapping[str, str]]

    def known(self, language: str | None) -> str:
        """The language we speak that is nearest to an IETF tag (`es-MX` -> `es`), else English."""
        short = (language or "").split("-")[0].lower()
        return short if short in self.languages else FALLBACK

    def raw(self, language: str, key: str) -> str:
        """The text as written. Raises KeyError for a key that does not exist."""
        return self.languages.get(language, {}).get(key) or self.languages[FALLBACK][key]

    def html(self, language: str, key: str, /, **values: str) -> str:
        """The text as HTML; the values are plain text."""
        return markup.fill(_html(self.raw(language, key)), values.get)

    def plain(self, language: str, key: str, /, **values: str) -> str:
        """The text without markup: for buttons, menus and terminals."""
        return markup.plain(self.html(language, key, **values))
