"""From the facts of a block to documents: every group that a life implies, and every relation on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.derive import SOURCES, derived_entries
from vaki.register.document import Document, Entry
from vaki.register.events.birth import identity
from vaki.register.groups import KIND, PLACE
from vaki.synthetic.draws import Draws
from vaki.synthetic.family.relations import relations
from vaki.synthetic.family.unions import marital_status
from vaki.synthetic.places import NOKIA
from vaki.synthetic.traits import (
    beside,
    births,
    called,
    citizenship,
    homes,
    languages,
    living,
    notices,
    protection,
    rarities,
    religion,
)
from vaki.synthetic.traits.setting import Setting, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaki.register.groups import WireGroup
    from vaki.synthetic.history import Histories
    from vaki.synthetic.households import Block, Person
    from vaki.synthetic.naming import Naming
    from vaki.synthetic.places import Place

RARE: Final = (
    *living.RARE,
    *citizenship.RARE,
    *religion.RARE,
    *births.RARE,
    *called.RARE,
    *beside.RARE,
    *notices.RARE,
    *languages.RARE,
    *protection.RARE,
)
"""What is dealt by turn, in this order: what few could have goes first."""
_TRAITS: Final = (
    called.called,
    births.birth_places,
    homes.homes,
    religion.religion,
    notices.numbered,
)
"""What the register tells of everyone, the dead and the emigrated too."""
_OF_RESIDENTS: Final = (languages.of_service, notices.told, beside.temporary)


class Writer:
    """Writes the documents of one block.

    `codes` and `first_id` belong to `block.people` in order; `former` are earlier codes by the person's place there.
    """

    def __init__(
        self,
        seed: int,
        block: Block,
        *,
        places: tuple[Place, ...],
        naming: Naming,
        histories: Histories,
        codes: Sequence[str],
        former: Mapping[int, str],
        first_id: int,
    ) -> None:
        self._setting = Setting(seed, block, places, histories, first_id)
        self._block = block
        self._naming = naming
        self._codes = codes
        self._former = former
        nokia = next((at for at, place in enumerate(places) if place.code == NOKIA), None)
        self._protections = protection.protections(seed, block, nokia)
        self._rare = rarities.deal(self._setting, RARE)
        self._protected = 0

    def write(self) -> list[Document]:
        """Every document, in the order of `block.people`."""
        documents = [self._basics(person) for person in self._block.people]
        told = relations(self._setting.seed, self._block, documents)
        for person, document in zip(self._block.people, documents, strict=True):
            document.entries += told.of(person)
            # As `derive` would, but in one sort: a stable one keeps the derived groups in the order of their sources.
            sources = [entry for entry in document.entries if entry.kind in SOURCES]
            document.entries += [made for entry in sources for made in derived_entries(entry)]
            document.entries.sort(key=_place)
            protection.withhold(document, person, self._protections)
        return documents

    def _subject(self, person: Person) -> Subject:
        setting, rare = self._setting, self._rare.get(person.index, "")
        arrived = setting.histories.arrived(person)
        draws = Draws(setting.seed, "smaller", self._block.number, person.index)
        stays = setting.histories.of(person)
        return Subject(
            person,
            draws,
            person.died or person.left or self._block.day,
            stays,
            arrived,
            citizenship.origin(setting, person, arrived, rare),
            called.changed(setting, person, self._naming.of(person), rare),
            births.elsewhere(setting, person, stays, draws),
            rare,
        )

    def _basics(self, person: Person) -> Document:
        subject = self._subject(person)
        document = Document(self._setting.first_id + person.index)
        document.entries = [Entry(group) for group in self._groups(subject)]
        if person.household is not None:
            shield = self._protections.get(person.household.number)
            if shield is not None:
                document.protections = ((protection.begun(shield, person).isoformat(), ""),)
                groups = protection.shield(self._setting, subject, shield, self._protected)
                document.entries += [Entry(group) for group in groups]
                self._protected += 1
            elif subject.rare == "was protected":
                document.protections = (protection.over(self._setting, person),)
        return document

    def _groups(self, subject: Subject) -> Iterator[WireGroup]:
        person = subject.person
        earlier = self._former.get(person.index)
        yield identity(self._codes[person.index], () if earlier is None else (earlier,))
        yield languages.mother_tongue(subject)
        yield {KIND: "SUKUPUOLI", "sukupuoli": person.sex.value}
        yield births.birth_date(subject)
        yield citizenship.citizenships(subject.roots)
        yield {KIND: "SIVIILISAATY", "siviilisaaty": marital_status(self._block, person)}
        yield from births.death(subject)
        for trait in _TRAITS:
            yield from trait(self._setting, subject)
        if person.household is not None and subject.names.first:
            for trait in _OF_RESIDENTS:
                yield from trait(self._setting, subject)
        yield from beside.mail(self._setting, subject)


def _place(entry: Entry) -> int:
    return PLACE[entry.kind]
