"""Who cares and decides for others: custody of children, care, guardianship of adults, powers of attorney."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import business
from vaki.register.due import ADULT
from vaki.register.events.care import CareEnded, TakenIntoCare
from vaki.register.events.custody import CustodyBegun, CustodyDecided, CustodyEnded
from vaki.register.events.custody_corrections import CustodyDecisionWithdrawn, CustodyEndingUndone, CustodyUndone
from vaki.register.events.guardianship import (
    Guardian,
    GuardianshipBegun,
    GuardianshipChanged,
    GuardianshipEnded,
    GuardianshipUndone,
)
from vaki.register.events.power_of_attorney import (
    Attorney,
    PowerOfAttorneyConfirmed,
    PowerOfAttorneyEnded,
    PowerOfAttorneyWithdrawn,
)
from vaki.synthetic.draws import Table
from vaki.synthetic.life.choosing import age_of, is_named, mentioned, spouse_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_OLDEST_CHILD: Final = ADULT - 2
_WARDS_AGE: Final = Table(((18, 8), (30, 8), (45, 9), (60, 14), (72, 22), (80, 24), (88, 15)))
_RELATIVE, _OFFICE, _COMPANY = "relative", "office", "company"
_WHO: Final = Table(((_RELATIVE, 0.55), (_OFFICE, 0.35), (_COMPANY, 0.10)))
_FIRST_COMPANY: Final = 4_000_000
_COMPANIES: Final = 400


# Children.


async def custody_decided(view: View, draws: Draws) -> list[Event]:
    """With whom a child lives is settled for a guardian."""
    for child in await view.residents(draws, 12, 0, _OLDEST_CHILD):
        document = await view.document(child.person_id)
        guardians = [entry for entry in document.entries_of("HUOLTAJA") if entry.mentions]
        if not guardians:
            continue
        chosen = draws.one_of(guardians)
        guardian = await view.row_of(chosen.mentions[0])
        mother = chosen.group["huoltajanRooli"] == "AITI"
        living = "AIDIN_LUONA" if mother == draws.chance(0.8) else "VUOROASUMINEN_VANHEMPIEN_LUONA"
        if guardian is None or (chosen.group.get("asuminen") == living and not chosen.group.get("oikeudet")):
            continue
        return [CustodyDecided(child=child.code, guardian=guardian.code, living=living)]  # type: ignore[arg-type]
    return []


async def custody_begun(view: View, draws: Draws) -> list[Event]:
    """A court makes a grandparent or another grown person a child's guardian beside the parents."""
    children = await view.residents(draws, 8, 1, _OLDEST_CHILD)
    for child in children:
        document = await view.document(child.person_id)
        for above in await view.documents(mentioned(document, "VANHEMPI")):
            for elder in mentioned(above, "VANHEMPI"):
                guardian = await view.row_of(elder)
                if guardian is not None and document.about("HUOLTAJA", elder) is None:
                    return [CustodyBegun(child=child.code, guardian=guardian.code)]
    other = await view.first(draws, is_named, 28, 60)
    for child in children:
        document = await view.document(child.person_id)
        if other is not None and document.about("HUOLTAJA", other.person_id) is None:
            return [CustodyBegun(child=child.code, guardian=other.code)]
    return []


async def custody_ended(view: View, draws: Draws) -> list[Event]:
    """One of a child's several guardians is guardian no more, most likely one who is no parent."""
    for child in await view.residents(draws, 30, 1, _OLDEST_CHILD):
        document = await view.document(child.person_id)
        held = [entry for entry in document.entries_of("HUOLTAJA") if entry.mentions]
        if len(held) > 1:
            ends = next((one for one in held if one.group["huoltajanRooli"] == "MUU_HUOLTAJA"), held[-1])
            guardian = await view.row_of(ends.mentions[0])
            if guardian is not None:
                return [CustodyEnded(child=child.code, guardian=guardian.code)]
    return []


async def _child_lately(view: View, draws: Draws, event: str) -> Document | None:
    found = await view.lately(draws, event, lambda one: one.alive and bool(mentioned(one, "HUOLTAJA")))
    return None if found is None else found[0]


async def custody_undone(view: View, draws: Draws) -> list[Event]:
    """A guardian was recorded for the wrong child."""
    child = await _child_lately(view, draws, "custody_begun")
    for entry in [] if child is None else child.entries_of("HUOLTAJA"):
        if child is not None and entry.mentions and entry.group["huoltajanRooli"] == "MUU_HUOLTAJA":
            (guardian,) = await view.documents(entry.mentions[:1]) or (None,)
            if guardian is not None:
                return [CustodyUndone(child=child.code, guardian=guardian.code)]
    return []


async def custody_ending_undone(view: View, draws: Draws) -> list[Event]:
    """A parent's custody did not end after all."""

    def lost_a_parent(one: Document) -> bool:
        return one.alive and age_of(one, view.day) < _OLDEST_CHILD and bool(_parents_without_custody(one))

    found = await view.lately(draws, "custody_ended", lost_a_parent)
    if found is None:
        return []
    child, ended = found
    born = child.birth_date
    for parent in await view.documents(_parents_without_custody(child)):
        if parent.alive and born is not None and view.is_free([parent]):
            return [CustodyEndingUndone(child=child.code, guardian=parent.code, since=born, ended=ended)]
    return []


