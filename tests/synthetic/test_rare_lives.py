"""What is rare is there in any town, and agrees with the rest of the life it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from vaki.codes import country, hetu, municipality
from vaki.register.document import Document, is_covered
from vaki.register.groups import BY_NAME, KIND
from vaki.register.wire import read_day
from vaki.synthetic.draws import Draws
from vaki.synthetic.history import Histories
from vaki.synthetic.naming import Names
from vaki.synthetic.traits import called, languages, notices
from vaki.synthetic.traits.citizenship import Origin
from vaki.synthetic.traits.setting import Setting, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.synthetic.conftest import Made

_BY_NOTICE = "SUKUNIMEN_MUUTOS_ILMOITUKSELLA"
_PLANNED = frozenset(
    {
        "TURVAKIELTO",
        "TILAPAINEN_KOTIMAINEN_OSOITE",
        "TILAPAINEN_ULKOMAINEN_OSOITE",
        "TILAPAINEN_KUNTA",
        "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
        "TILAPAINEN_ULKOMAILLA_ASUMINEN",
    }
)
_LIVED = frozenset(
    {
        "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
        "ENTINEN_OLINPAIKASSA_ASUMINEN",
        "VAKINAINEN_ULKOMAILLA_ASUMINEN",
        "ENTINEN_ULKOMAILLA_ASUMINEN",
    }
)


def citizenships(document: Document) -> list[dict[str, Any]]:
    group = document.one("KANSALAISUUS")
    return [] if group is None else list(group["henkilonKansalaisuudet"])


def held(document: Document) -> list[str]:
    return [one["kansalaisuuskoodi"] for one in citizenships(document) if one.get("voimassaolo") != "PASSIIVI"]


def in_words(document: Document) -> list[str]:
    return [one["kansalaisuusnimi"] for one in citizenships(document) if "kansalaisuusnimi" in one]


def tongue(document: Document) -> str:
    return str((document.one("AIDINKIELI") or {}).get("nimi"))


def names(document: Document, kind: str) -> list[dict[str, Any]]:
    return [group for group in document.all("NIMENMUUTOS_LAAJA") if group["nimilaji"] == kind]


def birth_home(document: Document) -> str:
    return str((document.one("SYNTYMAKOTIKUNTA") or {}).get("kuntakoodi"))


def born_in(document: Document) -> dict[str, Any]:
    return document.one("ULKOMAINEN_SYNTYMAPAIKKA") or {}


def _whole_name(document: Document) -> dict[str, Any]:
    return document.one("HENKILON_NIMI") or {}


RARE: dict[str, Callable[[Document], Any]] = {
    "a former code": lambda one: len(one.codes) > 1,
    "a language without a code": lambda one: "nimi" in (one.one("AIDINKIELI") or {}),
    "an unknown language": lambda one: (one.one("AIDINKIELI") or {})["kielikoodi"] == "99",
    "Sámi": lambda one: (one.one("AIDINKIELI") or {})["kielikoodi"] in ("se", "98"),
    "two citizenships": lambda one: len(held(one)) > 1 and "246" in held(one),
    "a lost citizenship": lambda one: any("menetyspv" in held for held in citizenships(one)),
    "no Finn any more": lambda one: any(
        held["kansalaisuuskoodi"] == "246" and "menetyspv" in held for held in citizenships(one)
    ),
    "a citizenship in words": lambda one: any("kansalaisuusnimi" in held for held in citizenships(one)),
    "a citizenship of a former state": lambda one: any(not country.get(at).in_force for at in held(one) if at != "998"),
    "born in a ceded municipality": lambda one: birth_home(one) in {at.code for at in municipality.all_ceded()},
    "born in an ended municipality": lambda one: birth_home(one) in {at.code for at in municipality.all_ended()},
    "born abroad, in a town": lambda one: birth_home(one) == "200" and "ulkomainenSyntymapaikka" in born_in(one),
    "born in a country in words": lambda one: "valtionimi" in born_in(one),
    "born in Finland, told as a country": lambda one: born_in(one).get("valtiokoodi") == "246",
    "a Finn born abroad": lambda one: (
        held(one) == ["246"]
        and birth_home(one) == "200"
        and (one.one("AIDINKIELI") or {})["kielikoodi"] in ("fi", "sv")
    ),
    "a month of birth": lambda one: (one.one("SYNTYMAPAIVA") or {})["syntymapv"]["tarkkuus"] == "KUUKAUSI",
    "dead and declared dead": lambda one: one.one("KUOLINPAIVA") and one.one("KUOLLEEKSIJULISTAMISPAIVA"),
    "declared dead": lambda one: one.one("KUOLLEEKSIJULISTAMISPAIVA") and not one.one("KUOLINPAIVA"),
    "letters beyond": lambda one: _whole_name(one).get("sukunimi") != _whole_name(one).get("sukunimiUTF8"),
    "no surname": lambda one: _whole_name(one).get("sukunimi") == "Sukunimetön",
    "a patronymic": lambda one: names(one, "PATRONYYMI"),
    "a name got in marriage, with its way": lambda one: any(
        "nimenmuutostapa" in name for name in names(one, "NYKYINEN_SUKUNIMI")
    ),
    "a returned Finn": lambda one: (
        any(at["kuntakoodi"] == "200" for at in one.all("EDELLINEN_KOTIKUNTA"))
        and one.municipality not in ("198", "200")
        and one.one("SUOMEEN_MUUTTOPAIVA")
    ),
    "lost": lambda one: one.municipality == "199",
    "removed": lambda one: one.municipality == "198",
    "moved on abroad": lambda one: one.municipality == "200" and one.one("ENTINEN_ULKOMAILLA_ASUMINEN"),
    "abroad in words": lambda one: "valtionimi" in (one.one("VAKINAINEN_ULKOMAILLA_ASUMINEN") or {}),
    "never in Finland": lambda one: one.municipality == "200" and not one.one("VAESTOKIRJANPITOKUNTA"),
    "two temporary places": lambda one: len(one.all("TILAPAINEN_KOTIMAINEN_OSOITE")) > 1,
    "a temporary stay that will end": lambda one: any(
        "kunnastaPoisMuuttopv" in at for at in one.all("TILAPAINEN_KUNTA")
    ),
    "an older office": lambda one: (one.one("REKISTERIVIRANOMAINEN") or {})["viranomaisnumero"] < 777,
    "another church before": lambda one: one.one("HISTORIAA_USKONTOKUNNASTA") and one.one("USKONTOKUNTA"),
    "was protected": lambda one: one.protections and not one.protected,
    "found again": lambda one: (
        any(at["lajikoodi"] == 901 for at in one.all("ENTINEN_OLINPAIKASSA_ASUMINEN")) and one.municipality != "199"
    ),
    "stateless": lambda one: "kansalaisuudeton" in in_words(one),
    "of unknown citizenship": lambda one: "tuntematon" in in_words(one),
    "dead since nobody knows when": lambda one: not one.alive and one.death_day is None,
    "another surname by notice alone": lambda one: (
        not one.all("AVIOLIITTO")
        and any(name.get("nimenmuutostapa") == _BY_NOTICE for name in names(one, "NYKYINEN_SUKUNIMI"))
    ),
    "a middle name": lambda one: any("nimenmuutostapa" not in name for name in names(one, "NYKYINEN_VALINIMI")),
    "letters of the north": lambda one: _whole_name(one).get("etunimiUTF8") in dict(called._OF_THE_NORTH),
    "letters of the world": lambda one: _whole_name(one).get("etunimiUTF8") in dict(called._OF_THE_WORLD),
    "mail abroad": lambda one: one.one("ULKOMAINEN_POSTIOSOITE") and one.municipality != "200",
    "an electronic identifier that ended": lambda one: (
        one.alive and (one.one("SAHKOINEN_ASIOINTITUNNUS") or {}).get("voimassaolo") == "PASSIIVI"
    ),
    "sign language": lambda one: tongue(one) == "suomalainen viittomakieli",
    "a small Sámi language": lambda one: tongue(one) in languages._WITHOUT_CODE["Sámi without a code"],
    "a language in words": lambda one: tongue(one) in languages._WITHOUT_CODE["language in words"],
    "a ban": lambda one: one.one("SUORAMARKKINOINTIKIELTO"),
}


@pytest.mark.parametrize("what", RARE)
def test_a_town_has(made: Made, what: str) -> None:
    assert any(RARE[what](one) for one in made.documents.values())


def test_no_code_belongs_to_two(made: Made) -> None:
    codes = [code for one in made.documents.values() for code in one.codes]
    assert len(set(codes)) == len(codes)
    assert all(hetu.parse(code).is_temporary for code in codes)


def test_two_have_codes_that_differ_in_the_sign_alone(made: Made) -> None:
    codes = [one.code for one in made.residents]
    assert len({code[:6] + code[7:] for code in codes}) < len(codes)


def _municipalities(document: Document) -> list[tuple[date, date, str]]:
    """Home municipalities with their first and last days, in the order of time."""
    groups = [*document.all("EDELLINEN_KOTIKUNTA"), *document.all("KOTIKUNTA")]
    periods = [
        (
            read_day(group["kuntaanMuuttopv"]) or date.min,
            read_day(group.get("kunnastaPoisMuuttopv")) or date.max,
            str(group["kuntakoodi"]),
        )
        for group in groups
    ]
    return sorted(periods)


def test_home_municipalities_follow_each_other_without_a_gap(made: Made) -> None:
    for one in made.documents.values():
        periods = _municipalities(one)
        for (_, last, before), (first, _, after) in pairwise(periods):
            assert first == last + timedelta(days=1)
            assert before != after


def test_homes_lie_in_the_home_municipality(made: Made) -> None:
    """On the last day that is told of each: a municipality may have been joined to another meanwhile."""
    for one in made.documents.values():
        periods = _municipalities(one)
        for group in (entry.group for entry in one.entries if entry.kind in _LIVED):
            day = read_day(group.get("loppupv")) or date.max
            then = next(code for first, last, code in periods if first <= day <= last)
            told = group.get("kuntakoodi", "200")
            assert then == told or municipality.successor(then) == told, one.person_id


def test_homes_do_not_overlap(made: Made) -> None:
    for one in made.documents.values():
        lived = sorted(
            (read_day(group.get("alkupv")) or date.min, read_day(group.get("loppupv")) or date.max)
            for entry in one.entries
            if entry.kind in _LIVED
            for group in (entry.group,)
        )
        for (_, last), (first, _) in pairwise(lived):
            assert last < first


def _days(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "tarkkuus" in value:
            yield value["arvo"]
            return
        for part in value.values():
            yield from _days(part)
    elif isinstance(value, list):
        for part in value:
            yield from _days(part)


def test_nothing_is_told_of_before_birth_or_after_the_end(made: Made) -> None:
    """Of what mentions nobody else; planned ends of what goes on lie ahead."""
    for one in made.documents.values():
        born = (one.birth_date or date.min).isoformat()
        last = (one.death_day or made.source.day).isoformat()
        for entry in one.entries:
            known = BY_NAME[entry.kind]
            if entry.mentions or entry.kind in _PLANNED or known.person_member or known.person_list:
                continue
            days = list(_days(entry.group))
            assert all(born <= day for day in days), (one.person_id, entry.kind)
            assert all(day <= last for day in days), (one.person_id, entry.kind)


def test_whoever_is_protected_looks_as_if_the_register_had_recorded_it(made: Made) -> None:
    for one in made.documents.values():
        mothers = [made.documents[person] for kind, person in one.relatives() if kind == "VANHEMPI"]
        born = (one.birth_date or date.min).isoformat()
        for entry in one.entries:
            covered = is_covered(entry.group, one.protections)
            if entry.kind == "SYNTYMAKOTIKUNTA":
                covered = any(
                    mother.sex == "NAINEN" and mother.protected and born >= mother.protections[-1][0]
                    for mother in mothers
                )
            elif entry.kind == "ULKOMAINEN_HENKILOTUNNUS" and one.protected:
                covered = entry.group["vtjTallennuspv"]["arvo"] >= one.protections[-1][0]
            assert entry.withheld == covered, (one.person_id, entry.kind)


def test_only_the_protected_have_contact_addresses(made: Made) -> None:
    contact = {"KOTIMAINEN_YHTEYSOSOITE", "ULKOMAINEN_YHTEYSOSOITE"}
    for one in made.documents.values():
        if contact & {entry.kind for entry in one.entries}:
            assert one.protected


def test_countries_are_those_of_the_list_and_told_in_words_with_998_alone(made: Made) -> None:
    for one in made.documents.values():
        for entry in one.entries:
            parts = [entry.group, *citizenships(one)] if entry.kind == "KANSALAISUUS" else [entry.group]
            for part in parts:
                for code, name in (("valtiokoodi", "valtionimi"), ("kansalaisuuskoodi", "kansalaisuusnimi")):
                    if code in part:
                        assert country.exists(part[code]), entry.kind
                        assert (name in part) == (part[code] == country.IN_PLAIN_TEXT), entry.kind


def test_whoever_is_absent_has_no_home_in_finland(made: Made) -> None:
    at_home = {kind for kind in BY_NAME if kind.startswith("VAKINAINEN_KOTIMAINEN")} | {"SAHKOPOSTIOSOITE"}
    for one in made.documents.values():
        if one.one("POISSAOLO") is not None:
            assert one.municipality in ("198", "200")
            assert not at_home & {entry.group[KIND] for entry in one.entries}


def test_no_code_of_another_country_is_recorded_after_a_death(made: Made) -> None:
    places, where = made.source.places()
    histories = Histories(made.source.seed, made.block, made.plan.stock(), where, {})
    setting = Setting(made.source.seed, made.block, places, histories, 1)
    roots, own = Origin("752", ()), Names((), "", "", "", ())
    recorded = 0
    for one in made.block.people:
        if one.died is None:
            continue
        person = copy(one)
        person.language = "ru"
        draws = Draws("dead", person.index)
        subject = Subject(person, draws, one.died, (), None, roots, own, "", "foreign code ended")
        told = notices.numbered(setting, subject)
        for group in (group for group in told if group[KIND] == "ULKOMAINEN_HENKILOTUNNUS"):
            recorded += 1
            day = read_day(group["vtjTallennuspv"])
            assert day is not None
            assert day < one.died
    assert recorded > 10
