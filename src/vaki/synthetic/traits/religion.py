"""Religious communities: their kinds, their numbers, and those that were left.

A parish is that of the mother's home at birth, never of the present home: the number of a community is told of the
protected too (docs/decisions/0307).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.due import ADULT
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.history import NATIVE
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaki.register.groups import WireGroup
    from vaki.synthetic.traits.setting import Setting, Subject

_PARISHES: Final = 550
_OF_ONE_PARISH: Final = {"SAKSALAINEN_SRK": 701, "OLAUS_PETRI": 702}
_ORTHODOX: Final = (551, 580)
_OTHERS: Final = Table(
    (
        (581, 18_826.0), (582, 14_932.0), (583, 11_530.0), (584, 10_596.0), (585, 7_445.0), (586, 3_474.0),
        (587, 3_181.0), (588, 2_332.0), (589, 1_352.0), (590, 1_188.0), (591, 538.0),
    )
)  # fmt: skip
"""Other registered communities by their members in 2012 (Statistics Finland), the largest first.

Jehovah's Witnesses, Free Church, Catholic, Islamic, Pentecostal, Adventist, Latter-day Saints, Baptist, Methodist,
Jewish, Buddhist. The register's numbers are not public, so they are ours.
"""
RARE: Final = (
    Rarity("SAKSALAINEN_SRK", lambda person, setting: person.language == "de" and rarities.resident(person, setting)),
    Rarity("OLAUS_PETRI", lambda person, setting: person.language == "sv" and rarities.native(person, setting)),
    Rarity("another church before", rarities.native, 2),
)


def parish_of(municipality: str) -> int:
    """The number of the Lutheran parish of a municipality, by its code."""
    return 1 + int(municipality) % _PARISHES


def religion(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """USKONTOKUNTA and its kind; former membership of those who have left a community."""
    person, draws, day = subject.person, subject.draws, subject.last
    at_birth = setting.places[setting.histories.at_birth(person)].code
    kind = drawn_kind(draws, person.language, person.age(day))
    if subject.rare in _OF_ONE_PARISH:
        kind = subject.rare
    elif subject.rare == "another church before":
        joined = draws.day(years_after(person.born, 18), day)
        yield _member(_number(draws, "EV_LUT", at_birth), joined)
        yield _former(draws.between(*_ORTHODOX), person.born, joined)
        yield _kind("EV_LUT")
        return
    grown_native = person.language in NATIVE and person.age(day) >= ADULT
    yield from belonging(draws, kind, person.born, day if grown_native else None, at_birth)


def drawn_kind(draws: Draws, language: str, age: int) -> str:
    """The kind of community by mother tongue and age in years; empty for none."""
    native = language in NATIVE
    if native and draws.chance(shares.church_share(age)):
        return "EV_LUT"
    return draws.from_table(shares.OTHER_RELIGION if native else shares.FOREIGN_RELIGION)


def belonging(draws: Draws, kind: str, born: date, left_by: date | None, at_birth: str) -> Iterator[WireGroup]:
    """The groups of a member since birth, or of one who is in no community (`kind` is empty).

    Most of the latter have left the church as adults by the day `left_by`; nobody when it is None. `at_birth` is the
    code of the home municipality at birth.
    """
    if kind:
        yield _member(_number(draws, kind, at_birth), born)
    elif left_by is not None and draws.chance(0.8):
        yield _former(parish_of(at_birth), born, draws.day(years_after(born, 18), left_by))
    yield _kind(kind or "EI_USKONTOKUNTAA")


def _number(draws: Draws, kind: str, at_birth: str) -> int:
    if kind == "EV_LUT":
        return parish_of(at_birth)
    if kind == "ORT":
        return draws.between(*_ORTHODOX)
    return _OF_ONE_PARISH.get(kind) or draws.from_table(_OTHERS)


def _kind(kind: str) -> WireGroup:
    return {KIND: "USKONTOKUNTALAJI", "uskontokuntalaji": kind}


def _member(number: int, since: date) -> WireGroup:
    return {KIND: "USKONTOKUNTA", "uskontokunta": number, "alkupv": wire_day(since)}


def _former(number: int, since: date, until: date) -> WireGroup:
    return {
        KIND: "HISTORIAA_USKONTOKUNNASTA",
        "uskontokunta": number,
        "alkupv": wire_day(since),
        "loppupv": wire_day(until),
    }
