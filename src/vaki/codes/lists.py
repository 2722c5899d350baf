"""The remaining code lists: what each code means in Finnish and, where the change interface has one, its wire name.

The tables tell of every wire name whether it has been seen in public or was chosen by us. A list is read when it is
first asked and never changes. Codes are text: `01` and `1` differ, and the empty code often means "missing".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from vaki.codes import tables
from vaki.codes.errors import UnknownCode


class UnknownListCode(UnknownCode):
    """The code list has no such entry"""


class Entry(NamedTuple):
    code: str
    name_fi: str
    wire_name: str | None = None
    """Name on the change interface."""
    old_code: str | None = None
    """Code in the older building register list, for the lists of building facts."""


class CodeList(Mapping[str, Entry]):
    """Code -> entry, in the order of the source. Asking for a code that is not there raises KeyError."""

    def __init__(self, table: str) -> None:
        self.table = table

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return MappingProxyType(
            {
                row["code"]: Entry(
                    row["code"], row["name_fi"], row.get("wire_name") or None, row.get("old_code") or None
                )
                for row in tables.rows(self.table)
            }
        )

    @cached_property
    def _by_wire_name(self) -> Mapping[str, Entry]:
        return MappingProxyType({entry.wire_name: entry for entry in self.values() if entry.wire_name is not None})

    def __getitem__(self, code: str) -> Entry:
        return self._entries[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"CodeList({self.table!r})"

    def from_wire(self, wire_name: str) -> Entry:
        """The entry of a wire name. Raises UnknownListCode."""
        try:
            return self._by_wire_name[wire_name]
        except KeyError:
            raise UnknownListCode(self.table) from None

    def wire_names(self) -> tuple[str, ...]:
        """The list's wire names, in its order; empty for a list that the change interface does not carry."""
        return tuple(self._by_wire_name)


SEX = CodeList("sukupuoli")
MARITAL_STATUS = CodeList("siviilisaaty")
NAME_KIND = CodeList("nimilaji")
NAME_CHANGE = CodeList("nimenmuutostapa")
UNION_BEGUN = CodeList("liiton_alkutapa")
UNION_ENDED = CodeList("liiton_paattymistapa")
RELATION_KIND = CodeList("henkilosuhdelaji")
GUARDIAN_KIND = CodeList("huoltajan_laji")
GUARDIAN_ROLE = CodeList("huoltajan_rooli")
GUARDIAN_RIGHT_CLASS = CodeList("huoltaja_oikeus_luokka")
CUSTODY_DIVISION = CodeList("huollonjako")
LIVING_ARRANGEMENT = CodeList("huollettavan_asuminen")
LEGAL_CAPACITY = CodeList("edunvalvonta_rajoitus")
ABSENCE = CodeList("poissaolo")
RELIGION_KIND = CodeList("uskontokuntalaji")
EMAIL_KIND = CodeList("sahkoposti_laji")
VALIDITY = CodeList("voimassaolo")
CHANGE_ATTRIBUTE = CodeList("muutosattribuutti")
OLD_GROUP = CodeList("vanha_ryhmatunnus")

BUILDING_CLASS_1994 = CodeList("rakennusluokitus_1994")
BUILDING_CLASS_2018 = CodeList("rakennusluokitus_2018")
BUILDING_CODE_VALIDITY = CodeList("rakennustunnus_voimassaolo")
BUILDING_USE_STATE = CodeList("rakennus_kaytossaolotilanne")
HEATING_METHOD = CodeList("rakennus_lammitystapa")
HEAT_SOURCE = CodeList("rakennus_lammonlahde")
BUILDING_MATERIAL = CodeList("rakennus_rakennusaine")
FACADE_MATERIAL = CodeList("rakennus_julkisivu")
CONSTRUCTION_METHOD = CodeList("rakennus_rakentamistapa")
LOCATION_ACCURACY = CodeList("sijaintiepavarmuus")
KITCHEN_KIND = CodeList("huoneisto_keittiotyyppi")
DWELLING_KIND = CodeList("huoneisto_tyyppi")

ALL: tuple[CodeList, ...] = tuple(value for value in list(globals().values()) if isinstance(value, CodeList))
