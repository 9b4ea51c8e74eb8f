"""A text in the person's own editor: $VISUAL, else $EDITOR, else what this system has."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from bot.errors import SettingsError

_USUAL = ("sensible-editor", "nano", "vi", "notepad")


def edited(text: str) -> str | None:
    """The text as the person leaves it; None when the editor ended with an error. Raises SettingsError without one."""
    command = _command()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the person's own choice
        except OSError as error:
            raise SettingsError(f"cannot start the editor {command[0]}: {error.strerror}; set EDITOR") from None
        return path.read_text(encoding="utf-8") if done.returncode == 0 else None


def _command() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    usual = next((name for name in _USUAL if shutil.which(name)), None)
    if not named and not usual:
        raise SettingsError("there is no editor: set EDITOR to the name of one")
    return shlex.split(named or usual or "")
