"""Correction of a record that was wrong: KORJATTAVA with the wrong one, KORJATTU with the right one (§2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from vaki.register.document import reference
from vaki.register.errors import EventRefused
from vaki.register.events.death import LIVED_IN
from vaki.register.events.draft import Draft
from vaki.register.events.fields import IdentityCode
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import first_day
from vaki.register.events.references import PERSON_LISTS, codes_named
from vaki.register.events.told import CUSTODY, custody_change, record, same_as
from vaki.register.groups import BY_NAME, COMPUTED_AT_READING, DEATHS, HISTORY_OF_PLACE, KIND, WireGroup
from vaki.register.groups.forms import read
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document

_OTHER_SIDE: Final = {
    "LAPSI": "VANHEMPI",
    "VANHEMPI": "LAPSI",
    "HUOLTAJA": "HUOLLETTAVA",
    "HUOLLETTAVA": "HUOLTAJA",
    "AVIOLIITTO": "AVIOLIITTO",
    "REKISTEROITY_PARISUHDE": "REKISTEROITY_PARISUHDE",
    "ASUMUSERO": "ASUMUSERO",
}
_BY_OWN_EVENT: Final = frozenset(
    {"HENKILOTUNNUS_KORJAUS", "TURVAKIELTO", "SUKUPUOLI", "KANSALAISUUS", "PERHESUHDE", "JARJESTYSKIRJAIN", *DEATHS}
)
"""Correcting these alters more than the record: each has an event that does."""
_FIXED: Final = {
    "NIMENMUUTOS_LAAJA": ("nimilaji",),
    "AVIOLIITTO": ("voimassaolo",),
    "REKISTEROITY_PARISUHDE": ("voimassaolo",),
    "LAPSI": ("jarjestyskirjain",),
    "VANHEMPI": ("jarjestyskirjain",),
    **{kind: (whole,) for kind, (whole, _) in PERSON_LISTS.items()},
}
_RELATIONS: Final = frozenset({*_OTHER_SIDE, *PERSON_LISTS, "HUOSTAANOTTO"})
"""Kinds that events of their own begin and end."""
_ALWAYS_THERE: Final = frozenset({"HENKILON_NIMI", "SYNTYMAPAIVA", "SIVIILISAATY", "KOTIKUNTA"})
_SEVERAL: Final = HISTORY_OF_PLACE | {
    "NIMENMUUTOS_LAAJA",
    "HISTORIAA_USKONTOKUNNASTA",
    "ULKOMAINEN_HENKILOTUNNUS",
    "TILAPAINEN_KOTIMAINEN_OSOITE",
}
"""Kinds without persons of which several records may stand."""
_LAST_DAYS: Final = ("loppupv", "kunnastaPoisMuuttopv", "huoltosuhteenLoppupv")
_CHANGE_ONLY: Final = frozenset(custody_change(record("HUOLTAJA"))) - {KIND}


class Correction(OnePerson):
    """A record of a person was wrong, and the right one takes its place; or one was missing, or should not be there.

    `wrong` and `right` are the members of the record without `tietoryhma`; `wrong` is the whole record as it stands.
    Without `wrong` the record was missing (LISATTY), without `right` it is removed (POISTETTU). The same members are
    corrected in a relative's own record; a missing record about a person names them in `about`. Derived groups follow;
    what has an event of its own (identity code, protection, death, sex, citizenship, relations) is corrected by that.
    Source: docs/wire/muutosrajapinta.md §2.2.
    """

    name: ClassVar[str] = "correction"
    of_the_dead_too: ClassVar[bool] = True
    kind: str
    wrong: dict[str, Any] | None = None
    right: dict[str, Any] | None = None
    about: IdentityCode | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.person, self.about) if code]

    def happen(self, draft: Draft, document: Document) -> None:
        self._refuse_kind()
        if self.about is not None and self.wrong is not None:
            raise EventRefused("The person whom a record is about cannot be corrected.")
        if self.wrong is None:
            self._add(draft, document)
            return
        wrong = next((group for group in document.all(self.kind) if _content(group) == self.wrong), None)
        if wrong is None:
            raise EventRefused("There is no such record to correct.")
        if self.right is None:
            if self.kind in _RELATIONS or self.kind in _ALWAYS_THERE:
                raise EventRefused("A record of that kind is not removed by a correction.")
            document.drop(wrong)
            draft.removed(document, wrong)
            return
        right = record(self.kind, **self.right)
        _refuse_form(right)
        _refuse_members(wrong, right)
        _refuse_days(draft, document, right)
        if right == wrong:
            raise EventRefused("The right record is the wrong one.")
        mentions = next(entry.mentions for entry in document.entries if entry.group is wrong)
        _correct(draft, document, wrong, right)
        if self.kind in _OTHER_SIDE:
            for person_id in mentions:
                _correct_other_side(draft, document, draft.by_id(person_id), wrong, right)

    def _add(self, draft: Draft, document: Document) -> None:
        """Record what was missing; refuses a second record of a kind of which there is one, and a relation."""
        if self.kind in _RELATIONS or (self.kind in LIVED_IN and not document.alive):
            raise EventRefused("A record of that kind is not added by a correction.")
        members = dict(self.right or {})
        mentions: tuple[int, ...] = ()
        of_person = BY_NAME[self.kind].person_member
        if self.about is not None:
            other = draft.person(self.about)
            if of_person is None or of_person in members:
                raise EventRefused("The record is about nobody else, or tells of whom itself.")
            members[of_person] = reference(other)
            mentions = (other.person_id,)
        elif of_person is not None and any(codes_named(members.get(of_person))):
            raise EventRefused("The person whom the record is about is named by `about`.")
        right = record(self.kind, **members)
        _refuse_form(right)
        _refuse_days(draft, document, right)
        there = document.all(self.kind)
        if right in there or (there and self.kind not in _SEVERAL and of_person is None):
            raise EventRefused("There is such a record already.")
        document.add(right, *mentions)
        draft.added(document, right)

    def _refuse_kind(self) -> None:
        known = BY_NAME.get(self.kind)
        if known is None:
            raise EventRefused("There is no such kind of group.")
        if known.derived_from is not None or self.kind == COMPUTED_AT_READING:
            raise EventRefused("The kind follows from another, which is to be corrected.")
        if self.kind in _BY_OWN_EVENT:
            raise EventRefused("The kind has an event of its own that corrects it.")


def _content(group: WireGroup) -> WireGroup:
    return {member: value for member, value in group.items() if member != KIND}


def _refuse_members(wrong: WireGroup, right: WireGroup) -> None:
    kind = BY_NAME[wrong[KIND]]
    fixed = (kind.person_member, *_FIXED.get(kind.name, ()))
    for member in {*wrong, *right} - {KIND}:
        if member in fixed and wrong.get(member) != right.get(member):
            raise EventRefused("A member that tells which record it is cannot be corrected.")


def _refuse_form(right: WireGroup) -> None:
    if not {*right} - {KIND} <= {*BY_NAME[right[KIND]].members} - _CHANGE_ONLY:
        raise EventRefused("The right record has a member that its kind has not.")
    if len(right) == 1:
        raise EventRefused("The right record is empty.")
    try:
        read(right)
    except msgspec.ValidationError:
        raise EventRefused("The right record has not the form that its kind has on the wire.") from None


def _refuse_days(draft: Draft, document: Document, right: WireGroup) -> None:
    start = first_day(right)
    if start is not None:
        draft.check_day(start, document)
        for member in _LAST_DAYS:
            last = read_day(right.get(member))
            if last is not None and last < start:
                raise EventRefused("The right record would end before it began.")
    born = read_day(right.get("syntymapv"))
    if born is not None:
        draft.check_day(born)


def _correct(draft: Draft, document: Document, wrong: WireGroup, right: WireGroup) -> None:
    document.swap(wrong, right)
    if wrong[KIND] in CUSTODY:
        draft.corrected(document, custody_change(wrong), custody_change(right))
    else:
        draft.corrected(document, wrong, right)


def _correct_other_side(draft: Draft, document: Document, other: Document, wrong: WireGroup, right: WireGroup) -> None:
    theirs = next(
        (
            entry.group
            for entry in other.entries_of(_OTHER_SIDE[wrong[KIND]])
            if document.person_id in entry.mentions and _same_period(entry.group, wrong)
        ),
        None,
    )
    if theirs is None:
        return
    own = BY_NAME[wrong[KIND]].person_member
    altered = {
        member: right.get(member)
        for member in {*wrong, *right} - {KIND, own, "jarjestysnumero"}
        if wrong.get(member) != right.get(member)
    }
    kept = {member: value for member, value in theirs.items() if member not in altered}
    corrected = same_as(kept, **altered)
    if corrected != theirs:
        _correct(draft, other, theirs, corrected)


def _same_period(one: WireGroup, other: WireGroup) -> bool:
    members = ("alkupv", "vihkipv", "virallistamispv", "huoltosuhteenAlkupv")
    return all(one.get(member) == other.get(member) for member in members)
