"""The text behind a button: how a class of actions is written and read, built from the types of its fields."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an action: its name, how its text may look, and whether it stands for yes or no."""

    name: str
    pattern: re.Pattern[str]
    boolean: bool

    def write(self, value: str | bool) -> str:
        """The text of a value. Raises ValueError when `read` would not take it."""
        text = str(int(value)) if isinstance(value, bool) else value
        if not self.pattern.fullmatch(text):
            raise ValueError(f"{text!r} cannot be the {self.name} of a button")
        return text

    def read(self, text: str) -> str | bool:
        """The value of a text that fits the pattern."""
        return text == "1" if self.boolean else text


def _pattern(hint: object) -> str:
    if hint is bool:
        return "[01]"
    if get_origin(hint) is Literal:
        return "|".join(map(re.escape, get_args(hint)))
    _, pattern = get_args(hint)
    return str(pattern)


@dataclass(frozen=True, slots=True)
class Kind:
    """One class of action: how it is made, and its fields in the order in which they are written.

    The last fields may be `optional`: what is empty there is not written.
    """

    make: Callable[..., Any]
    fields: tuple[Field, ...]
    optional: int = 0

    def write(self, values: Sequence[str | bool]) -> Sequence[str]:
        """The text of each field. Raises ValueError when `read` would not take one."""
        kept = list(values)
        while len(kept) > len(self.fields) - self.optional and kept[-1] == "":
            kept.pop()
        return [field.write(value) for field, value in zip(self.fields, kept, strict=False)]

    def read(self, parts: Sequence[str]) -> Any | None:  # noqa: ANN401 - one of the classes of actions
        """The action with these fields; None where one does not fit, or is missing."""
        least = len(self.fields) - self.optional
        if not least <= len(parts) <= len(self.fields) or (len(parts) > least and not parts[-1]):
            return None
        pairs = tuple(zip(self.fields, parts, strict=False))
        if not all(field.pattern.fullmatch(part) for field, part in pairs):
            return None
        return self.make(*(field.read(part) for field, part in pairs))


def kind(action: type[Any]) -> Kind:
    """How a class of actions is written, from the types of its fields."""
    hints = get_type_hints(action, include_extras=True)
    names = [field.name for field in fields(action)]
    optional = sum(field.default == "" for field in fields(action))
    written = tuple(Field(name, re.compile(_pattern(hints[name])), hints[name] is bool) for name in names)
    return Kind(action, written, optional)
