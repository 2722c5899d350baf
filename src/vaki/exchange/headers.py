"""What a security server tells of a call in its headers (docs/wire/muutosrajapinta.md §1.3).

To be believed only from an address on the list of trusted networks (`trust`), which the door decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vaki.disclosure.ways_in import is_client

if TYPE_CHECKING:
    from starlette.datastructures import Headers

CLIENT_HEADER: Final = "X-Road-Client"
USER_HEADER: Final = "X-Road-UserId"
_LONGEST: Final = 1_100
"""Four parts of an identifier, 255 characters each, and their slashes; percent-encoded ones are rarely as long."""


@dataclass(frozen=True, slots=True)
class Told:
    """`client` is `INSTANCE/CLASS/MEMBER/SUBSYSTEM`, None unless it is told once and well; `end_user` as told."""

    client: str | None
    end_user: str | None


def told(headers: Headers) -> Told:
    """What the headers say, whoever wrote them."""
    return Told(_client(headers.getlist(CLIENT_HEADER)), _end_user(headers.getlist(USER_HEADER)))


def _client(given: list[str]) -> str | None:
    if len(given) != 1 or len(given[0]) > _LONGEST:
        return None
    try:
        # Each part is UTF-8, percent-encoded by itself, so that a slash inside one does not part it.
        parts = [unquote(part, errors="strict") for part in given[0].strip().split("/")]
    except UnicodeDecodeError:
        return None
    client = "/".join(parts)
    return client if client.count("/") == len(parts) - 1 and is_client(client) else None


def _end_user(given: list[str]) -> str | None:
    if len(given) != 1 or not given[0].isprintable() or len(given[0]) > _LONGEST:
        return None
    return given[0].strip() or None
