"""What contradicts itself between relatives: copies, parents, unions, custody, guardians."""

from __future__ import annotations

from datetime import date

from tests.register.people import a_code, marry, parent_of
from tests.register.planted.means import (
    People,
    add,
    alter,
    die,
    end_marriage,
    grown_child,
    guardian_of,
    on,
    second_union,
)

from vaki.codes.sex import Sex
from vaki.register.document import reference
from vaki.register.events.birth import identity
from vaki.register.wire import day as wire_day

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
