"""Groups of a person's children, parents and spouses.

Source: docs/wire/muutosrajapinta.md §2.7, §2.8, §2.10, §2.12.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    CHILD,
    MAN,
    WOMAN,
    Facts,
    Henkilo,
    Paivamaara,
    Shape,
    WireGroup,
    on,
)
from vaki.register.groups.values import (
    Alkutapa,
    IsaAiti,
    Lapsilaatu,
    Paattymistapa,
    Rooli,
    Vanhemmuusnimike,
    Voimassaolo,
    known,
)

Parenthood = Annotated[str, known(IsaAiti, "The parent's role.")]
Title = Annotated[
    str, known(Vanhemmuusnimike, "The parent's title now; it follows sex or choice and may differ from the role.")
]
Quality = Annotated[str, known(Lapsilaatu, "What the parenthood rests on.")]
Letter = Annotated[str, Meta(description="The child's place among the mother's children, A first.")]
Beginning = Annotated[Paivamaara, Meta(description="First day, where it is not the child's birth.")]
Count = Annotated[int, Meta(description="Which of the person's unions, 1 first.")]
EndOfUnion = Annotated[str, known(Paattymistapa, "How the union ended.")]


class Adoptiosuhde(Shape, frozen=True, kw_only=True):
    """The adoption that a parenthood rests on.

    Source: §2.8.
    """

    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET


class Lapsi(Facts, frozen=True, kw_only=True, tag="LAPSI"):
    """A child of the person, with the kind of parenthood.

    `adoptiosuhde` only where there is one.

    Source: §2.8.
    """

    lapsi: Henkilo | UnsetType = UNSET
    isaAiti: Parenthood | UnsetType = UNSET
    vanhemmuusnimike: Title | UnsetType = UNSET
    lapsilaatu: Quality | UnsetType = UNSET
    alkupv: Beginning | UnsetType = UNSET
    jarjestyskirjain: Letter | UnsetType = UNSET
    adoptiosuhde: Adoptiosuhde | UnsetType = UNSET
    person_member: ClassVar = "lapsi"
    example: ClassVar[WireGroup] = {
        "lapsi": CHILD,
        "isaAiti": "ADOPTIOAITI",
        "vanhemmuusnimike": "AITI",
        "lapsilaatu": "SAATU_ADOPTIOLAPSEKSI",
        "alkupv": on("2015-05-01"),
        "jarjestyskirjain": "A",
        "adoptiosuhde": {"alkupv": on("2015-05-01")},
    }


class Vanhempi(Facts, frozen=True, kw_only=True, tag="VANHEMPI"):
    """A parent of the person, with the kind of parenthood.

    Source: §2.8.
    """

    vanhempi: Henkilo | UnsetType = UNSET
    isaAiti: Parenthood | UnsetType = UNSET
    vanhemmuusnimike: Title | UnsetType = UNSET
    lapsilaatu: Quality | UnsetType = UNSET
    alkupv: Beginning | UnsetType = UNSET
    jarjestyskirjain: Letter | UnsetType = UNSET
    adoptiosuhde: Adoptiosuhde | UnsetType = UNSET
    person_member: ClassVar = "vanhempi"
    example: ClassVar[WireGroup] = {
        "vanhempi": WOMAN,
        "isaAiti": "AITI",
        "vanhemmuusnimike": "AITI",
        "lapsilaatu": "AVIOLAPSI",
    }


class Perhesuhde(Facts, frozen=True, kw_only=True, tag="PERHESUHDE"):
    """A child or a parent, with the validity of the relation. Follows from LAPSI and VANHEMPI.

    In changes `voimassaolevatTiedot` names all relations in force.

    Source: §2.8, §2.3.
    """

    henkilo: Henkilo | UnsetType = UNSET
    rooli: Annotated[Rooli, Meta(description="What `henkilo` is to the person.")] | UnsetType = UNSET
    isaAiti: Parenthood | UnsetType = UNSET
    lapsilaatu: Quality | UnsetType = UNSET
    vanhemmuusnimike: Title | UnsetType = UNSET
    alkupv: Beginning | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    person_member: ClassVar = "henkilo"
    example: ClassVar[WireGroup] = {
        "henkilo": WOMAN,
        "rooli": "VANHEMPI",
        "isaAiti": "AITI",
        "lapsilaatu": "AVIOLAPSI",
        "vanhemmuusnimike": "AITI",
        "voimassaolo": "AKTIIVI",
    }


class LapsiSuppea(Facts, frozen=True, kw_only=True, tag="LAPSI_SUPPEA"):
    """A child of the person, without the kind of parenthood. Follows from LAPSI.

    Source: §2.8, §2.12.
    """

    lapsi: Henkilo | UnsetType = UNSET
    vanhemmuusnimike: Title | UnsetType = UNSET
    alkupv: Beginning | UnsetType = UNSET
    jarjestyskirjain: Letter | UnsetType = UNSET
    person_member: ClassVar = "lapsi"
    derived_from: ClassVar = "LAPSI"
    example: ClassVar[WireGroup] = {
        "lapsi": CHILD,
        "vanhemmuusnimike": "AITI",
        "alkupv": on("2015-05-01"),
        "jarjestyskirjain": "A",
    }


class VanhempiSuppea(Facts, frozen=True, kw_only=True, tag="VANHEMPI_SUPPEA"):
    """A parent of the person, without the kind of parenthood. Follows from VANHEMPI.

    Source: §2.8, §2.12.
    """

    vanhempi: Henkilo | UnsetType = UNSET
    vanhemmuusnimike: Title | UnsetType = UNSET
    alkupv: Beginning | UnsetType = UNSET
    jarjestyskirjain: Letter | UnsetType = UNSET
    person_member: ClassVar = "vanhempi"
    derived_from: ClassVar = "VANHEMPI"
    example: ClassVar[WireGroup] = {"vanhempi": WOMAN, "vanhemmuusnimike": "AITI"}


class Avioliitto(Facts, frozen=True, kw_only=True, tag="AVIOLIITTO"):
    """A marriage; one that has ended says PASSIIVI.

    The members of its end are ours (docs/decisions/0104).

    Source: §2.8.
    """

    puoliso: Henkilo | UnsetType = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    vihkipv: Paivamaara | UnsetType = UNSET
    vihkitapa: Annotated[str, known(Alkutapa, "How the marriage began.")] | UnsetType = UNSET
    jarjestysnumero: Count | UnsetType = UNSET
    paattymispv: Paivamaara | UnsetType = UNSET
    paattymistapa: EndOfUnion | UnsetType = UNSET
    person_member: ClassVar = "puoliso"
    example: ClassVar[WireGroup] = {
        "puoliso": MAN,
        "voimassaolo": "AKTIIVI",
        "vihkipv": on("2012-02-15"),
        "vihkitapa": "KIRKOLLINEN_VIHKIMINEN",
        "jarjestysnumero": 1,
    }


class RekisteroityParisuhde(Facts, frozen=True, kw_only=True, tag="REKISTEROITY_PARISUHDE"):
    """A registered partnership; one that has ended says PASSIIVI.

    The members of its end are ours (docs/decisions/0104).

    Source: §2.8.
    """

    osapuoli: Henkilo | UnsetType = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    virallistamispv: Paivamaara | UnsetType = UNSET
    virallistamistapa: Annotated[str, known(Alkutapa, "How the partnership began.")] | UnsetType = UNSET
    jarjestysnumero: Count | UnsetType = UNSET
    paattymispv: Paivamaara | UnsetType = UNSET
    paattymistapa: EndOfUnion | UnsetType = UNSET
    person_member: ClassVar = "osapuoli"
    example: ClassVar[WireGroup] = {
        "osapuoli": WOMAN,
        "voimassaolo": "PASSIIVI",
        "virallistamispv": on("2006-06-19"),
        "virallistamistapa": "REKISTEROINTI",
        "jarjestysnumero": 1,
        "paattymispv": on("2017-05-05"),
        "paattymistapa": "PARISUHDE_AVIOLIITOKSI",
    }


class Asumusero(Facts, frozen=True, kw_only=True, tag="ASUMUSERO"):
    """Judicial separation of spouses.

    Only the name is known; the members are those of other relations (docs/decisions/0104).

    Source: §2.10.
    """

    puoliso: Henkilo | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    person_member: ClassVar = "puoliso"
    example: ClassVar[WireGroup] = {"puoliso": MAN, "alkupv": on("1986-11-03")}
