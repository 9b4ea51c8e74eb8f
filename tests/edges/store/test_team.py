"""Roles by links that work once, limits, the audit, and whose menu is to be made anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.broadcast import Content
from bot.core.standing import Expecting, Role
from bot.edges.store import Store
from bot.edges.store.team import Invitation, Member, handle
from tests.conftest import NOW
from tests.edges.store.test_broadcasts import subscribed

INVITED = Invitation("secret-of-the-link", "organiser", "Marta", NOW + timedelta(hours=24))


async def marta(store: Store) -> Member:
    """Marta, who took her role."""
    await store.team.invite(INVITED, "tg:1", NOW)
    await store.team.accept(INVITED.code, "tg:5", NOW)
    (member,) = await store.team.members(NOW)
    return member


async def test_a_link_works_once(store: Store) -> None:
    """Whoever opens a forwarded link second gets nothing."""
    await store.team.invite(INVITED, "tg:1", NOW)
    assert await store.team.offered(INVITED.code, NOW) == "organiser"
    assert await store.team.accept(INVITED.code, "tg:5", NOW) == "organiser"
    assert await store.team.accept(INVITED.code, "tg:6", NOW) is None
    assert await store.team.offered(INVITED.code, NOW) is None
    assert (await store.people.standing("tg:5", "tg:5", NOW)).roles == {"organiser"}
    assert (await store.people.standing("tg:6", "tg:6", NOW)).roles == frozenset()


async def test_a_link_expires(store: Store) -> None:
    """One that was found in an old chat opens nothing."""
    await store.team.invite(INVITED, "tg:1", NOW)
    late = NOW + timedelta(hours=24)
    assert await store.team.accept(INVITED.code, "tg:5", late) is None
    assert await store.team.members(late) == ()


async def test_the_secret_is_not_kept(store: Store) -> None:
    """Who reads the database cannot make themselves an organiser."""
    await store.team.invite(INVITED, "tg:1", NOW)
    async with store.database.reader.execute("SELECT * FROM invitations") as cursor:
        rows = [tuple(row) async for row in cursor]
    assert len(rows) == 1
    assert not any(INVITED.code in str(value) for value in rows[0])


async def test_an_invitation_stands_on_the_list_until_it_is_taken(store: Store) -> None:
    """The owner sees who has not come yet, and can take it back."""
    known = await store.team.invite(INVITED, "tg:1", NOW)
    (waiting,) = await store.team.members(NOW)
    assert (waiting.handle, waiting.name, waiting.invited, waiting.chat) == (known, "Marta", True, "")
    await store.team.revoke(waiting, "tg:1", NOW)
    assert await store.team.accept(INVITED.code, "tg:5", NOW) is None


async def test_revoked_means_nothing_is_expected_any_more(store: Store) -> None:
    """A message that was asked for a minute ago is a question again."""
    member = await marta(store)
    await store.people.expect("tg:5", Expecting("broadcast"), NOW)
    await store.team.revoke(member, "tg:1", NOW)
    standing = await store.people.standing("tg:5", "tg:5", NOW)
    assert standing.roles == frozenset()
    assert standing.expecting is None


async def test_limits_go_with_the_invitation(store: Store) -> None:
    """Who is limited before coming is limited when they come."""
    await store.team.invite(INVITED, "tg:1", NOW)
    (waiting,) = await store.team.members(NOW)
    await store.team.limit(waiting, ("acme0000001",), "tg:1", NOW)
    await store.team.accept(INVITED.code, "tg:5", NOW)
    assert await store.team.limits("tg:5") == ("acme0000001",)


@pytest.mark.parametrize("places", [None, (), ("acme0000001", "beta0000001")])
async def test_limits_can_be_changed(store: Store, places: tuple[str, ...] | None) -> None:
    """All, none, or some: None and nothing are not the same."""
    member = await marta(store)
    await store.team.limit(member, places, "tg:1", NOW)
    assert await store.team.limits("tg:5") == places


async def test_the_machine_has_one_link_at_a_time(store: Store) -> None:
    """After a restart only the newest owner's link works, and it stands on no list."""
    first, second = (replace(INVITED, code=code, role="owner", name="") for code in ("first-secret", "second-secret"))
    await store.team.invite(first, "", NOW)
    await store.team.invite(second, "", NOW)
    assert await store.team.members(NOW) == ()
    assert await store.team.offered(first.code, NOW) is None
    assert not await store.team.has_owner()
    assert await store.team.accept(second.code, "web:me", NOW) == "owner"
    assert await store.team.has_owner()


