"""Copies of other persons that stand in groups: whom they name, and the copy of someone without an identity code.

Source: docs/wire/muutosrajapinta.md §2.1 (Henkilo) and §2.10 (guardians, who stand in a list within the group).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.fields import CountryCode, Name
from vaki.register.events.records import checked_country
from vaki.register.events.spelling import checked_first_names, checked_name, reduced
from vaki.register.groups import BY_NAME, CATALOGUE, KIND
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup

PERSON_LISTS: Final = {group.name: group.person_list for group in CATALOGUE if group.person_list is not None}
"""Kinds that hold copies in a list: the list, and the member of its elements that is the copy."""

_CODE: Final = "henkilotunnus"


class PersonWithoutCode(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Someone whom the register knows by name, birth date and citizenship only."""

    first_names: Name
    surname: Name
    birth_date: date
    birth_precision: Literal["PAIVA", "KUUKAUSI", "VUOSI"] = "PAIVA"
    sex: Sex = Sex.MISSING
    citizenship: CountryCode | None = None
    citizenship_name: str = ""

    def reference(self, day: date) -> dict[str, Any]:
        """The copy that stands in others' groups; refuses what is no name or country, and a birth after the day."""
        if self.birth_date > day:
            raise EventRefused("The person without an identity code would be born after the event.")
        first, last = checked_first_names(self.first_names), checked_name(self.surname)
        copy: dict[str, Any] = {
            "etunimet": reduced(first),
            "sukunimi": reduced(last),
            "etunimetUTF8": first,
            "sukunimiUTF8": last,
            "syntymapv": wire_day(self._padded(), self.birth_precision),
            "sukupuoli": self.sex.value,
        }
        if self.citizenship is not None:
            copy["kansalaisuuskoodi"] = self.citizenship
            name = checked_country(self.citizenship, self.citizenship_name)
            if name is not None:
                copy["kansalaisuusnimi"] = name
        return copy

    def _padded(self) -> date:
        if self.birth_precision == "VUOSI":
            return self.birth_date.replace(month=1, day=1)
        return self.birth_date.replace(day=1) if self.birth_precision == "KUUKAUSI" else self.birth_date


def codes_named(value: Any) -> Iterator[str]:
    """Identity codes of the persons whose copies stand in a group, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get(_CODE), str):
            yield value[_CODE]
        for inner in value.values():
            yield from codes_named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from codes_named(inner)


def with_renewed_copy(group: WireGroup, codes: Iterable[str], new: dict[str, Any]) -> WireGroup:
    """The group with the new copy of the person who has those codes; the same group when it is the same already."""
    kind = BY_NAME[group[KIND]]
    if kind.person_member is not None:
        return _renewed(group, kind.person_member, set(codes), new)
    if kind.name not in PERSON_LISTS:
        return group
    whole, member = PERSON_LISTS[kind.name]
    known = set(codes)
    elements = [
        {**element, member: new} if element.get(member, {}).get(_CODE) in known else element for element in group[whole]
    ]
    return group if elements == group[whole] else {**group, whole: elements}


def _renewed(group: WireGroup, member: str, codes: set[str], new: dict[str, Any]) -> WireGroup:
    facts = group.get("lisatiedot", {})
    renewed = {**group, member: new}
    if facts.get(_CODE) in codes:
        renewed["lisatiedot"] = {**facts, _CODE: new[_CODE]}
    return group if renewed == group else renewed