def _parents_without_custody(document: Document) -> list[int]:
    return [one for one in mentioned(document, "VANHEMPI") if document.about("HUOLTAJA", one) is None]


async def custody_decision_withdrawn(view: View, draws: Draws) -> list[Event]:
    """Terms of custody were recorded that nobody had decided."""
    child = await _child_lately(view, draws, "custody_decided")
    for entry in [] if child is None else child.entries_of("HUOLTAJA"):
        if child is not None and entry.mentions and "asuminen" in entry.group:
            guardian = await view.row_of(entry.mentions[0])
            if guardian is not None:
                return [CustodyDecisionWithdrawn(child=child.code, guardian=guardian.code)]
    return []


async def taken_into_care(view: View, draws: Draws) -> list[Event]:
    child = await view.first(draws, lambda one: one.one("HUOSTAANOTTO") is None, 0, _OLDEST_CHILD)
    return [] if child is None else [TakenIntoCare(person=child.code)]


async def care_ended(view: View, draws: Draws) -> list[Event]:
    child = await view.holder(draws, "HUOSTAANOTTO", lambda one: age_of(one, view.day) < ADULT)
    return [] if child is None else [CareEnded(person=child.code)]


# Adults.


async def _guardian(view: View, draws: Draws, ward: Document) -> Guardian | None:
    kind = draws.from_table(_WHO)
    if kind == _RELATIVE:
        near = await _near(view, ward)
        if near is not None:
            return Guardian(person=near.code)
    if kind == _COMPANY:
        return Guardian(company=_company(draws), company_name="Edunvalvonta Oy")
    return Guardian(office=f"{draws.between(1, 27):06}")


def _company(draws: Draws) -> str:
    number = _FIRST_COMPANY + draws.below(_COMPANIES)
    while True:
        try:
            return business.make(number)
        except business.InvalidBusinessCode:
            number += 1


async def _near(view: View, document: Document) -> Document | None:
    """A grown child, the spouse or a parent who could act for the person."""
    spouse = spouse_of(document)
    kin = [*mentioned(document, "LAPSI"), *([] if spouse is None else [spouse]), *mentioned(document, "VANHEMPI")]
    for one in await view.documents(kin):
        grown = ADULT < age_of(one, view.day) < 80  # noqa: PLR2004 -- years
        if one.alive and grown and one.one("EDUNVALVONTA") is None and view.is_free([one]):
            return one
    return None


async def guardianship_begun(view: View, draws: Draws) -> list[Event]:
    """A relative, a legal aid office or a company becomes an adult's guardian."""
    youngest = draws.from_table(_WARDS_AGE)
    ward = await view.first(draws, lambda one: one.one("EDUNVALVONTA") is None, youngest, youngest + 12)
    guardian = None if ward is None else await _guardian(view, draws, ward)
    if ward is None or guardian is None:
        return []
    limited = draws.chance(0.04)
    return [
        GuardianshipBegun(
            person=ward.code, guardians=(guardian,), limits="RAJOITETTU_OSITTAIN" if limited else "RAJOITTAMATON"
        )
    ]


async def guardianship_changed(view: View, draws: Draws) -> list[Event]:
    """An office takes over from whoever was guardian, or the division of tasks changes."""
    ward = await view.holder(draws, "EDUNVALVONTA")
    if ward is None:
        return []
    group = ward.one("EDUNVALVONTA") or {}
    if draws.chance(0.5):
        return [GuardianshipChanged(person=ward.code, divided=not group.get("tehtavienjako", False))]
    held = {one.get("oikeusaputoimisto") for one in group.get("edunvalvojat", ())}
    office = next(f"{number:06}" for number in range(1 + draws.below(20), 40) if f"{number:06}" not in held)
    return [GuardianshipChanged(person=ward.code, guardians=(Guardian(office=office),))]


async def guardianship_ended(view: View, draws: Draws) -> list[Event]:
    ward = await view.holder(draws, "EDUNVALVONTA")
    return [] if ward is None else [GuardianshipEnded(person=ward.code)]


async def guardianship_undone(view: View, draws: Draws) -> list[Event]:
    """A guardian was recorded for the wrong person."""
    found = await view.lately(draws, "guardianship_begun", lambda one: one.one("EDUNVALVONTA") is not None)
    return [] if found is None else [GuardianshipUndone(person=found[0].code)]


async def power_of_attorney_confirmed(view: View, draws: Draws) -> list[Event]:
    """What someone had provided for enters into force: a relative acts for them."""
    for one in await view.residents(draws, 8, 60, 95):
        document = await view.document(one.person_id)
        near = None if document.one("EDUNVALVONTAVALTUUTUS") is not None else await _near(view, document)
        if near is not None:
            return [PowerOfAttorneyConfirmed(person=one.code, attorneys=(Attorney(person=near.code),))]
    return []


async def power_of_attorney_ended(view: View, draws: Draws) -> list[Event]:
    found = await view.holder(draws, "EDUNVALVONTAVALTUUTUS")
    return [] if found is None else [PowerOfAttorneyEnded(person=found.code)]


async def power_of_attorney_withdrawn(view: View, draws: Draws) -> list[Event]:
    """One was confirmed by mistake."""
    found = await view.lately(
        draws, "power_of_attorney_confirmed", lambda one: one.one("EDUNVALVONTAVALTUUTUS") is not None
    )
    return [] if found is None else [PowerOfAttorneyWithdrawn(person=found[0].code)]
