"""Further facts about people whom a registration concerned: children born abroad, relatives of emigrants.

And about those by whom a person is told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from vaki.codes.sex import Sex
from vaki.register.due import ADULT
from vaki.register.events.extra_data import emigration_note, registration_notes
from vaki.register.events.told import record
from vaki.register.groups.values import Nimilaji
from vaki.synthetic.family.abroad import NATIVE, stranger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.family.lines import Lines
    from vaki.synthetic.households import Block, Person

_BORN_ABROAD: Final = "ULKOMAINEN_SYNTYMAPAIKKA"
_TOLD_AT_REGISTRATION: Final = 0.6
_TOLD_AT_EMIGRATION: Final = 0.5
_REFERENCES_A_BLOCK: Final = 2
"""By a relative's former name of each sort, and by a former code."""
_FORMER: Final = frozenset(one for one in get_args(Nimilaji) if not one.startswith("NYKYINEN_") and one != "PATRONYYMI")
_RECODED: Final = "code"
_OF_NAME: Final = ("nimilaji", "nimi", "nimiUTF8", "alkupv", "loppupv")


def tell_notes(draws: Draws, lines: Lines, block: Block) -> None:
    """LAPSEN_REKISTEROINNIN_LISATIEDOT and its pair, MAASTAMUUTON_LISATIEDOT_*, VIITEHENKILO and its history."""
    for person in block.people:
        if person.left is not None:
            if draws.chance(_TOLD_AT_EMIGRATION) or person.left_with is not None:
                _of_emigrant(draws, lines, block, person)
        elif person.at_home and person.language not in NATIVE and person.age(block.day) < ADULT:
            _of_child(draws, lines, person)
    _references(draws, lines, block)


def _of_child(draws: Draws, lines: Lines, child: Person) -> None:
    """What the parents' documents tell of a child born abroad; of nobody protected, as the event does."""
    document = lines.documents[child.index]
    birthplace = document.one(_BORN_ABROAD)
    if birthplace is None or not draws.chance(_TOLD_AT_REGISTRATION):
        return
    told = [one for one in child.parents if one.household is child.household]
    if any(document.protections for document in (document, *(lines.documents[one.index] for one in told))):
        return
    for parent in told:
        for group in registration_notes(document, birthplace["valtiokoodi"]):
            lines.tell(parent, group, child)


def _of_emigrant(draws: Draws, lines: Lines, block: Block, person: Person) -> None:
    """Spouse, parents and custodians, as far as there are such; of some, relatives without an identity code."""
    married = person.marriage
    if married is not None:
        _emigration(draws, lines, person, "puoliso", married.partner(person))
    elif person.age(block.day) > 25 and draws.chance(0.03):  # noqa: PLR2004 -- years
        sex = Sex.MAN if person.sex is Sex.WOMAN else Sex.WOMAN
        _outside(draws, lines, person, "puoliso", stranger(draws, person, sex, draws.bell(0, 3)).reference(block.day))
    for parent in person.parents:
        _emigration(draws, lines, person, "vanhempi", parent)
        if person.left_with is not None and person.age(block.day) < ADULT:
            _emigration(draws, lines, person, "huoltaja", parent)
    if not person.parents and draws.chance(0.02):
        _outside(draws, lines, person, "vanhempi", stranger(draws, person, Sex.WOMAN, -28).reference(block.day))


def _emigration(draws: Draws, lines: Lines, person: Person, member: str, other: Person) -> None:
    facts: dict[str, Any] = {"sukupuoli": other.sex.value} if draws.chance(0.7) else {}
    held = lines.documents[other.index].one("KANSALAISUUS")
    if held is not None and draws.chance(0.5):
        facts["valtiokoodi"] = held["henkilonKansalaisuudet"][0]["kansalaisuuskoodi"]
    lines.tell(person, emigration_note(member, lines.copy(other), facts), other)


def _outside(draws: Draws, lines: Lines, person: Person, member: str, copy: dict[str, Any]) -> None:
    facts = {"sukupuoli": copy["sukupuoli"]}
    if draws.chance(0.3):
        facts["syntymakotikunta"] = draws.one_of(("091", "564", "853", "200"))
    elif copy["kansalaisuuskoodi"] != "998":
        facts["valtiokoodi"] = copy["kansalaisuuskoodi"]
    lines.tell(person, emigration_note(member, copy, facts))


def _references(draws: Draws, lines: Lines, block: Block) -> None:
    """Some are told apart by a relative who has had another name, of each sort, or another code; with that too."""
    earlier = {person.index: kinds for person in block.people if (kinds := _earlier(lines.documents[person.index]))}
    known: dict[str, list[tuple[Person, Person]]] = {}
    for person in block.people:
        if person.household is None or person.age(block.day) < ADULT:
            continue
        for relative in _relatives(person):
            for kind in earlier.get(relative.index, ()):
                known.setdefault(kind, []).append((person, relative))
    for kind, pairs in sorted(known.items()):
        start = draws.below(len(pairs))
        for person, relative in (pairs[start:] + pairs[:start])[:_REFERENCES_A_BLOCK]:
            _refer(lines, person, relative, kind)


def _relatives(person: Person) -> Iterator[Person]:
    if person.household is not None:
        yield from (one for one in person.household.adults if one is not person)
    yield from person.parents


def _earlier(document: Document) -> list[str]:
    """The sorts of names that the person has had, and whether there was another code."""
    kinds: dict[str, None] = {name["nimilaji"]: None for name in _former_names(document)}
    return [*kinds, _RECODED] if len(document.codes) > 1 else [*kinds]


def _former_names(document: Document) -> Iterator[WireGroup]:
    for entry in document.entries:
        if entry.kind == "NIMENMUUTOS_LAAJA" and entry.group["nimilaji"] in _FORMER:
            yield entry.group


def _refer(lines: Lines, person: Person, relative: Person, kind: str) -> None:
    copy, document = lines.copy(relative), lines.documents[relative.index]
    lines.tell(person, record("VIITEHENKILO", viitehenkilo=copy), relative)
    name = next((one for one in _former_names(document) if one["nimilaji"] == kind), None)
    if name is not None:
        told = {member: name[member] for member in _OF_NAME if member in name}
        lines.tell(person, record("VIITEHENKILON_EDELLINEN_NIMI", viitehenkilo=copy, **told), relative)
    else:
        of_codes = "VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET"
        codes = document.codes[1:]
        lines.tell(person, record(of_codes, viitehenkilo=copy, edellisetHenkilotunnukset=codes), relative)
