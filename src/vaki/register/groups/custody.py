"""Groups of the custody of children, from the child's side and the custodian's, in three widths.

Source: docs/wire/muutosrajapinta.md §2.3, §2.7, §2.8, §2.12.
"""

# ruff: noqa: N815 -- members are named as on the wire

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from msgspec import UNSET, Meta, UnsetType

from vaki.register.groups.shapes import CHILD, WOMAN, Facts, Henkilo, InChanges, Paivamaara, Shape, WireGroup, on
from vaki.register.groups.values import Asuminen, HuoltajanLaji, HuoltajanRooli, Oikeus, known

Kind = Annotated[str, known(HuoltajanLaji, "By law, by decision, or a right to information only.")]
Role = Annotated[str, known(HuoltajanRooli, "What the custodian is to the child.")]
Living = Annotated[str, known(Asuminen, "With whom the child lives, where that is settled.")]
LastDay = Annotated[Paivamaara, Meta(description="The 18th birthday unless it ends sooner; told in advance.")]
Changed = Annotated[bool, Meta(description="Whether the relation itself began or ended.")]
RightChanged = Annotated[bool, Meta(description="Whether a right was given, taken or altered.")]
LivingChanged = Annotated[bool, Meta(description="Whether the child's living changed.")]

_TERMS: Final[WireGroup] = {
    "huoltajanLaji": "LAKISAATEINEN_HUOLTAJA",
    "huoltajanRooli": "AITI",
    "huoltosuhteenAlkupv": on("2014-05-20"),
    "huoltosuhteenLoppupv": on("2032-05-20"),
    "oikeudet": [
        {
            "oikeus": "HUOLLON_JAKO_KUVATTU_SISALTOTEKSTISSA",
            "oikeudenAlkupv": on("2020-09-08"),
            "oikeudenLoppupv": on("2032-05-20"),
            "sisalto": "Lapsi asuu vuoroviikoin.",
        }
    ],
    "asuminen": "AIDIN_LUONA",
    "asumisenAlkupv": on("2020-09-08"),
    "asumisenLoppupv": on("2032-05-20"),
}
_IN_CHANGES: Final[WireGroup] = {
    "lisatytOikeudet": _TERMS["oikeudet"],
    "poistetutOikeudet": [],
    "muutetutOikeudet": [],
    "huoltosuhteenMuutos": False,
    "huollonOikeudenMuutos": True,
    "huollonAsumisenMuutos": False,
}
_PERIOD: Final[dict[str, Any]] = {
    member: _TERMS[member] for member in ("huoltajanRooli", "huoltosuhteenAlkupv", "huoltosuhteenLoppupv")
}


class HuollonOikeus(Shape, frozen=True, kw_only=True):
    """A right that a decision or an agreement on custody gives.

    Source: §2.8.
    """

    oikeus: Annotated[str, known(Oikeus, "The right.")]
    oikeudenAlkupv: Paivamaara | UnsetType = UNSET
    oikeudenLoppupv: Paivamaara | UnsetType = UNSET
    sisalto: Annotated[str, Meta(description="The text of the decision.")] | UnsetType = UNSET


Rights = list[HuollonOikeus]


class Huollettava(Facts, frozen=True, kw_only=True, tag="HUOLLETTAVA"):
    """A child in the person's custody.

    Source: §2.8, §2.12.
    """

    huollettava: Henkilo
    huoltajanLaji: Kind
    huoltajanRooli: Role
    huoltosuhteenAlkupv: Paivamaara | UnsetType = UNSET
    huoltosuhteenLoppupv: LastDay | UnsetType = UNSET
    oikeudet: Rights | UnsetType = UNSET
    asuminen: Living | UnsetType = UNSET
    asumisenAlkupv: Paivamaara | UnsetType = UNSET
    asumisenLoppupv: Paivamaara | UnsetType = UNSET
    lisatytOikeudet: InChanges[Rights] | UnsetType = UNSET
    poistetutOikeudet: InChanges[Rights] | UnsetType = UNSET
    muutetutOikeudet: InChanges[Rights] | UnsetType = UNSET
    huoltosuhteenMuutos: InChanges[Changed] | UnsetType = UNSET
    huollonOikeudenMuutos: InChanges[RightChanged] | UnsetType = UNSET
    huollonAsumisenMuutos: InChanges[LivingChanged] | UnsetType = UNSET
    person_member: ClassVar = "huollettava"
    example: ClassVar[WireGroup] = {"huollettava": CHILD, **_TERMS}
    example_in_changes: ClassVar[WireGroup] = _IN_CHANGES


