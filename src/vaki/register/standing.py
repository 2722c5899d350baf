"""A document to which nothing is added any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaki.register.document import Document, Entry

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup


class Standing(Document):
    """A document as it stands: groups of a kind are found without going through all, for who asks for many kinds.

    It shares the entries of the document it is made from, which must not be altered meanwhile.
    """

    __slots__ = ("_by_kind",)

    def __init__(self, document: Document) -> None:
        super().__init__(document.person_id, document.entries, document.protections, document.loaded_as, document.kept)
        by_kind: dict[str, list[Entry]] = {}
        for entry in document.entries:
            known = by_kind.get(entry.kind)
            if known is None:
                by_kind[entry.kind] = [entry]
            else:
                known.append(entry)
        self._by_kind = by_kind

    def all(self, kind: str) -> list[WireGroup]:
        return [entry.group for entry in self._by_kind.get(kind, ())]

    def one(self, kind: str) -> WireGroup | None:
        found = self._by_kind.get(kind)
        return None if found is None else found[0].group

    def entries_of(self, kind: str) -> list[Entry]:
        return list(self._by_kind.get(kind, ()))
