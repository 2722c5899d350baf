"""The lines of a block's documents that name others, gathered person by person."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from vaki.register.document import Entry, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Person


class Lines:
    """What is told in whose document. `documents` belong to the block's people in order."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.copies: list[dict[str, Any]] = [reference(document) for document in documents]
        self._ids = [(document.person_id,) for document in documents]
        self._told: defaultdict[int, list[Entry]] = defaultdict(list)

    def copy(self, person: Person) -> dict[str, Any]:
        """What stands of the person in others' groups."""
        return self.copies[person.index]

    def tell(self, person: Person, group: WireGroup, other: Person | None = None) -> None:
        """A line that holds the copy of one other person of the block, or of none."""
        self._told[person.index].append(Entry(group, 0, () if other is None else self._ids[other.index]))

    def tell_of(self, person: Person, group: WireGroup, others: Sequence[Person]) -> None:
        """A line that holds copies of some other persons."""
        ids = tuple(self.documents[one.index].person_id for one in others)
        self._told[person.index].append(Entry(group, 0, ids))

    def of(self, person: Person) -> list[Entry]:
        """The lines of a person's document, those of one kind in the order told."""
        return self._told.get(person.index, [])
