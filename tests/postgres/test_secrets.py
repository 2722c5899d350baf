"""The secrets of a data folder."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from vaki.postgres.errors import SecretsError
from vaki.postgres.secrets import Secrets

if TYPE_CHECKING:
    from pathlib import Path


def test_they_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    made = Secrets.of(tmp_path)
    assert Secrets.of(tmp_path) == made
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(made.ledger_key)) == 32


def test_two_that_make_them_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: Secrets.of(tmp_path), range(8)))) == 1


def test_a_secret_that_a_later_version_added_is_made_and_the_others_stay(tmp_path: Path) -> None:
    made = Secrets.of(tmp_path)
    path = tmp_path / "secrets.json"
    stored = json.loads(path.read_text())
    del stored["credential_key"]
    stored["of_another_version"] = "kept"
    path.write_text(json.dumps(stored))
    completed = Secrets.of(tmp_path)
    assert completed.ledger_key == made.ledger_key
    assert completed.credential_key not in {"", made.credential_key}
    assert json.loads(path.read_text())["of_another_version"] == "kept"


def test_none_shows_when_they_are_printed(tmp_path: Path) -> None:
    assert repr(Secrets.of(tmp_path)) == "Secrets()"


@pytest.mark.parametrize("text", ["", "[]", '{"owner": 1}', "\0"])
def test_a_damaged_file_is_named_and_never_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets.json").write_text(text)
    with pytest.raises(SecretsError, match=r"secrets\.json"):
        Secrets.of(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == text
