"""Custody recorded in error: begun, ended, or settled on terms that nobody decided.

Source: VTJ-laki 661/2009 32 §; docs/wire/muutosrajapinta.md §2.2 and §2.3. A wrong day or role is corrected by
`correction`, which corrects both sides.
"""

from __future__ import annotations

from typing import ClassVar, Final

from vaki.register.errors import EventRefused
from vaki.register.events.custody import (
    CHILD,
    GUARDIAN,
    GuardianKind,
    OfChildAndGuardian,
    Restored,
    Role,
    restore_custody,
)
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.told import custody_change, same_as

_TERMS: Final = ("asuminen", "asumisenAlkupv", "asumisenLoppupv")


class CustodyUndone(OfChildAndGuardian):
    """Someone never was the child's guardian: the record is removed on both sides (POISTETTU).

    Source: 661/2009 32 §.
    """

    name: ClassVar[str] = "custody_undone"

    def apply(self, draft: Draft) -> None:
        child, guardian = draft.person(self.child), draft.person(self.guardian)
        for document, kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
            wrong = document.about(kind, other.person_id)
            if wrong is None:
                raise EventRefused("The person is not the child's guardian.")
            document.drop(wrong)
            said = custody_change(wrong, removed=wrong.get("oikeudet", ()), relation=True)
            draft.removed(document, said, document.all(kind))


class CustodyEndingUndone(OfChildAndGuardian):
    """Custody did not end after all: it goes on as it was since `since`, without terms.

    Source: 661/2009 32 §. `ended` is the last day that was recorded; terms are decided about anew.
    """

    name: ClassVar[str] = "custody_ending_undone"
    since: Day
    ended: Day
    role: Role | None = None
    kind: GuardianKind | None = None

    def apply(self, draft: Draft) -> None:
        relation = Restored(other=self.guardian, since=self.since, ended=self.ended, role=self.role, kind=self.kind)
        restore_custody(draft, relation, draft.person(self.child), draft.person(self.guardian))


class CustodyDecisionWithdrawn(OfChildAndGuardian):
    """Terms of custody were recorded that nobody decided: the guardian goes on without them.

    Source: 661/2009 32 §; POISTETTU with the relations in force (docs/wire/muutosrajapinta.md §2.2).
    """

    name: ClassVar[str] = "custody_decision_withdrawn"

    def apply(self, draft: Draft) -> None:
        child, guardian = draft.living(self.child), draft.living(self.guardian)
        for document, kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
            settled = document.about(kind, other.person_id)
            if settled is None:
                raise EventRefused("The person is not the child's guardian.")
            plain = same_as({m: value for m, value in settled.items() if m not in _TERMS}, None, oikeudet=[])
            if plain == settled:
                raise EventRefused("There are no terms of custody to withdraw.")
            document.swap(settled, plain)
            said = custody_change(settled, removed=settled.get("oikeudet", ()), living="asuminen" in settled)
            draft.removed(document, said, document.all(kind))
