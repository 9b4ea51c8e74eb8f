"""The real knowledge with its lexical matcher. Teaching it takes half a minute, so pytest's cache keeps the index."""

from pathlib import Path

import pytest

from bot.edges.library import Shelf
from bot.flows.here import Library

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"


def cache(config: pytest.Config, otherwise: Path) -> Path:
    """The folder of the index; `otherwise` where pytest runs without its cache."""
    return config.cache.mkdir("index") if config.cache else otherwise


def library(index: Path, knowledge: Path = KNOWLEDGE) -> Library:
    """The knowledge and its matcher, without encoders; the index comes from this folder, or goes there."""
    return Shelf(knowledge, index).read()[0]
