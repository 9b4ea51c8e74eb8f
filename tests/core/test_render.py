"""What a person sees."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bot.core import buttons as b
from bot.core.knowledge import Found, Review, Source
from bot.core.model import Outgoing
from bot.core.render import Reader, Renderer
from bot.core.texts import Texts
from tests import small
from tests.botapi.html import parse
from tests.small import QUESTION, found

READER = Reader("en", "gb", small.TODAY)
NOWHERE = replace(READER, country=None)
ITALIAN = Reader("en", "it", small.TODAY)


@pytest.fixture(scope="session")
def render(texts: Texts) -> Renderer:
    """Over the small knowledge, with the real texts."""
    return Renderer(small.KNOWLEDGE, texts)


def shown(message: Outgoing) -> str:
    """What stands on the screen."""
    return parse(message.html).text


def actions(message: Outgoing) -> list[list[b.Action | None]]:
    """What the buttons do, row by row."""
    return [[b.decode(button.data) for button in row] for row in message.rows]


def with_entry(render: Renderer, **fields: Any) -> tuple[Renderer, Found]:
    """The British answer on severance with other fields, and a renderer that knows it."""
    known = small.knowledge(small.page("gb/en/rights", small.entry("severance", **({"title": "Pay"} | fields))))
    return replace(render, knowledge=known), found("severance", "gb", known=known)


SEVERANCE = ("severance", "gb", QUESTION)


# --- the short answer ---------------------------------------------------------------------------------


def test_a_short_answer(render: Renderer) -> None:
    """Title, three lines with the time limit in words, and who stands for it; nothing else."""
    assert shown(render.short(found("severance", "gb"), READER, QUESTION)).split("\n\n") == [
        "Redundancy pay",
        "You have 6 months from the day your job ended.",
        "🇬🇧 United Kingdom · checked on 20 November 2026 · not reviewed by a lawyer",
    ]


def test_the_title_is_bold(render: Renderer) -> None:
    """The eye finds what is answered."""
    entities = parse(render.short(found("severance", "gb"), READER, "").html).entities
    assert (entities[0].type, entities[0].offset, entities[0].length) == ("bold", 0, len("Redundancy pay"))


def test_the_ways_on_from_an_answer(render: Renderer) -> None:
    """More, the sources, related topics, whether it helped, and a person: each a tap away."""
    assert actions(render.short(found("severance", "gb"), READER, QUESTION)) == [
        [b.More(*SEVERANCE)],
        [b.Sources(*SEVERANCE), b.Related(*SEVERANCE)],
        [b.Helped(QUESTION), b.NotHelped(QUESTION)],
        [b.AskPerson(QUESTION)],
    ]


def test_without_a_question_nobody_asks_whether_it_helped(render: Renderer) -> None:
    """A topic that was picked from the menu has no question to be marked."""
    flat = [action for row in actions(render.short(found("severance", "gb"), READER, "")) for action in row]
    assert not any(isinstance(action, b.Helped | b.NotHelped) for action in flat)
    assert b.AskPerson("") in flat


def test_who_named_no_country_is_asked_for_it(render: Renderer) -> None:
    """The choice leads back to this very answer."""
    last = actions(render.short(found("severance"), NOWHERE, QUESTION))[-1]
    assert last == [b.ChooseCountry("severance", QUESTION), b.AskPerson(QUESTION)]


def test_no_button_leads_to_nothing(render: Renderer) -> None:
    """An entry without steps, sources or relatives has no button for them."""
    changed, hit = with_entry(render, answer="", sources=())
    assert actions(changed.short(hit, READER, "")) == [[b.AskPerson("")]]


def test_a_lawyers_name_stands_below_what_they_reviewed(render: Renderer) -> None:
    """Who checked it is named."""
    message = render.short(found("worker-buyout", "gb"), READER, "")
    assert shown(message).endswith("international rules · checked on 24 November 2026 · reviewed by A. Lawyer")


# --- small talk, signposts, emergencies ---------------------------------------------------------------


def test_small_talk_is_just_said(render: Renderer) -> None:
    """No title, no notice, no legal small print: a sentence, and the topics."""
    message = render.short(found("chat.thanks", language="it"), NOWHERE, QUESTION)
    assert message.html == "In short: You are welcome."
    assert actions(message) == [[b.ShowMenu()]]


@pytest.mark.parametrize("topic", ["elsewhere.rent", "emergency.locked-out"])
def test_a_light_entry_carries_no_notice(render: Renderer, topic: str) -> None:
    """In an emergency nothing stands between a person and the text."""
    message = render.short(found(topic, "it", "it"), replace(ITALIAN, language="it"), QUESTION)
    assert len(shown(message).split("\n\n")) == 2
    assert actions(message) == [[b.Helped(QUESTION), b.NotHelped(QUESTION)], [b.AskPerson(QUESTION)]]


def test_an_emergency_asks_for_no_country(render: Renderer) -> None:
    """The same safe text for everybody."""
    flat = [a for row in actions(render.short(found("emergency.locked-out"), NOWHERE, "")) for a in row]
    assert not any(isinstance(action, b.ChooseCountry) for action in flat)


# --- notices ------------------------------------------------------------------------------------------

GENERAL = "This is the general answer."
NOT_YET = "On this I have no answer yet for your country (Italy). This one follows other rules (European Union law);"
ONLY_ITALIAN = "I have this only in Italian so far."


@pytest.mark.parametrize(
    ("topic", "reader", "notices"),
    [
        ("severance", READER, []),
        ("severance", NOWHERE, [GENERAL]),
        ("worker-buyout", NOWHERE, []),
        ("guarantee-fund", ITALIAN, [NOT_YET]),
        ("severance", ITALIAN, [ONLY_ITALIAN]),
        ("severance", replace(READER, country="int"), []),
    ],
)
def test_notices(render: Renderer, topic: str, reader: Reader, notices: list[str]) -> None:
    """Who gets another country's law or another language is told so, in the short answer and in the long one."""
    hit = found(topic, reader.country, reader.language)
    for message in (render.short(hit, reader, ""), render.more(hit, reader, "")):
        told = [notice for notice in (GENERAL, NOT_YET, ONLY_ITALIAN) if notice in shown(message)]
        assert told == notices


