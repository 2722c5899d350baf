"""A reader of the change interface: holds base data, applies an item's groups, gets the new base data.

It knows the kinds and the attributes (docs/wire/muutosrajapinta.md §2.2), and nothing of how events are made.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from vaki.register.groups import ATTRIBUTE, BY_NAME, IN_FORCE, KIND, WITHHELD, WireGroup
from vaki.register.whereabouts import TOLD_ANEW

MANY: Final = frozenset(
    {
        "NIMENMUUTOS",
        "NIMENMUUTOS_LAAJA",
        "EDELLINEN_KOTIKUNTA",
        "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "ENTINEN_OLINPAIKASSA_ASUMINEN",
        "ENTINEN_ULKOMAILLA_ASUMINEN",
        "HISTORIAA_USKONTOKUNNASTA",
        "AVIOLIITTO",
        "REKISTEROITY_PARISUHDE",
        "PERHESUHDE",
        "ULKOMAINEN_HENKILOTUNNUS",
        "TILAPAINEN_KUNTA",
        *(name for name, kind in BY_NAME.items() if kind.person_member),
        *(name for name, kind in BY_NAME.items() if "alkupv" in kind.members and "loppupv" in kind.members),
    }
)
CHANGE_ONLY: Final = frozenset(
    {
        "lisatytOikeudet",
        "poistetutOikeudet",
        "muutetutOikeudet",
        "huoltosuhteenMuutos",
        "huollonOikeudenMuutos",
        "huollonAsumisenMuutos",
        "korjattavatKansalaisuudet",
        "korjatutKansalaisuudet",
        "poistetutKansalaisuudet",
        "lisatytKansalaisuudet",
        "muutetutKansalaisuudet",
    }
)
ENDS: Final = ("loppupv", "kunnastaPoisMuuttopv", "huoltosuhteenLoppupv")
TOLD_APART_BY: Final = {
    "AVIOLIITTO": "jarjestysnumero",
    "REKISTEROITY_PARISUHDE": "jarjestysnumero",
    "ULKOMAINEN_HENKILOTUNNUS": "ulkomainenHenkilotunnus",
}
ENDS_OF_THE_ONLY: Final = {"EDUNVALVONTA": "paatymispv", "EDUNVALVONTAVALTUUTUS": "paattymispv"}


class Reader:
    def __init__(self, base: list[WireGroup], today: date) -> None:
        self.groups = list(base)
        self.today = today
        self.wrong: WireGroup | None = None

    def apply(self, item: list[WireGroup]) -> None:
        for told in item:
            if told[KIND] == "TURVAKIELTO" and (told[ATTRIBUTE] == "LISATTY" or not told["turvakieltoAktiivinen"]):
                self.groups = [one for one in self.groups if one[KIND] not in TOLD_ANEW and WITHHELD not in one]
            if WITHHELD in told:
                self._drop_kind(told[KIND])
                self.groups.append({KIND: told[KIND], WITHHELD: told[WITHHELD]})
                continue
            group = {member: value for member, value in told.items() if member not in (ATTRIBUTE, IN_FORCE)}
            group = {member: value for member, value in group.items() if member not in CHANGE_ONLY}
            getattr(self, told[ATTRIBUTE].lower())(group, told.get(IN_FORCE))

    # One method an attribute.

    def lisatty(self, group: WireGroup, _still: list[WireGroup] | None) -> None:
        if group[KIND] not in MANY:
            self._drop_kind(group[KIND])
        self.groups.append(group)

    def lisatieto(self, group: WireGroup, _still: list[WireGroup] | None) -> None:
        if group[KIND] not in MANY:
            self._drop_kind(group[KIND])
        if group not in self.groups:
            self.groups.append(group)

    def muutettu(self, group: WireGroup, still: list[WireGroup] | None) -> None:
        kind = group[KIND]
        if still is not None:
            self._in_force(kind, still)
        elif kind.startswith(("NIMENMUUTOS", "KUTSUMANIMI")):
            self._former_name(group)
        elif kind == "HENKILOTUNNUS_KORJAUS" and group["voimassaolo"] == "PASSIIVI":
            return
        elif kind == "TURVAKIELTO" and not group["turvakieltoAktiivinen"]:
            self._drop_kind(kind)
        elif kind.startswith(("EDELLINEN_", "ENTINEN_")):
            self.groups.append(group)
        elif ENDS_OF_THE_ONLY.get(kind) in group:
            self._drop_kind(kind)
        elif kind in MANY and self._is_over(group):
            self._close(group)
        elif kind in MANY:
            self._replace(group, TOLD_APART_BY.get(kind, "alkupv"))
        else:
            self._drop_kind(kind)
            self.groups.append(group)

    def poistettu(self, group: WireGroup, still: list[WireGroup] | None) -> None:
        if still is not None:
            self._in_force(group[KIND], still)
        else:
            self.groups.remove(group)

    def korjattava(self, group: WireGroup, _still: list[WireGroup] | None) -> None:
        self.wrong = group

    def korjattu(self, group: WireGroup, _still: list[WireGroup] | None) -> None:
        if self.wrong in self.groups:
            self.groups.remove(self.wrong)
        former_without_end = group[KIND] == "EDELLINEN_KOTIKUNTA" and "kunnastaPoisMuuttopv" not in group
        not_dead = group.get("kuollut") is False
        if group not in self.groups and not former_without_end and not not_dead:
            self.groups.append(group)

    # What the methods share.

    def _drop_kind(self, kind: str) -> None:
        self.groups = [group for group in self.groups if group[KIND] != kind]

    def _in_force(self, kind: str, still: list[WireGroup]) -> None:
        over = [group for group in self.groups if group[KIND] == kind and group.get("voimassaolo") == "PASSIIVI"]
        self._drop_kind(kind)
        self.groups += [*over, *still]

    def _is_over(self, group: WireGroup) -> bool:
        return any(group[end]["arvo"] <= self.today.isoformat() for end in ENDS if end in group)

    def _close(self, ended: WireGroup) -> None:
        def same(group: WireGroup) -> bool:
            over: WireGroup = {end: ended[end] for end in ENDS if end in ended}
            return {**group, **over} == ended

        (gone,) = [group for group in self.groups if same(group)]
        self.groups.remove(gone)

    def _replace(self, group: WireGroup, by: str) -> None:
        old = next((one for one in self.groups if one[KIND] == group[KIND] and one.get(by) == group.get(by)), None)
        if old is None:
            self.groups.append(group)
            return
        self.groups[self.groups.index(old)] = group

    def _former_name(self, former: WireGroup) -> None:
        present = former["nimilaji"].replace("EDELLINEN_", "NYKYINEN_")
        for group in self.groups:
            if group[KIND] == former[KIND] and group["nimilaji"] == present and group["nimi"] == former["nimi"]:
                self.groups.remove(group)
                break
        if former[KIND] != "KUTSUMANIMI":
            self.groups.append(former)
