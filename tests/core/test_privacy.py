"""What a stored question still says, and what it no longer says."""

import re
import string
import unicodedata

import pytest
from hypothesis import given, strategies as st
from hypothesis.provisional import urls

from bot.core.privacy import LIMIT, pseudonym, redact

REPLACED = [
    ("[email]", "write to ana.lopez+work@mail.example.org"),
    ("[email]", "ana @ example.com"),
    ("[email]", "ana(at)example.it"),
    ("[email]", "ana [at] example.it"),
    ("[email]", "ana arroba example.com"),
    ("[email]", "ana@localhost"),
    ("[phone]", "07700 900123"),
    ("[phone]", "+44 (0)20 7946 0958"),
    ("[phone]", "(020) 7946 0958"),
    ("[phone]", "+34 612 34 56 78"),
    ("[phone]", "612.345.678"),
    ("[phone]", "612-345-678"),
    ("[phone]", "0033 6 12 34 56 78"),
    ("[phone]", "06.12.34.56.78"),
    ("[phone]", "06. 12. 34. 56. 78"),
    ("[phone]", "347 123 4567"),
    ("[phone]", "+39 02 1234 5678"),
    ("[phone]", "(212) 555-0123"),
    ("[phone]", "1-416-555-0123"),
    ("[phone]", "+54 9 11 1234-5678"),
    ("[phone]", "011 15-1234-5678"),
    ("[phone]", "4123-4567"),
    ("[phone]", "+63 917 123 4567"),
    ("[phone]", "(02) 8123-4567"),
    ("[iban]", "GB82 WEST 1234 5698 7654 32"),
    ("[iban]", "ES91-2100-0418-4502-0005-1332"),
    ("[iban]", "FR1420041010050500013M02606"),
    ("[iban]", "it60x0542811101000000123456"),
    ("[iban]", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"),
    ("[card]", "4111 1111 1111 1111"),
    ("[card]", "378282246310005"),
    ("[card]", "5500-0000-0000-0004"),
    ("[id]", "AB 12 34 56 C"),
    ("[id]", "12345678Z"),
    ("[id]", "12.345.678-Z"),
    ("[id]", "X1234567L"),
    ("[id]", "RSSMRA85T10A562S"),
    ("[id]", "RSS MRA 85T10 A562S"),
    ("[id]", "1 85 05 78 006 084 36"),
    ("[id]", "2 85 05 2A 006 084"),
    ("[id]", "078-05-1120"),
    ("[id]", "046 454 286"),
    ("[id]", "20-12345678-6"),
    ("[id]", "27123456789"),
    ("[id]", "34-1234567-8"),
    ("[id]", "123-456-789-000"),
    ("[id]", "dni 12.345.678"),
    ("[id]", "passport no AB1234567"),
    ("[name]", "@juan_perez"),
    ("[link]", "https://example.com/a?b=1"),
    ("[link]", "www.example.es"),
    ("[link]", "example.co.uk"),
    ("[link]", "t.me/joe"),
    ("[link]", "wa.me/34612345678"),
    ("[link]", "facebook.com/joe.smith"),
    ("[number]", "employee 123456"),
    ("[number]", "28/12345678/40"),
    ("[number]", "1-2-3-4-5-6-7"),
    ("[number]", "12_34_56_78"),
    ("[number]", "192.168.100.100"),
    ("[number]", "12.345.678"),
    ("[number]", "150000"),
]

KEPT = [
    "they owe me 1,200.50 since May",
    "me deben 12.000 euros",
    "£3,400 and £3,400-£4,000",
    "me deben 1.200.000 pesos, o $ 3.400.000",
    "on me doit 1 200,50 € et 12 000 €, pas 120 000 euros",
    "₱150,000.00 is what I am owed",
    "between 2000-2500 euros",
    "more than 5,000,000 and 1.200.000",
    "since 12/03/2026 at 10:30",
    "2026-03-12, 12.03.2026, 31/12/26 or 8 12 2025",
    "from 12/03/2026-15/04/2026",
    "8 weeks, 3 months, 21%, 10,5 %, 401(k)",
    "in 2023 12 workers left; in 2024 15 more",
    "2021, 2022, 2023 and 2019-2020",
    "en 2019. 120 personas",
    "the months 1, 2, 3, 10, 11, 12",
    "C173 (1992), R180, RP1, form 940, Chapter 11",
    "art. 203 bis de la Ley 24.522 (1995)",
    "Ley 24.522. 15 personas",
    "Ley 24.013, 25.323 y 27.802",
    "R.D. 267/1942, d.lgs. 80/1992, D. Lgs. 14/2019, D.P.R. 917/1986",
    "Directive 2008/94/EC, Reg. 2015/848, RD 505/1985",
    "L1233-57-9, L. 3253-8 et L641-11-1",
    "loi n° 2019-486 et loi 85-98",
    "s. 182-190, arts 53, 169-185 and 29 USC 2101-2109",
    "RA 10142 (2010)",
    "what is TFR, AGS, ERE, FOGASA, NINO?",
    "the form on GOV.UK",
    "my name is not on the list, my name is gone from the roster",
    "I am not paid, soy delegado, M. le juge, el Sr director",
    "DRAFT, INGRESOS, SRL and H&M",
    "¿qué pasa con 12 semanas de preaviso? è già così",
]

NAMED = [
    ("Mr Smith fired me", "Mr [name] fired me"),
    ("mrs smith fired me", "mrs [name] fired me"),
    ("ask Ms. Jane Doe", "ask Ms. [name]"),
    ("El Sr. Pérez no paga", "El Sr. [name] no paga"),
    ("Sra. María de la Cruz dice", "Sra. [name] dice"),
    ("M. Dupont et Mme Le Goff-Martin", "M. [name] et Mme [name]"),
    ("il Sig. Rossi e la Sig.ra D'Angelo", "il Sig. [name] e la Sig.ra [name]"),
    ("MR JOHN SMITH has", "MR [name] has"),
    ("Dr. J. K. Smith said", "Dr. [name] said"),
    ("My name is John Smith and I work", "My name is [name] and I work"),
    ("my name is john smith, help", "my name is [name], help"),
    ("me llamo juan perez y trabajo", "me llamo [name] y trabajo"),
    ("Me llamo Ana trabajo en", "Me llamo [name] trabajo en"),
    ("je m'appelle Jean-Luc d'Artagnan et", "je m'appelle [name] et"),
    ("je m\u2019appelle marie", "je m\u2019appelle [name]"),
    ("mi chiamo Marco Rossi e lavoro", "mi chiamo [name] e lavoro"),
    ("soy Juan Pérez y no cobro", "soy [name] y no cobro"),
]

_PHONES = [
    "+34 6## ## ## ##",
    "6## ### ###",
    "91 ### ## ##",
    "+33 6 ## ## ## ##",
    "06 ## ## ## ##",
    "+39 3## ### ####",
    "3## ### ####",
    "02 #### ####",
    "+44 7### ######",
    "07### ### ###",
    "(020) 79## ####",
    "+1 (###) 555 ####",
    "(###) 555 ####",
    "1 ### 555 ####",
    "+54 9 11 #### ####",
    "011 15 #### ####",
    "+63 9## ### ####",
    "09## ### ####",
    "(02) 8### ####",
]
_IBANS = [
    "ES################ ######",
    "FR## #### #### #### #### #@@# @##",
    "IT##@##########@@@@@@@@@@@@",
    "GB## @@@@ #### #### #### ##",
    "DE## #### #### #### #### ##",
    "NL##@@@@##########",
    "MT##@@@@##### #@@@@@@@@@@@@@@@@@",
]
_FLOODS = (
    "a|1|1 |@|a@|a.|a-|a+|A |Aa |A. |GB82|AB12 |RSSMRA|(+|1(|http://,|www.,|12/03/2026 |1,234.|dni: 1|art. 1-|[|[id]"
)
_DIGITS = st.sampled_from(string.digits)
_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
_NEIGHBOURS = _ANYTHING | st.text(" .,-/()+@€$%0123456789aAxX:", max_size=30)


def _filled(template: str) -> st.SearchStrategy[str]:
    letters = {"#": _DIGITS, "@": st.sampled_from(string.ascii_uppercase + string.digits)}
    return st.tuples(*(letters.get(character, st.just(character)) for character in template)).map("".join)


@st.composite
def _phones(draw: st.DrawFn) -> str:
    filled = draw(_filled(draw(st.sampled_from(_PHONES))))
    gaps = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u2011", " - "])
    return "".join(draw(gaps) if character == " " else character for character in filled)


def _six_of(phone: str) -> re.Pattern[str]:
    """Any six digits in a row of `phone`, however they are spaced."""
    digits = re.sub(r"\D", "", phone)
    return re.compile("|".join(r"\D{0,3}".join(digits[at : at + 6]) for at in range(len(digits) - 5)))


@pytest.mark.parametrize(("word", "secret"), REPLACED)
def test_what_points_at_a_person_goes(word: str, secret: str) -> None:
    """A worker who types a number, an address or an identity finds only its kind in the log."""
    stored = redact(f"please ({secret}) thanks")
    assert word in stored
    assert stored.startswith("please (")
    assert stored.endswith(") thanks")
    assert not re.search(r"\d", stored)


@pytest.mark.parametrize("text", KEPT)
def test_what_the_law_needs_stays(text: str) -> None:
    """Sums, dates, articles and laws reach the maintainers as they were typed."""
    assert redact(text) == text


@pytest.mark.parametrize(("text", "stored"), NAMED)
def test_names_go_where_a_title_or_an_introduction_gives_them_away(text: str, stored: str) -> None:
    """After "Mr" or "me llamo" comes a name; the words around it stay."""
    assert redact(text) == stored


def test_words_after_an_account_number_stay() -> None:
    """The length of an IBAN is known, so the question that follows it survives."""
    assert redact("mi cuenta ES91 2100 0418 4502 0005 1332 para cobrar") == "mi cuenta [iban] para cobrar"


def test_two_things_in_one_question_both_go() -> None:
    """A number beside a date does not save either from being seen for what it is."""
    assert redact("tel 612345678 12/03/2026 juan@example.com") == "tel [phone] 12/03/2026 [email]"


def test_letters_that_stick_to_a_number_go_with_it() -> None:
    """Half a passport number is still a passport number."""
    assert redact("mine is ABC1234567X ok") == "mine is [id] ok"


@pytest.mark.parametrize("zero", ["\u0660", "\u0966", "\uff10", "\U0001d7ce"])
def test_digits_of_every_script_are_digits(zero: str) -> None:
    """A telephone number typed on an Arabic or Hindi keyboard is one."""
    digits = "".join(chr(ord(zero) + int(digit)) for digit in "0612345678")
    assert redact(f"call {digits}") == "call [phone]"


def test_a_number_of_keycaps_is_a_number() -> None:
    """Digits dressed up as emoji, or with invisible characters between them, hide nothing."""
    assert redact("".join(f"{digit}\ufe0f\u20e3" for digit in "612345678")) == "[phone]"
    assert redact("\u200b".join("612345678")) == "[phone]"


def test_control_characters_go_and_lines_become_one() -> None:
    """The log is one line a question, and nothing in it moves a cursor."""
    assert redact("  no\x00 pay\x1b[2J\r\n\tfor\u200b\u202e 8\u00a0weeks ") == "no pay[2J for 8 weeks"


def test_a_long_question_is_cut() -> None:
    """Five hundred characters say enough."""
    assert redact("a" * 700) == "a" * LIMIT


def test_the_cut_does_not_leave_half_a_word_in_brackets() -> None:
    """A maintainer never wonders what "[pho" was."""
    assert redact("a" * 495 + " 612345678") == "a" * 495


def test_the_cut_does_not_show_half_of_a_number() -> None:
    """What is replaced is replaced before the cut, not after it."""
    assert redact("a " * 248 + "612345678") == ("a " * 248).rstrip()


@pytest.mark.parametrize("unit", [*_FLOODS.split("|"), "Mr ", "Mr A ", "my name is ", "soy Aa ", "de la "])
def test_no_flood_stalls_the_bot(unit: str) -> None:
    """A hundred kilobytes of anything are redacted at once: a pattern that backtracks would never come back."""
    flood = (unit * 100_000)[:100_000]
    assert len(redact(flood + "!")) <= LIMIT


@given(_NEIGHBOURS)
def test_redacting_twice_changes_nothing(text: str) -> None:
    """What is stored can pass the door again, as when a log is imported."""
    assert redact(redact(text)) == redact(text)


@given(
    st.lists(st.sampled_from([*(secret for _, secret in REPLACED), *KEPT, *(text for text, _ in NAMED)]), max_size=12)
)
def test_redacting_long_questions_twice_changes_nothing(parts: list[str]) -> None:
    """The same for questions that are cut in the middle of something."""
    once = redact(" ".join(parts))
    assert redact(once) == once
    assert len(once) <= LIMIT


@given(_NEIGHBOURS)
def test_whatever_is_typed_becomes_a_line_that_can_be_stored(text: str) -> None:
    """No lone surrogate, no control or format character, no line break: SQLite and a terminal take it."""
    stored = redact(text)
    assert not {unicodedata.category(character) for character in stored} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert stored == " ".join(stored.split())


@given(_NEIGHBOURS, st.emails(), _NEIGHBOURS)
def test_no_email_survives(before: str, email: str, after: str) -> None:
    """Wherever it stands, even grown together with its neighbours."""
    assert email not in redact(before + email + after)


@given(_NEIGHBOURS, urls(), _NEIGHBOURS)
def test_no_link_survives(before: str, link: str, after: str) -> None:
    """Wherever it stands."""
    assert link not in redact(before + link + after)


@given(_NEIGHBOURS, st.sampled_from(_IBANS).flatmap(_filled), _NEIGHBOURS)
def test_no_iban_survives(before: str, iban: str, after: str) -> None:
    """Wherever it stands, also with letters in it."""
    assert iban not in redact(before + iban + after)


@given(_NEIGHBOURS, _phones(), _NEIGHBOURS)
def test_no_phone_survives(before: str, phone: str, after: str) -> None:
    """Not six digits in a row of it are left, however it is written."""
    assert not _six_of(phone).search(redact(before + phone + after))


@given(_NEIGHBOURS, st.text(_DIGITS, min_size=6, max_size=30), _NEIGHBOURS)
def test_no_run_of_six_digits_survives(before: str, digits: str, after: str) -> None:
    """An account, a badge, a file number: whatever it was, it is gone."""
    assert not re.search(r"\d{6}", redact(before + digits + after))


def test_a_pseudonym_is_the_same_for_the_same_chat_and_key_only() -> None:
    """Questions of one chat can be told from those of another, by nobody without the key."""
    key, other = b"k" * 32, b"o" * 32
    assert pseudonym(key, "tg:1") == pseudonym(key, "tg:1")
    assert len({pseudonym(key, "tg:1"), pseudonym(key, "tg:2"), pseudonym(other, "tg:1")}) == 3
    assert re.fullmatch(r"[0-9a-f]{16}", pseudonym(key, "tg:1"))


@pytest.mark.parametrize("size", [0, 15, 65])
def test_a_key_that_protects_nothing_is_refused(size: int) -> None:
    """An empty key would make the pseudonyms of all installations the same, and every chat id a guess away."""
    with pytest.raises(ValueError, match="key"):
        pseudonym(b"k" * size, "tg:1")


@given(_NEIGHBOURS)
def test_any_chat_has_a_pseudonym(chat: str) -> None:
    """Whatever a host calls its chats."""
    assert len(pseudonym(b"k" * 32, chat)) == 16
