"""Parenthood after the birth: confirmed, annulled, and an annulment that was a mistake.

Source: vanhemmuuslaki 775/2022.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from msgspec import Meta

from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.custody import GUARDIAN, LAST_DAY, end_custody
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode
from vaki.register.events.kinship import (
    MOST_PARENTS,
    SECOND_MOTHER,
    correct_letter,
    end_parenthood,
    ended_parenthoods,
    parents_of,
    relate,
    relate_without_code,
    restore_parenthood,
    too_young,
)
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import closed
from vaki.register.events.references import PersonWithoutCode
from vaki.register.events.told import custody_change

if TYPE_CHECKING:
    from vaki.register.document import Document, Entry
    from vaki.register.groups.values import Lapsilaatu

Role = Literal["AITI", "ISA"]

_BY_LAW: Final = "LAKISAATEINEN_HUOLTAJA"


class _OfChildAndParent(Event, kw_only=True):
    child: IdentityCode
    parent: IdentityCode | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.child, self.parent) if code]

    def of_parent(self, draft: Draft, entries: Iterable[Entry], refusal: str) -> Entry:
        """The line about the parent; about the only one without an identity code when no parent is named."""
        wanted = None if self.parent is None else draft.person(self.parent).person_id
        found = [entry for entry in entries if (wanted in entry.mentions if wanted else not entry.mentions)]
        if not found or (wanted is None and len(found) > 1):
            raise EventRefused(refusal)
        return found[-1]


class ParenthoodConfirmed(_OfChildAndParent):
    """Someone is confirmed as a child's parent after the birth, by acknowledgement or by a court.

    Source: 775/2022 3–5 and 16 §. Exactly one of `parent` and `parent_without_code`. The role follows from the
    parent's sex unless given; a second mother's quality is AITIYS_VAHVISTETTU. Custody begins by its own event.
    """

    name: ClassVar[str] = "parenthood_confirmed"
    parent_without_code: PersonWithoutCode | None = None
    role: Role | None = None
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child = draft.person(self.child)
        draft.check_day(day, child)
        if (self.parent is None) == (self.parent_without_code is None):
            raise EventRefused("Either a parent with an identity code or one without is needed.")
        if len(parents_of(child)) >= MOST_PARENTS:
            raise EventRefused("The child has two parents already.")
        if self.parent_without_code is not None:
            copy = self.parent_without_code.reference(day)
            _refuse_young(self.parent_without_code.birth_date, child)
            role = self.role or _role_of(self.parent_without_code.sex)
            relate_without_code(draft, child, copy, role, _quality(child, role), since=day)
            return
        parent = draft.person(self.parent or "")
        draft.check_day(day, parent)
        if parent.person_id == child.person_id:
            raise EventRefused("Nobody is their own parent.")
        if child.about("VANHEMPI", parent.person_id) or parent.about("VANHEMPI", child.person_id):
            raise EventRefused("The persons are parent and child already.")
        _refuse_young(parent.birth_date, child)
        role = self.role or _role_of(Sex(parent.sex))
        relate(draft, child, parent, role, _quality(child, role), since=day)


def _role_of(sex: Sex) -> Role:
    return "AITI" if sex is Sex.WOMAN else "ISA"


def _refuse_young(parent_born: date | None, child: Document) -> None:
    if child.birth_date is None or too_young(parent_born, child.birth_date):
        raise EventRefused("A parent would be a child.")


def _quality(child: Document, role: Role) -> Lapsilaatu:
    mothers = [entry for entry in parents_of(child) if entry.group["isaAiti"].endswith("AITI")]
    return SECOND_MOTHER if role == "AITI" and mothers else "AU_LAPSI"


class ParenthoodAnnulled(_OfChildAndParent):
    """A court or the authority annuls a parenthood: the person is not the child's parent. `day` is the last day.

    Source: 775/2022 29–33 §. Without `parent` it is that of the parent without an identity code. Custody that the
    parent had by law ends too. The relation stays as PERHESUHDE PASSIIVI.
    """

    name: ClassVar[str] = "parenthood_annulled"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child = draft.person(self.child)
        draft.check_day(day, child)
        entry = self.of_parent(draft, parents_of(child), "The person is not the child's parent.")
        end_parenthood(draft, child, entry, day)
        end_lawful_custody(draft, child, entry, day)


def end_lawful_custody(draft: Draft, child: Document, parent: Entry, last: date) -> None:
    """End the custody that someone has as a parent, on both sides."""
    for entry in child.entries_of(GUARDIAN):
        if entry.group.get("huoltajanLaji") != _BY_LAW:
            continue
        if parent.mentions and parent.mentions == entry.mentions:
            end_custody(draft, child, draft.by_id(parent.mentions[0]), last)
        elif not parent.mentions and entry.group.get("huoltaja") == _copy(parent):
            ended = closed(entry.group, last, LAST_DAY)
            child.drop(entry.group)
            draft.changed(child, custody_change(ended, relation=True), child.all(GUARDIAN))


def _copy(parent: Entry) -> dict[str, Any] | None:
    copy: dict[str, Any] | None = parent.group.get("vanhempi", parent.group.get("henkilo"))
    return copy


class ParenthoodRestored(_OfChildAndParent):
    """The annulment of a parenthood was a mistake: the parenthood goes on.

    Source: VTJ-laki 661/2009 32 §. Without `parent` it is that of the parent without an identity code.
    """

    name: ClassVar[str] = "parenthood_restored"

    def apply(self, draft: Draft) -> None:
        child = draft.person(self.child)
        entry = self.of_parent(draft, ended_parenthoods(child), "No parenthood of that person has ended.")
        if len(parents_of(child)) >= MOST_PARENTS:
            raise EventRefused("The child has two parents already.")
        if any(child.about("VANHEMPI", person_id) for person_id in entry.mentions):
            raise EventRefused("The persons are parent and child already.")
        restore_parenthood(draft, child, entry)


class ChildLetterCorrected(OnePerson):
    """The letter of a child's place among its mother's children was wrong.

    Source: VTJ-laki 661/2009 32 §; it is corrected where it stands: JARJESTYSKIRJAIN, and in the mother's LAPSI and the
    child's VANHEMPI.
    """

    name: ClassVar[str] = "child_letter_corrected"
    of_the_dead_too: ClassVar[bool] = True
    letter: Annotated[str, Meta(pattern="^[A-Z]$", description="A for the first child")]

    def happen(self, draft: Draft, document: Document) -> None:
        correct_letter(draft, document, self.letter)
