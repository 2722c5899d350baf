"""Guardianship of an adult (edunvalvonta): begun, changed, ended, and one recorded in error.

Source: laki holhoustoimesta 442/1999; VTJ-laki 661/2009 13 §; members as in docs/wire/muutosrajapinta.md §2.10. The
group is one object that names all present guardians; a guardianship that has ended is told once and leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from vaki.codes import business, municipality
from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.fields import IdentityCode, MunicipalityCode
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import closed
from vaki.register.events.references import PERSON_LISTS, PersonWithoutCode
from vaki.register.events.told import record, same_as
from vaki.register.groups.values import Toimintakelpoisuus
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

GROUP: Final = "EDUNVALVONTA"
_LAST_DAY: Final = {GROUP: "paatymispv", "EDUNVALVONTAVALTUUTUS": "paattymispv"}
"""The one with one t is as a client of the real service reads it (docs/decisions/0104)."""
_GUARDIANS, _PERSON = PERSON_LISTS[GROUP]
_PERIOD: Final = ("alkupv", "loppupv")

Office = Annotated[str, Meta(pattern=r"^[0-9]{6}$", description="Legal aid office, six digits")]
BusinessCode = Annotated[str, Meta(min_length=9, max_length=9, description="Business identity code")]


class Guardian(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of: a person, a person without an identity code, a company, a municipality, a legal aid office."""

    person: IdentityCode | None = None
    without_code: PersonWithoutCode | None = None
    company: BusinessCode | None = None
    company_name: str = ""
    municipality: MunicipalityCode | None = None
    office: Office | None = None

    def element(self, draft: Draft, ward: Document, day: date) -> dict[str, Any]:
        """What stands in the list of guardians, without its period; refuses one who cannot be a guardian."""
        given = (self.person, self.without_code, self.company, self.municipality, self.office)
        if sum(one is not None for one in given) != 1 or (self.company_name and self.company is None):
            raise EventRefused("A guardian is one of a person, a company, a municipality or an office.")
        if self.person is not None:
            return {_PERSON: adult_copy(draft, self.person, ward, day)}
        return self.outside(day)

    def outside(self, day: date) -> dict[str, Any]:
        """What stands in the list of one who has no identity code."""
        if self.without_code is not None:
            return {_PERSON: self.without_code.reference(day)}
        if self.municipality is not None:
            if not municipality.is_in_force(self.municipality):
                raise EventRefused("There is no such municipality.")
            return {"kuntakoodi": self.municipality}
        if self.office is not None:
            return {"oikeusaputoimisto": self.office}
        return self._company()

    def _company(self) -> dict[str, Any]:
        if self.company is None or not business.is_valid(self.company):
            raise EventRefused("The company has no valid business identity code.")
        name = {"yrityksenNimi": self.company_name} if self.company_name else {}
        return {"ytunnus": self.company, **name}


Guardians = Annotated[tuple[Guardian, ...], Meta(min_length=1, description="All who are guardians from now on")]


def adult_copy(draft: Draft, code: str, ward: Document, day: date) -> dict[str, Any]:
    """The copy of someone who acts for another; refuses the dead, minors and the person themselves."""
    other = draft.living(code)
    draft.check_day(day, other)
    if other.person_id == ward.person_id:
        raise EventRefused("Nobody acts for themselves.")
    if other.birth_date is None or birthday(other.birth_date, ADULT) > day:
        raise EventRefused("Only an adult can act for another.")
    return reference(other)


def refuse_minor(document: Document, day: date) -> None:
    if document.birth_date is None or birthday(document.birth_date, ADULT) > day:
        raise EventRefused("The person is a minor, whose custodians act for them.")


def mentioned(draft: Draft, people: Iterable[str | None]) -> list[int]:
    """Person ids of those who have a code; refuses one who is named twice."""
    ids = [draft.person(code).person_id for code in people if code is not None]
    if len(set(ids)) != len(ids):
        raise EventRefused("The same person is named twice.")
    return ids


def tell_end(draft: Draft, document: Document, kind: str, last: date) -> None:
    """MUUTETTU with the last day; the group leaves the document."""
    present = document.one(kind)
    if present is not None:
        ended = closed(present, last, _LAST_DAY[kind])
        document.drop(present)
        draft.changed(document, ended)


def leave_posts(draft: Draft, document: Document) -> None:
    """Take someone who died off the lists of those who act for others; the others' need of one goes on."""
    for holder in list(draft.people.values()):
        for kind, (whole, member) in PERSON_LISTS.items():
            for entry in holder.entries_of(kind):
                if document.person_id in entry.mentions:
                    kept = [one for one in entry.group[whole] if not _is(one.get(member, {}), document)]
                    others = [one for one in entry.mentions if one != document.person_id]
                    ward = draft.by_id(holder.person_id)
                    changed = same_as(entry.group, None, **{whole: kept})
                    ward.put(changed, *others)
                    draft.changed(ward, changed)


