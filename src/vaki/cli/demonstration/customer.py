"""A customer of the change interface: HTTP Basic, pages, the change key. Nothing but the standard library."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

API: Final = "/api/v1"
TIMEOUT_SECONDS: Final = 25
MOST_PAGES: Final = 10_000


class NoAnswer(Exception):
    """The service stopped answering"""

    exit_code: ClassVar[int] = 1

    def __init__(self, path: str) -> None:
        super().__init__(f"The service stopped answering ({path}).")


class NotAnswered(Exception):
    """The service answered, but not as the interface promises"""

    exit_code: ClassVar[int] = 1

    def __init__(self, path: str, status: int, said: str = "") -> None:
        super().__init__(f"{path} was answered with status {status}{f': {said}' if said else ''}.")


@dataclass(slots=True)
class Customer:
    """A permit holder's system. `last_answer` is the body last received, as it came."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    last_answer: bytes = field(default=b"", repr=False)
    last_request: str = ""

    def key_of(self, day: date) -> int:
        """The change key from which a day's changes start. Raises NoAnswer, NotAnswered."""
        return int(self._call("GET", f"{API}/kirjausavain/{day.isoformat()}")["viimeisinKirjausavain"])

    def residents(self, municipality: str) -> Iterator[list[dict[str, Any]]]:
        """Base data of everyone who lives in a municipality, a page at a time. Raises NoAnswer, NotAnswered."""
        request: dict[str, Any] = {"kuntakoodit": [municipality]}
        for _ in range(MOST_PAGES):
            answer = self._call("POST", f"{API}/perustiedot", request)
            yield answer["perustiedot"]
            if answer["ajanTasalla"]:
                return
            request["jatkoavain"] = answer["jatkoavain"]
        raise NotAnswered(f"{API}/perustiedot", http.HTTPStatus.OK, "its pages do not end")

    def person(self, code: str) -> dict[str, Any] | None:
        """Base data of one person; None when the permit has nothing of them. Raises NoAnswer, NotAnswered."""
        found = self._call("POST", f"{API}/perustiedot", {"hetulista": [code]})["perustiedot"]
        return dict(found[0]) if found else None

    def changes(self, since: int) -> tuple[list[dict[str, Any]], int, bool]:
        """One page of changes after a key: (items, next key, up to date). Raises NoAnswer, NotAnswered."""
        answer = self._call("POST", f"{API}/muutokset", {"viimeisinKirjausavain": since})
        return answer["muutokset"], int(answer["viimeisinKirjausavain"]), bool(answer["ajanTasalla"])

    def _call(self, method: str, path: str, request: dict[str, Any] | None = None) -> dict[str, Any]:
        given = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {given}", "Accept": "application/json"}
        body = None
        if request is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(request, ensure_ascii=False)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            self.last_answer = response.read()
        except (OSError, http.client.HTTPException):
            raise NoAnswer(path) from None
        finally:
            connection.close()
        self.last_request = f"{method} {path}{f' {body}' if body else ''}"
        return _opened(path, response.status, self.last_answer)


def _opened(path: str, status: int, body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise NotAnswered(path, status) from None
    if status != http.HTTPStatus.OK:
        said = answer.get("message", "") if isinstance(answer, dict) else ""
        raise NotAnswered(path, status, str(said).rstrip("."))
    return dict(answer)
