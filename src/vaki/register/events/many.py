"""What happens to many people at once, run as a job (`register.bulk`): renamed streets, mergers, the yearly lost.

Addresses change without a move: MUUTETTU, since the same day as before. A merger gives another home municipality from
its day on, told as such without an address moved to. What and why: docs/decisions/0105.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec

from vaki.codes import dwelling as dwelling_codes
from vaki.codes import municipality
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, MunicipalityCode, Name, PostalCode, Text
from vaki.register.events.home import (
    FORMER_HOME,
    HOME,
    KEPT_BY,
    RESIDENCE,
    STAY,
    TEMPORARY_ADDRESS,
    TEMPORARY_HOME,
    TEMPORARY_RESIDENCE,
    TEMPORARY_STAY,
    home_municipality,
)
from vaki.register.events.readdressing import ADDRESSES, alter
from vaki.register.events.records import closed_before, first_day, put
from vaki.register.events.told import same_as
from vaki.register.events.whereabouts import NOT_FOUND, lose, lost_by
from vaki.register.wire import bilingual

if TYPE_CHECKING:
    from vaki.register.buildings import Building, BuildingAddress
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_KUNTA_KINDS = (TEMPORARY_HOME, RESIDENCE, TEMPORARY_RESIDENCE, STAY, TEMPORARY_STAY)


class Search(NamedTuple):
    """How the job finds whom an event may concern: people whose stored document holds a text, or residents."""

    in_documents: str = ""
    of_buildings: tuple[str, str] | None = None
    """(municipality, text in the building's document): those who live in such a building."""


class ManyPeople(Event, kw_only=True):
    """An event of many people, on a day that is the register's own when none is given."""

    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return ()

    def apply(self, draft: Draft) -> None:
        """Let it happen to everybody in the draft whom it concerns, unless a person's own records do not allow it."""
        day = self.day or draft.day
        self.refuse(draft, day)
        for person_id, document in list(draft.people.items()):
            if self.concerns(document, day):
                try:
                    self.happen(draft, draft.by_id(person_id), day)
                except EventRefused:
                    draft.altered.pop(person_id, None)
                    draft.told.pop(person_id, None)

    def refuse(self, draft: Draft, day: date) -> None:
        """Raise EventRefused when it is impossible, whomever it may concern."""
        draft.check_day(day)

    def search(self) -> Search:
        """Where to look for whom it may concern; more may be found than it concerns."""
        raise NotImplementedError

    def concerns(self, document: Document, day: date) -> bool:
        """Whether it happens to a person; not to one to whom it has happened."""
        raise NotImplementedError

    def happen(self, draft: Draft, document: Document, day: date) -> None:
        """Alter one person's document and tell the changes."""
        raise NotImplementedError

    def rebuilt(self, building: Building) -> Building:
        """The building as it is afterwards."""
        return building

    def in_buildings(self) -> tuple[str, str] | None:
        """(municipality, text) of the buildings that it changes: they stand there, their documents hold the text."""
        return None

    def merged(self) -> tuple[str, str] | None:
        """(code that ends, code that takes over), of a merger."""
        return None


class _Readdressed(ManyPeople, kw_only=True):
    municipality: MunicipalityCode

    def new_address(self, address: WireGroup) -> WireGroup:
        """The members that change, of an address group or of a building's address as a dict; empty when none does."""
        raise NotImplementedError

    def refuse(self, draft: Draft, day: date) -> None:
        draft.check_day(day)
        if not municipality.is_in_force(self.municipality):
            raise EventRefused("There is no such municipality.")

    def concerns(self, document: Document, _day: date) -> bool:
        return document.alive and any(self._change(one) != one for kind in ADDRESSES for one in document.all(kind))

    def _change(self, group: WireGroup) -> WireGroup:
        altered = self.new_address(group) if group.get("kuntakoodi") == self.municipality else {}
        return same_as(group, None, **altered) if altered else group

    def happen(self, draft: Draft, document: Document, _day: date) -> None:
        alter(draft, document, ADDRESSES, self._change)

    def rebuilt(self, building: Building) -> Building:
        addresses = tuple(self._rebuilt_address(one) for one in building.osoitteet)
        return msgspec.structs.replace(building, osoitteet=addresses)

    def _rebuilt_address(self, address: BuildingAddress) -> BuildingAddress:
        return msgspec.structs.replace(address, **self.new_address(msgspec.structs.asdict(address)))


class StreetRenamed(_Readdressed):
    """A municipality renames a street: the addresses of its buildings and of their residents change without a move.

    `street` is the old name in one of its languages; `to` and `to_sv` are the new one. Source: VTJ-laki 661/2009 14 §.
    """

    name: ClassVar[str] = "street_renamed"
    street: Name
    to: Name
    to_sv: Text = ""

    def new_address(self, address: WireGroup) -> WireGroup:
        new = bilingual(self.to, self.to_sv)
        held = address.get("katunimi", {})
        return {"katunimi": new} if self.street in held.values() and held != new else {}

    def in_buildings(self) -> tuple[str, str]:
        return self.municipality, _quoted(self.street)

    def search(self) -> Search:
        return Search(of_buildings=(self.municipality, _quoted(self.to)))


class PostalCodeChanged(_Readdressed):
    """A postal code, of a whole municipality or of one street, changes, or its post office's name does.

    Source: VTJ-laki 661/2009 14 §.
    """

    name: ClassVar[str] = "postal_code_changed"
    code: PostalCode
    to: PostalCode
    post_office: Name
    post_office_sv: Text = ""
    street: Text = ""

    def new_address(self, address: WireGroup) -> WireGroup:
        new = {
            "postinumero": self.to,
            "postitoimipaikka": bilingual(self.post_office.upper(), self.post_office_sv.upper()),
        }
        here = not self.street or self.street in address.get("katunimi", {}).values()
        old = address.get("postinumero") == self.code and here
        return new if old and any(address.get(member) != value for member, value in new.items()) else {}

    def in_buildings(self) -> tuple[str, str]:
        return self.municipality, _quoted(self.code)

    def search(self) -> Search:
        return Search(of_buildings=(self.municipality, _quoted(self.to)))


class MunicipalitiesMerged(ManyPeople):
    """A municipality becomes part of another: its residents' home municipality changes though nobody moves.

    Everything that tells of the present gets the code that takes over; history keeps the old one, and the home
    municipality until the day before becomes history. Permits for the old code are followed by the new one. Source:
    kuntarakennelaki 1698/2009; what is told: docs/decisions/0105.
    """

    name: ClassVar[str] = "municipalities_merged"
    municipality: MunicipalityCode
    into: MunicipalityCode

    def refuse(self, draft: Draft, day: date) -> None:
        draft.check_day(day)
        if self.municipality == self.into:
            raise EventRefused("A municipality cannot become part of itself.")
        if not municipality.is_in_force(self.municipality) or not municipality.is_in_force(self.into):
            raise EventRefused("There is no such municipality.")

    def concerns(self, document: Document, _day: date) -> bool:
        kinds = (HOME, KEPT_BY, *ADDRESSES, *_KUNTA_KINDS)
        codes = {one.get("kuntakoodi") for kind in kinds for one in document.all(kind)}
        return document.alive and self.municipality in codes

    def happen(self, draft: Draft, document: Document, day: date) -> None:
        draft.renumbered[self.municipality] = self.into
        alter(draft, document, ADDRESSES[:1], self._change)
        self._home(draft, document, day)
        self._kept_by(draft, document, day)
        alter(draft, document, (TEMPORARY_ADDRESS, *_KUNTA_KINDS), self._change)

    def _change(self, group: WireGroup) -> WireGroup:
        if group.get("kuntakoodi") != self.municipality:
            return group
        if "lajikoodi" not in group:
            return same_as(group, kuntakoodi=self.into)
        code = dwelling_codes.stay_code(self.into, group["lajikoodi"], group["numero"], group["laitos"])
        return same_as(group, kuntakoodi=self.into, asuinpaikantunnus=code)

    def _home(self, draft: Draft, document: Document, day: date) -> None:
        old = document.one(HOME)
        if old is None or old.get("kuntakoodi") != self.municipality:
            return
        since = first_day(old)
        started_later = since is None or since >= day
        new = same_as(old, kuntakoodi=self.into) if started_later else home_municipality(self.into, day)
        document.put(new)
        if started_later:
            draft.removed(document, old, [new])
        draft.added(document, new)
        if not started_later:
            former = closed_before(old, day, "kunnastaPoisMuuttopv", FORMER_HOME)
            document.add(former)
            draft.changed(document, former)

    def _kept_by(self, draft: Draft, document: Document, day: date) -> None:
        old = document.one(KEPT_BY)
        if old is not None and old.get("kuntakoodi") == self.municipality:
            put(draft, document, home_municipality(self.into, day, KEPT_BY))

    def rebuilt(self, building: Building) -> Building:
        return msgspec.structs.replace(building, kuntakoodi=self.into)

    def in_buildings(self) -> tuple[str, str]:
        return self.municipality, ""

    def search(self) -> Search:
        return Search(in_documents=f'"kuntakoodi":"{self.municipality}"')

    def merged(self) -> tuple[str, str]:
        return self.municipality, self.into


class LostPersons(ManyPeople):
    """Everybody whose whereabouts have been unknown for two years is lost, as `lost`: the yearly run.

    Source: kotikuntalaki 201/1994 9 a §.
    """

    name: ClassVar[str] = "lost_persons"

    def concerns(self, document: Document, day: date) -> bool:
        return lost_by(document, day)

    def happen(self, draft: Draft, document: Document, day: date) -> None:
        lose(draft, document, day)

    def search(self) -> Search:
        return Search(in_documents=f'"lajikoodi":{NOT_FOUND}')


def _quoted(text: str) -> str:
    """The text as it stands in stored JSON."""
    return json.dumps(text, ensure_ascii=False)


def described(event: ManyPeople) -> dict[str, Any]:
    """The event's fields as JSON values, in an order that never changes."""
    given: dict[str, Any] = msgspec.to_builtins(event)
    return dict(sorted(given.items()))
