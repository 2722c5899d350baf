"""Those for whom others act: guardianship of adults, continuing powers of attorney, children taken into care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from vaki.codes import business
from vaki.codes.errors import InvalidIdentifier
from vaki.codes.sex import Sex
from vaki.register.due import ADULT
from vaki.register.events.care import in_care
from vaki.register.events.guardianship import Guardian, guardianship
from vaki.register.events.power_of_attorney import power_of_attorney
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.family.abroad import stranger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.events.references import PersonWithoutCode
    from vaki.register.groups.values import Toimintakelpoisuus
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.family.lines import Lines
    from vaki.synthetic.households import Block, Person

_Kind = Literal["office", "relative", "company", "outsider", "municipality", "relative and office", "two relatives",
                "without code"]  # fmt: skip
_KINDS: Final[tuple[_Kind, ...]] = (
    "office", "relative", "office", "company", "relative", "office", "relative and office", "relative", "office",
    "two relatives", "office", "without code", "office", "relative", "municipality", "office", "company", "relative",
    "office", "outsider",
)  # fmt: skip
"""Who the guardians are, in turn: nearly half are public ones."""
_LIMITS: Final[tuple[Toimintakelpoisuus, ...]] = (
    *("RAJOITTAMATON",) * 13, "RAJOITETTU_OSITTAIN", *("RAJOITTAMATON",) * 18, "HENKILO_VAJAAVALTAINEN",
    *("RAJOITTAMATON",) * 10,
)  # fmt: skip
"""How far the person's own capacity is limited, in turn."""
_OFFICES: Final = tuple(f"{900100 + number}" for number in range(20))
"""Offices that exist nowhere: the list of legal aid offices is not public."""
_COMPANY_NAMES: Final = (
    "Edunvalvonta Koivu Oy", "Turvallinen Arki Oy", "Edunvalvontapalvelu Pihlaja Ky", "Asianhoito Lumme Oy",
    "Hoiva ja Huolenpito ry", "Trygg Vardag Ab", "Edunvalvojat Saarni Oy", "Asiainhoitajat Haapa Oy",
)  # fmt: skip
_FIRST_BUSINESS_NUMBER: Final = 9_990_000
"""Far beyond those that have been given."""
_BEGAN_WITHIN: Final = 12
_OLD: Final = 60
_ATTORNEY: Final = ((18, 0.0003), (60, 0.003), (75, 0.012), (85, 0.025))
"""Those whose continuing power of attorney is in force, by age."""


def _companies() -> Iterator[tuple[str, str]]:
    number = _FIRST_BUSINESS_NUMBER
    for name in _COMPANY_NAMES:
        while True:
            number += 1
            try:
                code = business.make(number)
            except InvalidIdentifier:
                continue
            break
        yield code, name


_COMPANIES: Final = tuple(_companies())


