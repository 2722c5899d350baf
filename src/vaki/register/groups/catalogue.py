"""The catalogue of information groups (tietoryhmät): their order on the wire, members and kinship.

Source: docs/wire/muutosrajapinta.md §2.8 (kinds and their order), §2.9 (what is censored), §2.9b (member order),
§2.10 (kinds known by name only). A group's number never changes, since stored documents carry it; its place on the
wire is its place in `CATALOGUE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

WireGroup = dict[str, Any]
"""One group object as it stands on the wire, `tietoryhma` first, without `muutosattribuutti`."""

KIND: Final = "tietoryhma"
ATTRIBUTE: Final = "muutosattribuutti"
IN_FORCE: Final = "voimassaolevatTiedot"
WITHHELD: Final = "turvakiellonAlaisetKentat"


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of information group.

    `hidden` names the members that a censored object lists (§2.9); an empty tuple means that the kind is never
    censored. `derived_from` names the kind it is made from, so that the two can never disagree.
    """

    number: int
    name: str
    members: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    derived_from: str | None = None
    person_member: str | None = None
    """The member that holds a copy of another person's name and code (a Henkilo reference, §2.1)."""


def _group(
    number: int,
    name: str,
    members: str,
    *,
    hidden: str = "",
    derived_from: str | None = None,
    person: str | None = None,
) -> Group:
    return Group(number, name, tuple(members.split()), tuple(hidden.split()), derived_from, person)


_STREET = (
    "katunimi katunumero huoneistokirjain huoneistonumero postinumero postitoimipaikka jakokirjain rakennustunnus "
    "osoitenumero kuntakoodi alkupv loppupv"
)
_STREET_HIDDEN = (
    "katunimi katunumero huoneistokirjain huoneistonumero jakokirjain postinumero postitoimipaikka rakennustunnus "
    "osoitenumero kuntakoodi"
)
_ABROAD = "lahiosoite paikkakunta valtiokoodi valtionimi alkupv loppupv"
_ABROAD_HIDDEN = "lahiosoite paikkakunta valtiokoodi valtionimi"
_RESIDENCE = (
    "rakennustunnus osoitenumero jakokirjain huoneistonumero huoneistokirjain kuntakoodi alkupv loppupv "
    "asuinpaikantunnus"
)
_RESIDENCE_HIDDEN = (
    "rakennustunnus osoitenumero huoneistokirjain huoneistonumero jakokirjain kuntakoodi asuinpaikantunnus"
)
_STAY = "kuntakoodi lajikoodi numero laitos alkupv loppupv asuinpaikantunnus"
_STAY_HIDDEN = "kuntakoodi lajikoodi numero laitos asuinpaikantunnus"
_LIVING_ABROAD = "valtiokoodi valtionimi alkupv loppupv asuinpaikantunnus"
_LIVING_ABROAD_HIDDEN = "valtiokoodi asuinpaikantunnus"
_NAME = "nimilaji nimi nimiUTF8 alkupv loppupv"
_CUSTODY_TERMS = (
    "huoltajanLaji huoltajanRooli huoltosuhteenAlkupv huoltosuhteenLoppupv oikeudet asuminen asumisenAlkupv "
    "asumisenLoppupv lisatytOikeudet poistetutOikeudet muutetutOikeudet huoltosuhteenMuutos huollonOikeudenMuutos "
    "huollonAsumisenMuutos"
)
_CUSTODY_PERIOD = "huoltajanRooli huoltosuhteenAlkupv huoltosuhteenLoppupv"
_CHILDHOOD = "isaAiti vanhemmuusnimike lapsilaatu alkupv jarjestyskirjain adoptiosuhde"
_CHILDHOOD_SHORT = "vanhemmuusnimike alkupv jarjestyskirjain"

