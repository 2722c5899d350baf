"""Where a person lives and lived: one place at a time, in the home municipality, and nowhere before the arrival."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.codes import dwelling, municipality
from vaki.register.audit import contradictions as that
from vaki.register.audit.person import day_of
from vaki.register.events.home import (
    ADDRESS,
    ADDRESS_ABROAD,
    FORMER,
    FORMER_HOME,
    FORMER_RESIDENCE,
    HOME,
    KEPT_BY,
    LIVING_ABROAD,
    RESIDENCE,
    STAY,
    TEMPORARY_RESIDENCE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.groups import WireGroup

_PARTS: Final = ("rakennustunnus", "osoitenumero", "huoneistokirjain", "huoneistonumero", "jakokirjain", "kuntakoodi")
_ABROAD: Final = ("POISSAOLO", "VALTIO_JOHON_MUUTTANUT", ADDRESS_ABROAD)
_IN_FINLAND: Final = (RESIDENCE, STAY, FORMER_RESIDENCE, FORMER[STAY])


def homes(person: Person) -> Iterator[Found]:
    yield from _codes(person)
    if not person.as_loaded:
        yield from _present(person)
    yield from _stays(person)
    yield from _municipalities(person)
    yield from _arrival(person)


def _codes(person: Person) -> Iterator[Found]:
    for kind in (HOME, KEPT_BY):
        for group in person.all(kind):
            code = group.get("kuntakoodi", "")
            if person.alive and (not municipality.exists(code) or municipality.successor(code) != code):
                yield that.MUNICIPALITY_UNKNOWN.found(kind=kind)
    for kind in (RESIDENCE, FORMER_RESIDENCE, TEMPORARY_RESIDENCE):
        for group in person.all(kind):
            if "rakennustunnus" in group and "asuinpaikantunnus" in group and not _is_composed(group):
                yield that.RESIDENCE_CODE.found(kind=kind)


def _is_composed(group: WireGroup) -> bool:
    try:
        made = dwelling.residence_code(
            group["rakennustunnus"],
            group.get("osoitenumero", 0),
            group.get("huoneistokirjain", ""),
            group.get("huoneistonumero", ""),
            group.get("jakokirjain", ""),
        )
    except dwelling.InvalidResidenceCode:
        return False
    return made == str(group["asuinpaikantunnus"])


def _present(person: Person) -> Iterator[Found]:
    living = [(kind, group) for kind in (RESIDENCE, STAY, LIVING_ABROAD) for group in person.all(kind)]
    if len(living) > 1:
        yield that.LIVES_TWICE.found()
    for kind, group in living:
        where = municipality.ABROAD if kind == LIVING_ABROAD else group.get("kuntakoodi")
        if where is not None and where != person.home:
            yield that.HOME_ELSEWHERE.found(kind=kind)
    address, home = person.one(ADDRESS), person.one(RESIDENCE)
    if (address is None) != (home is None) or (
        address is not None and home is not None and any(address.get(part) != home.get(part) for part in _PARTS)
    ):
        yield that.ADDRESS_ELSEWHERE.found()
    if not person.at_home:
        return
    if person.alive and not living:
        yield that.LIVES_NOWHERE.found()
    kept = person.one(KEPT_BY)
    if kept is not None and kept.get("kuntakoodi") != person.home:
        yield that.KEPT_ELSEWHERE.found()
    for kind in _ABROAD:
        if person.has(kind):
            yield that.ABSENT_AT_HOME.found(kind=kind)


def _stays(person: Person) -> Iterator[Found]:
    """Former places of living and the present one, one after another."""
    periods = [
        (day_of(group, "alkupv"), day_of(group, "loppupv") if kind in FORMER.values() else "9999-12-31")
        for pair in FORMER.items()
        for kind in pair
        for group in person.all(kind)
    ]
    known = sorted(period for period in periods if all(period))
    if any(later <= until for (_, until), (later, _) in pairwise(known)):
        yield that.STAYS_OVERLAP.found()
    left = person.told_day(HOME, "kuntaanMuuttopv") if person.home == municipality.ABROAD else ""
    if left:
        for kind in (FORMER_RESIDENCE, FORMER[STAY]):
            if any(day_of(group, "loppupv") >= left for group in person.all(kind)):
                yield that.STAYED_AFTER_LEAVING.found(kind=kind)


def _municipalities(person: Person) -> Iterator[Found]:
    periods = sorted(
        (day_of(group, "kuntaanMuuttopv"), day_of(group, "kunnastaPoisMuuttopv")) for group in person.all(FORMER_HOME)
    )
    if any(until and later <= until for (_, until), (later, _) in pairwise(periods)):
        yield that.HOMES_OVERLAP.found()
    since = person.told_day(HOME, "kuntaanMuuttopv")
    if since and any(max(first, until) >= since for first, until in periods):
        yield that.FORMER_HOME_LATER.found()


def _arrival(person: Person) -> Iterator[Found]:
    """One who lives here has come before the present home; one who came once lived nowhere here before."""
    arrived = person.told_day("SUOMEEN_MUUTTOPAIVA", "suomeenMuuttopv")
    if not arrived or not person.at_home:
        return
    came_once = (
        person.has("VALTIO_JOSTA_MUUTTANUT")
        and person.has("ULKOMAINEN_SYNTYMAPAIKKA")
        and not person.has(FORMER[LIVING_ABROAD])
        and not any(group["kuntakoodi"] in _NOT_HERE for group in person.all(FORMER_HOME))
    )
    for kind in (HOME, FORMER_HOME, *_IN_FINLAND) if came_once else (HOME, RESIDENCE, STAY):
        member = "kuntaanMuuttopv" if kind in (HOME, FORMER_HOME) else "alkupv"
        if any((since := day_of(group, member)) and since < arrived for group in person.all(kind)):
            yield that.HERE_BEFORE_ARRIVAL.found(kind=kind)


_NOT_HERE: Final = frozenset({municipality.ABROAD, municipality.NO_HOME_MUNICIPALITY, municipality.UNKNOWN})
