"""Groups of what people tell of themselves, and of the numbers that authorities have given them.

Source: docs/wire/muutosrajapinta.md §2.8, §2.10.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    Facts,
    Kielikoodi,
    KielikoodiISO6392,
    Paivamaara,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)
from vaki.register.groups.values import (
    SahkopostinLaji,
    Sukupuoli,
    Tietolahde,
    Uskontokuntalaji,
    Voimassaolo,
    VtjVoimassaolo,
    known,
)

Community = Annotated[int, Meta(description="Number of the religious community.")]


class Uskontokunta(Facts, frozen=True, kw_only=True, tag="USKONTOKUNTA"):
    """Religious community, by number.

    Source: §2.8.
    """

    uskontokunta: Community | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"uskontokunta": 275, "alkupv": on("2019-09-13")}


class HistoriaaUskontokunnasta(Facts, frozen=True, kw_only=True, tag="HISTORIAA_USKONTOKUNNASTA"):
    """An earlier religious community, one object a period.

    Source: §2.8.
    """

    uskontokunta: Community | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "uskontokunta": 590,
        "alkupv": on("2009-08-21"),
        "loppupv": on("2019-09-12"),
    }


class UskontokuntalajiRyhma(Facts, frozen=True, kw_only=True, tag="USKONTOKUNTALAJI"):
    """Kind of religious community.

    Source: §2.8, §2.11.
    """

    uskontokuntalaji: Annotated[str, known(Uskontokuntalaji, "The kind.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"uskontokuntalaji": "EI_USKONTOKUNTAA"}


class Asiointikieli(Facts, frozen=True, kw_only=True, tag="ASIOINTIKIELI"):
    """Language of service.

    Source: §2.8.
    """

    kielikoodi: Kielikoodi | UnsetType = UNSET
    kielikoodiISO6392: KielikoodiISO6392 | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kielikoodi": "sv", "kielikoodiISO6392": "swe", "alkupv": on("2020-03-26")}


class Sahkopostiosoite(Facts, frozen=True, kw_only=True, tag="SAHKOPOSTIOSOITE"):
    """E-mail address.

    Source: §2.8, §2.9.
    """

    sahkopostiosoite: Annotated[str, Meta(description="The address.")] | UnsetType = UNSET
    lajikoodi: Annotated[str, known(SahkopostinLaji, "Who told it, or for whom it is.")] | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    hidden: ClassVar = ("sahkopostiosoite", "lajikoodi")
    example: ClassVar[WireGroup] = {
        "sahkopostiosoite": "aino.koskinen@posti.example",
        "lajikoodi": "HENKILON_ILMOITTAMA",
        "alkupv": on("2016-06-02"),
    }


class Ammatti(Facts, frozen=True, kw_only=True, tag="AMMATTI"):
    """Occupation, in the person's own words.

    Source: §2.10.
    """

    ammatti: Annotated[str, Meta(description="The occupation.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"ammatti": "puuseppä"}


class UlkomainenHenkilotunnus(Facts, frozen=True, kw_only=True, tag="ULKOMAINEN_HENKILOTUNNUS"):
    """Personal code of another country; several are possible.

    Source: §2.8, §2.11.
    """

    ulkomainenHenkilotunnus: Annotated[str, Meta(description="The code.")] | UnsetType = UNSET
    sukupuoli: Sukupuoli | UnsetType = UNSET
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    tietolahde: Annotated[str, known(Tietolahde, "Who told it.")] | UnsetType = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    antopv: Annotated[Paivamaara, Meta(description="The day it was given.")] | UnsetType = UNSET
    vtjTallennuspv: Annotated[Paivamaara, Meta(description="The day it was recorded.")] | UnsetType = UNSET
    vtjVoimassaolo: Annotated[str, known(VtjVoimassaolo, "Whether it is the best that is known.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "ulkomainenHenkilotunnus": "48503120000",
        "sukupuoli": "NAINEN",
        "valtiokoodi": "233",
        "tietolahde": "HENKILO_ITSE",
        "voimassaolo": "AKTIIVI",
        "antopv": on("2013-09-01"),
        "vtjTallennuspv": on("2013-09-25"),
        "vtjVoimassaolo": "PARAS_TIEDOSSA_OLEVA",
    }


class Rekisteriviranomainen(Facts, frozen=True, kw_only=True, tag="REKISTERIVIRANOMAINEN"):
    """The register authority of the person.

    Source: §2.8.
    """

    viranomaisnumero: Annotated[int, Meta(description="777 is Finland as a whole.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"viranomaisnumero": 777}


class SahkoinenAsiointitunnus(Facts, frozen=True, kw_only=True, tag="SAHKOINEN_ASIOINTITUNNUS"):
    """The electronic identifier of the person (SATU), which certificates carry.

    Only the name is known; the members are ours (docs/decisions/0104).

    Source: §2.10.
    """

    sahkoinenAsiointitunnus: (
        Annotated[str, Meta(min_length=9, max_length=9, description="Eight digits and a check character.")] | UnsetType
    ) = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"sahkoinenAsiointitunnus": "900001012", "voimassaolo": "AKTIIVI"}
