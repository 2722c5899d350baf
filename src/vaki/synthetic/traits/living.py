"""Where somebody has lived, period by period, with the rare turns that a life takes: abroad, institutions, nowhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import country, municipality
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.history import NATIVE
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.births import FEWEST_DAYS
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from vaki.synthetic.estate.layouts import Spot
    from vaki.synthetic.households import Person
    from vaki.synthetic.traits.setting import Setting, Subject

NOT_FOUND, WITHOUT_DWELLING, INSTITUTION = 901, 902, 904
_ONE_DAY: Final = timedelta(days=1)
_OLD: Final = 70
_CEDED_ON: Final = date(1944, 9, 19)
"""Whoever was born in a ceded municipality came from there, at the latest, after the armistice."""
_OTHERS_IN_INSTITUTIONS: Final = 0.25
_REGISTERED: Final = {
    "registered abroad": 0,
    "registered abroad at the transfer": 1971,
    "born abroad": 0,
}
_WAS: Final = {"was not found": NOT_FOUND, "was without dwelling": WITHOUT_DWELLING, "was in institution": INSTITUTION}
_PLAIN_TEXT: Final = ("Kosovo", "Somalimaa", "Pohjois-Kypros", "Etelä-Ossetia")
_LOST_FOR: Final = 2
_LEAVES_ALONE: Final = 18.5
_FROM: Final = ("752", "752", "752", "578", "276", "826", "840", "233", "208", "724")


class Living(NamedTuple):
    """A period of living somewhere, up to and with `until`; `until` is None while it lasts.

    `code` is the municipality, 200 abroad, 199 unknown, 198 none. Without a `spot` it was a place of stay of `kind`, or
    a country, which `name` tells when its code is 998; or the dwelling is not known.
    """

    since: date
    until: date | None
    code: str
    spot: Spot | None = None
    kind: int = 0
    country: str = ""
    name: str | None = None


def _with_past(who: rarities.Who) -> rarities.Who:
    """Those of whom an earlier home is known."""

    def has_past(person: Person, setting: Setting) -> bool:
        return who(person, setting) and len(setting.histories.of(person)) > 1

    return has_past


def _never_here(person: Person, setting: Setting) -> bool:
    lonely = not person.unions and not person.children and person.mother is None and person.father is None
    return rarities.emigrant(person, setting) and lonely


def _long_without(person: Person, setting: Setting) -> bool:
    if not rarities.without_dwelling(person, setting):
        return False
    return setting.histories.of(person)[-1].since < years_after(setting.day, -_LOST_FOR - 0.6)


def _foreigner_gone(person: Person, setting: Setting) -> bool:
    del setting
    return person.left is not None and person.language not in NATIVE and bool(person.country_to)


def _before_the_transfer(person: Person, setting: Setting) -> bool:
    return _never_here(person, setting) and person.born.year < _REGISTERED["registered abroad at the transfer"]


def _left_early(person: Person, setting: Setting) -> bool:
    return rarities.emigrant(person, setting) and person.left is not None and person.left.year < 1995  # noqa: PLR2004


RARE: Final = (
    Rarity("not found", rarities.without_dwelling),
    Rarity("lost", _long_without),
    Rarity("foreigner removed", _foreigner_gone),
    Rarity("registered abroad at the transfer", _before_the_transfer),
    Rarity("registered abroad", _never_here),
    Rarity("born abroad", _never_here),
    Rarity("twice not found", _left_early),
    Rarity("moved on abroad", rarities.emigrant, 2),
    Rarity("abroad in words", rarities.emigrant),
    Rarity("returned", _with_past(rarities.unbound), 4),
    *(Rarity(name, _with_past(rarities.alone)) for name in _WAS),
)


def periods(setting: Setting, subject: Subject) -> list[Living]:
    """Every period, oldest first."""
    person, rare = subject.person, subject.rare
    if rare in _REGISTERED:
        return [_registered(setting, subject)]
    places = setting.places
    lived = [Living(stay.since, stay.until, places[stay.place].code, stay.spot) for stay in subject.stays]
    lived = _since_birth(setting, subject, lived)
    if person.left is not None:
        return [*lived, *_abroad(setting, subject, person.left)]
    if lived[-1].until is None and lived[-1].spot is None:
        lived[-1] = lived[-1]._replace(kind=_kind_of_stay(setting, subject))
    if not rare:
        return lived
    if rare == "lost":
        last = lived.pop()
        gone = Draws(setting.seed, "lost", setting.block.number, person.index).day(
            years_after(last.since, _LOST_FOR + 0.1), setting.day
        )
        return [
            *lived,
            last._replace(until=gone - _ONE_DAY, kind=NOT_FOUND),
            Living(gone, None, municipality.UNKNOWN),
        ]
    if len(lived) > 1 and rare in _WAS:
        lived[-2] = lived[-2]._replace(spot=None, kind=_WAS[rare])
    elif len(lived) > 1 and rare == "returned":
        draws = Draws(setting.seed, "returned", setting.block.number, person.index)
        lived = [*lived[:-2], *_away(draws, lived[-2], person.born), lived[-1]]
    return lived


def _since_birth(setting: Setting, subject: Subject, lived: list[Living]) -> list[Living]:
    """A move in the first years of those who were born elsewhere: from the mother's home, or from a home untold."""
    person, first = subject.person, lived[0]
    if subject.born_elsewhere:
        ceded = municipality.get(subject.born_elsewhere).successor is None
        moved = (max(person.born, _CEDED_ON) if ceded else person.born) + timedelta(
            days=subject.draws.between(100, 700)
        )
        last = first.until or setting.day - timedelta(days=10)
        return [first._replace(since=min(moved, last)), *lived[1:]]
    if person.mother is None or first.since != person.born:
        return lived
    code = setting.places[setting.histories.at_birth(person)].code
    if code == first.code or ((first.until or setting.day) - first.since).days < FEWEST_DAYS:
        return lived
    moved = person.born + timedelta(days=subject.draws.between(100, 700))
    return [Living(person.born, moved - _ONE_DAY, code), first._replace(since=moved), *lived[1:]]


