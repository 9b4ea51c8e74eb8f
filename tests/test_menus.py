"""Menus: who has a role sees its commands, everybody else the plain ones."""

import re

from bot.app import App
from bot.core.model import Command, Incoming, Person
from bot.edges.store import Store
from bot.menus import Commands, Menus
from bot.routes import COMMANDS
from tests.conftest import NOW, Ear


class Screen:
    """What each chat was shown."""

    def __init__(self) -> None:
        self.menus: dict[str, list[str]] = {}
        self.refusals = 10

    async def show(self, chat: str, commands: Commands) -> None:
        """Show a menu; one chat cannot be reached the first times."""
        if chat == "tg:404" and self.refusals:
            self.refusals -= 1
            raise ConnectionError
        self.menus[chat] = [name for name, _ in commands]


async def test_a_menu_shows_what_one_may_do(app: App, store: Store) -> None:
    """An organiser sees /broadcast and no /team; an owner both; a worker neither."""
    await store.team.add("tg:5", "organiser", "tg:1", NOW)
    await store.team.add("web:me", "owner", "tg:1", NOW)
    store.team.touch("tg:6")
    screen = Screen()
    await Menus(app, store, screen.show, lambda: NOW).round()
    assert "broadcast" in screen.menus["tg:5"]
    assert "team" not in screen.menus["tg:5"]
    assert {"broadcast", "team"} <= set(screen.menus["web:me"])
    assert screen.menus["tg:6"] == []
    assert "broadcast" not in dict(app.commands("en"))


async def test_a_revoked_role_takes_its_commands_along(app: App, store: Store) -> None:
    """The menu is that of everybody again."""
    await store.team.add("tg:5", "organiser", "tg:1", NOW)
    screen = Screen()
    menus = Menus(app, store, screen.show, lambda: NOW)
    await menus.round()
    (member,) = await store.team.members(NOW)
    await store.team.revoke(member, "tg:1", NOW)
    await menus.round()
    assert screen.menus["tg:5"] == []


async def test_one_who_cannot_be_reached_keeps_no_other_from_a_menu(app: App, store: Store) -> None:
    """A colleague who blocked the bot does not stop the rest."""
    await store.team.add("tg:404", "organiser", "tg:1", NOW)
    await store.team.add("tg:5", "organiser", "tg:1", NOW)
    screen = Screen()
    await Menus(app, store, screen.show, lambda: NOW).round()
    assert set(screen.menus) == {"tg:5"}


async def test_a_menu_speaks_the_language_of_its_reader(app: App, store: Store) -> None:
    """Chosen with /language, or the telephone's."""
    await store.team.add("tg:5", "organiser", "tg:1", NOW)
    await store.people.save(Person("tg:5", "es"), NOW)
    assert dict(await app.menu("tg:5", "en"))["difundir"] == "escribir a quienes lo pidieron"
    await store.team.add("tg:6", "organiser", "tg:1", NOW)
    assert dict(await app.menu("tg:6", "it-IT"))["diffondi"] == "scrivere a chi lo ha chiesto"


async def test_a_menu_that_could_not_be_shown_is_tried_again_and_given_up_in_the_end(app: App, store: Store) -> None:
    """At the start Telegram may not be there yet; somebody who left for good is not knocked at for ever."""
    for refusals, shown in ((5, True), (6, False)):
        store.team.touch("tg:404")
        screen = Screen()
        screen.refusals = refusals
        menus = Menus(app, store, screen.show, lambda: NOW)
        for _ in range(8):
            await menus.round()
            store.team.touched |= menus._failed.keys()
        assert ("tg:404" in screen.menus) is shown


def test_commands_have_a_name_in_each_language_and_no_two_share_one(app: App) -> None:
    """A worker in Spain types /plazos, one in France /delais; a name never means two things."""
    meanings: dict[str, set[str]] = {}
    for language in app.texts.languages:
        for route in COMMANDS:
            name = app.texts.plain(language, route.called)
            assert re.fullmatch(r"[a-z0-9_]{1,32}", name), f"Telegram takes no command {name}"
            meanings.setdefault(name, set()).add(route.name)
    assert {name for name, those in meanings.items() if len(those) > 1} == set()
    assert dict(app.commands("es"))["plazos"] == app.texts.plain("es", "command_deadlines")
    assert {"topics", "temas", "temi"} <= app.group_commands()
    assert "borrar" not in app.group_commands()


async def test_every_language_understands_the_names_of_all(app: App, ear: Ear) -> None:
    """Who heard of /plazos from a colleague need not know the language of their own menu."""
    await app.handle(Incoming("tg:1", Command("ayuda"), language="fr"), ear)
    await app.handle(Incoming("tg:1", Command("help"), language="fr"), ear)
    assert ear.heard[0] == ear.heard[1]
    assert "/aide" in ear.heard[0].html
