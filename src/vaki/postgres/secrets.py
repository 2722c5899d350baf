"""The secrets of one data folder, made once and kept in `secrets.json` (0600)."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets as random_secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaki.postgres import locks
from vaki.postgres.errors import SecretsError

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "secrets.json"


def _password() -> str:
    return random_secrets.token_urlsafe(24)


def _key() -> str:
    return random_secrets.token_hex(32)


@dataclass(frozen=True)
class Secrets:
    """Passwords of the database roles and the keys that must not lie in the database.

    `ledger_key` and `credential_key` are 32 bytes in hexadecimal. None of the fields shows in `repr`.
    """

    superuser: str = field(default_factory=_password, repr=False)
    owner: str = field(default_factory=_password, repr=False)
    register: str = field(default_factory=_password, repr=False)
    disclosure: str = field(default_factory=_password, repr=False)
    site: str = field(default_factory=_password, repr=False)
    sandbox: str = field(default_factory=_password, repr=False)
    ledger_key: str = field(default_factory=_key, repr=False)
    credential_key: str = field(default_factory=_key, repr=False)
    django_secret_key: str = field(default_factory=_key, repr=False)

    @classmethod
    def of(cls, data: Path) -> Secrets:
        """The secrets of the data folder; what a later version added is generated and written back.

        Raises SecretsError when the file cannot be read or is not what this module wrote.
        """
        with locks.held(data / "secrets.lock"):
            stored = _read(data / FILE_NAME)
            names = {entry.name for entry in dataclasses.fields(cls)}
            found = cls(**{name: value for name, value in stored.items() if name in names})
            complete = stored | dataclasses.asdict(found)
            if complete != stored:
                _write(data / FILE_NAME, complete)
            return found


def exists(data: Path) -> bool:
    """Whether the data folder has its secrets already."""
    return (data / FILE_NAME).exists()


def _read(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SecretsError(f"{path}: {error.strerror}") from None
    try:
        stored = json.loads(text)
    except ValueError:
        raise SecretsError(f"{path} is not JSON") from None
    if not isinstance(stored, dict) or not all(isinstance(value, str) for value in stored.values()):
        raise SecretsError(f"{path} is not an object of strings")
    return stored


def _write(path: Path, stored: dict[str, str]) -> None:
    """Replace the file whole: a crash leaves the old one or the new one."""
    temporary = path.with_suffix(f".{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        locks.own_like_folder(file.fileno(), path.parent)
        json.dump(stored, file, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
