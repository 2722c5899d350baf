"""Faults put into the rules on purpose: one kind un-hidden on one path of one product."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from vaki.disclosure.items import ChangeReader
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.rights import Rights, rights

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from tests.oracle.asking import Account

MutantPath = Literal["base", "change", "week", "stream", "relative"]
PATHS: Final[tuple[MutantPath, ...]] = ("base", "change", "week", "stream", "relative")
_OPERATIONS: Final = {
    "base": ("base_data", "base_data_page"),
    "change": ("changes",),
    "week": ("weekly_base_data", "weekly_base_data_page", "weekly_base_data_stream"),
    "stream": ("base_data_stream",),
}


@dataclass(frozen=True)
class Mutant:
    """The kind is told on the path as if it were not of the protected."""

    account: str
    kind: str
    path: MutantPath

    def __str__(self) -> str:
        return f"{self.account}: {self.kind} on {self.path}"

    def unhide(self, right: Rights) -> Rights:
        gone = {self.kind}
        return replace(
            right, hidden=right.hidden - gone, withheld=right.withheld - gone, left_out=right.left_out - gone
        )


def mutants_of(account: Account) -> Iterator[Mutant]:
    """One for every kind that the rules hide from the account and every path that its product has."""
    product = account.product
    purposes = frozenset(purpose.code for purpose in product.purposes)
    right = rights(product.name, product.version, purposes, entitled=False)
    for kind in sorted(right.hidden | right.withheld | right.left_out):
        if right.passes(kind):
            for path in PATHS:
                if path != "stream" or account.by_municipality:
                    yield Mutant(account.name, kind, path)


@contextmanager
def living(mutant: Mutant, relatives: frozenset[int], patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The code with the fault in it; whoever else asks meanwhile meets it too."""
    with patch.context() as patched:
        if mutant.path == "relative":
            _patch_persons(mutant, relatives, patched)
        else:
            _patch_operations(mutant, patched)
        yield


def _patch_operations(mutant: Mutant, patch: pytest.MonkeyPatch) -> None:
    made = BaseReader.__init__

    def init(self: BaseReader, right: Rights, entry: Any) -> None:
        faulty = entry.operation in _OPERATIONS[mutant.path]
        made(self, mutant.unhide(right) if faulty else right, entry)

    patch.setattr(BaseReader, "__init__", init)


def _patch_persons(mutant: Mutant, relatives: frozenset[int], patch: pytest.MonkeyPatch) -> None:
    base_item, change_item = BaseReader.item, ChangeReader.item

    def of_base(self: BaseReader, row: Any) -> tuple[int, str]:
        if row["person_id"] in relatives:
            return base_item(BaseReader(mutant.unhide(self.rights), self.entry), row)
        return base_item(self, row)

    def of_change(self: ChangeReader, row: Any, before: Any) -> bytes | None:
        if row["person_id"] in relatives:
            faulty = ChangeReader(BaseReader(mutant.unhide(self.rights), self.base.entry), self._towns)
            return change_item(faulty, row, before)
        return change_item(self, row, before)

    patch.setattr(BaseReader, "item", of_base)
    patch.setattr(ChangeReader, "item", of_change)
