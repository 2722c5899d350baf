"""What was to be expected of the lived days: the country's yearly figures, scaled to the residents and the days."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaki.synthetic.life.rates import NATION
from vaki.synthetic.life.seasons import MOVES, moving_day, part_of_year
from vaki.synthetic.life.table import FAMILIES, IDENTITIES, MOVERS_BETWEEN, MOVERS_WITHIN, NOTICES, PLACES_OF_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

OTHER: Final = "other"
_OF_SORTS: Final = {
    "move": ("move", "cancelled_move", "move_corrected", "move_to_stay"),
    "temporary": (
        *("temporary_address", "temporary_stay", "temporary_address_abroad", "temporary_address_ended"),
        *("temporary_stay_changed", "temporary_stay_corrected", "temporary_stay_cancelled"),
    ),
    "notice": (
        *("occupation", "occupation_ended", "email", "email_ended", "ban_set", "ban_lifted", "postal_address"),
        *("postal_address_ended", "postal_address_abroad", "postal_address_abroad_ended", "service_language"),
    ),
    "religion": ("religion",),
    "border": (
        *("immigration", "immigration_undone", "immigration_corrected", "emigration", "emigration_undone"),
        *("emigration_corrected", "country_changed", "address_abroad", "registered_abroad"),
    ),
    "birth": ("birth", "parenthood_confirmed", "parenthood_annulled", "adoption"),
    "death": ("death", "death_corrected", "death_undone"),
    "marriage": (
        *("marriage", "marriage_corrected", "marriage_undone", "divorce", "divorce_undone", "partnership_begun"),
        *("partnership_dissolved", "partnership_to_marriage"),
    ),
    "custody": (
        *("custody_begun", "custody_decided", "custody_ended", "custody_undone", "guardianship_begun"),
        *("guardianship_changed", "guardianship_ended", "power_of_attorney_confirmed", "power_of_attorney_ended"),
    ),
    "name": ("naming", "name_change", "name_corrected", "call_name_change", "former_name_recorded"),
    "identifier": (
        *("foreign_code_recorded", "foreign_code_ended", "code_change", "codes_merged"),
        *("electronic_identifier_given", "electronic_identifier_ended"),
    ),
    "citizenship": ("citizenship_granted", "citizenship_lost", "citizenship_corrected", "mother_tongue"),
}
SORTS: Final = (*_OF_SORTS, OTHER)
"""Sorts of events, few enough to be seen at once."""
_SORT: Final = {name: sort for sort, names in _OF_SORTS.items() for name in names}
_RATES: Final = (*FAMILIES, *IDENTITIES, *PLACES_OF_PEOPLE, *NOTICES)
"""What happens to people; places' own events are not in the log of changes of people."""


def sort_of(event: str) -> str:
    """The sort of an event's name; `other` for what has none."""
    return _SORT.get(event, OTHER)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


def expected_events(first: date, last: date, residents: int) -> dict[str, float]:
    """Events by sort from the first day to the last. A name follows each birth later, so as many are named."""
    found: defaultdict[str, float] = defaultdict(float)
    for day in days_between(first, last):
        for rate in _RATES:
            often = rate.expected(day, residents)
            for name, times in rate.events:
                found[sort_of(name)] += often * times
            if rate.name == "birth":
                found[sort_of("naming")] += often
    return dict(found)


def expected_by_day(first: date, last: date, residents: int) -> list[tuple[date, float]]:
    """Events of each day from the first to the last."""
    return [(day, sum(expected_events(day, day, residents).values())) for day in days_between(first, last)]


def expected_moves(first: date, last: date, residents: int) -> dict[str, tuple[float, float]]:
    """By month (2026-08) how many persons move in its days among the given: within, and between municipalities."""
    parts: defaultdict[str, float] = defaultdict(float)
    for day in days_between(first, last):
        parts[f"{day:%Y-%m}"] += part_of_year(day, MOVES, moving_day) * residents / NATION
    return {month: (part * MOVERS_WITHIN, part * MOVERS_BETWEEN) for month, part in parts.items()}
