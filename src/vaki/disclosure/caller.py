"""Who asks: the permit, and the facts of the request that the ledger keeps."""

from __future__ import annotations

from dataclasses import dataclass

from vaki.disclosure.permits import Permit


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller who has been let in. Made for one request; permits are never kept from one request to the next."""

    permit: Permit
    channel: str
    address: str | None = None
    """The caller's network address."""
    client: str | None = None
    """The X-Road client, `INSTANCE/CLASS/MEMBER/SUBSYSTEM`."""
    end_user: str | None = None
    request_id: str | None = None
