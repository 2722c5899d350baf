"""Birth: a new person, known from the mother's municipality, home and citizenship."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from vaki.codes import country, hetu, municipality
from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.custody import begin_custody, begin_custody_without_code, end_of_custody
from vaki.register.events.draft import Draft, Event
from vaki.register.events.extra_data import birth_abroad, note_registration
from vaki.register.events.fields import CountryCode, Day, IdentityCode, LanguageCode
from vaki.register.events.home import ADDRESS, ADDRESS_ABROAD, HOME, KEPT_BY, RESIDENCE, home_municipality
from vaki.register.events.kinship import SECOND_MOTHER, relate, relate_without_code, too_young
from vaki.register.events.name import names
from vaki.register.events.protection import withhold_birth_home
from vaki.register.events.records import first_day, spoken, tell_whole
from vaki.register.events.references import PersonWithoutCode
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.register.groups.values import HuoltajanRooli, Lapsilaatu

Role = Literal["AITI", "ISA"]

_BORN_WITHIN: Final = timedelta(days=300)
"""How long after a parent's death a child can be born."""

_AT_MOTHERS_HOME: Final = (
    ADDRESS,
    ADDRESS_ABROAD,
    RESIDENCE,
    "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
    "VAKINAINEN_ULKOMAILLA_ASUMINEN",
)


def identity(code: str, earlier: Iterable[str] = ()) -> WireGroup:
    """HENKILOTUNNUS_KORJAUS of a person's active code (§2.4)."""
    return record(
        "HENKILOTUNNUS_KORJAUS",
        aktiivinenHenkilotunnus=code,
        edellisetHenkilotunnukset=list(earlier),
        muutettuHenkilotunnus=code,
        voimassaolo="AKTIIVI",
    )


def new_code(draft: Draft, code: str, born: date, sex: Sex) -> str:
    """The code to give: the one asked for when it is free and says the same as the person's data, else a free one."""
    if not code:
        return draft.free_code(born, sex.value)
    try:
        parsed = hetu.parse(code)
    except hetu.InvalidHetu as invalid:
        raise EventRefused("The identity code to be given is not valid.") from invalid
    if parsed.birth_date != born or parsed.sex is not sex:
        raise EventRefused("The identity code to be given tells another birth date or sex.")
    if code in draft.ids:
        raise EventRefused("The identity code to be given is in use.")
    return code


def citizenship(code: str, since: date | None, name: str | None = None) -> dict[str, Any]:
    """One element of `henkilonKansalaisuudet`."""
    element: dict[str, Any] = {"kansalaisuuskoodi": code}
    if name:
        element["kansalaisuusnimi"] = name
    element["voimassaolo"] = "AKTIIVI"
    if since is not None:
        element["saamispv"] = wire_day(since)
    return element


