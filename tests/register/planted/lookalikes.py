"""What looks like a contradiction and is none."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.register.people import a_code
from tests.register.planted.means import (
    People,
    add,
    alter,
    die,
    end_marriage,
    grown_child,
    leave_home,
    on,
)

from vaki.codes.sex import Sex
from vaki.register.derive import derive
from vaki.register.document import reference
from vaki.register.events.birth import identity
from vaki.register.wire import day as wire_day


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
