"""Documents as their rows have them, read when somebody first looks at one."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from vaki.register.document import Document, read


class StoredDocuments(MutableMapping[int, Document]):
    """Documents by person id, in the order in which they were put.

    A batch locks all relatives of the persons whom its events name, and looks at few of them.
    """

    def __init__(self) -> None:
        self._held: dict[int, Document | tuple[str, int]] = {}

    def put_stored(self, person_id: int, text: str, key: int) -> None:
        """A document as it stands in the row that this key wrote."""
        self._held[person_id] = (text, key)

    def __getitem__(self, person_id: int) -> Document:
        held = self._held[person_id]
        if isinstance(held, tuple):
            held = self._held[person_id] = read(held[0], person_id, held[1])
        return held

    def __setitem__(self, person_id: int, document: Document) -> None:
        self._held[person_id] = document

    def __delitem__(self, person_id: int) -> None:
        del self._held[person_id]

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._held

    def __iter__(self) -> Iterator[int]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
