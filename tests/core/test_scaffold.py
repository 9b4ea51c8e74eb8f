"""The skeleton of a new country."""

import yaml

from bot.core import scaffold
from tests import small

CATALOGUE = """countries:
  - {id: int, languages: [en, it], flag: "🌍"}
  - {id: eu, names: [germany, germania, belgium, belgio], languages: [en, it], flag: "🇪🇺"}
  - {id: it, names: [italy], languages: [it], under: eu, flag: "🇮🇹"}
"""


def test_a_country_has_names_and_a_flag() -> None:
    """What people call it, in our languages."""
    assert scaffold.names("be", ("en", "it")) == ("belgium", "belgio")
    assert scaffold.names("xq", ("en",)) == ()
    assert scaffold.flag("be") == "🇧🇪"


def test_a_new_country_takes_its_names_from_the_layer_that_held_them() -> None:
    """A name stands under one country only: who says Belgium now means Belgium's own pack."""
    text = scaffold.listed(CATALOGUE, "be", "fr", "eu", ("belgium", "belgio"))
    rows = {row["id"]: row for row in yaml.safe_load(text)["countries"]}
    assert rows["eu"]["names"] == ["germany", "germania"]
    assert rows["be"] == {"id": "be", "names": ["belgium", "belgio"], "languages": ["fr"], "under": "eu", "flag": "🇧🇪"}


def test_a_language_is_added_to_a_country_once() -> None:
    """Nothing else of the catalogue changes."""
    text = scaffold.listed(CATALOGUE, "it", "en", None, ("italy",))
    assert text == CATALOGUE.replace("languages: [it]", "languages: [it, en]")
    assert scaffold.listed(text, "it", "en", None, ("italy",)) == text


def test_the_skeleton_names_every_local_topic_and_says_nothing_yet() -> None:
    """A half-finished pack answers nothing."""
    made = dict(scaffold.files(small.KNOWLEDGE, "be", "en"))
    assert all(yaml.safe_load(text) is None for text in made.values())
    local = [topic for topic in small.CATALOGUE.topics if topic.local]
    assert all(topic.id in made[f"be/en/{topic.area}.yaml"] for topic in local)
    assert all(topic.id in made[f"be/en/{topic.area}.asks.yaml"] for topic in local)