class Birth(Event):
    """A child is born; with a name or, until naming, without.

    Source: VTJ-laki 661/2009 13 §; vanhemmuuslaki 775/2022; kansalaisuuslaki 359/2003 9 § (citizenship from the
    parents); kotikuntalaki 201/1994 2 § (home municipality from the mother). Both parents get custody unless
    `mother_alone`. A parent may have no identity code; one of them has. What follows from the mother then follows from
    the other. `birth_country` is of a child born abroad: the parents' documents hold the facts of its registration. A
    child of a protected mother is protected from the first day, or its address would tell hers.
    """

    name: ClassVar[str] = "birth"
    sex: Sex
    mother: IdentityCode | None = None
    mother_without_code: PersonWithoutCode | None = None
    other_parent: IdentityCode | None = None
    other_parent_without_code: PersonWithoutCode | None = None
    first_names: str = ""
    surname: str = ""
    mother_tongue: LanguageCode | None = None
    mother_alone: bool = False
    birth_country: CountryCode | None = None
    birth_country_name: str = ""
    birth_place: str = ""
    code: IdentityCode | None = None
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.mother, self.other_parent, self.code) if code]

    def apply(self, draft: Draft) -> None:
        born = self.day or draft.day
        mother = draft.person(self.mother) if self.mother else None
        other = draft.person(self.other_parent) if self.other_parent else None
        self._refuse(draft, born, mother, other)
        child = draft.newborn()
        home = mother or other
        if home is None:
            raise EventRefused("One of the parents has an identity code.")
        self._describe(draft, child, home, other, born)
        self._relate(draft, child, mother, other, born)
        _protect(child, home, born)
        if end_of_custody(child) > draft.day:
            self._begin_custodies(draft, child, mother, other, born)
        for parent in (mother, other):
            if parent is not None and self.birth_country is not None:
                note_registration(draft, parent, child, self.birth_country)
        tell_whole(draft, child)

    def _relate(
        self, draft: Draft, child: Document, mother: Document | None, other: Document | None, born: date
    ) -> None:
        quality = _quality(mother, other)
        if mother is not None:
            relate(draft, child, mother, "AITI", quality)
        elif self.mother_without_code is not None:
            relate_without_code(draft, child, self.mother_without_code.reference(born), "AITI", quality)
        if other is not None:
            role = _role(Sex(other.sex))
            relate(draft, child, other, role, SECOND_MOTHER if role == "AITI" else quality)
        elif self.other_parent_without_code is not None:
            plain = self.other_parent_without_code
            role = _role(plain.sex)
            relate_without_code(
                draft, child, plain.reference(born), role, SECOND_MOTHER if role == "AITI" else "AU_LAPSI"
            )

    def _begin_custodies(
        self, draft: Draft, child: Document, mother: Document | None, other: Document | None, born: date
    ) -> None:
        if mother is not None and mother.alive:
            begin_custody(draft, child, mother, "AITI", born)
        elif self.mother_without_code is not None:
            begin_custody_without_code(draft, child, self.mother_without_code.reference(born), "AITI", born)
        if self.mother_alone:
            return
        if other is not None and other.alive:
            begin_custody(draft, child, other, _custodian(_role(Sex(other.sex))), born)
        elif self.other_parent_without_code is not None:
            plain = self.other_parent_without_code
            begin_custody_without_code(draft, child, plain.reference(born), _custodian(_role(plain.sex)), born)

    def _refuse(self, draft: Draft, born: date, mother: Document | None, other: Document | None) -> None:
        if self.sex is Sex.MISSING:
            raise EventRefused("The child's sex is needed for the identity code.")
        if (self.mother is None) == (self.mother_without_code is None):
            raise EventRefused("A child has one mother who gave birth, with an identity code or without.")
        if self.other_parent is not None and self.other_parent_without_code is not None:
            raise EventRefused("The other parent has an identity code or has none.")
        if mother is not None and mother.sex == Sex.MAN:
            raise EventRefused("The mother who gave birth is a man in the register.")
        if bool(self.first_names) != bool(self.surname):
            raise EventRefused("A name is first names and a surname; an unnamed child has neither.")
        if self.birth_country is not None and any(one is not None and one.protected for one in (mother, other)):
            raise EventRefused("The place of birth would tell where a protected parent was.")
        self._refuse_parents(draft, born, mother, other)

    def _refuse_parents(self, draft: Draft, born: date, mother: Document | None, other: Document | None) -> None:
        known = [parent for parent in (mother, other) if parent is not None]
        draft.check_day(born, *known)
        if len({parent.person_id for parent in known}) != len(known):
            raise EventRefused("The parents are the same person.")
        plain = [one.birth_date for one in (self.mother_without_code, self.other_parent_without_code) if one]
        if any(too_young(one, born) for one in (*plain, *(parent.birth_date for parent in known))):
            raise EventRefused("A parent would be a child.")
        if mother is not None and not mother.alive and (mother.death_day is None or mother.death_day < born):
            raise EventRefused("The mother died before the birth.")
        if other is not None and not other.alive:
            died = other.death_day
            if died is None or died + _BORN_WITHIN < born:
                raise EventRefused("The other parent died long before the birth.")

    def _describe(self, draft: Draft, child: Document, mother: Document, other: Document | None, born: date) -> None:
        child.add(identity(new_code(draft, self.code or "", born, self.sex)))
        child.add(record("SUKUPUOLI", sukupuoli=self.sex.value))
        child.add(record("SYNTYMAPAIVA", syntymapv=wire_day(born)))
        child.add(record("SIVIILISAATY", siviilisaaty="NAIMATON"))
        tongue = self._mother_tongue(mother, born)
        if tongue is not None:
            child.add(tongue)
        if self.first_names:
            child.add(names(self.first_names, self.surname))
        child.add(record("KANSALAISUUS", henkilonKansalaisuudet=_citizenships(mother, other, born)))
        at_birth = municipality_on(mother, born) if self.mother else municipality.ABROAD
        if at_birth is not None:
            child.add(record("SYNTYMAKOTIKUNTA", kuntakoodi=at_birth))
        if self.birth_country is not None:
            child.add(birth_abroad(self.birth_country, self.birth_country_name, self.birth_place))
        _at_mothers_home(child, mother, born)

    def _mother_tongue(self, mother: Document, born: date) -> WireGroup | None:
        if self.mother_tongue is not None:
            return spoken("AIDINKIELI", self.mother_tongue, "", born)
        hers = mother.one("AIDINKIELI")
        return None if hers is None else same_as(hers, alkupv=wire_day(born))