def test_both_notices_are_told(render: Renderer) -> None:
    """Another law, and in another language."""
    reader = replace(ITALIAN, language="it")
    text = shown(render.short(found("guarantee-fund", "it", "it"), reader, ""))
    assert len(text.split("\n\n")) == 5


def test_a_notice_of_the_moment_comes_first(render: Renderer) -> None:
    """What the question itself brought up stands before the rest."""
    message = render.short(found("guarantee-fund", "it"), ITALIAN, "", ("You named a country (Italy).",))
    _, _, first, second, _ = shown(message).split("\n\n")
    assert first == "You named a country (Italy)."
    assert second.startswith(NOT_YET)


# --- the long answer ----------------------------------------------------------------------------------


def test_a_long_answer(render: Renderer) -> None:
    """The short text again, the steps with dated amounts, what to do without papers, and who stands for it."""
    assert shown(render.more(found("severance", "gb"), READER, QUESTION)).split("\n\n") == [
        "Redundancy pay",
        "You have 6 months from the day your job ended.",
        "A week's pay counts up to £751 (since 6 April 2026).",
        "If you lack a paper: A bank statement proves your pay.",
        "🇬🇧 United Kingdom · checked on 20 November 2026 · not reviewed by a lawyer",
    ]


def test_a_long_answer_can_be_folded_again(render: Renderer) -> None:
    """The first button leads back to the short one."""
    assert actions(render.more(found("severance", "gb"), READER, QUESTION))[0] == [b.Short(*SEVERANCE)]


@pytest.mark.parametrize(
    ("today", "amount"),
    [
        (date(2026, 4, 5), "£719 (since 6 April 2025)"),
        (date(2026, 4, 6), "£751 (since 6 April 2026)"),
        (date(2020, 1, 1), "{figure:gb.week-pay-cap}"),
    ],
)
def test_the_amount_of_the_day(render: Renderer, today: date, amount: str) -> None:
    """An amount changes on the day of the law, without an edit; one that nobody knows is not made up."""
    text = shown(render.more(found("severance", "gb"), replace(READER, today=today), ""))
    assert f"counts up to {amount}." in text


