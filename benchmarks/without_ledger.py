"""Väki's own application, except that it writes no ledger: for the bench alone, to tell what the ledger costs.

No switch of the service does this; the write is taken out here, in the process that is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaki.disclosure import ledger

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller


async def _write_nothing(connection: Any, caller: Caller, entry: ledger.Entry) -> int:  # noqa: ARG001
    return 0


ledger.write = _write_nothing

from vaki.web.asgi import application  # noqa: E402 -- only after the write is gone

__all__ = ["application"]
