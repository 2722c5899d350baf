"""Which municipalities a population covers, and by what weight.

Nokia (536) is always among them. From 100 000 persons on, all municipalities are covered by their real shares; a
smaller population covers a few whole ones, so that they are worth asking about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaki.codes import municipality, postal
from vaki.codes.municipality import Languages, Municipality
from vaki.synthetic import shares
from vaki.synthetic.draws import Draws, Table

NOKIA: Final = "536"
NOKIA_SHARE: Final = 0.16
"""Of a population that covers a few municipalities: at least a tenth is promised."""
REAL_SHARES_FROM: Final = 100_000
PERSONS_A_MUNICIPALITY: Final = 4_000
FEWEST: Final = 3
TRIED_FIRST: Final = ("837", "638", "091", "564")
"""Taken before others: a city, a bilingual town, the capital, the north."""

_FLATS: Final = ((1000, 1.35), (300, 1.1), (0, 0.75))
"""By residents in hundreds: how much likelier a household lives in a block of flats, compared to other places."""


@dataclass(frozen=True, slots=True)
class Place:
    """A covered municipality, with what its people follow."""

    municipality: Municipality
    number: int
    """Its place among all municipalities in force, from 0."""
    post_codes: tuple[postal.PostalCode, ...]
    swedish: float
    """Share of Swedish speakers."""
    flats: float
    """How much likelier than elsewhere a household lives in a block of flats."""

    @property
    def code(self) -> str:
        return self.municipality.code


@lru_cache(maxsize=8)
def covered(persons: int, seed: int) -> tuple[tuple[Place, ...], Table[int]]:
    """The municipalities and a table of indexes to them, by their part of the people."""
    weights = _real() if persons >= REAL_SHARES_FROM else _few(persons, seed)
    swedish = _swedish_shares(weights)
    flats = _flats(weights)
    places = tuple(_place(code, swedish[code], flats[code]) for code in weights)
    return places, Table((at, weight) for at, weight in enumerate(weights.values()))


def _real() -> dict[str, float]:
    return {one.code: float(one.population_hundreds or 0) for one in municipality.all_in_force()}


def _few(persons: int, seed: int) -> dict[str, float]:
    count = max(FEWEST, min(persons // PERSONS_A_MUNICIPALITY, 25))
    chosen = [NOKIA, *TRIED_FIRST][:count]
    draws = Draws(seed, "municipalities")
    others = Table((code, size) for code, size in _real().items() if code not in chosen)
    while len(chosen) < count:
        code = draws.from_table(others)
        if code not in chosen:
            chosen.append(code)
    sizes = {code: _real()[code] ** 0.6 for code in sorted(chosen)}
    rest = sum(size for code, size in sizes.items() if code != NOKIA)
    return {code: NOKIA_SHARE if code == NOKIA else (1 - NOKIA_SHARE) * size / rest for code, size in sizes.items()}


def _swedish_shares(weights: dict[str, float]) -> dict[str, float]:
    """By municipality, so that the whole comes to the national share as far as its municipalities allow."""
    basic = {
        Languages.SWEDISH: 0.87,
        Languages.BILINGUAL: 0.25,
        Languages.FINNISH: 0.008,
    }
    whole = sum(weights.values())
    languages = {code: municipality.get(code).languages or Languages.FINNISH for code in weights}
    wanted = shares.SWEDISH * whole - sum(
        basic[languages[code]] * weight for code, weight in weights.items() if languages[code] != Languages.BILINGUAL
    )
    bilingual = sum(weight for code, weight in weights.items() if languages[code] == Languages.BILINGUAL)
    in_bilingual = min(max(wanted / bilingual, 0.05), 0.6) if bilingual else 0.0
    return {code: in_bilingual if one is Languages.BILINGUAL else basic[one] for code, one in languages.items()}


def _flats(weights: dict[str, float]) -> dict[str, float]:
    """By municipality, so that whatever is covered has blocks of flats as the country has."""
    sizes = {code: municipality.get(code).population_hundreds or 0 for code in weights}
    times = {code: next(times for least, times in _FLATS if size >= least) for code, size in sizes.items()}
    mean = sum(times[code] * weight for code, weight in weights.items()) / sum(weights.values())
    return {code: one / mean for code, one in times.items()}


def _place(code: str, swedish: float, flats: float) -> Place:
    found = municipality.get(code)
    number = [one.code for one in municipality.all_in_force()].index(code)
    return Place(found, number, postal.of_municipality(code), swedish, flats)
