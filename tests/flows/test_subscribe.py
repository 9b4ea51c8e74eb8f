"""Being kept informed: only where somebody can be reached later, and what stays when everything is forgotten."""

from bot.app import App
from bot.core.model import Command, Incoming, Pressed
from bot.edges.store import Store
from tests.conftest import NOW, Ear

HOME = "https://t.me/redress_bot?start="


async def test_in_a_terminal_nobody_is_put_on_the_list(app: App, store: Store, ear: Ear) -> None:
    """Nobody could knock there later, and a message to many would wait for ever."""
    for event in (Command("subscribe"), Command("start", "join_code0000001"), Pressed("1:join:en:")):
        await app.handle(Incoming("tty:me", event), ear)
    assert "open the chat on Telegram or in the browser" in ear.heard[0].html
    assert await store.subscriptions.of("tty:me") == ()


async def test_a_forged_yes_from_a_group_subscribes_nobody(app: App, store: Store, ear: Ear) -> None:
    """A group has no private door."""
    await app.handle(Incoming("tg:-7", Pressed("1:join:en:"), private=False, sender="tg:7", home=HOME), ear)
    assert await store.subscriptions.of("tg:-7") == ()


async def test_a_newcomers_yes_keeps_the_settings_that_stood_on_the_screen(app: App, store: Store, ear: Ear) -> None:
    """Language, and no country where none was chosen."""
    await app.handle(Incoming("tg:7", Pressed("1:join:es:"), message=1, language="en", home=HOME), ear)
    person = await store.people.get("tg:7")
    assert person is not None
    assert (person.language, person.country) == ("es", None)
    assert await store.subscriptions.of("tg:7") == ("",)


async def test_whoever_has_a_role_is_told_that_it_stays(app: App, store: Store, ear: Ear) -> None:
    """/forget erases a person's own things; a role is the team's to take back."""
    await store.team.add("tg:5", "organiser", "tg:1", NOW)
    await app.handle(Incoming("tg:5", Pressed("1:forget:1"), message=1, home=HOME), ear)
    assert "Your role here stays" in ear.heard[-1].html
    await app.handle(Incoming("tg:6", Pressed("1:forget:1"), message=1, home=HOME), ear)
    assert "Your role" not in ear.heard[-1].html
