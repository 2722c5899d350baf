"""Identity codes that change, and the data that the new number tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.birth import identity, new_code
from vaki.register.events.draft import Draft
from vaki.register.events.fields import IdentityCode
from vaki.register.events.one_person import OnePerson
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document


GROUP: Final = "HENKILOTUNNUS_KORJAUS"


def tell_name(draft: Draft, document: Document) -> None:
    """The present name accompanies a change of code."""
    name = document.one("HENKILON_NIMI")
    if name is not None:
        draft.unchanged(document, name)


def change_code(draft: Draft, document: Document, code: str, born: date, sex: Sex) -> None:
    """Make the old code passive; the item stands under it (§2.4)."""
    old = document.code
    given = new_code(draft, code, born, sex)
    now = identity(given, document.codes)
    passive = same_as(now, muutettuHenkilotunnus=old, voimassaolo="PASSIIVI")
    document.put(now)
    draft.added(document, now)
    draft.changed(document, passive)
    tell_name(draft, document)
    for group in (record("SUKUPUOLI", sukupuoli=sex.value), record("SYNTYMAPAIVA", syntymapv=wire_day(born))):
        if document.one(group["tietoryhma"]) != group:
            document.put(group)
            draft.changed(document, group)


class CodeChange(OnePerson):
    """A person gets another identity code: the old one was wrong or misused, or the birth date or sex is another.

    Source: VTJ-laki 661/2009 12 §; docs/wire/muutosrajapinta.md §2.4. Without `code` a free one is given.
    """

    name: ClassVar[str] = "code_change"
    of_the_dead_too: ClassVar[bool] = True
    code: IdentityCode | None = None
    birth_date: date | None = None
    sex: Sex | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.person, self.code) if code]

    def happen(self, draft: Draft, document: Document) -> None:
        born = self.birth_date or document.birth_date
        if born is None:
            raise EventRefused("The person's birth date is not known.")
        draft.check_day(born)
        sex = self.sex or Sex(document.sex)
        if sex is Sex.MISSING:
            raise EventRefused("The person's sex is needed for the identity code.")
        change_code(draft, document, self.code or "", born, sex)


class SexChange(OnePerson):
    """A person's sex is confirmed as another; the identity code changes with it.

    Source: laki sukupuolen vahvistamisesta 295/2023; VNA 128/2010 2 § (the individual number tells the sex).
    """

    name: ClassVar[str] = "sex_change"
    sex: Sex
    code: IdentityCode | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.person, self.code) if code]

    def happen(self, draft: Draft, document: Document) -> None:
        if self.sex is Sex.MISSING or document.sex == self.sex:
            raise EventRefused("The sex to be confirmed is the present one, or none.")
        if document.birth_date is None:
            raise EventRefused("The person's birth date is not known.")
        change_code(draft, document, self.code or "", document.birth_date, self.sex)


class CodeChangeUndone(OnePerson):
    """An identity code was changed by mistake: the earlier one is in force again, and the wrong one stays passive.

    Source: VTJ-laki 661/2009 12 and 32 §; docs/wire/muutosrajapinta.md §2.2 and §2.4. The item stands under the wrong
    code; birth date and sex go back to what the earlier code tells.
    """

    name: ClassVar[str] = "code_change_undone"
    of_the_dead_too: ClassVar[bool] = True

    def happen(self, draft: Draft, document: Document) -> None:
        wrong, *earlier = document.codes
        held = document.one(GROUP)
        if held is None or not earlier or not hetu.is_valid(earlier[0]):
            raise EventRefused("The person's identity code has not changed.")
        right = identity(earlier[0], [wrong, *earlier[1:]])
        document.put(right)
        draft.corrected(document, held, right)
        draft.changed(document, same_as(right, muutettuHenkilotunnus=wrong, voimassaolo="PASSIIVI"))
        tell_name(draft, document)
        tells = hetu.parse(earlier[0])
        for group in (
            record("SUKUPUOLI", sukupuoli=tells.sex.value),
            record("SYNTYMAPAIVA", syntymapv=wire_day(tells.birth_date)),
        ):
            mistaken = document.one(group["tietoryhma"])
            if mistaken is not None and mistaken != group:
                document.swap(mistaken, group)
                draft.corrected(document, mistaken, group)
