"""Who takes part: to whom a scenario can happen, and how the others of its cast are found.

A condition looks at one person's document and says why not; a way of finding looks through the register, from the
person whose story it is. What is found is a person or several, or a dwelling's residence code.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from vaki.register.choosing import ID_OF_CODE
from vaki.register.due import ADULT
from vaki.register.errors import EventRefused, RegisterError, UnknownPerson
from vaki.register.events.home import ADDRESS, RESIDENCE, in_finland
from vaki.register.events.name import full_spelling
from vaki.register.events.records import first_day
from vaki.synthetic.life.choosing import kin_of, spouse_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import Resident, View
    from vaki.synthetic.scenarios.story import Person, Scenario

_AT_ONCE: Final = 40
_TRIES: Final = 12
_OF_A_CHILDS_PARENT: Final = 40
_UNFREE: Final = frozenset({"AVIOLIITOSSA", "ASUMUSEROSSA", "REKISTEROIDYSSA_PARISUHTEESSA"})


class NobodyFits(RegisterError):
    """The register has nobody to whom this could happen. Seed more persons."""


class DoesNotFit(EventRefused):
    """The person is not one to whom this could happen."""


class _Missing(Exception):
    """One of the cast cannot be found; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class People:
    """Persons of the cast, by internal number."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone and everything that takes part. `person` is among `people`."""

    people: dict[str, People]
    dwellings: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """Names of the people, the person's street and municipality, and what the person is not yet."""

    @property
    def ids(self) -> list[int]:
        return list(dict.fromkeys(one for found in self.people.values() for one in found.ids))


Condition = Callable[["Document", "date"], str | None]
"""A sentence about why it does not hold, or None."""


def _when(holds: Callable[[Document, date], bool], otherwise: str) -> Condition:
    return lambda document, day: None if holds(document, day) else otherwise


def _minors(document: Document, day: date) -> list[int]:
    """Children in the person's custody, the youngest first."""
    found = []
    for entry in document.entries_of("HUOLLETTAVA"):
        born = entry.group["huollettava"].get("syntymapv", {}).get("arvo", "")
        if entry.mentions and born and _age(day.fromisoformat(born), day) < ADULT:
            found.append((born, entry.mentions[0]))
    return [person for _, person in sorted(found, reverse=True)]


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _status(document: Document) -> str:
    group = document.one("SIVIILISAATY")
    return "" if group is None else str(group["siviilisaaty"])


def _at_home_since(document: Document) -> date:
    """The day on which the present residence began; never, for one without a permanent dwelling."""
    home = document.one(RESIDENCE)
    since = None if home is None or "asuinpaikantunnus" not in home else first_day(home)
    return since or date.max


CONDITIONS: Final[dict[str, Condition]] = {
    "housed": _when(
        lambda one, day: in_finland(one) and _at_home_since(one) < day,
        "The person has no permanent dwelling in Finland, or moved there only today.",
    ),
    "unprotected": _when(lambda one, _: not one.protected, "The person is protected already."),
    "never_protected": _when(lambda one, _: not one.protections, "The person is or has been protected."),
    "named": _when(lambda one, _: one.one("HENKILON_NIMI") is not None, "The person has no name yet."),
    "woman": _when(lambda one, _: one.sex == "NAINEN", "The person is not a woman."),
    "unmarried": _when(lambda one, _: _status(one) not in _UNFREE, "The person is married or in a partnership."),
    "married": _when(lambda one, _: spouse_of(one) is not None, "The person is not married."),
    "childless_under_18": _when(lambda one, day: not _minors(one, day), "The person has a child in custody."),
    "with_minor": _when(lambda one, day: bool(_minors(one, day)), "The person has no child under 18 in custody."),
    "with_guardian": _when(
        lambda one, _: any(entry.mentions for entry in one.entries_of("HUOLTAJA")), "The person has no guardian."
    ),
    "bore_not_lately": _when(
        lambda one, day: all(_months_since(group, day) > 10 for group in one.all("LAPSI")),  # noqa: PLR2004 -- months
        "The person has had a child within the last ten months.",
    ),
}