def _kind_of_stay(setting: Setting, subject: Subject) -> int:
    if subject.rare == "not found":
        return NOT_FOUND
    if subject.person.age(setting.day) >= _OLD or subject.draws.chance(_OTHERS_IN_INSTITUTIONS):
        return INSTITUTION
    return WITHOUT_DWELLING


def _away(draws: Draws, past: Living, born: date) -> list[Living]:
    """An earlier home, left for some years abroad before the move to the present one."""
    until = past.until or past.since
    length = until - past.since
    grown = years_after(born, _LEAVES_ALONE)
    earliest = past.since + length / 3
    if earliest < grown < until - length / 4:
        earliest = grown
    left = draws.day(earliest, until - length / 4)
    if (until - left).days < 60 or left < years_after(born, 3):  # noqa: PLR2004 -- days; no journey, a move
        left = max(past.since + _ONE_DAY, until - timedelta(days=400))
    return [
        past._replace(until=left - _ONE_DAY),
        Living(left, until, municipality.ABROAD, country=draws.one_of(_FROM)),
    ]


def _abroad(setting: Setting, subject: Subject, left: date) -> list[Living]:
    person, rare = subject.person, subject.rare
    if rare == "foreigner removed":
        return [Living(left, None, municipality.NO_HOME_MUNICIPALITY)]
    if rare == "twice not found":
        return [Living(left, None, municipality.ABROAD)]
    now = Living(left, None, municipality.ABROAD, country=person.country_to)
    draws = Draws(setting.seed, "abroad", setting.block.number, person.index)
    if rare == "abroad in words":
        return [now._replace(country=country.IN_PLAIN_TEXT, name=draws.one_of(_PLAIN_TEXT))]
    if rare == "moved on abroad" and (setting.day - left).days > 20:  # noqa: PLR2004 -- days
        moved = draws.day(left + timedelta(days=10), setting.day)
        first = draws.one_of([one for one in _FROM if one != person.country_to])
        return [now._replace(until=moved - _ONE_DAY, country=first), now._replace(since=moved)]
    return [now]


def _registered(setting: Setting, subject: Subject) -> Living:
    """Someone who has never lived in Finland, in the register since birth, later, or since it was made."""
    person, rare = subject.person, subject.rare
    draws = Draws(setting.seed, "registered", setting.block.number, person.index)
    since = person.born
    if rare == "registered abroad":
        since = draws.day(years_after(person.born, 1), setting.day - timedelta(days=30))
    elif rare == "registered abroad at the transfer":
        first = years_after(person.born, 0.1).replace(year=_REGISTERED[rare], month=1, day=1)
        since = max(person.born, draws.day(first, years_after(first, 3)))
    return Living(since, None, municipality.ABROAD, country=person.country_to)
