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
from vaki.synthetic.draws import Table
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


def religion(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """USKONTOKUNTA and its kind; former membership of those who have left a community."""
    person, draws, day = subject.person, subject.draws, subject.last
    at_birth = int(setting.places[setting.histories.at_birth(person)].code)
    native = person.language in NATIVE
    member = draws.chance(shares.church_share(person.age(day))) if native else False
    kind = "EV_LUT" if member else draws.from_table(shares.OTHER_RELIGION if native else shares.FOREIGN_RELIGION)
    if subject.rare in _OF_ONE_PARISH:
        kind = subject.rare
    elif subject.rare == "another church before":
        kind = "EV_LUT"
        joined = draws.day(years_after(person.born, 18), day)
        yield _member(_number(subject, "EV_LUT", at_birth), joined)
        yield _former(draws.between(*_ORTHODOX), person.born, joined)
        yield _kind(kind)
        return
    if kind:
        yield _member(_number(subject, kind, at_birth), person.born)
    elif native and person.age(day) >= ADULT and draws.chance(0.8):
        yield _former(1 + at_birth % _PARISHES, person.born, draws.day(years_after(person.born, 18), day))
    yield _kind(kind or "EI_USKONTOKUNTAA")


def _number(subject: Subject, kind: str, at_birth: int) -> int:
    if kind == "EV_LUT":
        return 1 + at_birth % _PARISHES
    if kind == "ORT":
        return subject.draws.between(*_ORTHODOX)
    return _OF_ONE_PARISH.get(kind) or subject.draws.from_table(_OTHERS)


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
