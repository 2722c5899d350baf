"""How often kinds of groups and values of code lists occur among people, and which of them are missing.

What must occur is read from the catalogue's structs and from the code lists, so that a new kind or value is asked for
without a change here.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from msgspec import inspect

from vaki.codes import lists
from vaki.register.groups import CATALOGUE, COMPUTED_AT_READING
from vaki.register.groups.shapes import ONLY_IN_CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Path = tuple[str, ...]
"""A kind and the members that lead to a value."""

KINDS: Final = tuple(group.name for group in CATALOGUE if group.name != COMPUTED_AT_READING)
_SOURCES: Final = {group.name: group.facts for group in CATALOGUE if group.derived_from is None}
_UNIONS_ONLY: Final = frozenset({"REKISTEROINTI", "AVIOLIITTO_PARISUHTEEKSI"})
_PARTNERSHIPS_ONLY: Final = frozenset(
    {"PARISUHTEEN_PURKAMINEN", "OSAPUOLEN_KUOLEMA", "REKISTEROINTI_MITATON", "PARISUHDE_AVIOLIITOKSI"}
)
_MARRIAGES_ONLY: Final = frozenset(
    {
        "AVIOERO",
        "PUOLISON_KUOLEMA",
        "AVIOLIITON_PERUUTUMINEN",
        "AVIOLIITTO_PARISUHTEEKSI",
        "VIHKIMINEN_MITATON",
        "KIRKOLLINEN_VIHKIMINEN",
        "SIVIILIVIHKIMINEN",
        "VIHKITAPA_EI_TIEDOSSA",
        "PARISUHDE_AVIOLIITOKSI",
    }
)
NEVER: Final[dict[Path, frozenset[str]]] = {
    # Told in changes only (docs/wire/muutosrajapinta.md §2.4).
    ("HENKILOTUNNUS_KORJAUS", "voimassaolo"): frozenset({"PASSIIVI"}),
    # An identity code tells the sex of whoever has one.
    ("SUKUPUOLI", "sukupuoli"): frozenset({"PUUTTUU"}),
    ("LAPSEN_REKISTEROINNIN_LISATIEDOT", "lisatiedot", "sukupuoli"): frozenset({"PUUTTUU"}),
    ("LAPSEN_SUKUPUOLI_JA_KANSALAISUUS", "sukupuoli"): frozenset({"PUUTTUU"}),
    ("MAASTAMUUTON_LISATIEDOT_PUOLISOSTA", "lisatiedot", "sukupuoli"): frozenset({"PUUTTUU"}),
    ("MAASTAMUUTON_LISATIEDOT_VANHEMMASTA", "lisatiedot", "sukupuoli"): frozenset({"PUUTTUU"}),
    ("MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA", "lisatiedot", "sukupuoli"): frozenset({"PUUTTUU"}),
    # What a reference person is called now stands in the copy beside it.
    ("VIITEHENKILON_EDELLINEN_NIMI", "nimilaji"): frozenset(
        {"NYKYINEN_SUKUNIMI", "NYKYINEN_ETUNIMI", "NYKYINEN_VALINIMI", "NYKYINEN_KUTSUMANIMI", "PATRONYYMI"}
    ),
    # One list for two kinds of union: what belongs to the other.
    ("AVIOLIITTO", "vihkitapa"): _UNIONS_ONLY,
    ("AVIOLIITTO", "paattymistapa"): _PARTNERSHIPS_ONLY,
    ("REKISTEROITY_PARISUHDE", "virallistamistapa"): _MARRIAGES_ONLY,
    ("REKISTEROITY_PARISUHDE", "paattymistapa"): _MARRIAGES_ONLY - {"PARISUHDE_AVIOLIITOKSI"},
}
"""Values that base data cannot have, and why."""
PLACES_OF_STAY: Final = frozenset({"901", "902", "904"})
BESIDE: Final[dict[Path, frozenset[str]]] = {
    ("VAKINAINEN_OLINPAIKASSA_ASUMINEN", "lajikoodi"): PLACES_OF_STAY,
    ("ENTINEN_OLINPAIKASSA_ASUMINEN", "lajikoodi"): PLACES_OF_STAY,
    ("TILAPAINEN_OLINPAIKASSA_ASUMINEN", "lajikoodi"): PLACES_OF_STAY - {"901"},
    ("SYNTYMAPAIVA", "syntymapv", "tarkkuus"): frozenset({"PAIVA", "KUUKAUSI", "VUOSI"}),
}
"""Lists that the structs cannot tell of: numbers (§2.11), and how exactly a birth date is known (§2.1)."""
LISTS: Final[dict[str, tuple[Path, ...]]] = {
    lists.SEX.table: (("SUKUPUOLI", "sukupuoli"), ("ULKOMAINEN_HENKILOTUNNUS", "sukupuoli")),
    lists.MARITAL_STATUS.table: (("SIVIILISAATY", "siviilisaaty"),),
    lists.NAME_KIND.table: (("NIMENMUUTOS_LAAJA", "nimilaji"),),
    lists.NAME_CHANGE.table: (("NIMENMUUTOS_LAAJA", "nimenmuutostapa"),),
    lists.UNION_BEGUN.table: (("AVIOLIITTO", "vihkitapa"), ("REKISTEROITY_PARISUHDE", "virallistamistapa")),
    lists.UNION_ENDED.table: (("AVIOLIITTO", "paattymistapa"), ("REKISTEROITY_PARISUHDE", "paattymistapa")),
    lists.GUARDIAN_KIND.table: (("HUOLTAJA", "huoltajanLaji"),),
    lists.GUARDIAN_ROLE.table: (("HUOLTAJA", "huoltajanRooli"),),
    lists.LIVING_ARRANGEMENT.table: (("HUOLTAJA", "asuminen"),),
    lists.LEGAL_CAPACITY.table: (("EDUNVALVONTA", "toimintakelpoisuus"),),
    lists.ABSENCE.table: (("POISSAOLO", "poissaolo"),),
    lists.RELIGION_KIND.table: (("USKONTOKUNTALAJI", "uskontokuntalaji"),),
    lists.EMAIL_KIND.table: (("SAHKOPOSTIOSOITE", "lajikoodi"),),
    lists.VALIDITY.table: (("SAHKOINEN_ASIOINTITUNNUS", "voimassaolo"),),
}
"""Where the values of a code list stand in base data."""
ELSEWHERE: Final = frozenset({lists.CHANGE_ATTRIBUTE.table})
"""Code lists with names on the wire that base data has no place for."""


@cache
def listed() -> dict[Path, frozenset[str]]:
    """The values that must occur, by where they stand: of the kinds that follow from no other."""
    wanted: dict[Path, frozenset[str]] = dict(BESIDE)
    for kind, facts in _SOURCES.items():
        for path, values in _walk(inspect.type_info(facts), (kind,)):
            wanted[path] = frozenset(values) - NEVER.get(path, frozenset())
    return wanted


def _walk(shape: Any, path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if isinstance(shape, inspect.Metadata):
        if (shape.extra or {}).get(ONLY_IN_CHANGES):
            return
        examples = (shape.extra_json_schema or {}).get("examples")
        if examples:
            yield path, tuple(examples)
        yield from _walk(shape.type, path)
    elif isinstance(shape, inspect.LiteralType):
        yield path, tuple(map(str, shape.values))
    elif isinstance(shape, inspect.UnionType):
        for one in shape.types:
            yield from _walk(one, path)
    elif isinstance(shape, inspect.ListType):
        yield from _walk(shape.item_type, path)
    elif isinstance(shape, inspect.StructType) and shape.cls.__name__ not in ("Henkilo", "Paivamaara"):
        for field in shape.fields:
            yield from _walk(field.type, (*path, field.encode_name))


class Occurrences:
    """What was met: persons by kind, and values by where they stand."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.kinds: Counter[str] = Counter()
        self.values: Counter[tuple[Path, str]] = Counter()
        self._by_kind: dict[str, list[Path]] = {}
        for path in listed():
            self._by_kind.setdefault(path[0], []).append(path)
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        self.kinds.update({entry.kind for entry in document.entries})
        for entry in document.entries:
            for path in self._by_kind.get(entry.kind, ()):
                for value in _at(entry.group, path[1:]):
                    self.values[path, value] += 1

    def update(self, other: Occurrences) -> None:
        self.kinds.update(other.kinds)
        self.values.update(other.values)

    def missing_kinds(self, fewest: int = 1) -> set[str]:
        """The kinds that fewer persons have."""
        return {kind for kind in KINDS if self.kinds[kind] < fewest}

    def missing_values(self, fewest: int = 1) -> set[tuple[Path, str]]:
        """The values of the structs' lists that stand in fewer places."""
        return {
            (path, value) for path, values in listed().items() for value in values if self.values[path, value] < fewest
        }

    def missing_from_lists(self) -> set[tuple[str, str]]:
        """The wire names of code lists that stand nowhere."""
        return {
            (table.table, name)
            for table in lists.ALL
            if (paths := LISTS.get(table.table))
            for name in table.wire_names()
            if not any(self.values[path, name] for path in paths)
        }


def _at(group: WireGroup, path: Path) -> Iterator[str]:
    held: list[Any] = [group]
    for member in path:
        parts = [one[member] for one in held if member in one]
        held = [part for one in parts for part in (one if isinstance(one, list) else [one])]
    yield from map(str, held)
