from __future__ import annotations

from contextvars import ContextVar

from django.db.backends.postgresql import base

# Django keeps a connection per thread, so a coroutine that a synchronous view waits for sees another connection than
# the one whose transaction is open. A context variable follows the call through both kinds of bridge.
_open_transactions: ContextVar[frozenset[str]] = ContextVar("_open_transactions", default=frozenset())


def inside_transaction() -> bool:
    """True when this call, or the one that waits for it, holds a Django transaction open."""
    return bool(_open_transactions.get())


class DatabaseWrapper(base.DatabaseWrapper):
    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "in_atomic_block" and "alias" in self.__dict__:
            others = _open_transactions.get() - {self.alias}
            _open_transactions.set(others | {self.alias} if value else others)
