"""Calling a sandbox, the main register or a world, over HTTP."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
from tests.rules.serving import CENSORED, CLIENT, EVERYTHING, NOKIA, Account, Service

from vaki.postgres.cluster import at, with_database

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Sandbox:
    """A service, and the register of it that is called: the main one, or the world below `below`."""

    service: Service
    nokia: Account
    below: str = ""

    def call(self, method: str, path: str, account: Account | None = CENSORED, **more: Any) -> httpx.Response:
        """An answer of this register, over a connection of its own, so that either worker may give it."""
        basic = None if account is None else account.basic
        return CLIENT.request(method, f"{self.service.address}{self.below}{path}", auth=basic, **more)

    def get(self, path: str, account: Account | None = CENSORED) -> Any:
        return self._told(self.call("GET", path, account))

    def post(self, path: str, body: Any = None, account: Account | None = CENSORED) -> Any:
        return self._told(self.call("POST", path, account, json={} if body is None else body))

    @staticmethod
    def _told(answer: httpx.Response) -> Any:
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    @property
    def day(self) -> str:
        return str(self.get("sandbox/clock")["day"])

    @property
    def key(self) -> int:
        return int(self.get("sandbox/clock")["viimeisinKirjausavain"])

    @property
    def token(self) -> str:
        return self.below.split("/")[1]

    def residents(self) -> dict[str, Any]:
        """Nokia's base data by identity code, as its own permit gets it."""
        told = self.post("api/v1/perustiedot", {"kuntakoodit": [NOKIA]}, self.nokia)
        return {item["henkilotunnus"]: item["tietoryhmat"] for item in told["perustiedot"]}

    def changes(self, since: int) -> list[Any]:
        """What Nokia's permit is told after a key."""
        return list(self.post("api/v1/muutokset", {"viimeisinKirjausavain": since}, self.nokia)["muutokset"])

    def dies(self, code: str) -> None:
        """The person's death today."""
        self.post("sandbox/events", {"event": "death", "person": code, "day": self.day})

    def works(self, code: str, occupation: str) -> httpx.Response:
        return self.call(
            "POST", "sandbox/events", json={"event": "occupation", "person": code, "occupation": occupation}
        )

    def everything_of(self, codes: list[str]) -> Any:
        return self.post("api/v1/perustiedot", {"hetulista": codes}, EVERYTHING)["perustiedot"]

    @contextmanager
    def world(self) -> Iterator[Sandbox]:
        """A world of one's own, ended with the block."""
        made = self.post("sandbox/worlds")
        try:
            yield Sandbox(self.service, self.nokia, made["address"].removeprefix("/"))
        finally:
            self.call("DELETE", f"sandbox/worlds/{made['token']}")

    def sql(self, database: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the server's own administrator is told by one of its databases."""
        url = at(self.service.data).superuser_url
        assert url is not None
        with psycopg.connect(with_database(url, database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def database(self) -> str:
        """The database of this register."""
        if not self.below:
            return "vaki"
        return str(
            self.sql("vaki_sandbox", "select database from world where token = sha256(%s)", self.token.encode())[0][0]
        )

    def databases(self) -> set[str]:
        """The databases of worlds that the server has."""
        rows = self.sql("vaki", "select datname from pg_database where datname like 'vaki_world_%%' and %s", True)
        return {row[0] for row in rows}
