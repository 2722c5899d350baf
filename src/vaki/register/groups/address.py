"""Groups of where mail and visitors find a person: addresses in Finland, abroad and for contact.

Source: docs/wire/muutosrajapinta.md §2.8, §2.9, §2.10, §2.12.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    BUILDING,
    Facts,
    Huoneistokirjain,
    Huoneistonumero,
    Jakokirjain,
    KaksikielinenTeksti,
    Kuntakoodi,
    Osoitenumero,
    Paivamaara,
    Postinumero,
    Rakennustunnus,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)

PostOffice = Annotated[KaksikielinenTeksti, Meta(description="Post office, in capitals.")]
Line = Annotated[KaksikielinenTeksti, Meta(description="The address, one line.")]


class _Street(Facts, frozen=True, kw_only=True):
    katunimi: KaksikielinenTeksti | UnsetType = UNSET
    katunumero: Annotated[str, Meta(description="Free text: 5-7, 6a.")] | UnsetType = UNSET
    huoneistokirjain: Huoneistokirjain | UnsetType = UNSET
    huoneistonumero: Huoneistonumero | UnsetType = UNSET
    postinumero: Postinumero | UnsetType = UNSET
    postitoimipaikka: PostOffice | UnsetType = UNSET
    jakokirjain: Jakokirjain | UnsetType = UNSET
    rakennustunnus: Rakennustunnus | UnsetType = UNSET
    osoitenumero: Osoitenumero | UnsetType = UNSET
    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    hidden: ClassVar = (
        "katunimi",
        "katunumero",
        "huoneistokirjain",
        "huoneistonumero",
        "jakokirjain",
        "postinumero",
        "postitoimipaikka",
        "rakennustunnus",
        "osoitenumero",
        "kuntakoodi",
    )
    example: ClassVar[WireGroup] = {
        "katunimi": {"fi": "Koivutie", "sv": "Björkvägen"},
        "katunumero": "5-7",
        "huoneistokirjain": "B",
        "huoneistonumero": "012",
        "postinumero": "00640",
        "postitoimipaikka": {"fi": "HELSINKI", "sv": "HELSINGFORS"},
        "rakennustunnus": BUILDING,
        "osoitenumero": 1,
        "kuntakoodi": "091",
        "alkupv": on("2019-09-13"),
    }


class VakinainenKotimainenOsoite(_Street, frozen=True, tag="VAKINAINEN_KOTIMAINEN_OSOITE"):
    """Permanent street address in Finland.

    Source: §2.8.
    """


class TilapainenKotimainenOsoite(_Street, frozen=True, tag="TILAPAINEN_KOTIMAINEN_OSOITE"):
    """Temporary street address in Finland; several at once are possible.

    Source: §2.8.
    """


class KotimainenPostiosoite(Facts, frozen=True, kw_only=True, tag="KOTIMAINEN_POSTIOSOITE"):
    """Mail address in Finland, one line.

    Source: §2.8.
    """

    postiosoite: Line | UnsetType = UNSET
    postinumero: Postinumero | UnsetType = UNSET
    postitoimipaikka: PostOffice | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    hidden: ClassVar = ("postiosoite", "postinumero", "postitoimipaikka")
    example: ClassVar[WireGroup] = {
        "postiosoite": {"fi": "PL 34", "sv": "PB 34"},
        "postinumero": "65101",
        "postitoimipaikka": {"fi": "VAASA", "sv": "VASA"},
        "alkupv": on("2020-01-27"),
    }


class _AddressAbroad(Facts, frozen=True, kw_only=True):
    lahiosoite: Annotated[str, Meta(description="Street and number.")] | UnsetType = UNSET
    paikkakunta: Annotated[str, Meta(description="Town, with its postal code.")] | UnsetType = UNSET
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    hidden: ClassVar = ("lahiosoite", "paikkakunta", "valtiokoodi", "valtionimi")
    example: ClassVar[WireGroup] = {
        "lahiosoite": "Sadama 5/7",
        "paikkakunta": "10111 TALLINN",
        "valtiokoodi": "233",
        "alkupv": on("2020-01-24"),
    }


class VakinainenUlkomainenOsoite(_AddressAbroad, frozen=True, tag="VAKINAINEN_ULKOMAINEN_OSOITE"):
    """Permanent address abroad.

    Source: §2.8.
    """


class TilapainenUlkomainenOsoite(_AddressAbroad, frozen=True, tag="TILAPAINEN_ULKOMAINEN_OSOITE"):
    """Temporary address abroad.

    Source: §2.10.
    """


class UlkomainenPostiosoite(Facts, frozen=True, kw_only=True, tag="ULKOMAINEN_POSTIOSOITE"):
    """Mail address abroad.

    Both texts are in two languages, as in the other mail addresses (docs/decisions/0104).

    Source: §2.10.
    """

    postiosoite: Line | UnsetType = UNSET
    postiosoiteLisarivi: Annotated[str, Meta(description="A second line.")] | UnsetType = UNSET
    postitoimipaikka: PostOffice | UnsetType = UNSET
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    hidden: ClassVar = ("postiosoite", "postiosoiteLisarivi", "postitoimipaikka", "valtiokoodi", "valtionimi")
    example: ClassVar[WireGroup] = {
        "postiosoite": {"fi": "Box 12"},
        "postitoimipaikka": {"fi": "STOCKHOLM"},
        "valtiokoodi": "752",
        "alkupv": on("2022-05-02"),
    }


class KotimainenYhteysosoite(Facts, frozen=True, kw_only=True, tag="KOTIMAINEN_YHTEYSOSOITE"):
    """The contact address in Finland that a protected person has given for authorities; never censored.

    Its members are those of KOTIMAINEN_POSTIOSOITE (docs/decisions/0104).

    Source: §2.6, §2.10.
    """

    postiosoite: Line | UnsetType = UNSET
    postinumero: Postinumero | UnsetType = UNSET
    postitoimipaikka: PostOffice | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "postiosoite": {"fi": "PL 7"},
        "postinumero": "37101",
        "postitoimipaikka": {"fi": "NOKIA"},
        "alkupv": on("2024-02-01"),
    }


class UlkomainenYhteysosoite(Facts, frozen=True, kw_only=True, tag="ULKOMAINEN_YHTEYSOSOITE"):
    """The contact address abroad that a protected person has given for authorities; never censored.

    Its members are those of ULKOMAINEN_POSTIOSOITE (docs/decisions/0104).

    Source: §2.6, §2.10.
    """

    postiosoite: Line | UnsetType = UNSET
    postiosoiteLisarivi: Annotated[str, Meta(description="A second line.")] | UnsetType = UNSET
    postitoimipaikka: PostOffice | UnsetType = UNSET
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "postiosoite": {"fi": "Box 90"},
        "postitoimipaikka": {"fi": "TALLINN"},
        "valtiokoodi": "233",
        "alkupv": on("2024-02-01"),
    }
