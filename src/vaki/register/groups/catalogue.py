"""The catalogue: every kind of information group, its number, its place on the wire.

Source: docs/wire/muutosrajapinta.md §2.8 (kinds and their order), §2.9b (member order), §2.10 (kinds known by name
only, put beside their like; docs/decisions/0104). A kind's number never changes, since stored documents carry it; its
place on the wire is its place in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaki.register.groups import (
    address,
    custody,
    family,
    legal,
    municipality,
    name,
    notices,
    person,
    relatives,
    residence,
)
from vaki.register.groups.shapes import KIND, Facts, WireGroup

ATTRIBUTE: Final = "muutosattribuutti"
IN_FORCE: Final = "voimassaolevatTiedot"
WITHHELD: Final = "turvakiellonAlaisetKentat"

_NUMBERED: Final[tuple[tuple[int, type[Facts]], ...]] = (
    (1, person.HenkilotunnusKorjaus),
    (2, person.Aidinkieli),
    (3, person.SukupuoliRyhma),
    (4, name.HenkilonNimi),
    (5, name.Nimenmuutos),
    (6, name.NimenmuutosLaaja),
    (7, person.Kansalaisuus),
    (8, person.Syntymakotikunta),
    (9, person.UlkomainenSyntymapaikka),
    (10, person.SiviilisaatyRyhma),
    (11, person.Kuolinpaiva),
    (12, person.Kuolleeksijulistamispaiva),
    (13, legal.Turvakielto),
    (14, legal.Henkilomatrikkelikielto),
    (15, legal.Sukututkimuskielto),
    (16, legal.Suoramarkkinointikielto),
    (17, legal.YhteystietojenLuovutuskielto),
    (18, legal.AsiakasrekisterinPaivityskielto),
    (19, person.Syntymapaiva),
    (20, address.VakinainenKotimainenOsoite),
    (21, address.TilapainenKotimainenOsoite),
    (22, address.KotimainenPostiosoite),
    (23, address.VakinainenUlkomainenOsoite),
    (24, address.TilapainenUlkomainenOsoite),
    (25, address.UlkomainenPostiosoite),
    (26, address.KotimainenYhteysosoite),
    (27, address.UlkomainenYhteysosoite),
    (28, municipality.Kotikunta),
    (29, municipality.EdellinenKotikunta),
    (30, municipality.TilapainenKunta),
    (31, municipality.VuodenvaihteenKunta),
    (32, municipality.SuomeenMuuttopaiva),
    (33, municipality.PoissaoloRyhma),
    (34, municipality.ValtioJohonMuuttanut),
    (35, municipality.ValtioJostaMuuttanut),
    (78, municipality.UlkomaalainenJokaOnPoistettuVaestorekisterista),
    (36, municipality.Vaestokirjanpitokunta),
    (37, residence.VakinainenKotimainenAsuinpaikkatunnus),
    (38, residence.EdellinenKotimainenAsuinpaikkatunnus),
    (39, residence.TilapainenKotimainenAsuinpaikkatunnus),
    (40, residence.VakinainenOlinpaikassaAsuminen),
    (41, residence.VakinainenUlkomaillaAsuminen),
    (42, residence.EntinenOlinpaikassaAsuminen),
    (43, residence.EntinenUlkomaillaAsuminen),
    (44, residence.TilapainenOlinpaikassaAsuminen),
    (45, residence.TilapainenUlkomaillaAsuminen),
    (46, family.Lapsi),
    (47, family.Vanhempi),
    (48, custody.Huollettava),
    (49, custody.Huoltaja),
    (50, family.Perhesuhde),
    (51, family.LapsiSuppea),
    (52, family.VanhempiSuppea),
    (53, family.Avioliitto),
    (54, family.RekisteroityParisuhde),
    (55, family.Asumusero),
    (56, custody.HuollettavaSuppea),
    (57, custody.HuoltajaSuppea),
    (58, custody.HuollettavaRajoitettu),
    (59, custody.HuoltajaRajoitettu),
    (60, legal.Edunvalvonta),
    (61, legal.Edunvalvontavaltuutus),
    (62, legal.Huostaanotto),
    (63, notices.Uskontokunta),
    (64, notices.HistoriaaUskontokunnasta),
    (65, person.Jarjestyskirjain),
    (66, notices.UskontokuntalajiRyhma),
    (67, notices.Asiointikieli),
    (68, notices.Sahkopostiosoite),
    (69, notices.Ammatti),
    (70, notices.UlkomainenHenkilotunnus),
    (71, name.Kutsumanimi),
    (72, notices.Rekisteriviranomainen),
    (73, notices.SahkoinenAsiointitunnus),
    (74, relatives.LapsenRekisteroinninLisatiedot),
    (79, relatives.LapsenSukupuoliJaKansalaisuus),
    (75, relatives.MaastamuutonLisatiedotPuolisosta),
    (76, relatives.MaastamuutonLisatiedotVanhemmasta),
    (77, relatives.MaastamuutonLisatiedotHuoltajasta),
    (80, relatives.Viitehenkilo),
    (81, relatives.ViitehenkilonEdellinenNimi),
    (82, relatives.ViitehenkilonEdellisetHenkilotunnukset),
)


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of information group, as its struct tells it.

    `hidden` names the members that a censored object lists (§2.9); an empty tuple means that the kind is never
    censored. `derived_from` names the kind it is made from, so that the two can never disagree.
    """

    number: int
    name: str
    facts: type[Facts]
    members: tuple[str, ...]
    hidden: tuple[str, ...]
    derived_from: str | None
    person_member: str | None
    """The member that holds a copy of another person's name and code (a Henkilo reference, §2.1)."""
    person_list: tuple[str, str] | None
    """The member whose elements hold such copies, and the element's member that does."""