def test_amounts_are_written_in_the_language_of_the_answer(render: Renderer) -> None:
    """An Italian answer has Italian numbers, whoever reads it."""
    text = render.filled("{deadline:gb.redundancy-claim}, {figure:gb.week-pay-cap}", READER, "it")
    assert text.startswith("6 mesi ")
    assert "6 aprile 2026" in text


# --- sources and relatives ----------------------------------------------------------------------------


def test_the_trust_card(render: Renderer) -> None:
    """The law by article, the amounts with their days, whose law it is, and when it was checked."""
    text = shown(render.sources(found("severance", "gb"), READER, QUESTION))
    assert text.split("\n") == [
        "Sources of “Redundancy pay”",
        "",
        "• Employment Rights Act 1996, s. 135",
        "",
        "Figures used here:",
        "• cap on a week's pay: £751, from 6 April 2026 (Employment Rights Act 1996, s. 135)",
        "",
        "Law of: United Kingdom",
        "Written by the maintainers of Redress, who are named in the public history of each file.",
        "Checked against the sources on 20 November 2026; not reviewed by a lawyer.",
    ]


def test_sources_can_be_opened(render: Renderer) -> None:
    """The law is one tap away, at the very address."""
    entities = parse(render.sources(found("severance", "gb"), READER, "").html).entities
    assert {entity.detail for entity in entities if entity.type == "text_link"} == {small.LAW.url}


def test_an_amount_that_ended_says_so(render: Renderer) -> None:
    """The card shows until when an amount held."""
    reader = replace(READER, today=date(2026, 1, 1))
    text = shown(render.sources(found("severance", "gb"), reader, ""))
    assert "£719, from 6 April 2025 to 5 April 2026" in text


def test_an_amount_from_memory_says_so(render: Renderer) -> None:
    """What was not looked up on a page is marked."""
    unsure = small.CAPS[1].model_copy(update={"confidence": "memory"})
    known = small.knowledge(figures={"gb.week-pay-cap": (unsure,)})
    text = shown(replace(render, knowledge=known).sources(found("severance", "gb"), READER, ""))
    assert "from 6 April 2026 (to be checked) (Employment" in text


def test_an_amounts_name_in_another_language_is_better_than_none(render: Renderer) -> None:
    """A label that is not translated yet is shown in the language there is."""
    text = shown(render.sources(found("severance", "gb"), replace(READER, language="it"), ""))
    assert "cap on a week's pay: 751" in text


def test_a_card_without_sources(render: Renderer) -> None:
    """A signpost says that it rests on nothing."""
    text = shown(render.sources(found("elsewhere.rent"), READER, ""))
    assert "not legal advice" in text


@pytest.mark.parametrize("view", ["sources", "related"])
def test_the_way_back(render: Renderer, view: str) -> None:
    """From the card and the relatives one comes back to the answer."""
    message: Outgoing = getattr(render, view)(found("severance", "gb"), READER, QUESTION)
    assert actions(message)[-1] == [b.Short(*SEVERANCE)]


def test_relatives(render: Renderer) -> None:
    """Each related topic that has a page is a button to the page that would answer."""
    rows = actions(render.related(found("severance"), ITALIAN, QUESTION))
    assert rows[:-1] == [
        [b.ShowTopic("guarantee-fund", "eu", QUESTION)],
        [b.ShowTopic("worker-buyout", "int", QUESTION)],
    ]


# --- offers and refusals ------------------------------------------------------------------------------


def test_an_offer(render: Renderer) -> None:
    """One button for each topic that has a page, in the given order, and a way to say no."""
    message = render.offer("Did you mean:", ["worker-buyout", "unheard-of", "severance"], READER, QUESTION)
    assert shown(message) == "Did you mean:"
    assert [button.label for row in message.rows for button in row] == [
        "A worker buyout",
        "Redundancy pay",
        "None of these",
    ]
    assert actions(message) == [
        [b.ShowTopic("worker-buyout", "int", QUESTION)],
        [b.ShowTopic("severance", "gb", QUESTION)],
        [b.NoneOfThese(QUESTION)],
    ]


def test_an_honest_refusal(render: Renderer) -> None:
    """An "I do not know" comes with the nearest topics, all topics, a person, and to be told later."""
    message = render.lost(["severance"], READER, QUESTION)
    assert shown(message).startswith("I do not know the answer to that.")
    assert shown(message).endswith("The nearest that I have:")
    assert actions(message) == [
        [b.ShowTopic(*SEVERANCE)],
        [b.ShowMenu(), b.AskPerson(QUESTION)],
        [b.waiting.TellMe(QUESTION)],
    ]


