"""Settings come from a few environment variables; one that makes no sense stops the start, in words."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class BadSetting(SystemExit):
    """A setting that cannot be used; the programme ends and says which and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


def setting(name: str, default: T, read: Callable[[str], T], *, secret: bool = False) -> T:
    """The variable ``name`` as ``read`` understands it, or ``default`` when it is not set or empty.

    A ``secret`` one is not repeated when it cannot be used.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return read(text)
    except ValueError as error:
        shown = "what is set" if secret else repr(text)
        raise BadSetting(name, f"{shown} cannot be used: {error}") from None


def yes_or_no(text: str) -> bool:
    """``yes`` or ``no``. Raises ValueError for anything else."""
    if text.lower() not in ("yes", "no"):
        raise ValueError("say yes or no")
    return text.lower() == "yes"


def port(text: str) -> int:
    """A port number. Raises ValueError unless between 1 and 65535."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError("a port is a number between 1 and 65535")
    return int(text)


def few(text: str) -> int:
    """A small count, 1 to 16. Raises ValueError otherwise."""
    number = int(text)
    if not 1 <= number <= 16:
        raise ValueError("take 1 to 16")
    return number


def megabytes(text: str) -> int:
    """So many megabytes, in bytes. Raises ValueError unless 1 to 512."""
    if not text.isdecimal() or not 1 <= int(text) <= 512:
        raise ValueError("say a number of megabytes between 1 and 512")
    return int(text) << 20


def fewer_than_ten(text: str) -> int:
    """A small count that may be none. Raises ValueError unless 0 to 9."""
    number = int(text)
    if not 0 <= number <= 9:
        raise ValueError("take 0 to 9")
    return number


def minutes_or_none(text: str) -> float:
    """Minutes between two of something; 0 is never. Raises ValueError for less than a quarter, or more than 35 days."""
    try:
        number = float(text)
    except ValueError:
        raise ValueError("say a number of minutes, or 0 for never") from None
    if number != 0 and not 0.25 <= number <= 35 * 24 * 60:
        raise ValueError("say at least a quarter of a minute and at most 35 days in minutes, or 0 for never")
    return number


def folders(text: str) -> list[Path]:
    """Comma-separated folders, each by its whole path. Raises ValueError when one is not."""
    found = [Path(name).expanduser() for name in names(text)]
    if strange := [str(path) for path in found if not path.is_absolute()]:
        raise ValueError(f"say the whole path, beginning with /: {strange[0]}")
    return found


def names(text: str) -> list[str]:
    """Comma-separated names."""
    return [name.strip() for name in text.split(",") if name.strip()]


def home_folder(text: str) -> Path:
    """A folder for everything that is kept; made when it is not there. Raises ValueError when it cannot be.

    From then on whatever is written is its owner's only.
    """
    folder = Path(text).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.umask(0o077)
    except OSError as error:
        raise ValueError(error.strerror or "cannot be made") from None
    return folder


def default_home() -> Path:
    """``home`` in the folder one stands in."""
    try:
        return home_folder("home")
    except ValueError as error:
        raise BadSetting("PURNADAYA_HOME", f"is not set, and ./home {error}") from None


def secret_of(home: Path) -> str:
    """The home's own secret, made once, readable by its owner only."""
    path, draft = home / "secret.key", home / f"secret.{os.getpid()}"
    if not path.exists():
        # Whole or not at all: a key cut short by a crash would shut the house for good.
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
