"""Every kind of contradiction, planted once in a family of which nothing is wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tests.register.people import HELSINKI_HOME, a_code, a_person, marry, parent_of

from vaki.codes.sex import Sex
from vaki.register.audit import contradictions as that
from vaki.register.derive import derive
from vaki.register.document import Entry, reference
from vaki.register.events.birth import identity
from vaki.register.events.home import home_municipality, place_of_stay, residence
from vaki.register.events.name import history_name
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

    People = dict[str, Document]

ANOTHER_DAY: Final = date(1999, 9, 9)
TOMORROW: Final = date(2026, 11, 21)


def on(year: int, month: int = 1, day: int = 1) -> dict[str, str]:
    return wire_day(date(year, month, day))


def alter(document: Document, kind: str, *gone: str, **members: Any) -> None:
    """The first group of a kind, with other members; what follows from it follows."""
    old = document.all(kind)[0]
    document.swap(old, {**{name: value for name, value in old.items() if name not in gone}, **members})
    derive(document)


def add(document: Document, kind: str, *mentions: int, **members: Any) -> None:
    document.add(record(kind, **members), *mentions)
    derive(document)


def die(document: Document, year: int = 2020) -> None:
    document.put(record("KUOLINPAIVA", kuollut=True, kuolinpv=on(year)))


def leave_home(document: Document) -> None:
    for kind in ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        document.drop_kind(kind)


def grown_child(people: People, born: date, parent: str = "mother") -> Document:
    """One more child of a parent's, on both sides."""
    made = people["grown"] = a_person(6, born, Sex.MAN, "Lauri", "Virtanen", home=HELSINKI_HOME)
    parent_of(made, people[parent], custody=False)
    derive(made)
    derive(people[parent])
    return made


def protect(document: Document, since: str = "2024-05-01") -> None:
    document.put(record("TURVAKIELTO", turvakieltoAktiivinen=True))
    document.protections = ((since, ""),)


def guardian_of(people: People, guardian: str = "father") -> None:
    """The single person gets a guardian."""
    one = people[guardian]
    add(
        people["single"],
        "EDUNVALVONTA",
        one.person_id,
        alkupv=on(2021),
        toimintakelpoisuus="RAJOITTAMATON",
        tehtavienjako=False,
        nykyisetEdunvalvojat=[{"edunvalvoja": reference(one), "alkupv": on(2021)}],
    )


def second_union(people: People, since: date, until: dict[str, str] | None) -> None:
    """The mother's earlier or later marriage, with the single person."""
    over: WireGroup = {} if until is None else {"paattymispv": until, "paattymistapa": "AVIOERO"}
    for one, other in (("mother", "single"), ("single", "mother")):
        add(
            people[one],
            "AVIOLIITTO",
            people[other].person_id,
            puoliso=reference(people[other]),
            voimassaolo="AKTIIVI" if until is None else "PASSIIVI",
            vihkipv=wire_day(since),
            jarjestysnumero=2,
            **over,
        )


def end_marriage(people: People, how: str, until: dict[str, str]) -> None:
    for one in ("mother", "father"):
        alter(people[one], "AVIOLIITTO", voimassaolo="PASSIIVI", paattymispv=until, paattymistapa=how)


# The document as it is stored.


def out_of_order(people: People) -> None:
    people["single"].entries.reverse()


def not_derived(people: People) -> None:
    people["child"].drop_kind("PERHESUHDE")


def malformed(people: People) -> None:
    alter(people["single"], "SIVIILISAATY", siviilisaaty="ONNELLINEN")


def unreadable(people: People) -> None:
    alter(people["single"], "KANSALAISUUS", "henkilonKansalaisuudet")


def told_twice(people: People) -> None:
    add(people["single"], "SUKUPUOLI", sukupuoli="MIES")


def lacking(people: People) -> None:
    people["single"].drop_kind("SIVIILISAATY")


def stored_at_reading(people: People) -> None:
    add(people["single"], "VUODENVAIHTEEN_KUNTA", kuntakoodi="091", vuodenvaihde=2025)


# Identity.


def code_invalid(people: People) -> None:
    code = people["single"].code
    people["single"].put(identity(code[:-1] + ("A" if code[-1] != "A" else "B")))


