"""Workplaces: opened, joined by a link, counted, given a new link, closed."""

import pytest

from bot.edges.store import Store
from bot.edges.store.workplaces import Workplace
from tests.conftest import NOW

ACME = Workplace("acme0000001", "Acme", "it", "code0000001")
BETA = Workplace("beta0000001", "beta", None, "code0000002")


@pytest.fixture(autouse=True)
async def opened(store: Store) -> None:
    """Two workplaces exist."""
    for each in (BETA, ACME):
        await store.workplaces.create(each, "tg:1", NOW)


async def test_a_link_leads_to_its_workplace(store: Store) -> None:
    """The code in the link is all that somebody needs."""
    assert await store.workplaces.by_code("code0000001") == ACME
    assert await store.workplaces.get("beta0000001") == BETA
    assert await store.workplaces.by_code("guessed00001") is None


async def test_they_are_listed_by_name_and_for_whom_they_are(store: Store) -> None:
    """An organiser who looks after one sees that one."""
    assert await store.workplaces.all() == (ACME, BETA)
    assert await store.workplaces.all(["beta0000001"]) == (BETA,)
    assert await store.workplaces.all([]) == ()


async def test_a_new_link_shuts_the_old_door(store: Store) -> None:
    """After a leak the old code opens nothing, and who joined stays."""
    await store.subscriptions.join("tg:7", ACME.id, NOW)
    await store.workplaces.rotate(ACME.id, "code0000003", "tg:1", NOW)
    assert await store.workplaces.by_code("code0000001") is None
    found = await store.workplaces.by_code("code0000003")
    assert found is not None
    assert found.id == ACME.id
    assert await store.workplaces.members(ACME.id) == 1


async def test_closing_one_ends_its_subscriptions_and_no_others(store: Store) -> None:
    """Who joined another one too is still reached there."""
    await store.subscriptions.join("tg:7", ACME.id, NOW)
    await store.subscriptions.join("tg:7", BETA.id, NOW)
    await store.subscriptions.join("tg:8", ACME.id, NOW)
    await store.workplaces.close(ACME.id, "tg:1", NOW)
    assert await store.workplaces.get(ACME.id) is None
    assert await store.subscriptions.of("tg:7") == (BETA.id,)
    assert await store.subscriptions.of("tg:8") == ()


async def test_every_act_is_noted(store: Store) -> None:
    """Who opened, renewed and closed stands in the audit, newest first."""
    await store.workplaces.rotate(ACME.id, "code0000003", "tg:2", NOW)
    await store.workplaces.close(ACME.id, "tg:2", NOW)
    acts = [(act.who, act.what) for act in await store.team.acts(3)]
    assert acts == [("tg:2", "workplace closed"), ("tg:2", "workplace link replaced"), ("tg:1", "workplace opened")]