class Guardianships:
    """Draws those of a block for whom others act, and tells it in their documents."""

    def __init__(self, draws: Draws, lines: Lines, block: Block) -> None:
        self._draws = draws
        self._lines = lines
        self._block = block
        self._turn = block.number * 23
        self._grown = [one for one in block.people if one.household is not None and 30 <= one.age(block.day) <= 70]  # noqa: PLR2004

    def tell(self) -> None:
        """EDUNVALVONTA, EDUNVALVONTAVALTUUTUS and HUOSTAANOTTO."""
        day = self._block.day
        draw = self._draws.fraction
        for person in self._block.people:
            if person.household is None:
                continue
            age = person.age(day)
            chance = draw()
            if age < ADULT:
                if chance < shares.TAKEN_INTO_CARE:
                    first = max(person.born, day - timedelta(days=6 * 365))
                    self._lines.tell(person, in_care(self._draws.day(first, day - timedelta(days=1))))
                continue
            guarded = _share(shares.GUARDIANSHIP, age)
            if chance < guarded:
                self._guard(person)
            elif chance < guarded + _share(_ATTORNEY, age):
                self._empower(person)

    def _since(self, person: Person) -> date:
        day = self._block.day
        since = self._draws.day(years_after(day, -_BEGAN_WITHIN), day - timedelta(days=1))
        return max(since, min(years_after(person.born, 18.1), day))

    def _guard(self, person: Person) -> None:
        self._turn += 1
        since = self._since(person)
        kind = _KINDS[self._turn % len(_KINDS)]
        guardians: list[dict[str, Any]] = []
        people: list[Person] = []
        for one in self._guardians(person, kind, since):
            if isinstance(one, Guardian):
                guardians.append({**one.outside(since), "alkupv": wire_day(since)})
            else:
                people.append(one)
                guardians.append({"edunvalvoja": self._lines.copy(one), "alkupv": wire_day(since)})
        if len(guardians) > 1 and self._draws.chance(0.3):
            guardians[-1]["alkupv"] = wire_day(self._draws.day(since, self._block.day))
        divided = len(guardians) > 1 and self._turn % 3 > 0
        group = guardianship(since, _LIMITS[self._turn % len(_LIMITS)], divided, guardians)
        self._lines.tell_of(person, group, people)

    def _guardians(self, ward: Person, kind: _Kind, since: date) -> list[Guardian | Person]:
        draws = self._draws
        office = Guardian(office=draws.one_of(_OFFICES))
        if kind == "company":
            code, name = draws.one_of(_COMPANIES)
            return [Guardian(company=code, company_name=name)]
        if kind == "municipality":
            return [Guardian(municipality=draws.one_of(("091", "837", "564", "853")))]
        if kind == "without code":
            return [Guardian(without_code=self._outside(ward, since))]
        if kind == "outsider":
            return self._outsiders(ward, 1, since) or [office]
        wanted = 2 if kind == "two relatives" else 1
        found: list[Guardian | Person] = []
        if kind != "office":
            found += self._relatives(ward, wanted, since)
        if kind == "relative and office":
            return [*found, office]
        return found or [office]

    def _outside(self, ward: Person, since: date) -> PersonWithoutCode:
        """Someone abroad: a parent of the young, a child of the old."""
        sex = Sex.WOMAN if self._draws.chance(0.5) else Sex.MAN
        return stranger(self._draws, ward, sex, -25 if ward.age(since) < _OLD else 25)

    def _relatives(self, ward: Person, wanted: int, since: date) -> list[Guardian | Person]:
        """Children, parents, or someone of the family's age; grown then, and living in the block now."""
        near = [*ward.children, *ward.parents, *(child for one in ward.parents for child in one.children)]
        able = [one for one in dict.fromkeys(near) if one is not ward and self._can_act(one, since)]
        found: list[Guardian | Person] = [*able[:wanted]]
        return found or self._outsiders(ward, 1, since)

    def _outsiders(self, ward: Person, wanted: int, since: date) -> list[Guardian | Person]:
        found: list[Guardian | Person] = []
        for _ in range(6):
            one = self._draws.one_of(self._grown) if self._grown else ward
            if one is not ward and one not in found and self._can_act(one, since):
                found.append(one)
            if len(found) == wanted:
                break
        return found

    def _can_act(self, person: Person, since: date) -> bool:
        return person.household is not None and years_after(person.born, 18.1) <= since

    def _empower(self, person: Person) -> None:
        since = self._since(person)
        attorneys = [one for one in self._relatives(person, 2, since) if not isinstance(one, Guardian)]
        copies = [self._lines.copy(one) for one in attorneys]
        if not copies or self._draws.chance(0.03):
            copies.append(self._outside(person, since).reference(since))
        self._lines.tell_of(person, power_of_attorney(since, copies), attorneys)


def _share(table: tuple[tuple[int, float], ...], age: int) -> float:
    return next(share for since, share in reversed(table) if age >= since)
