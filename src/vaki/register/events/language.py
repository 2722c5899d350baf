"""Languages: mother tongue, and the one a person wants to be served in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import LanguageCode
from vaki.register.events.one_person import OnePersonOnADay
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
