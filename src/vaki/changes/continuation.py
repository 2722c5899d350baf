"""jatkoavain: where the next page of a municipality's base data begins.

Opaque and tamper-evident: the place is hidden under a key of the service and bound to the permit and to the request
it was given for, so that it can neither be read nor made nor used elsewhere. It grants nothing: the door asks the
permit again for every page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaki.changes.errors import UnknownContinuation
from vaki.disclosure import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLACE: Final = struct.Struct(">qql")
_SEAL_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Place:
    """`key` is the change key of the fetch's first page, `after` the internal number of the last person given.

    `day` is the ordinal of a weekly snapshot's day, 0 of any other fetch.
    """

    key: int
    after: int
    day: int = 0


@dataclass(frozen=True, slots=True)
class Continuations:
    """Seals and opens places. `secret` is the same in every worker of one service."""

    secret: bytes

    def seal(self, place: Place, bound_to: bytes) -> str:
        """The jatkoavain of a place, ASCII letters, digits, `-` and `_` only."""
        plain = _PLACE.pack(place.key, place.after, place.day)
        seal = self._seal(plain, bound_to)
        return base64.urlsafe_b64encode(seal + self._hide(plain, seal)).decode().rstrip("=")

    def open(self, given: str, bound_to: bytes) -> Place:
        """The place that `seal` hid. Raises UnknownContinuation for anything else."""
        try:
            sealed = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise UnknownContinuation from None
        seal, hidden = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if len(hidden) != _PLACE.size:
            raise UnknownContinuation
        plain = self._hide(hidden, seal)
        if not hmac.compare_digest(seal, self._seal(plain, bound_to)):
            raise UnknownContinuation
        return Place(*_PLACE.unpack(plain))

    def _seal(self, plain: bytes, bound_to: bytes) -> bytes:
        return hmac.digest(self.secret, b"jatkoavain seal" + plain + bound_to, "sha256")[:_SEAL_BYTES]

    def _hide(self, text: bytes, seal: bytes) -> bytes:
        """Synthetic nonce: the seal of the plain text picks the stream it is hidden under."""
        stream = hmac.digest(self.secret, b"jatkoavain stream" + seal, "sha256")
        return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def of_service() -> Continuations:
    """Those of the data folder this process serves. Raises KeysMissing and SecretsError."""
    return Continuations(hmac.digest(keys.credential_key(), b"jatkoavain", "sha256"))


def binding(
    permit_id: int | None, municipalities: Iterable[str] | None, kinds: frozenset[str] | None, operation: str
) -> bytes:
    """What a jatkoavain is good for: this permit and operation, these municipalities (None: its own), these groups."""
    groups = "*" if kinds is None else " ".join(sorted(kinds))
    towns = "*" if municipalities is None else " ".join(sorted(set(municipalities)))
    return hashlib.sha256(f"{permit_id}\n{operation}\n{towns}\n{groups}".encode()).digest()
