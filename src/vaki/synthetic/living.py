"""Who lives with whom: how the people of each age and sex are put together into households.

Couples are drawn by the woman's age, and the man is older by so many years; the men whom the couples need not live
alone, or with their parents. So the ages of both sexes come out as the figures have them without being drawn. How many
live in couples is fitted to the published sizes of households, and how old children are to the published ages.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import Final, TypeVar

from vaki.codes.sex import Sex
from vaki.synthetic.draws import Table
from vaki.synthetic.figures import targets
from vaki.synthetic.shares import ADULT, AT_HOME_UNTIL, MEN, OLDEST, WOMEN

T = TypeVar("T")
ALONE: Final = "alone"
COUPLE: Final = "couple"
FAMILY: Final = "family"
SINGLE_PARENT: Final = "single parent"

_WOMEN_LIVE: Final = (
    (18, (0.07, 0.005, 0.003, 0.74)),
    (19, (0.13, 0.010, 0.006, 0.52)),
    (20, (0.25, 0.030, 0.010, 0.27)),
    (22, (0.34, 0.070, 0.020, 0.12)),
    (25, (0.40, 0.200, 0.035, 0.0)),
    (30, (0.23, 0.460, 0.055, 0.0)),
    (35, (0.12, 0.570, 0.085, 0.0)),
    (40, (0.10, 0.560, 0.100, 0.0)),
    (45, (0.18, 0.450, 0.100, 0.0)),
    (50, (0.34, 0.280, 0.070, 0.0)),
    (55, (0.50, 0.120, 0.030, 0.0)),
    (60, (0.58, 0.025, 0.008, 0.0)),
    (65, (0.58, 0.0, 0.0, 0.0)),
    (70, (0.52, 0.0, 0.0, 0.0)),
    (75, (0.42, 0.0, 0.0, 0.0)),
    (80, (0.28, 0.0, 0.0, 0.0)),
    (85, (0.15, 0.0, 0.0, 0.0)),
    (90, (0.05, 0.0, 0.0, 0.0)),
    (95, (0.01, 0.0, 0.0, 0.0)),
)
"""By a woman's age: in a couple without children at home, in one with children, alone with children, with her parents.