def _is(copy: dict[str, Any], document: Document) -> bool:
    return copy.get("henkilotunnus") in document.codes


class GuardianshipBegun(OnePersonOnADay):
    """A guardian is appointed to an adult.

    Source: 442/1999 8 and 18 §. `limits` is how far the person's own capacity is limited, `divided` whether the
    guardians' tasks are.
    """

    name: ClassVar[str] = "guardianship_begun"
    guardians: Guardians
    limits: Toimintakelpoisuus = "RAJOITTAMATON"
    divided: bool = False

    def codes(self) -> Iterable[str]:
        return [self.person, *(one.person for one in self.guardians if one.person is not None)]

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        refuse_minor(document, day)
        if document.one(GROUP) is not None:
            raise EventRefused("The person has a guardian already.")
        elements = [{**one.element(draft, document, day), "alkupv": wire_day(day)} for one in self.guardians]
        begun = guardianship(day, self.limits, self.divided, elements)
        document.add(begun, *mentioned(draft, (one.person for one in self.guardians)))
        draft.added(document, begun)


def guardianship(day: date, limits: Toimintakelpoisuus, divided: bool, elements: list[dict[str, Any]]) -> WireGroup:
    """EDUNVALVONTA of that day on."""
    return record(
        GROUP, alkupv=wire_day(day), toimintakelpoisuus=limits, tehtavienjako=divided, **{_GUARDIANS: elements}
    )


class GuardianshipChanged(OnePersonOnADay):
    """Guardians are replaced, or the limits of the person's capacity or the division of tasks change.

    Source: 442/1999 15–18 §. `guardians` is the whole list from the day on: who stays keeps the first day, who is not
    in it is a guardian no more. What is not given stays.
    """

    name: ClassVar[str] = "guardianship_changed"
    guardians: Guardians | None = None
    limits: Toimintakelpoisuus | None = None
    divided: bool | None = None

    def codes(self) -> Iterable[str]:
        return [self.person, *(one.person for one in self.guardians or () if one.person is not None)]

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        entry = _present(document, day)
        altered: dict[str, Any] = {}
        mentions: Iterable[int] = entry.mentions
        if self.guardians is not None:
            known = {_key(element): element for element in entry.group[_GUARDIANS]}
            named = [one.element(draft, document, day) for one in self.guardians]
            altered[_GUARDIANS] = [known.get(_key(one), {**one, "alkupv": wire_day(day)}) for one in named]
            mentions = mentioned(draft, (one.person for one in self.guardians))
        if self.limits is not None:
            altered["toimintakelpoisuus"] = self.limits
        if self.divided is not None:
            altered["tehtavienjako"] = self.divided
        changed = same_as(entry.group, **altered)
        if changed == entry.group:
            raise EventRefused("The guardianship is such already.")
        document.put(changed, *mentions)
        draft.changed(document, changed)


def _present(document: Document, day: date) -> Any:
    for entry in document.entries_of(GROUP):
        closed(entry.group, day)
        return entry
    raise EventRefused("The person has no guardian.")


def _key(element: dict[str, Any]) -> str:
    """Who it is, whatever the period and the company's name."""
    kept = {member: value for member, value in element.items() if member not in (*_PERIOD, "yrityksenNimi")}
    copy = kept.get(_PERSON, {})
    return str(copy.get("henkilotunnus") or kept)


class GuardianshipEnded(OnePersonOnADay):
    """An adult no longer has a guardian. `day` is the last day.

    Source: 442/1999 17 §; told as MUUTETTU with `paatymispv`.
    """

    name: ClassVar[str] = "guardianship_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _present(document, day)
        tell_end(draft, document, GROUP, day)


class GuardianshipUndone(OnePerson):
    """A guardianship was recorded in error: it never was (POISTETTU).

    Source: 661/2009 32 § (correction of what is wrong); docs/wire/muutosrajapinta.md §2.2.
    """

    name: ClassVar[str] = "guardianship_undone"

    def happen(self, draft: Draft, document: Document) -> None:
        withdraw(draft, document, GROUP, "The person has no guardian.")


def withdraw(draft: Draft, document: Document, kind: str, refusal: str) -> None:
    """Take back the only group of a kind (POISTETTU); refuses when there is none."""
    present: WireGroup | None = document.one(kind)
    if present is None:
        raise EventRefused(refusal)
    document.drop(present)
    draft.removed(document, present)
