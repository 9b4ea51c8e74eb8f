"""Who asked to be reached, and nothing more about them."""

from bot.core.broadcast import Audience
from bot.core.model import Person
from bot.edges.store import Store
from tests.conftest import NOW


async def test_nobody_is_subscribed_before_they_say_so(store: Store) -> None:
    """Settings alone subscribe nobody."""
    await store.people.save(Person("tg:1", "es", "es"), NOW)
    assert await store.subscriptions.of("tg:1") == ()
    assert (await store.broadcasts.count(Audience())).total == 0


async def test_saying_yes_twice_is_once(store: Store) -> None:
    """Two taps, two workplaces: still one person to write to."""
    for workplace in ("", "", "acme0000001", "beta0000001"):
        await store.subscriptions.join("tg:1", workplace, NOW)
    assert await store.subscriptions.of("tg:1") == ("", "acme0000001", "beta0000001")
    assert (await store.broadcasts.count(Audience())).total == 1


async def test_leaving_leaves_everything_at_once(store: Store) -> None:
    """One tap, and no workplace reaches them any more; a second tap finds nothing."""
    await store.subscriptions.join("tg:1", "", NOW)
    await store.subscriptions.join("tg:1", "acme0000001", NOW)
    assert await store.subscriptions.leave("tg:1")
    assert not await store.subscriptions.leave("tg:1")
    assert await store.subscriptions.of("tg:1") == ()


async def test_forgetting_ends_the_subscription(store: Store) -> None:
    """/forget erases that they asked to be reached."""
    await store.subscriptions.join("tg:1", "", NOW)
    await store.questions.forget("tg:1")
    assert await store.subscriptions.of("tg:1") == ()


async def test_the_standing_of_a_chat_says_whether_it_is_subscribed(store: Store) -> None:
    """The word "stop" of somebody who never subscribed is a question."""
    assert not (await store.people.standing("tg:1", "tg:1", NOW)).subscribed
    await store.subscriptions.join("tg:1", "", NOW)
    assert (await store.people.standing("tg:1", "tg:1", NOW)).subscribed


async def test_a_country_of_a_few_is_not_told(store: Store) -> None:
    """Five in Italy are a country; four in France, and those who did not subscribe, are none."""
    for number, country in enumerate(["it"] * 5 + ["fr"] * 4 + [None] * 6):
        await store.people.save(Person(f"tg:{number}", "en", country), NOW)
        await store.subscriptions.join(f"tg:{number}", "", NOW)
    for number in range(20, 30):
        await store.people.save(Person(f"tg:{number}", "en", "es"), NOW)
    assert await store.broadcasts.countries(Audience(), 5) == ("it",)
    assert await store.broadcasts.countries(Audience(languages=("es",)), 5) == ()
