"""Whether a competitor answers what Väki answers: no ratio is printed of one that does not.

Compared as data, on all that the race asks for: an answer's members may stand in another order, and a page may end
elsewhere.
"""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg

from benchmarks import server
from vaki.postgres.environment import Environment

BASE_DATA: Final = "/api/v1/perustiedot"
CHANGES: Final = "/api/v1/muutokset"
_AT_ONCE: Final = 1_000


_WORTH: Final = """
select i.code from register.identity_code i join register.person p using (person_id)
order by not p.protected, i.active, p.alive, md5(i.code) limit $1
"""


def worth_comparing(data: Path, most: int) -> list[str]:
    """Codes of whom answers differ most likely: the protected, passive codes, the dead, and then by chance."""
    return asyncio.run(_worth(data, most))


async def _worth(data: Path, most: int) -> list[str]:
    connection = await asyncpg.connect(Environment.from_data(data).owner_url)
    try:
        return [row["code"] for row in await connection.fetch(_WORTH, most)]
    finally:
        await connection.close()


class Asking:
    """A connection to one server under one account."""

    def __init__(self, port: int, credentials: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Content-Type": "application/json", **server.authorised(credentials)}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def post(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Raises RuntimeError for another answer than 200."""
        self._connection.request("POST", path, json.dumps(asked).encode(), self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answered {answer.status}")
        read: dict[str, Any] = json.loads(data)
        return read

    def changes(self, codes: Sequence[str], since: int) -> Iterator[dict[str, Any]]:
        """Every item of a whole catch-up, and last what the last page ends with."""
        waits = True
        while waits:
            page = self.post(CHANGES, {"viimeisinKirjausavain": since, "hetulista": list(codes)})
            yield from page["muutokset"]
            waits, since = not page["ajanTasalla"], page["viimeisinKirjausavain"]
        yield {"viimeisinKirjausavain": since}


def compare(rival: Asking, ours: Asking, codes: Sequence[str]) -> list[str]:
    """What differs in the base data of these persons, without saying of whom; empty when nothing does."""
    found: list[str] = []
    for at in range(0, len(codes), _AT_ONCE):
        asked = {"hetulista": list(codes[at : at + _AT_ONCE])}
        own, other = (one.post(BASE_DATA, asked) for one in (ours, rival))
        found += differences(own.pop("perustiedot"), other.pop("perustiedot"), f"base data from {at} on")
        if own != other:
            found.append(f"base data from {at} on: the envelope differs")
    return found


def compare_changes(rival: Asking, ours: Asking, codes: Sequence[str], since: int) -> list[str]:
    """As `compare`, of a whole catch-up."""
    return differences(list(ours.changes(codes, since)), list(rival.changes(codes, since)), "catch-up")


def differences(own: list[dict[str, Any]], other: list[dict[str, Any]], where: str) -> list[str]:
    if len(own) != len(other):
        return [f"{where}: {len(other)} items instead of {len(own)}"]
    return [
        f"{where}: item {at} differs in {_where(mine, its)}"
        for at, (mine, its) in enumerate(zip(own, other, strict=True))
        if mine != its
    ]


def _where(mine: dict[str, Any], its: dict[str, Any]) -> str:
    """Names of members and of groups, no values."""
    members = {member for member in mine.keys() | its.keys() if mine.get(member) != its.get(member)}
    groups = {
        str(group["tietoryhma"])
        for one, two in ((mine, its), (its, mine))
        for group in one.get("tietoryhmat", ())
        if group not in two.get("tietoryhmat", ())
    }
    return ", ".join(sorted(members) + sorted(groups))
