"""Children: births and naming, parents confirmed and annulled, adoptions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.due import ADULT
from vaki.register.events.adoption import Adoption, AdoptionAnnulled
from vaki.register.events.birth import Birth
from vaki.register.events.name import Naming, full_spelling
from vaki.register.events.parenthood import (
    ChildLetterCorrected,
    ParenthoodAnnulled,
    ParenthoodConfirmed,
    ParenthoodRestored,
)
from vaki.register.wire import read_day
from vaki.synthetic import names
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.life.choosing import age_of, is_named, mentioned, partner_in, spouse_of, tongue_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.life.choosing import Resident, View

_MOTHERS_AGE: Final = Table(
    zip((18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40), (1, 4, 9, 16, 24, 32, 34, 30, 24, 17, 10, 5), strict=True)
)
_BETWEEN_BIRTHS: Final = 300
_ALONE: Final = 0.15
"""Women without a partner who would become mothers, beside those with one: nearly all children are born to couples."""
_LARGEST_HOUSEHOLD: Final = 9
_NAMED_A_DAY: Final = 0.045
_NAMED_FROM: Final = 12
_NAMED_AT_LAST: Final = 80
_NAMED_UNTIL: Final = 95
_YOUNGEST_PARENT: Final = 18
_OLDEST_PARENT: Final = 50


async def birth(view: View, draws: Draws) -> list[Event]:
    """A child to a woman of the age, to her husband or partner too."""
    youngest = draws.from_table(_MOTHERS_AGE)
    alone: list[Resident] = []
    for mother in await view.residents(draws, 12, youngest, youngest + 2, woman=True):
        document = await view.document(mother.person_id)
        if _bore_lately(document, view.day) or not is_named(document):
            continue
        household = await view.household(document)
        if len(household) > _LARGEST_HOUSEHOLD:
            continue
        spouse = spouse_of(document)
        other = await view.row_of(spouse) if spouse is not None else partner_in(document, household, view.day)
        if other is None:
            alone.append(mother)
            if not draws.chance(_ALONE):
                continue
        return [_born(draws, mother, other)]
    return [_born(draws, alone[0], None)] if alone else []


def _born(draws: Draws, mother: Resident, other: Resident | None) -> Event:
    sex = Sex.MAN if draws.chance(0.512) else Sex.WOMAN
    return Birth(mother=mother.code, sex=sex, other_parent=None if other is None else other.code)


def _bore_lately(document: Document, day: date) -> bool:
    births = [read_day(group["lapsi"].get("syntymapv")) for group in document.all("LAPSI")]
    return any((day - born).days < _BETWEEN_BIRTHS for born in births if born)


async def naming(view: View, _draws: Draws) -> list[Event]:
    """Names for the unnamed babies whose day it is; within three months all have theirs."""
    named: list[Event] = []
    born_on = [view.day - timedelta(days=ago) for ago in range(_NAMED_FROM, _NAMED_UNTIL + 1)]
    for row in await view.unnamed(born_on):
        late = (view.day - row["birth_date"]).days >= _NAMED_AT_LAST
        own = Draws("naming", row["person_id"], view.day)
        if not late and not own.chance(_NAMED_A_DAY):
            continue
        document = await view.document(row["person_id"])
        tongue = tongue_of(document)
        sex = Sex(document.sex)
        given = names.first_names(own, tongue if tongue in names.LANGUAGES else "fi", sex, row["birth_date"].year)
        surname = _surname_of_parents(document, own) or names.surname(own, "fi", sex)
        named.append(
            Naming(
                person=row["code"],
                first_names=" ".join(given),
                surname=names.for_sex(surname, tongue, sex),
                call_name=given[0],
            )
        )
    return named


def _surname_of_parents(document: Document, draws: Draws) -> str:
    parents = [group["vanhempi"] for group in document.all("VANHEMPI")]
    known = [full_spelling(parent, "sukunimi") for parent in parents if parent.get("sukunimi")]
    return draws.one_of(known) if known else ""


async def parenthood_confirmed(view: View, draws: Draws) -> list[Event]:
    """A man acknowledges a child that has a mother only."""
    child = await view.first(draws, _has_mother_only, 0, 12, count=60)
    if child is None or child.municipality is None:
        return []
    mothers_age = [age_of(one, view.day) for one in await view.documents(mentioned(child, "VANHEMPI"))]
    least = max(_YOUNGEST_PARENT + age_of(child, view.day), *(age - 8 for age in mothers_age))
    man = await view.first(draws, lambda one: is_named(one) and spouse_of(one) is None, least, least + 20, woman=False)
    return [] if man is None else [ParenthoodConfirmed(child=child.code, parent=man.code)]


def _has_mother_only(document: Document) -> bool:
    parents = document.all("VANHEMPI")
    return len(parents) == 1 and parents[0]["isaAiti"] == "AITI" and is_named(document)


async def parenthood_annulled(view: View, draws: Draws) -> list[Event]:
    """A court annuls the parenthood of a man who is not the father."""
    child = await view.first(draws, lambda one: _father_of(one) is not None, 0, ADULT - 2, count=20)
    father = None if child is None else _father_of(child)
    if child is None or father is None:
        return []
    (other,) = await view.documents([father]) or (None,)
    if other is None or not view.is_free([other]):
        return []
    return [ParenthoodAnnulled(child=child.code, parent=other.code)]


def _father_of(document: Document) -> int | None:
    """The father, where there is a mother too."""
    parents = document.entries_of("VANHEMPI")
    fathers = [entry.mentions[0] for entry in parents if entry.group["isaAiti"] == "ISA" and entry.mentions]
    return fathers[0] if len(parents) > 1 and len(fathers) == 1 else None


async def parenthood_restored(view: View, draws: Draws) -> list[Event]:
    """The annulment of a parenthood was a mistake."""
    found = await view.lately(draws, "parenthood_annulled", lambda one: _parents_of_the_past(one) != [])
    if found is None:
        return []
    child, _ = found
    parents = await view.documents(_parents_of_the_past(child))
    return [ParenthoodRestored(child=child.code, parent=parents[0].code)] if parents else []


def _parents_of_the_past(document: Document) -> list[int]:
    """Parents by relations that have ended and could go on."""
    present = mentioned(document, "VANHEMPI")
    return [
        entry.mentions[0]
        for entry in document.entries_of("PERHESUHDE")
        if entry.group.get("voimassaolo") == "PASSIIVI"
        and entry.mentions
        and entry.mentions[0] not in present
        and entry.group.get("rooli") == "VANHEMPI"
        and len(present) == 1
    ]


async def child_letter_corrected(view: View, draws: Draws) -> list[Event]:
    """A child's place among its mother's children was counted wrong; it gets the first letter that is free."""
    child = await view.first(
        draws, lambda one: one.one("JARJESTYSKIRJAIN") is not None and _has_mother_only_or_both(one), 0, 60, count=20
    )
    if child is None:
        return []
    mother = next(
        (entry.mentions[0] for entry in child.entries_of("VANHEMPI") if entry.group["isaAiti"] == "AITI"), None
    )
    (document,) = await view.documents([] if mother is None else [mother]) or (None,)
    if document is None:
        return []
    children = await view.documents(mentioned(document, "LAPSI"))
    used = {group.get("jarjestyskirjain") for one in (document, *children) for group in _lettered(one)}
    free = next((letter for letter in "BCDEFGHIJKLM" if letter not in used), None)
    return [] if free is None else [ChildLetterCorrected(person=child.code, letter=free)]


def _has_mother_only_or_both(document: Document) -> bool:
    return any(entry.group["isaAiti"] == "AITI" and entry.mentions for entry in document.entries_of("VANHEMPI"))


def _lettered(document: Document) -> list[dict[str, object]]:
    return [*document.all("JARJESTYSKIRJAIN"), *document.all("LAPSI"), *document.all("VANHEMPI")]


async def adoption(view: View, draws: Draws) -> list[Event]:
    """A parent's husband, wife or partner adopts the child; or else a couple adopts one without a father."""
    for child in await view.residents(draws, 50, 1, 25):
        document = await view.document(child.person_id)
        parents = mentioned(document, "VANHEMPI")
        if not is_named(document) or len(document.all("VANHEMPI")) != 1 or len(parents) != 1:
            continue
        stays = await view.row_of(parents[0])
        if stays is None:
            continue
        parent = await view.document(stays.person_id)
        spouse = spouse_of(parent)
        other = await view.row_of(spouse) if spouse else partner_in(parent, await view.household(parent), view.day)
        if other is not None and _may_adopt(other, child, document, view.day):
            return [Adoption(person=child.code, adopters=(other.code,), stays=stays.code)]
    return await _adopted_by_a_couple(view, draws)


