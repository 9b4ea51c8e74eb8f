"""Cases: what is urgent, what is late, what passes from one side to the other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core import markup
from bot.core.cases import Case, Desk, Place, Step, after, number, passed_on, possible, urgent, words
from bot.core.model import Button, File, Media, Said
from bot.core.office import read

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CASE = Case(
    number="K7Q2M",
    chat="tg:7",
    question="",
    words="Is it lost?",
    language="en",
    country="gb",
    desks=(Place("tg:-9"),),
    created=NOW,
    last_worker=NOW,
)
HOUR = timedelta(hours=1)
ROWS = ((Button("x", "y"),),)


@given(st.text())
def test_a_number_is_short_and_easy_to_read_out(seed: str) -> None:
    """Five letters and digits, and none that is taken for another one over the telephone."""
    found = number(seed)
    assert len(found) == 5
    assert not set(found) & set("01ILO")


def test_a_number_tells_nothing() -> None:
    """Cases opened one after another have numbers that nobody can put in order."""
    found = [number(f"question{at:03}") for at in range(200)]
    assert len(set(found)) == 200
    assert found != sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "URGENT!! they are taking the machines",
        "I want to kill myself",
        "the bailiff comes tomorrow",
        "they locked us out... locked out since 6",
        "me desahucian mañana",
        "nos amenazan",
        "l'huissier vient demain",
        "c'est pour aujourd'hui",
        "mi sfrattano domani",
        "l'ufficiale giudiziario è qui",
    ],
)
def test_some_words_cannot_wait(text: str) -> None:
    """Who is thrown out, threatened or in despair goes on top, in each language."""
    assert urgent(text)


@pytest.mark.parametrize("text", ["when will i be paid", "¿cuánto es la indemnización?", "le AGS paie quand", "il TFR"])
def test_most_words_can_wait(text: str) -> None:
    """If everything is on top, nothing is."""
    assert not urgent(text)


def test_a_country_has_its_own_place_or_that_for_all() -> None:
    """A worker in Italy is answered by those who know Italian law; one in France by nobody, if nobody is set up."""
    desk = Desk((("gb", Place("tg:-1")), ("it", Place("tg:-2", 4))))
    assert desk.places_for("it") == (Place("tg:-2", 4),)
    assert desk.places_for("fr") == ()
    assert desk.places_for(None) == ()
    for_all = replace(desk, places=(*desk.places, ("", Place("tg:-3"))))
    assert for_all.places_for("it") == (Place("tg:-2", 4),)
    assert for_all.places_for("fr") == for_all.places_for(None) == (Place("tg:-3"),)
    assert for_all.chats == {"tg:-1", "tg:-2", "tg:-3"}


def test_a_case_is_late_when_nobody_answers_in_the_set_time() -> None:
    """A worker is not left wondering; once answered, nothing is late."""
    desk = Desk(late=2 * HOUR)
    assert not desk.is_late(CASE, NOW + HOUR)
    assert desk.is_late(CASE, NOW + 2 * HOUR)
    answered = after(CASE, "answered", "Anna", NOW + HOUR)
    assert not desk.is_late(answered, NOW + 9 * HOUR)
    assert not desk.is_late(after(CASE, "close", "Anna", NOW), NOW + 9 * HOUR)
    again = after(answered, "added", "", NOW + 3 * HOUR)
    assert not desk.is_late(again, NOW + 4 * HOUR)
    assert desk.is_late(again, NOW + 5 * HOUR)


def test_a_night_and_a_weekend_are_not_counted() -> None:
    """Asked on Friday evening, a question is late from when somebody was there on Monday."""
    hours = read("mon-fri 09:00-17:00 Europe/London", ZoneInfo)
    desk = Desk(hours=hours, late=2 * HOUR)
    friday = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    case = replace(CASE, last_worker=friday)
    assert not desk.is_late(case, datetime(2026, 11, 30, 10, 59, tzinfo=UTC))
    assert desk.is_late(case, datetime(2026, 11, 30, 11, 0, tzinfo=UTC))


def test_the_first_word_that_nobody_answered_counts() -> None:
    """Who asks again does not wait longer for it."""
    added = after(CASE, "added", "", NOW + HOUR)
    assert added.waits_since == NOW


def test_a_new_word_opens_a_closed_case() -> None:
    """What a worker adds is never dropped."""
    closed = after(CASE, "close", "Anna", NOW)
    assert closed.waits_since is None
    assert after(closed, "added", "", NOW + HOUR).waits_since == NOW + HOUR
    assert after(closed, "reopen", "", NOW + HOUR).closed is None


@pytest.mark.parametrize(
    ("done", "then", "sensible"),
    [
        ("take", "take", False),
        ("take", "hand", True),
        ("hand", "take", True),
        ("hand", "hand", False),
        ("close", "close", False),
        ("close", "take", False),
        ("close", "hand", False),
        ("close", "late", False),
        ("close", "reopen", True),
        ("close", "answered", True),
        ("reopen", "reopen", False),
        ("late", "late", False),
        ("answered", "late", True),
    ],
)
def test_who_comes_second_does_nothing(done: Step, then: Step, sensible: bool) -> None:
    """Two colleagues press at once: the worker is told once."""
    assert possible(after(CASE, done, "Anna", NOW), then) == sensible


def test_the_first_to_answer_takes_the_case() -> None:
    """Who answers need not press a button before; who took it keeps it."""
    assert after(CASE, "answered", "Anna", NOW).taken_by == "Anna"
    assert after(after(CASE, "take", "Ben", NOW), "answered", "Anna", NOW).taken_by == "Ben"


def test_what_is_written_passes_with_its_formatting() -> None:
    """Bold stays bold; signs of HTML that somebody typed stay signs."""
    assert [m.html for m in passed_on("<b>T</b>", Said("a <b>", "a &lt;b&gt;"), ROWS)] == ["<b>T</b>\n\na &lt;b&gt;"]
    assert words(Said("1 < 2")) == "1 &lt; 2"
    assert words(Said("x", "<blockquote expandable>x</blockquote>")) == "x"


def test_a_file_passes_with_its_caption() -> None:
    """The letter on the photo and what was written below it arrive together."""
    photo = Media("photo", "my letter", "my letter", File("photo", "abc"))
    (message,) = passed_on("T", photo, ROWS)
    assert (message.html, message.file, message.rows) == ("T\n\nmy letter", File("photo", "abc"), ROWS)


def test_a_caption_that_is_too_long_goes_ahead() -> None:
    """Telegram carries 1,024 characters below a file; nothing that was written is lost."""
    photo = Media("photo", "x" * 1024, "x" * 1024, File("photo", "abc"))
    first, second = passed_on("T", photo, ROWS)
    assert first.html == "T\n\n" + "x" * 1024
    assert (second.html, second.file, second.rows) == ("", File("photo", "abc"), ROWS)


def test_a_long_text_passes_in_parts() -> None:
    """Every part fits into a message; the buttons stand below the last."""
    parts = passed_on("T", Said("word " * 1000), ROWS)
    assert len(parts) == 2
    assert all(markup.units(part.html) <= markup.LIMIT for part in parts)
    assert [bool(part.rows) for part in parts] == [False, True]


def test_what_cannot_be_sent_again_does_not_pass() -> None:
    """A sticker has nothing to say, a location is nobody's business, and silence is no question."""
    assert passed_on("T", Media("location")) == ()
    assert passed_on("T", Media("photo")) == ()
    assert passed_on("T", Said("  ")) == ()
