"""Groups of who a person is: identity code, sex, languages, citizenships, birth and death.

Source: docs/wire/muutosrajapinta.md §2.4, §2.5, §2.8.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    WOMAN,
    Facts,
    Henkilotunnus,
    InChanges,
    Kielikoodi,
    KielikoodiISO6392,
    Kuntakoodi,
    Paivamaara,
    Shape,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)
from vaki.register.groups.values import Siviilisaaty, Sukupuoli, Voimassaolo


class HenkilotunnusKorjaus(Facts, frozen=True, kw_only=True, tag="HENKILOTUNNUS_KORJAUS"):
    """The identity code in force and those before it; in changes, a code that was changed or corrected.

    In base data `muutettuHenkilotunnus` is the one in force. In a change, the one that is told about: the new code
    with AKTIIVI, then each old one with PASSIIVI.

    Source: §2.4.
    """

    aktiivinenHenkilotunnus: Henkilotunnus | UnsetType = UNSET
    edellisetHenkilotunnukset: list[Henkilotunnus]
    muutettuHenkilotunnus: Henkilotunnus
    voimassaolo: Voimassaolo
    example: ClassVar[WireGroup] = {
        "aktiivinenHenkilotunnus": "120385-9048",
        "edellisetHenkilotunnukset": ["120385-9026"],
        "muutettuHenkilotunnus": "120385-9048",
        "voimassaolo": "AKTIIVI",
    }


class Aidinkieli(Facts, frozen=True, kw_only=True, tag="AIDINKIELI"):
    """Mother tongue.

    `nimi` only where the code does not tell: 98, or `mis` in ISO 639-2.

    Source: §2.8.
    """

    kielikoodi: Kielikoodi | UnsetType = UNSET
    kielikoodiISO6392: KielikoodiISO6392 | UnsetType = UNSET
    nimi: Annotated[str, Meta(description="The language in words, with code 98.")] | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kielikoodi": "sv", "kielikoodiISO6392": "swe", "alkupv": on("2012-12-20")}


class SukupuoliRyhma(Facts, frozen=True, kw_only=True, tag="SUKUPUOLI"):
    """Sex.

    Source: §2.8.
    """

    sukupuoli: Sukupuoli | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"sukupuoli": "NAINEN"}


class HenkilonKansalaisuus(Shape, frozen=True, kw_only=True):
    """One citizenship; one without `voimassaolo` is in force.

    Source: §2.8.
    """

    kansalaisuuskoodi: Valtiokoodi
    kansalaisuusnimi: Valtionimi | UnsetType = UNSET
    voimassaolo: Voimassaolo | UnsetType = UNSET
    saamispv: Annotated[Paivamaara, Meta(description="The day it was got.")] | UnsetType = UNSET
    menetyspv: Annotated[Paivamaara, Meta(description="The day it was lost.")] | UnsetType = UNSET


class Kansalaisuus(Facts, frozen=True, kw_only=True, tag="KANSALAISUUS"):
    """All citizenships in one object; in changes with what happened to each.

    One that is lost stands in `muutetutKansalaisuudet` as PASSIIVI.

    Source: §2.8, §2.12.
    """

    henkilonKansalaisuudet: list[HenkilonKansalaisuus]
    korjattavatKansalaisuudet: InChanges[list[HenkilonKansalaisuus]] | UnsetType = UNSET
    korjatutKansalaisuudet: InChanges[list[HenkilonKansalaisuus]] | UnsetType = UNSET
    poistetutKansalaisuudet: InChanges[list[HenkilonKansalaisuus]] | UnsetType = UNSET
    lisatytKansalaisuudet: InChanges[list[HenkilonKansalaisuus]] | UnsetType = UNSET
    muutetutKansalaisuudet: InChanges[list[HenkilonKansalaisuus]] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "henkilonKansalaisuudet": [
            {"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI", "saamispv": on("2020-12-01")},
            {"kansalaisuuskoodi": "233", "voimassaolo": "AKTIIVI"},
        ]
    }
    example_in_changes: ClassVar[WireGroup] = {
        "korjattavatKansalaisuudet": [],
        "korjatutKansalaisuudet": [],
        "poistetutKansalaisuudet": [],
        "lisatytKansalaisuudet": [{"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI", "saamispv": on("2020-12-01")}],
        "muutetutKansalaisuudet": [],
    }


class Syntymakotikunta(Facts, frozen=True, kw_only=True, tag="SYNTYMAKOTIKUNTA"):
    """The mother's home municipality at birth.

    Source: §2.8.
    """

    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kuntakoodi": "564"}


class UlkomainenSyntymapaikka(Facts, frozen=True, kw_only=True, tag="ULKOMAINEN_SYNTYMAPAIKKA"):
    """Country and place of birth; now and then Finland.

    Source: §2.8.
    """

    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    valtionimi: Valtionimi | UnsetType = UNSET
    ulkomainenSyntymapaikka: Annotated[str, Meta(description="The town or place.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"valtiokoodi": "422", "ulkomainenSyntymapaikka": "Beirut"}


class SiviilisaatyRyhma(Facts, frozen=True, kw_only=True, tag="SIVIILISAATY"):
    """Marital status.

    Source: §2.8, §2.11.
    """

    siviilisaaty: Siviilisaaty | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"siviilisaaty": "AVIOLIITOSSA"}


class Kuolinpaiva(Facts, frozen=True, kw_only=True, tag="KUOLINPAIVA"):
    """Death. A death undone is told by KORJATTU with `kuollut` false and no day.

    Source: §2.5.
    """

    kuollut: bool
    kuolinpv: Annotated[Paivamaara, Meta(description="Absent where the day is not known.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kuollut": True, "kuolinpv": on("2024-11-08")}


class Kuolleeksijulistamispaiva(Facts, frozen=True, kw_only=True, tag="KUOLLEEKSIJULISTAMISPAIVA"):
    """Declaration of death; may stand beside KUOLINPAIVA.

    Source: §2.5.
    """

    kuollut: bool
    kuolleeksijulistamispv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"kuollut": True, "kuolleeksijulistamispv": on("2020-03-24")}


class Syntymapaiva(Facts, frozen=True, kw_only=True, tag="SYNTYMAPAIVA"):
    """Date of birth, not always the one that the identity code tells.

    Source: §2.8.
    """

    syntymapv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"syntymapv": WOMAN["syntymapv"]}


class Jarjestyskirjain(Facts, frozen=True, kw_only=True, tag="JARJESTYSKIRJAIN"):
    """The letter that orders a person among the children of the mother.

    Source: §2.8.
    """

    jarjestyskirjain: Annotated[str, Meta(description="A letter, A first.")] | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"jarjestyskirjain": "A"}
