"""Conditions of a national permit: which of all persons it is about (docs/decisions/0306).

The population of a national permit is Finnish citizens, wherever they live, and foreigners whose home municipality is
in Finland; its conditions narrow that by age, citizenship and region. Whether a person meets them is asked of a
document as of a day, so that it can be asked before an event and after it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from vaki.codes import country, municipality
from vaki.disclosure.ages import reading_day
from vaki.disclosure.errors import PermitMalformed
from vaki.disclosure.products import Selection, get
from vaki.disclosure.selection import NOWHERE
from vaki.register.due import PUBLISHED_AGES, birthday
from vaki.register.wire import from_line

if TYPE_CHECKING:
    from vaki.disclosure.permits import Permit

FINLAND: Final = "246"
_CITIZENSHIP: Final = '\n{"tietoryhma":"KANSALAISUUS"'


class Row(Protocol):
    """A row of a query, or what stands in for one."""

    def __getitem__(self, column: str, /) -> Any: ...


class Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Whom a national permit is about; what is left out does not narrow.

    Ages are in whole years and only those whose birthdays the register publishes (`PUBLISHED_AGES`): by others nobody
    would be seen to come or go.
    """

    age_from: int | None = None
    """The youngest age."""
    age_under: int | None = None
    """The age by which a person has left."""
    citizenships: tuple[str, ...] = ()
    """Country codes, of which the person has one at least."""
    municipalities: tuple[str, ...] = ()
    """The region: home municipalities."""

    def fit(self, born: date | None, home: str | None, citizenships: frozenset[str], day: date) -> bool:
        """Whether a person of the national population meets them on a day; an unknown age meets no condition of age."""
        if self.age_from is not None and (born is None or birthday(born, self.age_from) > day):
            return False
        if self.age_under is not None and (born is None or birthday(born, self.age_under) <= day):
            return False
        if self.citizenships and citizenships.isdisjoint(self.citizenships):
            return False
        return not self.municipalities or home in self.municipalities


@cache
def parse(text: str) -> Conditions:
    """The conditions in a permit's JSON; raises PermitMalformed with the reason."""
    try:
        conditions = msgspec.json.decode(text, type=Conditions)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise PermitMalformed(f"The conditions are malformed: {error}.") from None
    ages = [age for age in (conditions.age_from, conditions.age_under) if age is not None]
    if not set(ages) <= set(PUBLISHED_AGES):
        raise PermitMalformed(f"Conditions name these ages only: {', '.join(map(str, PUBLISHED_AGES))}.")
    if ages != sorted(set(ages)):
        raise PermitMalformed("Nobody is of the ages that the conditions name.")
    if not all(map(country.exists, conditions.citizenships)):
        raise PermitMalformed("A citizenship of the conditions is no country code.")
    if not all(map(municipality.is_in_force, conditions.municipalities)):
        raise PermitMalformed("A municipality of the conditions is not in force.")
    return conditions


def conditions_of(permit: Permit, texts: tuple[str, ...] | None = None) -> tuple[Conditions, ...] | None:
    """All that a person has to meet, or None where everybody is meant: built-in products, and those not national.

    `texts` stand for the permit's own conditions, as JSON.
    """
    if not _is_national(permit.product, permit.product_version):
        return None
    own = () if permit.conditions is None else (permit.conditions,)
    return tuple(map(parse, own if texts is None else texts))


@cache
def _is_national(product: str, version: int) -> bool:
    chosen = get(product, version)
    return chosen.grantable and chosen.selection is Selection.EVERYBODY


def region(conditions: tuple[Conditions, ...] | None) -> frozenset[str] | None:
    """Municipalities outside which nobody meets the conditions; None when they name none."""
    named = [frozenset(one.municipalities) for one in conditions or () if one.municipalities]
    return None if not named else frozenset.intersection(*named)


def met(conditions: tuple[Conditions, ...] | None, row: Row) -> bool:
    """Whether the person in a row of base data meets the conditions."""
    return conditions is None or meets(conditions, row, row["document"], reading_day(row["day"], row["due"]))


def meets(conditions: tuple[Conditions, ...], row: Row, document: str, day: date) -> bool:
    """Whether the document's person belongs to the national population and meets the conditions on a day.

    `row` has `birth_date` and `municipality`.
    """
    home: str | None = row["municipality"]
    citizenships = citizenships_in(document)
    if FINLAND not in citizenships and (home is None or home in NOWHERE):
        return False
    return all(one.fit(row["birth_date"], home, citizenships, day) for one in conditions)


def citizenships_in(document: str) -> frozenset[str]:
    """Country codes of the citizenships in force in a stored document."""
    start = document.find(_CITIZENSHIP)
    if start < 0:
        return frozenset()
    end = document.find("\n", start + 1)
    group = from_line(document[start + 1 : end if end > 0 else len(document)])
    return frozenset(
        str(one["kansalaisuuskoodi"])
        for one in group.get("henkilonKansalaisuudet", ())
        if "kansalaisuuskoodi" in one and one.get("voimassaolo") != "PASSIIVI"
    )
