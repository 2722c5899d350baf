"""Groups of further facts about people whom other groups mention only.

Source: docs/wire/muutosrajapinta.md §2.8, §2.10.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, UnsetType

from vaki.register.groups.shapes import (
    CHILD,
    MAN,
    WOMAN,
    Facts,
    Henkilo,
    Henkilotunnus,
    Kuntakoodi,
    Nimi,
    NimiUTF8,
    Paivamaara,
    Shape,
    Valtiokoodi,
    Valtionimi,
    WireGroup,
    on,
)
from vaki.register.groups.values import Nimilaji, Sukupuoli, known


class RekisterointiLisatiedot(Shape, frozen=True, kw_only=True):
    """Further facts about the person beside whom they stand.

    Source: §2.8.
    """

    sukupuoli: Sukupuoli | UnsetType = UNSET
    syntymakotikunta: Kuntakoodi | UnsetType = UNSET
    valtiokoodi: Valtiokoodi | UnsetType = UNSET
    henkilotunnus: Henkilotunnus | UnsetType = UNSET


class LapsenRekisteroinninLisatiedot(Facts, frozen=True, kw_only=True, tag="LAPSEN_REKISTEROINNIN_LISATIEDOT"):
    """Further facts for registering a child.

    Source: §2.8.
    """

    lapsi: Henkilo | UnsetType = UNSET
    lisatiedot: RekisterointiLisatiedot | UnsetType = UNSET
    person_member: ClassVar = "lapsi"
    example: ClassVar[WireGroup] = {
        "lapsi": CHILD,
        "lisatiedot": {"sukupuoli": "NAINEN", "syntymakotikunta": "091"},
    }


class MaastamuutonLisatiedotPuolisosta(Facts, frozen=True, kw_only=True, tag="MAASTAMUUTON_LISATIEDOT_PUOLISOSTA"):
    """Further facts for an emigration: the spouse.

    Source: §2.8.
    """

    puoliso: Henkilo | UnsetType = UNSET
    lisatiedot: RekisterointiLisatiedot | UnsetType = UNSET
    person_member: ClassVar = "puoliso"
    example: ClassVar[WireGroup] = {"puoliso": MAN, "lisatiedot": {"sukupuoli": "MIES", "valtiokoodi": "246"}}


class MaastamuutonLisatiedotVanhemmasta(Facts, frozen=True, kw_only=True, tag="MAASTAMUUTON_LISATIEDOT_VANHEMMASTA"):
    """Further facts for an emigration: a parent.

    Source: §2.8.
    """

    vanhempi: Henkilo | UnsetType = UNSET
    lisatiedot: RekisterointiLisatiedot | UnsetType = UNSET
    person_member: ClassVar = "vanhempi"
    example: ClassVar[WireGroup] = {"vanhempi": WOMAN, "lisatiedot": {"syntymakotikunta": "564"}}


class MaastamuutonLisatiedotHuoltajasta(Facts, frozen=True, kw_only=True, tag="MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA"):
    """Further facts for an emigration: a custodian.

    Source: §2.8.
    """

    huoltaja: Henkilo | UnsetType = UNSET
    lisatiedot: RekisterointiLisatiedot | UnsetType = UNSET
    person_member: ClassVar = "huoltaja"
    example: ClassVar[WireGroup] = {"huoltaja": WOMAN, "lisatiedot": {"henkilotunnus": WOMAN["henkilotunnus"]}}


class LapsenSukupuoliJaKansalaisuus(Facts, frozen=True, kw_only=True, tag="LAPSEN_SUKUPUOLI_JA_KANSALAISUUS"):
    """Sex and citizenship of a child whom a group of the person mentions without telling them.

    Only the name is known; the members are ours (docs/decisions/0104).

    Source: §2.10.
    """

    lapsi: Henkilo | UnsetType = UNSET
    sukupuoli: Sukupuoli | UnsetType = UNSET
    kansalaisuuskoodi: Valtiokoodi | UnsetType = UNSET
    kansalaisuusnimi: Valtionimi | UnsetType = UNSET
    person_member: ClassVar = "lapsi"
    example: ClassVar[WireGroup] = {"lapsi": CHILD, "sukupuoli": "NAINEN", "kansalaisuuskoodi": "246"}


class Viitehenkilo(Facts, frozen=True, kw_only=True, tag="VIITEHENKILO"):
    """A reference person: somebody by whom a person is told apart in the register.

    Only the name is known; the member is ours (docs/decisions/0104).

    Source: §2.10.
    """

    viitehenkilo: Henkilo | UnsetType = UNSET
    person_member: ClassVar = "viitehenkilo"
    example: ClassVar[WireGroup] = {"viitehenkilo": MAN}


class ViitehenkilonEdellinenNimi(Facts, frozen=True, kw_only=True, tag="VIITEHENKILON_EDELLINEN_NIMI"):
    """An earlier name of a reference person.

    Only the name is known; the members are those of NIMENMUUTOS (docs/decisions/0104).

    Source: §2.10.
    """

    viitehenkilo: Henkilo | UnsetType = UNSET
    nimilaji: Annotated[str, known(Nimilaji, "Which name it is.")] | UnsetType = UNSET
    nimi: Nimi | UnsetType = UNSET
    nimiUTF8: NimiUTF8 | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    person_member: ClassVar = "viitehenkilo"
    example: ClassVar[WireGroup] = {
        "viitehenkilo": MAN,
        "nimilaji": "EDELLINEN_SUKUNIMI",
        "nimi": "Nieminen",
        "nimiUTF8": "Nieminen",
        "loppupv": on("2011-11-11"),
    }


class ViitehenkilonEdellisetHenkilotunnukset(
    Facts, frozen=True, kw_only=True, tag="VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET"
):
    """Earlier identity codes of a reference person.

    Only the name is known; the members are ours (docs/decisions/0104).

    Source: §2.10.
    """

    viitehenkilo: Henkilo | UnsetType = UNSET
    edellisetHenkilotunnukset: list[Henkilotunnus]
    person_member: ClassVar = "viitehenkilo"
    example: ClassVar[WireGroup] = {
        "viitehenkilo": {**WOMAN, "henkilotunnus": "120385-9048"},
        "edellisetHenkilotunnukset": ["120385-9026"],
    }
