"""The two keys that are kept outside the database: of the passwords' hashes and of the ledger's chain."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from vaki.disclosure.errors import KeysMissing
from vaki.postgres.secrets import Secrets

VARIABLE = "VAKI_DATA"


def data_folder() -> Path:
    """The data folder this process serves; raises KeysMissing when it was not told."""
    given = os.environ.get(VARIABLE)
    if not given or not Path(given).is_dir():
        raise KeysMissing
    return Path(given).resolve()


def credential_key() -> bytes:
    """Raises KeysMissing and vaki.postgres.errors.SecretsError."""
    return bytes.fromhex(_secrets(data_folder()).credential_key)


def ledger_key() -> bytes:
    """Raises KeysMissing and vaki.postgres.errors.SecretsError."""
    return bytes.fromhex(_secrets(data_folder()).ledger_key)


@cache
def _secrets(folder: Path) -> Secrets:
    return Secrets.of(folder)
