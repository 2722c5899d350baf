"""Non-disclosure for personal safety, and what the register would have withheld because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.groups import KIND
from vaki.register.whereabouts import BIRTH_HOME
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.beside import contact_address
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Block, Household, Person
    from vaki.synthetic.traits.setting import Setting, Subject

_YEARS: Final = 5
RARE: Final = (Rarity("was protected", rarities.alone, 2),)


@dataclass(frozen=True, slots=True)
class Protection:
    """Non-disclosure for personal safety of a household; `last` is None until further notice."""

    since: date
    last: date | None


def protections(seed: int, block: Block, nokia: int | None) -> dict[int, Protection]:
    """Protections of whole households by household number; the first block has some in any population."""
    found: dict[int, Protection] = {}
    for household in block.households:
        draws = Draws(seed, "protection", block.number, household.number)
        if draws.chance(shares.PROTECTED):
            found[household.number] = _protection(draws, block.day, None)
    if block.number == 0:
        for at, household in enumerate(_always_protected(block, nokia)):
            draws = Draws(seed, "protection", block.number, household.number)
            found[household.number] = _protection(draws, block.day, at != 0)
    return found


def _always_protected(block: Block, nokia: int | None) -> list[Household]:
    """A household in Nokia and others, of families and of those living alone, until three persons are protected."""
    in_nokia = [one for one in block.households if one.dwelling and one.place == nokia]
    families = [one for one in in_nokia if one.children]
    chosen = families[:1] or in_nokia[:1]
    persons = sum(len(one.people) for one in chosen)
    for household in (one for one in block.households if one not in chosen and one.dwelling):
        if persons >= shares.FEWEST_PROTECTED + 1:
            break
        chosen.append(household)
        persons += len(household.people)
    return chosen


def _protection(draws: Draws, day: date, with_end: bool | None) -> Protection:
    since = day - timedelta(days=20 + draws.below(_YEARS * 365 - 60))
    if draws.chance(0.7) if with_end is None else with_end:
        return Protection(since, years_after(since, _YEARS))
    return Protection(since, None)


def begun(protection: Protection, person: Person) -> date:
    """The first day of a person's protection: a child born into it has it from birth."""
    return max(protection.since, person.born)


def shield(setting: Setting, subject: Subject, protection: Protection, number: int) -> Iterator[WireGroup]:
    """TURVAKIELTO and the contact address. `number` is the person's own among the protected of the block."""
    ban: WireGroup = {KIND: "TURVAKIELTO"}
    if protection.last is not None:
        ban["turvaLoppuPv"] = wire_day(protection.last)
    yield {**ban, "turvakieltoAktiivinen": True}
    since = begun(protection, subject.person)
    home = subject.person.household
    # At a post office away from home, or the address would tell what it is to hide.
    away = [place for at, place in enumerate(setting.places) if home is None or at != home.place] or setting.places
    place = away[(setting.block.number + 3) % len(away)]
    yield from contact_address(subject.draws, place, since, number)


def over(setting: Setting, person: Person) -> tuple[str, str]:
    """A time of protection that has ended: as long as the first one is granted for, some while ago."""
    draws = Draws(setting.seed, "was protected", setting.block.number, person.index)
    last = draws.day(years_after(setting.day, -6), setting.day - timedelta(days=40))
    since = max(years_after(last, -_YEARS), person.born)
    return since.isoformat(), last.isoformat()


def withhold(document: Document, person: Person, protections: dict[int, Protection]) -> None:
    """Mark what those from whom places are hidden are not told, as the register marks it when it is recorded."""
    mother = person.mother
    hers = None if mother is None or mother.household is None else protections.get(mother.household.number)
    born_into = hers is not None and person.born >= hers.since
    if not born_into and not document.protections:
        return
    document.withhold(written=False)
    for at, entry in enumerate(document.entries):
        if entry.kind == BIRTH_HOME and born_into:
            document.entries[at] = entry.marked(withheld=True)
        elif entry.kind == "ULKOMAINEN_HENKILOTUNNUS" and document.protected:
            recorded = read_day(entry.group.get("vtjTallennuspv"))
            if recorded is not None and recorded.isoformat() >= document.protections[-1][0]:
                document.entries[at] = entry.marked(withheld=True)
