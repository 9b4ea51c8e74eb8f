"""What stands on the wire behind a button, and what is refused there."""

from dataclasses import fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, strategies as st

from bot.core import buttons as b

ID = "abc123def45"
KINDS: tuple[type[b.Action], ...] = get_args(b.Action)

WIRE = [
    (b.ShowTopic("emergency.locked-out", "-", ID), f"1:t:emergency.locked-out:-:{ID}"),
    (b.More("guarantee-fund", "gb", ID), f"1:m:guarantee-fund:gb:{ID}"),
    (b.Short("guarantee-fund", "int", ""), "1:s:guarantee-fund:int:"),
    (b.More("guarantee-fund", "gb", ID, "es"), f"1:m:guarantee-fund:gb:{ID}:es"),
    (b.Helped(ID), f"1:h:{ID}"),
    (b.Reason(ID, "not-my-case"), f"1:w:{ID}:not-my-case"),
    (b.ShowMenu(), "1:menu"),
    (b.ShowArea("buyout"), "1:area:buyout"),
    (b.SetLanguage("pt-BR"), "1:lang:pt-BR"),
    (b.ForgetMe(confirmed=True), "1:forget:1"),
]

FOREIGN = [
    "",
    ":",
    "1",
    "1:",
    "1::",
    "menu",
    "0:menu",
    "2:menu",
    "1:menu:",
    "1:menu:x",
    "1:MENU",
    " 1:menu",
    "1:menu\n",
    "1:unheard-of",
    "1:forget",
    "1:forget:2",
    "1:forget:true",
    "1:forget:\u0661",
    f"1:w:{ID}",
    f"1:w:{ID}:because",
    f"1:w:{ID}:other:other",
    f"1:h:{ID}x",
    "1:h:abc123def4",
    "1:h:abc 23def45",
    "1:h:../../../..",
    f"1:m:guarantee-fund:gb:{ID}:",
    f"1:m:guarantee-fund:gb:{ID}:ES",
    f"1:m:guarantee-fund:gb:{ID}:es:es",
    f"1:m:guarantee_fund:gb:{ID}",
    f"1:m:Guarantee-fund:gb:{ID}",
    f"1:m:<b>:gb:{ID}",
    f"1:m::gb:{ID}",
    f"1:m:guarantee-fund:--:{ID}",
    f"1:m:guarantee-fund:g\u00df:{ID}",
    f"1:m:{'a' * 46}:gb:{ID}",
    "\ud800",
]


def _values(hint: object) -> st.SearchStrategy[Any]:
    if get_origin(hint) is Annotated:
        return st.from_regex(get_args(hint)[1], fullmatch=True).filter(lambda text: len(text) <= 40)
    return st.booleans() if hint is bool else st.sampled_from(get_args(hint))


def _actions(kind: type[b.Action]) -> st.SearchStrategy[b.Action]:
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{field.name: _values(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize(("action", "data"), WIRE)
def test_the_wire_does_not_change(action: b.Action, data: str) -> None:
    """Buttons below messages of last month still work: what they carry is a contract."""
    assert b.encode(action) == data
    assert b.decode(data) == action


@pytest.mark.parametrize("data", FOREIGN)
def test_what_we_did_not_write_does_nothing(data: str) -> None:
    """A forged, mangled or outdated press is no action, and no error."""
    assert b.decode(data) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_tag_of_its_own(kind: type[b.Action]) -> None:
    """No press is taken for another (time limits were once read as an organiser's limits), no tag breaks the format."""
    assert [other for other in KINDS if other.tag == kind.tag] == [kind]
    assert kind.tag.isascii()
    assert ":" not in kind.tag


@given(st.one_of(*map(_actions, KINDS)))
def test_every_action_comes_back_as_it_was(action: b.Action) -> None:
    """What was put behind a button is what a press means, within the 64 bytes that Telegram carries."""
    data = b.encode(action)
    assert b.decode(data) == action
    assert type(b.decode(data)) is type(action)
    assert len(data.encode()) <= 64


@given(st.text(st.characters(exclude_categories=())) | st.text("1:tmshwx-gb.abc123def45"))
def test_any_text_is_an_action_that_would_be_written_so_or_nothing(data: str) -> None:
    """Whatever comes in, nothing breaks, and no two texts mean the same press."""
    action = b.decode(data)
    assert action is None or b.encode(action) == data


@given(st.one_of(*map(_actions, KINDS)).map(b.encode), st.data())
def test_one_wrong_character_does_no_harm(data: str, draw: st.DataObject) -> None:
    """A press that was tampered with means what it says or nothing."""
    at = draw.draw(st.integers(0, len(data) - 1))
    tampered = data[:at] + draw.draw(st.characters(exclude_categories=())) + data[at + 1 :]
    action = b.decode(tampered)
    assert action is None or b.encode(action) == tampered


@pytest.mark.parametrize(
    "action",
    [
        b.More("a:b", "gb", ID),
        b.More("", "gb", ID),
        b.More("guarantee-fund", "", ID),
        b.More("guarantee-fund", "gb", "short"),
        b.More("guarantee-f\u00fcnd", "gb", ID),
        b.ShowArea("buyout\n"),
        b.SetLanguage("english"),
    ],
)
def test_what_would_not_come_back_is_not_sent(action: b.Action) -> None:
    """A button that could never work fails where it is made, not under a worker's thumb."""
    with pytest.raises(ValueError, match="cannot be the"):
        b.encode(action)


def test_a_button_that_telegram_would_refuse_is_not_made() -> None:
    """A topic with too long a name shows at once: Telegram carries 64 bytes."""
    assert len(b.encode(b.More("a" * 44, "int", ID))) == 64
    with pytest.raises(ValueError, match="65 bytes"):
        b.encode(b.More("a" * 45, "int", ID))


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (b.More("guarantee-fund", "gb", ID), True),
        (b.cases.TakeCase("ABC234"), True),
        (b.ForgetMe(confirmed=True), False),
        (b.AskPerson(ID), False),
        (b.subscriber.Join("en", ""), False),
        (b.waiting.TellMe(ID), False),
        (b.organiser.Launch("1"), False),
        (b.team.ShowTeam(), False),
    ],
)
def test_what_is_about_one_person_or_goes_to_many_is_not_pressed_in_a_group(action: b.Action, allowed: bool) -> None:
    """A forged button in a group subscribes nobody's colleagues and erases nothing of theirs."""
    assert b.in_groups(action) is allowed
