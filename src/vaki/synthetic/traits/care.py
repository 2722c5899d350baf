"""Guardianship of adults by a legal aid office, children taken into care, and the order of a mother's children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaki.register.due import ADULT
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.traits.setting import Subject


def order(subject: Subject) -> Iterator[WireGroup]:
    """JARJESTYSKIRJAIN."""
    person = subject.person
    if person.mother is not None:
        siblings = sorted(person.mother.children, key=lambda one: (one.born, one.index))
        yield {KIND: "JARJESTYSKIRJAIN", "jarjestyskirjain": chr(ord("A") + siblings.index(person))}


def care(subject: Subject) -> Iterator[WireGroup]:
    """EDUNVALVONTA and HUOSTAANOTTO."""
    draws, person, day, age = subject.draws, subject.person, subject.last, subject.age
    if age < ADULT:
        if draws.chance(shares.TAKEN_INTO_CARE):
            since = draws.day(person.born, day)
            yield {KIND: "HUOSTAANOTTO", "huostaanotto": True, "alkupv": wire_day(since)}
        return
    share = next(one for since, one in reversed(shares.GUARDIANSHIP) if age >= since)
    if draws.chance(share):
        yield {
            KIND: "EDUNVALVONTA",
            "alkupv": wire_day(draws.day(max(years_after(person.born, 18), years_after(day, -12)), day)),
            "toimintakelpoisuus": "RAJOITETTU_OSITTAIN" if draws.chance(0.03) else "RAJOITTAMATON",
            "tehtavienjako": False,
            "nykyisetEdunvalvojat": [{"oikeusaputoimisto": f"{900100 + draws.below(20)}"}],
        }
