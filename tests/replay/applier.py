"""A customer of the change interface: holds base data, applies changes, and so keeps a register of its own.

Written as a stranger would from the description of the interface (docs/wire/muutosrajapinta.md): it imports the
standard library alone and knows nothing but what HTTP answers tell it.
"""

from __future__ import annotations

import base64
import json
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Group = dict[str, Any]

FINLAND = ZoneInfo("Europe/Helsinki")

KIND = "tietoryhma"
ATTRIBUTE = "muutosattribuutti"
IN_FORCE = "voimassaolevatTiedot"
WITHHELD = "turvakiellonAlaisetKentat"
ENDS = ("loppupv", "kunnastaPoisMuuttopv", "huoltosuhteenLoppupv")
STARTS = ("alkupv", "kuntaanMuuttopv", "huoltosuhteenAlkupv")
ONLY_IN_CHANGES = (
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
)
SEVERAL = (
    "NIMENMUUTOS",
    "NIMENMUUTOS_LAAJA",
    "KUTSUMANIMI",
    "EDELLINEN_KOTIKUNTA",
    "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "ENTINEN_OLINPAIKASSA_ASUMINEN",
    "ENTINEN_ULKOMAILLA_ASUMINEN",
    "HISTORIAA_USKONTOKUNNASTA",
    "TILAPAINEN_KOTIMAINEN_OSOITE",
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "TILAPAINEN_ULKOMAINEN_OSOITE",
    "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
    "TILAPAINEN_ULKOMAILLA_ASUMINEN",
    "TILAPAINEN_KUNTA",
    "LAPSI",
    "LAPSI_SUPPEA",
    "VANHEMPI",
    "VANHEMPI_SUPPEA",
    "PERHESUHDE",
    "HUOLLETTAVA",
    "HUOLLETTAVA_SUPPEA",
    "HUOLLETTAVA_RAJOITETTU",
    "HUOLTAJA",
    "HUOLTAJA_SUPPEA",
    "HUOLTAJA_RAJOITETTU",
    "AVIOLIITTO",
    "REKISTEROITY_PARISUHDE",
    "ULKOMAINEN_HENKILOTUNNUS",
    "LAPSEN_REKISTEROINNIN_LISATIEDOT",
    "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
    "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA",
    "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA",
    "LAPSEN_SUKUPUOLI_JA_KANSALAISUUS",
    "VIITEHENKILO",
    "VIITEHENKILON_EDELLINEN_NIMI",
    "VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET",
)
"""Kinds of which a person may have more than one record."""
LAST_DAY_OF_THE_ONLY = {"EDUNVALVONTA": "paatymispv", "EDUNVALVONTAVALTUUTUS": "paattymispv"}
"""Kinds of which there is one, gone from base data once it has a last day."""
NAMES = ("NIMENMUUTOS", "NIMENMUUTOS_LAAJA", "KUTSUMANIMI")
TOLD_APART_BY = {
    "AVIOLIITTO": ("jarjestysnumero",),
    "REKISTEROITY_PARISUHDE": ("jarjestysnumero",),
    "ULKOMAINEN_HENKILOTUNNUS": ("ulkomainenHenkilotunnus",),
}
HISTORY = (
    "EDELLINEN_KOTIKUNTA",
    "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "ENTINEN_OLINPAIKASSA_ASUMINEN",
    "ENTINEN_ULKOMAILLA_ASUMINEN",
)

TOLD_ANEW = (
    *HISTORY,
    "ULKOMAINEN_HENKILOTUNNUS",
    "POISSAOLO",
    "VALTIO_JOHON_MUUTTANUT",
    "VALTIO_JOSTA_MUUTTANUT",
    "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA",
    "LAPSEN_REKISTEROINNIN_LISATIEDOT",
    "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
    "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA",
    "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA",
    "VAESTOKIRJANPITOKUNTA",
    "SUOMEEN_MUUTTOPAIVA",
    "REKISTERIVIRANOMAINEN",
    "EDUNVALVONTA",
)
"""Kinds that the items which begin and end protection bring whole: what is held of them is dropped first (§2.6)."""
ENDS_OF_THE_ONLY = {"EDUNVALVONTA": "paatymispv", "EDUNVALVONTAVALTUUTUS": "paattymispv"}


def content(told: Group) -> Group:
    """A told group as it would stand in base data."""
    return {member: value for member, value in told.items() if member not in (ATTRIBUTE, IN_FORCE, *ONLY_IN_CHANGES)}