def _months_since(child: dict[str, object], day: date) -> float:
    known = child["lapsi"]
    born = known.get("syntymapv", {}).get("arvo", "") if isinstance(known, dict) else ""
    return (day - day.fromisoformat(born)).days / 30.4 if born else 1e6


def why_not(who: Person, document: Document, day: date) -> str | None:
    """Why a scenario's story could not be this person's; None when it could."""
    if not document.alive:
        return "The person is dead."
    youngest, oldest = who.ages
    born = document.birth_date
    if born is None or not youngest <= _age(born, day) <= oldest:
        ages = f"{youngest}" if youngest == oldest else f"between {youngest} and {oldest}"
        return f"The person is not {ages} years old."
    return next((why for name in who.conditions if (why := CONDITIONS[name](document, day))), None)


# Ways of finding.


@dataclass(slots=True)
class _Search:
    view: View
    draws: Draws
    document: Document
    people: dict[str, People]

    @property
    def municipality(self) -> str:
        return self.document.municipality or ""

    async def vacancy(self, municipality: str | None) -> str:
        """A dwelling with room for as many as there are in the cast's household, else for one."""
        room = len(self.people.get("household", People((0,))).ids)
        found = None if municipality is None else await self.view.vacancy(self.draws, municipality, room)
        if found is None:
            raise _Missing("There is no vacant dwelling with room enough.")
        return found

    async def elsewhere(self) -> str:
        for _ in range(_TRIES):
            other = await self.view.other_municipality(self.draws, self.municipality)
            try:
                return await self.vacancy(other)
            except _Missing:
                continue
        raise _Missing("There is no vacant dwelling in another municipality.")

    async def near(self) -> str:
        return await self.vacancy(self.municipality)

    async def own(self) -> str:
        home = self.document.one(RESIDENCE)
        if home is None or "asuinpaikantunnus" not in home:
            raise _Missing("The person has no permanent dwelling.")
        return str(home["asuinpaikantunnus"])

    async def household(self) -> People:
        """Everyone in the person's dwelling; all must be free to move today."""
        found = await self.view.household(self.document)
        for one in found:
            if CONDITIONS["housed"](await self.view.document(one.person_id), self.view.day):
                raise _Missing("Someone of the household moved in only today.")
        return People(tuple(one.person_id for one in found))

    async def spouse(self) -> People:
        return await self._alive(spouse_of(self.document), "spouse")

    async def child(self) -> People:
        return await self._alive(next(iter(_minors(self.document, self.view.day)), None), "child under 18")

    async def guardian(self) -> People:
        guardians = [entry.mentions[0] for entry in self.document.entries_of("HUOLTAJA") if entry.mentions]
        return await self._alive(next(iter(guardians), None), "guardian")

    async def other_guardian(self) -> People:
        """Another guardian of the cast's child than the person, whose story is a parent's."""
        child = await self.view.document(self.people["child"].ids[0])
        others = [
            entry.mentions[0]
            for entry in child.entries_of("HUOLTAJA")
            if entry.mentions and entry.mentions[0] != self.document.person_id
        ]
        return await self._alive(next(iter(others), None), "other guardian of the child")

    async def unmarried_man(self) -> People:
        """A man of about the person's age who is no relative and free to marry."""
        return await self._stranger(woman=False, condition="unmarried")

    async def stranger(self) -> People:
        """An adult who is no relative."""
        return await self._stranger(woman=None, condition="named")

    async def _stranger(self, *, woman: bool | None, condition: str) -> People:
        born = self.document.birth_date
        age = 0 if born is None else _age(born, self.view.day)
        age = _OF_A_CHILDS_PARENT if age < ADULT else max(age, ADULT + 4)
        kin = kin_of(self.document) | {one for found in self.people.values() for one in found.ids}
        for one in await self.view.residents(self.draws, _AT_ONCE, max(age - 8, ADULT), age + 12, woman=woman):
            document = await self.view.document(one.person_id)
            wanted = (CONDITIONS[name](document, self.view.day) for name in (condition, "named", "unprotected"))
            if one.person_id not in kin and not any(wanted):
                return People((one.person_id,))
        raise _Missing("There is nobody who could take the other part.")

    async def _alive(self, person: int | None, what: str) -> People:
        found = None if person is None else await self.view.row_of(person)
        if found is None:
            raise _Missing(f"The person has no {what} who is alive and lives in Finland.")
        return People((found.person_id,))


