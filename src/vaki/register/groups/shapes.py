"""Shapes of values that many groups share, and what every group's struct stands on.

Source: docs/wire/muutosrajapinta.md §2.1 (shared shapes), §2.12 (composition of codes).
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Final, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from vaki.register.groups.values import Sukupuoli, Tarkkuus
from vaki.register.wire import day

WireGroup = dict[str, Any]
"""One group object as it stands on the wire, `tietoryhma` first, without `muutosattribuutti`."""

KIND: Final = "tietoryhma"
ONLY_IN_CHANGES: Final = "only_in_changes"

_Value = TypeVar("_Value")


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A closed object within a group."""


class Facts(Struct, tag_field=KIND, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One kind of information group: its members in the order of the wire.

    A member without a default is always there in an uncensored object. The docstring says what the kind tells, and last
    the source: sections of docs/wire/muutosrajapinta.md.
    """

    hidden: ClassVar[tuple[str, ...]] = ()
    """The members that a censored object lists (§2.9); empty for a kind that is never censored."""
    derived_from: ClassVar[str | None] = None
    """The kind that this one is made from."""
    person_member: ClassVar[str | None] = None
    """The member that holds a copy of another person's name and code."""
    person_list: ClassVar[tuple[str, str] | None] = None
    """The member whose elements hold such copies, and the element's member that does."""
    example: ClassVar[WireGroup] = {}
    """The members of a made-up group, without its name."""
    example_in_changes: ClassVar[WireGroup] = {}
    """What the same group has besides in a change."""


Henkilotunnus = Annotated[
    str, Meta(min_length=11, max_length=11, description="Identity code of a person, active or passive.")
]
Kuntakoodi = Annotated[
    str, Meta(pattern="^[0-9]{3}$", description="Municipality, three digits; 198 none, 199 unknown, 200 abroad.")
]
Valtiokoodi = Annotated[
    str,
    Meta(pattern="^[0-9]{3}$", description="Country, three digits (ISO 3166-1); 998 is told in words beside it."),
]
Valtionimi = Annotated[str, Meta(description="The country in words, with code 998.")]
Kielikoodi = Annotated[
    str, Meta(min_length=2, max_length=2, description="Language (ISO 639-1); 98 is told in words beside it.")
]
KielikoodiISO6392 = Annotated[str, Meta(min_length=3, max_length=3, description="Language (ISO 639-2); mis with 98.")]
Postinumero = Annotated[str, Meta(pattern="^[0-9]{5}$", description="Postal code, five digits.")]
Rakennustunnus = Annotated[str, Meta(min_length=10, max_length=10, description="Permanent building code.")]
Osoitenumero = Annotated[int, Meta(description="Which of the building's addresses.")]
Huoneistokirjain = Annotated[str, Meta(max_length=1, description="Staircase, a letter.")]
Huoneistonumero = Annotated[str, Meta(pattern="^[0-9]{3}$", description="Flat, three digits; 000 for none.")]
Jakokirjain = Annotated[str, Meta(max_length=1, description="Division of the flat, a small letter.")]
Teksti = Annotated[str, Meta(description="Text.")]
Nimi = Annotated[str, Meta(description="A name in the reduced repertoire of letters.")]
NimiUTF8 = Annotated[str, Meta(description="The same name in its full spelling.")]
Ytunnus = Annotated[str, Meta(pattern="^[0-9]{7}-[0-9]$", description="Business identity code.")]
Oikeusaputoimisto = Annotated[str, Meta(pattern="^[0-9]{6}$", description="Legal aid office, six digits.")]

InChanges = Annotated[_Value, Meta(extra={ONLY_IN_CHANGES: True})]
"""A member that base data never has."""


class Paivamaara(Shape, frozen=True):
    """A day with its precision; `arvo` is always a full date, padded with 01 when less is known."""

    arvo: Annotated[date, Meta(extra_json_schema={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, description="ISO date.")]
    tarkkuus: Tarkkuus


class KaksikielinenTeksti(Shape, frozen=True):
    """Text in Finnish, Swedish or both, never a plain string."""

    fi: str | UnsetType = UNSET
    sv: str | UnsetType = UNSET


class Henkilo(Shape, frozen=True):
    """Another person, by code and by what was recorded of the name, birth and sex.

    Who has no code is known by name, birth, sex and citizenship; an unnamed newborn has code, birth and sex.
    """

    henkilotunnus: Henkilotunnus | UnsetType = UNSET
    etunimet: Nimi | UnsetType = UNSET
    sukunimi: Nimi | UnsetType = UNSET
    etunimetUTF8: NimiUTF8 | UnsetType = UNSET
    sukunimiUTF8: NimiUTF8 | UnsetType = UNSET
    syntymapv: Paivamaara | UnsetType = UNSET
    sukupuoli: Sukupuoli | UnsetType = UNSET
    kansalaisuuskoodi: Valtiokoodi | UnsetType = UNSET
    kansalaisuusnimi: Valtionimi | UnsetType = UNSET
    nimienLisatieto: Teksti | UnsetType = UNSET


def on(text: str) -> dict[str, str]:
    """The Paivamaara of an ISO date, for examples."""
    return day(date.fromisoformat(text))


# What the examples are made of: people who do not exist, with codes that are given to nobody.

WOMAN: Final[WireGroup] = {
    "henkilotunnus": "120385-9026",
    "etunimet": "Aino Maria",
    "sukunimi": "Koskinen",
    "etunimetUTF8": "Aino Maria",
    "sukunimiUTF8": "Koskinen",
    "syntymapv": on("1985-03-12"),
    "sukupuoli": "NAINEN",
}
MAN: Final[WireGroup] = {
    "henkilotunnus": "090782-903R",
    "etunimet": "Eero Juhani",
    "sukunimi": "Semeikka",
    "etunimetUTF8": "Eero Juhani",
    "sukunimiUTF8": "Šemeikka",
    "syntymapv": on("1982-07-09"),
    "sukupuoli": "MIES",
}
CHILD: Final[WireGroup] = {
    "henkilotunnus": "200514A902M",
    "etunimet": "Oona Helmi",
    "sukunimi": "Koskinen",
    "etunimetUTF8": "Oona Helmi",
    "sukunimiUTF8": "Koskinen",
    "syntymapv": on("2014-05-20"),
    "sukupuoli": "NAINEN",
}
BUILDING: Final = "150000101X"
