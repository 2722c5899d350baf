"""What people tell of themselves: occupation, religion, e-mail, extra addresses and bans on handing out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode, Name, PostalCode, ResidenceCode, Text
from vaki.register.events.home import (
    begin,
    end,
    end_temporary,
    home_municipality,
    in_finland,
    residence,
    street_address,
)
from vaki.register.events.records import first_day, put, take_away
from vaki.register.events.told import record
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Ban = Literal[
    "HENKILOMATRIKKELIKIELTO",
    "SUKUTUTKIMUSKIELTO",
    "SUORAMARKKINOINTIKIELTO",
    "YHTEYSTIETOJEN_LUOVUTUSKIELTO",
    "ASIAKASREKISTERIN_PAIVITYSKIELTO",
]
Religion = Literal["EI_USKONTOKUNTAA", "EV_LUT", "ORT", "REK_USK", "SAKSALAINEN_SRK", "OLAUS_PETRI"]
EmailKind = Literal["HENKILON_ILMOITTAMA", "MAISTRAATTI", "VAALIVIRANOMAINEN"]

_OCCUPATION_LENGTH = 35
_EMAIL_LENGTH = 255
_TEMPORARY = (
    "TILAPAINEN_KOTIMAINEN_OSOITE",
    "TILAPAINEN_KUNTA",
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
)


class Occupation(Event):
    """A person tells their occupation; the empty text takes it away.

    Source: VTJ-laki 661/2009 13 §; VRK catalogue 1.07 (at most 35 characters).
    """

    name: ClassVar[str] = "occupation"
    person: IdentityCode
    occupation: Text

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        document = draft.living(self.person)
        if len(self.occupation) > _OCCUPATION_LENGTH:
            raise EventRefused("An occupation is at most 35 characters.")
        old = document.one("AMMATTI")
        if (old or {}).get("ammatti", "") == self.occupation:
            raise EventRefused("The person's occupation is that already.")
        if self.occupation:
            put(draft, document, record("AMMATTI", ammatti=self.occupation))
        else:
            take_away(draft, document, "AMMATTI")


class ReligionChange(Event):
    """A person joins or leaves a religious community, as far as its kind is told (uskontokuntalaji).

    Source: uskonnonvapauslaki 453/2003 3–4 §; VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "religion"
    person: IdentityCode
    kind: Religion

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        document = draft.living(self.person)
        new = record("USKONTOKUNTALAJI", uskontokuntalaji=self.kind)
        if document.one("USKONTOKUNTALAJI") == new:
            raise EventRefused("The person belongs there already.")
        put(draft, document, new)


class Email(Event):
    """A person tells an e-mail address; the empty text takes it away.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (SAHKOPOSTIOSOITE).
    """

    name: ClassVar[str] = "email"
    person: IdentityCode
    address: Text
    kind: EmailKind = "HENKILON_ILMOITTAMA"
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        old = document.one("SAHKOPOSTIOSOITE")
        if (old or {}).get("sahkopostiosoite", "") == self.address:
            raise EventRefused("The person's e-mail address is that already.")
        if not self.address:
            end(draft, document, "SAHKOPOSTIOSOITE", day)
            return
        name, at, domain = self.address.partition("@")
        if not (name and at and "." in domain) or len(self.address) > _EMAIL_LENGTH or " " in self.address:
            raise EventRefused("That is not an e-mail address.")
        new = record("SAHKOPOSTIOSOITE", sahkopostiosoite=self.address, lajikoodi=self.kind, alkupv=wire_day(day))
        begin(draft, document, new, day)


class BanSet(Event):
    """A person forbids a use of their data.

    Source: VTJ-laki 661/2009 34–35 §.
    """

    name: ClassVar[str] = "ban_set"
    person: IdentityCode
    ban: Ban
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        if document.one(self.ban) is not None:
            raise EventRefused("The ban is in force already.")
        put(draft, document, record(self.ban, alkupv=wire_day(day)))


class BanLifted(Event):
    """A person allows again what they had forbidden.

    Source: VTJ-laki 661/2009 34–35 §.
    """

    name: ClassVar[str] = "ban_lifted"
    person: IdentityCode
    ban: Ban

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        document = draft.living(self.person)
        if document.one(self.ban) is None:
            raise EventRefused("The ban is not in force.")
        take_away(draft, document, self.ban)


class TemporaryAddress(Event):
    """A person lives for a time in another dwelling: address, municipality and residence code beside the permanent.

    Another one told the same day corrects it.

    Source: kotikuntalaki 201/1994 7 § (notice of a temporary stay); docs/wire/muutosrajapinta.md §2.8.
    """

    name: ClassVar[str] = "temporary_address"
    person: IdentityCode
    to: ResidenceCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        dwelling = draft.dwelling(self.to)
        if not in_finland(document):
            raise EventRefused("The person has no home municipality in Finland.")
        if any(first_day(group) != day for kind in _TEMPORARY for group in document.all(kind)):
            raise EventRefused("The person has a temporary address already.")
        begin(draft, document, street_address(dwelling, day, "TILAPAINEN_KOTIMAINEN_OSOITE"), day)
        _stay_in(draft, document, home_municipality(dwelling.municipality, day, "TILAPAINEN_KUNTA"))
        begin(draft, document, residence(dwelling, day, "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"), day)


def _stay_in(draft: Draft, document: Document, new: WireGroup) -> None:
    told = document.one("TILAPAINEN_KUNTA")
    if told is None or told == new:
        put(draft, document, new)
        return
    document.put(new)
    draft.corrected(document, told, new)


class TemporaryAddressEnded(Event):
    """A person's temporary stay ends. `day` is the last day.

    Source: kotikuntalaki 201/1994 7 §.
    """

    name: ClassVar[str] = "temporary_address_ended"
    person: IdentityCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        if not in_finland(document) or document.one("TILAPAINEN_KOTIMAINEN_OSOITE") is None:
            raise EventRefused("The person has no temporary address beside a permanent one.")
        end_temporary(draft, document, day)


class PostalAddress(Event):
    """A person tells an address for mail in Finland.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (KOTIMAINEN_POSTIOSOITE).
    """

    name: ClassVar[str] = "postal_address"
    person: IdentityCode
    address: Name
    postal_code: PostalCode
    post_office: Name
    post_office_sv: str = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        new = record(
            "KOTIMAINEN_POSTIOSOITE",
            postiosoite=bilingual(self.address),
            postinumero=self.postal_code,
            postitoimipaikka=bilingual(self.post_office.upper(), self.post_office_sv.upper()),
            alkupv=wire_day(day),
        )
        begin(draft, document, new, day)


class PostalAddressEnded(Event):
    """A person's address for mail in Finland ends. `day` is the last day.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "postal_address_ended"
    person: IdentityCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        document = draft.living(self.person)
        draft.check_day(day, document)
        if document.one("KOTIMAINEN_POSTIOSOITE") is None:
            raise EventRefused("The person has no address for mail.")
        end(draft, document, "KOTIMAINEN_POSTIOSOITE", day)