What is missing from 1 lives alone. The first two are made to fit the sizes of households. Estimates.
"""
_MEN_AT_HOME: Final = ((18, 0.84), (19, 0.68), (20, 0.42), (22, 0.22), (25, 0.0))
_FATHERS_ALONE: Final = 0.25
"""Fathers alone with children, per mother."""
_ALONE_WITHOUT_DWELLING: Final = 0.0105
"""Of those who live alone, as `shares.NO_DWELLING` makes it."""

OLDER: Final = Table((years, exp(-(((years - 2.2) / 3.4) ** 2) / 2)) for years in range(-7, 13))
"""Years by which the man of a couple is older than the woman."""
CHILDREN: Final = Table(((1, 0.38), (2, 0.40), (3, 0.155), (4, 0.04), (5, 0.015), (6, 0.006), (7, 0.004)))
SINGLE_PARENTS_CHILDREN: Final = Table(((1, 0.58), (2, 0.31), (3, 0.08), (4, 0.03)))
TWINS: Final = 0.025
"""Of families with two children or more at home: the youngest two are twins."""


def _of_age(table: tuple[tuple[int, T], ...], age: int) -> T:
    return next(value for since, value in reversed(table) if age >= since)


def _at_home(age: int) -> tuple[float, float]:
    """Men and women of an age who live with their parents, in thousands."""
    if age < ADULT:
        return MEN[age], WOMEN[age]
    return MEN[age] * _of_age(_MEN_AT_HOME, age), WOMEN[age] * _of_age(_WOMEN_LIVE, age)[3]


def boys(age: int) -> float:
    """Share of men among the children of an age who live with their parents."""
    men, women = _at_home(min(age, AT_HOME_UNTIL))
    return men / (men + women)


def _fitted(adults: float, single: float, several: float) -> tuple[float, float]:
    """Couples and families (thousands) that give the published sizes of households.

    `adults` live alone or in a couple, `single` alone with children, `several` of these with more than one. Of H
    households the part h1 has one person and h3 three or more; then, with d the part of those living alone who have no
    dwelling: adults = h1 H / (1 - d) + 2 (couples + families) and H = h1 H + couples + families + single.
    """
    sizes = targets.TARGETS["household size"]
    one, three = (sizes[size] / sum(sizes.values()) for size in ("1", "3-"))
    households = (adults + 2 * single) / (one / (1 - _ALONE_WITHOUT_DWELLING) + 2 * (1 - one))
    families = three * households - several
    return (1 - one) * households - single - families, families


def _households() -> dict[tuple[str, Sex, int], float]:
    """Households in thousands by kind, and sex and age of the one who lives alone or with children, or of the woman."""
    ages = range(ADULT, OLDEST + 1)
    women = {age: WOMEN[age] - _at_home(age)[1] for age in ages}
    men = {age: MEN[age] - _at_home(age)[0] for age in ages}
    drawn = {age: [WOMEN[age] * share for share in _of_age(_WOMEN_LIVE, age)[:3]] for age in ages}
    couples, families, mothers = (sum(row[at] for row in drawn.values()) for at in range(3))
    single = mothers * (1 + _FATHERS_ALONE)
    adults = sum(women.values()) + sum(men.values()) - single
    several = single * (1 - SINGLE_PARENTS_CHILDREN.share(1))
    of_couples, of_families = _fitted(adults, single, several)
    made: dict[tuple[str, Sex, int], float] = {}
    for age, (couple, family, mother) in drawn.items():
        made[COUPLE, Sex.WOMAN, age] = couple * of_couples / couples
        made[FAMILY, Sex.WOMAN, age] = family * of_families / families
        made[SINGLE_PARENT, Sex.WOMAN, age] = mother
        made[SINGLE_PARENT, Sex.MAN, age] = mother * _FATHERS_ALONE
        together = made[COUPLE, Sex.WOMAN, age] + made[FAMILY, Sex.WOMAN, age]
        women[age] -= together + mother
        men[age] -= mother * _FATHERS_ALONE
        for years, weight in zip(OLDER.values, OLDER.weights, strict=True):
            men[min(max(age + years, ADULT), OLDEST)] -= together * weight / sum(OLDER.weights)
    for sex, left in ((Sex.WOMAN, women), (Sex.MAN, men)):
        made |= {(ALONE, sex, age): max(people, 0.0) for age, people in left.items()}
    return made


_MADE: Final = _households()
HOUSEHOLDS: Final = Table(sorted(_MADE.items(), key=lambda one: (one[0][0], one[0][1] is Sex.MAN, one[0][2])))


def childs_bounds(mother: int, youngest_parent: int) -> tuple[int, int]:
    """Ages that a child at home can have, its mother's and the younger parent's known."""
    return max(0, mother - 43), min(AT_HOME_UNTIL, mother - ADULT, youngest_parent - 17)


def _nearness(mother: int, child: int) -> float:
    return exp(-(((mother - child - 30.5) / 5.5) ** 2) / 2)


def _weights_of_children() -> list[float]:
    """By a child's age, what makes families have children of the published ages: fitted step by step."""
    mothers: dict[int, float] = {}
    for (kind, _, age), households in _MADE.items():
        table = {FAMILY: CHILDREN, SINGLE_PARENT: SINGLE_PARENTS_CHILDREN}.get(kind)
        if table is not None:
            mean = sum(value * weight for value, weight in zip(table.values, table.weights, strict=True))
            mothers[age] = mothers.get(age, 0.0) + households * mean / sum(table.weights)
    wanted = [sum(_at_home(age)) for age in range(AT_HOME_UNTIL + 1)]
    weights = wanted.copy()
    for _ in range(30):
        got = [0.0] * len(wanted)
        for mother, children in mothers.items():
            first, last = childs_bounds(mother, mother)
            parts = {child: weights[child] * _nearness(mother, child) for child in range(first, last + 1)}
            whole = sum(parts.values())
            for child, part in parts.items():
                got[child] += children * part / whole
        weights = [weight * want / had for weight, want, had in zip(weights, wanted, got, strict=True)]
    return weights


_CHILD_WEIGHTS: Final = _weights_of_children()


@lru_cache(maxsize=1024)
def ages_of_children(mother: int, youngest_parent: int) -> Table[int] | None:
    """Ages of children at home by the mother's (or only parent's) age; None when there can be none."""
    first, last = childs_bounds(mother, youngest_parent)
    if last < first:
        return None
    return Table((child, _CHILD_WEIGHTS[child] * _nearness(mother, child) + 1e-9) for child in range(first, last + 1))
