"""What is no question: an unknown command, a changed message, a voice note, a photo, an old button."""

from bot.core.model import Command, Edited, Media, Outgoing, Turn
from bot.flows.here import Here


async def unknown(here: Here, command: Command) -> Turn:
    """A command that does not exist."""
    return here.reply("unknown_command", name=command.name[:32])


async def edited(here: Here, _: Edited) -> Turn:
    """A changed message: its first form has been answered."""
    return here.reply("edited")


async def media(here: Here, event: Media) -> Turn:
    """Something that is not text, and without a caption that could be read."""
    return here.reply(f"media_{event.kind}")


async def old_button(here: Here) -> Turn:
    """A button that we no longer understand."""
    return here.reply("old_button")


async def help_(here: Here, _: Command) -> Turn:
    """How this works, and every command with its line."""

    def say(key: str) -> str:
        return here.texts.plain(here.person.language, key)

    lines = [f"/{say(f'name_{name}')} · {say(f'command_{name}')}" for name in here.commands]
    return Turn((Outgoing(here.say("help", commands="\n".join(lines))),))
