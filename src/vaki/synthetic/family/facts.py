"""What families are made of, as facts: unions, adoptions, parenthoods that have ended, relatives without a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.register.events.union import DEATHS, MARRIAGE, PARTNERSHIP, UNIONS

if TYPE_CHECKING:
    from vaki.register.events.references import PersonWithoutCode
    from vaki.register.groups.values import Alkutapa, IsaAiti, Lapsilaatu, Paattymistapa, Siviilisaaty
    from vaki.synthetic.households import Person

CHURCH: Final[Alkutapa] = "KIRKOLLINEN_VIHKIMINEN"
CIVIL: Final[Alkutapa] = "SIVIILIVIHKIMINEN"
REGISTERED: Final[Alkutapa] = "REKISTEROINTI"
BY_MARRIAGE: Final[Alkutapa] = "AVIOLIITTO_PARISUHTEEKSI"
BY_PARTNERSHIP: Final[Alkutapa] = "PARISUHDE_AVIOLIITOKSI"
FIRST_PARTNERSHIP: Final = date(2002, 3, 1)
LAST_PARTNERSHIP: Final = date(2017, 2, 28)
"""Registered partnerships began in these years; marriage has been open to all couples since (250/2016)."""


@dataclass(slots=True, eq=False, repr=False)
class Union:
    """A marriage or registered partnership; `ended` and `ended_by` are set when it is over."""

    one: Person
    other: Person
    wedding: date
    way: Alkutapa = "SIVIILIVIHKIMINEN"
    kind: str = MARRIAGE
    ended: date | None = None
    ended_by: Paattymistapa | None = None
    separated: date | None = None
    """Judicial separation (asumusero), while the marriage goes on."""

    def partner(self, person: Person) -> Person:
        return self.other if person is self.one else self.one

    @property
    def by_death(self) -> bool:
        return self.ended_by in DEATHS

    def end(self, day: date, *, by_death: bool = False) -> None:
        """End it by divorce or dissolution, or by a death."""
        known = UNIONS[self.kind]
        self.ended = day
        self.ended_by = known.by_death if by_death else known.by_divorce  # type: ignore[assignment]  # text of the table

    def covers(self, day: date) -> bool:
        """Whether it was in force on the day."""
        return self.wedding <= day and (self.ended is None or day <= self.ended)


def wed(one: Person, other: Person, wedding: date, church: bool) -> Union:
    """Marry two: each has the same marriage among its own."""
    return join(Union(one, other, wedding, CHURCH if church else CIVIL))


def join(union: Union) -> Union:
    """Let both have the union among their own."""
    union.one.unions.append(union)
    union.other.unions.append(union)
    return union


def registered(one: Person, other: Person, day: date) -> Union:
    """Register the partnership of two."""
    return join(Union(one, other, day, REGISTERED, PARTNERSHIP))


class Adoption(NamedTuple):
    """A child's adoption by one of its present parents or by both."""

    day: date
    adopters: tuple[Person, ...]

    @property
    def last_before(self) -> date:
        """The last day of the parenthoods that it ended."""
        return self.day - timedelta(days=1)


class Ended(NamedTuple):
    """A parenthood that is over: by an adoption, or annulled."""

    child: Person
    parent: Person | PersonWithoutCode
    role: IsaAiti
    quality: Lapsilaatu
    last: date


class Unlisted(NamedTuple):
    """A parent without an identity code; `custodian` of a minor too."""

    role: IsaAiti
    facts: PersonWithoutCode
    custodian: bool


class SpouseAbroad(NamedTuple):
    """A spouse without an identity code."""

    facts: PersonWithoutCode
    wedding: date
    way: Alkutapa


@dataclass(slots=True, repr=False)
class Family:
    """What is out of the ordinary in a block's families, by the index of the person whom it concerns."""

    adoptions: dict[int, Adoption] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    confirmed: dict[int, date] = field(default_factory=dict)
    """The day the father was confirmed, where that was some time after the birth."""
    corrected: dict[int, date] = field(default_factory=dict)
    """The day the sex was corrected, of a parent whose role is as it was at the child's birth."""
    unlisted: dict[int, tuple[Unlisted, ...]] = field(default_factory=dict)
    """Parents without an identity code, by the child."""
    spouses_abroad: dict[int, SpouseAbroad] = field(default_factory=dict)
    status: dict[int, Siviilisaaty] = field(default_factory=dict)
    """Marital status that no union in the register explains."""


def born_in_wedlock(child: Person) -> bool:
    """Whether the child's mother was married to its other parent on the day of the birth."""
    mother, born = child.mother, child.born
    if mother is None:
        return False
    others = (child.father, child.second_parent)
    return any(union.partner(mother) in others and union.covers(born) for union in mother.unions)
