"""Where a person's roots are: the country of birth, and citizenships had and lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaki.codes import country
from vaki.register.events.birth import citizenship
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.history import NATIVE
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Block, Person
    from vaki.synthetic.traits.setting import Setting

_TODAYS: Final = {"810": "643"}
"""Countries of birth that give no citizenship any more, and the one they gave."""
_SWEDEN: Final = "752"
_LOST_WITH_NATURALISATION: Final = 0.5
"""Of those who became Finnish and are nothing else: the register tells of the citizenship that ended."""
_FORMER_STATES: Final = ("810", "890", "736", "230", "200", "278", "891")
_SECOND: Final = ("752", "840", "826", "276", "643", "124", "036", "578", "233", "756")
_UNTOLD: Final = {"stateless": "kansalaisuudeton", "unknown citizenship": "tuntematon"}
KOSOVO: Final = "Kosovo"
"""A state without a code in the list, so that it stands in plain text (998)."""


def _left_long_ago(person: Person, setting: Setting) -> bool:
    return (
        rarities.emigrant(person, setting)
        and person.left is not None
        and person.left < years_after(setting.day, -9)
        and country.exists(person.country_to)
    )


RARE: Final = (
    Rarity("stateless", rarities.foreign),
    Rarity("unknown citizenship", rarities.foreign),
    Rarity("Kosovo", lambda person, setting: person.language == "sq" and rarities.foreign(person, setting)),
    Rarity("citizenship of a former state", rarities.foreign),
    Rarity("two citizenships", rarities.native, 4),
    Rarity("Finnish no longer", _left_long_ago),
)


class Held(NamedTuple):
    """One citizenship; `until` is the day it was lost, `name` stands beside code 998."""

    code: str
    since: date | None
    until: date | None = None
    name: str | None = None


class Origin(NamedTuple):
    """Where a person's roots are: birth country (246 at home), and citizenships, Finnish first."""

    born_in: str
    citizenships: tuple[Held, ...]
    birth_country_name: str | None = None


def origin(setting: Setting, person: Person, arrived: date | None, rare: str) -> Origin:
    """Families share their roots, so it is drawn for the household; a rare citizenship is the person's own."""
    seed, block = setting.seed, setting.block
    draws = Draws(seed, "citizenship", block.number, _family(person))
    if person.language in NATIVE:
        usual = Origin(country.FINLAND, _of_natives(setting, person, draws))
        return _rarely(usual, setting, person, rare)
    at = _home_country(seed, block, person, person.language)
    citizen = _TODAYS.get(at, at)
    long_enough = arrived is None or arrived < years_after(block.day, -shares.LONG_ENOUGH)
    finnish = draws.chance(shares.finnish_share(person.language)) and long_enough
    dual = draws.chance(shares.dual_share(citizen))
    last = person.died or block.day
    granted = person.born if arrived is None else min(years_after(arrived, 5.2 + draws.fraction()), last)
    held = [Held(country.FINLAND, granted)] if finnish else []
    if not finnish or dual:
        held.append(Held(citizen, person.born))
    elif arrived is not None and draws.chance(_LOST_WITH_NATURALISATION):
        held.append(Held(citizen, person.born, granted))
    return _rarely(Origin(country.FINLAND if arrived is None else at, tuple(held)), setting, person, rare)


def _of_natives(setting: Setting, person: Person, draws: Draws) -> tuple[Held, ...]:
    finnish = Held(country.FINLAND, person.born)
    household = person.household
    if household is None:
        return (finnish,)
    if household.language not in NATIVE:
        # Children of a couple of whom one has come from elsewhere.
        if not person.at_home:
            return (finnish,)
        at = _home_country(setting.seed, setting.block, person, household.language)
        return finnish, Held(_TODAYS.get(at, at), person.born)
    draw = draws.fraction()
    alone, both = shares.SWEDISH_CITIZENS
    if draw >= alone + both:
        return (finnish,)
    swedish = Held(_SWEDEN, person.born)
    return (swedish,) if draw < alone else (finnish, swedish)


def _rarely(usual: Origin, setting: Setting, person: Person, rare: str) -> Origin:
    if not rare:
        return usual
    draws = Draws(setting.seed, "roots", setting.block.number, person.index)
    held: tuple[Held, ...] = usual.citizenships
    if rare in _UNTOLD:
        held = (Held(country.IN_PLAIN_TEXT, None, None, _UNTOLD[rare]),)
    elif rare == "Kosovo":
        own = Held(country.IN_PLAIN_TEXT, person.born, None, KOSOVO)
        return Origin(country.IN_PLAIN_TEXT, (own,), KOSOVO)
    elif rare == "citizenship of a former state":
        held = (Held(draws.one_of(_FORMER_STATES), person.born),)
    elif rare == "two citizenships":
        second = draws.one_of(_SECOND)
        since = person.born if draws.chance(0.6) else years_after(person.born, 19)
        held = (*held[:1], Held(second, min(since, person.died or setting.day)))
    elif rare == "Finnish no longer" and person.left is not None:
        gained = min(draws.day(years_after(person.left, 5), setting.day), setting.day)
        held = (Held(person.country_to, gained), Held(country.FINLAND, person.born, gained))
    elif rare == "foreigner removed":
        held = (Held(_TODAYS.get(usual.born_in, usual.born_in), person.born),)
    return usual._replace(citizenships=held)


def _family(person: Person) -> str:
    return f"h{person.household.number}" if person.household is not None else f"p{person.index}"


def _home_country(seed: int, block: Block, person: Person, spoken: str) -> str:
    return Draws(seed, "country", block.number, _family(person)).from_table(shares.COUNTRIES[spoken])


def citizenships(origin: Origin) -> WireGroup:
    """KANSALAISUUS: those in force, then those that ended."""
    return {KIND: "KANSALAISUUS", "henkilonKansalaisuudet": [_element(held) for held in origin.citizenships]}


def _element(held: Held) -> dict[str, Any]:
    element = citizenship(held.code, held.since, held.name)
    if held.until is not None:
        element["voimassaolo"] = "PASSIIVI"
        element["menetyspv"] = wire_day(held.until)
    return element