async def test_every_act_is_noted(store: Store) -> None:
    """Invited, taken, limited, revoked: by whom, and never with the secret."""
    member = await marta(store)
    await store.team.limit(member, None, "tg:1", NOW)
    await store.team.revoke(member, "tg:1", NOW)
    acts = await store.team.acts(10)
    assert [(act.who, act.what) for act in acts] == [
        ("tg:1", "role revoked"),
        ("tg:1", "workplaces set"),
        ("tg:5", "role taken"),
        ("tg:1", "invited"),
    ]
    assert not any(INVITED.code in act.detail for act in acts)


async def test_menus_are_made_anew_when_a_role_comes_or_goes(store: Store) -> None:
    """Commands show up, and vanish, without a restart."""
    member = await marta(store)
    assert store.team.touched == {"tg:5"}
    store.team.touched.clear()
    await store.team.revoke(member, "tg:1", NOW)
    assert store.team.touched == {"tg:5"}
    assert store.team.woken.is_set()


@pytest.mark.parametrize("role", ["organiser", "maintainer", "owner"])
def test_a_button_names_nobody(role: Role) -> None:
    """What stands for a colleague on a button does not hold the chat's number."""
    assert handle("tg:12345", role) != handle("tg:12346", role)
    assert "12345" not in handle("tg:12345", role)


async def test_a_clock_is_remembered(store: Store) -> None:
    """An organiser who travels says it once; /forget erases it."""
    assert await store.team.zone("tg:5") is None
    await store.team.set_zone("tg:5", "Europe/Rome")
    await store.team.set_zone("tg:5", "Europe/Madrid")
    assert await store.team.zone("tg:5") == "Europe/Madrid"
    await store.questions.forget("tg:5")
    assert await store.team.zone("tg:5") is None


async def test_what_somebody_scheduled_who_is_revoked_does_not_go_out(store: Store) -> None:
    """It is paused, and noted, for those who are still there to decide."""
    member = await marta(store)
    await subscribed(store, 1)
    number = await store.broadcasts.begin("tg:5", "en", NOW)
    await store.broadcasts.set_content(number, "en", Content("Strike!"))
    assert await store.broadcasts.launch(number, "tg:5", NOW + timedelta(hours=1), NOW)
    await store.team.revoke(member, "tg:1", NOW)
    found = await store.broadcasts.get(number)
    assert found
    assert found.state == "paused"
    assert (await store.team.acts(1))[0].what == "broadcast paused"


async def test_an_owner_who_is_revoked_does_not_come_back_by_their_own_link(store: Store) -> None:
    """What they invited is void with them; what others invited stands."""
    await store.team.add("tg:7", "owner", "tg:1", NOW)
    later = NOW + timedelta(hours=24)
    await store.team.invite(Invitation("code-of-seven-00", "owner", "me again", later), "tg:7", NOW)
    await store.team.invite(Invitation("code-of-one-0000", "organiser", "Anna", later), "tg:1", NOW)
    member = next(each for each in await store.team.members(NOW) if each.chat == "tg:7")
    await store.team.revoke(member, "tg:1", NOW)
    assert await store.team.accept("code-of-seven-00", "tg:7", NOW) is None
    assert await store.team.accept("code-of-one-0000", "tg:8", NOW) == "organiser"
