"""What goes over the chat's WebSocket: JSON text frames, read into values and written from them.

From the page: `hello`, `say`, `press`, `media`, `edit`. To the page: `message`, `edit`, `typing`, `commands`, and
`said`, which shows a person's other tabs what was sent in this one.
"""

import base64
import mimetypes
import re
from typing import Annotated, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.core.model import Button, Command, Edited, Event, File, Media, Outgoing, Pressed, Said

LARGEST_FRAME = 64 * 1024
"""Bytes; a longer frame is ignored."""

_LARGEST_NUMBER = 2**31
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Hello(_Frame):
    """The page introduces itself. `seen` is the highest message id it shows: we count on from there after a restart."""

    type: Literal["hello"]
    language: str | None = None
    seen: int = Field(default=0, ge=0, lt=_LARGEST_NUMBER)

    @property
    def tag(self) -> str | None:
        """The language as an IETF tag, or None when it is not one."""
        return self.language if self.language and _LANGUAGE.fullmatch(self.language) else None


class Say(_Frame):
    """Typed text, or a command. `answers` is the id of our message that it replies to."""

    type: Literal["say"]
    text: str
    answers: int | None = Field(default=None, ge=1, lt=_LARGEST_NUMBER)


class Press(_Frame):
    """A button below the message with this id."""

    type: Literal["press"]
    message: int = Field(ge=1, lt=_LARGEST_NUMBER)
    data: str = Field(min_length=1, max_length=64)


class Show(_Frame):
    """Something that is not text. Nothing is uploaded: the page only says what it would have been."""

    type: Literal["media"]
    kind: Literal["photo", "voice", "sticker", "document"]


class Change(_Frame):
    """A message that was sent before now reads otherwise."""

    type: Literal["edit"]
    text: str


Frame = Hello | Say | Press | Show | Change

_frames: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read(text: str) -> Frame | None:
    """What the page sent; None for everything that is not one of our frames."""
    data = text.encode(errors="replace")
    if len(data) > LARGEST_FRAME:
        return None
    try:
        return _frames.validate_json(data)
    except ValidationError:
        return None


def event(frame: Say | Press | Show | Change) -> Event | None:
    """What the person did; None when it was nothing (only white space)."""
    match frame:
        case Say(text=text):
            return _said(text.strip())
        case Press(data=data):
            return Pressed(data)
        case Show(kind=kind):
            return Media(kind)
        case Change():
            return Edited()


def _said(text: str) -> Said | Command | None:
    if not text:
        return None
    if text[0] != "/" or not text[1:2].isalpha():
        return Said(text)
    head, *rest = text[1:].split(maxsplit=1)
    return Command(head.partition("@")[0].lower(), rest[0] if rest else "")


def message(number: int, outgoing: Outgoing) -> str:
    """A message of ours, or the new look of one that is on the page already."""
    rows = [[_button(button) for button in row] for row in outgoing.rows]
    kind = "message" if outgoing.edit is None else "edit"
    file = {"file": _file(outgoing.file)} if outgoing.file else {}
    return _write({"type": kind, "id": number, "html": outgoing.html, "rows": rows, **file})


def _file(file: File) -> dict[str, str]:
    """A file of ours travels inside the frame; one that only Telegram has is named by its kind."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    content = {"url": f"data:{kind};base64,{base64.b64encode(file.data).decode()}"} if file.data else {}
    return {"kind": file.kind, "name": file.name or file.kind, **content}


def gone(number: int) -> str:
    """A message of ours is taken away."""
    return _write({"type": "gone", "id": number})


def _button(button: Button) -> dict[str, str]:
    action = {"url": button.url} if button.url else {"data": button.data}
    return {"label": button.label, **action}


def said(frame: Say | Show | Change) -> str:
    """For the other tabs of the same person: what was just sent, or changed, in this one."""
    match frame:
        case Say(text=text):
            return _write({"type": "said", "text": text})
        case Change(text=text):
            return _write({"type": "said", "text": text, "changed": True})
        case Show(kind=kind):
            return _write({"type": "said", "kind": kind})


def typing() -> str:
    """We are working on an answer."""
    return _write({"type": "typing"})


def commands(listed: tuple[tuple[str, str], ...]) -> str:
    """The menu: (name, description) of each command."""
    return _write({"type": "commands", "commands": [{"name": name, "description": about} for name, about in listed]})


def _write(value: object) -> str:
    return orjson.dumps(value).decode()