CATALOGUE: Final[tuple[Group, ...]] = (
    _group(
        1,
        "HENKILOTUNNUS_KORJAUS",
        "aktiivinenHenkilotunnus edellisetHenkilotunnukset muutettuHenkilotunnus voimassaolo",
    ),
    _group(2, "AIDINKIELI", "kielikoodi kielikoodiISO6392 nimi alkupv loppupv"),
    _group(3, "SUKUPUOLI", "sukupuoli"),
    _group(4, "HENKILON_NIMI", "etunimi sukunimi etunimiUTF8 sukunimiUTF8 alkupv lisatieto"),
    _group(5, "NIMENMUUTOS", _NAME, derived_from="NIMENMUUTOS_LAAJA"),
    _group(6, "NIMENMUUTOS_LAAJA", "nimilaji nimi nimiUTF8 nimenmuutostapa alkupv loppupv"),
    _group(
        7,
        "KANSALAISUUS",
        "henkilonKansalaisuudet korjattavatKansalaisuudet korjatutKansalaisuudet poistetutKansalaisuudet "
        "lisatytKansalaisuudet muutetutKansalaisuudet",
    ),
    _group(8, "SYNTYMAKOTIKUNTA", "kuntakoodi"),
    _group(9, "ULKOMAINEN_SYNTYMAPAIKKA", "valtiokoodi valtionimi ulkomainenSyntymapaikka"),
    _group(10, "SIVIILISAATY", "siviilisaaty"),
    _group(11, "KUOLINPAIVA", "kuollut kuolinpv"),
    _group(12, "KUOLLEEKSIJULISTAMISPAIVA", "kuollut kuolleeksijulistamispv"),
    _group(13, "TURVAKIELTO", "turvaLoppuPv turvakieltoAktiivinen"),
    _group(14, "HENKILOMATRIKKELIKIELTO", "alkupv"),
    _group(15, "SUKUTUTKIMUSKIELTO", "alkupv"),
    _group(16, "SUORAMARKKINOINTIKIELTO", "alkupv"),
    _group(17, "YHTEYSTIETOJEN_LUOVUTUSKIELTO", "alkupv"),
    _group(18, "ASIAKASREKISTERIN_PAIVITYSKIELTO", "alkupv"),
    _group(19, "SYNTYMAPAIVA", "syntymapv"),
    _group(20, "VAKINAINEN_KOTIMAINEN_OSOITE", _STREET, hidden=_STREET_HIDDEN),
    _group(21, "TILAPAINEN_KOTIMAINEN_OSOITE", _STREET, hidden=_STREET_HIDDEN),
    _group(
        22,
        "KOTIMAINEN_POSTIOSOITE",
        "postiosoite postinumero postitoimipaikka alkupv loppupv",
        hidden="postiosoite postinumero postitoimipaikka",
    ),
    _group(23, "VAKINAINEN_ULKOMAINEN_OSOITE", _ABROAD, hidden=_ABROAD_HIDDEN),
    _group(24, "TILAPAINEN_ULKOMAINEN_OSOITE", _ABROAD, hidden=_ABROAD_HIDDEN),
    _group(
        25,
        "ULKOMAINEN_POSTIOSOITE",
        "postiosoite postiosoiteLisarivi postitoimipaikka valtiokoodi valtionimi alkupv loppupv",
        hidden="postiosoite postiosoiteLisarivi postitoimipaikka valtiokoodi valtionimi",
    ),
    _group(26, "KOTIMAINEN_YHTEYSOSOITE", "postiosoite postinumero postitoimipaikka alkupv loppupv"),
    _group(
        27, "ULKOMAINEN_YHTEYSOSOITE", "postiosoite postiosoiteLisarivi postitoimipaikka valtiokoodi valtionimi alkupv"
    ),
    _group(28, "KOTIKUNTA", "kuntakoodi kuntaanMuuttopv", hidden="kuntakoodi kuntaanMuuttopv"),
    _group(29, "EDELLINEN_KOTIKUNTA", "kuntakoodi kuntaanMuuttopv kunnastaPoisMuuttopv"),
    _group(
        30,
        "TILAPAINEN_KUNTA",
        "kuntakoodi kuntaanMuuttopv kunnastaPoisMuuttopv",
        hidden="kuntakoodi kuntaanMuuttopv kunnastaPoisMuuttopv",
    ),
    _group(
        31,
        "VUODENVAIHTEEN_KUNTA",
        "kuntakoodi vuodenvaihde",
        hidden="kuntakoodi vuodenvaihde",
        derived_from="KOTIKUNTA",
    ),
    _group(32, "SUOMEEN_MUUTTOPAIVA", "suomeenMuuttopv"),
    _group(33, "POISSAOLO", "poissaolo siirtopv"),
    _group(34, "VALTIO_JOHON_MUUTTANUT", "valtiokoodi valtionimi"),
    _group(35, "VALTIO_JOSTA_MUUTTANUT", "valtiokoodi valtionimi"),
    _group(36, "VAESTOKIRJANPITOKUNTA", "kuntakoodi kuntaanMuuttopv"),
    _group(37, "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", _RESIDENCE, hidden=_RESIDENCE_HIDDEN),
    _group(38, "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", _RESIDENCE),
    _group(39, "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", _RESIDENCE, hidden=_RESIDENCE_HIDDEN),
    _group(40, "VAKINAINEN_OLINPAIKASSA_ASUMINEN", _STAY, hidden=_STAY_HIDDEN),
    _group(41, "VAKINAINEN_ULKOMAILLA_ASUMINEN", _LIVING_ABROAD, hidden=_LIVING_ABROAD_HIDDEN),
    _group(42, "ENTINEN_OLINPAIKASSA_ASUMINEN", _STAY),
    _group(43, "ENTINEN_ULKOMAILLA_ASUMINEN", _LIVING_ABROAD),
    _group(44, "TILAPAINEN_OLINPAIKASSA_ASUMINEN", _STAY, hidden=_STAY_HIDDEN),
    _group(45, "TILAPAINEN_ULKOMAILLA_ASUMINEN", _LIVING_ABROAD, hidden=_LIVING_ABROAD_HIDDEN),
    _group(46, "LAPSI", f"lapsi {_CHILDHOOD}", person="lapsi"),
    _group(47, "VANHEMPI", f"vanhempi {_CHILDHOOD}", person="vanhempi"),
    _group(48, "HUOLLETTAVA", f"huollettava {_CUSTODY_TERMS}", person="huollettava"),
    _group(49, "HUOLTAJA", f"huoltaja {_CUSTODY_TERMS}", person="huoltaja"),
    _group(
        50,
        "PERHESUHDE",
        "henkilo rooli isaAiti lapsilaatu vanhemmuusnimike alkupv loppupv voimassaolo",
        person="henkilo",
    ),
    _group(51, "LAPSI_SUPPEA", f"lapsi {_CHILDHOOD_SHORT}", derived_from="LAPSI", person="lapsi"),
    _group(52, "VANHEMPI_SUPPEA", f"vanhempi {_CHILDHOOD_SHORT}", derived_from="VANHEMPI", person="vanhempi"),
    _group(
        53,
        "AVIOLIITTO",
        "puoliso voimassaolo vihkipv vihkitapa jarjestysnumero paattymispv paattymistapa",
        person="puoliso",
    ),
    _group(
        54,
        "REKISTEROITY_PARISUHDE",
        "osapuoli voimassaolo virallistamispv virallistamistapa jarjestysnumero paattymispv paattymistapa",
        person="osapuoli",
    ),
    _group(55, "ASUMUSERO", "puoliso alkupv loppupv", person="puoliso"),
    _group(56, "HUOLLETTAVA_SUPPEA", f"huollettava {_CUSTODY_TERMS}", derived_from="HUOLLETTAVA", person="huollettava"),
    _group(57, "HUOLTAJA_SUPPEA", f"huoltaja {_CUSTODY_TERMS}", derived_from="HUOLTAJA", person="huoltaja"),
    _group(
        58, "HUOLLETTAVA_RAJOITETTU", f"huollettava {_CUSTODY_PERIOD}", derived_from="HUOLLETTAVA", person="huollettava"
    ),
    _group(59, "HUOLTAJA_RAJOITETTU", f"huoltaja {_CUSTODY_PERIOD}", derived_from="HUOLTAJA", person="huoltaja"),
    _group(60, "EDUNVALVONTA", "alkupv paatymispv toimintakelpoisuus tehtavienjako nykyisetEdunvalvojat"),
    _group(61, "EDUNVALVONTAVALTUUTUS", "alkupv paattymispv nykyisetEdunvalvontavaltuutetut"),
    _group(62, "HUOSTAANOTTO", "huostaanotto alkupv loppupv"),
    _group(63, "USKONTOKUNTA", "uskontokunta alkupv"),
    _group(64, "HISTORIAA_USKONTOKUNNASTA", "uskontokunta alkupv loppupv"),
    _group(65, "JARJESTYSKIRJAIN", "jarjestyskirjain"),
    _group(66, "USKONTOKUNTALAJI", "uskontokuntalaji"),
    _group(67, "ASIOINTIKIELI", "kielikoodi kielikoodiISO6392 alkupv"),
    _group(
        68,
        "SAHKOPOSTIOSOITE",
        "sahkopostiosoite lajikoodi alkupv loppupv",
        hidden="sahkopostiosoite lajikoodi",
    ),
    _group(69, "AMMATTI", "ammatti"),
    _group(
        70,
        "ULKOMAINEN_HENKILOTUNNUS",
        "ulkomainenHenkilotunnus sukupuoli valtiokoodi valtionimi tietolahde voimassaolo antopv vtjTallennuspv "
        "vtjVoimassaolo",
    ),
    _group(71, "KUTSUMANIMI", _NAME, derived_from="NIMENMUUTOS_LAAJA"),
    _group(72, "REKISTERIVIRANOMAINEN", "viranomaisnumero"),
    _group(73, "SAHKOINEN_ASIOINTITUNNUS", "sahkoinenAsiointitunnus voimassaolo"),
    _group(74, "LAPSEN_REKISTEROINNIN_LISATIEDOT", "lapsi lisatiedot", person="lapsi"),
    _group(75, "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA", "puoliso lisatiedot", person="puoliso"),
    _group(76, "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA", "vanhempi lisatiedot", person="vanhempi"),
    _group(77, "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA", "huoltaja lisatiedot", person="huoltaja"),
)

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

_MEMBER_PLACE: Final[dict[str, dict[str, int]]] = {
    group.name: {member: place for place, member in enumerate(group.members, start=10)} for group in CATALOGUE
}
_FIRST: Final = {KIND: 0, ATTRIBUTE: 1}
_LAST: Final = 1000


def in_member_order(group: WireGroup) -> WireGroup:
    """The same group, its members in the order of §2.9b; members the catalogue does not know keep their order, last."""
    places = _MEMBER_PLACE.get(group[KIND], {})
    return dict(sorted(group.items(), key=lambda item: _FIRST.get(item[0], places.get(item[0], _LAST))))
