"""What follows from what, written down a second time: from docs/wire/muutosrajapinta.md §2.8, §2.12, not from the code.

Works on groups as they stand on the wire, and imports nothing of the register.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Group = dict[str, Any]

CONTENT_OF = {
    "NIMENMUUTOS": ("NIMENMUUTOS_LAAJA", "nimilaji nimi nimiUTF8 alkupv loppupv"),
    "KUTSUMANIMI": ("NIMENMUUTOS_LAAJA", "nimilaji nimi nimiUTF8 alkupv loppupv"),
    "LAPSI_SUPPEA": ("LAPSI", "lapsi vanhemmuusnimike alkupv jarjestyskirjain"),
    "VANHEMPI_SUPPEA": ("VANHEMPI", "vanhempi vanhemmuusnimike alkupv jarjestyskirjain"),
    "HUOLLETTAVA_SUPPEA": ("HUOLLETTAVA", "*"),
    "HUOLTAJA_SUPPEA": ("HUOLTAJA", "*"),
    "HUOLLETTAVA_RAJOITETTU": ("HUOLLETTAVA", "huollettava huoltajanRooli huoltosuhteenAlkupv huoltosuhteenLoppupv"),
    "HUOLTAJA_RAJOITETTU": ("HUOLTAJA", "huoltaja huoltajanRooli huoltosuhteenAlkupv huoltosuhteenLoppupv"),
}
"""Derived kind -> its source and the members that it keeps."""
FORMER = {
    "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS": "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "VAKINAINEN_OLINPAIKASSA_ASUMINEN": "ENTINEN_OLINPAIKASSA_ASUMINEN",
    "VAKINAINEN_ULKOMAILLA_ASUMINEN": "ENTINEN_ULKOMAILLA_ASUMINEN",
}
"""Kind of a place lived in -> the kind that keeps it when it has ended."""
CALL_NAMES = ("NYKYINEN_KUTSUMANIMI", "EDELLINEN_KUTSUMANIMI")
"""What KUTSUMANIMI tells in changes; in base data only the first."""
FAMILY = {"LAPSI": "lapsi", "VANHEMPI": "vanhempi"}
NOT_CONTENT = ("tietoryhma", "muutosattribuutti", "voimassaolevatTiedot")


def content(group: Group) -> Group:
    return {member: value for member, value in group.items() if member not in NOT_CONTENT}


def one_line(derived: str, source: Group) -> Group:
    """The derived group of one source group, without its name."""
    _, members = CONTENT_OF[derived]
    kept = {member: value for member, value in content(source).items() if members == "*" or member in members.split()}
    if "huoltajanRooli" in kept:
        kept["huoltajanRooli"] = kept["huoltajanRooli"].removeprefix("ADOPTIO")
    return kept


def relation(source: Group) -> Group:
    """PERHESUHDE in force of one LAPSI or VANHEMPI, without its name."""
    told = {"henkilo": source[FAMILY[source["tietoryhma"]]], "rooli": source["tietoryhma"]}
    kept = ("isaAiti", "lapsilaatu", "vanhemmuusnimike", "alkupv")
    told.update({member: source[member] for member in kept if member in source})
    return {**told, "voimassaolo": "AKTIIVI"}


def in_base_data(groups: list[Group], derived: str) -> list[Group]:
    """All groups of a derived kind that base data should have, in order, without their name."""
    source, _ = CONTENT_OF[derived]
    lines = [group for group in groups if group["tietoryhma"] == source]
    if derived == "KUTSUMANIMI":
        lines = [group for group in lines if group["nimilaji"] == "NYKYINEN_KUTSUMANIMI"]
    return [one_line(derived, group) for group in lines]


def relations(groups: list[Group]) -> list[Group]:
    """All PERHESUHDE in force that base data should have, in order, without their name."""
    return [relation(group) for group in groups if group["tietoryhma"] in FAMILY]


def year_end(groups: list[Group], today: date) -> Group | None:
    """VUODENVAIHTEEN_KUNTA without its name: where the person's home was when the year before turned."""
    death = next((group["kuolinpv"] for group in groups if group.get("kuollut") and "kuolinpv" in group), None)
    last = min(today, date.fromisoformat(death["arvo"])) if death else today
    turn = f"{last.year - 1}-12-31"
    homes = [
        (group["kuntaanMuuttopv"]["arvo"], group["kuntakoodi"])
        for group in groups
        if group["tietoryhma"] in ("KOTIKUNTA", "EDELLINEN_KOTIKUNTA") and "kuntaanMuuttopv" in group
    ]
    before = [home for home in homes if home[0] <= turn]
    return {"kuntakoodi": max(before)[1], "vuodenvaihde": last.year - 1} if before else None


def in_changes(item: list[Group], derived: str) -> list[tuple[str, Group, list[Group] | None]]:
    """What an item should tell of a derived kind: attribute, content, and what is in force beside it."""
    source, _ = CONTENT_OF[derived]
    lines = [group for group in item if group["tietoryhma"] == source]
    if derived == "KUTSUMANIMI":
        lines = [group for group in lines if group["nimilaji"] in CALL_NAMES]
    return [
        (
            group["muutosattribuutti"],
            one_line(derived, group),
            in_base_data(group["voimassaolevatTiedot"], derived) if "voimassaolevatTiedot" in group else None,
        )
        for group in lines
    ]


def told(item: list[Group], kind: str) -> list[tuple[str, Group, list[Group] | None]]:
    """What an item tells of a kind, in the form of `in_changes`."""
    return [
        (
            group["muutosattribuutti"],
            content(group),
            [content(one) for one in group["voimassaolevatTiedot"]] if "voimassaolevatTiedot" in group else None,
        )
        for group in item
        if group["tietoryhma"] == kind
    ]


def day_before(day: dict[str, str]) -> dict[str, str]:
    return {**day, "arvo": (date.fromisoformat(day["arvo"]) - timedelta(days=1)).isoformat()}
