"""Where people have lived: the dwelling of today, and those before it back to birth or to arrival in Finland."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.layouts import FLAT, HOUSE, ROW, Spot

if TYPE_CHECKING:
    from vaki.synthetic.estate.stock import Stock
    from vaki.synthetic.households import Block, Household, Person

_YEARS_IN_DWELLING: Final = Table((((0, 1), 0.16), ((1, 3), 0.19), ((3, 7), 0.20), ((7, 15), 0.22), ((15, 32), 0.23)))
_EARLIER: Final = Table(((0, 0.3), (1, 0.38), (2, 0.2), (3, 0.08), (4, 0.04)))
_SAME_MUNICIPALITY: Final = 0.62
_HOMES: Final = Table(((FLAT, 0.5), (ROW, 0.15), (HOUSE, 0.35)))
NATIVE: Final = frozenset({"fi", "sv", "se"})


class Stay(NamedTuple):
    """Living in a place from a day on; `spot` is None without a dwelling; `until` is None while it lasts."""

    since: date
    until: date | None
    place: int
    spot: Spot | None


class Histories:
    """The stays of one block's people, newest last, each worked out when it is first asked."""

    def __init__(
        self, seed: int, block: Block, stock: Stock, where: Table[int], ordinals: dict[tuple[int, str, int], int]
    ) -> None:
        self._seed = seed
        self._block = block
        self.stock = stock
        self._where = where
        self._ordinals = ordinals
        self._made: dict[int, tuple[Stay, ...]] = {}

    def spot(self, household: Household) -> Spot | None:
        """The household's dwelling."""
        if not household.dwelling:
            return None
        first = self._ordinals.get((household.place, household.kind, household.size), 0)
        return self.stock.spot(household.place, household.kind, household.size, first + household.ordinal)

    def arrived(self, person: Person) -> date | None:
        """The day someone born abroad came to Finland."""
        if person.language in NATIVE:
            return None
        if person.household is not None:
            arrived = person.household.arrived
            return arrived if arrived is not None and arrived > person.born else None
        end = person.died or person.left or self._block.day
        return max(years_after(end, -20), person.born + timedelta(days=400))

    def of(self, person: Person) -> tuple[Stay, ...]:
        known = self._made.get(person.index)
        if known is None:
            known = self._made[person.index] = tuple(self._make(person))
        return known

    def at_birth(self, person: Person) -> int:
        """The place that was the mother's home at birth, as far as it is known."""
        if person.mother is not None:
            for stay in self.of(person.mother):
                if stay.since <= person.born and (stay.until is None or person.born <= stay.until):
                    return stay.place
        return self.of(person)[0].place

    def _make(self, person: Person) -> list[Stay]:
        household = person.household
        if household is None:
            return self._gone(person) if person.left_with is None else self._left_with(person, person.left_with)
        if person.at_home:
            return self._with_parents(person, household)
        moved = self._moved(household)
        now = Stay(moved, None, household.place, self.spot(household))
        return [*self._earlier(person, now), now]

    def _moved(self, household: Household) -> date:
        draws = Draws(self._seed, "moved", self._block.number, household.number)
        first, last = draws.from_table(_YEARS_IN_DWELLING)
        moved = self._block.day - timedelta(days=3 + int((first + (last - first) * draws.fraction()) * 365))
        grown = max(years_after(adult.born, 17.5) for adult in household.adults)
        earliest = max(grown, household.arrived) if household.arrived else grown
        home = self.spot(household)
        if home is not None:
            earliest = max(earliest, date(self.stock.finished(home) + 1, 1, 1))
        return min(max(moved, earliest), self._block.day - timedelta(days=2))

    def _with_parents(self, person: Person, household: Household) -> list[Stay]:
        begin = max(person.born, self.arrived(person) or person.born)
        stays = [stay for stay in self.of(household.adults[-1]) if stay.until is None or stay.until > begin]
        return [stays[0]._replace(since=max(stays[0].since, begin)), *stays[1:]]

    def _gone(self, person: Person) -> list[Stay]:
        draws = Draws(self._seed, "gone", self._block.number, person.index)
        end = person.died or person.left
        # A death ends living somewhere on its own day; a move abroad, on the day before.
        last = person.died or ((end or self._block.day) - timedelta(days=1))
        begin = max(person.born, self.arrived(person) or person.born)
        since = max(draws.day(max(begin, years_after(last, -30)), last - timedelta(days=30)), begin)
        place = self._near(draws, person)
        now = Stay(since, last, place, self.stock.spot_of_then(draws, place, draws.from_table(_HOMES), since))
        return [*self._earlier(person, now), now]

    def _left_with(self, person: Person, parent: Person) -> list[Stay]:
        """A child that moved abroad with a parent lived where the parent did."""
        stays = [stay for stay in self.of(parent) if stay.until is None or stay.until >= person.born]
        return [stays[0]._replace(since=max(stays[0].since, person.born)), *stays[1:]]

    def _near(self, draws: Draws, person: Person) -> int:
        """Where a child's parents lived: often where the child lives."""
        for child in person.children:
            if child.household is not None and draws.chance(0.6):
                return child.household.place
        return draws.from_table(self._where)

    def _earlier(self, person: Person, now: Stay) -> list[Stay]:
        draws = Draws(self._seed, "earlier", self._block.number, person.index)
        begin = max(person.born, self.arrived(person) or person.born)
        span = (now.since - begin).days
        if span < 200:  # noqa: PLR2004 -- days; nothing worth telling fits in
            return [] if span <= 0 else [now._replace(since=begin, until=now.since - timedelta(days=1), spot=None)]
        count = 1 + draws.from_table(_EARLIER)
        starts = sorted({begin, *(begin + timedelta(days=90 + draws.below(span - 100)) for _ in range(count - 1))})
        stays: list[Stay] = []
        place = now.place
        until = now.since - timedelta(days=1)
        for since in reversed(starts):
            if not draws.chance(_SAME_MUNICIPALITY):
                place = draws.from_table(self._where)
            stays.append(
                Stay(since, until, place, self.stock.spot_of_then(draws, place, draws.from_table(_HOMES), since))
            )
            until = since - timedelta(days=1)
        return stays[::-1]
