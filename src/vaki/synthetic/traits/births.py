"""Where and when a life began, as exactly as the register knows, and how it ended."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import country, municipality
from vaki.register.events.extra_data import birth_abroad
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic.draws import Draws, number_of
from vaki.synthetic.history import NATIVE
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.abroad import town
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.groups import WireGroup
    from vaki.synthetic.history import Stay
    from vaki.synthetic.households import Person
    from vaki.synthetic.traits.setting import Setting, Subject

_CEDED_ON: Final = date(1944, 9, 19)
_IN_CEDED_AREAS: Final = 0.11
"""Of the people before the war, those who lived in the areas that were ceded."""
_IN_ENDED: Final = 0.06
_ENDED_SINCE: Final = date(2000, 12, 31)
"""The first of the municipalities that are known to have ended lasted until this day."""
FEWEST_DAYS: Final = 800
"""A first home that lasted less has no room for a move before it."""
_ONLY_THE_MONTH: Final = 0.35
_ONLY_THE_YEAR: Final = 0.8
_SMALLER_PART: Final = 0.25
"""Of the homes of a municipality that others joined: those that were in one of these."""
RARE: Final = (
    Rarity("born in Finland, told as a country", rarities.unbound),
    Rarity("Finn born abroad", rarities.unbound, 3),
    Rarity("declared dead", rarities.dead),
    Rarity("dead and declared dead", rarities.dead),
    Rarity("day of death unknown", lambda one, setting: rarities.dead(one, setting) and not one.unions),
)
_BORN_IN: Final = ("752", "752", "752", "276", "840", "826", "578", "124")


class Ended(NamedTuple):
    """A municipality that another took over."""

    code: str
    last_day: date


@cache
def ended() -> Mapping[str, tuple[Ended, ...]]:
    """Municipalities that have ended, by the one of today that has their area."""
    found: dict[str, list[Ended]] = defaultdict(list)
    for one in municipality.all_ended():
        if one.last_day is not None:
            found[municipality.successor(one.code)].append(Ended(one.code, one.last_day))
    return {code: tuple(several) for code, several in found.items()}


def then(setting: Setting, person: Person, code: str, day: date) -> Ended | None:
    """The ended municipality that the household's part of today's municipality belonged to on the day, if any.

    One whole municipality in four, whoever of the household asks.
    """
    for at, one in enumerate(ended().get(code, ())):
        if day <= one.last_day:
            whose = person.household.number if person.household is not None else -person.index - 1
            draw = number_of(setting.seed, "then", setting.block.number, whose, code, at)
            if draw % 1000 < _SMALLER_PART * 1000:
                return one
    return None


def birth_date(subject: Subject) -> WireGroup:
    """SYNTYMAPAIVA: of some who came from abroad only the month or year is known, and the code has its first day."""
    born, precision = subject.person.born, "PAIVA"
    if subject.arrived is not None and born.day == 1:
        if born.month == 1 and subject.draws.chance(_ONLY_THE_YEAR):
            precision = "VUOSI"
        elif subject.draws.chance(_ONLY_THE_MONTH):
            precision = "KUUKAUSI"
    return {KIND: "SYNTYMAPAIVA", "syntymapv": wire_day(born, precision)}


def birth_places(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """SYNTYMAKOTIKUNTA, the mother's municipality at birth or 200, and ULKOMAINEN_SYNTYMAPAIKKA."""
    roots, rare = subject.roots, subject.rare
    if roots.born_in != country.FINLAND:
        yield _home_at_birth(municipality.ABROAD)
        yield birth_abroad(roots.born_in, roots.birth_country_name or "", town(subject.draws, roots.born_in, 0.6))
        return
    if rare == "Finn born abroad":
        draws = Draws(setting.seed, "born", setting.block.number, subject.person.index)
        at = draws.one_of(_BORN_IN)
        yield _home_at_birth(municipality.ABROAD)
        yield birth_abroad(at, "", town(draws, at, 1.0))
        return
    yield _home_at_birth(_municipality(setting, subject))
    if rare == "born in Finland, told as a country":
        yield birth_abroad(country.FINLAND, "", "")


def _home_at_birth(code: str) -> WireGroup:
    return {KIND: "SYNTYMAKOTIKUNTA", "kuntakoodi": code}


def elsewhere(setting: Setting, person: Person, stays: tuple[Stay, ...], draws: Draws) -> str:
    """The municipality of birth of one whose first home that is told came later; the empty text when it did not.

    It was ceded, or has been joined to another since. Nobody's whose mother is known, or her home would tell otherwise.
    """
    first = stays[0]
    untold = person.language in NATIVE and person.mother is None and first.since == person.born
    if not untold or ((first.until or setting.day) - first.since).days < FEWEST_DAYS:
        return ""
    if person.born < _CEDED_ON:
        return draws.one_of(_ceded()) if draws.chance(_IN_CEDED_AREAS) else ""
    if person.born < _ENDED_SINCE and draws.chance(_IN_ENDED):
        return draws.one_of(_all_ended())
    return ""


def _municipality(setting: Setting, subject: Subject) -> str:
    person = subject.person
    if subject.born_elsewhere:
        return subject.born_elsewhere
    code = setting.places[setting.histories.at_birth(person)].code
    former = then(setting, person, code, person.born)
    return code if former is None else former.code


@cache
def _all_ended() -> tuple[str, ...]:
    return tuple(one.code for one in municipality.all_ended())


@cache
def _ceded() -> tuple[str, ...]:
    return tuple(one.code for one in municipality.all_ceded())


def death(subject: Subject) -> Iterator[WireGroup]:
    """KUOLINPAIVA, KUOLLEEKSIJULISTAMISPAIVA or both; of few dead the day is not known."""
    died, rare = subject.person.died, subject.rare
    if died is None:
        return
    if rare == "day of death unknown":
        yield {KIND: "KUOLINPAIVA", "kuollut": True}
    elif rare != "declared dead":
        yield {KIND: "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(died)}
    if rare in ("declared dead", "dead and declared dead"):
        yield {KIND: "KUOLLEEKSIJULISTAMISPAIVA", "kuollut": True, "kuolleeksijulistamispv": wire_day(died)}
