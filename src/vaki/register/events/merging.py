"""Two records of one person made one: the identity code of the other becomes passive.

Source: docs/wire/muutosrajapinta.md §2.4 (*our choice*, after the earlier service): the item stands under the
surviving code, LISATIETO for it and MUUTETTU, PASSIIVI for each that falls away. The other record leaves the register;
its relations go to the surviving one. An item of its own is for the municipality that thereby loses a resident: where
the person lives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.document import reference
from vaki.register.errors import EventRefused
from vaki.register.events.birth import identity
from vaki.register.events.consequences import tell_renewed
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import IdentityCode
from vaki.register.events.identity import tell_name
from vaki.register.events.references import PERSON_LISTS, with_renewed_copy
from vaki.register.events.told import as_new, same_as
from vaki.register.events.union import UNIONS, set_status, status_of, unions_in_force
from vaki.register.groups import BY_NAME

if TYPE_CHECKING:
    from vaki.register.document import Document, Entry

_WHEREABOUTS: Final = ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_ULKOMAINEN_OSOITE", "KOTIKUNTA")
_SEVERAL: Final = frozenset({"EDUNVALVONTA", "EDUNVALVONTAVALTUUTUS"})


class CodesMerged(Event):
    """Two records turn out to be of one person: the one of `dropped` goes into that of `person`.

    Source: VTJ-laki 661/2009 12 and 32 §; docs/wire/muutosrajapinta.md §2.4. What the surviving record tells of the
    person stands; relations that only the other had are taken over, and relatives' copies follow.
    """

    name: ClassVar[str] = "codes_merged"
    person: IdentityCode
    dropped: IdentityCode

    def codes(self) -> Iterable[str]:
        return (self.person, self.dropped)

    def apply(self, draft: Draft) -> None:
        kept, dropped = draft.person(self.person), draft.person(self.dropped)
        _refuse(kept, dropped)
        fallen = dropped.codes
        active = identity(kept.code, [*kept.codes[1:], *fallen])
        kept.put(active)
        draft.unchanged(kept, active)
        for code in fallen:
            draft.changed(kept, same_as(active, muutettuHenkilotunnus=code, voimassaolo="PASSIIVI"))
        tell_name(draft, kept)
        _take_over(draft, kept, dropped)
        for holder in list(draft.people.values()):
            if holder.person_id not in (kept.person_id, dropped.person_id):
                _point(draft, holder, kept, dropped)
        dropped.entries = []
        draft.merged[dropped.person_id] = kept.person_id
        for kind in _WHEREABOUTS:
            for group in kept.all(kind):
                if "loppupv" not in group:
                    draft.added(dropped, group)


def _refuse(kept: Document, dropped: Document) -> None:
    if kept.person_id == dropped.person_id:
        raise EventRefused("Both codes are of one person already.")
    if kept.sex != dropped.sex:
        raise EventRefused("The records tell different sexes.")
    if kept.alive != dropped.alive:
        raise EventRefused("One of the records is of someone who is dead.")
    if dropped.protected and not kept.protected:
        raise EventRefused("The protection of the other record is to be begun for this one first.")
    if any(
        other.person_id in entry.mentions for one, other in ((kept, dropped), (dropped, kept)) for entry in one.entries
    ):
        raise EventRefused("The records are of two people who are related.")
    if unions_in_force(kept) and unions_in_force(dropped):
        raise EventRefused("Both records are of someone who is married or in a registered partnership.")


def _stored(entry: Entry) -> bool:
    kind = BY_NAME.get(entry.kind)
    holds = kind is not None and (kind.person_member is not None or kind.name in PERSON_LISTS)
    return kind is not None and holds and kind.derived_from is None


def _has_like(document: Document, entry: Entry, mentions: Iterable[int]) -> bool:
    """Whether a document tells of the same relation to the same people already."""
    there = document.entries_of(entry.kind)
    if entry.kind in _SEVERAL:
        return bool(there)
    wanted = set(mentions)
    return any(entry.group == one.group if not wanted else wanted & set(one.mentions) for one in there)


def _take_over(draft: Draft, kept: Document, dropped: Document) -> None:
    for entry in dropped.entries:
        if not _stored(entry) or (entry.kind == "PERHESUHDE" and entry.group.get("voimassaolo") != "PASSIIVI"):
            continue
        if _has_like(kept, entry, entry.mentions):
            continue
        group = same_as(entry.group)
        if entry.kind in UNIONS:
            numbers = [one.get("jarjestysnumero", 0) for kind in UNIONS for one in kept.all(kind)]
            group = same_as(group, jarjestysnumero=max(numbers, default=0) + 1)
        kept.add(group, *entry.mentions)
        draft.added(kept, as_new(group))
    if unions_in_force(kept):
        set_status(draft, kept, status_of(kept))


def _point(draft: Draft, holder: Document, kept: Document, dropped: Document) -> None:
    """Make the copies of the dropped record copies of the surviving one; what then stands twice goes once."""
    copy = reference(kept)
    for entry in [entry for entry in holder.entries if dropped.person_id in entry.mentions and _stored(entry)]:
        document = draft.by_id(holder.person_id)
        mentions = tuple(kept.person_id if one == dropped.person_id else one for one in entry.mentions)
        if entry.kind not in PERSON_LISTS and _has_like(document, entry, (kept.person_id,)):
            document.drop(entry.group)
            draft.removed(document, entry.group)
            continue
        renewed = with_renewed_copy(entry.group, dropped.codes, copy)
        document.swap(entry.group, renewed, *mentions)
        tell_renewed(draft, document, entry.group, renewed)
