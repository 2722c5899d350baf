"""Each odd case of which a persona is promised is seen in that persona's document."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from vaki.codes import hetu, municipality
from vaki.register.audit import audit_document
from vaki.register.document import Document, reference
from vaki.register.groups import in_member_order
from vaki.register.groups.forms import base_form
from vaki.register.wire import day as wire_day
from vaki.synthetic.personas.told import people, residence_codes
from vaki.synthetic.personas.writing import documents, first_day

DAY = date(2026, 11, 7)
MONTH = "KUUKAUSI"


class Everyone:
    """The documents of a day, by the names that the data has."""

    def __init__(self, day: date) -> None:
        self.by_id = {one.person_id: one for one in documents(day)}

    def __getitem__(self, name: str) -> Document:
        return self.by_id[people()[name].number]


@pytest.fixture(scope="module")
def everyone() -> Everyone:
    return Everyone(DAY)


def one(document: Document, kind: str) -> dict[str, Any]:
    found = document.one(kind)
    assert found is not None, kind
    return found


def lives_in(document: Document) -> str:
    return str(one(document, "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")["asuinpaikantunnus"])


def is_protected(document: Document, *, planned: bool) -> bool:
    return document.protected and ("turvaLoppuPv" in one(document, "TURVAKIELTO")) == planned


def guardians(document: Document) -> Any:
    return one(document, "EDUNVALVONTA")["nykyisetEdunvalvojat"]


def lone(of: Everyone) -> bool:
    own = of["elli"]
    box = one(own, "KOTIMAINEN_YHTEYSOSOITE")
    home, former = (one(own, f"{when}_KOTIMAINEN_ASUINPAIKKATUNNUS") for when in ("VAKINAINEN", "EDELLINEN"))
    assert former["rakennustunnus"] != home["rakennustunnus"], "where she has lived tells where she lives"
    assert box["postitoimipaikka"]["fi"] != one(own, "VAKINAINEN_KOTIMAINEN_OSOITE")["postitoimipaikka"]["fi"]
    return is_protected(own, planned=False) and not list(own.relatives())


def mother_and_child(of: Everyone) -> bool:
    mother, child, father = of["saana"], of["oliver"], of["jarmo"]
    terms = {group["huoltaja"]["henkilotunnus"]: group["asuminen"] for group in child.all("HUOLTAJA")}
    return (
        is_protected(mother, planned=True)
        and is_protected(child, planned=True)
        and not father.protected
        and terms == dict.fromkeys((mother.code, father.code), "AIDIN_LUONA")
        and lives_in(child) == lives_in(mother) != lives_in(father)
    )


def whole_family(of: Everyone) -> bool:
    family = [of[name] for name in ("reijo", "marja", "vieno")]
    withheld = [entry.withheld for entry in of["vieno"].entries_of("SYNTYMAKOTIKUNTA")]
    at_home = {lives_in(person) for person in family}
    return all(is_protected(person, planned=True) for person in family) and len(at_home) == 1 and withheld == [True]


def protection_over(of: Everyone) -> bool:
    own = of["anja"]
    history = own.entries_of("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    return not own.protected and len(own.protections) == 1 and bool(history) and all(past.withheld for past in history)


def abroad(of: Everyone) -> bool:
    own = of["kaarina"]
    address = one(own, "VAKINAINEN_ULKOMAINEN_OSOITE")
    return own.municipality == "200" and address["valtiokoodi"] == "752" and own.one("POISSAOLO") is not None


def country_in_plain_text(of: Everyone) -> bool:
    own = of["mikael"]
    kinds = ("VAKINAINEN_ULKOMAINEN_OSOITE", "VAKINAINEN_ULKOMAILLA_ASUMINEN", "VALTIO_JOHON_MUUTTANUT")
    told = {(one(own, kind)["valtiokoodi"], one(own, kind)["valtionimi"]) for kind in kinds}
    return told == {("998", "Kaukosaarten valtio")}


def no_address(of: Everyone) -> bool:
    own = of["pentti"]
    addresses = [entry.kind for entry in own.entries if "OSOITE" in entry.kind]
    return own.municipality == "536" and not addresses and one(own, STAY)["lajikoodi"] == 902


STAY = "VAKINAINEN_OLINPAIKASSA_ASUMINEN"


def institution(of: Everyone) -> bool:
    stay = one(of["helvi"], STAY)
    return stay["lajikoodi"] == 904 and stay["laitos"] == "0012" and len(stay["asuinpaikantunnus"]) == 14


def no_home_municipality(of: Everyone) -> bool:
    own = of["arjun"]
    return own.municipality == "198" and one(own, "TILAPAINEN_KUNTA")["kuntakoodi"] == "536"


def temporary(of: Everyone) -> bool:
    address = one(of["juuso"], "TILAPAINEN_KOTIMAINEN_OSOITE")
    last = wire_day(DAY + timedelta(days=200))
    return address["loppupv"] == last and set(address["katunimi"]) == {"fi", "sv"}


def two_languages(of: Everyone) -> bool:
    own = of["linnea"]
    address = one(own, "VAKINAINEN_KOTIMAINEN_OSOITE")
    return set(address["katunimi"]) == set(address["postitoimipaikka"]) == {"fi", "sv"} and own.municipality == "638"


def every_part(of: Everyone) -> bool:
    home = one(of["taisto"], "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    address = one(of["taisto"], "VAKINAINEN_KOTIMAINEN_OSOITE")
    return (
        home["asuinpaikantunnus"].endswith("2C012a")
        and (home["osoitenumero"], home["jakokirjain"]) == (2, "a")
        and address["katunumero"] == "2-4"
    )


def changed_code(of: Everyone) -> bool:
    own, told = of["robin"], people()["robin"]
    return own.codes[1:] == [told.code] and own.sex == "NAINEN" != hetu.parse(told.code).sex


def two_former(of: Everyone) -> bool:
    former = [hetu.parse(code).birth_date for code in of["tuula"].codes[1:]]
    return len(former) == 2 and of["tuula"].birth_date in former and len(set(former)) == 2


def differ_by_sign(of: Everyone) -> bool:
    own, other = of["heikki"].code, of["henri"].code
    return own != other and own.replace("-", "") == other.replace("Y", "")


def unnamed(of: Everyone) -> bool:
    child, mother = of["vauva"], of["noora"]
    copy = one(mother, "LAPSI")["lapsi"]
    return (
        child.one("HENKILON_NIMI") is None
        and child.birth_date == DAY - timedelta(days=7)
        and set(copy) == {"henkilotunnus", "syntymapv", "sukupuoli"}
    )


def adopted(of: Everyone) -> bool:
    child = of["taimi"]
    roles = {group["isaAiti"] for group in child.all("VANHEMPI")}
    narrow = {group["huoltajanRooli"] for group in child.all("HUOLTAJA_SUPPEA")}
    ended = [group for group in child.all("PERHESUHDE") if group["voimassaolo"] == "PASSIIVI"]
    return roles == {"ADOPTIOAITI", "ADOPTIOISA"} and narrow == {"AITI", "ISA"} and len(ended) == 1


def parenthood_over(of: Everyone) -> bool:
    own = of["sari"]
    return not own.all("LAPSI") and [group["voimassaolo"] for group in own.all("PERHESUHDE")] == ["PASSIIVI"]


def shared_custody(of: Everyone) -> bool:
    child = of["onni"]
    parents = [group for group in child.all("HUOLTAJA") if group["huoltajanLaji"] == "LAKISAATEINEN_HUOLTAJA"]
    informed = [group for group in child.all("HUOLTAJA") if group["huoltajanLaji"] == "TIEDONSAANTIOIKEUTETTU"]
    living = {group["asuminen"] for group in parents}
    apart = lives_in(of["katja"]) != lives_in(of["petri"])
    return living == {"VUOROASUMINEN_VANHEMPIEN_LUONA"} and apart and (len(parents), len(informed)) == (2, 1)


def parent_without_code(of: Everyone) -> bool:
    without = [group["vanhempi"] for group in of["lotta"].all("VANHEMPI") if "henkilotunnus" not in group["vanhempi"]]
    custodians = [group["huoltaja"] for group in of["lotta"].all("HUOLTAJA")]
    return len(without) == 1 and without[0] in custodians and without[0]["syntymapv"]["tarkkuus"] == MONTH


def partnership(of: Everyone) -> bool:
    own = of["mirja"]
    over, present = one(own, "REKISTEROITY_PARISUHDE"), one(own, "AVIOLIITTO")
    return (over["voimassaolo"], present["voimassaolo"]) == ("PASSIIVI", "AKTIIVI")


def two_mothers(of: Everyone) -> bool:
    own = of["siiri"]
    roles = [(group["isaAiti"], group["lapsilaatu"]) for group in own.all("VANHEMPI")]
    return [role for role, _ in roles] == ["AITI", "AITI"] and "AITIYS_VAHVISTETTU" in {quality for _, quality in roles}


def separated(of: Everyone) -> bool:
    own = of["raimo"]
    status = one(own, "SIVIILISAATY")["siviilisaaty"]
    return status == "ASUMUSEROSSA" and own.one("ASUMUSERO") is not None and bool(own.in_force("AVIOLIITTO"))


def in_care(of: Everyone) -> bool:
    own = of["niko"]
    kinds = {group["huoltajanLaji"] for group in own.all("HUOLTAJA")}
    return bool(one(own, "HUOSTAANOTTO")["huostaanotto"]) and kinds == {"LAKISAATEINEN_HUOLTAJA", "MAARATTY_HUOLTAJA"}


def thirteen(of: Everyone) -> bool:
    home = residence_codes()["big_house"]
    homes = [person.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS") or {} for person in of.by_id.values()]
    children = of["martta"].all("LAPSI")
    letters = [group["jarjestyskirjain"] for group in children]
    return sum(one.get("asuinpaikantunnus") == home for one in homes) == 13 and letters == list("ABCDEFGHIJK")


def twins(of: Everyone) -> bool:
    first, second = of["aamos"], of["aada"]
    parents = [{group["vanhempi"]["henkilotunnus"] for group in person.all("VANHEMPI")} for person in (first, second)]
    letters = [one(person, "JARJESTYSKIRJAIN")["jarjestyskirjain"] for person in (first, second)]
    return first.birth_date == second.birth_date and parents[0] == parents[1] and letters == ["G", "H"]


def by_person(of: Everyone) -> bool:
    (element,) = guardians(of["kalle"])
    return bool(element["edunvalvoja"] == reference(of["pirkko"]))


def by_company(of: Everyone) -> bool:
    (element,) = guardians(of["sylvi"])
    return {"ytunnus", "yrityksenNimi"} <= set(element) and "edunvalvoja" not in element


def by_office(of: Everyone) -> bool:
    (element,) = guardians(of["onerva"])
    return "oikeusaputoimisto" in element and one(of["onerva"], "EDUNVALVONTA")["toimintakelpoisuus"] != "RAJOITTAMATON"


def by_attorney(of: Everyone) -> bool:
    own = of["paavo"]
    return len(one(own, "EDUNVALVONTAVALTUUTUS")["nykyisetEdunvalvontavaltuutetut"]) == 2 and not own.one(
        "EDUNVALVONTA"
    )


def two_citizenships(of: Everyone) -> bool:
    return citizenships(of["maria"]) == [("246", None), ("752", None)]


def citizenships(document: Document) -> list[tuple[str, str | None]]:
    held = one(document, "KANSALAISUUS")["henkilonKansalaisuudet"]
    return [(element["kansalaisuuskoodi"], element.get("kansalaisuusnimi")) for element in held]


def language_in_plain_text(of: Everyone) -> bool:
    tongue = one(of["anne"], "AIDINKIELI")
    return (tongue["kielikoodi"], tongue["kielikoodiISO6392"], tongue["nimi"]) == ("98", "mis", "inarinsaame")


def citizenship_in_plain_text(of: Everyone) -> bool:
    return citizenships(of["samir"]) == [("998", "Rajamaan hallintoalue")]


def born_in_country_of_the_past(of: Everyone) -> bool:
    return bool(one(of["ludmila"], "ULKOMAINEN_SYNTYMAPAIKKA")["valtiokoodi"] == "810")


def month_precision(of: Everyone) -> bool:
    own = of["hodan"]
    return own.birth_date == date(1965, 11, 1) and one(own, "SYNTYMAPAIVA")["syntymapv"]["tarkkuus"] == MONTH


def karelia(of: Everyone) -> bool:
    own = of["lempi"]
    code = one(own, "SYNTYMAKOTIKUNTA")["kuntakoodi"]
    return code == "929" and not municipality.is_in_force(code) and own.municipality == "536"


def dead(of: Everyone) -> bool:
    own = of["arvo"]
    return own.death_day == date(2019, 11, 8) and own.municipality == "536" and not own.all("KOTIMAINEN_POSTIOSOITE")


def widow(of: Everyone) -> bool:
    own = of["kerttu"]
    return (
        bool(one(own, "SIVIILISAATY")["siviilisaaty"] == "LESKI")
        and one(own, "AVIOLIITTO")["paattymistapa"] == "PUOLISON_KUOLEMA"
    )


def declared_dead(of: Everyone) -> bool:
    own = of["urho"]
    return not own.alive and own.one("KUOLINPAIVA") is None and bool(one(own, "KUOLLEEKSIJULISTAMISPAIVA")["kuollut"])


def plus_sign(of: Everyone) -> bool:
    return of["hilda"].code[6] == "+"


def lost(of: Everyone) -> bool:
    return of["irma"].municipality == "199" and not of["irma"].all(STAY)


def removed(of: Everyone) -> bool:
    kind = "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA"
    return of["yusuf"].one(kind) is not None and of["yusuf"].municipality == "198"


def banned(of: Everyone) -> bool:
    return sum(entry.kind.endswith("KIELTO") for entry in of["bertta"].entries) == 5 and not of["bertta"].protected


DEPRECATED = frozenset("ĲĳĸĿŀŉſ")
"""Letters of the block that no name is written with."""


def accents(of: Everyone) -> bool:
    names = one(of["aksentti"], "HENKILON_NIMI")
    has = set(names["etunimiUTF8"] + names["sukunimiUTF8"])
    letters = {chr(code) for code in range(0xC0, 0x180) if unicodedata.category(chr(code)).startswith("L")}
    reduced = names["etunimi"] + names["sukunimi"]
    return letters - DEPRECATED <= has and all(ord(letter) < 256 for letter in reduced)


def one_name(of: Everyone) -> bool:
    return bool(one(of["sinna"], "HENKILON_NIMI")["etunimi"] == "Etunimetön")


def former_names(of: Everyone) -> bool:
    kinds = [group["nimilaji"] for group in of["aune"].all("NIMENMUUTOS_LAAJA")]
    return kinds.count("EDELLINEN_SUKUNIMI") == 3 and "VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI" in kinds


def leap_day(of: Everyone) -> bool:
    born = of["karkaus"].birth_date
    return born is not None and (born.month, born.day) == (2, 29)


def patronymic(of: Everyone) -> bool:
    kinds = {group["nimilaji"] for group in of["gudrun"].all("NIMENMUUTOS_LAAJA")}
    return {"PATRONYYMI", "NYKYINEN_VALINIMI"} <= kinds


def divided(of: Everyone) -> bool:
    own = one(of["tauno"], "EDUNVALVONTA")
    return bool(own["tehtavienjako"]) and len(guardians(of["tauno"])) == 2


CASES: dict[str, tuple[str, Callable[[Everyone], bool]]] = {
    "protected, alone": ("elli", lone),
    "protected, mother with a child": ("saana", mother_and_child),
    "protected child of one who is not": ("oliver", mother_and_child),
    "parent of a protected child": ("jarmo", mother_and_child),
    "protected, a whole family": ("reijo", whole_family),
    "born under protection": ("vieno", whole_family),
    "protection that is over": ("anja", protection_over),
    "abroad": ("kaarina", abroad),
    "country in plain text": ("mikael", country_in_plain_text),
    "no address": ("pentti", no_address),
    "whereabouts unknown": ("irma", lost),
    "institution": ("helvi", institution),
    "no home municipality": ("arjun", no_home_municipality),
    "temporary address": ("juuso", temporary),
    "address in two languages": ("linnea", two_languages),
    "every part of a residence code": ("taisto", every_part),
    "foreigner removed": ("yusuf", removed),
    "every ban": ("bertta", banned),
    "changed code": ("robin", changed_code),
    "two former codes": ("tuula", two_former),
    "codes that differ by the sign": ("heikki", differ_by_sign),
    "a sign of 2023": ("henri", differ_by_sign),
    "unnamed newborn": ("vauva", unnamed),
    "every accented letter": ("aksentti", accents),
    "one name only": ("sinna", one_name),
    "former names": ("aune", former_names),
    "born on 29 February": ("karkaus", leap_day),
    "patronymic and middle name": ("gudrun", patronymic),
    "adopted child": ("taimi", adopted),
    "parenthood that has ended": ("sari", parenthood_over),
    "shared custody": ("onni", shared_custody),
    "parent without identity code": ("lotta", parent_without_code),
    "partnership made a marriage": ("mirja", partnership),
    "two mothers": ("siiri", two_mothers),
    "separated": ("raimo", separated),
    "child in care": ("niko", in_care),
    "household of thirteen": ("martta", thirteen),
    "twin, first": ("aamos", twins),
    "twin, second": ("aada", twins),
    "guardian by person": ("kalle", by_person),
    "guardian by company": ("sylvi", by_company),
    "guardian by legal aid office": ("onerva", by_office),
    "power of attorney": ("paavo", by_attorney),
    "guardians who divide": ("tauno", divided),
    "two citizenships": ("maria", two_citizenships),
    "language in plain text": ("anne", language_in_plain_text),
    "citizenship in plain text": ("samir", citizenship_in_plain_text),
    "country no longer existing": ("ludmila", born_in_country_of_the_past),
    "month-precision date": ("hodan", month_precision),
    "ceded-Karelia birth municipality": ("lempi", karelia),
    "dead": ("arvo", dead),
    "widow": ("kerttu", widow),
    "declared dead": ("urho", declared_dead),
    "born in the 1800s": ("hilda", plus_sign),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_seen_in_its_personas_document(everyone: Everyone, case: str) -> None:
    _, holds = CASES[case]
    assert holds(everyone)


def test_every_persona_is_of_a_case_here() -> None:
    assert {name for name, _ in CASES.values()} == {name for name, told in people().items() if told.case}


@pytest.mark.parametrize("day", [first_day(), DAY, date(2031, 6, 1), date(2045, 3, 1)], ids=str)
def test_no_life_contradicts_itself_or_another(day: date) -> None:
    everyone = Everyone(day).by_id
    assert len(everyone) == len(people())
    findings = [(one.person_id, str(what)) for one in everyone.values() for what in audit_document(one, everyone)]
    assert findings == []


def test_every_group_is_of_its_kinds_form(everyone: Everyone) -> None:
    for document in everyone.by_id.values():
        for entry in document.entries:
            msgspec.convert(entry.group, base_form(entry.kind))
            assert list(entry.group) == list(in_member_order(entry.group))


def test_as_of_an_earlier_day_there_are_none() -> None:
    assert documents(first_day() - timedelta(days=1)) == ()
