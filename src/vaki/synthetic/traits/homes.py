"""Home municipalities, addresses and residence codes: those of today, and the history that leads to them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.codes import municipality
from vaki.register.events.abroad import REMOVAL, REMOVED
from vaki.register.events.home import (
    FORMER_HOME,
    FORMER_RESIDENCE,
    KEPT_BY,
    LIVING_ABROAD,
    STAY,
    address_abroad,
    home_municipality,
    living_abroad,
    place_of_stay,
    residence,
    street_address,
)
from vaki.register.events.migration import absence, absent_in
from vaki.register.events.records import closed
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic.draws import Draws
from vaki.synthetic.traits.abroad import address
from vaki.synthetic.traits.births import then
from vaki.synthetic.traits.living import INSTITUTION, NOT_FOUND, Living, periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.register.groups.values import Poissaolo
    from vaki.synthetic.traits.setting import Setting, Subject

_ONE_DAY: Final = timedelta(days=1)
_ABSENT: Final[dict[str, Poissaolo]] = {
    "twice not found": "KAHDESTI_TIETYMATTOMISSA",
    "born abroad": "SYNTYNYT_POISSAOLEVAAN_VAESTOON",
    "registered abroad": "REKISTEROITY_POISSAOLEVAAN_VAESTOON",
    "registered abroad at the transfer": "REKISTEROITY_POISSAOLEVAAN_VAESTOON_PERUSTIETOJEN_SIIRROSSA",
    "foreigner removed": REMOVED,
}
_FORMER_STAY: Final = "ENTINEN_OLINPAIKASSA_ASUMINEN"
_FORMER_ABROAD: Final = "ENTINEN_ULKOMAILLA_ASUMINEN"
_ADDRESS_ABROAD_KNOWN: Final = 0.9


def homes(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """Every group of where the person lives and has lived for good."""
    lived = periods(setting, subject)
    yield from _municipalities(setting, subject, lived)
    for period in lived:
        if period.until is not None:
            yield _former(setting, subject, period)
        elif period.spot is not None:
            dwelling = setting.histories.stock.home(period.spot)
            yield street_address(dwelling, period.since)
            yield residence(dwelling, period.since)
        elif period.country:
            yield from _abroad(subject, period)
        elif period.kind:
            yield stay(setting, subject, period)
    yield from _migration(subject, lived)


def _runs(setting: Setting, subject: Subject, lived: list[Living]) -> list[tuple[str, date]]:
    """Municipalities and their first days: periods in one of them run together, and one that was joined had an end."""
    runs: list[tuple[str, date]] = []
    for at, period in enumerate(lived):
        if runs and runs[-1][0] == period.code:
            continue
        former = then(setting, subject.person, period.code, period.since)
        if former is None:
            runs.append((period.code, period.since))
            continue
        if not (runs and runs[-1][0] == former.code):
            runs.append((former.code, period.since))
        end = next(
            (one.since - _ONE_DAY for one in lived[at + 1 :] if one.code != period.code),
            subject.person.died or date.max,
        )
        if former.last_day < end:
            runs.append((period.code, former.last_day + _ONE_DAY))
    return runs


def _municipalities(setting: Setting, subject: Subject, lived: list[Living]) -> Iterator[WireGroup]:
    """KOTIKUNTA, those before it, and the municipality that keeps the records."""
    runs = _runs(setting, subject, lived)
    for (code, since), (_, until) in pairwise(runs):
        yield {
            **home_municipality(code, since, FORMER_HOME),
            "kunnastaPoisMuuttopv": wire_day(until - _ONE_DAY),
        }
    code, since = runs[-1]
    yield home_municipality(code, since)
    for kept_by, kept_since in reversed(runs):
        if municipality.is_in_force(kept_by):
            yield home_municipality(kept_by, kept_since, KEPT_BY)
            return
        if kept_by not in (municipality.ABROAD, municipality.UNKNOWN, municipality.NO_HOME_MUNICIPALITY):
            yield home_municipality(municipality.successor(kept_by), kept_since, KEPT_BY)
            return


def _former(setting: Setting, subject: Subject, period: Living) -> WireGroup:
    until = period.until or period.since
    if period.spot is not None:
        group = residence(setting.histories.stock.home(period.spot), period.since, FORMER_RESIDENCE)
        code = group.pop("asuinpaikantunnus")
        return {**group, "loppupv": wire_day(until), "asuinpaikantunnus": code}
    if period.country:
        return closed(living_abroad(period.country, period.name, period.since, _FORMER_ABROAD), until)
    if period.kind:
        return closed(stay(setting, subject, period, _FORMER_STAY), until)
    return {
        KIND: FORMER_RESIDENCE,
        "kuntakoodi": period.code,
        "alkupv": wire_day(period.since),
        "loppupv": wire_day(until),
    }


def stay(setting: Setting, subject: Subject, period: Living, record_kind: str = STAY) -> WireGroup:
    """A place of stay: an institution has its number, a place without a dwelling its own, the unknown none."""
    draws = Draws(setting.seed, "institution", setting.block.number, subject.person.index)
    number = institution = "0000"
    if period.kind == INSTITUTION:
        institution = f"{draws.between(1, 20):04}"
    elif period.kind != NOT_FOUND:
        number = f"{draws.between(1, 99):04}"
    return place_of_stay(period.code, period.kind, number, institution, period.since, record_kind=record_kind)


def _abroad(subject: Subject, period: Living) -> Iterator[WireGroup]:
    if subject.draws.chance(_ADDRESS_ABROAD_KNOWN):
        street, town = address(subject.draws, period.country)
        yield address_abroad(street, town, period.country, period.name, period.since)
    yield living_abroad(period.country, period.name, period.since, LIVING_ABROAD)


def _migration(subject: Subject, lived: list[Living]) -> Iterator[WireGroup]:
    """Moves over the border: when the person came and whence, or whither they went and how they are absent."""
    now, rare = lived[-1], subject.rare
    if subject.person.left is None:
        away = next((one for one in reversed(lived[:-1]) if one.country), None)
        if away is not None and away.until is not None:
            yield _came(away.until + _ONE_DAY)
            yield _from(away.country, away.name)
        elif subject.arrived is not None:
            yield _came(subject.arrived)
            yield _from(subject.roots.born_in, subject.roots.birth_country_name)
        return
    if subject.arrived is not None:
        yield _came(subject.arrived)
    kind = _ABSENT.get(rare)
    yield absence(kind or absent_in(now.country), now.since)
    if rare == "foreigner removed":
        yield {KIND: REMOVAL, "poistopv": wire_day(now.since)}
    elif kind is None:
        first = next(one for one in lived if one.country)
        group: WireGroup = {KIND: "VALTIO_JOHON_MUUTTANUT", "valtiokoodi": first.country}
        yield {**group, "valtionimi": first.name} if first.name else group


def _came(day: date) -> WireGroup:
    return {KIND: "SUOMEEN_MUUTTOPAIVA", "suomeenMuuttopv": wire_day(day)}


def _from(code: str, name: str | None) -> WireGroup:
    group: WireGroup = {KIND: "VALTIO_JOSTA_MUUTTANUT", "valtiokoodi": code}
    return {**group, "valtionimi": name} if name else group
