"""What is particular to a person or a household: citizenships, religion, protection, and the smaller groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from vaki.codes import country, language, satu
from vaki.register.due import ADULT
from vaki.register.events.birth import citizenship
from vaki.register.events.spelling import reduced
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.history import NATIVE
from vaki.synthetic.occupations import OCCUPATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Block, Household, Person
    from vaki.synthetic.naming import Names
    from vaki.synthetic.places import Place

_TODAYS: Final = {"810": "643"}
"""Countries of birth that give no citizenship any more, and the one they gave."""
_SWEDEN: Final = "752"
_PARISHES: Final = {"EV_LUT": (1, 550), "ORT": (551, 580), "REK_USK": (581, 700)}
"""Numbers of religious communities by kind: the list is not public, so the ranges are ours."""
_WORKING: Final = (18, 68)
_OFFICE: Final = 777
_E_MAIL_SINCE: Final = date(2010, 1, 1)
_PROTECTED_YEARS: Final = 5
_SATU_NUMBERS: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Protection:
    """Non-disclosure for personal safety of a household; `last` is None until further notice."""

    since: date
    last: date | None


def protections(seed: int, block: Block, nokia: int | None) -> dict[int, Protection]:
    """Protections of whole households by household number; the first block has some in any population."""
    found: dict[int, Protection] = {}
    for household in block.households:
        draws = Draws(seed, "protection", block.number, household.number)
        if draws.chance(shares.PROTECTED):
            found[household.number] = _protection(draws, block.day, None)
    if block.number == 0:
        for at, household in enumerate(_always_protected(block, nokia)):
            draws = Draws(seed, "protection", block.number, household.number)
            found[household.number] = _protection(draws, block.day, at != 0)
    return found


def _always_protected(block: Block, nokia: int | None) -> list[Household]:
    """A household in Nokia and others, of families and of those living alone, until three persons are protected."""
    in_nokia = [one for one in block.households if one.dwelling and one.place == nokia]
    families = [one for one in in_nokia if one.children]
    chosen = families[:1] or in_nokia[:1]
    persons = sum(len(one.people) for one in chosen)
    for household in (one for one in block.households if one not in chosen and one.dwelling):
        if persons >= shares.FEWEST_PROTECTED + 1:
            break
        chosen.append(household)
        persons += len(household.people)
    return chosen


def _protection(draws: Draws, day: date, with_end: bool | None) -> Protection:
    since = day - timedelta(days=20 + draws.below(_PROTECTED_YEARS * 365 - 60))
    if draws.chance(0.7) if with_end is None else with_end:
        return Protection(since, years_after(since, _PROTECTED_YEARS))
    return Protection(since, None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person's roots are: birth country (246 at home) and citizenships, Finnish first."""

    born_in: str
    citizenships: tuple[tuple[str, date], ...]


def origin(seed: int, block: Block, person: Person, arrived: date | None) -> Origin:
    """Families share their roots, so it is drawn for the household."""
    draws = Draws(seed, "citizenship", block.number, _family(person))
    foreign = person.language if person.language not in NATIVE else None
    if foreign is None:
        return Origin(country.FINLAND, _native_citizenships(seed, block, person, draws))
    at = _home_country(seed, block, person, foreign)
    citizen = _TODAYS.get(at, at)
    long_enough = arrived is None or arrived < years_after(block.day, -shares.LONG_ENOUGH)
    finnish = draws.chance(shares.finnish_share(foreign)) and long_enough
    dual = draws.chance(shares.dual_share(citizen))
    granted = person.born if arrived is None else years_after(arrived, 5.2 + draws.fraction())
    held = [(country.FINLAND, granted)] if finnish else []
    if not finnish or dual:
        held.append((citizen, person.born))
    return Origin(country.FINLAND if arrived is None else at, tuple(held))


def _native_citizenships(seed: int, block: Block, person: Person, draws: Draws) -> tuple[tuple[str, date], ...]:
    finnish = (country.FINLAND, person.born)
    household = person.household
    if household is None:
        return (finnish,)
    if household.language not in NATIVE:
        # Children of a couple of whom one has come from elsewhere.
        if not person.at_home:
            return (finnish,)
        at = _home_country(seed, block, person, household.language)
        return finnish, (_TODAYS.get(at, at), person.born)
    draw = draws.fraction()
    alone, both = shares.SWEDISH_CITIZENS
    if draw >= alone + both:
        return (finnish,)
    swedish = (_SWEDEN, person.born)
    return (swedish,) if draw < alone else (finnish, swedish)


