"""The secret behind the pseudonyms. Without it a pseudonym cannot be led back to a chat; deleting it cuts the link."""

import os
import secrets
from pathlib import Path

from bot.errors import StoreError

_SIZE = 32


def pseudonym_key(folder: Path) -> bytes:
    """Read the key, or make it at the first start (readable by the owner alone). Raises StoreError."""
    path = folder / "keys" / "pseudonym.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_suffix(".new")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_SIZE))
            fresh.replace(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read or make {path}: {error.strerror}") from error
    if len(key) != _SIZE:
        raise StoreError(f"{path} is damaged; delete it to start with new pseudonyms")
    return key
