"""Groups of municipality and country: where a person belongs, belonged, came from and went.

Source: docs/wire/muutosrajapinta.md §2.8, §2.9, §2.10.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    Facts,
    Kuntakoodi,
    Paivamaara,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)
from vaki.register.groups.values import Poissaolo, known

FirstDay = Annotated[Paivamaara, Meta(description="First day in the municipality.")]
LastDay = Annotated[Paivamaara, Meta(description="Last day in the municipality.")]


class Kotikunta(Facts, frozen=True, kw_only=True, tag="KOTIKUNTA"):
    """Home municipality.

    Source: §2.8, §2.12.
    """

    kuntakoodi: Kuntakoodi
    kuntaanMuuttopv: FirstDay | UnsetType = UNSET
    hidden: ClassVar = ("kuntakoodi", "kuntaanMuuttopv")
    example: ClassVar[WireGroup] = {"kuntakoodi": "091", "kuntaanMuuttopv": on("2019-09-13")}


class EdellinenKotikunta(Facts, frozen=True, kw_only=True, tag="EDELLINEN_KOTIKUNTA"):
    """An earlier home municipality, one object a period.

    `kunnastaPoisMuuttopv` may be absent.

    Source: §2.8.
    """

    kuntakoodi: Kuntakoodi
    kuntaanMuuttopv: FirstDay
    kunnastaPoisMuuttopv: LastDay | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "kuntakoodi": "564",
        "kuntaanMuuttopv": on("1985-03-12"),
        "kunnastaPoisMuuttopv": on("2019-09-12"),
    }


class TilapainenKunta(Facts, frozen=True, kw_only=True, tag="TILAPAINEN_KUNTA"):
    """Municipality of a temporary stay.

    Source: §2.8.
    """

    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    kuntaanMuuttopv: FirstDay | UnsetType = UNSET
    kunnastaPoisMuuttopv: LastDay | UnsetType = UNSET
    hidden: ClassVar = ("kuntakoodi", "kuntaanMuuttopv", "kunnastaPoisMuuttopv")
    example: ClassVar[WireGroup] = {"kuntakoodi": "837", "kuntaanMuuttopv": on("2025-08-26")}


class VuodenvaihteenKunta(Facts, frozen=True, kw_only=True, tag="VUODENVAIHTEEN_KUNTA"):
    """Home municipality at the latest turn of the year. Follows from KOTIKUNTA and EDELLINEN_KOTIKUNTA.

    Source: §2.8.
    """

    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    vuodenvaihde: Annotated[int, Meta(description="The year that ended (docs/decisions/0102).")] | UnsetType = UNSET
    hidden: ClassVar = ("kuntakoodi", "vuodenvaihde")
    derived_from: ClassVar = "KOTIKUNTA"
    example: ClassVar[WireGroup] = {"kuntakoodi": "091", "vuodenvaihde": 2025}


class SuomeenMuuttopaiva(Facts, frozen=True, kw_only=True, tag="SUOMEEN_MUUTTOPAIVA"):
    """The day of the move to Finland.

    Source: §2.8.
    """

    suomeenMuuttopv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"suomeenMuuttopv": on("1992-01-01")}


class PoissaoloRyhma(Facts, frozen=True, kw_only=True, tag="POISSAOLO"):
    """Absence: the person's domicile is abroad, or nobody knows where.

    Source: §2.8, §2.11.
    """

    poissaolo: Annotated[str, known(Poissaolo, "The kind of absence.")] | UnsetType = UNSET
    siirtopv: Annotated[Paivamaara, Meta(description="Since when.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"poissaolo": "KOTIPAIKKA_MUUALLA_KUIN_POHJOISMAISSA", "siirtopv": on("2020-01-24")}


class ValtioJohonMuuttanut(Facts, frozen=True, kw_only=True, tag="VALTIO_JOHON_MUUTTANUT"):
    """The country that the person moved to.

    Source: §2.8.
    """

    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"valtiokoodi": "233"}


class ValtioJostaMuuttanut(Facts, frozen=True, kw_only=True, tag="VALTIO_JOSTA_MUUTTANUT"):
    """The country that the person moved from.

    Source: §2.10.
    """

    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"valtiokoodi": "998", "valtionimi": "Kuvitteelliset saaret"}


class UlkomaalainenJokaOnPoistettuVaestorekisterista(
    Facts, frozen=True, kw_only=True, tag="ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA"
):
    """A foreigner taken out of the population register, and when.

    Only the name is known; the member is ours (docs/decisions/0104).

    Source: §2.10.
    """

    poistopv: Annotated[Paivamaara, Meta(description="The day of the removal.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"poistopv": on("1998-06-30")}


class Vaestokirjanpitokunta(Facts, frozen=True, kw_only=True, tag="VAESTOKIRJANPITOKUNTA"):
    """Municipality of population registration: the home municipality, or the last one of somebody abroad.

    `kuntaanMuuttopv` may be absent.

    Source: §2.8.
    """

    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    kuntaanMuuttopv: FirstDay | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kuntakoodi": "091", "kuntaanMuuttopv": on("2019-09-13")}