_Way = Callable[[_Search], Awaitable[People | str]]
WAYS: Final[dict[str, _Way]] = {
    way.__name__: way
    for way in (
        _Search.elsewhere,
        _Search.near,
        _Search.own,
        _Search.household,
        _Search.spouse,
        _Search.child,
        _Search.guardian,
        _Search.other_guardian,
        _Search.unmarried_man,
        _Search.stranger,
    )
}


_OTHERS: Final = {
    "other_occupation": ("AMMATTI", "ammatti", "puuseppä", "kirjastonhoitaja"),
    "other_surname": ("HENKILON_NIMI", "sukunimi", "Tuulenniemi", "Kaarnalehto"),
    "other_language": ("AIDINKIELI", "kielikoodi", "se", "et"),
    "other_religion": ("USKONTOKUNTALAJI", "uskontokuntalaji", "ORT", "EV_LUT"),
}
"""Words for what the person is not yet: a change to what is so already would be refused."""


def _another(document: Document, kind: str, member: str, first: str, second: str) -> str:
    return second if (document.one(kind) or {}).get(member) == first else first


async def of_person(scenario: Scenario, view: View, draws: Draws, code: str) -> Cast:
    """The cast around the person of a code, active or passive. Raises UnknownPerson, DoesNotFit."""
    person = await view.connection.fetchval(ID_OF_CODE, code)
    if person is None:
        raise UnknownPerson
    document = await view.document(person)
    why = why_not(scenario.person, document, view.day)
    if why is not None:
        raise DoesNotFit(why)
    try:
        return await _around(scenario, view, draws, document)
    except _Missing as missing:
        raise DoesNotFit(str(missing)) from None


async def of_anybody(scenario: Scenario, view: View, draws: Draws) -> Cast:
    """The cast around someone to whom it can happen. Raises NobodyFits."""
    youngest, oldest = scenario.person.ages
    woman = True if "woman" in scenario.person.conditions else None
    seen: set[int] = set()
    for _ in range(_TRIES):
        for one in await view.residents(draws, _AT_ONCE, youngest, oldest, woman=woman):
            cast = None if one.person_id in seen else await _tried(scenario, view, draws, one)
            if cast is not None:
                return cast
            seen.add(one.person_id)
    raise NobodyFits


async def _tried(scenario: Scenario, view: View, draws: Draws, one: Resident) -> Cast | None:
    document = await view.document(one.person_id)
    # Whoever is protected comes into a story only when asked for by code.
    if document.protected or why_not(scenario.person, document, view.day) is not None:
        return None
    try:
        return await _around(scenario, view, draws, document)
    except _Missing:
        return None


async def _around(scenario: Scenario, view: View, draws: Draws, document: Document) -> Cast:
    search = _Search(view, draws, document, {"person": People((document.person_id,))})
    dwellings: dict[str, str] = {}
    for name, way in scenario.cast.items():
        found = await WAYS[way](search)
        if isinstance(found, People):
            search.people[name] = found
        else:
            dwellings[name] = found
    words = {name: _another(document, *choice) for name, choice in _OTHERS.items()}
    streets = (document.one(ADDRESS) or {}).get("katunimi", {})
    if streets:
        street = next(iter(streets.values()))
        words |= {"street": street, "new_street": f"Uusi {street}", "municipality": search.municipality}
    for name, people in search.people.items():
        names = (await view.document(people.ids[0])).one("HENKILON_NIMI")
        if names is not None:
            words[f"{name}_surname"] = full_spelling(names, "sukunimi")
            words[f"{name}_first_names"] = full_spelling(names, "etunimi")
    return Cast(search.people, dwellings, words)
