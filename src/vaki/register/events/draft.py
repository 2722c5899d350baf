"""What an event works on: documents it may alter, dwellings it may read, and the changes it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Final

import msgspec

from vaki.register.buildings import Dwelling
from vaki.register.document import Document
from vaki.register.errors import EventRefused, UnknownDwelling, UnknownPerson
from vaki.register.events.references import codes_named
from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND, WireGroup
from vaki.register.places import Places

BUILDING_CODE_LENGTH: Final = 10
"""A residence code begins with its building's code."""

_LIVES_IN: Final = ("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")

Told = list[tuple[WireGroup, tuple[int, ...]]]
"""Changes of one item in the order they are told: the group with its attribute, and whom it mentions."""


class Event(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A life event as it is given to the register.

    Subclasses set `name` (the event's name on the command line and in event files) and implement `codes`, `apply`
    and, when they move someone, `dwellings`. The class docstring says what the event means and whence the rule is.
    """

    name: ClassVar[str]

    def codes(self) -> Iterable[str]:
        """Identity codes that it names: of persons it happens to, and those it gives, which nobody may have."""
        raise NotImplementedError

    def dwellings(self) -> Iterable[str]:
        """Residence codes (16 characters) of the dwellings it names; each must exist."""
        return ()

    def buildings(self) -> Iterable[str]:
        """Building codes of the buildings it alters or reads whole: dwellings and residents are then at hand."""
        return ()

    def properties(self) -> Iterable[str]:
        """Codes of the properties it alters."""
        return ()

    def apply(self, draft: Draft) -> None:
        """Alter the documents and tell the changes; raise EventRefused, having altered nothing, if impossible."""
        raise NotImplementedError


@dataclass(slots=True)
class Draft:
    """The documents that one event sees and alters, and what it tells.

    `day` is the register's day. `people` holds the documents as they stood, by person id, and `ids` finds a person by
    any code, active or passive. `allocate` gives a new person id.
    """

    day: date
    people: Mapping[int, Document]
    ids: Mapping[str, int]
    homes: Mapping[str, Dwelling]
    allocate: Callable[[], int]
    free_code: Callable[[date, str], str]
    """(birth date, sex) -> an identity code nobody has had."""
    altered: dict[int, Document] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    verbatim: set[int] = field(default_factory=set)
    """Persons whose documents and changes stay exactly as the event made them: nothing is derived."""
    renumbered: dict[str, str] = field(default_factory=dict)
    """Municipalities whose code has become another's: whoever lives there neither leaves nor enters."""
    places: Places = field(default_factory=Places)
    by_place: bool = False
    """Whether it happens to whoever lives in a place (`catalogue.FOUND_BY_PLACE`).

    Whose it is tells where they are, so that its items hold nothing that is told of the protected: what the day brings
    besides is left to the clock's event.
    """
    merged: dict[int, int] = field(default_factory=dict)
    """Persons who were the same as another, and whom: their emptied documents leave the register."""

    def person(self, code: str) -> Document:
        """The document to alter, found by an active or passive code; raises UnknownPerson."""
        person_id = self.ids.get(code)
        if person_id is None:
            raise UnknownPerson
        return self.by_id(person_id)

    def by_id(self, person_id: int) -> Document:
        """The document to alter of a person whom another's document mentions."""
        if person_id not in self.altered:
            self.altered[person_id] = self.people[person_id].clone()
        return self.altered[person_id]

    def living(self, code: str) -> Document:
        """As `person`; refuses the dead."""
        document = self.person(code)
        if not document.alive:
            raise EventRefused("The person is dead.")
        return document

    def newborn(self) -> Document:
        """An empty document of a person the register did not know."""
        person_id = self.allocate()
        self.altered[person_id] = Document(person_id)
        return self.altered[person_id]

    def dwelling(self, residence_code: str) -> Dwelling:
        found = self.homes.get(residence_code)
        if found is not None:
            return found
        if not self.places.knows_dwelling(residence_code):
            raise UnknownDwelling
        self.places.standing(residence_code[:BUILDING_CODE_LENGTH])
        return self.places.resolved(residence_code)

    def residents(self, residence_code: str) -> list[Document]:
        """The documents to alter of those who live in a dwelling, for good or for a time."""
        living = [
            person_id
            for person_id, document in {**self.people, **self.altered}.items()
            if any(
                group.get("asuinpaikantunnus") == residence_code for kind in _LIVES_IN for group in document.all(kind)
            )
        ]
        return [self.by_id(person_id) for person_id in living]

    def check_day(self, day: date, *documents: Document) -> None:
        """An event happens on or before the register's day, and not before the birth of those it happens to."""
        if day > self.day:
            raise EventRefused("The day lies in the future of the register's clock.")
        for document in documents:
            if document.birth_date is not None and day < document.birth_date:
                raise EventRefused("The day is before the person's birth.")

    # Telling. The order of the calls is the order on the wire.

    def added(self, document: Document, group: WireGroup) -> None:
        self._tell(document, "LISATTY", group)

    def changed(self, document: Document, group: WireGroup, in_force: Iterable[WireGroup] = ()) -> None:
        self._tell(document, "MUUTETTU", group, in_force)

    def removed(self, document: Document, group: WireGroup, in_force: Iterable[WireGroup] = ()) -> None:
        self._tell(document, "POISTETTU", group, in_force)

    def corrected(self, document: Document, wrong: WireGroup, right: WireGroup) -> None:
        """KORJATTAVA, and KORJATTU directly after it (§2.2)."""
        self._tell(document, "KORJATTAVA", wrong)
        self._tell(document, "KORJATTU", right)

    def unchanged(self, document: Document, group: WireGroup) -> None:
        """Unchanged data that accompanies a change."""
        self._tell(document, "LISATIETO", group)

    def _tell(self, document: Document, attribute: str, group: WireGroup, in_force: Iterable[WireGroup] = ()) -> None:
        content = {member: value for member, value in group.items() if member not in (KIND, ATTRIBUTE, IN_FORCE)}
        said: dict[str, Any] = {KIND: group[KIND], ATTRIBUTE: attribute, **content}
        still = list(in_force)
        if still:
            said[IN_FORCE] = still
        self.told.setdefault(document.person_id, []).append((said, self._mentions(document, [group, *still])))

    def _mentions(self, document: Document, groups: list[WireGroup]) -> tuple[int, ...]:
        """Whom the told groups mention: looked up in the document as it is and as it was."""
        was = self.people.get(document.person_id)
        entries = [*document.entries, *(was.entries if was else ())]
        found: list[int] = []
        for group in groups:
            for entry in entries:
                if entry.kind == group[KIND] and entry.group == group:
                    found.extend(entry.mentions)
                    break
            else:
                found.extend(self._mentioned_by_code(group))
        return tuple(dict.fromkeys(found))

    def _mentioned_by_code(self, group: WireGroup) -> list[int]:
        by_present_code = {document.code: person_id for person_id, document in self.altered.items()}
        found = (by_present_code.get(code, self.ids.get(code)) for code in codes_named(group))
        return [person for person in found if person is not None]
