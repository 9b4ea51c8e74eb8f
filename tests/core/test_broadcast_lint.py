"""What an organiser is asked to look at again before a message goes out."""

import pytest
from hypothesis import given, strategies as st

from bot.core.broadcast import Content
from bot.core.broadcast_lint import SCREEN, Finding, lint


def kinds(html: str) -> list[str]:
    """The kinds of hints for a text."""
    return [finding.kind for finding in lint({"en": Content(html)}, {})]


@pytest.mark.parametrize(
    "text",
    [
        "Call 020 7946 0958 today",
        "Llame al 612 34 56 78",
        "Appelez le 06 12 34 56 78",
        "Chiama +39 333 123 4567",
        "Chiama il 3331234567.",
        "(020) 7946-0958",
    ],
)
def test_a_telephone_number_is_pointed_out(text: str) -> None:
    """A number of a colleague would be on thousands of phones."""
    assert "phone" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The hearing is on 2026-11-25, not on 24.11.2026",
        "At least 1.234.567 euros are missing, or €12,345.00",
        "Form RP1, reference CN12345678",
        "https://www.gov.uk/claim/12345678901",
        "Between 2019 and 2026, 8 weeks of pay",
    ],
)
def test_dates_amounts_and_references_are_no_telephone_numbers(text: str) -> None:
    """A hint that cries wolf is not read the next time."""
    assert "phone" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ask Mr Smith",
        "Ms. O'Neill said so",
        "Hable con la Sra. García",
        "Don Ramón no paga",
        "Demandez à Mme Dupont",
        "M. Lefèvre a signé",
        "Il sig. Rossi",
        "La Sig.ra Élodie",
        "l'Avv. Bianchi",
    ],
)
def test_a_name_behind_a_title_is_pointed_out(text: str) -> None:
    """Nobody is named to thousands by accident, in any of the four languages."""
    assert "name" in kinds(text)


@pytest.mark.parametrize("text", ["Don't sign anything", "The hearing moved to Tuesday", "Madame, Monsieur, bonjour"])
def test_a_title_without_a_name_is_none(text: str) -> None:
    """Only a name behind it makes a person of it."""
    assert "name" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "We meet on Tuesday at 18:30 in the hall of the union",
        "Nos vemos a las 7 en la plaza",
        "Rendez-vous à 18h devant le portail",
        "Ci vediamo alle ore 18 davanti al cancello",
        "Meet at 6 pm outside",
    ],
)
def test_an_hour_with_a_place_is_pointed_out(text: str) -> None:
    """Whoever reads along knows then where everybody will be."""
    assert "meeting" in kinds(text)


@pytest.mark.parametrize(
    "text", ["The hearing starts at 10:30.", "The street is ours!", "At 18:30.\n\nThe hall is big."]
)
def test_one_without_the_other_is_no_meeting(text: str) -> None:
    """An hour alone, or a place alone, gives nobody away."""
    assert "meeting" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["https://example.org/x", "See: https://example.org/x", '<a href="https://example.org">click here</a>', "t.me/abc"],
)
def test_a_link_that_says_nothing_is_pointed_out(text: str) -> None:
    """People have learnt not to open those."""
    assert "link" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The claim form of the National Insurance Fund: https://www.gov.uk/claim",
        '<a href="https://www.gov.uk/claim">Claim from the National Insurance Fund</a>',
        "No link at all",
    ],
)
def test_a_link_with_words_beside_it_is_fine(text: str) -> None:
    """Where it leads stands there."""
    assert "link" not in kinds(text)


def test_more_than_a_screen_is_pointed_out() -> None:
    """What has to be scrolled is not read in a corridor."""
    assert kinds("word " * (SCREEN // 5 + 1)) == ["long"]
    assert kinds("word\n" * 20) == ["long"]
    assert kinds("word " * (SCREEN // 5)) == []


def test_a_language_that_people_read_and_nobody_wrote_is_pointed_out() -> None:
    """The organiser sees who will get the base language."""
    assert lint({"en": Content("Hello")}, {"en": 7, "es": 3}) == (Finding("missing", "es"),)


@given(st.text(max_size=300))
def test_whatever_is_typed_can_be_read(text: str) -> None:
    """No text breaks it, and every hint belongs to the text's language."""
    assert all(finding.language == "en" for finding in lint({"en": Content(text)}, {}))
