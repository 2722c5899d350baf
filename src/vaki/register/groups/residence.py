"""Groups of the place a person lives in: residence codes, stays without a building code, living abroad.

Source: docs/wire/muutosrajapinta.md §2.8, §2.9, §2.10, §2.12.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    BUILDING,
    Facts,
    Huoneistokirjain,
    Huoneistonumero,
    Jakokirjain,
    Kuntakoodi,
    Osoitenumero,
    Paivamaara,
    Rakennustunnus,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)

Dwelling = Annotated[
    str,
    Meta(
        min_length=16,
        max_length=16,
        description="Building, address number, staircase, flat and division; blanks for what there is not.",
    ),
]
Place = Annotated[
    str, Meta(min_length=14, max_length=14, description="Municipality, kind, number and institution in one.")
]
Abroad = Annotated[str, Meta(min_length=14, max_length=14, description="200, the country's code, zeros.")]


class _Residence(Facts, frozen=True, kw_only=True):
    rakennustunnus: Rakennustunnus | UnsetType = UNSET
    osoitenumero: Osoitenumero | UnsetType = UNSET
    jakokirjain: Jakokirjain | UnsetType = UNSET
    huoneistonumero: Huoneistonumero | UnsetType = UNSET
    huoneistokirjain: Huoneistokirjain | UnsetType = UNSET
    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    asuinpaikantunnus: Dwelling | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "rakennustunnus": BUILDING,
        "osoitenumero": 1,
        "huoneistonumero": "012",
        "huoneistokirjain": "B",
        "kuntakoodi": "091",
        "alkupv": on("2019-09-13"),
        "asuinpaikantunnus": f"{BUILDING}1B012 ",
    }


class _HiddenResidence(_Residence, frozen=True):
    hidden: ClassVar = (
        "rakennustunnus",
        "osoitenumero",
        "huoneistokirjain",
        "huoneistonumero",
        "jakokirjain",
        "kuntakoodi",
        "asuinpaikantunnus",
    )


class VakinainenKotimainenAsuinpaikkatunnus(
    _HiddenResidence, frozen=True, tag="VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
):
    """Permanent residence code: the dwelling lived in.

    Source: §2.8, §2.12.
    """


class EdellinenKotimainenAsuinpaikkatunnus(_Residence, frozen=True, tag="EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
    """An earlier residence code, one object a period.

    The building's members may be absent.

    Source: §2.8, §2.12.
    """

    example: ClassVar[WireGroup] = {
        "rakennustunnus": "1500000487",
        "osoitenumero": 1,
        "jakokirjain": "c",
        "huoneistonumero": "001",
        "kuntakoodi": "564",
        "alkupv": on("1985-03-12"),
        "loppupv": on("2019-09-12"),
        "asuinpaikantunnus": "15000004871 001c",
    }


class TilapainenKotimainenAsuinpaikkatunnus(
    _HiddenResidence, frozen=True, tag="TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
):
    """Temporary residence code: a dwelling beside the permanent one.

    Source: §2.8, §2.12.
    """


class _Stay(Facts, frozen=True, kw_only=True):
    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    lajikoodi: Annotated[int, Meta(description="Kind of place: 901, 902, 904 …")] | UnsetType = UNSET
    numero: Annotated[str, Meta(description="Number of the place, four digits.")] | UnsetType = UNSET
    laitos: Annotated[str, Meta(description="Institution, four digits.")] | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    asuinpaikantunnus: Place | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "kuntakoodi": "091",
        "lajikoodi": 904,
        "numero": "0000",
        "laitos": "0010",
        "alkupv": on("2018-10-29"),
        "asuinpaikantunnus": "09190400000010",
    }


class _HiddenStay(_Stay, frozen=True):
    hidden: ClassVar = ("kuntakoodi", "lajikoodi", "numero", "laitos", "asuinpaikantunnus")


class VakinainenOlinpaikassaAsuminen(_HiddenStay, frozen=True, tag="VAKINAINEN_OLINPAIKASSA_ASUMINEN"):
    """Permanent stay where there is no building code: an institution, or no fixed abode.

    Source: §2.8, §2.10, §2.12.
    """


class EntinenOlinpaikassaAsuminen(_Stay, frozen=True, tag="ENTINEN_OLINPAIKASSA_ASUMINEN"):
    """An earlier stay where there is no building code, one object a period.

    Source: §2.8, §2.12.
    """

    example: ClassVar[WireGroup] = {
        "kuntakoodi": "091",
        "lajikoodi": 902,
        "numero": "0909",
        "laitos": "0000",
        "alkupv": on("1996-10-01"),
        "loppupv": on("1997-04-20"),
        "asuinpaikantunnus": "09190209090000",
    }


class TilapainenOlinpaikassaAsuminen(_HiddenStay, frozen=True, tag="TILAPAINEN_OLINPAIKASSA_ASUMINEN"):
    """Temporary stay where there is no building code.

    Source: §2.10, §2.12.
    """


class _LivingAbroad(Facts, frozen=True, kw_only=True):
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    asuinpaikantunnus: Abroad | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "valtiokoodi": "233",
        "alkupv": on("2020-01-24"),
        "asuinpaikantunnus": "20023300000000",
    }


class _HiddenLivingAbroad(_LivingAbroad, frozen=True):
    hidden: ClassVar = ("valtiokoodi", "asuinpaikantunnus")


class VakinainenUlkomaillaAsuminen(_HiddenLivingAbroad, frozen=True, tag="VAKINAINEN_ULKOMAILLA_ASUMINEN"):
    """Permanent living abroad.

    Source: §2.8, §2.12.
    """


class EntinenUlkomaillaAsuminen(_LivingAbroad, frozen=True, tag="ENTINEN_ULKOMAILLA_ASUMINEN"):
    """Earlier living abroad, one object a period.

    Source: §2.10.
    """

    example: ClassVar[WireGroup] = {
        "valtiokoodi": "752",
        "alkupv": on("2001-08-01"),
        "loppupv": on("2004-05-31"),
        "asuinpaikantunnus": "20075200000000",
    }


class TilapainenUlkomaillaAsuminen(_HiddenLivingAbroad, frozen=True, tag="TILAPAINEN_ULKOMAILLA_ASUMINEN"):
    """Temporary living abroad.

    Source: §2.10.
    """
