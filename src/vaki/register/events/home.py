"""Where people live: addresses, residence codes and home municipalities, begun and ended.

The order in which a move is told is that of docs/wire/muutosrajapinta.md §2.12. What §2.12 does not list but base data
gains (EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS and the like) is told directly after the record it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import dwelling as dwelling_codes
from vaki.codes import municipality
from vaki.register.errors import EventRefused
from vaki.register.events.records import closed, closed_before, day_before, first_day, put
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.buildings import Dwelling
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

ADDRESS: Final = "VAKINAINEN_KOTIMAINEN_OSOITE"
ADDRESS_ABROAD: Final = "VAKINAINEN_ULKOMAINEN_OSOITE"
RESIDENCE: Final = "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
FORMER_RESIDENCE: Final = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
HOME: Final = "KOTIKUNTA"
FORMER_HOME: Final = "EDELLINEN_KOTIKUNTA"
KEPT_BY: Final = "VAESTOKIRJANPITOKUNTA"
STAY: Final = "VAKINAINEN_OLINPAIKASSA_ASUMINEN"
LIVING_ABROAD: Final = "VAKINAINEN_ULKOMAILLA_ASUMINEN"
FORMER: Final = {
    RESIDENCE: FORMER_RESIDENCE,
    STAY: "ENTINEN_OLINPAIKASSA_ASUMINEN",
    LIVING_ABROAD: "ENTINEN_ULKOMAILLA_ASUMINEN",
}
"""Kinds of living and the kinds of history that they become."""
TEMPORARY_ADDRESS: Final = "TILAPAINEN_KOTIMAINEN_OSOITE"
TEMPORARY_ADDRESS_ABROAD: Final = "TILAPAINEN_ULKOMAINEN_OSOITE"
TEMPORARY_HOME: Final = "TILAPAINEN_KUNTA"
TEMPORARY_RESIDENCE: Final = "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
TEMPORARY_STAY: Final = "TILAPAINEN_OLINPAIKASSA_ASUMINEN"
TEMPORARY_ABROAD: Final = "TILAPAINEN_ULKOMAILLA_ASUMINEN"
TEMPORARY: Final = (
    TEMPORARY_ADDRESS,
    TEMPORARY_ADDRESS_ABROAD,
    TEMPORARY_HOME,
    TEMPORARY_RESIDENCE,
    TEMPORARY_STAY,
    TEMPORARY_ABROAD,
)
"""What a temporary stay may have records of, in wire order; there may be several stays at a time."""

_TOLD_BY_THE_PERSON: Final = frozenset(
    {
        "SAHKOPOSTIOSOITE",
        "KOTIMAINEN_POSTIOSOITE",
        "ULKOMAINEN_POSTIOSOITE",
        TEMPORARY_ADDRESS,
        TEMPORARY_RESIDENCE,
    }
)

NO_NUMBER: Final = "000"


def street_address(dwelling: Dwelling, since: date, kind: str = ADDRESS) -> WireGroup:
    """The address of a dwelling; `huoneistonumero` is 000 where there is none (§2.12)."""
    return record(
        kind,
        katunimi=dwelling.street,
        katunumero=dwelling.street_number,
        huoneistokirjain=dwelling.staircase or None,
        huoneistonumero=dwelling.number or NO_NUMBER,
        postinumero=dwelling.postal_code,
        postitoimipaikka=dwelling.post_office,
        jakokirjain=dwelling.division or None,
        rakennustunnus=dwelling.building_code,
        osoitenumero=dwelling.address_number,
        kuntakoodi=dwelling.municipality,
        alkupv=wire_day(since),
    )


def residence(dwelling: Dwelling, since: date, kind: str = RESIDENCE) -> WireGroup:
    """The residence code of a dwelling with its parts."""
    return record(
        kind,
        rakennustunnus=dwelling.building_code,
        osoitenumero=dwelling.address_number,
        jakokirjain=dwelling.division or None,
        huoneistonumero=dwelling.number or NO_NUMBER,
        huoneistokirjain=dwelling.staircase or None,
        kuntakoodi=dwelling.municipality,
        alkupv=wire_day(since),
        asuinpaikantunnus=dwelling.residence_code,
    )


def home_municipality(code: str, since: date, kind: str = HOME) -> WireGroup:
    """KOTIKUNTA or VAESTOKIRJANPITOKUNTA."""
    return record(kind, kuntakoodi=code, kuntaanMuuttopv=wire_day(since))


def begin(draft: Draft, document: Document, new: WireGroup, since: date) -> None:
    """Take a new address or way of living into use, the earlier ones of its kind ending the day before.

    What a person told of themselves earlier the same day is corrected instead.
    """
    mistaken = _told_that_day(document, new["tietoryhma"], since)
    if mistaken == new:
        raise EventRefused("That is recorded already.")
    ended = [closed_before(old, since) for old in document.all(new["tietoryhma"]) if old is not mistaken]
    document.put(new)
    if mistaken is None:
        draft.added(document, new)
    else:
        draft.corrected(document, mistaken, new)
    for old in ended:
        draft.changed(document, old)
        _remember(draft, document, old)


def _told_that_day(document: Document, kind: str, day: date) -> WireGroup | None:
    if kind not in _TOLD_BY_THE_PERSON:
        return None
    return next((old for old in document.all(kind) if first_day(old) == day), None)


def end(draft: Draft, document: Document, kind: str, last: date) -> None:
    """End every address or way of living of a kind."""
    for old in document.all(kind):
        end_record(draft, document, old, last)


def end_record(draft: Draft, document: Document, group: WireGroup, last: date) -> None:
    """End one record, at the latest on its planned day; those of its kind that go on are told beside it."""
    kind = group["tietoryhma"]
    planned = last_day(group)
    ended = closed(group, last if planned is None else min(planned, last), _end_member(kind))
    document.drop(group)
    draft.changed(document, ended, document.all(kind))
    _remember(draft, document, ended)


def last_day(group: WireGroup) -> date | None:
    """The last day that a record tells; None when no end is planned."""
    return read_day(group.get(_end_member(group["tietoryhma"])))


def _end_member(kind: str) -> str:
    return "kunnastaPoisMuuttopv" if kind == TEMPORARY_HOME else "loppupv"


def _remember(draft: Draft, document: Document, ended: WireGroup) -> None:
    kind = FORMER.get(ended["tietoryhma"])
    if kind is not None:
        former = same_as(ended, kind)
        document.add(former)
        draft.added(document, former)


def change_municipality(draft: Draft, document: Document, code: str, since: date) -> None:
    """Another home municipality from a day on; nothing when it stays the same.

    A municipality of Finland also takes over the keeping of the person's records (VAESTOKIRJANPITOKUNTA).
    """
    old = document.one(HOME)
    if old is not None and old.get("kuntakoodi") == code:
        return
    new = home_municipality(code, since)
    former = None if old is None else closed_before(old, since, "kunnastaPoisMuuttopv", FORMER_HOME)
    document.put(new)
    draft.added(document, new)
    if former is not None:
        document.add(former)
        draft.changed(document, former)
    if municipality.is_in_force(code):
        put(draft, document, home_municipality(code, since, KEPT_BY))


def settle(draft: Draft, document: Document, dwelling: Dwelling, since: date) -> None:
    """Move into a dwelling of Finland, in the order of §2.12."""
    begin(draft, document, street_address(dwelling, since), since)
    end(draft, document, ADDRESS_ABROAD, day_before(since))
    change_municipality(draft, document, dwelling.municipality, since)
    begin(draft, document, residence(dwelling, since), since)
    end(draft, document, STAY, day_before(since))
    end(draft, document, LIVING_ABROAD, day_before(since))


def settle_without_dwelling(draft: Draft, document: Document, new: WireGroup, since: date) -> None:
    """Move to a place of stay (`place_of_stay`), in the order of §2.12: there is no address any more."""
    end(draft, document, ADDRESS, day_before(since))
    end(draft, document, ADDRESS_ABROAD, day_before(since))
    change_municipality(draft, document, new["kuntakoodi"], since)
    end(draft, document, RESIDENCE, day_before(since))
    begin(draft, document, new, since)
    end(draft, document, LIVING_ABROAD, day_before(since))


def place_of_stay(
    code: str, kind: int, number: str, institution: str, since: date, *, record_kind: str = STAY
) -> WireGroup:
    """A stay without a dwelling in a municipality. Refuses a municipality that is none, and wrong numbers."""
    if not municipality.is_in_force(code):
        raise EventRefused("There is no such municipality.")
    try:
        residence_code = dwelling_codes.stay_code(code, kind, number, institution)
    except dwelling_codes.InvalidResidenceCode as invalid:
        raise EventRefused("A place of stay has numbers of four digits.") from invalid
    return record(
        record_kind,
        kuntakoodi=code,
        lajikoodi=kind,
        numero=number,
        laitos=institution,
        alkupv=wire_day(since),
        asuinpaikantunnus=residence_code,
    )


def living_abroad(code: str, name: str | None, since: date, kind: str = LIVING_ABROAD) -> WireGroup:
    """Living in another state, permanent or temporary."""
    return record(
        kind,
        valtiokoodi=code,
        valtionimi=name,
        alkupv=wire_day(since),
        asuinpaikantunnus=dwelling_codes.abroad_code(code),
    )


def address_abroad(
    street: str, place: str, code: str, name: str | None, since: date, *, kind: str = ADDRESS_ABROAD
) -> WireGroup:
    """An address in another state, permanent or temporary."""
    return record(
        kind,
        lahiosoite=street or None,
        paikkakunta=place or None,
        valtiokoodi=code,
        valtionimi=name,
        alkupv=wire_day(since),
    )


def end_temporary(draft: Draft, document: Document, last: date) -> None:
    """End every temporary stay: addresses, municipalities and codes."""
    for kind in TEMPORARY:
        end(draft, document, kind, last)


def in_finland(document: Document) -> bool:
    """Whether the person has a home municipality in Finland, or an unknown one (199)."""
    code = document.municipality
    return code is not None and code not in (municipality.ABROAD, municipality.NO_HOME_MUNICIPALITY)


def refuse_outside(document: Document) -> None:
    if not in_finland(document):
        raise EventRefused("The person has no home municipality in Finland.")