def code_birth_date(people: People) -> None:
    alter(people["single"], "SYNTYMAPAIVA", syntymapv=on(1990, 2, 2))


def code_sex(people: People) -> None:
    alter(people["single"], "SUKUPUOLI", sukupuoli="NAINEN")


def codes_disagree(people: People) -> None:
    alter(people["single"], "HENKILOTUNNUS_KORJAUS", edellisetHenkilotunnukset=[people["single"].code])


def born_in_future(people: People) -> None:
    born = date(2027, 1, 1)
    people["single"].put(identity(a_code(born, Sex.MAN)))
    alter(people["single"], "SYNTYMAPAIVA", syntymapv=wire_day(born))


def tongue_twins(people: People) -> None:
    alter(people["single"], "AIDINKIELI", kielikoodiISO6392="swe")


def unnamed_text(people: People) -> None:
    add(people["single"], "ULKOMAINEN_SYNTYMAPAIKKA", valtiokoodi="998")


def tongue_without_words(people: People) -> None:
    alter(people["single"], "AIDINKIELI", kielikoodi="98", kielikoodiISO6392="mis")


def citizen_without_words(people: People) -> None:
    alter(people["single"], "KANSALAISUUS", henkilonKansalaisuudet=[{"kansalaisuuskoodi": "998"}])


def citizen_twice(people: People) -> None:
    alter(people["single"], "KANSALAISUUS", henkilonKansalaisuudet=[{"kansalaisuuskoodi": "246"}] * 2)


def satu_invalid(people: People) -> None:
    add(people["single"], "SAHKOINEN_ASIOINTITUNNUS", sahkoinenAsiointitunnus="900000012", voimassaolo="AKTIIVI")


# Names.


def name_spelling(people: People) -> None:
    alter(people["single"], "HENKILON_NIMI", sukunimi="Simeikka")


def call_name(people: People) -> None:
    alter(people["single"], "NIMENMUUTOS_LAAJA", nimi="Pentti", nimiUTF8="Pentti")


def present_name(people: People) -> None:
    people["single"].add(history_name("NYKYINEN_SUKUNIMI", "Toinen", date(2015, 1, 1)))
    derive(people["single"])


def names_overlap(people: People) -> None:
    for name, since, until in (("Eka", on(1990, 1, 2), on(2010)), ("Toka", on(2009), on(2015))):
        add(
            people["single"],
            "NIMENMUUTOS_LAAJA",
            nimilaji="EDELLINEN_SUKUNIMI",
            nimi=name,
            nimiUTF8=name,
            alkupv=since,
            loppupv=until,
        )


def name_ends_later(people: People) -> None:
    alter(people["single"], "HENKILON_NIMI", alkupv=on(2010))
    former = record("NIMENMUUTOS_LAAJA", nimilaji="EDELLINEN_SUKUNIMI", nimi="Eka", loppupv=on(2011))
    people["single"].add(former)
    derive(people["single"])


# Periods.


def period_backwards(people: People) -> None:
    add(people["single"], "HISTORIAA_USKONTOKUNNASTA", uskontokunta=3, alkupv=on(2015), loppupv=on(2014))


def before_birth(people: People) -> None:
    add(people["single"], "SUKUTUTKIMUSKIELTO", alkupv=on(1980))


def after_death(people: People) -> None:
    leave_home(people["single"])
    die(people["single"])
    add(people["single"], "SUKUTUTKIMUSKIELTO", alkupv=on(2021))


