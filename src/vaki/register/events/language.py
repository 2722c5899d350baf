"""Languages: mother tongue, and the one a person wants to be served in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day, LanguageCode
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import closed, first_day, put, spoken

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document


class MotherTongue(OnePersonOnADay):
    """A person tells another mother tongue.

    Source: VTJ-laki 661/2009 13 §; told as in docs/wire/muutosrajapinta.md §2.3: the new one, then the old one as
    removed with its last day, which equals the new one's first.
    """

    name: ClassVar[str] = "mother_tongue"
    language: LanguageCode
    language_name: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        new = spoken("AIDINKIELI", self.language, self.language_name, day)
        old = document.one("AIDINKIELI")
        if old is not None and old["kielikoodi"] == new["kielikoodi"] and old.get("nimi") == new.get("nimi"):
            raise EventRefused("That is the person's mother tongue already.")
        document.put(new)
        draft.added(document, new)
        if old is not None:
            draft.removed(document, closed(old, day), [new])


class ServiceLanguage(OnePersonOnADay):
    """A person tells in which language, Finnish or Swedish, they want to be served.

    Source: VTJ-laki 661/2009 13 §; kielilaki 423/2003.
    """

    name: ClassVar[str] = "service_language"
    language: LanguageCode

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if self.language not in ("fi", "sv"):
            raise EventRefused("The language of service is Finnish or Swedish.")
        old = document.one("ASIOINTIKIELI")
        if old is not None:
            since = first_day(old)
            if old["kielikoodi"] == self.language or (since is not None and day < since):
                raise EventRefused("The person has that language of service already, or told of one later.")
        put(draft, document, spoken("ASIOINTIKIELI", self.language, "", day))


class LanguageWithdrawn(OnePerson):
    """A language was recorded by mistake: it is removed (POISTETTU).

    Source: VTJ-laki 661/2009 32 §; docs/wire/muutosrajapinta.md §2.2. With `earlier` the mother tongue that it had
    replaced is in force again, and stands in `voimassaolevatTiedot`.
    """

    name: ClassVar[str] = "language_withdrawn"
    of_the_dead_too: ClassVar[bool] = True
    kind: Literal["AIDINKIELI", "ASIOINTIKIELI"] = "AIDINKIELI"
    earlier: LanguageCode | None = None
    earlier_name: str = ""
    earlier_since: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        wrong = document.one(self.kind)
        if wrong is None:
            raise EventRefused("The person has no such language.")
        document.drop(wrong)
        again = []
        if self.earlier is not None:
            if self.kind != "AIDINKIELI" or (self.earlier_since is not None and self.earlier_since > draft.day):
                raise EventRefused("Only an earlier mother tongue comes back.")
            again = [spoken(self.kind, self.earlier, self.earlier_name, self.earlier_since)]
            if again[0] == wrong:
                raise EventRefused("That is the person's mother tongue already.")
            document.add(again[0])
        draft.removed(document, wrong, again)