def _role(sex: Sex) -> Role:
    return "AITI" if sex is Sex.WOMAN else "ISA"


def _custodian(role: Role) -> HuoltajanRooli:
    return "TUNNUSTANUT_AITI" if role == "AITI" else role


def _quality(mother: Document | None, other: Document | None) -> Lapsilaatu:
    married = mother is not None and other is not None and mother.about("AVIOLIITTO", other.person_id) is not None
    return "AVIOLAPSI" if married else "AU_LAPSI"


def _citizenships(mother: Document, other: Document | None, born: date) -> list[dict[str, Any]]:
    """Those of the parents, Finnish first."""
    found: dict[str, str | None] = {}
    for parent in (mother, other):
        group = None if parent is None else parent.one("KANSALAISUUS")
        for element in () if group is None else group["henkilonKansalaisuudet"]:
            if element.get("voimassaolo") != "PASSIIVI":
                found.setdefault(element["kansalaisuuskoodi"], element.get("kansalaisuusnimi"))
    ordered = sorted(found.items(), key=lambda item: item[0] != country.FINLAND)
    return [citizenship(code, born, name) for code, name in ordered]


def municipality_on(document: Document, day: date) -> str | None:
    """The home municipality on a day."""
    best: tuple[date, str] | None = None
    for kind in (HOME, "EDELLINEN_KOTIKUNTA"):
        for group in document.all(kind):
            since = first_day(group)
            if since is not None and since <= day and (best is None or since > best[0]):
                best = (since, str(group["kuntakoodi"]))
    return best[1] if best is not None else document.municipality


def _at_mothers_home(child: Document, mother: Document, born: date) -> None:
    code = mother.municipality
    if code is None:
        return
    home = mother.one(HOME)
    since = max(born, (first_day(home) if home else None) or born)
    child.add(home_municipality(code, since))
    kept_by = mother.one(KEPT_BY)
    if municipality.is_in_force(code):
        child.add(home_municipality(code, since, KEPT_BY))
    elif kept_by is not None:
        child.add(home_municipality(kept_by["kuntakoodi"], born, KEPT_BY))
    if code == municipality.ABROAD:
        child.add(record("POISSAOLO", poissaolo="SYNTYNYT_POISSAOLEVAAN_VAESTOON", siirtopv=wire_day(born)))
    for kind in _AT_MOTHERS_HOME:
        for group in mother.all(kind):
            child.add(same_as(group, alkupv=wire_day(max(born, first_day(group) or born))))


def _protect(child: Document, mother: Document, born: date) -> None:
    """Protect the child while the mother is protected, and mark it as born into a protection that has since ended."""
    for since, until in mother.protections:
        if until and until < born.isoformat():
            continue
        child.protections = (*child.protections, (max(since, born.isoformat()), until))
    hers = mother.one("TURVAKIELTO")
    if hers is not None and mother.protected:
        child.add(same_as(hers))
        withhold_birth_home(child)