def _family(person: Person) -> str:
    return f"h{person.household.number}" if person.household is not None else f"p{person.index}"


def _home_country(seed: int, block: Block, person: Person, spoken: str) -> str:
    return Draws(seed, "country", block.number, _family(person)).from_table(shares.COUNTRIES[spoken])


def citizenship_group(origin: Origin) -> WireGroup:
    held = [citizenship(code, since) for code, since in origin.citizenships]
    return {"tietoryhma": "KANSALAISUUS", "henkilonKansalaisuudet": held}


def tongue(code: str, since: date) -> WireGroup:
    return {
        "tietoryhma": "AIDINKIELI",
        "kielikoodi": code,
        "kielikoodiISO6392": language.get(code).alpha3,
        "alkupv": wire_day(since),
    }


def religion(draws: Draws, person: Person, day: date, at_birth: int) -> Iterator[WireGroup]:
    """USKONTOKUNTA and its kind; former membership of those who have left the church."""
    native = person.language in NATIVE
    member = draws.chance(shares.church_share(person.age(day))) if native else False
    kind = "EV_LUT" if member else draws.from_table(shares.OTHER_RELIGION if native else shares.FOREIGN_RELIGION)
    if kind:
        first, last = _PARISHES[kind]
        number = first + at_birth % (last - first + 1) if kind == "EV_LUT" else draws.between(first, last)
        yield {"tietoryhma": "USKONTOKUNTA", "uskontokunta": number, "alkupv": wire_day(person.born)}
    elif native and person.age(day) >= ADULT and draws.chance(0.8):
        left = draws.day(years_after(person.born, 18), person.died or day)
        yield {
            "tietoryhma": "HISTORIAA_USKONTOKUNNASTA",
            "uskontokunta": 1 + at_birth % 550,
            "alkupv": wire_day(person.born),
            "loppupv": wire_day(left),
        }
    yield {"tietoryhma": "USKONTOKUNTALAJI", "uskontokuntalaji": kind or "EI_USKONTOKUNTAA"}


_SERVICE: Final = Table((("fi", 0.9), ("sv", 0.1)))


def own_notices(draws: Draws, person: Person, names: Names, day: date) -> Iterator[WireGroup]:
    """What people have told themselves: service language, e-mail, occupation, bans."""
    age = person.age(day)
    if age >= 15:  # noqa: PLR2004 -- from which on one may tell it oneself
        native = person.language in NATIVE
        code = ("sv" if person.language == "sv" else "fi") if native else draws.from_table(_SERVICE)
        if code == "sv" or not native or draws.chance(0.45):
            since = draws.day(years_after(person.born, 15), day)
            yield {
                "tietoryhma": "ASIOINTIKIELI",
                "kielikoodi": code,
                "kielikoodiISO6392": language.get(code).alpha3,
                "alkupv": wire_day(since),
            }
    if age >= ADULT:
        for kind, share in shares.BANS:
            if draws.chance(share):
                yield {"tietoryhma": kind, "alkupv": wire_day(draws.day(years_after(person.born, 18), day))}
        if draws.chance(shares.E_MAIL) and age < 80:  # noqa: PLR2004 -- years
            yield {
                "tietoryhma": "SAHKOPOSTIOSOITE",
                "sahkopostiosoite": e_mail(names.call, names.surname),
                "lajikoodi": "HENKILON_ILMOITTAMA",
                "alkupv": wire_day(draws.day(max(_E_MAIL_SINCE, years_after(person.born, 18)), day)),
            }
        first, last = _WORKING
        if first <= age <= last + 15 and draws.chance(0.72):
            yield {"tietoryhma": "AMMATTI", "ammatti": draws.one_of(OCCUPATIONS)}


def e_mail(call_name: str, surname: str) -> str:
    """An address made of the names, at a domain that can never exist."""
    marked = normalize("NFKD", reduced(f"{call_name}.{surname}").lower())
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in ".-") else "" for letter in marked)
    return f"{kept}@posti.example"


