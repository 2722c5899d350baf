"""The two keys that are kept outside the database: of the passwords' hashes and of the ledger's chain."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from vaki.disclosure.errors import KeysMissing
from vaki.postgres.secrets import Secrets

VARIABLE = "VAKI_DATA"


def use(folder: Path) -> None:
    """Have this process, and those it starts, use the keys of a data folder: what `vaki serve` tells its workers."""
    os.environ[VARIABLE] = str(folder.expanduser().resolve())


def data_folder() -> Path:
    """The data folder this process serves; raises KeysMissing when it was not told."""
    given = os.environ.get(VARIABLE)
    if not given:
        raise KeysMissing
    return _existing(given)


@cache
def _existing(given: str) -> Path:
    if not Path(given).is_dir():
        raise KeysMissing
    return Path(given).resolve()


def credential_key() -> bytes:
    """Raises KeysMissing and vaki.postgres.errors.SecretsError."""
    return bytes.fromhex(_secrets(data_folder()).credential_key)


def ledger_key(folder: Path | None = None) -> bytes:
    """The key of a data folder, by default of the one this process serves; raises as `credential_key`."""
    return bytes.fromhex(_secrets(folder or data_folder()).ledger_key)


@cache
def _secrets(folder: Path) -> Secrets:
    return Secrets.of(folder)