def _may_adopt(adopter: Resident, child: Resident, document: Document, day: date) -> bool:
    old_enough = adopter.age(day) >= max(ADULT, child.age(day) + _YOUNGEST_PARENT)
    return old_enough and adopter.person_id not in {other for _, other in document.relatives()}


async def _adopted_by_a_couple(view: View, draws: Draws) -> list[Event]:
    child = await view.first(draws, _has_mother_only, 0, 12, count=120)
    for one in await view.residents(draws, 20, 28, _OLDEST_PARENT):
        document = await view.document(one.person_id)
        spouse = spouse_of(document)
        other = None if spouse is None else await view.row_of(spouse)
        if child is None or other is None or other.age(view.day) < _YOUNGEST_PARENT + 5:
            continue
        kin = {person for _, person in child.relatives()}
        if not kin & {one.person_id, other.person_id}:
            return [Adoption(person=child.code, adopters=(one.code, other.code))]
    return []


async def adoption_annulled(view: View, draws: Draws) -> list[Event]:
    """A court annuls an adoption."""
    adopted = await view.holder(draws, "VANHEMPI", _is_adopted, text='"lapsilaatu":"SAATU_ADOPTIOLAPSEKSI"')
    return [] if adopted is None else [AdoptionAnnulled(person=adopted.code)]


def _is_adopted(document: Document) -> bool:
    return any(group.get("lapsilaatu") == "SAATU_ADOPTIOLAPSEKSI" for group in document.all("VANHEMPI"))