def office(person_id: int, person: Person, day: date) -> Iterator[WireGroup]:
    yield {"tietoryhma": "REKISTERIVIRANOMAINEN", "viranomaisnumero": _OFFICE}
    if person_id < _SATU_NUMBERS and person.age(day) >= ADULT:
        yield {
            "tietoryhma": "SAHKOINEN_ASIOINTITUNNUS",
            "sahkoinenAsiointitunnus": satu.synthetic(person_id),
            "voimassaolo": "AKTIIVI",
        }


def care(draws: Draws, person: Person, day: date) -> Iterator[WireGroup]:
    """Guardianship of adults by an office or a company, continuing power of attorney, children taken into care."""
    age = person.age(day)
    if age < ADULT:
        if draws.chance(shares.TAKEN_INTO_CARE):
            since = draws.day(person.born, day)
            yield {"tietoryhma": "HUOSTAANOTTO", "huostaanotto": True, "alkupv": wire_day(since)}
        return
    share = next(one for since, one in reversed(shares.GUARDIANSHIP) if age >= since)
    if draws.chance(share):
        yield {
            "tietoryhma": "EDUNVALVONTA",
            "alkupv": wire_day(draws.day(max(years_after(person.born, 18), years_after(day, -12)), day)),
            "toimintakelpoisuus": "RAJOITETTU_OSITTAIN" if draws.chance(0.03) else "RAJOITTAMATON",
            "tehtavienjako": False,
            "nykyisetEdunvalvojat": [{"oikeusaputoimisto": f"{900100 + draws.below(20)}"}],
        }


def postal_address(draws: Draws, place: Place, since: date) -> WireGroup:
    """A box at the post office of the place."""
    post = place.post_codes[0]
    box = draws.between(1, 900)
    return {
        "tietoryhma": "KOTIMAINEN_POSTIOSOITE",
        "postiosoite": bilingual(f"PL {box}", f"PB {box}"),
        "postinumero": post.code,
        "postitoimipaikka": bilingual(post.name_fi, post.name_sv),
        "alkupv": wire_day(since),
    }


def contact_address(draws: Draws, place: Place, since: date) -> WireGroup:
    """The address that a protected person has given for authorities."""
    return {**postal_address(draws, place, since), "tietoryhma": "KOTIMAINEN_YHTEYSOSOITE"}


def in_wire_order(groups: list[tuple[WireGroup, tuple[int, ...]]]) -> list[tuple[WireGroup, tuple[int, ...]]]:
    """Groups in the order of the catalogue, those of one kind in the order given."""
    from vaki.register.groups import KIND, PLACE

    return sorted(groups, key=lambda one: PLACE[one[0][KIND]])


def living_abroad(person: Person) -> Iterator[WireGroup]:
    """The groups of someone who has moved abroad: address, way of living, absence, where to."""
    if person.left is None:
        return
    since: Any = wire_day(person.left)
    draws = Draws("abroad", person.index, person.born)
    nordic = person.country_to in ("752", "578")
    yield {
        "tietoryhma": "VAKINAINEN_ULKOMAINEN_OSOITE",
        "lahiosoite": f"{draws.one_of(_STREETS_ABROAD)} {draws.between(1, 120)}",
        "paikkakunta": _TOWNS.get(person.country_to, "Stockholm"),
        "valtiokoodi": person.country_to,
        "alkupv": since,
    }
    yield {
        "tietoryhma": "POISSAOLO",
        "poissaolo": "KOTIPAIKKA_POHJOISMAISSA" if nordic else "KOTIPAIKKA_MUUALLA_KUIN_POHJOISMAISSA",
        "siirtopv": since,
    }
    yield {"tietoryhma": "VALTIO_JOHON_MUUTTANUT", "valtiokoodi": person.country_to}
    yield {
        "tietoryhma": "VAKINAINEN_ULKOMAILLA_ASUMINEN",
        "valtiokoodi": person.country_to,
        "alkupv": since,
        "asuinpaikantunnus": f"200{person.country_to}00000000",
    }


_TOWNS: Final = {
    "752": "Stockholm", "233": "Tallinn", "276": "Berlin", "826": "London", "724": "Málaga", "578": "Oslo",
    "840": "Portland",
}  # fmt: skip
_STREETS_ABROAD: Final = ("Central Street", "Park Avenue", "Harbour Road", "Garden Lane", "Station Road", "Mill Street")
