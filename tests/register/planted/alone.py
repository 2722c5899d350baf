"""What contradicts itself in one document: as stored, identity, names, periods, homes, protection, death."""

from __future__ import annotations

from datetime import date

from tests.register.people import HELSINKI_HOME, a_code
from tests.register.planted.means import (
    TOMORROW,
    People,
    add,
    alter,
    die,
    leave_home,
    on,
    protect,
)

from vaki.codes.sex import Sex
from vaki.register.derive import derive
from vaki.register.document import Entry
from vaki.register.events.birth import identity
from vaki.register.events.home import home_municipality, place_of_stay, residence
from vaki.register.events.name import history_name
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day

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


def community_of_none(people: People) -> None:
    add(people["single"], "USKONTOKUNTA", uskontokunta=275, alkupv=on(2019, 9, 13))
    alter(people["single"], "USKONTOKUNTALAJI", uskontokuntalaji="EI_USKONTOKUNTAA")


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