def ends_after_death(people: People) -> None:
    leave_home(people["single"])
    die(people["single"], 2021)
    former = residence(HELSINKI_HOME, date(2020, 1, 1), "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    people["single"].add({**former, "loppupv": on(2022)})


def in_future(people: People) -> None:
    add(people["single"], "SUKUTUTKIMUSKIELTO", alkupv=wire_day(TOMORROW))


# Homes.


def municipality_unknown(people: People) -> None:
    alter(people["single"], "VAESTOKIRJANPITOKUNTA", kuntakoodi="000")


def home_elsewhere(people: People) -> None:
    alter(people["single"], "KOTIKUNTA", kuntakoodi="536")


def kept_elsewhere(people: People) -> None:
    alter(people["single"], "VAESTOKIRJANPITOKUNTA", kuntakoodi="536")


def lives_twice(people: People) -> None:
    people["single"].add(place_of_stay("091", 902, "0001", "0000", date(2020, 1, 1)))


def lives_nowhere(people: People) -> None:
    leave_home(people["single"])


def address_elsewhere(people: People) -> None:
    alter(people["single"], "VAKINAINEN_KOTIMAINEN_OSOITE", huoneistonumero="099")


def residence_code(people: People) -> None:
    alter(people["single"], "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", asuinpaikantunnus="150000003X1A004 ")


def absent_at_home(people: People) -> None:
    add(people["single"], "VALTIO_JOHON_MUUTTANUT", valtiokoodi="233")


def former_stay(people: People, who: str, since: dict[str, str], until: dict[str, str]) -> None:
    group = residence(HELSINKI_HOME, date(2000, 1, 1), "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    people[who].add({**group, "alkupv": since, "loppupv": until})


def stays_overlap(people: People) -> None:
    former_stay(people, "single", on(2019), on(2020, 1, 1))


def stayed_after_leaving(people: People) -> None:
    people["abroad"].drop_kind("VAKINAINEN_ULKOMAILLA_ASUMINEN")
    former_stay(people, "abroad", on(2000), on(2010, 4, 1))


def former_home(people: People, code: str, since: date, until: dict[str, str]) -> None:
    group = home_municipality(code, since, "EDELLINEN_KOTIKUNTA")
    people["single"].add({**group, "kunnastaPoisMuuttopv": until})


def homes_overlap(people: People) -> None:
    former_home(people, "536", date(1990, 1, 2), on(2000))
    former_home(people, "837", date(2000, 1, 1), on(2010))


def former_home_later(people: People) -> None:
    former_home(people, "536", date(1990, 1, 2), on(2020))


def here_before_arrival(people: People) -> None:
    add(people["single"], "SUOMEEN_MUUTTOPAIVA", suomeenMuuttopv=on(2020, 1, 2))


# Relatives.


def unknown_person(people: People) -> None:
    del people["father"]


def self_mentioned(people: People) -> None:
    one = people["single"]
    add(one, "VIITEHENKILO", one.person_id, viitehenkilo=reference(one))


def copy_stale(people: People) -> None:
    copy = people["child"].all("VANHEMPI")[0]["vanhempi"]
    alter(people["child"], "VANHEMPI", vanhempi={**copy, "sukunimi": "Toinen"})


def stale_code_beside(people: People) -> None:
    father = people["father"]
    add(
        people["abroad"],
        "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
        father.person_id,
        puoliso=reference(father),
        lisatiedot={"henkilotunnus": people["single"].code},
    )


def copy_unlinked(people: People) -> None:
    add(people["single"], "VIITEHENKILO", viitehenkilo=reference(people["father"]))


def one_sided(people: People) -> None:
    people["mother"].drop_kind("LAPSI")
    people["mother"].drop_kind("LAPSI_SUPPEA")
    people["mother"].drop_kind("PERHESUHDE")


def parent_young(people: People) -> None:
    grown_child(people, date(1993, 1, 1))


def mother_old(people: People) -> None:
    people["mother"].put(identity(a_code(date(1930, 1, 1), Sex.WOMAN)))
    alter(people["mother"], "SYNTYMAPAIVA", syntymapv=on(1930))


def born_after_death(people: People) -> None:
    die(people["mother"], 2017)


def parents_many(people: People) -> None:
    for one in ("single", "abroad"):
        parent_of(people["child"], people[one], custody=False)


def mothers_two(people: People) -> None:
    parent_of(people["child"], people["abroad"], custody=False)


def siblings_close(people: People) -> None:
    grown_child(people, date(2018, 5, 3))


def letters(people: People) -> None:
    grown_child(people, date(2010, 5, 3))
    for old in people["mother"].all("LAPSI"):
        people["mother"].swap(old, {**old, "jarjestyskirjain": "A"})


def letter_differs(people: People) -> None:
    alter(people["child"], "VANHEMPI", jarjestyskirjain="A")
    add(people["child"], "JARJESTYSKIRJAIN", jarjestyskirjain="B")


def kin_loop(people: People) -> None:
    parent_of(people["mother"], people["child"], custody=False)


def married_kin(people: People) -> None:
    grown = grown_child(people, date(2001, 5, 3))
    marry(people["mother"], grown, date(2020, 1, 1))


# Unions.


def unions_in_force(people: People) -> None:
    second_union(people, date(2020, 1, 1), None)


def unions_overlap(people: People) -> None:
    second_union(people, date(2014, 1, 1), on(2015))


def union_numbers(people: People) -> None:
    second_union(people, date(2010, 1, 1), on(2011))
    for group in people["mother"].all("AVIOLIITTO"):
        people["mother"].swap(group, {**group, "jarjestysnumero": 1})


def status_unbound(people: People) -> None:
    alter(people["mother"], "SIVIILISAATY", siviilisaaty="NAIMATON")


def status_bound(people: People) -> None:
    end_marriage(people, "AVIOERO", on(2020))


def status_differs(people: People) -> None:
    end_marriage(people, "AVIOERO", on(2020))
    for one in ("mother", "father"):
        alter(people[one], "SIVIILISAATY", siviilisaaty="LESKI")


def married_young(people: People) -> None:
    for one in ("mother", "father"):
        alter(people[one], "AVIOLIITTO", vihkipv=on(1999))


def union_with_dead(people: People) -> None:
    die(people["father"])


def union_outlived(people: People) -> None:
    end_marriage(people, "PUOLISON_KUOLEMA", on(2020))


def separated_unbound(people: People) -> None:
    one, other = people["single"], people["father"]
    for document, spouse in ((one, other), (other, one)):
        add(document, "ASUMUSERO", spouse.person_id, puoliso=reference(spouse), alkupv=on(2020))


# Custody and guardians.


def custody_grown(people: People) -> None:
    born = date(2001, 2, 3)
    people["child"].put(identity(a_code(born, Sex.WOMAN)))
    alter(people["child"], "SYNTYMAPAIVA", syntymapv=wire_day(born))


def custody_long(people: People) -> None:
    alter(people["child"], "HUOLTAJA", huoltosuhteenLoppupv=on(2037))


def custody_by_dead(people: People) -> None:
    die(people["mother"])


def ward_minor(people: People) -> None:
    add(people["child"], "EDUNVALVONTA", alkupv=on(2021), nykyisetEdunvalvojat=[])


def guardian_dead(people: People) -> None:
    guardian_of(people)
    die(people["father"], 2022)


def guardian_minor(people: People) -> None:
    guardian_of(people, "child")


# Protection.


def protection_told(people: People) -> None:
    people["single"].put(record("TURVAKIELTO", turvakieltoAktiivinen=True))


def protection_periods(people: People) -> None:
    people["single"].protections = (("2020-01-01", "2022-01-01"), ("2021-01-01", "2023-01-01"))


def protection_overdue(people: People) -> None:
    protect(people["single"])
    alter(people["single"], "TURVAKIELTO", turvaLoppuPv=on(2026, 1, 1))


def not_withheld(people: People) -> None:
    """A line of the past that stands in the clear: `write` would withhold it, so the rule is asked before that."""
    former_stay(people, "single", on(2019), on(2019, 12, 31))
    protect(people["single"], "2019-05-01")


def withheld_idly(people: People) -> None:
    one = people["single"]
    one.entries = [entry.marked(withheld=entry.kind == "AIDINKIELI") for entry in one.entries]


def birth_home_withheld_idly(people: People) -> None:
    one = people["child"]
    one.entries = [entry.marked(withheld=entry.kind == "SYNTYMAKOTIKUNTA") for entry in one.entries]


def birth_home_told(people: People) -> None:
    protect(people["mother"], "2017-01-01")


def contact_idle(people: People) -> None:
    add(people["single"], "KOTIMAINEN_YHTEYSOSOITE", postiosoite={"fi": "PL 7"}, postinumero="37101")


def kept_idle(people: People) -> None:
    former_stay(people, "single", on(2019), on(2019, 12, 31))
    entry = Entry(people["single"].all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")[0])
    people["single"].kept = ((0, entry),)


# Death.


def dead_lives(people: People) -> None:
    die(people["single"])


def dead_bound(people: People) -> None:
    die(people["mother"])


def died_before_birth(people: People) -> None:
    leave_home(people["single"])
    die(people["single"], 1980)


def died_in_future(people: People) -> None:
    leave_home(people["single"])
    die(people["single"], 2028)


PLANTED: Final[dict[that.Contradiction, Callable[[People], None]]] = {
    that.OUT_OF_ORDER: out_of_order,
    that.NOT_DERIVED: not_derived,
    that.MALFORMED: malformed,
    that.UNREADABLE: unreadable,
    that.TOLD_TWICE: told_twice,
    that.LACKING: lacking,
    that.STORED_AT_READING: stored_at_reading,
    that.CODE_INVALID: code_invalid,
    that.CODE_BIRTH_DATE: code_birth_date,
    that.CODE_SEX: code_sex,
    that.CODES_DISAGREE: codes_disagree,
    that.BORN_IN_FUTURE: born_in_future,
    that.TONGUE_TWINS: tongue_twins,
    that.UNNAMED_TEXT: unnamed_text,
    that.CITIZEN_TWICE: citizen_twice,
    that.SATU_INVALID: satu_invalid,
    that.NAME_SPELLING: name_spelling,
    that.CALL_NAME: call_name,
    that.PRESENT_NAME: present_name,
    that.NAMES_OVERLAP: names_overlap,
    that.NAME_ENDS_LATER: name_ends_later,
    that.PERIOD_BACKWARDS: period_backwards,
    that.BEFORE_BIRTH: before_birth,
    that.AFTER_DEATH: after_death,
    that.ENDS_AFTER_DEATH: ends_after_death,
    that.IN_FUTURE: in_future,
    that.MUNICIPALITY_UNKNOWN: municipality_unknown,
    that.HOME_ELSEWHERE: home_elsewhere,
    that.KEPT_ELSEWHERE: kept_elsewhere,
    that.LIVES_TWICE: lives_twice,
    that.LIVES_NOWHERE: lives_nowhere,
    that.ADDRESS_ELSEWHERE: address_elsewhere,
    that.RESIDENCE_CODE: residence_code,
    that.ABSENT_AT_HOME: absent_at_home,
    that.STAYS_OVERLAP: stays_overlap,
    that.STAYED_AFTER_LEAVING: stayed_after_leaving,
    that.HOMES_OVERLAP: homes_overlap,
    that.FORMER_HOME_LATER: former_home_later,
    that.HERE_BEFORE_ARRIVAL: here_before_arrival,
    that.UNKNOWN_PERSON: unknown_person,
    that.SELF: self_mentioned,
    that.COPY_STALE: copy_stale,
    that.COPY_UNLINKED: copy_unlinked,
    that.ONE_SIDED: one_sided,
    that.PARENT_YOUNG: parent_young,
    that.MOTHER_OLD: mother_old,
    that.BORN_AFTER_DEATH: born_after_death,
    that.PARENTS_MANY: parents_many,
    that.MOTHERS_TWO: mothers_two,
    that.SIBLINGS_CLOSE: siblings_close,
    that.LETTERS: letters,
    that.LETTER_DIFFERS: letter_differs,
    that.KIN_LOOP: kin_loop,
    that.MARRIED_KIN: married_kin,
    that.UNIONS_IN_FORCE: unions_in_force,
    that.UNIONS_OVERLAP: unions_overlap,
    that.UNION_NUMBERS: union_numbers,
    that.STATUS_UNBOUND: status_unbound,
    that.STATUS_BOUND: status_bound,
    that.STATUS_DIFFERS: status_differs,
    that.MARRIED_YOUNG: married_young,
    that.UNION_WITH_DEAD: union_with_dead,
    that.UNION_OUTLIVED: union_outlived,
    that.SEPARATED_UNBOUND: separated_unbound,
    that.CUSTODY_GROWN: custody_grown,
    that.CUSTODY_LONG: custody_long,
    that.CUSTODY_BY_DEAD: custody_by_dead,
    that.WARD_MINOR: ward_minor,
    that.GUARDIAN_DEAD: guardian_dead,
    that.GUARDIAN_MINOR: guardian_minor,
    that.PROTECTION_TOLD: protection_told,
    that.PROTECTION_PERIODS: protection_periods,
    that.PROTECTION_OVERDUE: protection_overdue,
    that.NOT_WITHHELD: not_withheld,
    that.WITHHELD_IDLY: withheld_idly,
    that.BIRTH_HOME_TOLD: birth_home_told,
    that.CONTACT_IDLE: contact_idle,
    that.KEPT_IDLE: kept_idle,
    that.DEAD_LIVES: dead_lives,
    that.DEAD_BOUND: dead_bound,
    that.DIED_BEFORE_BIRTH: died_before_birth,
    that.DIED_IN_FUTURE: died_in_future,
}

PLANTED_OTHERWISE: Final = (
    (that.UNNAMED_TEXT, tongue_without_words),
    (that.UNNAMED_TEXT, citizen_without_words),
    (that.COPY_STALE, stale_code_beside),
    (that.WITHHELD_IDLY, birth_home_withheld_idly),
)
"""Second ways to the same kinds."""


# What looks like a contradiction and is none.


def known_to_the_month(people: People) -> None:
    born = {"arvo": "1990-01-01", "tarkkuus": "KUUKAUSI"}
    alter(people["single"], "SYNTYMAPAIVA", syntymapv=born)


def buried_before_the_birth(people: People) -> None:
    """The father died before the child was born, and the mother is a widow."""
    father = people["father"]
    leave_home(father)
    die(father, 2018)
    father.drop_kind("HUOLLETTAVA")
    for entry in people["child"].entries_of("HUOLTAJA"):
        if father.person_id in entry.mentions:
            people["child"].drop(entry.group)
    end_marriage(people, "PUOLISON_KUOLEMA", on(2018))
    alter(people["mother"], "SIVIILISAATY", siviilisaaty="LESKI")
    for one in (father, people["child"]):
        for kind in ("HUOLTAJA_SUPPEA", "HUOLTAJA_RAJOITETTU", "HUOLLETTAVA_SUPPEA", "HUOLLETTAVA_RAJOITETTU"):
            one.drop_kind(kind)
        derive(one)


def old_adoptive_mother(people: People) -> None:
    born = date(1945, 1, 1)
    people["mother"].put(identity(a_code(born, Sex.WOMAN)))
    alter(people["mother"], "SYNTYMAPAIVA", syntymapv=wire_day(born))
    renewed = reference(people["mother"])
    terms = {"isaAiti": "ADOPTIOAITI", "lapsilaatu": "SAATU_ADOPTIOLAPSEKSI", "adoptiosuhde": {"alkupv": on(2019)}}
    alter(people["child"], "VANHEMPI", vanhempi=renewed, **terms)
    alter(people["child"], "HUOLTAJA", huoltaja=renewed)
    alter(people["father"], "AVIOLIITTO", puoliso=renewed)
    alter(people["mother"], "LAPSI", **terms)


def twins(people: People) -> None:
    grown_child(people, date(2018, 2, 4))


def married_abroad(people: People) -> None:
    alter(people["single"], "SIVIILISAATY", siviilisaaty="AVIOLIITOSSA")


def parent_without_code(people: People) -> None:
    copy = {"etunimet": "Mary", "sukunimi": "Smith", "syntymapv": on(1960), "sukupuoli": "NAINEN"}
    add(people["single"], "VANHEMPI", vanhempi=copy, isaAiti="AITI", vanhemmuusnimike="AITI", lapsilaatu="AU_LAPSI")


NO_CONTRADICTION: Final = (
    known_to_the_month,
    buried_before_the_birth,
    old_adoptive_mother,
    twins,
    married_abroad,
    parent_without_code,
)

PLANTED_IN_TABLES: Final = {
    that.CODE_OF_ANOTHER: "update register.identity_code set person_id = 1 where person_id = 4",
    that.DWELLING_UNKNOWN: "delete from register.dwelling where residence_code like '%A003 '",
    that.BUILDING_GONE: """update register.building set in_use = false,
        document = replace(document, '"kaytossaolotilanne":"01"', '"kaytossaolotilanne":"08"')""",
    that.ADDRESS_WRONG: "update register.building set document = replace(document, 'Mänty', 'Kuusi')",
    that.CROWDED: """update register.dwelling set document = replace(document, '"pinta_ala":78', '"pinta_ala":14')""",
    that.CROWDED_ROOMS: """update register.dwelling
        set document = replace(document, '"huoneluku":3', '"huoneluku":0')""",
}
"""What documents and tables can disagree on, as the statement that plants it."""