def _group(number: int, facts: type[Facts]) -> Group:
    return Group(
        number=number,
        name=str(facts.__struct_config__.tag),
        facts=facts,
        members=facts.__struct_encode_fields__,
        hidden=facts.hidden,
        derived_from=facts.derived_from,
        person_member=facts.person_member,
        person_list=facts.person_list,
    )


CATALOGUE: Final[tuple[Group, ...]] = tuple(_group(number, facts) for number, facts in _NUMBERED)
"""The kinds in the order in which a person's base data has them."""

BY_NAME: Final[dict[str, Group]] = {group.name: group for group in CATALOGUE}
BY_NUMBER: Final[dict[int, Group]] = {group.number: group for group in CATALOGUE}
PLACE: Final[dict[str, int]] = {group.name: place for place, group in enumerate(CATALOGUE)}
SENSITIVE: Final[frozenset[str]] = frozenset(group.name for group in CATALOGUE if group.hidden)
"""The kinds that tell where a person is: censored for a protected person (§2.6, §2.9)."""
DEATHS: Final = ("KUOLINPAIVA", "KUOLLEEKSIJULISTAMISPAIVA")
HISTORY_OF_PLACE: Final = frozenset(
    {
        "EDELLINEN_KOTIKUNTA",
        "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "ENTINEN_OLINPAIKASSA_ASUMINEN",
        "ENTINEN_ULKOMAILLA_ASUMINEN",
    }
)
"""The kinds that tell where a person was."""
TRACES_OF_COUNTRY: Final = frozenset({"POISSAOLO", "VALTIO_JOHON_MUUTTANUT", "VALTIO_JOSTA_MUUTTANUT"})
"""The kinds, never censored by themselves, that tell the country a person is in or came from."""
TRACES_OF_MUNICIPALITY: Final = frozenset({"VAESTOKIRJANPITOKUNTA", "SUOMEEN_MUUTTOPAIVA"})
"""The kinds, never censored by themselves, that tell what KOTIKUNTA tells."""

COMPUTED_AT_READING: Final = "VUODENVAIHTEEN_KUNTA"
"""Depends on the date alone, so it is never stored: a new year would rewrite every document."""

_FIRST: Final = {KIND: 0, ATTRIBUTE: 1}
_MEMBER_PLACE: Final[dict[str, dict[str, int]]] = {
    group.name: {**_FIRST, **{member: place for place, member in enumerate(group.members, start=10)}}
    for group in CATALOGUE
}
_LAST: Final = 1000


def in_member_order(group: WireGroup) -> WireGroup:
    """The same group, its members in the order of §2.9b; members the catalogue does not know keep their order, last."""
    order = _member_order(group[KIND], tuple(group))
    return group if order is None else {member: group[member] for member in order}


@lru_cache(maxsize=8192)
def _member_order(kind: str, members: tuple[str, ...]) -> tuple[str, ...] | None:
    """The members as they should stand; None when they do."""
    places = _MEMBER_PLACE.get(kind, _FIRST)
    order = tuple(sorted(members, key=lambda member: places.get(member, _LAST)))
    return None if order == members else order
