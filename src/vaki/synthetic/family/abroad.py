"""Relatives beyond the border: those who have moved away, with their families, and those who have no identity code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vaki.codes.sex import Sex
from vaki.register.due import ADULT
from vaki.register.events.references import PersonWithoutCode
from vaki.synthetic import names, shares
from vaki.synthetic.days import years_after
from vaki.synthetic.family.facts import CHURCH, CIVIL, SpouseAbroad, Unlisted, wed
from vaki.synthetic.households import adopt_into, born_at_age

if TYPE_CHECKING:
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.households import Block, Person

NATIVE: Final = frozenset({"fi", "sv", "se"})
_EMIGRATED_SINCE: Final = date(1970, 1, 1)
_FAMILIES: Final = 0.12
_FEWEST_FOR_FAMILY: Final = 12
_TODAYS: Final = {"810": "643"}
"""A country that gives no citizenship any more, and the one that it gave."""
_IN_PLAIN_TEXT: Final = ("998", "Itsenäinen saaristo")
_PRECISIONS: Final[tuple[tuple[float, Literal["PAIVA", "KUUKAUSI", "VUOSI"]], ...]] = (
    (0.1, "VUOSI"),
    (0.15, "KUUKAUSI"),
    (1.0, "PAIVA"),
)
"""How well the day of birth is known, as sums of shares."""
_PARENTS_KNOWN: Final = 0.22
"""Immigrants whose parents abroad are known by name."""
_OTHER_PARENT_KNOWN: Final = 0.4
_SINGLES: Final = ((0.05, "spouse"), (0.07, "AVIOLIITOSSA"), (0.10, "EI_TIETOA"), (0.115, "PUUTTUU"))
"""Immigrants who live alone: how the marital status is known, as sums of shares."""


def emigrate(draws: Draws, block: Block, person: Person) -> Person:
    """Let someone who never lived in a household of the block have moved abroad."""
    first = max(years_after(person.born, 18.5), _EMIGRATED_SINCE)
    person.left = draws.day(first, block.day - timedelta(days=25))
    person.country_to = draws.from_table(shares.WHERE_TO)
    return person


def gone_abroad(draws: Draws, block: Block, former: Person) -> Person:
    """A former spouse whom the register has abroad."""
    oldest = years_after(block.day, -19)
    born = min(years_after(former.born, draws.bell(0, 4)), oldest)
    person = block.person(born, Sex.MAN if former.sex is Sex.WOMAN else Sex.WOMAN, former.language)
    return emigrate(draws, block, person)


def emigrated(draws: Draws, block: Block, residents: int) -> None:
    """Those who have moved abroad alone, and families that have."""
    wanted = round(residents * shares.ABROAD) - sum(1 for person in block.people if person.left)
    last = len(block.people) + wanted
    if wanted > _FEWEST_FOR_FAMILY:
        _young_family(draws, block)
    while len(block.people) < last:
        born = born_at_age(draws, block.day, draws.between(20, 85))
        sex = Sex.MAN if draws.chance(0.45) else Sex.WOMAN
        person = emigrate(draws, block, block.person(born, sex, "sv" if draws.chance(0.12) else "fi"))
        if draws.chance(_FAMILIES) and len(block.people) < last:
            _with_family(draws, block, person, last - len(block.people))


def _young_family(draws: Draws, block: Block) -> None:
    """One that has moved lately, with a child who is a child still."""
    person = block.person(born_at_age(draws, block.day, draws.between(33, 42)), Sex.WOMAN, "fi")
    person.left = draws.day(years_after(block.day, -3), block.day - timedelta(days=25))
    person.country_to = draws.from_table(shares.WHERE_TO)
    _with_family(draws, block, person, 3)


def _with_family(draws: Draws, block: Block, person: Person, room: int) -> None:
    left = person.left or block.day
    sex = Sex.WOMAN if person.sex is Sex.MAN else Sex.MAN
    born = min(years_after(person.born, draws.bell(0, 3)), years_after(block.day, -20))
    spouse = block.person(born, sex, person.language)
    grown = years_after(max(person.born, born), 18.5)
    left = max(left, grown + timedelta(days=60))
    spouse.left, spouse.country_to = left, person.country_to
    person.left = left
    wed(person, spouse, draws.day(years_after(grown, -0.3), left - timedelta(days=10)), draws.chance(0.5))
    mother = person if person.sex is Sex.WOMAN else spouse
    born = years_after(mother.born, draws.bell(29, 3))
    latest = min(left - timedelta(days=60), years_after(mother.born, 43))
    while room > 1 and grown < born < latest:
        child = block.person(born, Sex.MAN if draws.chance(0.512) else Sex.WOMAN, person.language)
        child.left, child.country_to, child.left_with = left, person.country_to, mother
        adopt_into(child, [person, spouse])
        born = years_after(born, 1.3 + 6 * draws.fraction())
        room -= 1


def relatives_without_code(draws: Draws, block: Block, residents: list[Person]) -> None:
    """Parents and spouses of immigrants whom the register knows by name, birth and citizenship only."""
    family = block.family
    for person in residents:
        if person.household is None:
            continue
        if person.language in NATIVE:
            if len(person.parents) == 1 and _is_minor(person, block) and draws.chance(0.01):
                other = _unlisted_parent(draws, person, draws.one_of(("en", "ru", "es")))
                family.unlisted[person.index] = (other,)
            continue
        if len(person.parents) == 1 and _is_minor(person, block) and draws.chance(_OTHER_PARENT_KNOWN):
            family.unlisted[person.index] = (_unlisted_parent(draws, person, person.language),)
        elif not person.parents and draws.chance(_PARENTS_KNOWN):
            mother = _unlisted(draws, person.language, Sex.WOMAN, years_after(person.born, -draws.bell(27, 3)))
            family.unlisted[person.index] = (Unlisted("AITI", mother, custodian=False),)
            if draws.chance(0.7):
                born = years_after(mother.birth_date, -draws.bell(3, 2))
                father = _unlisted(draws, person.language, Sex.MAN, born)
                family.unlisted[person.index] += (Unlisted("ISA", father, custodian=False),)
        if not person.unions and not person.at_home and len(person.household.people) == 1:
            _status(draws, block, person)


def _is_minor(person: Person, block: Block) -> bool:
    return person.age(block.day) < ADULT


def _unlisted_parent(draws: Draws, child: Person, language: str) -> Unlisted:
    known = child.parents[0]
    sex = Sex.MAN if known.sex is Sex.WOMAN else Sex.WOMAN
    born = min(years_after(known.born, draws.bell(0, 3)), years_after(child.born, -18))
    return Unlisted(
        "ISA" if sex is Sex.MAN else "AITI", _unlisted(draws, language, sex, born), custodian=draws.chance(0.7)
    )


def _unlisted(draws: Draws, language: str, sex: Sex, born: date) -> PersonWithoutCode:
    """Someone of another country; of some the day of birth is not known, of one in fifty the country has no code."""
    citizenship = draws.from_table(shares.COUNTRIES[language]) if language not in NATIVE else "246"
    code, name = _IN_PLAIN_TEXT if draws.chance(0.02) else (_TODAYS.get(citizenship, citizenship), "")
    known = draws.fraction()
    return PersonWithoutCode(
        first_names=" ".join(names.first_names(draws, language, sex, born.year)),
        surname=names.surname(draws, language, sex),
        birth_date=born,
        birth_precision=next(one for share, one in _PRECISIONS if known < share),
        sex=sex if known < 0.98 else Sex.MISSING,  # noqa: PLR2004 -- share of those of whom it is known
        citizenship=code,
        citizenship_name=name,
    )


def stranger(draws: Draws, relative: Person, sex: Sex, years: float) -> PersonWithoutCode:
    """Someone from abroad, some years younger (or, negative, older) than the relative."""
    language = relative.language if relative.language not in NATIVE else draws.one_of(("ru", "et", "en"))
    return _unlisted(draws, language, sex, years_after(relative.born, years))


def _status(draws: Draws, block: Block, person: Person) -> None:
    """How an immigrant's marital status is known when no union in the register tells it."""
    draw = draws.fraction()
    status = next((status for share, status in _SINGLES if draw < share), None)
    if status is None or person.age(block.day) < 20:  # noqa: PLR2004 -- years
        return
    if status != "spouse":
        block.family.status[person.index] = status  # type: ignore[assignment]  # text of the table above
        return
    sex = Sex.MAN if person.sex is Sex.WOMAN else Sex.WOMAN
    facts = stranger(draws, person, sex, draws.bell(0, 3))
    first = years_after(max(person.born, facts.birth_date), 18.5)
    if first < block.day:
        wedding = draws.day(first, block.day - timedelta(days=5))
        way = CHURCH if draws.chance(0.2) else CIVIL if draws.chance(0.4) else "VIHKITAPA_EI_TIEDOSSA"
        block.family.spouses_abroad[person.index] = SpouseAbroad(facts, wedding, way)
        block.family.status[person.index] = "AVIOLIITOSSA"
