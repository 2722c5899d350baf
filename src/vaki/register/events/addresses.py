"""Addresses that people tell beside the one where they live: for mail, and for contact with the protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from vaki.codes import country
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import CountryCode, Name, PostalCode, Text
from vaki.register.events.home import begin, end
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import checked_country, take_away
from vaki.register.events.told import record
from vaki.register.groups import KIND
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

MAIL: Final = "KOTIMAINEN_POSTIOSOITE"
MAIL_ABROAD: Final = "ULKOMAINEN_POSTIOSOITE"
CONTACT: Final = "KOTIMAINEN_YHTEYSOSOITE"
CONTACT_ABROAD: Final = "ULKOMAINEN_YHTEYSOSOITE"


class _InFinland(OnePersonOnADay, kw_only=True):
    address: Name
    postal_code: PostalCode
    post_office: Name
    post_office_sv: str = ""

    def as_group(self, kind: str, since: date) -> WireGroup:
        return record(
            kind,
            postiosoite=bilingual(self.address),
            postinumero=self.postal_code,
            postitoimipaikka=bilingual(self.post_office.upper(), self.post_office_sv.upper()),
            alkupv=wire_day(since),
        )


class _Abroad(OnePersonOnADay, kw_only=True):
    address: Name
    second_line: Text = ""
    post_office: Name
    country: CountryCode
    country_name: str = ""

    def as_group(self, kind: str, since: date) -> WireGroup:
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        return record(
            kind,
            postiosoite=bilingual(self.address),
            postiosoiteLisarivi=self.second_line or None,
            postitoimipaikka=bilingual(self.post_office.upper()),
            valtiokoodi=self.country,
            valtionimi=checked_country(self.country, self.country_name),
            alkupv=wire_day(since),
        )


class PostalAddress(_InFinland):
    """A person tells an address for mail in Finland.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (KOTIMAINEN_POSTIOSOITE).
    """

    name: ClassVar[str] = "postal_address"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        begin(draft, document, self.as_group(MAIL, day), day)


class PostalAddressEnded(OnePersonOnADay):
    """A person's address for mail in Finland ends. `day` is the last day.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "postal_address_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _end_mail(draft, document, MAIL, day)


class PostalAddressAbroad(_Abroad):
    """A person tells an address for mail in another country; code 998 with the country's name.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.10 (ULKOMAINEN_POSTIOSOITE).
    """

    name: ClassVar[str] = "postal_address_abroad"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        begin(draft, document, self.as_group(MAIL_ABROAD, day), day)


class PostalAddressAbroadEnded(OnePersonOnADay):
    """A person's address for mail in another country ends. `day` is the last day.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "postal_address_abroad_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _end_mail(draft, document, MAIL_ABROAD, day)


def _end_mail(draft: Draft, document: Document, kind: str, day: date) -> None:
    if document.one(kind) is None:
        raise EventRefused("The person has no address for mail.")
    end(draft, document, kind, day)


class ContactAddress(_InFinland):
    """A protected person gives an address in Finland at which authorities reach them; it hides nothing and is told.

    It is removed when protection ends. Source: VTJ-laki 661/2009 36 §; docs/wire/muutosrajapinta.md §2.6.
    """

    name: ClassVar[str] = "contact_address"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _give_contact(draft, document, self.as_group(CONTACT, day))


class ContactAddressAbroad(_Abroad):
    """A protected person gives an address in another country at which authorities reach them.

    It is removed when protection ends. Source: VTJ-laki 661/2009 36 §; docs/wire/muutosrajapinta.md §2.6.
    """

    name: ClassVar[str] = "contact_address_abroad"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _give_contact(draft, document, self.as_group(CONTACT_ABROAD, day))


class ContactAddressEnded(OnePerson):
    """A protected person's contact addresses are taken away.

    Source: VTJ-laki 661/2009 36 §; docs/wire/muutosrajapinta.md §2.6.
    """

    name: ClassVar[str] = "contact_address_ended"

    def happen(self, draft: Draft, document: Document) -> None:
        if document.one(CONTACT) is None and document.one(CONTACT_ABROAD) is None:
            raise EventRefused("The person has no contact address.")
        remove_contact(draft, document)


def remove_contact(draft: Draft, document: Document) -> None:
    """Only the protected have contact addresses."""
    take_away(draft, document, CONTACT)
    take_away(draft, document, CONTACT_ABROAD)


def _give_contact(draft: Draft, document: Document, new: WireGroup) -> None:
    """One of a kind: the earlier one is removed, as it was never in force beside another."""
    if not document.protected:
        raise EventRefused("Only a protected person has a contact address.")
    old = document.one(new[KIND])
    if old == new:
        raise EventRefused("That is recorded already.")
    document.put(new)
    draft.added(document, new)
    if old is not None:
        draft.removed(document, old, [new])
