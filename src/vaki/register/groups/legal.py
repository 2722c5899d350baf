"""Groups of what is decided about a person: protection, bans, guardianship, care.

Source: docs/wire/muutosrajapinta.md §2.6, §2.8, §2.10.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import (
    WOMAN,
    Facts,
    Henkilo,
    Kuntakoodi,
    Oikeusaputoimisto,
    Paivamaara,
    Shape,
    WireGroup,
    Ytunnus,
    on,
)
from vaki.register.groups.values import Toimintakelpoisuus, known


class Turvakielto(Facts, frozen=True, kw_only=True, tag="TURVAKIELTO"):
    """Non-disclosure for personal safety; in base data only of those who have it.

    While turvakieltoAktiivinen is true, the groups that the permit censors stand as censored objects: drop what was
    held of them. The one that says false clears every censored object, also of kinds that its item does not bring.

    Source: §2.6.
    """

    turvaLoppuPv: Annotated[Paivamaara, Meta(description="Its last day; absent until further notice.")] | UnsetType = (
        UNSET
    )
    turvakieltoAktiivinen: Annotated[bool, Meta(description="False in the change that ends it.")]
    example: ClassVar[WireGroup] = {"turvaLoppuPv": on("2029-04-30"), "turvakieltoAktiivinen": True}


class _Ban(Facts, frozen=True, kw_only=True):
    alkupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"alkupv": on("2020-03-26")}


class Henkilomatrikkelikielto(_Ban, frozen=True, tag="HENKILOMATRIKKELIKIELTO"):
    """The person does not want to stand in printed directories of persons.

    Source: §2.8.
    """


class Sukututkimuskielto(_Ban, frozen=True, tag="SUKUTUTKIMUSKIELTO"):
    """The person's data is not handed out for genealogy.

    Source: §2.8.
    """


class Suoramarkkinointikielto(_Ban, frozen=True, tag="SUORAMARKKINOINTIKIELTO"):
    """The person's data is not handed out for direct marketing, opinion polls and market research.

    Source: §2.8.
    """


class YhteystietojenLuovutuskielto(_Ban, frozen=True, tag="YHTEYSTIETOJEN_LUOVUTUSKIELTO"):
    """The person's contact details are not handed out by address services.

    Source: §2.8.
    """


class AsiakasrekisterinPaivityskielto(_Ban, frozen=True, tag="ASIAKASREKISTERIN_PAIVITYSKIELTO"):
    """Customer registers do not get the person's new contact details.

    Source: §2.8.
    """


class Edunvalvoja(Shape, frozen=True, kw_only=True):
    """A guardian of an adult: a person, a company or community, a municipality, or a legal aid office.

    `edunvalvoja` is known from clients, the other members are named by analogy (docs/decisions/0104).

    Source: §2.10.
    """

    edunvalvoja: Annotated[Henkilo, Meta(description="The guardian, when a person.")] | UnsetType = UNSET
    ytunnus: Ytunnus | UnsetType = UNSET
    yrityksenNimi: Annotated[str, Meta(description="Name of the company or community.")] | UnsetType = UNSET
    kuntakoodi: Kuntakoodi | UnsetType = UNSET
    oikeusaputoimisto: Oikeusaputoimisto | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET


class Edunvalvonta(Facts, frozen=True, kw_only=True, tag="EDUNVALVONTA"):
    """Guardianship of an adult: since when, how far it limits the person's own capacity, and who the guardians are.

    `nykyisetEdunvalvojat` is always an array, and empty while there is none. It names all that there are now.

    Source: §2.10.
    """

    alkupv: Paivamaara | UnsetType = UNSET
    paatymispv: Annotated[Paivamaara, Meta(description="The day it ended.")] | UnsetType = UNSET
    toimintakelpoisuus: (
        Annotated[str, known(Toimintakelpoisuus, "How far the person's capacity is limited.")] | UnsetType
    ) = UNSET
    tehtavienjako: Annotated[bool, Meta(description="Whether the guardians' tasks are divided.")] | UnsetType = UNSET
    nykyisetEdunvalvojat: list[Edunvalvoja]
    person_list: ClassVar = ("nykyisetEdunvalvojat", "edunvalvoja")
    example: ClassVar[WireGroup] = {
        "alkupv": on("2021-02-15"),
        "toimintakelpoisuus": "RAJOITTAMATON",
        "tehtavienjako": True,
        "nykyisetEdunvalvojat": [
            {"edunvalvoja": WOMAN, "alkupv": on("2021-02-15")},
            {"oikeusaputoimisto": "900101", "alkupv": on("2022-06-01")},
        ],
    }


class Edunvalvontavaltuutettu(Shape, frozen=True, kw_only=True):
    """A holder of a continuing power of attorney.

    Source: §2.10.
    """

    edunvalvontavaltuutettu: Henkilo | UnsetType = UNSET
    valtuutussuhteenAlkupv: Paivamaara | UnsetType = UNSET
    valtuutussuhteenLoppupv: Paivamaara | UnsetType = UNSET


class Edunvalvontavaltuutus(Facts, frozen=True, kw_only=True, tag="EDUNVALVONTAVALTUUTUS"):
    """A continuing power of attorney, told of the one who gave it.

    `nykyisetEdunvalvontavaltuutetut` is always an array. It names all that there are now.

    Source: §2.10.
    """

    alkupv: Paivamaara | UnsetType = UNSET
    paattymispv: Annotated[Paivamaara, Meta(description="The day it ended.")] | UnsetType = UNSET
    nykyisetEdunvalvontavaltuutetut: list[Edunvalvontavaltuutettu]
    person_list: ClassVar = ("nykyisetEdunvalvontavaltuutetut", "edunvalvontavaltuutettu")
    example: ClassVar[WireGroup] = {
        "alkupv": on("2023-09-04"),
        "nykyisetEdunvalvontavaltuutetut": [
            {"edunvalvontavaltuutettu": WOMAN, "valtuutussuhteenAlkupv": on("2023-09-04")}
        ],
    }


class Huostaanotto(Facts, frozen=True, kw_only=True, tag="HUOSTAANOTTO"):
    """A child taken into care.

    The type of `huostaanotto` is our choice (docs/decisions/0104).

    Source: §2.10.
    """

    huostaanotto: Annotated[bool, Meta(description="Whether the child is in care.")] | UnsetType = UNSET
    alkupv: Paivamaara | UnsetType = UNSET
    loppupv: Paivamaara | UnsetType = UNSET
    example: ClassVar[WireGroup] = {"huostaanotto": True, "alkupv": on("2024-01-08")}
