"""From the facts of a block to documents: every group that a life implies, and every relation on both sides."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.codes import country
from vaki.register.derive import derived_entries
from vaki.register.document import Document, Entry
from vaki.register.due import ADULT
from vaki.register.events.birth import identity
from vaki.register.events.home import home_municipality, residence, street_address
from vaki.register.events.name import history_name, names
from vaki.register.groups import KIND, PLACE
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares, traits
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.estate.layouts import FLAT
from vaki.synthetic.family.relations import Relations
from vaki.synthetic.family.unions import marital_status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaki.register.groups import WireGroup
    from vaki.synthetic.history import Histories, Stay
    from vaki.synthetic.households import Block, Person
    from vaki.synthetic.naming import Naming
    from vaki.synthetic.places import Place

_ONE_DAY: Final = timedelta(days=1)
_STAYS_UNTIL: Final = 45
_STAY_KIND: Final = 902
_STAY_AT_INSTITUTION: Final = 904


class Writer:
    """Writes the documents of one block. `codes` and `first_id` belong to `block.people` in order."""

    def __init__(
        self,
        seed: int,
        block: Block,
        *,
        places: tuple[Place, ...],
        naming: Naming,
        histories: Histories,
        codes: Sequence[str],
        first_id: int,
    ) -> None:
        self._seed = seed
        self._block = block
        self._places = places
        self._naming = naming
        self._histories = histories
        self._codes = codes
        self._first_id = first_id
        nokia = next((at for at, place in enumerate(places) if place.code == "536"), None)
        self._protections = traits.protections(seed, block, nokia)

    def write(self) -> list[Document]:
        """Every document, in the order of `block.people`."""
        documents = [self._basics(person) for person in self._block.people]
        relations = Relations(self._seed, self._block, documents)
        for person, document in zip(self._block.people, documents, strict=True):
            document.entries += relations.of(person)
            # As `derive` would, but in one sort: a stable one keeps the derived groups in the order of their sources.
            document.entries += [made for entry in document.entries for made in derived_entries(entry)]
            document.entries.sort(key=_place)
        return documents

    def _id(self, person: Person) -> int:
        return self._first_id + person.index

    def _basics(self, person: Person) -> Document:
        document = Document(self._id(person))
        groups = [
            *self._identity(person),
            *self._homes(person),
            *self._smaller(person),
        ]
        protection = None if person.household is None else self._protections.get(person.household.number)
        if protection is not None:
            since = max(protection.since, person.born)
            document.protections = ((since.isoformat(), ""),)
            shield: WireGroup = {KIND: "TURVAKIELTO"}
            if protection.last is not None:
                shield["turvaLoppuPv"] = wire_day(protection.last)
            groups.append({**shield, "turvakieltoAktiivinen": True})
            draws = Draws(self._seed, "contact", self._block.number, person.index)
            if draws.chance(0.3):
                groups.append(traits.contact_address(draws, self._places[0], since))
        document.entries = [Entry(group) for group in groups]
        return document

    def _identity(self, person: Person) -> Iterator[WireGroup]:
        yield identity(self._codes[person.index])
        arrived = self._histories.arrived(person)
        yield traits.tongue(person.language, max(person.born, arrived or person.born))
        yield {KIND: "SUKUPUOLI", "sukupuoli": person.sex.value}
        yield {KIND: "SYNTYMAPAIVA", "syntymapv": wire_day(person.born)}
        yield from self._names(person)
        roots = traits.origin(self._seed, self._block, person, arrived)
        yield traits.citizenship_group(roots)
        if roots.born_in == country.FINLAND:
            yield {KIND: "SYNTYMAKOTIKUNTA", "kuntakoodi": self._places[self._histories.at_birth(person)].code}
        else:
            yield {KIND: "ULKOMAINEN_SYNTYMAPAIKKA", "valtiokoodi": roots.born_in}
            yield {KIND: "VALTIO_JOSTA_MUUTTANUT", "valtiokoodi": roots.born_in}
        if arrived is not None:
            yield {KIND: "SUOMEEN_MUUTTOPAIVA", "suomeenMuuttopv": wire_day(arrived)}
        yield {KIND: "SIVIILISAATY", "siviilisaaty": marital_status(person)}
        if person.died is not None:
            yield {KIND: "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(person.died)}

    def _names(self, person: Person) -> Iterator[WireGroup]:
        own = self._naming.of(person)
        if not own.first:
            return
        changed = own.changes[-1].day if own.changes else None
        yield names(" ".join(own.first), own.surname, changed)
        since = person.born + timedelta(days=40)
        yield history_name("NYKYINEN_KUTSUMANIMI", own.call, min(since, self._block.day))
        last: date | None = None
        for change in own.changes:
            former = history_name("EDELLINEN_SUKUNIMI", change.former, last)
            yield {**former, "loppupv": wire_day(change.day)}
            last = change.day
        if own.changes:
            yield history_name("VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI", own.at_birth, None)

    def _homes(self, person: Person) -> Iterator[WireGroup]:
        stays = self._histories.of(person)
        yield from self._municipalities(person, stays)
        for stay in stays:
            yield from self._residence(person, stay)
        yield from traits.living_abroad(person)
        yield from self._temporary(person)

    def _temporary(self, person: Person) -> Iterator[WireGroup]:
        """A stay beside the permanent home, for studies or work."""
        draws = Draws(self._seed, "temporary", self._block.number, person.index)
        home = person.household
        grown = ADULT <= person.age(self._block.day) <= _STAYS_UNTIL
        if home is None or not home.dwelling or not grown or not draws.chance(shares.TEMPORARY_ADDRESS):
            return
        since = draws.day(years_after(self._block.day, -2), self._block.day)
        where = self._histories.stock
        dwelling = where.home(where.any_spot(draws, draws.below(len(self._places)), FLAT))
        yield street_address(dwelling, since, "TILAPAINEN_KOTIMAINEN_OSOITE")
        yield home_municipality(dwelling.municipality, since, "TILAPAINEN_KUNTA")
        yield residence(dwelling, since, "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")

    def _municipalities(self, person: Person, stays: tuple[Stay, ...]) -> Iterator[WireGroup]:
        """KOTIKUNTA and those before it: stays in one municipality run together."""
        runs: list[tuple[str, date]] = []
        for stay in stays:
            code = self._places[stay.place].code
            if not runs or runs[-1][0] != code:
                runs.append((code, stay.since))
        if person.left is not None:
            runs.append(("200", person.left))
        for (code, since), (_, until) in pairwise(runs):
            yield {
                **home_municipality(code, since, "EDELLINEN_KOTIKUNTA"),
                "kunnastaPoisMuuttopv": wire_day(until - _ONE_DAY),
            }
        code, since = runs[-1]
        yield home_municipality(code, since)
        kept_by, kept_since = runs[-2] if person.left is not None else runs[-1]
        yield home_municipality(kept_by, kept_since, "VAESTOKIRJANPITOKUNTA")

    def _residence(self, person: Person, stay: Stay) -> Iterator[WireGroup]:
        if stay.until is None:
            if stay.spot is None:
                yield self._institution(person, stay)
                return
            dwelling = self._histories.stock.home(stay.spot)
            yield street_address(dwelling, stay.since)
            yield residence(dwelling, stay.since)
            return
        former = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
        if stay.spot is None:
            yield {
                KIND: former,
                "kuntakoodi": self._places[stay.place].code,
                "alkupv": wire_day(stay.since),
                "loppupv": wire_day(stay.until),
            }
            return
        group = residence(self._histories.stock.home(stay.spot), stay.since, former)
        code = group.pop("asuinpaikantunnus")
        yield {**group, "loppupv": wire_day(stay.until), "asuinpaikantunnus": code}

    def _institution(self, person: Person, stay: Stay) -> WireGroup:
        draws = Draws(self._seed, "institution", self._block.number, person.index)
        place = self._places[stay.place].code
        old = person.age(self._block.day) >= 70  # noqa: PLR2004 -- years
        kind = _STAY_AT_INSTITUTION if old else _STAY_KIND
        number, house = ("0000", f"{draws.between(1, 20):04}") if old else (f"{draws.between(1, 99):04}", "0000")
        return {
            KIND: "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
            "kuntakoodi": place,
            "lajikoodi": kind,
            "numero": number,
            "laitos": house,
            "alkupv": wire_day(stay.since),
            "asuinpaikantunnus": f"{place}{kind}{number}{house}",
        }

    def _smaller(self, person: Person) -> Iterator[WireGroup]:
        draws = Draws(self._seed, "smaller", self._block.number, person.index)
        last = min(one for one in (person.died, person.left, self._block.day) if one is not None)
        birth_place = self._places[self._histories.at_birth(person)].number
        yield from traits.religion(draws, person, last, birth_place)
        if person.mother is not None:
            siblings = sorted(person.mother.children, key=lambda one: (one.born, one.index))
            yield {KIND: "JARJESTYSKIRJAIN", "jarjestyskirjain": chr(ord("A") + siblings.index(person))}
        yield from traits.office(self._id(person), person, last)
        if person.household is None:
            return
        own = self._naming.of(person)
        if own.first:
            yield from traits.own_notices(draws, person, own, last)
        yield from traits.care(draws, person, last)
        place = self._places[person.household.place]
        if person.age(last) >= ADULT and draws.chance(shares.POSTAL_ADDRESS):
            yield traits.postal_address(draws, place, draws.day(years_after(last, -4), last))


def _place(entry: Entry) -> int:
    return PLACE[entry.group[KIND]]