def test_a_refusal_without_anything_near(render: Renderer) -> None:
    """Nothing is announced that does not follow."""
    message = render.lost(["unheard-of"], READER, QUESTION)
    assert "nearest" not in shown(message)
    assert actions(message) == [[b.ShowMenu(), b.AskPerson(QUESTION)], [b.waiting.TellMe(QUESTION)]]


# --- every view ---------------------------------------------------------------------------------------

VIEWS = ("short", "more", "sources", "related")


def everything(render: Renderer, hit: Found, reader: Reader, question: str) -> list[Outgoing]:
    """Every message about a page."""
    views: list[Outgoing] = [getattr(render, view)(hit, reader, question) for view in VIEWS]
    topic = hit.page.entry.topic
    return [*views, render.offer("?", [topic], reader, question), render.lost([topic], reader, question)]


@pytest.mark.parametrize("question", ["", QUESTION])
@pytest.mark.parametrize("country", [None, "int", "gb", "it"])
def test_every_button_works(render: Renderer, country: str | None, question: str) -> None:
    """Whatever is shown, each of its buttons has words and means something when it is pressed."""
    reader = Reader("it", country, small.TODAY)
    for topic in {topic for _, _, topic in small.KNOWLEDGE.pages}:
        for message in everything(render, found(topic, country, "it"), reader, question):
            assert all(button.label and b.decode(button.data) for row in message.rows for button in row)
            assert shown(message)


@pytest.mark.parametrize("word", ["<b>", "</b>", "&", "<script>", '"><a href="https://evil.example">'])
def test_what_maintainers_write_is_only_text(render: Renderer, word: str) -> None:
    """A sign that means something to Telegram, in any field, shows as it is and breaks no message."""
    changed, hit = with_entry(
        render,
        title=f"T {word}",
        short=f"S {word}",
        answer=f"A {word}",
        missing_papers=f"P {word}",
        sources=(Source(title=f"L {word}", article=word, url="https://example.org/?a=1&b=%22"),),
        reviewed=Review(on=small.TODAY, by=f"R {word}"),
    )
    long, card = shown(changed.more(hit, READER, "")), shown(changed.sources(hit, READER, ""))
    assert all(f"{field} {word}" in long for field in "TSAPR")
    assert all(f"{field} {word}" in card for field in "TLR")
    assert changed.topic_button(hit.page, "", READER).label == f"T {word}"


@pytest.mark.parametrize("name", ["<b>", "a & b", "{name}", "</i>", "*x*"])
def test_what_people_type_is_only_text(render: Renderer, name: str) -> None:
    """What comes back in a sentence of ours comes back as it was typed."""
    assert f"/{name}." in parse(render.say(READER, "unknown_command", name=name)).text


LAW = "https://example.org/a_(b)?c=1&d=*e*"
TYPED = st.text(min_size=1, max_size=50).filter(str.strip)


@given(title=TYPED, short=TYPED, answer=TYPED, papers=TYPED, law=TYPED)
def test_no_entry_can_break_a_message(
    render: Renderer, title: str, short: str, answer: str, papers: str, law: str
) -> None:
    """Whatever a file holds, Telegram takes every view of it."""
    entry = small.entry(
        "severance", title, short=short, answer=answer, missing_papers=papers, sources=(Source(title=law, url=LAW),)
    )
    known = small.knowledge(small.page("gb/en/rights", entry))
    for message in everything(replace(render, knowledge=known), found("severance", "gb", known=known), READER, ""):
        parse(message.html)


def test_a_topic_to_choose_is_named_in_the_readers_language(render: Renderer) -> None:
    """An Italian speaker in Britain chooses among Italian titles, though the British page is in English."""
    known = small.knowledge(small.page("int/it/rights", small.entry("severance", "Liquidazione")))
    british = found("severance", "gb", known=known).page
    named = replace(render, knowledge=known).topic_button(british, "", replace(READER, language="it"))
    assert named.label == "Liquidazione"
    assert b.decode(named.data) == b.ShowTopic("severance", "gb", "")
    assert render.topic_button(british, "", replace(READER, language="it")).label == british.entry.title
