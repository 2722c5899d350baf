"""The document as it is stored: order, derived groups, the form of each group, what there is one of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from vaki.register.audit import contradictions as that
from vaki.register.audit.person import STORED_RELATION
from vaki.register.derive import SOURCES, derived_entries
from vaki.register.groups import BY_NAME, CATALOGUE, COMPUTED_AT_READING, PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.groups import WireGroup

_FAMILY: Final = ("LAPSI", "VANHEMPI")
_MADE_FROM: Final = {
    source: [one.name for one in CATALOGUE if one.derived_from == source]
    + ([STORED_RELATION] if source in _FAMILY else [])
    for source in SOURCES
}
_OF_EVERYONE: Final = ("HENKILOTUNNUS_KORJAUS", "SUKUPUOLI", "SYNTYMAPAIVA", "SIVIILISAATY")
_ONLY_ONE: Final = frozenset(
    {
        *_OF_EVERYONE,
        "AIDINKIELI",
        "HENKILON_NIMI",
        "KANSALAISUUS",
        "SYNTYMAKOTIKUNTA",
        "KUOLINPAIVA",
        "KUOLLEEKSIJULISTAMISPAIVA",
        "TURVAKIELTO",
        "HENKILOMATRIKKELIKIELTO",
        "SUKUTUTKIMUSKIELTO",
        "SUORAMARKKINOINTIKIELTO",
        "YHTEYSTIETOJEN_LUOVUTUSKIELTO",
        "ASIAKASREKISTERIN_PAIVITYSKIELTO",
        "VAKINAINEN_KOTIMAINEN_OSOITE",
        "VAKINAINEN_ULKOMAINEN_OSOITE",
        "KOTIKUNTA",
        "SUOMEEN_MUUTTOPAIVA",
        "POISSAOLO",
        "VAESTOKIRJANPITOKUNTA",
        "EDUNVALVONTA",
        "EDUNVALVONTAVALTUUTUS",
        "HUOSTAANOTTO",
        "USKONTOKUNTALAJI",
        "JARJESTYSKIRJAIN",
        "ASIOINTIKIELI",
        "AMMATTI",
        "REKISTERIVIRANOMAINEN",
    }
)


def form(person: Person) -> Iterator[Found]:
    """What holds of a document that events write. One that stands as it was loaded has the form it came in."""
    if person.as_loaded:
        return
    places = [PLACE.get(entry.kind, len(PLACE)) for entry in person.document.entries]
    if places != sorted(places):
        yield that.OUT_OF_ORDER.found()
    if not _is_derived(person):
        yield that.NOT_DERIVED.found()
    yield from _groups(person)


def _groups(person: Person) -> Iterator[Found]:
    for kind, entries in person.by_kind.items():
        if len(entries) > 1 and kind in _ONLY_ONE:
            yield that.TOLD_TWICE.found(kind=kind)
        decoder = _decoder(kind)
        for entry in entries:
            if decoder is not None and not _fits(decoder, entry.line):
                yield that.MALFORMED.found(kind=kind)
    for kind in _OF_EVERYONE:
        if not person.has(kind):
            yield that.LACKING.found(kind=kind)
    if person.has(COMPUTED_AT_READING):
        yield that.STORED_AT_READING.found(kind=COMPUTED_AT_READING)


def _is_derived(person: Person) -> bool:
    """As `derive` makes them: of each source line its derived ones, in the order of the sources, and no others.

    A derived kind without any source is as it was loaded from a narrower answer.
    """
    expected: dict[str, list[tuple[WireGroup, tuple[int, ...]]]] = {}
    for source in SOURCES & person.by_kind.keys():
        for kind in _MADE_FROM[source]:
            expected[kind] = []
    if not expected:
        return True
    for entry in person.document.entries:
        if entry.kind in SOURCES:
            for made in derived_entries(entry):
                expected[made.kind].append((made.group, made.mentions))
    return all(
        made == [(one.group, one.mentions) for one in person.entries(kind) if kind != STORED_RELATION or not one.over]
        for kind, made in expected.items()
    )


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any] | None:
    known = BY_NAME.get(kind)
    return None if known is None else msgspec.json.Decoder(known.facts)


def _fits(decoder: msgspec.json.Decoder[Any], line: str) -> bool:
    try:
        decoder.decode(line)
    except msgspec.ValidationError:
        return False
    return True
