"""What people are called: a family shares its surname, marriage may change it, children have it from their parents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes.sex import Sex
from vaki.synthetic import names
from vaki.synthetic.draws import Draws

if TYPE_CHECKING:
    from vaki.synthetic.family.facts import Union
    from vaki.synthetic.households import Block, Person

_UNNAMED_FOR: Final = timedelta(days=60)
_UNNAMED: Final = 0.5
_FREE_CHOICE: Final = date(1986, 1, 1)
"""Until then a wife took her husband's name."""


class SurnameChange(NamedTuple):
    """A former surname and the day the next one was taken."""

    former: str
    day: date


class Names(NamedTuple):
    """A person's names as they stand; `first` is empty for an unnamed newborn."""

    first: tuple[str, ...]
    call: str
    surname: str
    at_birth: str
    changes: tuple[SurnameChange, ...]


class Naming:
    """The names of one block, each worked out when it is first asked."""

    def __init__(self, seed: int, block: Block) -> None:
        self._seed = seed
        self._block = block
        self._births: dict[int, str] = {}
        self._made: dict[int, Names] = {}

    def of(self, person: Person) -> Names:
        known = self._made.get(person.index)
        if known is None:
            known = self._made[person.index] = self._make(person)
        return known

    def _make(self, person: Person) -> Names:
        draws = Draws(self._seed, "name", self._block.number, person.index)
        at_birth = self._at_birth(person)
        unnamed = person.born > self._block.day - _UNNAMED_FOR and draws.chance(_UNNAMED)
        first = () if unnamed else names.first_names(draws, person.language, person.sex, person.born.year)
        call = "" if unnamed else first[0] if draws.chance(0.88) else first[-1]
        surname, changes = at_birth, []
        for union in person.unions:
            taken = self._taken(union, person, surname)
            if taken != surname:
                changes.append(SurnameChange(surname, union.wedding))
                surname = taken
            if changes and union.ended is not None and not union.by_death and draws.chance(0.2):
                changes.append(SurnameChange(surname, union.ended))
                surname = at_birth
        return Names(first, call, surname, at_birth, tuple(changes))

    def _at_birth(self, person: Person) -> str:
        known = self._births.get(person.index)
        if known is None:
            known = self._births[person.index] = self._inherited(person)
        return known

    def _inherited(self, person: Person) -> str:
        draws = Draws(self._seed, "surname", self._block.number, person.index)
        mother, father = person.mother, person.father
        parent: Person | None
        if father is not None and mother is not None and not _married_by(father, mother, person.born):
            parent = father if draws.chance(0.55) else mother
        else:
            parent = father or mother
        if parent is None:
            return names.surname(draws, person.language, person.sex)
        return names.for_sex(self._of_day(parent, person.born), parent.language, person.sex)

    def _of_day(self, person: Person, day: date) -> str:
        """The surname a parent had on a day."""
        made = self.of(person)
        return next((change.former for change in made.changes if change.day > day), made.surname)

    def _taken(self, union: Union, person: Person, own: str) -> str:
        """The surname after the wedding: the couple's choice, one for both."""
        man, woman = (union.one, union.other) if union.one.sex is Sex.MAN else (union.other, union.one)
        draws = Draws(self._seed, "wedding", self._block.number, min(man.index, woman.index), union.wedding)
        choice = draws.fraction()
        partner = union.partner(person)
        theirs = names.for_sex(self._at_birth(partner), partner.language, person.sex)
        if person is woman and (union.wedding < _FREE_CHOICE or choice < 0.68):  # noqa: PLR2004 -- share of couples
            return theirs
        if person is woman and 0.68 <= choice < 0.74 and "-" not in own + theirs:  # noqa: PLR2004 -- share of couples
            return f"{own}-{theirs}"
        if person is man and union.wedding >= _FREE_CHOICE and choice > 0.97:  # noqa: PLR2004 -- share of couples
            return theirs
        return own


def _married_by(one: Person, other: Person, day: date) -> bool:
    return any(union.partner(one) is other and union.wedding <= day for union in one.unions)