class Huoltaja(Facts, frozen=True, kw_only=True, tag="HUOLTAJA"):
    """A custodian of the person.

    Source: §2.3, §2.8, §2.12.
    """

    huoltaja: Henkilo
    huoltajanLaji: Kind
    huoltajanRooli: Role
    huoltosuhteenAlkupv: Paivamaara | UnsetType = UNSET
    huoltosuhteenLoppupv: LastDay | UnsetType = UNSET
    oikeudet: Rights | UnsetType = UNSET
    asuminen: Living | UnsetType = UNSET
    asumisenAlkupv: Paivamaara | UnsetType = UNSET
    asumisenLoppupv: Paivamaara | UnsetType = UNSET
    lisatytOikeudet: InChanges[Rights] | UnsetType = UNSET
    poistetutOikeudet: InChanges[Rights] | UnsetType = UNSET
    muutetutOikeudet: InChanges[Rights] | UnsetType = UNSET
    huoltosuhteenMuutos: InChanges[Changed] | UnsetType = UNSET
    huollonOikeudenMuutos: InChanges[RightChanged] | UnsetType = UNSET
    huollonAsumisenMuutos: InChanges[LivingChanged] | UnsetType = UNSET
    person_member: ClassVar = "huoltaja"
    example: ClassVar[WireGroup] = {"huoltaja": WOMAN, **_TERMS}
    example_in_changes: ClassVar[WireGroup] = _IN_CHANGES


class HuollettavaSuppea(Huollettava, frozen=True, tag="HUOLLETTAVA_SUPPEA"):
    """A child in the person's custody, adoption hidden. Follows from HUOLLETTAVA.

    Source: §2.8, §2.12.
    """

    derived_from: ClassVar = "HUOLLETTAVA"


class HuoltajaSuppea(Huoltaja, frozen=True, tag="HUOLTAJA_SUPPEA"):
    """A custodian of the person, adoption hidden. Follows from HUOLTAJA.

    Source: §2.8, §2.12.
    """

    derived_from: ClassVar = "HUOLTAJA"


class HuollettavaRajoitettu(Facts, frozen=True, kw_only=True, tag="HUOLLETTAVA_RAJOITETTU"):
    """A child in the person's custody, only role and period, adoption hidden. Follows from HUOLLETTAVA.

    Source: §2.8, §2.12.
    """

    huollettava: Henkilo
    huoltajanRooli: Role
    huoltosuhteenAlkupv: Paivamaara | UnsetType = UNSET
    huoltosuhteenLoppupv: LastDay | UnsetType = UNSET
    person_member: ClassVar = "huollettava"
    derived_from: ClassVar = "HUOLLETTAVA"
    example: ClassVar[WireGroup] = {"huollettava": CHILD, **_PERIOD}


class HuoltajaRajoitettu(Facts, frozen=True, kw_only=True, tag="HUOLTAJA_RAJOITETTU"):
    """A custodian of the person, only role and period, adoption hidden. Follows from HUOLTAJA.

    Source: §2.8, §2.12.
    """

    huoltaja: Henkilo
    huoltajanRooli: Role
    huoltosuhteenAlkupv: Paivamaara | UnsetType = UNSET
    huoltosuhteenLoppupv: LastDay | UnsetType = UNSET
    person_member: ClassVar = "huoltaja"
    derived_from: ClassVar = "HUOLTAJA"
    example: ClassVar[WireGroup] = {"huoltaja": WOMAN, **_PERIOD}
