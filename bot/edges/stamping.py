"""Ties translations to their originals: writes `of: <hash>` into the entries of a file, and touches no other line."""

import re
from collections.abc import Mapping

_ENTRY = re.compile(r"^- topic: *['\"]?([a-z0-9.-]+)['\"]? *$", re.MULTILINE)
_OF = re.compile(r"^  of:.*\n", re.MULTILINE)


def stamped(text: str, hashes: Mapping[str, str]) -> str:
    """The file's text with `of` set for the topics in `hashes`; entries of other topics stay as they are."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if not starts:
        return text
    parts = [text[: starts[0]]]
    parts += [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return "".join(_entry(part, hashes) for part in parts)


def _entry(part: str, hashes: Mapping[str, str]) -> str:
    match = _ENTRY.match(part)
    if match is None or match[1] not in hashes:
        return part
    bare = _OF.sub("", part)
    body = bare.rstrip()  # the blank lines and comments between entries stay behind the new line
    lines = body.split("\n")
    while lines[-1].startswith("#"):
        lines.pop()
    head = "\n".join(lines).rstrip()
    return f"{head}\n  of: {hashes[match[1]]}{bare[len(head) :] or chr(10)}"
