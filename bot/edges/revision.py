"""The knowledge as it was at a git revision, unpacked into a folder."""

import io
import subprocess
import tarfile
from pathlib import Path

from bot.errors import RevisionError


def unpack(folder: Path, revision: str, target: Path) -> None:
    """Write the files of `folder` as they were at `revision` into `target`. Raises RevisionError."""
    if revision.startswith("-"):
        raise RevisionError(f"{revision} is no revision")
    if not folder.is_dir():
        raise RevisionError(f"there is no folder {folder}")
    _git(folder, "rev-parse", "--git-dir", told=f"{folder} is in no git repository: there is nothing to compare with")
    found = _git(folder, "archive", "--format=tar", revision, "--", ".", told=f"git has no {folder} at '{revision}'")
    with tarfile.open(fileobj=io.BytesIO(found)) as archive:
        archive.extractall(target, filter="data")


def _git(folder: Path, *words: str, told: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)  # noqa: S603, S607 - git by whatever path it has
    except FileNotFoundError:
        raise RevisionError("git is not installed: there is nothing to compare with") from None
    if done.returncode:
        raise RevisionError(told)
    return done.stdout