def arrives(item: Group) -> bool:
    """Whether the item brings a whole person: one who has come to the permit's municipalities, or back to life."""
    return any(told[KIND] == "KOTIKUNTA" and told[ATTRIBUTE] == "LISATTY" for told in item["tietoryhmat"])


def merged(item: Group) -> list[str]:
    """Codes that are the person's too, so that whoever was held under one of them was never anybody else (§2.4)."""
    told = [group for group in item["tietoryhmat"] if group[KIND] == "HENKILOTUNNUS_KORJAUS"]
    return [code for group in told for code in group.get("edellisetHenkilotunnukset", ())]


@dataclass
class Person:
    """One person's groups as the customer holds them."""

    groups: list[Group] = field(default_factory=list)
    wrong: Group | None = None
    today: str = ""
    """The day of the item being applied, in Finland."""
    no_history_of: tuple[str, ...] = ()
    """Kinds of which the product's base data has only what is in force."""

    @property
    def code(self) -> str | None:
        """The active identity code, where the product tells it."""
        for group in self.groups:
            if group[KIND] == "HENKILOTUNNUS_KORJAUS" and group.get("aktiivinenHenkilotunnus"):
                return str(group["aktiivinenHenkilotunnus"])
        return None

    def one(self, kind: str) -> Group:
        return next((group for group in self.groups if group[KIND] == kind), {})

    @property
    def dead(self) -> bool:
        return any(self.one(kind).get("kuollut") for kind in ("KUOLINPAIVA", "KUOLLEEKSIJULISTAMISPAIVA"))

    def apply(self, item: Group) -> None:
        """Take in one item: its groups in the order told."""
        self.today = datetime.fromisoformat(item["muutospv"]).astimezone(FINLAND).date().isoformat()
        for group in item["tietoryhmat"]:
            if group[KIND] == "TURVAKIELTO" and (group[ATTRIBUTE] == "LISATTY" or not group["turvakieltoAktiivinen"]):
                self.groups = [one for one in self.groups if one[KIND] not in TOLD_ANEW and WITHHELD not in one]
            if WITHHELD in group:
                self.drop_kind(group[KIND])
                self.groups.append(content(group))
            else:
                getattr(self, group[ATTRIBUTE].lower())(content(group), group.get(IN_FORCE))
        self.groups = [
            group
            for group in self.groups
            if group[KIND] not in self.no_history_of or group.get("voimassaolo") != "PASSIIVI"
        ]

    def drop_kind(self, kind: str) -> None:
        self.groups = [group for group in self.groups if group[KIND] != kind]

    # One method an attribute (§2.2).

    def lisatty(self, group: Group, _still: list[Group] | None) -> None:
        if group[KIND] not in SEVERAL:
            self.drop_kind(group[KIND])
        self.groups.append(group)

    def lisatieto(self, group: Group, _still: list[Group] | None) -> None:
        if group[KIND] not in SEVERAL:
            self.drop_kind(group[KIND])
        if group not in self.groups:
            self.groups.append(group)

    def muutettu(self, group: Group, still: list[Group] | None) -> None:
        kind = group[KIND]
        if kind == "TURVAKIELTO" and not group["turvakieltoAktiivinen"]:
            self.drop_kind(kind)
        elif still is not None:
            self.in_force(kind, still)
        elif kind in NAMES:
            self.former_name(group)
        elif kind in HISTORY:
            self.groups.append(group)
        elif kind == "HENKILOTUNNUS_KORJAUS" and group["voimassaolo"] == "PASSIIVI":
            return
        else:
            self.now(group)

    def now(self, group: Group) -> None:
        """The record as it is after the change: over, the only one of its kind, or the one that began when it did."""
        kind = group[KIND]
        if any(group[end]["arvo"] <= self.today for end in ENDS if end in group):
            self.close(group)
        elif ENDS_OF_THE_ONLY.get(kind) in group:
            self.drop_kind(kind)
        elif kind not in SEVERAL:
            self.drop_kind(kind)
            self.groups.append(group)
        else:
            self.replace(group, TOLD_APART_BY.get(kind, STARTS))

    def poistettu(self, group: Group, still: list[Group] | None) -> None:
        if still is not None:
            self.in_force(group[KIND], still)
        elif group in self.groups:
            self.groups.remove(group)

    def korjattava(self, group: Group, _still: list[Group] | None) -> None:
        self.wrong = group

    def korjattu(self, group: Group, _still: list[Group] | None) -> None:
        if self.wrong in self.groups:
            self.groups.remove(self.wrong)
        reopened = group[KIND] == "EDELLINEN_KOTIKUNTA" and "kunnastaPoisMuuttopv" not in group
        alive = group.get("kuollut") is False
        if group not in self.groups and not reopened and not alive:
            self.groups.append(group)

    # What they share.

    def in_force(self, kind: str, still: list[Group]) -> None:
        """The whole list in force; records no longer in force stay."""
        over = [one for one in self.groups if one[KIND] == kind and one.get("voimassaolo") == "PASSIIVI"]
        self.drop_kind(kind)
        self.groups += [*over, *still]

    def close(self, ended: Group) -> None:
        """A record that is over goes, where it is held: base data has history in kinds of its own."""
        ending = {end: ended[end] for end in ENDS if end in ended}
        for group in self.groups:
            if {**group, **ending} == ended:
                self.groups.remove(group)
                return

    def replace(self, group: Group, by: tuple[str, ...]) -> None:
        for at, held in enumerate(self.groups):
            if held[KIND] == group[KIND] and all(held.get(one) == group.get(one) for one in by):
                self.groups[at] = group
                return
        self.groups.append(group)

    def former_name(self, former: Group) -> None:
        present = former["nimilaji"].replace("EDELLINEN_", "NYKYINEN_")
        for group in self.groups:
            if group[KIND] == former[KIND] and group["nimilaji"] == present and group["nimi"] == former["nimi"]:
                self.groups.remove(group)
                break
        if former[KIND] != "KUTSUMANIMI":
            self.groups.append(former)


