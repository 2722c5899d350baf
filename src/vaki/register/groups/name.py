"""Groups of names: those in force, those before them and how they changed.

Source: docs/wire/muutosrajapinta.md §2.8, §2.12.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import Facts, Nimi, NimiUTF8, Paivamaara, WireGroup, on
from vaki.register.groups.values import Nimenmuutostapa, Nimilaji, known

NameKind = Annotated[str, known(Nimilaji, "Which name it is.")]


class HenkilonNimi(Facts, frozen=True, kw_only=True, tag="HENKILON_NIMI"):
    """First names and surname in force.

    `alkupv` is the first day of this combination, absent where the names are the original ones.

    Source: §2.8.
    """

    etunimi: Nimi
    sukunimi: Nimi
    etunimiUTF8: NimiUTF8 | UnsetType = UNSET
    sukunimiUTF8: NimiUTF8 | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    lisatieto: Annotated[str, Meta(description="Which letters the reduced repertoire could not tell.")] | UnsetType = (
        UNSET
    )
    example: ClassVar[WireGroup] = {
        "etunimi": "Eero Juhani",
        "sukunimi": "Semeikka",
        "etunimiUTF8": "Eero Juhani",
        "sukunimiUTF8": "Šemeikka",
        "alkupv": on("2011-11-11"),
    }


class Nimenmuutos(Facts, frozen=True, kw_only=True, tag="NIMENMUUTOS"):
    """One name, earlier or of a special kind; which, `nimilaji` tells. Follows from NIMENMUUTOS_LAAJA.

    An earlier name's last day equals the first day of the one after it.

    Source: §2.8, §2.12.
    """

    nimilaji: NameKind | UnsetType = UNSET
    nimi: Nimi | UnsetType = UNSET
    nimiUTF8: NimiUTF8 | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    derived_from: ClassVar = "NIMENMUUTOS_LAAJA"
    example: ClassVar[WireGroup] = {
        "nimilaji": "EDELLINEN_SUKUNIMI",
        "nimi": "Nieminen",
        "nimiUTF8": "Nieminen",
        "alkupv": on("1992-03-23"),
        "loppupv": on("2011-11-11"),
    }


class NimenmuutosLaaja(Facts, frozen=True, kw_only=True, tag="NIMENMUUTOS_LAAJA"):
    """One name, earlier or of a special kind, with the way in which it changed.

    Source: §2.8, §2.12.
    """

    nimilaji: NameKind | UnsetType = UNSET
    nimi: Nimi | UnsetType = UNSET
    nimiUTF8: NimiUTF8 | UnsetType = UNSET
    nimenmuutostapa: Annotated[str, known(Nimenmuutostapa, "How the name changed.")] | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {
        "nimilaji": "NYKYINEN_SUKUNIMI",
        "nimi": "Semeikka",
        "nimiUTF8": "Šemeikka",
        "nimenmuutostapa": "SUKUNIMEN_MUUTOS_ILMOITUKSELLA",
        "alkupv": on("2011-11-11"),
    }


class Kutsumanimi(Facts, frozen=True, kw_only=True, tag="KUTSUMANIMI"):
    """The first name that the person is called by; an earlier one in changes only. Follows from NIMENMUUTOS_LAAJA.

    Source: §2.8, §2.12.
    """

    nimilaji: NameKind | UnsetType = UNSET
    nimi: Nimi | UnsetType = UNSET
    nimiUTF8: NimiUTF8 | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    derived_from: ClassVar = "NIMENMUUTOS_LAAJA"
    example: ClassVar[WireGroup] = {
        "nimilaji": "NYKYINEN_KUTSUMANIMI",
        "nimi": "Eero",
        "nimiUTF8": "Eero",
        "alkupv": on("2013-03-06"),
    }