@dataclass
class Customer:
    """A permit holder with a register of persons. `towns` are the permit's municipalities, empty for one by codes.

    `no_history_of` is from the product's description.
    """

    address: str
    user: str
    password: str
    towns: tuple[str, ...] = ()
    no_history_of: tuple[str, ...] = ()
    people: dict[str, Person] = field(default_factory=dict)
    """By the code that heads the person's items."""
    key: int = 0

    def ask(self, path: str, body: Group) -> tuple[Group, dict[str, str]]:
        """POST; the answer and its headers."""
        credentials = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request = urllib.request.Request(  # noqa: S310 the address is the service under test
            f"{self.address}/api/v1{path}",
            json.dumps(body).encode(),
            {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.loads(answer.read()), {name.lower(): value for name, value in answer.headers.items()}

    def load(self, codes: list[str] | None = None) -> None:
        """Base data of the permit's municipalities, page by page, or of these codes."""
        self.people = {}
        body: Group = {"kuntakoodit": list(self.towns)} if codes is None else {"hetulista": codes}
        while True:
            answer, headers = self.ask("/perustiedot", body)
            self.key = int(headers["vaki-kirjausavain"])
            for item in answer["perustiedot"]:
                self.people[item["henkilotunnus"]] = Person(item["tietoryhmat"], no_history_of=self.no_history_of)
            if answer["ajanTasalla"]:
                return
            body["jatkoavain"] = answer["jatkoavain"]

    def follow(self) -> None:
        """Every change since, applied."""
        while True:
            body: Group = {"viimeisinKirjausavain": self.key}
            if not self.towns:
                body["hetulista"] = list(self.people)
            answer, _ = self.ask("/muutokset", body)
            for item in sorted(answer["muutokset"], key=lambda one: str(one["muutospv"])):
                self.take(item)
            self.key = answer["viimeisinKirjausavain"]
            if answer["ajanTasalla"]:
                return

    def take(self, item: Group) -> None:
        person = self.people.pop(item["henkilotunnus"], None)
        if person is None:
            if not arrives(item):
                return  # about one of the dead, whom the register does not hold
            person = Person(no_history_of=self.no_history_of)
        person.apply(item)
        for told in item["tietoryhmat"]:
            if told[KIND] == "HENKILOTUNNUS_KORJAUS" and told["voimassaolo"] == "PASSIIVI":
                self.people.pop(told["muutettuHenkilotunnus"], None)
        if not self.gone(person):
            self.people[person.code or item["henkilotunnus"]] = person

    def gone(self, person: Person) -> bool:
        """Whether this was the last item about someone who is no longer of the permit's municipalities, or dead."""
        if not self.towns:
            return False
        home = person.one("KOTIKUNTA").get("kuntakoodi")
        return person.dead or (home is not None and home not in self.towns)

    def held(self) -> dict[str, list[str]]:
        """Everything, comparable, the order of groups aside."""
        return {
            code: sorted(json.dumps(group, sort_keys=True, ensure_ascii=False) for group in person.groups)
            for code, person in self.people.items()
        }
